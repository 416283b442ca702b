"""The drawings of articles: on a phone as wide as their words need, in a frame that then moves them sideways."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

#: How small words may become, in CSS pixels.
LEAST = 11
#: Where a column may be narrower than that needs; `prose.css` has the same. Paper and wide screens have room.
NARROW = "screen and (max-width: 45em)"

_FIGURE = re.compile(r'<p>\s*(<img\b[^>]*?\bsrc="([^"]*/figures/([\w-]+\.svg))"[^>]*>)\s*</p>')
#: A paragraph all in italics, right below a drawing.
_CAPTION = re.compile(r"(</picture></div>\s*)<p><em>((?:(?!</em>|</p>).)*)</em></p>", re.DOTALL)
_SIZE = re.compile(r'\s(?:width|height)="[^"]*"')
_SVG = "{http://www.w3.org/2000/svg}"


class FigureError(Exception):
    """A drawing lacks what its frame needs; the message names the file and the remedy."""


class Drawing(NamedTuple):
    """What a frame has to know: the drawing's name and size, and the width at which its smallest words can be read."""

    name: str
    width: int
    height: int
    least: int


def framed(html: str, folder: Path) -> str:
    """HTML of a page with each drawing that stands alone in its paragraph in a frame, with its sizes and its caption.

    Args:
        html: what Markdown made of the page.
        folder: where the language's drawings are.

    Raises:
        FigureError: a drawing has no size or no name.
    """
    drawn = _FIGURE.sub(lambda found: _frame(found[1], found[2], read(folder / found[3])), html)
    return _CAPTION.sub(r'\1<p class="atlas-caption">\2</p>', drawn)


@cache
def read(file: Path) -> Drawing:
    """A drawing's facts, from its file."""
    try:
        root = ElementTree.fromstring(file.read_bytes())
        _, _, width, height = (round(float(number)) for number in root.attrib["viewBox"].split())
        name = root.findtext(f"{_SVG}title", "").strip()
        smallest = min(_sizes(root), default=width)
    except (OSError, ElementTree.ParseError, KeyError, ValueError) as error:
        raise FigureError(f"{file}: not a drawing with a viewBox of four numbers: {error}") from error
    if not name:
        raise FigureError(f"{file}: the drawing has no name: put a <title> first into its <svg>")
    return Drawing(name, width, height, min(width, math.ceil(LEAST * width / smallest)))


def _sizes(root: ElementTree.Element) -> Iterator[float]:
    return (float(one.attrib["font-size"].removesuffix("px")) for one in root.iter() if "font-size" in one.attrib)


def _frame(image: str, address: str, drawing: Drawing) -> str:
    """The <source> is the same drawing with the size that it has on a phone: no style could say so for each."""
    wide = _SIZE.sub("", image).replace("<img", f'<img width="{drawing.width}" height="{drawing.height}"', 1)
    height = round(drawing.least * drawing.height / drawing.width)
    phone = f'<source media="{NARROW}" srcset="{address}" width="{drawing.least}" height="{height}">'
    name = escape(drawing.name)
    return f'<div class="atlas-figure" data-atlas-name="{name}"><picture>{phone}{wide}</picture></div>'
