"""Answers: what a person said, and nothing about what it is worth.

An item is in one of four states: answered with a level, not known, not applicable (with a reason), not answered yet.
"""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from assessment.core.errors import AnswersError
from assessment.core.model import FORMS, Form, Model
from assessment.core.shape import Shape, brief, printable

FORMAT = "cx-atlas/answers"
VERSION = 1
PROFILE = ("organisation", "sector", "role", "site")

State = Literal["level", "unknown", "not_applicable", "open"]


class Answer(NamedTuple):
    """One item's answer. At most one of level, unknown and not_applicable is set; none of them means: still open."""

    level: int | None = None
    unknown: bool = False
    not_applicable: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def state(self) -> State:
        """Which of the four states the item is in."""
        if self.level is not None:
            return "level"
        if self.unknown:
            return "unknown"
        return "not_applicable" if self.not_applicable else "open"


OPEN = Answer()


class Answers(NamedTuple):
    """A whole form as one person filled it in. Blocks not named have the model's default importance and target."""

    form: Form
    given: Mapping[str, Answer]
    importance: Mapping[str, int]
    targets: Mapping[str, int]
    date: str
    profile: Mapping[str, str]

    def to(self, item_id: str) -> Answer:
        """The answer to an item; an open one where nothing was said."""
        return self.given.get(item_id, OPEN)


def parse_answers(data: object, model: Model) -> Answers:
    """Answers from plain data, checked against the model they say they were given to; AnswersError says where."""
    shape = Shape(data, "", AnswersError)
    _format(shape)
    shape.table(("format", "version", "model", "form", "answers"), ("date", "profile", "importance", "targets"))
    shape.child("version").one_of((VERSION,))
    _model(shape.child("model"), model)
    rules = model.rules
    blocks = [block.id for block in model.blocks]
    known = {item.id for item in model.items}
    given = {}
    for key, entry in shape.child("answers").table().entries():
        if key not in known:
            entry.fail("item-unknown", item=printable(key))
        answer = _answer(entry, rules.levels)
        if answer != OPEN:
            given[key] = answer
    importance = _numbers(shape, "importance", blocks, lambda entry: entry.one_of(rules.importance))
    targets = _numbers(shape, "targets", blocks, lambda entry: entry.whole(1, rules.levels))
    profile = shape.get("profile")
    if profile:
        profile.table((), PROFILE)
    date = shape.get("date")
    return Answers(
        form=shape.child("form").one_of(FORMS),
        given={item.id: given[item.id] for item in model.items if item.id in given},
        importance=importance,
        targets=targets,
        date=parse_date(date) if date else "",
        profile={
            key: text
            for key in PROFILE
            if profile and profile.has(key) and (text := profile.child(key).text(1_000, empty=True))
        },
    )


def plain_answers(answers: Answers, model: Model) -> dict[str, object]:
    """The answers as plain data: what parse_answers reads, in one canonical order, with nothing empty in it."""
    data: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "model": {"id": model.id, "version": model.version},
        "form": answers.form,
    }
    if answers.date:
        data["date"] = answers.date
    if answers.profile:
        data["profile"] = dict(answers.profile)
    data["answers"] = {key: _plain(answer) for key, answer in answers.given.items()}
    for name, numbers in (("importance", answers.importance), ("targets", answers.targets)):
        if numbers:
            data[name] = dict(numbers)
    return data


def _format(shape: Shape) -> None:
    """Whether this is a file of ours at all comes before what is wrong in it."""
    if not isinstance(shape.value, dict) or shape.value.get("format") != FORMAT:
        shape.fail("not-answers")
    version = shape.child("version").value if shape.has("version") else None
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        shape.fail("answers-too-new", version=brief(version), newest=VERSION)


def _model(shape: Shape, model: Model) -> None:
    shape.table(("id", "version"), ())
    if shape.child("id").text() != model.id:
        shape.child("id").fail("other-model", found=printable(shape.child("id").text()), expected=model.id)
    if shape.child("version").text() != model.version:
        shape.child("version").fail(
            "other-model-version", found=printable(shape.child("version").text()), expected=model.version
        )


def _answer(shape: Shape, levels: int) -> Answer:
    shape.table((), ("level", "unknown", "not_applicable", "evidence", "note"))
    states = [key for key in ("level", "unknown", "not_applicable") if shape.has(key)]
    if len(states) > 1:
        shape.fail("two-states", states=", ".join(states))
    level, unknown, reason = (shape.get(key) for key in ("level", "unknown", "not_applicable"))
    evidence, note = shape.get("evidence"), shape.get("note")
    return Answer(
        level=level.whole(1, levels) if level else None,
        unknown=unknown.flag() if unknown else False,
        not_applicable=reason.text(2_000) if reason else "",
        evidence=tuple(entry.text(2_000) for entry in evidence.items(50)) if evidence else (),
        note=note.text(empty=True) if note else "",
    )


def _plain(answer: Answer) -> dict[str, object]:
    data: dict[str, object] = {}
    if answer.level is not None:
        data["level"] = answer.level
    if answer.unknown:
        data["unknown"] = True
    if answer.not_applicable:
        data["not_applicable"] = answer.not_applicable
    if answer.evidence:
        data["evidence"] = list(answer.evidence)
    if answer.note:
        data["note"] = answer.note
    return data


def _numbers(shape: Shape, key: str, blocks: list[str], read: Callable[[Shape], int]) -> dict[str, int]:
    """A table of numbers per block, in the model's order."""
    table = shape.get(key)
    if table is None:
        return {}
    found = {}
    for block, entry in table.table().entries():
        if block not in blocks:
            entry.fail("block-unknown", block=printable(block), known=", ".join(blocks))
        found[block] = read(entry)
    return {block: found[block] for block in blocks if block in found}


def parse_date(shape: Shape) -> str:
    """A calendar date, YYYY-MM-DD, checked by hand: `datetime` would be the browser's largest import."""
    text = shape.text(40)
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isascii() and part.isdigit() for part in parts):
        shape.fail("not-a-date", value=printable(text))
    year, month, day = map(int, parts)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (year and 1 <= month <= 12 and 1 <= day <= days[month - 1]):
        shape.fail("not-a-date", value=text)
    return text
