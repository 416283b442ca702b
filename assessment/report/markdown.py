"""A report as Markdown."""

from collections.abc import Iterable

from assessment.report.outline import Drawing, Heading, Paragraph, Part, Points, Radar, Table

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>|#~&"})


def markdown(parts: Iterable[Part]) -> str:
    """The parts as Markdown; what a person wrote stays text, whatever it looks like."""
    return "\n".join(block for part in parts for block in _block(part))


def _block(part: Part) -> list[str]:
    if isinstance(part, Heading):
        return [f"{'#' * part.depth} {_text(part.text)}", ""]
    if isinstance(part, Paragraph):
        strong = f"**{_text(part.strong)}** " if part.strong else ""
        return [strong + _text(part.text), ""]
    if isinstance(part, Table):
        rows = [part.head, ["---"] * len(part.head), *part.rows]
        written = [
            "| " + " | ".join(cell if n == 1 else _text(cell) for cell in row) + " |" for n, row in enumerate(rows)
        ]
        return [*written, ""]
    if isinstance(part, Points):
        lines = []
        for n, (title, below) in enumerate(part.entries, 1):
            mark = f"{n}." if part.numbered else "-"
            lines += [f"{mark} **{_text(title)}**", *(f"{' ' * (len(mark) + 1)}- {_text(line)}" for line in below)]
        return [*lines, ""]
    assert isinstance(part, (Radar, Drawing))
    return []


def _text(text: str) -> str:
    written = " ".join(text.split()).translate(_SPECIAL)
    digits = len(written) - len(written.lstrip("0123456789"))
    if written[digits : digits + 1] in ((".", ")") if digits else ("-", "+")):  # or it would begin a list
        written = f"{written[:digits]}\\{written[digits:]}"
    return written
