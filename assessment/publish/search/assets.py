"""The worker's files, put together: our modules, MiniSearch, and a stemmer for each language."""

from __future__ import annotations

import re
from importlib.metadata import files
from pathlib import Path

from assessment.publish.pages import LANGUAGES, ROOT
from assessment.publish.search.stemmers import stemmer

WORKER = Path(__file__).with_name("worker")
_MINISEARCH = ROOT / "node_modules" / "minisearch"
#: A worker knows no packages: what it imports has an address.
_IMPORT = '"minisearch"', '"./minisearch.js"'


#: More than half of the library is comments.
_COMMENT = re.compile(r"^ *(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


class SearchError(Exception):
    """The worker cannot be put together; the message says what is missing and what to do."""


def write(folder: Path) -> None:
    """Writes the worker's files into a folder, which need not be there.

    Raises:
        SearchError: MiniSearch is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for module in sorted(WORKER.glob("*.js")):
        text = module.read_text(encoding="utf-8")
        (folder / module.name).write_text(text.replace(*_IMPORT), encoding="utf-8")
    try:
        library = (_MINISEARCH / "dist" / "es" / "index.js").read_text(encoding="utf-8")
        licence = (_MINISEARCH / "LICENSE.txt").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SearchError(f"MiniSearch is not installed: {error.filename} is missing. Run `make setup`.") from error
    code = _COMMENT.sub("", library.partition("\n//# sourceMappingURL")[0])
    (folder / "minisearch.js").write_text(f"{_comment(licence)}{code}\n", encoding="utf-8")
    snowball = _comment(_snowball_licence())
    for language in LANGUAGES:
        (folder / f"stem-{language}.js").write_text(f"{snowball}{stemmer(language)}", encoding="utf-8")


def _snowball_licence() -> str:
    return next(file.read_text() for file in files("snowballstemmer") or () if file.name == "COPYING")


def _comment(text: str) -> str:
    return f"/*! {text.strip().replace('*/', '* /')} */\n"
