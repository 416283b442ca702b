"""The site's data files in TOML (glossary, concepts): read with a message that names file and line."""

import re
import tomllib
from pathlib import Path
from typing import Any

from assessment.publish.pages import shown


def read_toml(file: Path, error: type[Exception]) -> tuple[str, dict[str, Any]]:
    """A file's text and its tables; `error`, with file, line and remedy, where it is no TOML."""
    text = file.read_text(encoding="utf-8")
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        line = re.search(r"line (\d+)", str(broken))
        raise error(f"{shown(file)}:{line[1] if line else 1}: {broken}. Correct the TOML") from broken
