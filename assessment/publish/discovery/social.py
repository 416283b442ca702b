"""The picture of a page that a link to it shows where it is shared: 1200 × 630 pixels, drawn from its title.

Drawn once and kept by what is on it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assessment.publish import tokens
from assessment.publish.cards import INVENTED, MARKED
from assessment.publish.discovery.listing import Listed, card_of
from assessment.publish.fonts import file_of
from assessment.publish.pages import ROOT
from assessment.publish.wording import interface_words, site_name

SIZE = (1200, 630)
CACHE = ROOT / "build" / "cards"

#: The invented result of the home page, of which a card shows the left part, and the row that the edge cuts off.
_GRID = (*(row[:4] for row in INVENTED), (3, 3, 2, 2))
_EDGE, _MEASURE, _CELL, _GAP = 72, 730, 82, 8
_SIZES = (76, 68, 60, 52, 44)
_LINES = 4


def draw(site: Path, pages: Iterable[Listed]) -> None:
    """Draw the card of each page into a built site."""
    for page in pages:
        file = site / card_of(page.address)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_card(page.title, page.section, interface_words(page.language)["site"]["tagline"]))


def _card(title: str, section: str, tagline: str) -> bytes:
    known = CACHE / f"{_digest(title, section, tagline)}.png"
    if not known.is_file():
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_bytes(_drawn(title, section, tagline))
    return known.read_bytes()


def _drawn(title: str, section: str, tagline: str) -> bytes:
    picture = Image.new("RGB", SIZE, _colour("paper"))
    pen = ImageDraw.Draw(picture)
    _draw_grid(pen)
    pen.rectangle((0, 0, 14, SIZE[1]), fill=_colour("accent"))
    if section:
        _write(pen, (_EDGE, 70), section, "atkinson-hyperlegible-next", 30, 600, "accent")
    size, lines = next(
        ((size, lines) for size in _SIZES if len(lines := _broken(title, size)) <= _LINES),
        (_SIZES[-1], _broken(title, _SIZES[-1])[:_LINES]),
    )
    for number, line in enumerate(lines):
        _write(pen, (_EDGE, 128 + number * round(size * 1.16)), line, "brygada-1918", size, 600, "ink")
    _write(pen, (_EDGE, SIZE[1] - 122), site_name(), "brygada-1918", 40, 600, "ink")
    _write(pen, (_EDGE, SIZE[1] - 68), tagline, "atkinson-hyperlegible-next", 25, 400, "muted")
    out = io.BytesIO()
    picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _draw_grid(pen: ImageDraw.ImageDraw) -> None:
    left = 850
    for row, levels in enumerate(_GRID):
        for column, level in enumerate(levels):
            x, y = left + column * (_CELL + _GAP), row * (_CELL + _GAP) + 2
            pen.rounded_rectangle((x, y, x + _CELL, y + _CELL), 6, fill=_colour(f"level-{level}"))
            if (row, column) == MARKED:
                around = (x - 5, y - 5, x + _CELL + 5, y + _CELL + 5)
                pen.rounded_rectangle(around, 10, outline=_colour("route"), width=6)


def _broken(title: str, size: int) -> list[str]:
    """The title in lines that fit, broken at its spaces; a non-breaking space is kept whole."""
    lines: list[str] = []
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, size) <= _MEASURE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _length(text: str, size: int) -> float:
    return sum(font.getlength(part) for part, font in _runs(text, "brygada-1918", size, 600))


def _write(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, face: str, size: int, weight: int, colour: str
) -> None:
    x, y = place
    for part, font in _runs(text, face, size, weight):
        pen.text((x, y), part, font=font, fill=_colour(colour), anchor="la")
        x += font.getlength(part)


def _runs(text: str, face: str, size: int, weight: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """The text in parts, each with the file of the face that has its letters."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or _subset(text[end]) != _subset(text[start]):
            yield text[start:end], _font(face, _subset(text[start]), size, weight)
            start = end


def _subset(letter: str) -> str:
    return "latin" if letter <= "ÿ" or "\u2000" <= letter <= "\u206f" else "latin-ext"


@cache
def _font(face: str, subset: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(file_of(face, subset), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


def _colour(name: str) -> str:
    return tokens.of_the_site().light[f"--atlas-{name}"]


def _digest(*parts: str) -> str:
    own = Path(__file__).read_bytes() + repr((tokens.of_the_site().light, _GRID)).encode()
    return hashlib.sha256(own + "\0".join(parts).encode()).hexdigest()[:24]
