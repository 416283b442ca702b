"""A comparison of results, or a migration, in the formats that people take away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import dumps
from typing import Any

from assessment.core.history.change import Change, Wave, compare, in_order, scores_of
from assessment.core.history.migration import Migration
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.core.texts import Texts
from assessment.report.history.change import View, change_view, pairs
from assessment.report.history.migration import (
    migration_data,
    migration_outline,
    migration_view,
    score_data,
    score_name,
    stored_change,
)
from assessment.report.outline import Drawing, Heading, Paragraph, Part, Points, Table
from assessment.report.words import Words

FORMATS = ("text", "json", "markdown", "html", "csv")
MIGRATION_FORMATS = ("text", "json", "markdown")
FORMAT = "cx-atlas/change"
VERSION = 1


def write_comparison(waves: Sequence[Wave], model: Model, texts: Texts, words: Words, form: str) -> str:
    """Two or more results compared, in one of FORMATS."""
    if form == "json":
        return dumps(change_data(waves), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(waves, texts, words)
    parts = change_outline(change_view(waves, model, texts, words), words, drawings=form == "html")
    return _laid_out(parts, texts, model, form)


def write_migration(migration: Migration, texts: Texts, words: Words, form: str) -> str:
    """What became of answers, in one of MIGRATION_FORMATS."""
    if form == "json":
        return dumps(migration_data(migration), ensure_ascii=False, indent=1) + "\n"
    parts = migration_outline(migration_view(migration, texts, words), words)
    return _laid_out(parts, texts, migration.new, form)


def change_outline(view: View, words: Words, *, drawings: bool) -> Iterator[Part]:
    """The parts of a comparison, from its view; with the charts, where they can be drawn."""
    say = words.say
    yield Heading(view["title"], 1)
    yield Points([(wave["line"], ()) for wave in view["waves"]])
    yield from map(Paragraph, view["notes"])
    if view["need_two"]:
        yield Paragraph(view["need_two"])
        return
    for change in view["changes"]:
        yield from _change(change, words)
    yield Paragraph(view["split"])
    yield Paragraph(view["noise"])
    if len(view["waves"]) > 2:
        yield Heading(say("change.history"), 2)
        rows = [[row["name"], *row["cells"]] for row in view["history"]["rows"]]
        yield Table(say("change.history"), view["history"]["head"], rows)
    if drawings:
        yield Heading(say("change.chart"), 2)
        yield from (Drawing(chart["drawing"], chart["name"]) for chart in view["charts"])
        yield Paragraph(view["chart_about"])
    yield Paragraph(view["honest"])


def change_data(waves: Sequence[Wave]) -> dict[str, object]:
    """A comparison as plain data: ids and numbers, no sentences."""
    ordered, dated = in_order(waves)
    return {
        "format": FORMAT,
        "version": VERSION,
        "by_date": dated,
        "waves": [
            {
                "date": wave.answers.date or None,
                "form": wave.answers.form,
                "model": {"id": wave.model.id, "version": wave.model.version},
                "scores": {name: score_data(score) for (_, name), score in scores_of(measure(*wave[:2])).items()},
            }
            for wave in ordered
        ],
        "changes": [_change_data(compare(*pair), ordered) for pair in pairs(ordered)],
    }


def _change(change: Mapping[str, Any], words: Words) -> Iterator[Part]:
    say = words.say
    yield Heading(change["title"], 2)
    yield from map(Paragraph, change["notes"])
    keys = ("name", "earlier", "later", "change", "you", "model", "verdict")
    yield Table(change["title"], change["head"], [[part[key] for key in keys] for part in change["parts"]])
    if change["pillars"]:
        yield Heading(say("report.pillars"), 3)
        yield Table(say("report.pillars"), change["head"], [[part[key] for key in keys] for part in change["pillars"]])
    if change["levels"]:
        yield Heading(say("change.levels"), 3)
        yield Points([(line, ()) for line in change["levels"]])
    if change["moved_none"]:
        yield Paragraph(change["moved_none"])
    for key in ("risen", "fallen"):
        if change[key]:
            yield Heading(say(f"change.{key}"), 3)
            yield Points([(move["line"], ()) for move in change[key]])
            if change[f"{key}_more"]:
                yield Paragraph(change[f"{key}_more"])
    for key in ("answered", "unanswered"):
        if change[key]:
            yield Heading(say(f"change.{key}"), 3)
            yield Points([(entry["title"], ()) for entry in change[key]])
    if change["migration"]:
        for part in migration_outline(change["migration"], words):
            yield part._replace(depth=part.depth + 2) if isinstance(part, Heading) else part


def _change_data(change: Change, waves: Sequence[Wave]) -> dict[str, object]:
    def number(value: Any) -> float | None:
        return None if value is None else stored_change(value)

    return {
        "earlier": waves.index(change.earlier),
        "later": waves.index(change.later),
        "same_form": change.same_form,
        "same_answers": change.same_answers,
        "parts": {
            part.id: {
                "before": score_data(part.before),
                "after": score_data(part.after),
                "change": number(part.total),
                "you": number(part.you),
                "model": number(part.model),
                "verdict": part.verdict,
                "clear_from": None if part.clear_from is None else part.clear_from / 10,
                "made_by": list(part.made_by),
            }
            for part in change.parts
        },
        "moved": [move._asdict() for move in change.moved],
        "answered": list(change.answered),
        "unanswered": list(change.unanswered),
        "migration": migration_data(change.migration) if change.migration else None,
    }


def _csv(waves: Sequence[Wave], texts: Texts, words: Words) -> str:
    """One row for each score of each comparison, numbers as a spreadsheet reads them."""
    from assessment.report.csv import table

    say = words.say
    columns = ("score_of", "earlier", "later", "change", "you", "model", "verdict")
    rows: list[list[str | float]] = []
    rows.append([say("change.from_date"), say("change.to_date"), "id", *(say(f"change.{key}") for key in columns)])
    ordered, _ = in_order(waves)
    for change in (compare(*pair) for pair in pairs(ordered)):
        dates = [wave.answers.date or wave.name for wave in (change.earlier, change.later)]
        for part in change.parts:
            numbers = [part.before.score, part.after.score, part.total, part.you, part.model]
            name = score_name((part.kind, part.id), texts, words)
            cells = ["" if number is None else stored_change(number) for number in numbers]
            rows.append([*dates, part.id, name, *cells, say(f"change.{part.verdict}")])
    return table(rows)


def _laid_out(parts: Iterable[Part], texts: Texts, model: Model, form: str) -> str:
    if form == "html":
        from assessment.report.html import html

        return html(parts, texts.language, model.rules)
    if form == "markdown":
        from assessment.report.markdown import markdown

        return markdown(parts)
    from assessment.report.text import text

    return text(parts)
