"""The radar of the areas as SVG. A drawing for the eye; the numbers stand in the table beside it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.core.model import Rules

if TYPE_CHECKING:
    from assessment.report.drawing import Node

# Directions of the axes in thousandths, clockwise from the top, for three to twelve axes: whole numbers only, for a
# sine may differ in its last digit between machines, and the same result must give the same bytes everywhere.
SIZE = 1_000
RADIUS = 320


def _directions(axes: int) -> list[tuple[int, int]]:
    import math

    return [
        (round(1000 * math.sin(2 * math.pi * n / axes)), round(-1000 * math.cos(2 * math.pi * n / axes)))
        for n in range(axes)
    ]


def radar_points(values: Sequence[Fraction | int | None], rules: Rules) -> str:
    """The `points` of a polygon, one corner for each area; "" unless there are three, and every one has a value.

    The centre is level 0, so that level 1 is seen to be something.
    """
    if len(values) < 3 or any(value is None for value in values):
        return ""
    corners = []
    for (x, y), value in zip(_directions(len(values)), values, strict=True):
        length = Fraction(value or 0) * RADIUS / rules.levels
        corners.append(f"{_whole(length * x)},{_whole(length * y)}")
    return " ".join(corners)


def radar_svg(names: Sequence[str], stated: str, target: str, title: str, rules: Rules) -> str:
    """The whole drawing as SVG. `stated` and `target` are points, or "". Colours come from CSS classes."""
    from assessment.report.drawing import svg

    return svg(radar(names, stated, target, title, rules))


def radar(names: Sequence[str], stated: str, target: str, title: str, rules: Rules) -> "Node":
    """The whole drawing, as radar_svg writes it."""
    from assessment.report.drawing import element  # late: the points alone are needed at the start

    directions = _directions(len(names))
    rings = (
        element("polygon", {"class": "radar-ring", "points": radar_points([level] * len(names), rules)})
        for level in range(1, rules.levels + 1)
    )
    axes = (
        element(
            "line",
            {"class": "radar-axis", "x1": 0, "y1": 0, "x2": RADIUS * x // 1000, "y2": RADIUS * y // 1000},
        )
        for x, y in directions
    )
    polygons = (
        element("polygon", {"class": f"radar-{kind}", "points": points})
        for kind, points in (("target", target), ("stated", stated))
    )
    labels = (_label(name, x, y) for name, (x, y) in zip(names, directions, strict=True))
    view_box = f"-{SIZE // 2 + 60} -430 {SIZE + 120} 860"
    attributes = {"class": "radar", "viewBox": view_box, "role": "img", "aria-label": title}
    return element("svg", attributes, *rings, *axes, *polygons, *labels)


def _label(name: str, x: int, y: int) -> "Node":
    from assessment.report.drawing import element, wrapped

    anchor = "middle" if abs(x) < 200 else "start" if x > 0 else "end"
    left, top = (RADIUS + 30) * x // 1000, (RADIUS + 40) * y // 1000 + 10
    lines = wrapped(name, 17)
    top -= 18 * (len(lines) - 1) if y <= 200 else 0
    spans = (element("tspan", {"x": left, "dy": 0 if n == 0 else 36}, line) for n, line in enumerate(lines))
    return element("text", {"class": "radar-label", "x": left, "y": top, "text-anchor": anchor}, *spans)


def _whole(value: Fraction) -> int:
    """Thousandths of a length, as the nearest whole length."""
    return (2 * value.numerator + 1000 * value.denominator) // (2000 * value.denominator)
