"""Drawings as plain data, and as SVG text.

A drawing is a node: a tag, its attributes, its children. It crosses to JavaScript as JSON lists, where `web/drawing.js`
makes elements of it; here `svg` writes it as text, for files. Colours and faces come from CSS classes, never from here.
What may stand in a drawing is listed below, and `drawing.js` holds the same lists.
"""

from collections.abc import Mapping

type Node = tuple[str, Mapping[str, str], tuple[Node | str, ...]]
"""Tag, attributes, children. A text is a child."""

TAGS = (
    "svg", "g", "title", "desc", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "path", "text", "tspan",
)  # fmt: skip
ATTRIBUTES = (
    "class", "role", "aria-label", "aria-hidden", "data-level", "viewBox", "preserveAspectRatio", "x", "y",
    "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy", "r",
    "rx", "ry", "width", "height", "points", "d", "transform", "text-anchor", "dominant-baseline",
)  # fmt: skip

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def element(tag: str, attributes: Mapping[str, str | int], *children: Node | str) -> Node:
    """A node; whole numbers become text. ValueError for a tag or an attribute that no drawing may have."""
    if tag not in TAGS:
        raise ValueError(f"a drawing has no <{tag}>")
    for name in attributes:
        if name not in ATTRIBUTES:
            raise ValueError(f"a drawing has no attribute {name}")
    return (tag, {name: str(value) for name, value in attributes.items()}, children)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` characters; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def svg(node: Node) -> str:
    """The drawing as SVG inside HTML: what a person wrote stays text, and the same node gives the same characters."""
    tag, attributes, children = node
    written = "".join(f' {name}="{_text(value)}"' for name, value in attributes.items())
    inner = "".join(_text(child) if isinstance(child, str) else svg(child) for child in children)
    return f"<{tag}{written}>{inner}</{tag}>" if children else f"<{tag}{written}/>"


def _text(text: str) -> str:
    """Escaped, and without the control characters that an SVG file, which is XML, cannot hold."""
    return text.translate(NOT_IN_XML).translate(_ESCAPED)
