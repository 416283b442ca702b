"""The site's pages as people write them: one Markdown file per page and language, with front matter."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

#: The languages, the source language first. English is the site's root; the others live in a folder of their name.
LANGUAGES = ("en", "pl", "ro")
SOURCE_LANGUAGE = LANGUAGES[0]

#: Each language's name in that language.
LANGUAGE_NAMES = {"en": "English", "pl": "Polski", "ro": "Română"}

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
            problem = getattr(error, "problem", None) or error
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


def prefix(language: str) -> str:
    """Where a language's pages start in the site, from its root: ``""`` or ``"pl/"``."""
    return "" if language == SOURCE_LANGUAGE else f"{language}/"


def shown(file: Path) -> str:
    """A file's name for messages: from the repository's root where it is inside it."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else str(file)
