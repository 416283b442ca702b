"""A plan in any of the formats that people take away."""

from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any

from assessment.core.errors import RequestError
from assessment.core.model import Model
from assessment.core.planning.plan import Effort, Plan, Step
from assessment.core.planning.roadmap import Roadmap, plain_roadmap, tasks_of
from assessment.core.shape import printable
from assessment.report.outline import Heading, Paragraph, Part, Points, Table
from assessment.report.planning.plan import PlanWords
from assessment.report.words import Words

FORMATS: Mapping[str, str] = {"text": "txt", "json": "json", "markdown": "md", "html": "html", "csv": "csv"}
"""Format → file ending."""


def write_plan(plan: Plan, efforts: dict[str, Effort], spoken: PlanWords, form: str) -> str:
    """The plan in a format. JSON is a plan file that the page opens, with the reasons beside it."""
    if form not in FORMATS:
        raise RequestError("format-unknown", format=printable(form), known=", ".join(FORMATS))
    if form == "json":
        return dumps(plain_plan(plan, efforts, spoken.model), ensure_ascii=False, indent=1) + "\n"
    view: dict[str, Any] = spoken.view(plan, efforts)
    if form == "csv":
        from assessment.report.csv import table

        return table(_rows(view, spoken.words))
    parts = plan_parts(view, spoken.words)
    if form == "html":
        from assessment.report.html import html

        return html(parts, spoken.words.language, spoken.model.rules)
    if form == "markdown":
        from assessment.report.markdown import markdown

        return markdown(parts)
    from assessment.report.text import text

    return text(parts)


def plain_plan(plan: Plan, efforts: dict[str, Effort], model: Model) -> dict[str, object]:
    """The plan as plain data: a plan file, and under "result" what was found and why."""

    def steps(some: tuple[Step, ...]) -> list[dict[str, object]]:
        return [{"item": step.item, "from": step.start, "to": step.to, "effort": step.effort} for step in some]

    return {
        **plain_roadmap(Roadmap(plan.target, efforts, tasks_of(plan.steps)), model),
        "result": {
            "status": plan.status,
            "level": plan.level,
            "size": len(plan.steps),
            "effort": plan.effort,
            "sets": plan.sets,
            "alternatives": [steps(other) for other in plan.alternatives],
            "gap": None if plan.gap is None else {**plan.gap._asdict(), "forced": list(plan.gap.forced)},
            "needed": plan.needed,
            "blocks": [need._asdict() for need in plan.blocks],
            "lacking": [{**entry._asdict(), "open": list(entry.open)} for entry in plan.lacking],
            "areas_short": plan.areas_short,
        },
    }


def plan_parts(view: dict[str, Any], words: Words) -> Iterator[Part]:
    """The plan as an outline, from its view."""
    say = words.say
    yield Heading(view["heading"], 1)
    yield Paragraph(view["headline"])
    if view["lacking"]:
        if view["areas"]:
            yield Paragraph(view["areas"])
        yield Points([(entry["line"], [item["title"] for item in entry["items"]]) for entry in view["lacking"]])
    if not view["steps"]:
        return
    yield Heading(say("plan.steps"), 2)
    yield Points([(f"{step['title']}: {step['change']}", _below(step, words)) for step in view["steps"]], numbered=True)
    yield Paragraph(view["effort"])
    yield Heading(say("plan.why"), 2)
    yield Paragraph(" ".join(view["why"]))
    if view["why_blocks"]:
        head = [say("plan.block"), say("plan.block_level"), *view["why_head"].values(), say("plan.in_plan")]
        rows = [[row[key] for key in ("name", "level", "held", "reached", "steps")] for row in view["why_blocks"]]
        yield Table(say("plan.why"), head, rows)
    yield Heading(say("plan.others"), 2)
    yield Paragraph(view["others"])
    if view["alternatives"]:
        yield Points([(other["line"], []) for other in view["alternatives"]])
    yield Heading(say("plan.result"), 2)
    yield Points([(sentence, []) for sentence in view["moved"]])


def _below(step: dict[str, Any], words: Words) -> list[str]:
    lines = [step["question"], step["now"], step["then"], step["effort_line"]]
    return [*lines, words.say("plan.article", slug=step["slug"])] if step["slug"] else lines


def _rows(view: dict[str, Any], words: Words) -> Iterator[list[str]]:
    keys = ("file_id", "file_area", "step", "file_from", "file_to", "effort")
    yield [words.say(f"plan.{key}") for key in keys]
    for step in view["steps"]:
        effort = words.say(f"plan.effort_{step['effort']}")
        yield [step["item"], step["area"], step["title"], str(step["from"]), str(step["to"]), effort]
