"""A panel in any of the formats that people take away."""

from collections.abc import Sequence
from json import dumps

from assessment.core.errors import RequestError
from assessment.core.score import stored
from assessment.core.shape import printable
from assessment.core.team.groups import Tally
from assessment.core.team.merged import Merged
from assessment.core.team.panel import Panel
from assessment.core.texts import Texts
from assessment.report.csv import table
from assessment.report.formats import FORMATS
from assessment.report.words import Words


def write_panel(panel: Panel, merged: Merged, texts: Texts, words: Words, by: Sequence[str], form: str) -> str:
    """The panel in a format, with the groups of `by`: the same characters on the command line and in the browser."""
    if form == "json":
        from assessment.report.team.data import panel_data

        return dumps(panel_data(panel, merged, by), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return panel_csv(merged, texts, words, by)
    if form not in FORMATS:
        raise RequestError("format-unknown", format=printable(form), known=", ".join(FORMATS))
    from assessment.report.team.outline import outline
    from assessment.report.team.view import panel_view

    parts = outline(panel_view(panel, merged, texts, words, {}, by), words)
    if form == "html":
        from assessment.report.html import html

        return html(parts, texts.language, merged.model.rules)
    if form == "markdown":
        from assessment.report.markdown import markdown

        return markdown(parts)
    from assessment.report.text import text

    return text(parts)


def panel_csv(merged: Merged, texts: Texts, words: Words, by: Sequence[str]) -> str:
    """One row for each score, and for each item as everybody and as each group answered it; for a spreadsheet."""
    say, levels = words.say, range(1, merged.model.rules.levels + 1)
    keys = ("answered", "unknown", "not_applicable", "open")
    head = [
        "id",
        say("report.item"),
        say("panel.column_group"),
        say("panel.column_people"),
        *(say(f"panel.column_{key}") for key in keys),
        *(say("panel.column_level", level=level) for level in levels),
        say("report.score"),
        say("panel.column_low"),
        say("panel.column_high"),
        say("report.level"),
    ]
    rows = [head]
    everybody, n = say("panel.everybody"), str(merged.shown.people)
    for key, name, standing in (
        ("overall", say("report.overall"), merged.overall),
        ("experience", say("report.experience"), merged.experience),
        *((block.id, texts.blocks[block.id].name, merged.blocks[block.id]) for block in merged.model.blocks),
    ):
        score = "" if standing.score is None else f"{stored(standing.score):.2f}"
        ends = [f"{stored(end):.2f}" for end in standing.interval[:2]] if standing.interval else ["", ""]
        level = "" if standing.median.level is None else str(standing.median.level)
        rows.append([key, name, everybody, n, *[""] * (len(keys) + len(levels)), score, *ends, level])
    groups = [group for grouping in by for group in merged.shown.groups.get(grouping, ())]
    for item in merged.items:
        question = texts.items[item.id].question
        rows.append([item.id, question, everybody, n, *_counts(merged.shown.tallies[item.id], len(levels)), *[""] * 4])
        for group in groups:
            name = f"{say(f'panel.by_{group.by}')}: {group.name or say('panel.not_stated')}"
            counts = _counts(group.tallies[item.id], len(levels))
            rows.append([item.id, question, name, str(group.people), *counts, *[""] * 4])
    return table(rows)


def _counts(tally: Tally, levels: int) -> list[str]:
    states = [str(n) for n in (tally.answered, tally.unknown, tally.not_applicable, tally.open)]
    shown = tally.levels if tally.levels and tally.answered else None
    return [*states, *([""] * levels if shown is None else map(str, shown))]
