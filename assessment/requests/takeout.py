"""What people take away: files, charts, the sheet of questions to ask; and whether somebody's report is sound."""

from base64 import b64encode
from collections.abc import Mapping

from assessment.core.errors import AnswersError
from assessment.core.result import measure
from assessment.files import read_document, read_given
from assessment.report.formats import BINARY, FORMATS, write_report
from assessment.requests import Desk, text_in

_TYPES = {
    "text": "text/plain",
    "json": "application/json",
    "markdown": "text/markdown",
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers", "format", "plan": a plan file's text or null} → {"name", "type"} and "text", or "base64" for XLSX."""
    form, result = text_in(asked, "format"), measure(desk.model, desk.answers(asked.get("answers")))
    date = f"-{result.answers.date}" if result.answers.date else ""
    if form not in BINARY:
        text = write_report(result, desk.texts, desk.words, form)
        return {"name": f"cx-atlas-report{date}.{FORMATS[form]}", "type": _TYPES[form], "text": text}
    from assessment.report.xlsx import xlsx

    content = xlsx(result, desk.texts, desk.words, _plan_rows(desk, asked.get("plan")))
    name = f"cx-atlas-report{date}.{BINARY[form]}"
    return {"name": name, "type": _TYPES[form], "base64": b64encode(content).decode("ascii")}


def charts(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers"} → {"charts": [{"name", "title", "drawing"}]}."""
    from assessment.report.charts import charts

    return {"charts": charts(measure(desk.model, desk.answers(asked.get("answers"))), desk.texts, desk.words)}


def sheet(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers"} → {"view"}: the find-out list as a page to print."""
    from assessment.report.sheet import sheet_view

    return {"view": sheet_view(measure(desk.model, desk.answers(asked.get("answers"))), desk.texts, desk.words)}


def check(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"text": content of a file} → {"view"}: the report in it, computed again."""
    from assessment.report.seal import check_report, seal_view

    seal = check_report(read_document(text_in(asked)), lambda given: read_given(given, desk.model, desk.releases))
    return {"view": seal_view(seal, desk.words)}


def _plan_rows(desk: Desk, plan: object) -> list[list[str]]:
    """The rows of the plan that the page keeps. One that cannot be read is the plan tool's to tell of, not ours."""
    if not isinstance(plan, str):
        return []
    from assessment.core.planning.roadmap import parse_roadmap
    from assessment.report.planning.roadmap import roadmap_rows

    try:
        roadmap = parse_roadmap(read_document(plan), desk.model)
    except AnswersError:
        return []
    return roadmap_rows(roadmap, desk.model, desk.texts, desk.words) if roadmap.tasks else []
