"""Data files in TOML (glossary, concepts, the model's): read with a message that names file and line."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessment.publish.findings import Finding
from assessment.publish.pages import ROOT, shown

DATA = ROOT / "assessment" / "data"
"""The model, its words and the words of the interface."""


def read_toml(file: Path, error: type[Exception]) -> tuple[str, dict[str, Any]]:
    """A file's text and its tables; `error`, with file, line and remedy, where it is no TOML."""
    text = file.read_text(encoding="utf-8")
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        line = re.search(r"line (\d+)", str(broken))
        raise error(f"{shown(file)}:{line[1] if line else 1}: {broken}. Correct the TOML") from broken


def broken(file: Path) -> Iterator[Finding]:
    """What keeps a file from being TOML, if something does."""
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column \d+\)", str(error))
        what = str(error).replace(place[0], "") if place else str(error)
        remedy = "Correct the TOML: a text stands between quotation marks, and a name stands once in its table"
        yield Finding(shown(file), int(place[1]) if place else 1, what, remedy)
