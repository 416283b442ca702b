"""The plan file, `cx-atlas/plan`: what to reach, what it costs, and the roadmap – who does which step until when."""

from collections.abc import Mapping
from typing import NamedTuple

from assessment.core.answers import parse_date
from assessment.core.errors import AnswersError
from assessment.core.model import Model
from assessment.core.planning.plan import EFFORTS, Effort, Step, Target
from assessment.core.shape import Shape, brief, printable

FORMAT = "cx-atlas/plan"
VERSION = 1


class Task(NamedTuple):
    """A step of the roadmap. What is not known yet is empty."""

    item: str
    start: int
    to: int
    owner: str = ""
    date: str = ""
    """Due on this day, YYYY-MM-DD."""
    done: bool = False


class Roadmap(NamedTuple):
    """A plan as a person keeps it: `tasks` is empty until they have chosen the steps."""

    target: Target
    efforts: Mapping[str, Effort]
    tasks: tuple[Task, ...]


def parse_roadmap(data: object, model: Model) -> Roadmap:
    """A plan from plain data; AnswersError says what is wrong, and where.

    The model may be of another version than the plan's, as long as it still asks what the steps are about.
    """
    shape = Shape(data, "", AnswersError)
    _format(shape)
    shape.table(("format", "version", "model", "target", "efforts", "steps"), ("result",))
    shape.child("version").one_of((VERSION,))
    found = shape.child("model").table(("id", "version"), ()).child("id")
    shape.child("model").child("version").text()
    if found.text() != model.id:
        found.fail("plan-other-model", found=printable(found.text()), expected=model.id)
    result = shape.get("result")
    if result:  # what a program computed beside it; it is computed again
        result.table()
    return Roadmap(
        parse_target(shape.child("target"), model),
        parse_efforts(shape.child("efforts"), model),
        _tasks(shape.child("steps"), model),
    )


def parse_target(shape: Shape, model: Model) -> Target:
    """What to reach, from plain data; `block` is null for the whole."""
    shape.table(("block", "level"), ())
    block = shape.child("block")
    blocks = [entry.id for entry in model.blocks]
    if block.value is not None and block.text() not in blocks:
        block.fail("block-unknown", block=printable(block.text()), known=", ".join(blocks))
    return Target(None if block.value is None else block.text(), shape.child("level").whole(1, model.rules.levels))


def parse_efforts(shape: Shape, model: Model) -> dict[str, Effort]:
    """Item → effort, from plain data, in the model's order."""
    found = {key: entry.one_of(EFFORTS) for key, entry in shape.table().entries() if _known(key, entry, model)}
    return {item.id: found[item.id] for item in model.items if item.id in found}


def plain_roadmap(roadmap: Roadmap, model: Model) -> dict[str, object]:
    """A plan as plain data: what parse_roadmap reads, the same for the same plan."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": {"id": model.id, "version": model.version},
        "target": roadmap.target._asdict(),
        "efforts": dict(roadmap.efforts),
        "steps": [_plain(task) for task in roadmap.tasks],
    }


def tasks_of(steps: tuple[Step, ...]) -> tuple[Task, ...]:
    """The steps of a plan as a roadmap that nobody has filled in yet."""
    return tuple(Task(step.item, step.start, step.to) for step in steps)


def _format(shape: Shape) -> None:
    """Whether this is a plan at all comes before what is wrong in it."""
    if not isinstance(shape.value, dict) or shape.value.get("format") != FORMAT:
        shape.fail("not-plan")
    version = shape.child("version").value if shape.has("version") else None
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        shape.fail("plan-too-new", version=brief(version), newest=VERSION)


def _known(key: str, entry: Shape, model: Model) -> bool:
    if all(item.id != key for item in model.items):
        entry.fail("item-unknown", item=printable(key))
    return True


def _tasks(shape: Shape, model: Model) -> tuple[Task, ...]:
    tasks: dict[str, Task] = {}
    for entry in shape.items():
        task = _task(entry, model)
        if task.item in tasks:
            entry.child("item").fail("step-twice", item=task.item)
        tasks[task.item] = task
    return tuple(tasks.values())


def _task(shape: Shape, model: Model) -> Task:
    shape.table(("item", "from", "to", "owner", "date"), ("done",))
    item, owner, date, done = (*(shape.child(key) for key in ("item", "owner", "date")), shape.get("done"))
    _known(item.text(), item, model)
    start, to = (shape.child(key).whole(1, model.rules.levels) for key in ("from", "to"))
    if to <= start:
        shape.child("to").fail("step-not-up", start=start, to=to)
    return Task(
        item.text(),
        start,
        to,
        owner.text(1_000, empty=True),
        "" if date.value == "" else parse_date(date),
        done.flag() if done else False,
    )


def _plain(task: Task) -> dict[str, object]:
    data: dict[str, object] = {"item": task.item, "from": task.start, "to": task.to}
    data |= {"owner": task.owner, "date": task.date}
    if task.done:
        data["done"] = True
    return data
