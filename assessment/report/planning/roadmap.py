"""A roadmap in words, and as a document to take away."""

from collections.abc import Iterator
from typing import Any

from assessment.core.model import Model
from assessment.core.planning.roadmap import Roadmap
from assessment.core.texts import Texts
from assessment.report.outline import Heading, Paragraph, Part, Table
from assessment.report.planning.plan import article_of
from assessment.report.view import Articles, View
from assessment.report.words import Words


def roadmap_view(roadmap: Roadmap, model: Model, texts: Texts, words: Words, articles: Articles) -> View:
    """The roadmap's steps with everything that a page shows beside its fields."""
    done = sum(task.done for task in roadmap.tasks)
    return {
        "state": words.say("plan.roadmap_state", done=done, total=len(roadmap.tasks)) if roadmap.tasks else "",
        "tasks": [
            {
                "item": task.item,
                "title": texts.title(model, task.item),
                "change": words.say("plan.from_to", start=task.start, to=task.to),
                "then": texts.items[task.item].levels[task.to - 1],
                "article": article_of(task.item, model, articles),
                "owner": task.owner,
                "date": task.date,
                "done": task.done,
            }
            for task in roadmap.tasks
        ],
    }


def roadmap_parts(view: dict[str, Any], words: Words) -> Iterator[Part]:
    """The roadmap as an outline, from its view."""
    yield Heading(words.say("plan.roadmap"), 1)
    yield Paragraph(view["state"] or words.say("plan.roadmap_none"))
    if view["tasks"]:
        head = [words.say(f"plan.{key}") for key in ("step", "target_level", "result", "owner", "due", "done")]
        rows = [
            [task["title"], task["change"], task["then"], task["owner"], task["date"], _flag(task["done"], words)]
            for task in view["tasks"]
        ]
        yield Table(words.say("plan.roadmap"), head, rows)


def roadmap_rows(roadmap: Roadmap, model: Model, texts: Texts, words: Words) -> list[list[str]]:
    """The roadmap as rows for a spreadsheet, its head first."""
    keys = ("file_id", "file_area", "step", "file_from", "file_to", "owner", "due", "done")
    rows = [[words.say(f"plan.{key}") for key in keys]]
    for task in roadmap.tasks:
        area = texts.blocks[model.item(task.item).block].name
        levels = (str(task.start), str(task.to))
        flag = _flag(task.done, words)
        rows.append([task.item, area, texts.title(model, task.item), *levels, task.owner, task.date, flag])
    return rows


def _flag(value: bool, words: Words) -> str:
    return words.say("plan.yes" if value else "plan.no")
