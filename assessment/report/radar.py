"""The radar of the areas as SVG. A drawing for the eye; the numbers stand in the table beside it."""

from collections.abc import Sequence
from fractions import Fraction

from assessment.core.model import Rules

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
    """The `points` of a polygon, one corner for each area; "" unless every area has a value.

    The centre is level 0, so that level 1 is seen to be something.
    """
    if any(value is None for value in values):
        return ""
    corners = []
    for (x, y), value in zip(_directions(len(values)), values, strict=True):
        length = Fraction(value or 0) * RADIUS / rules.levels
        corners.append(f"{_whole(length * x)},{_whole(length * y)}")
    return " ".join(corners)


def radar_svg(names: Sequence[str], stated: str, target: str, title: str, rules: Rules) -> str:
    """The whole drawing. `stated` and `target` are points, or "". Colours come from CSS classes."""
    from html import escape  # late: the points alone are needed at the start, and html is a slow import

    directions = _directions(len(names))
    rings = "".join(
        f'<polygon class="radar-ring" points="{radar_points([level] * len(names), rules)}"/>'
        for level in range(1, rules.levels + 1)
    )
    axes = "".join(
        f'<line class="radar-axis" x1="0" y1="0" x2="{RADIUS * x // 1000}" y2="{RADIUS * y // 1000}"/>'
        for x, y in directions
    )
    labels = "".join(_label(escape(name), x, y) for name, (x, y) in zip(names, directions, strict=True))
    return (
        f'<svg class="radar" viewBox="-{SIZE // 2 + 60} -430 {SIZE + 120} 860" role="img" aria-label="{escape(title)}">'
        f"{rings}{axes}"
        f'<polygon class="radar-target" points="{target}"/><polygon class="radar-stated" points="{stated}"/>'
        f"{labels}</svg>"
    )


def _label(name: str, x: int, y: int) -> str:
    anchor = "middle" if abs(x) < 200 else "start" if x > 0 else "end"
    left, top = (RADIUS + 30) * x // 1000, (RADIUS + 40) * y // 1000 + 10
    lines = _wrapped(name)
    top -= 18 * (len(lines) - 1) if y <= 200 else 0
    spans = "".join(f'<tspan x="{left}" dy="{0 if n == 0 else 36}">{line}</tspan>' for n, line in enumerate(lines))
    return f'<text class="radar-label" x="{left}" y="{top}" text-anchor="{anchor}">{spans}</text>'


def _wrapped(name: str, width: int = 17) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _whole(value: Fraction) -> int:
    """Thousandths of a length, as the nearest whole length."""
    return (2 * value.numerator + 1000 * value.denominator) // (2000 * value.denominator)
