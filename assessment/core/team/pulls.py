"""How far a panel's scores would move with other people of the same kind: their 95 % intervals."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import isqrt, lcm
from typing import Literal, NamedTuple

from assessment.core.team.agreement import mean as mean_level
from assessment.core.team.groups import Tally
from assessment.core.team.intervals import MIN_RATERS, bootstrap_mean
from assessment.core.team.panel import Gathered

MANY = 100
"""From this many people on an interval is the mean's normal one: to the decimal shown it is what a bootstrap gives."""


class Margin(NamedTuple):
    """A 95 % interval, and how it was found."""

    low: Fraction
    high: Fraction
    how: Literal["bca", "percentile", "normal"]
    percentile: tuple[Fraction, Fraction] | None = None
    """The interval of the bootstrap's percentiles, where there is a bootstrap."""


class Pulls:
    """How far each person pulls the score of each block away from the mean.

    With i for items, w for weights, c for how many answered and m for their mean, a person who answered x pulls by the
    sum of w·(n/c)·(x − m) over Σw: the linear part of a mean of means, whose own mean is 0 (Woodruff 1971). Where
    everybody answered everything, it is the person's own score less the mean. All are whole numbers over `scale`.
    """

    def __init__(self, gathered: Gathered, tallies: Mapping[str, Tally]) -> None:
        self.people = gathered.people
        self.scale = 1
        self._people: Counter[tuple[int, ...]] = Counter()
        self._blocks: dict[str, int] = {}
        rows = gathered.rows
        if self.people < MIN_RATERS or rows is None:
            return
        pulls = _pulls(gathered, tallies)
        self.scale = lcm(*(pull.denominator for table in pulls for pull in table))
        tables = [[pull.numerator * (self.scale // pull.denominator) for pull in table] for table in pulls]
        blocks = [item.block for item in gathered.items]
        self._blocks = {block: place for place, block in enumerate(dict.fromkeys(blocks))}
        spans = [[n for n, block in enumerate(blocks) if block == found] for found in self._blocks]
        for states, people in Counter(rows).items():
            pull = [table[state] for table, state in zip(tables, states, strict=True)]
            self._people[tuple([sum([pull[n] for n in span]) for span in spans])] += people

    def interval(self, score: Fraction, shares: Mapping[str, Fraction]) -> Margin | None:
        """The 95 % interval of a score that is made of so much of each block."""
        if not self._people:
            return None
        whole = lcm(*(share.denominator for share in shares.values()))
        parts = [(self._blocks[block], int(share * whole)) for block, share in shares.items()]
        values: Counter[int] = Counter()
        for pulls, people in self._people.items():
            values[sum([pulls[place] * part for place, part in parts])] += people
        unit = self.scale * whole
        if self.people < MANY:
            estimate = bootstrap_mean({score + Fraction(value, unit): people for value, people in values.items()})
            found = estimate.bca or estimate.percentile
            return Margin(*found, "bca" if estimate.bca else "percentile", estimate.percentile)
        squares = sum(value * value * people for value, people in values.items())
        variance_of_mean = Fraction(squares, unit * unit * (self.people - 1) * self.people)
        half = Fraction(isqrt(int(variance_of_mean * 196**2 * 10**8)), 10**6)
        return Margin(score - half, score + half, "normal")


def _pulls(gathered: Gathered, tallies: Mapping[str, Tally]) -> list[list[Fraction]]:
    """For each item, how far a person in each state pulls its block's score."""
    nothing = Fraction(0)
    weights: Counter[str] = Counter()
    for item in gathered.items:
        weights[item.block] += item.weight if any(tallies[item.id].levels or ()) else 0
    tables = []
    for item in gathered.items:
        table = [nothing] * gathered.width
        levels = tallies[item.id].levels
        if levels and any(levels):
            share = Fraction(item.weight * gathered.people, weights[item.block] * sum(levels))
            middle = mean_level(levels)
            for level in range(1, len(levels) + 1):
                table[level] = share * (level - middle)
        tables.append(table)
    return tables
