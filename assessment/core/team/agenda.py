"""What a panel has to talk about: where it disagrees most first, and what each camp chose."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from assessment.core.model import Item, Model
from assessment.core.team.agreement import average_deviation
from assessment.core.team.groups import Tally

SHORT = 3
"""An agenda of fewer points than this is filled up with the items that come next, though people agree about them."""

UNSURE = Fraction(1, 3)
"""From this share of "don't know" on, among those to whom an item applies, finding out comes before talking."""


class Camp(NamedTuple):
    """People whose answers lie together."""

    low: int
    """Their lowest level."""
    counts: tuple[int, ...]
    """How many of them chose each level from `low` up."""

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(self.counts)

    @property
    def high(self) -> int:
        """Their highest level."""
        return self.low + len(self.counts) - 1


class Point(NamedTuple):
    """An item to talk about."""

    item: str
    deviation: Fraction
    """The average deviation AD of the answers, in levels."""
    camps: tuple[Camp, ...]
    near: bool
    """People agree about it; it is there because the agenda is short."""


class Agenda(NamedTuple):
    """The items of a panel, each in one list at most."""

    points: tuple[Point, ...]
    find_out: tuple[str, ...]
    """Items of which many do not know; the more, the earlier."""
    agreed: tuple[str, ...]
    """Items that people agree about, in the order of the form."""


_Ordered = tuple[tuple[Fraction, int, bool, int], Point]


def agenda(items: Sequence[Item], tallies: Mapping[str, Tally], importance: Mapping[str, int], model: Model) -> Agenda:
    """The items in the order in which they are worth talking about.

    First what is furthest apart, by AD; then what stands in the more important block, then what ties go to in the
    model's priorities, then the order of the form. `importance` is any number that grows with a block's importance.
    """
    apart: list[_Ordered] = []
    near: list[_Ordered] = []
    agreed, unsure = [], []
    for position, item in enumerate(items):
        tally = tallies[item.id]
        share = unsure_share(tally)
        if share >= UNSURE and tally.unknown > 1:
            unsure.append((-share, position, item.id))
        elif tally.levels is not None and tally.answered:
            deviation = average_deviation(tally.levels)
            order = (-deviation, -importance[item.block], item.pillar not in model.rules.tie_pillars, position)
            point = Point(item.id, deviation, camps(tally.levels), agree(deviation, model))
            (near if point.near else apart).append((order, point))
            if point.near:
                agreed.append(item.id)
    filled = [point for _, point in sorted(near) if point.deviation][: max(SHORT - len(apart), 0)]
    listed = {point.item for point in filled}
    return Agenda(
        (*(point for _, point in sorted(apart)), *filled),
        tuple(item for _, _, item in sorted(unsure)),
        tuple(item for item in agreed if item not in listed),
    )


def agree(deviation: Fraction, model: Model) -> bool:
    """Whether an average deviation is small enough to speak of agreement: at most A/6 (Burke & Dunlap 2002)."""
    return deviation * 6 <= model.rules.levels


def unsure_share(tally: Tally) -> Fraction:
    """The share of "don't know" among those to whom the item applies; 0 where it applies to nobody."""
    applies = tally.people - tally.not_applicable
    return Fraction(tally.unknown, applies) if applies else Fraction(0)


def camps(levels: Sequence[int]) -> tuple[Camp, ...]:
    """The people who answered, split in two where their levels leave the largest gap.

    Among gaps of the same size the split is where the two camps are the most alike inside: the sum of the deviations
    of all from the mean of their camp is least; then at the lowest level. All at one level are one camp.
    `levels` counts the people at each level, 1 first.
    """
    chosen = [level for level, n in enumerate(levels, 1) if n]
    if len(chosen) < 2:
        return tuple(Camp(level, (levels[level - 1],)) for level in chosen)

    def order(pair: tuple[int, int]) -> tuple[int, Fraction, int]:
        low, high = pair
        inside = sum((_deviations(part) for part in (levels[:low], levels[high - 1 :])), Fraction(0))
        return low - high, inside, low

    low, high = min(pairwise(chosen), key=order)
    return tuple(Camp(first, tuple(levels[first - 1 : last])) for first, last in ((chosen[0], low), (high, chosen[-1])))


def _deviations(levels: Sequence[int]) -> Fraction:
    """The sum of the deviations from the mean."""
    return average_deviation(levels) * sum(levels)
