"""Answers carried from one version of the model to another: what stays, what is gone, what must be looked at again.

An id is for ever, so an answer goes with its id and is never rewritten. What no longer has a place is set aside, which
means: listed, for whoever holds the file to see. It works in both directions, and twice is the same as once.
"""

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Literal, NamedTuple

from assessment.core.answers import OPEN, Answer, Answers
from assessment.core.model import Block, Item, Model, Rules, version_of


class SetAside(NamedTuple):
    """An answer without a place in the new model: its item is retired, or its level is beyond the new scale."""

    item: str
    answer: Answer
    instead: tuple[str, ...]
    """What is asked in the item's place."""


class Reweighted(NamedTuple):
    """A weight whose ratio to the others has changed. Numbers are in lowest terms over what both versions hold."""

    kind: Literal["area", "item"]
    id: str
    before: int
    after: int


class RuleChange(NamedTuple):
    """A rule of scoring with another value."""

    name: str
    before: object
    after: object


class Migration(NamedTuple):
    """What became of the answers. Lists of items are in the model's order."""

    old: Model
    new: Model
    given: Answers
    """The answers as they were given to the old model."""
    answers: Answers
    """The answers to the new model."""
    set_aside: tuple[SetAside, ...]
    added: tuple[str, ...]
    """Items that the form did not ask before and that are open now."""
    unasked: tuple[str, ...]
    """Items that the form no longer asks; the answer is kept, and does not count."""
    revised: tuple[str, ...]
    """Answered items that mean something else now: the answer is kept, to be confirmed."""
    reweighted: tuple[Reweighted, ...]
    rules: tuple[RuleChange, ...]
    aims: tuple[tuple[str, str, int], ...]
    """Importance and targets without a place in the new model: table, block, number."""


def migrate(answers: Answers, old: Model, new: Model) -> Migration:
    """The answers to `old`, as answers to `new`. What was said of an item that has not changed is not touched."""
    before, after = _by_id(old.items), _by_id(new.items)
    asked, asks = ({item.id for item in model.of_form(answers.form)} for model in (old, new))
    kept, set_aside = {}, []
    for item in old.items:
        answer = answers.to(item.id)
        if item.id not in after:
            if answer != OPEN or item.id in asked:
                set_aside.append(SetAside(item.id, answer, _instead(item.id, new)))
            continue
        if answer.level is not None and answer.level > new.rules.levels:
            set_aside.append(SetAside(item.id, answer, ()))
            answer = answer._replace(level=None)
        if answer != OPEN:
            kept[item.id] = answer
    importance, targets, aims = _aims(answers, new)
    return Migration(
        old,
        new,
        answers,
        answers._replace(
            given={item.id: kept[item.id] for item in new.items if item.id in kept},
            importance=importance,
            targets=targets,
        ),
        tuple(set_aside),
        tuple(item.id for item in new.items if item.id in asks - asked and item.id not in kept),
        tuple(item.id for item in old.items if item.id in (asked & after.keys()) - asks),
        tuple(item.id for item in new.items if item.id in kept and item.id in revised(before, after, old, new)),
        (
            *_reweighted("area", _weights(old.areas), _weights(new.areas)),
            *_reweighted("item", _weights(old.items), _weights(new.items)),
        ),
        tuple(
            RuleChange(name, was, now)
            for name, was, now in zip(Rules._fields, old.rules, new.rules, strict=True)
            if was != now
        ),
        aims,
    )


def comparable(old: Model, new: Model) -> tuple[Item, ...]:
    """The items, as `new` has them, that ask the same in both versions."""
    before, after = _by_id(old.items), _by_id(new.items)
    changed = revised(before, after, old, new)
    return tuple(item for item in new.items if item.id in before and item.id not in changed)


def revised(before: Mapping[str, Item], after: Mapping[str, Item], old: Model, new: Model) -> frozenset[str]:
    """Items of both versions that do not mean the same: reworded, moved, or on another scale."""
    both = before.keys() & after.keys()
    if old.rules.levels != new.rules.levels:
        return frozenset(both)
    backwards = _number(new.version) < _number(old.version)
    since, says = (_number(new.version), before) if backwards else (_number(old.version), after)
    return frozenset(
        key
        for key in both
        if (says[key].revised and _number(says[key].revised) > since) or _place(before[key]) != _place(after[key])
    )


def _by_id(items: Sequence[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


def _number(version: str) -> tuple[int, int, int]:
    return version_of(version) or (0, 0, 0)


def _place(item: Item) -> tuple[str, str | None, str | None]:
    return item.block, item.pillar, item.practice


def _instead(item: str, new: Model) -> tuple[str, ...]:
    """What is asked in place of a retired item; if that is retired too, what came after it."""
    retired = {entry.id: entry.instead for entry in new.retired}
    known = {entry.id for entry in new.items}
    waiting, seen, found = list(retired.get(item, ())), {item}, []
    while waiting:
        key = waiting.pop(0)
        if key in seen:
            continue
        seen.add(key)
        if key in known:
            found.append(key)
        else:
            waiting += retired.get(key, ())
    return tuple(found)


def _aims(answers: Answers, new: Model) -> tuple[dict[str, int], dict[str, int], tuple[tuple[str, str, int], ...]]:
    blocks = {block.id for block in new.blocks}
    possible = {"importance": set(new.rules.importance), "targets": set(range(1, new.rules.levels + 1))}
    kept: dict[str, dict[str, int]] = {"importance": {}, "targets": {}}
    lost = []
    for table, numbers in (("importance", answers.importance), ("targets", answers.targets)):
        for block, number in numbers.items():
            if block in blocks and number in possible[table]:
                kept[table][block] = number
            else:
                lost.append((table, block, number))
    order = [block.id for block in new.blocks]
    importance, targets = ({key: table[key] for key in order if key in table} for table in kept.values())
    return importance, targets, tuple(lost)


def _weights(parts: Sequence[Item] | Sequence[Block]) -> dict[str, int]:
    return {part.id: part.weight for part in parts}


def _reweighted(
    kind: Literal["area", "item"], before: Mapping[str, int], after: Mapping[str, int]
) -> tuple[Reweighted, ...]:
    both = [key for key in after if key in before]
    first, second = (gcd(*(weights[key] for key in both)) or 1 for weights in (before, after))
    pairs = ((key, before[key] // first, after[key] // second) for key in both)
    return tuple(Reweighted(kind, *pair) for pair in pairs if pair[1] != pair[2])
