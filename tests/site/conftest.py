"""The site's pages as a browser would read them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

LANGUAGES = ("en", "pl", "ro")


@dataclass
class Element:
    """A start tag."""

    name: str
    attributes: dict[str, str]
    line: int


@dataclass
class Document:
    """One HTML page: its tags, its ids, its text."""

    file: Path
    path: str
    """From the site's root, ending in a slash or in a file's name."""
    elements: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def language(self) -> str:
        first = self.path.partition("/")[0]
        return first if first in LANGUAGES else "en"

    @cached_property
    def ids(self) -> set[str]:
        return {
            element.attributes[key] for element in self.elements for key in ("id", "name") if key in element.attributes
        }

    def find(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a name with these attributes."""
        return [
            element
            for element in self.elements
            if element.name == tag and all(element.attributes.get(key) == value for key, value in attributes.items())
        ]


SILENT = ("script", "style", "template", "pre")
"""What is in these is not prose: it is not read by people, or not as it stands there."""


class _Reader(HTMLParser):
    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.document.elements.append(Element(tag, {key: value or "" for key, value in attrs}, self.getpos()[0]))
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.document.text += data


@dataclass
class Site:
    """The built site."""

    folder: Path
    address: str
    pages: dict[str, Document]

    def in_language(self, language: str) -> dict[str, Document]:
        """The pages of a language by their path inside it."""
        start = "" if language == "en" else f"{language}/"
        return {page.path.removeprefix(start): page for page in self.pages.values() if page.language == language}

    def resolve(self, page: Document, link: str) -> tuple[str, str] | None:
        """The path from the root and the fragment that a link of a page leads to; nothing for another host."""
        target = urlsplit(urljoin(self.address + page.path, link))
        address = target._replace(fragment="", query="").geturl()
        if not address.startswith(self.address):
            return None
        return unquote(address.removeprefix(self.address)), unquote(target.fragment)

    def file(self, path: str) -> Path | None:
        """The file that a path from the root is served from."""
        file = self.folder / path / "index.html" if path.endswith("/") or not path else self.folder / path
        return file if file.is_file() else None


def _read(folder: Path) -> Iterator[Document]:
    for file in sorted(folder.rglob("*.html")):
        path = file.relative_to(folder).as_posix()
        if path.startswith(("assets/", "embed/")) or path == "404.html":  # embed/: parts for other people's pages
            continue
        document = Document(file, path.removesuffix("index.html"))
        _Reader(document).feed(file.read_text(encoding="utf-8"))
        yield document


@pytest.fixture(scope="session")
def site(built_site: Path, address: str) -> Site:
    return Site(built_site, address, {document.path: document for document in _read(built_site)})
