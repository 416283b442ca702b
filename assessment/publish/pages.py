"""The site's pages as people write them: one Markdown file per page and language, with front matter."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

WORDS = ROOT / "assessment" / "data" / "words"

#: English is the site's root; the other languages live in a folder of their name.
SOURCE_LANGUAGE = "en"


def _names() -> dict[str, str]:
    """The languages that the engine has words in, each with its name in that language; the source language first."""
    files = sorted(WORDS.glob("*/language.toml"), key=lambda file: (file.parent.name != SOURCE_LANGUAGE, file))
    return {file.parent.name: tomllib.loads(file.read_text(encoding="utf-8"))["name"] for file in files}


#: Each language's name in that language.
LANGUAGE_NAMES = _names()

#: The languages, the source language first.
LANGUAGES = tuple(LANGUAGE_NAMES)

DIGEST_LENGTH = 12
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


class PageError(Exception):
    """A page's file cannot be read; the message names the file, the line and what to do."""


@dataclass(frozen=True)
class SourcePage:
    """One page in one language, before anything is made of it."""

    language: str
    path: str
    """Inside the language's folder, with forward slashes: ``learn/touchpoint-sales.md``."""
    file: Path
    meta: dict[str, object]
    body: str
    body_line: int
    """The line of the file on which the body starts, from 1."""

    @property
    def is_article(self) -> bool:
        """Whether the page is an article, which carries sources, a grade and review dates."""
        return self.path.startswith("learn/") and not self.path.endswith("/index.md")

    @property
    def shown(self) -> str:
        """The file's name for messages, from the repository's root where it is inside it."""
        return shown(self.file)

    @property
    def digest(self) -> str:
        """What a translation writes as its ``source``: changes when the body does, and with nothing else."""
        return hashlib.sha256(self.body.strip().encode()).hexdigest()[:DIGEST_LENGTH]

    def line_of(self, key: str) -> int:
        """The line on which a front matter key stands; the first line where it is missing."""
        head = self.file.read_text(encoding="utf-8").splitlines()[: self.body_line]
        return next((number for number, line in enumerate(head, 1) if re.match(rf"{re.escape(key)}\s*:", line)), 1)


def read_page(file: Path, language: str, docs: Path = DOCS) -> SourcePage:
    """Reads one page.

    Raises:
        PageError: the front matter is no mapping in YAML.
    """
    text = file.read_text(encoding="utf-8")
    meta: object = {}
    body_line = 1
    if match := _FRONT_MATTER.match(text):
        try:
            meta = yaml.safe_load(match[1]) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            problem = str(getattr(error, "problem", None) or error)
            problem = problem.replace("mapping values are not allowed here", "there is a second colon in this line")
            raise PageError(
                f"{shown(file)}:{line}: front matter: {problem}. Put a text with a colon or a quote in quotes."
            ) from error
        body_line = text[: match.end()].count("\n") + 1
    if not isinstance(meta, dict):
        raise PageError(f"{shown(file)}:1: front matter: write lines of the form ‘key: value’ between two --- lines.")
    path = file.relative_to(docs / language).as_posix()
    return SourcePage(language, path, file, meta, text[match.end() if match else 0 :], body_line)


def read_pages(language: str, docs: Path = DOCS) -> Iterator[SourcePage]:
    """Every page of a language, in the order of their paths."""
    for file in sorted((docs / language).rglob("*.md")):
        yield read_page(file, language, docs)


@dataclass(frozen=True)
class Site:
    """Every page of every language, by path."""

    docs: Path
    pages: Mapping[str, Mapping[str, SourcePage]]

    def all(self) -> Iterator[SourcePage]:
        """Every page, language by language."""
        for pages in self.pages.values():
            yield from pages.values()

    def articles(self, language: str) -> list[SourcePage]:
        """The articles of a language."""
        return [page for page in self.pages[language].values() if page.is_article]

    def source_of(self, page: SourcePage) -> SourcePage | None:
        """The English page that a translation was made from; nothing for an English page."""
        return None if page.language == SOURCE_LANGUAGE else self.pages[SOURCE_LANGUAGE].get(page.path)

    def is_stale(self, page: SourcePage) -> bool:
        """Whether a translation was made from an English text that is not there any more."""
        source = self.source_of(page)
        return source is not None and page.meta.get("source") != source.digest


def read_site(docs: Path = DOCS) -> Site:
    """All pages. Raises PageError where one cannot be read."""
    return Site(docs, {language: {page.path: page for page in read_pages(language, docs)} for language in LANGUAGES})


def counterpart(path: str, language: str, docs: Path = DOCS) -> str:
    """The page that answers to a page in another language: the same path, or its nearest parent that exists there."""
    if (docs / language / path).is_file():
        return path
    folder = Path(path).parent
    for parent in (folder, *folder.parents):
        index = (parent / "index.md").as_posix()
        if index != path and (docs / language / index).is_file():
            return index
    return "index.md"


def address_of(path: str) -> str:
    """A page's address inside its language: ``learn/x.md`` is at ``learn/x/``, an index at its folder."""
    return re.sub(r"(^|/)index\.md$", r"\1", path).removesuffix(".md") + ("" if path.endswith("index.md") else "/")


def prefix(language: str) -> str:
    """Where a language's pages start in the site, from its root: ``""`` or ``"pl/"``."""
    return "" if language == SOURCE_LANGUAGE else f"{language}/"


def config_file(language: str) -> Path:
    """MkDocs' configuration of a language: the file that names, in that language, what the site itself says."""
    return ROOT / "mkdocs.yml" if language == SOURCE_LANGUAGE else DOCS / f"{language}.yml"


def shown(file: Path) -> str:
    """A file's name for messages: from the repository's root where it is inside it."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else str(file)
