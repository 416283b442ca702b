"""How far a figure would move with other raters of the same kind: the bootstrap over raters (Efron 1979, 1987).

    bootstrap(Counter(tally(row, levels) for row in rows), statistic)   # any statistic of the sum of raters' tallies
    bootstrap_mean({Fraction(7, 2): 12, Fraction(4): 30})               # the mean of one number per rater
    bootstrap_item(counts, average_deviation)                           # a statistic of one item

Raters with equal tallies are drawn together, so the work grows with the tallies that differ and hardly with the raters:
2,000 draws take 0.1 s for an item or a block mean of 10,000 raters, and 0.3 to 1 s for an alpha of 200 raters with
48 items each. Only whole numbers are drawn and only fractions compared: the ends are the same everywhere.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import accumulate
from math import ceil, floor, fsum, lcm, sqrt, sumprod
from random import Random
from typing import NamedTuple

from assessment.core.score import mean
from assessment.core.team.agreement import Counts

DRAWS = 2_000
MIN_RATERS = 5
"""With fewer raters a bootstrap says too little: show the lowest and the highest value in place of an interval."""

_TAIL = Fraction(1, 40)  # of each side, so that 95 % lie between
_SEED = 1979
_UNDEFINED = Fraction(1, 20)  # with a larger share of draws without a value, the rest would be a choice of draws

Statistic = Callable[[Sequence[int]], Fraction | None]


class Interval(NamedTuple):
    """The ends of an interval, which belong to it."""

    low: Fraction
    high: Fraction


class Estimate(NamedTuple):
    """A statistic with its two 95 % intervals.

    The `percentile` interval is there always, but a draw repeats raters and so is more at one than the panel: that of
    an agreement leans upwards. `bca` is corrected for such bias and for skewness (Efron 1987); it is None where that is
    undefined, as when all raters are alike.
    """

    point: Fraction
    percentile: Interval
    bca: Interval | None


def bootstrap(raters: Mapping[tuple[int, ...], int], statistic: Statistic) -> Estimate | None:
    """A statistic of the sums of raters' tallies; `raters` says how many raters have which tally.

    A tally is what one rater adds to the sums that the statistic needs: whole numbers, none below 0, always as many.
    `agreement.tally` fits what is worked out from counts (`agreement.per_item` takes its sums apart), `Ratings.tally`
    fits Cronbach's alpha and the ICC (`Ratings(items, sums)`). None where the statistic is None for the panel, and
    where it is None for more than one draw in twenty.
    """
    lanes = _Lanes(raters)
    tallies = sorted((lanes.packed(tally), n) for tally, n in raters.items() if n)  # whatever the order of raters
    whole = sum(tally * n for tally, n in tallies)
    point = statistic(lanes.sums(whole)) if tallies else None
    if point is None:
        return None
    draws = _Draws.of((statistic(lanes.sums(drawn)), times) for drawn, times in resampled(tallies).items())
    if draws.number < DRAWS * (1 - _UNDEFINED):
        return None
    without = [(statistic(lanes.sums(whole - tally)), n) for tally, n in tallies] if len(tallies) > 1 else []
    return Estimate(point, draws.between(_TAIL, 1 - _TAIL), _bca(point, draws, without))


def bootstrap_mean(values: Mapping[Fraction, int]) -> Estimate:
    """The mean of one number per rater, as of a block's scores; `values` says how many raters have which number.

    There has to be a rater: ValueError.
    """
    if not values:
        raise ValueError("nobody answered")
    lowest, scale = min(values), lcm(*(value.denominator for value in values))
    raters: dict[tuple[int, ...], int] = {(1, int((value - lowest) * scale)): n for value, n in values.items()}
    found = bootstrap(raters, lambda sums: lowest + Fraction(sums[1], sums[0] * scale))
    assert found is not None  # a mean is defined for every draw
    return found


def bootstrap_item(counts: Counts, statistic: Callable[[Counts], Fraction | None]) -> Estimate | None:
    """A statistic of one item's counts, such as `agreement.mean` or `agreement.average_deviation`; see `bootstrap`."""
    levels = range(len(counts))
    return bootstrap(
        {tuple(int(level == chosen) for level in levels): counts[chosen] for chosen in levels if counts[chosen]},
        statistic,
    )


class _Lanes:
    """Tallies as single whole numbers, each entry in a lane wide enough for the panel's sum: one addition adds all."""

    def __init__(self, raters: Mapping[tuple[int, ...], int]) -> None:
        highest = max((max(tally) for tally in raters), default=0)
        self._width = (highest * sum(raters.values())).bit_length() // 8 + 1
        self._length = self._width * max(map(len, raters), default=0)

    def packed(self, tally: Sequence[int]) -> int:
        return int.from_bytes(b"".join(entry.to_bytes(self._width, "little") for entry in tally), "little")

    def sums(self, packed: int) -> Sequence[int]:
        lanes, width = packed.to_bytes(self._length, "little"), self._width
        return [int.from_bytes(lanes[at : at + width], "little") for at in range(0, self._length, width)]


