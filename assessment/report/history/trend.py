"""A score over several results as a small line chart. Whole numbers only: the same on every machine."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from assessment.core.score import rounded
from assessment.report.drawing import Node, element

WIDTH, HEIGHT = 260, 144
LEFT, RIGHT, TOP, BOTTOM = 24, 246, 12, 112


class Point(NamedTuple):
    """A score at a time, or none. `joined` is whether it was measured as the one before: the same form and version."""

    time: int
    score: Fraction | None
    label: str
    joined: bool


def trend(title: str, points: Sequence[Point], levels: int) -> Node:
    """The chart: a line for each level, a mark for each score, and the first and the last label below."""
    parts = []
    for level in range(1, levels + 1):
        y = _y(Fraction(level), levels)
        parts.append(element("line", {"class": "trend-level", "x1": LEFT, "x2": RIGHT, "y1": y, "y2": y}))
        parts.append(_text(str(level), LEFT - 8, y + 4, "end"))
    shown = [
        (place, _x(point.time, points), _y(point.score, levels), point)
        for place, point in enumerate(points)
        if point.score is not None
    ]
    for n in range(1, len(shown)):
        (first, x1, y1, _), (last, x2, y2, _) = shown[n - 1], shown[n]
        alike = all(point.joined for point in points[first + 1 : last + 1])
        look = "trend-line" if alike else "trend-line trend-line--other"
        parts.append(element("line", {"class": look, "x1": x1, "y1": y1, "x2": x2, "y2": y2}))
    parts += [element("circle", {"class": "trend-point", "cx": x, "cy": y, "r": 4}) for _, x, y, _ in shown]
    if points:
        parts.append(_text(points[0].label, LEFT, HEIGHT - 8, "start"))
        parts.append(_text(points[-1].label, RIGHT, HEIGHT - 8, "end"))
    box = {"class": "trend", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": title}
    return element("svg", box, *parts)


def _x(time: int, points: Sequence[Point]) -> int:
    first, last = points[0].time, points[-1].time
    return LEFT + 8 + rounded(Fraction((RIGHT - LEFT - 16) * (time - first), max(1, last - first)), 0)


def _y(score: Fraction, levels: int) -> int:
    return BOTTOM - rounded((score - 1) * (BOTTOM - TOP) / max(1, levels - 1), 0)


def _text(text: str, x: int, y: int, anchor: str) -> Node:
    return element("text", {"class": "trend-label", "x": x, "y": y, "text-anchor": anchor}, text)
