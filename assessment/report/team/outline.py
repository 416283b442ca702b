"""A panel as an outline, in the order in which a group needs it: the agenda before the numbers."""

from collections.abc import Iterator
from typing import Any

from assessment.report.outline import Heading, Paragraph, Part, Points, Table
from assessment.report.words import Words

View = dict[str, Any]


def outline(view: View, words: Words) -> Iterator[Part]:
    """The parts of a panel's report, from its view."""
    say = words.say
    yield Heading(view["title"], 1)
    yield Paragraph(say("panel.summary", people=view["people"], form=view["form"]))
    yield from (Paragraph(note) for note in view["notes"])
    yield from _agenda(view, words)
    yield from _scores(view, words)
    for grouping in view["groupings"]:
        yield from _grouping(grouping, words)
    yield from _agreement(view, words)
    yield from _items(view, words)
    yield Heading(say("panel.heading_method"), 2)
    yield from (Paragraph(method["text"], method["title"] + ":") for method in view["method"])
    yield Paragraph(view["honest"])
    yield Paragraph(view["made"])


def _agenda(view: View, words: Words) -> Iterator[Part]:
    say = words.say
    yield Heading(say("panel.heading_agenda"), 2)
    if view["agenda"]:
        yield Paragraph(view["agenda_about"])
        yield Points([(point["title"], _point(point)) for point in view["agenda"]], numbered=True)
    else:
        yield Paragraph(view["agenda_none"])
    yield Heading(say("panel.heading_find_out"), 2)
    unknown = [
        (entry["title"], [entry[key] for key in ("question", "line", "ask", "look")]) for entry in view["find_out"]
    ]
    yield Points(unknown) if unknown else Paragraph(view["find_out_none"])
    yield Heading(say("panel.heading_agreed"), 2)
    if view["agreed"]:
        yield Paragraph(view["agreed_about"])
        yield Points([(entry["title"], [entry["line"]]) for entry in view["agreed"]])
    else:
        yield Paragraph(view["agreed_none"])


def _point(point: View) -> list[str]:
    lines = [point["question"], point["line"]]
    for camp in point["camps"]:
        lines += [camp["head"], *(level["line"] for level in camp["levels"])]
    return [line for line in (*lines, point["unsure"], point["facilitate"]) if line]


def _scores(view: View, words: Words) -> Iterator[Part]:
    say = words.say
    scores = [view["overall"], view["experience"], *(view["blocks"] or [view["management"]])]
    yield Heading(say("panel.heading_result"), 2)
    yield Table(
        say("panel.heading_result"),
        ["", say("report.score"), say("panel.column_interval"), say("report.level"), say("report.range")],
        [
            [s["name"], s["score"] or say("report.no_score"), s["interval"] or s["spread"], s["line"], s["range"]]
            for s in scores
        ],
    )
    for score in scores[:2]:
        yield Paragraph(score["how"], score["name"] + ":")
    hows = dict.fromkeys(score["interval_how"] for score in scores if score["interval_how"])
    yield from (Paragraph(how) for how in hows)
    blocked = [(score["name"], score["blocking"]) for score in scores if score["blocking"]]
    if blocked:
        yield Heading(say("report.blocks_next"), 3)
        yield Points(blocked)


def _grouping(grouping: View, words: Words) -> Iterator[Part]:
    say = words.say
    yield Heading(grouping["title"], 2)
    if grouping["groups"]:
        names = [block["name"] for block in grouping["groups"][0]["blocks"]]
        yield Table(
            grouping["title"],
            [say("panel.column_group"), say("panel.column_people"), *names],
            [[g["name"], str(g["n"]), *(block["score"] for block in g["blocks"])] for g in grouping["groups"]],
        )
    if grouping["about"] or grouping["none"]:
        yield Paragraph(grouping["about"] or grouping["none"])


def _agreement(view: View, words: Words) -> Iterator[Part]:
    """How far people agree: in each block, then in the whole panel, each with what its labels are taken from."""
    say = words.say
    figures = view["agreement"]
    blocks = [block for block in view["blocks"] or [view["management"]] if block["agreement"]]
    yield Heading(say("panel.heading_agreement"), 2)
    if blocks:
        of_blocks = blocks[0]["agreement"]
        label = say("panel.column_label")
        head = [say("report.area"), *(cell for figure in of_blocks for cell in (figure["name"], label))]
        rows = [[b["name"], *(cell for f in b["agreement"] for cell in (f["value"], f["label"]))] for b in blocks]
        yield Table(say("panel.heading_agreement"), head, rows)
        yield from (Paragraph(figure["ask"], figure["name"] + ":") for figure in of_blocks)
        yield Paragraph(of_blocks[0]["about"])
    head = [say(f"panel.column_{key}") for key in ("ask", "figure", "value", "label")]
    rows = [[figure[key] for key in ("ask", "name", "value", "label")] for figure in figures]
    yield Table(say("panel.heading_agreement"), head, rows)
    yield from (Paragraph(about) for about in dict.fromkeys(figure["about"] for figure in figures))


def _items(view: View, words: Words) -> Iterator[Part]:
    say = words.say
    levels = len(view["items"][0]["descriptions"])
    yield Heading(say("panel.heading_items"), 2)
    head = [
        say("report.item"),
        say("panel.column_median"),
        *(str(level) for level in range(1, levels + 1)),
        *(say(f"panel.column_{key}") for key in ("unknown", "not_applicable", "open")),
        "AD",
        "r_wg",
        "a_wg",
    ]
    rows = [
        [
            item["title"],
            item["median"],
            *([str(bar["n"]) for bar in item["levels"]] or [say("report.no_score")] * levels),
            *(str(item[key]) for key in ("unknown", "not_applicable", "open")),
            *([figure["value"] for figure in item["figures"]] or [""] * 3),
        ]
        for item in view["items"]
    ]
    yield Table(say("panel.heading_items"), head, rows)
    hidden = [item for item in view["items"] if item["hidden"]]
    if hidden:
        yield Paragraph(hidden[0]["hidden"], words.list(item["title"] for item in hidden) + ":")
