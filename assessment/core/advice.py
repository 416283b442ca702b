"""What follows from the answers: strengths, priorities, and what to find out. Lists of items, in order."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assessment.core.answers import Answers
from assessment.core.model import Item, Model
from assessment.core.score import Score


class Strength(NamedTuple):
    """An item that stands high."""

    item: str
    level: int
    evidenced: bool


class Priority(NamedTuple):
    """An item worth raising: its urgency is importance times the gap to the target (Martilla & James 1977)."""

    item: str
    level: int
    target: int
    importance: int
    copy_from: str | None
    """An item on the same pillar that stands at least two levels higher: you already do this elsewhere."""

    @property
    def gap(self) -> int:
        """Levels missing to the target."""
        return self.target - self.level

    @property
    def urgency(self) -> int:
        """Importance times gap."""
        return self.importance * self.gap


class FindOut(NamedTuple):
    """An item that somebody else may be able to answer."""

    item: str
    note: str


def importance_of(block: str, answers: Answers, model: Model) -> int:
    """What the person said of a block's importance, or the model's default."""
    return answers.importance.get(block, model.rules.importance_default)


def target_of(block: str, answers: Answers, model: Model) -> int:
    """The level that the person aims at in a block, or the model's default."""
    return answers.targets.get(block, model.rules.target_default)


def strengths(items: Sequence[Item], answers: Answers, model: Model) -> tuple[Strength, ...]:
    """The highest answers, first those with evidence, then those in the most important blocks."""
    found = []
    for position, item in enumerate(items):
        answer = answers.to(item.id)
        if answer.level is not None and answer.level >= model.rules.strength_from:
            evidenced = bool(answer.evidence)
            order = (-answer.level, not evidenced, -importance_of(item.block, answers, model), position)
            found.append((order, Strength(item.id, answer.level, evidenced)))
    return tuple(strength for _, strength in sorted(found)[: model.rules.list_length])


def priorities(
    items: Sequence[Item], answers: Answers, model: Model, scores: Mapping[str, Score]
) -> tuple[Priority, ...]:
    """The most urgent items. Ties go to the model's tie pillars, then to the weaker block, then to its order."""
    found = []
    for position, item in enumerate(items):
        level = answers.to(item.id).level
        if level is None:
            continue
        target, importance = (of(item.block, answers, model) for of in (target_of, importance_of))
        priority = Priority(item.id, level, target, importance, None)
        if priority.gap > 0:
            score = scores[item.block].score
            order = (
                -priority.urgency,
                item.pillar not in model.rules.tie_pillars,
                score if score is not None else model.rules.levels,
                position,
            )
            found.append((order, item, priority))
    chosen = sorted(found)[: model.rules.list_length]
    return tuple(p._replace(copy_from=_copy_from(item, p.level, items, answers)) for _, item, p in chosen)


def find_out(items: Sequence[Item], answers: Answers) -> tuple[FindOut, ...]:
    """Every item answered with "don't know", in the model's order."""
    return tuple(FindOut(item.id, answers.to(item.id).note) for item in items if answers.to(item.id).unknown)


def _copy_from(item: Item, level: int, items: Sequence[Item], answers: Answers) -> str | None:
    if item.pillar is None:
        return None
    best, source = level + 1, None
    for other in items:
        found = answers.to(other.id).level
        if other.pillar == item.pillar and found is not None and found > best:
            best, source = found, other.id
    return source
