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
from assessment.report.drawing import Node, element
from assessment.report.radar import radar, radar_points
from assessment.report.words import Words

View = dict[str, object]

#: A label's words are 22 high, so that 11 pixels are left of them where a chart as wide as this fits a phone.
_WIDTH, _LINE = 560, 26
#: How far letters reach in DejaVu Sans at that size, where not as far as their like.
_ADVANCES = dict.fromkeys("fijlłrtțI.,:;'’!|()-/ ", 9) | dict.fromkeys("mwMW&%+…–—", 22)


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
    """Each block's score on the scale of levels, the range it lies in, and its target; its name stands above."""
    model, lane, edge = result.model, 44, 16
    highest = model.rules.levels
    step = (_WIDTH - 2 * edge) // (highest - 1)
    parts = [_label(str(level), edge + step * (level - 1), 24, "middle") for level in range(1, highest + 1)]
    top = 40
    scores = {**result.stated.areas, model.management.id: result.stated.management}
    for block in model.blocks:
        score = scores[block.id]
        names = _fitted(texts.blocks[block.id].name, _WIDTH - 90)
        parts.append(_lines(names, 0, top + _LINE))
        if score.score is not None:
            parts.append(_label(words.number(score.score), _WIDTH, top + _LINE, "end"))
        top += _LINE * len(names) + 8
        bottom, middle = top + lane, top + lane // 2
        for level in range(highest):
            x = edge + step * level
            parts.append(element("line", {"class": "chart-grid", "x1": x, "y1": top, "x2": x, "y2": bottom}))
        parts += _range(score, edge, step, middle)
        x = edge + step * (target_of(block.id, result.answers, model) - 1)
        parts.append(element("line", {"class": "chart-target", "x1": x, "y1": top, "x2": x, "y2": bottom}))
        top = bottom + 14
    return _chart(words.say("takeout.ranges"), _WIDTH, top, parts)


def _range(score: Score, left: int, step: int, middle: int) -> Iterator[Node]:
    if score.score_range is None:
        return
    low, high = (left + _nearest((end - 1) * step) for end in score.score_range)
    yield element("line", {"class": "chart-range", "x1": low, "y1": middle, "x2": max(high, low + 1), "y2": middle})
    if score.score is not None:
        x = left + _nearest((score.score - 1) * step)
        yield element("circle", {"class": "chart-point", "cx": x, "cy": middle, "r": 11})


def _matrix(result: Result, texts: Texts, words: Words) -> Node:
    """Areas by pillars: one answer in each cell. The pillars' names are read upwards, or six had no room on a phone."""
    model, gap = result.model, 12
    at = {(item.block, item.pillar): item.id for item in model.items}
    signs = {"unknown": "cell_unknown", "not_applicable": "cell_na", "open": "cell_open"}
    names = [_fitted(texts.blocks[area.id].name, 190) for area in model.areas]
    heads = [_fitted(texts.pillars[pillar.id].name, 200) for pillar in model.pillars]
    width = max(62, *(_LINE * len(head) + 6 for head in heads))
    left, top = (max(_length(line) for lines in each for line in lines) + gap for each in (names, heads))
    parts = [
        _lines(head, left + column * width + width // 2, top - gap, upwards=True) for column, head in enumerate(heads)
    ]
    y = top
    for area, lines in zip(model.areas, names, strict=True):
        height = max(60, _LINE * len(lines) + 8)
        parts.append(_lines(lines, left - gap, y + height // 2 + 8 - _LINE * (len(lines) - 1) // 2, "end"))
        for column, pillar in enumerate(model.pillars):
            x, answer = left + column * width, result.answers.to(at[area.id, pillar.id])
            level = {} if answer.level is None else {"data-level": str(answer.level)}
            box = {"x": x + 2, "y": y + 2, "width": width - 4, "height": height - 4}
            parts.append(element("rect", {"class": "chart-cell", **level, **box}))
            sign = str(answer.level) if answer.level else words.say(f"report.{signs[answer.state]}")
            place: dict[str, str | int] = {"x": x + width // 2, "y": y + height // 2 + 8, "text-anchor": "middle"}
            parts.append(element("text", {"class": "chart-cell-text", **level, **place}, sign))
        y += height
    return _chart(words.say("report.heatmap"), left + width * len(model.pillars), y, parts)


def _chart(title: str, width: int, height: int, parts: Sequence[Node]) -> Node:
    box = {"class": "chart", "viewBox": f"0 0 {width} {height}", "role": "img", "aria-label": title}
    return element("svg", box, *parts)


def _label(text: str, x: int, y: int, anchor: str = "start") -> Node:
    return element("text", {"class": "chart-label", "x": x, "y": y, "text-anchor": anchor}, text)


def _lines(lines: Sequence[str], x: int, y: int, anchor: str = "start", *, upwards: bool = False) -> Node:
    """A name on one line or more: the first stands on `y`; or, read upwards, all begin there, to both sides of `x`."""
    first = x + 8 - _LINE * (len(lines) - 1) // 2 if upwards else x
    turned = {"transform": f"rotate(-90 {first} {y})"} if upwards else {}
    spans = (element("tspan", {"x": first, "dy": _LINE if n else 0}, line) for n, line in enumerate(lines))
    return element("text", {"class": "chart-label", "x": first, "y": y, "text-anchor": anchor, **turned}, *spans)


def _fitted(name: str, width: int) -> list[str]:
    """The name in lines that are no longer than `width`. A longer word is broken; a single letter ends no line."""
    words, lines = name.split(), list[str]()
    for place in reversed(range(len(words) - 1)):
        if len(words[place]) == 1:
            words[place : place + 2] = [" ".join(words[place : place + 2])]
    for word in words:
        if lines and _length(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if _length(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _length(text: str) -> int:
    """How long a label is at most. A file comes without our typeface; DejaVu is the widest that may stand for it."""
    return sum(_ADVANCES.get(letter, 17 if letter.isupper() else 14 if letter < "\u2e80" else 22) for letter in text)


def _nearest(value: Fraction) -> int:
    """The nearest whole number, half up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
