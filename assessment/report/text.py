"""A report as plain text for a terminal."""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from assessment.report.outline import Drawing, Heading, Paragraph, Part, Points, Radar, Table

WIDTH = 100


def text(parts: Iterable[Part]) -> str:
    """The parts as lines of at most WIDTH characters (a wide table may be longer)."""
    return "\n".join(line for part in parts for line in _lines(part))


def _lines(part: Part) -> list[str]:
    if isinstance(part, Heading):
        line = "=" if part.depth == 1 else "-"
        return [_clean(part.text), line * _width(part.text), ""] if part.depth < 3 else [_clean(part.text), ""]
    if isinstance(part, Paragraph):
        return [*textwrap.wrap(_clean(f"{part.strong} {part.text}".strip()), WIDTH), ""]
    if isinstance(part, Table):
        return [*_table([part.head, *part.rows]), ""]
    if isinstance(part, Points):
        lines = []
        for n, (title, below) in enumerate(part.entries, 1):
            mark = f"{n}. " if part.numbered else "- "
            lines.append(mark + _clean(title))
            indent = " " * (len(mark) + 2)
            for line in below:
                lines += textwrap.wrap(_clean(line), WIDTH, initial_indent=indent[:-2] + "· ", subsequent_indent=indent)
        return [*lines, ""]
    assert isinstance(part, (Radar, Drawing))
    return []


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(_clean(cell) + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _clean(text: str) -> str:
    """On one line, and without the control characters that a terminal would obey."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in _clean(text))
