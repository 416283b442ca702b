"""How far raters' answers, taken together, tell items or raters apart: intraclass correlation and two alphas.

Everything is exact. `Ratings` keeps sums only, so a panel may be read row by row, however large it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Literal, NamedTuple, Self

from assessment.core.team.agreement import Counts


class Icc(NamedTuple):
    """Intraclass correlations of k raters over items, at most 1 (Shrout & Fleiss 1979; McGraw & Wong 1996).

    The first of each pair is about a single rater, the one with `_k` about the mean of all k. Each is None where it is
    undefined, as when all raters gave all items the same level. Below 0 means: no reliability.
    """

    one_way: Fraction | None
    """ICC(1): raters are not told apart."""
    one_way_k: Fraction | None
    """ICC(k)."""
    absolute: Fraction | None
    """ICC(A,1): raters are to give the same level."""
    absolute_k: Fraction | None
    """ICC(A,k)."""
    consistent: Fraction | None
    """ICC(C,1): raters are to put the items in the same order, and may be stricter or milder."""
    consistent_k: Fraction | None
    """ICC(C,k)."""


class Ratings:
    """The sums that a panel's reliability needs, of raters who each answered every item.

    `tally` gives what one rater adds to `sums`, so that whoever has sums of tallies (a bootstrap) has the ratings.
    """

    def __init__(self, items: int, sums: Iterable[int] = ()) -> None:
        self.items = items
        self.sums = list(sums) or [0] * (2 * items + 2)

    @staticmethod
    def tally(row: Sequence[int]) -> tuple[int, ...]:
        """What a rater with these levels adds: one, the levels, their squares, and the square of their sum."""
        total = sum(row)
        return (1, *row, *[level * level for level in row], total * total)

    def add(self, row: Sequence[int]) -> None:
        """Take in the levels that one rater gave, one for each item; ValueError if there are more or fewer."""
        if len(row) != self.items:
            raise ValueError(f"{len(row)} levels for {self.items} items")
        self._add(self.tally(row))

    def merge(self, other: Self) -> None:
        """Take in the raters of another panel on the same items; ValueError if it has more or fewer."""
        if other.items != self.items:
            raise ValueError(f"{other.items} items for {self.items}")
        self._add(other.sums)

    @property
    def raters(self) -> int:
        """How many raters there are."""
        return self.sums[0]

    def cronbach_alpha(self) -> Fraction | None:
        """Cronbach's alpha (1951) of the items over raters: J/(J − 1) · (1 − Σ s²(item) / s²(sum of a rater)).

        None with fewer than two items or raters, and where all raters have the same sum.
        """
        if self.items < 2 or self.raters < 2:
            return None
        total, squares = self._total_and_squares()
        of_items = self.raters * squares - sum(level * level for level in self._item_sums())
        of_raters = self.raters * self.sums[-1] - total * total
        return _ratio(self.items * (of_raters - of_items), (self.items - 1) * of_raters)

    def icc(self) -> Icc | None:
        """The intraclass correlations, items being what is rated; None with fewer than two items or raters."""
        n, k = self.items, self.raters
        if n < 2 or k < 2:
            return None
        # Sums of squares times nk, which cancels: whole numbers until the mean squares.
        total, squares = self._total_and_squares()
        between_items = n * sum(level * level for level in self._item_sums()) - total * total
        between_raters = k * self.sums[-1] - total * total
        within_items = n * k * squares - total * total - between_items
        items = Fraction(between_items, n - 1)
        raters = Fraction(between_raters, k - 1)
        within = Fraction(within_items, n * (k - 1))
        error = Fraction(within_items - between_raters, (n - 1) * (k - 1))
        return Icc(
            one_way=_ratio(items - within, items + (k - 1) * within),
            one_way_k=_ratio(items - within, items),
            absolute=_ratio(items - error, items + (k - 1) * error + (raters - error) * k / n),
            absolute_k=_ratio(items - error, items + (raters - error) / n),
            consistent=_ratio(items - error, items + (k - 1) * error),
            consistent_k=_ratio(items - error, items),
        )

    def _item_sums(self) -> Sequence[int]:
        return self.sums[1 : self.items + 1]

    def _total_and_squares(self) -> tuple[int, int]:
        """The sum of all levels, and of their squares."""
        return sum(self._item_sums()), sum(self.sums[self.items + 1 : -1])

    def _add(self, sums: Sequence[int]) -> None:
        self.sums = [one + other for one, other in zip(self.sums, sums, strict=True)]


def krippendorff_alpha(units: Iterable[Counts], metric: Literal["ordinal", "interval"]) -> Fraction | None:
    """Krippendorff's alpha, at most 1, from the counts of each item; cells may be missing (Hayes & Krippendorff 2007).

    Items that fewer than two raters answered say nothing and are left out. None if none is left, or if all the rest
    has one level: then there is no disagreement to expect.
    """
    paired = [counts for counts in units if sum(counts) > 1]
    totals = [sum(of_level) for of_level in zip(*paired, strict=True)]
    # Both metrics are squared differences: of levels, or of the levels' mean ranks (here twice them).
    places = (
        range(len(totals))
        if metric == "interval"
        else [2 * end - n for end, n in zip(accumulate(totals), totals, strict=True)]
    )
    observed: defaultdict[int, int] = defaultdict(int)
    for counts in paired:
        observed[sum(counts)] += _squared_differences(counts, places)
    within = sum((Fraction(found, raters - 1) for raters, found in observed.items()), Fraction(0))
    chance = Fraction(_squared_differences(totals, places), max(sum(totals) - 1, 1))
    return _ratio(chance - within, chance)


def _squared_differences(counts: Counts, places: Sequence[int]) -> int:
    """The squared differences of all pairs of values, n of which stand at each place."""
    total = squares = 0
    for n, place in zip(counts, places, strict=True):
        total += n * place
        squares += n * place * place
    return sum(counts) * squares - total * total


def _ratio(part: Fraction | int, whole: Fraction | int) -> Fraction | None:
    """A share of variance; None where there is none, or where subtracting errors left less than none."""
    return Fraction(part) / whole if whole > 0 else None
