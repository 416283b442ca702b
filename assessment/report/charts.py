"""The charts of a result as drawings: for the eye, and to take away. Their numbers stand in tables as well.

Whole numbers only: the same result gives the same drawing on every machine.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from assessment.core.advice import target_of
from assessment.core.result import Result
from assessment.core.score import Score
from assessment.core.texts import Texts
from assessment.report.drawing import Node, element, wrapped
from assessment.report.radar import radar, radar_points
from assessment.report.words import Words

View = dict[str, object]


class Bar(NamedTuple):
    """A row of a bar chart: `share` of the whole width, 0 to 1; `text` stands behind the bar."""

    name: str
    share: Fraction
    text: str
    level: int


def charts(result: Result, texts: Texts, words: Words) -> list[View]:
    """The charts that a result has: what each is called, a name for its file, and the drawing."""
    if result.answers.form == "quick":
        return []
    model, areas = result.model, result.stated.areas
    names = [texts.blocks[area.id].name for area in model.areas]
    stated = radar_points([areas[area.id].score for area in model.areas], model.rules)
    target = radar_points([target_of(area.id, result.answers, model) for area in model.areas], model.rules)
    say = words.say
    found: list[View] = []
    if stated:
        drawing = radar(names, stated, target, say("report.radar"), model.rules)
        found.append({"name": "radar", "title": say("report.radar"), "drawing": drawing})
    if any(score.score_range for score in areas.values()):
        found.append({"name": "ranges", "title": say("takeout.ranges"), "drawing": _ranges(result, texts, words)})
    if result.count("level"):
        found.append({"name": "matrix", "title": say("report.heatmap"), "drawing": _matrix(result, texts, words)})
    return found


def bars(title: str, rows: Sequence[Bar]) -> Node:
    """Horizontal bars, one below the other."""
    width, row, left = 400, 44, 40
    parts = [element("line", {"class": "chart-axis", "x1": left, "y1": 0, "x2": left, "y2": row * len(rows)})]
    for place, bar in enumerate(rows):
        top, length = place * row, _nearest(bar.share * width)
        parts.append(_label(bar.name, left - 14, top + 30, "end"))
        if bar.share:
            look = {"class": "chart-bar", "data-level": str(bar.level)}
            parts.append(
                element("rect", {**look, "x": left, "y": top + 6, "width": max(2, length), "height": row - 12})
            )
        parts.append(_label(bar.text, left + length + 12, top + 30))
    return _chart(title, left + width + 90, row * len(rows), parts)


def _ranges(result: Result, texts: Texts, words: Words) -> Node:
    """Each block's score on the scale of levels, the range it lies in, and its target."""
    model, step, row, left, top = result.model, 150, 70, 300, 50
    highest = model.rules.levels
    bottom, right = top + row * len(model.blocks), left + step * (highest - 1) + 40
    parts = []
    for level in range(1, highest + 1):
        x = left + step * (level - 1)
        parts.append(element("line", {"class": "chart-grid", "x1": x, "y1": top, "x2": x, "y2": bottom}))
        parts.append(_label(str(level), x, top - 14, "middle"))
    scores = {**result.stated.areas, model.management.id: result.stated.management}
    for place, block in enumerate(model.blocks):
        middle = top + place * row + row // 2
        parts.append(_lines(texts.blocks[block.id].name, left - 30, middle, "end", 22))
        parts += _range(scores[block.id], left, step, right, middle, words)
        x = left + step * (target_of(block.id, result.answers, model) - 1)
        parts.append(element("line", {"class": "chart-target", "x1": x, "y1": middle - 24, "x2": x, "y2": middle + 24}))
    return _chart(words.say("takeout.ranges"), right + 60, bottom + 10, parts)


def _range(score: Score, left: int, step: int, right: int, middle: int, words: Words) -> Iterator[Node]:
    if score.score_range is None:
        return
    low, high = (left + _nearest((end - 1) * step) for end in score.score_range)
    yield element("line", {"class": "chart-range", "x1": low, "y1": middle, "x2": max(high, low + 1), "y2": middle})
    if score.score is not None:
        x = left + _nearest((score.score - 1) * step)
        yield element("circle", {"class": "chart-point", "cx": x, "cy": middle, "r": 11})
        yield _label(words.number(score.score), right, middle + 8)


def _matrix(result: Result, texts: Texts, words: Words) -> Node:
    """Areas by pillars: one answer in each cell."""
    model, width, height, left, top = result.model, 150, 60, 300, 76
    at = {(item.block, item.pillar): item.id for item in model.items}
    signs = {"unknown": "cell_unknown", "not_applicable": "cell_na", "open": "cell_open"}
    parts = []
    for column, pillar in enumerate(model.pillars):
        name = texts.pillars[pillar.id].name
        parts.append(_lines(name, left + column * width + width // 2, top - 36, "middle", 14))
    for line, area in enumerate(model.areas):
        y = top + line * height
        parts.append(_lines(texts.blocks[area.id].name, left - 20, y + height // 2, "end", 24))
        for column, pillar in enumerate(model.pillars):
            x, answer = left + column * width, result.answers.to(at[area.id, pillar.id])
            level = {} if answer.level is None else {"data-level": str(answer.level)}
            box = {"x": x + 2, "y": y + 2, "width": width - 4, "height": height - 4}
            parts.append(element("rect", {"class": "chart-cell", **level, **box}))
            sign = str(answer.level) if answer.level else words.say(f"report.{signs[answer.state]}")
            place: dict[str, str | int] = {"x": x + width // 2, "y": y + height // 2 + 8, "text-anchor": "middle"}
            parts.append(element("text", {"class": "chart-cell-text", **level, **place}, sign))
    return _chart(
        words.say("report.heatmap"), left + width * len(model.pillars), top + height * len(model.areas), parts
    )


def _chart(title: str, width: int, height: int, parts: Sequence[Node]) -> Node:
    box = {"class": "chart", "viewBox": f"0 0 {width} {height}", "role": "img", "aria-label": title}
    return element("svg", box, *parts)


def _label(text: str, x: int, y: int, anchor: str = "start") -> Node:
    return element("text", {"class": "chart-label", "x": x, "y": y, "text-anchor": anchor}, text)


def _lines(text: str, x: int, middle: int, anchor: str, width: int) -> Node:
    """A name on one line or more, centred on `middle`."""
    lines = wrapped(text, width)
    first = middle + 8 - 14 * (len(lines) - 1)
    spans = (element("tspan", {"x": x, "dy": 0 if n == 0 else 28}, line) for n, line in enumerate(lines))
    return element("text", {"class": "chart-label", "x": x, "y": first, "text-anchor": anchor}, *spans)


def _nearest(value: Fraction) -> int:
    """The nearest whole number, half up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