class _Draws(NamedTuple):
    """What a statistic came to over all draws: its values, lowest first, and how many draws lie at or below each."""

    values: Sequence[Fraction]
    ends: Sequence[int]

    @classmethod
    def of(cls, found: Iterable[tuple[Fraction | None, int]]) -> "_Draws":
        """The draws in order, less those without a value."""
        times = Counter[Fraction]()
        for value, n in found:
            if value is not None:
                times[value] += n
        values = sorted(times)
        return cls(values, list(accumulate(times[value] for value in values)))

    @property
    def number(self) -> int:
        """How many draws have a value."""
        return self.ends[-1] if self.ends else 0

    def between(self, low: Fraction | float, high: Fraction | float) -> Interval:
        """The draws at two shares, the rank rounded outwards (Efron & Tibshirani 1993, section 12.5)."""
        ranks = (floor(round((self.number + 1) * low, 6)), ceil(round((self.number + 1) * high, 6)))
        ends = (self.values[bisect_left(self.ends, min(max(rank, 1), self.number))] for rank in ranks)
        return Interval(*ends)

    def share_below(self, point: Fraction) -> float:
        """The share of draws below a value, half of those at it counted in."""
        upto = [0, *self.ends]
        return (upto[bisect_left(self.values, point)] + upto[bisect_right(self.values, point)]) / (2 * self.number)


def _bca(point: Fraction, draws: _Draws, without: Sequence[tuple[Fraction | None, int]]) -> Interval | None:
    """The interval corrected for bias and acceleration; `without`: the statistic without a rater, and for how many.

    Floats are good enough here: they only choose which draws are the ends.
    """
    from statistics import NormalDist  # here, because the browser loads it for nothing else

    skew, share = acceleration(without), draws.share_below(point)
    if skew is None or not 0 < share < 1:
        return None
    normal = NormalDist()
    bias = normal.inv_cdf(share)
    shares = []
    for tail in (_TAIL, 1 - _TAIL):
        moved = bias + normal.inv_cdf(float(tail))
        room = 1 - skew * moved
        if room <= 0:
            return None
        shares.append(normal.cdf(bias + moved / room))
    return draws.between(*shares)


def acceleration(without: Sequence[tuple[Fraction | None, int]]) -> float | None:
    """How the standard error changes with the value, by the jackknife (Efron & Tibshirani 1993, formula 14.15)."""
    known = [(value, n) for value, n in without if value is not None]
    if len(known) < len(without) or not known:
        return None
    middle = mean(known)
    away = [(float(middle - value), n) for value, n in known]
    squares = fsum(n * d * d for d, n in away)
    return fsum(n * d * d * d for d, n in away) / (6 * squares * sqrt(squares)) if squares else None


def resampled(tallies: Sequence[tuple[int, int]]) -> Counter[int]:
    """The sums of as many raters, drawn with replacement, and how many of the draws came to each.

    A draw says how many of its raters have each tally. It is made by splitting: first how many have a tally from the
    one half, then from which part of that half, with frequent tallies split off first (a tree of Huffman 1952).
    """
    heap = [(n, at) for at, (_, n) in enumerate(tallies)]
    heapify(heap)
    splits: list[tuple[int, int, int, int, int]] = []
    while len(heap) > 1:
        part, one = heappop(heap)
        rest, other = heappop(heap)
        parent = len(tallies) + len(splits)
        splits.append((parent, one, other, part, part + rest))
        heappush(heap, (part + rest, parent))
    splits.reverse()
    packed = [tally for tally, _ in tallies]
    drawn = [0] * (len(tallies) + len(splits))
    drawn[-1] = heap[0][0]
    bits, found = Random(_SEED).getrandbits, Counter[int]()
    for _ in range(DRAWS):
        for parent, one, other, part, whole in splits:
            drawn[one] = taken = _binomial(drawn[parent], part, whole, bits)
            drawn[other] = drawn[parent] - taken
        found[int(sumprod(drawn[: len(packed)], packed))] += 1
    return found


def _binomial(trials: int, part: int, whole: int, bits: Callable[[int], int]) -> int:
    """How many of the trials succeed, each with the probability part/whole, exactly.

    A trial succeeds if a random binary fraction is below part/whole. All trials draw one binary digit at a time;
    those whose digit differs from that of part/whole are decided, and about half remain.
    """
    successes = 0
    while trials and part:
        ones = bits(trials).bit_count()
        part *= 2
        if part >= whole:
            part -= whole
            successes += trials - ones
            trials = ones
        else:
            trials -= ones
    return successes
