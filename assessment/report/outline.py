"""A report as an outline: headings, paragraphs, tables and lists, in reading order.

Text, Markdown and HTML differ only in how they write these parts, so the parts are put together once, here.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from assessment.core.model import Model
from assessment.report.drawing import Node
from assessment.report.words import Words


class Heading(NamedTuple):
    """A heading; depth 1 is the report's title."""

    text: str
    depth: int


class Paragraph(NamedTuple):
    """A paragraph. `strong` is its first words, set apart."""

    text: str
    strong: str = ""


class Table(NamedTuple):
    """A table; the first cell of each row names the row. `levels` marks cells that hold a level, to be coloured."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    levels: bool = False


class Points(NamedTuple):
    """A list; each entry has a title and lines below it."""

    entries: Sequence[tuple[str, Sequence[str]]]
    numbered: bool = False


class Radar(NamedTuple):
    """The radar of the areas, where a drawing is possible."""

    title: str
    names: Sequence[str]
    stated: str
    target: str


class Drawing(NamedTuple):
    """Any other drawing, where one is possible; what it shows stands in a table as well."""

    drawing: Node
    title: str


Part = Heading | Paragraph | Table | Points | Radar | Drawing


def outline(view: dict[str, Any], model: Model, words: Words) -> Iterator[Part]:
    """The parts of a report, from its view."""
    say = words.say
    yield Heading(view["title"], 1)
    facts = [f"{say(f'page.profile_{key}')}: {value}" for key, value in view["profile"].items()]
    if view["date"]:
        facts.append(f"{say('report.date')}: {view['date']}")
    if facts:
        yield Paragraph(" · ".join(facts))
    if view["label"]:
        yield Paragraph(view["label"])
    yield Paragraph(view["counts"])
    yield from _headline(view, words)
    if view["form"] == "full":
        yield from _blocks(view, words)
        yield from _heatmap(view, model, words)
    yield from _practices(view, words)
    yield from _advice(view, words)
    yield Heading(say("report.evidenced"), 2)
    yield Paragraph(view["evidenced"])
    yield Paragraph(view["honest"])
    yield Paragraph(view["made"])


def _headline(view: dict[str, Any], words: Words) -> Iterator[Part]:
    say = words.say
    parts = [view["overall"], view["experience"], view["management"]]
    yield Table(
        say("report.overall"),
        ["", say("report.score"), say("report.level"), say("report.range"), say("report.coverage")],
        [[p["name"], p["score"] or say("report.no_score"), p["line"], p["range_short"], p["coverage"]] for p in parts],
    )
    for part in parts:
        yield Paragraph(part["how"], part["name"] + ":")
    yield Paragraph(view["overall"]["how_level"])
    if view["overall"]["range"]:
        yield Paragraph(view["overall"]["range"])
    if view["overall"]["blocking"]:
        yield Paragraph(" ".join(view["overall"]["blocking"]), say("report.blocks_next") + ":")


def _blocks(view: dict[str, Any], words: Words) -> Iterator[Part]:
    say = words.say
    head = ("score", "level", "range", "coverage", "with_evidence", "target")
    yield Heading(say("report.areas"), 2)
    rows = [
        [
            b["name"],
            b["score"] or say("report.no_score"),
            b["line"],
            b["range_short"],
            b["coverage"],
            b["evidenced"],
            b["target"],
        ]
        for b in (*view["areas"], view["management"])
    ]
    yield Table(say("report.areas"), [say("report.area"), *(say(f"report.{key}") for key in head)], rows)
    if view["spread"]:
        yield Paragraph(view["spread"])
    if view["radar"]["stated"]:
        names = [block["name"] for block in view["areas"]]
        yield Radar(say("report.radar"), names, view["radar"]["stated"], view["radar"]["target"])
    blocked = [(b["name"], b["blocking"]) for b in (*view["areas"], view["management"]) if b["blocking"]]
    if blocked:
        yield Heading(say("report.blocks_next"), 3)
        yield Points(blocked)


def _heatmap(view: dict[str, Any], model: Model, words: Words) -> Iterator[Part]:
    say = words.say
    rows = [[area["name"], *(cell["text"] for cell in area["cells"]), area["score"]] for area in view["areas"]]
    rows.append([say("report.score"), *(pillar["score"] for pillar in view["pillars"]), view["experience"]["score"]])
    yield Heading(say("report.heatmap"), 2)
    yield Paragraph(view["heatmap_about"])
    names = [pillar["name"] for pillar in view["pillars"]]
    yield Table(say("report.heatmap"), ["", *names, say("report.score")], rows, levels=True)


def _practices(view: dict[str, Any], words: Words) -> Iterator[Part]:
    say = words.say
    rows = [[cell["name"], cell["text"], cell["label"]] for cell in view["management"]["cells"]]
    yield Heading(say("report.practices"), 2)
    yield Table(
        say("report.practices"), [say("report.practice"), say("report.level"), say("report.answer")], rows, levels=True
    )


def _advice(view: dict[str, Any], words: Words) -> Iterator[Part]:
    say = words.say
    yield Heading(say("report.strengths"), 2)
    strengths = [(s["title"], [line for line in (s["line"], s["bare"]) if line]) for s in view["strengths"]]
    yield Points(strengths) if strengths else Paragraph(view["strengths_none"])
    yield Heading(say("report.priorities"), 2)
    priorities = [
        (p["title"], [p[key] for key in ("question", "why", "now", "next", "copy") if p[key]])
        for p in view["priorities"]
    ]
    yield Points(priorities, numbered=True) if priorities else Paragraph(view["priorities_none"])
    yield Heading(say("report.find_out"), 2)
    questions = [
        (f["title"], [line for line in (f["question"], f["ask"], f["look"], f["note"]) if line])
        for f in view["find_out"]
    ]
    yield Points(questions) if questions else Paragraph(view["find_out_none"])
