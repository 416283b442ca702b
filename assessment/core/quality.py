"""What is worth a second look in the answers, before anybody else sees them.

Hints for the person who answers, and for nobody else: they count nowhere and stand in no file. A long run of one level
is the usual sign of answering without reading (Johnson 2005; Curran 2016); how long is too long follows from how often
each level was given, for in random order even honest answers form runs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import perm
from typing import NamedTuple

from assessment.core.answers import Answers
from assessment.core.model import Item, Model

RARE = Fraction(1, 20)
"""A run is long if, in random order, the answers would form one like it less often than this."""
ALIKE_PERCENT, ALIKE_FROM = 80, 12
"""Answers are all alike if this share of them, and at least this many, stand at one level."""


class Pair(NamedTuple):
    """Two items of which, at these levels, one seems to deny the other."""

    name: str
    """Under this name the words say why."""
    high: str
    at_least: int
    low: str
    at_most: int


PAIRS = (
    Pair("asks_after_use", "PRD-EXP", 3, "MGT-06", 1),
    Pair("asks_about_promises", "MKT-EXP", 4, "MGT-06", 1),
    Pair("segments", "MKT-PER", 3, "MGT-05", 2),
    Pair("history_visible", "REP-PER", 3, "SRV-PER", 1),
    Pair("channels_joined", "MGT-04", 4, "SRV-PER", 1),
    Pair("mapped_from_research", "MGT-02", 3, "MGT-01", 1),
)
"""For the items of the model "cx-atlas"; of another model's items nothing is known."""
MODEL_ID = "cx-atlas"


class Run(NamedTuple):
    """Items in a row, in the order of the form, that were all given one level."""

    level: int
    items: tuple[str, ...]


class Alike(NamedTuple):
    """One level given nearly everywhere: `times` out of `answered`."""

    level: int
    times: int
    answered: int


class Clash(NamedTuple):
    """A pair whose two answers do not seem to go together."""

    name: str
    high: str
    high_level: int
    low: str
    low_level: int


class Quality(NamedTuple):
    """What was found; nothing of it need be wrong."""

    answered: int
    run: Run | None
    alike: Alike | None
    bare: tuple[str, ...]
    """Items with a high level and no evidence named: the highest first, then in the form's order."""
    clashes: tuple[Clash, ...]


def quality(model: Model, answers: Answers) -> Quality:
    """What is worth a second look in these answers."""
    items = model.of_form(answers.form)
    given = [(item, level) for item in items if (level := answers.to(item.id).level) is not None]
    bare = [
        (item, level)
        for item, level in given
        if level >= model.rules.evidence_from and not answers.to(item.id).evidence
    ]
    alike = _alike([level for _, level in given])
    return Quality(
        len(given),
        None if alike else _run(given, len(model.pillars)),
        alike,
        tuple(item.id for item, _ in sorted(bare, key=lambda entry: -entry[1])),
        tuple(_clashes(model, answers)),
    )


def _alike(levels: Sequence[int]) -> Alike | None:
    if len(levels) < ALIKE_FROM:
        return None
    level, times = Counter(levels).most_common(1)[0]
    return Alike(level, times, len(levels)) if times * 100 >= len(levels) * ALIKE_PERCENT else None


def _run(given: Sequence[tuple[Item, int]], natural: int) -> Run | None:
    """The longest run, if it is rare; one of `natural` items may be an area that simply stands there."""
    longest: list[tuple[Item, int]] = []
    current: list[tuple[Item, int]] = []
    for entry in given:
        current = [*current, entry] if current and current[-1][1] == entry[1] else [entry]
        longest = max(longest, current, key=len)
    if len(longest) <= natural or chance_of_run(Counter(level for _, level in given), len(longest)) >= RARE:
        return None
    return Run(longest[0][1], tuple(item.id for item, _ in longest))


def chance_of_run(times: Counter[int], length: int) -> Fraction:
    """At most how likely a run of `length` is if answers, each level given so many times, stand in random order.

    Boole's inequality over the places where such a run can begin; exact for the run at one place.
    """
    answered = times.total()
    places = answered - length + 1
    if places < 1:
        return Fraction(0)
    runs = sum(perm(n, length) for n in times.values())
    return min(Fraction(1), Fraction(places * runs, perm(answered, length)))


def _clashes(model: Model, answers: Answers) -> Iterator[Clash]:
    asked = {item.id for item in model.of_form(answers.form)} if model.id == MODEL_ID else set()
    for pair in PAIRS:
        if pair.high in asked and pair.low in asked:
            high, low = answers.to(pair.high).level, answers.to(pair.low).level
            if high is not None and low is not None and high >= pair.at_least and low <= pair.at_most:
                yield Clash(pair.name, pair.high, high, pair.low, low)
