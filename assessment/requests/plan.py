"""Plan and what-if: the plan for a target, trials of other answers, and the roadmap that a person makes of a plan."""

from collections.abc import Mapping

from assessment.core.errors import RequestError
from assessment.core.planning.cover import KEPT
from assessment.core.planning.plan import make_plan
from assessment.core.planning.roadmap import parse_efforts, parse_roadmap, parse_target, plain_roadmap
from assessment.core.planning.whatif import parse_changes, what_if
from assessment.core.shape import Shape, printable
from assessment.report.planning.plan import PlanWords
from assessment.report.planning.roadmap import roadmap_parts, roadmap_rows, roadmap_view
from assessment.report.planning.whatif import choices_view, trial_view
from assessment.requests import Desk, text_in


def choices(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers"} → {"view"}: what a target can be for, and which levels can be tried for which item."""
    answers = desk.answers(asked.get("answers"))
    return {"view": choices_view(desk.model, answers, desk.texts, desk.words)}


def make(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers", "target": {"block", "level"}, "efforts", "use"} → {"view"}: the plan, or its n-th alternative."""
    shape = Shape(asked, "", RequestError).table(("answers", "target", "efforts"))
    answers = desk.answers(asked["answers"])
    target = parse_target(shape.child("target"), desk.model)
    efforts = parse_efforts(shape.child("efforts"), desk.model)
    spoken = PlanWords(desk.model, answers, desk.texts, desk.words, desk.articles)
    use = shape.get("use")
    found = make_plan(desk.model, answers, target, efforts).through(use.whole(0, KEPT) if use else 0)
    return {"view": spoken.view(found, efforts)}


def trial(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers", "changes": item → level} → {"view"}: the result now and then; nothing is kept."""
    shape = Shape(asked, "", RequestError).table(("answers", "changes"))
    found = what_if(desk.model, desk.answers(asked["answers"]), parse_changes(shape.child("changes"), desk.model))
    return {"view": trial_view(found, desk.texts, desk.words)}


def read(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"text": content of a file} → {"plan", "view"}: a plan file, checked, and its roadmap."""
    from assessment.files import read_document

    return _roadmap(desk, read_document(text_in(asked)))


def roadmap(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"plan"} → {"plan", "view"}: the roadmap of a plan document of the page."""
    return _roadmap(desk, asked.get("plan"))


def export(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"plan", "format": "json", "markdown" or "csv"} → {"text", "name"}: a file to keep."""
    found, form = parse_roadmap(asked.get("plan"), desk.model), text_in(asked, "format")
    if form == "json":
        from assessment.files import write_json

        return {"text": write_json(plain_roadmap(found, desk.model)), "name": "cx-atlas-plan.json"}
    if form == "csv":
        from assessment.report.csv import table

        rows = roadmap_rows(found, desk.model, desk.texts, desk.words)
        return {"text": table(rows), "name": "cx-atlas-roadmap.csv"}
    if form != "markdown":
        raise RequestError("format-unknown", format=printable(form), known="json, markdown, csv")
    from assessment.report.markdown import markdown

    view = roadmap_view(found, desk.model, desk.texts, desk.words, {})
    return {"text": markdown(roadmap_parts(view, desk.words)), "name": "cx-atlas-roadmap.md"}


def _roadmap(desk: Desk, document: object) -> dict[str, object]:
    found = parse_roadmap(document, desk.model)
    view = roadmap_view(found, desk.model, desk.texts, desk.words, desk.articles)
    return {"plan": plain_roadmap(found, desk.model), "view": view}
