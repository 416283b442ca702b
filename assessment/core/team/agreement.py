"""How far raters agree about one item, or about the items of an area.

Everything is worked out, exactly, from counts: how many raters chose each level.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import batched

Counts = Sequence[int]
"""How many raters chose each level of one item: the first number is level 1, the last the highest level."""


def count(counts: Counts) -> int:
    """How many raters answered."""
    return sum(counts)


def mean(counts: Counts) -> Fraction:
    """The mean level. There has to be a rater: ValueError."""
    total, _ = _sums(counts)
    return Fraction(total, _answered(counts))


def median(counts: Counts) -> Fraction:
    """The median level, half way between the middle two if they differ. There has to be a rater: ValueError."""
    raters = _answered(counts)
    return Fraction(_level_at(counts, (raters - 1) // 2) + _level_at(counts, raters // 2), 2)


def variance(counts: Counts) -> Fraction | None:
    """The variance s² of a sample (divided by the raters less one), in levels squared; None with fewer than two."""
    raters = sum(counts)
    if raters < 2:
        return None
    total, squares = _sums(counts)
    return Fraction(raters * squares - total * total, raters * (raters - 1))


def average_deviation(counts: Counts) -> Fraction:
    """The average deviation AD around the mean, in levels (Burke, Finkelstein & Dusig 1999): Σ|x − M| / k.

    0 is full agreement, half the distance between the lowest and the highest level full polarisation.
    There has to be a rater: ValueError.
    """
    raters = _answered(counts)
    total, _ = _sums(counts)
    return Fraction(sum(n * abs(level * raters - total) for level, n in enumerate(counts, 1)), raters * raters)


def r_wg(counts: Counts) -> Fraction | None:
    """Agreement against raters who pick any level alike (James, Demaree & Wolf 1984): 1 − s²/σ², σ² = (A² − 1)/12.

    1 is full agreement and 0 what chance would give. Camps at both ends agree less than chance, so it may be below 0
    and is not clipped. None with fewer than two raters.
    """
    spread = variance(counts)
    return None if spread is None else 1 - spread / _by_chance(len(counts))


def a_wg(counts: Counts) -> Fraction | None:
    """Agreement against the most disagreement that the mean leaves room for (Brown & Hauenstein 2005), −1 to 1.

    1 − 2s² / ((H + L)M − M² − HL) · (k − 1)/k with the lowest level L, the highest H, the mean M and k raters.
    None with fewer than two raters, and where the mean is so near an end of the scale that even one rater at the other
    end would have moved it further: it holds from (L(k − 1) + H)/k to (H(k − 1) + L)/k.
    """
    spread = variance(counts)
    if spread is None:
        return None
    raters, low, high, middle = sum(counts), 1, len(counts), mean(counts)
    if not low * (raters - 1) + high <= raters * middle <= high * (raters - 1) + low:
        return None
    most = ((high + low) * middle - middle * middle - high * low) * Fraction(raters, raters - 1)
    return 1 - 2 * spread / most


def r_star_wg_j(variances: Sequence[Fraction], levels: int) -> Fraction | None:
    """Agreement about several items (Lindell, Brandt & Whitney 1999): 1 − s̄²/σ², s̄² the mean of the variances.

    Read like `r_wg`, and not clipped either; it does not grow with the number of items. None without an item.
    """
    if not variances:
        return None
    return 1 - sum(variances) / (len(variances) * _by_chance(levels))


def r_wg_j(variances: Sequence[Fraction], levels: int) -> Fraction | None:
    """Agreement about J items (James, Demaree & Wolf 1984): J(1 − q) / (J(1 − q) + q) with q = s̄²/σ²; None without any.

    It grows with the number of items, whatever the raters do. Where they agree less than chance the formula runs out
    of 0 to 1, and through a division by zero; as its authors advise, that is 0: no agreement.
    """
    one = r_star_wg_j(variances, levels)
    if one is None:
        return None
    agreed = len(variances) * max(one, Fraction(0))
    return agreed / (agreed + 1 - one) if agreed else Fraction(0)


def tally(row: Sequence[int | None], levels: int) -> tuple[int, ...]:
    """The counts of a single rater, item after item: a 1 at the level chosen, and zeros. None is no answer.

    Tallies of raters add up to the counts of their panel; `per_item` takes those apart.
    """
    return tuple(int(chosen == level) for chosen in row for level in range(1, levels + 1))


def per_item(sums: Sequence[int], levels: int) -> Iterator[Counts]:
    """The counts of each item, from the sum of tallies."""
    return batched(sums, levels)


def _answered(counts: Counts) -> int:
    raters = sum(counts)
    if not raters:
        raise ValueError("nobody answered")
    return raters


def _sums(counts: Counts) -> tuple[int, int]:
    """The sum of the levels chosen, and of their squares."""
    total = squares = 0
    for level, n in enumerate(counts, 1):
        total += n * level
        squares += n * level * level
    return total, squares


def _level_at(counts: Counts, place: int) -> int:
    """The level at a place, from 0, of the raters lined up by level."""
    for level, n in enumerate(counts, 1):
        place -= n
        if place < 0:
            return level
    raise AssertionError("a place is below the number of raters")


def _by_chance(levels: int) -> Fraction:
    """The variance of a rater who picks any level alike."""
    return Fraction(levels * levels - 1, 12)
