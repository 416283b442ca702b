"""Scores, levels and their ranges: of one block of items, of an index over blocks, and of the whole.

Everything is exact: scores are fractions of integers, rounded only by `shown` and `stored`, half up.
A range is what the score or level could still be, with every unknown and missing answer at its lowest and at its
highest (Manski 1990: bounds that need no assumption).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Literal, NamedTuple

from assessment.core.gate import Blocking, Member, blocking, gated_level, level_of, weights_at
from assessment.core.model import Rules

Status = Literal["scored", "too_few", "not_assessed", "not_in_form"]


class Cell(NamedTuple):
    """An applicable item as scoring sees it: its answer, or None where it is unknown or missing."""

    id: str
    weight: int
    level: int | None


class Score(NamedTuple):
    """What can be said of an area, a pillar, management, an index or the whole.

    `score` runs from 1 to the number of levels. It is None unless the status is "scored".
    `coverage` is the weight answered over the weight applicable, 0 to 1; None where nothing applies.
    """

    status: Status
    score: Fraction | None = None
    score_range: tuple[Fraction, Fraction] | None = None
    level: int | None = None
    level_range: tuple[int, int] | None = None
    coverage: Fraction | None = None
    blocking: Blocking | None = None


NOT_ASSESSED = Score("not_assessed")
NOT_IN_FORM = Score("not_in_form")


def score_cells(cells: Sequence[Cell], rules: Rules) -> Score:
    """The score of a block from its applicable items; without any, it is not assessed."""
    if not cells:
        return NOT_ASSESSED
    answered = [Member(cell.id, cell.level, cell.weight) for cell in cells if cell.level is not None]
    weights = weights_at(answered, rules)
    total = sum(cell.weight for cell in cells)
    missing = total - sum(weights)
    lowest, highest = weights.copy(), weights.copy()
    lowest[1] += missing
    highest[rules.levels] += missing
    found = Score(
        "too_few",
        score_range=(_mean_level(lowest), _mean_level(highest)),
        level_range=(level_of(lowest, rules), level_of(highest, rules)),
        coverage=Fraction(total - missing, total),
    )
    if (total - missing) * 100 < total * rules.coverage_percent:
        return found
    return found._replace(
        status="scored",
        score=_mean_level(weights),
        level=level_of(weights, rules),
        blocking=blocking(answered, rules),
    )


def score_index(parts: Sequence[tuple[str, int, Score]], rules: Rules, needed: int) -> Score:
    """The index over blocks, each with id, weight and score: the mean of the scores, and the gate over the levels.

    It needs a score for `needed` blocks. Blocks with too few answers widen its range, and the point stays within it.
    """
    assessed = [part for part in parts if part[2].status in ("scored", "too_few")]
    if len(assessed) < needed:
        return NOT_ASSESSED
    score_range = tuple(
        mean((part.score_range[end], weight) for _, weight, part in assessed if part.score_range) for end in (0, 1)
    )
    ends = [[Member(key, part.level_range[end]) for key, _, part in assessed if part.level_range] for end in (0, 1)]
    lowest, highest = (gated_level(members, rules) for members in ends)
    found = Score(
        "too_few",
        score_range=(score_range[0], score_range[1]),
        level_range=(lowest, highest),
        coverage=mean((part.coverage, weight) for _, weight, part in assessed if part.coverage is not None),
    )
    scored = [(part.score, weight) for _, weight, part in assessed if part.score is not None]
    if len(scored) < needed:
        return found
    members = [Member(key, part.level) for key, _, part in assessed if part.level is not None]
    if not lowest <= gated_level(members, rules) <= highest:  # blocks without a score decide, so they also block
        members = ends[gated_level(members, rules) > highest]
    return found._replace(
        status="scored",
        score=max(score_range[0], min(score_range[1], mean(scored))),
        level=gated_level(members, rules),
        blocking=blocking(members, rules),
    )


def score_whole(
    experience: Score, management: Score, parts: Sequence[tuple[str, int, Score]], management_id: str, rules: Rules
) -> Score:
    """The whole: the mean of experience and management, and the gate over the levels of all blocks."""
    halves = (experience, management)
    if any(half.status == "not_assessed" for half in halves):
        return NOT_ASSESSED
    levels = score_index([*parts, (management_id, 1, management)], rules, rules.areas_needed + 1)
    low, high = (mean((half.score_range[end], 1) for half in halves if half.score_range) for end in (0, 1))
    found = levels._replace(
        score=None,
        score_range=(low, high),
        coverage=mean((half.coverage, 1) for half in halves if half.coverage is not None),
    )
    if any(half.status != "scored" for half in halves):
        return found._replace(status="too_few", level=None, blocking=None)
    return found._replace(status="scored", score=mean((half.score, 1) for half in halves if half.score is not None))


def mean(values: Iterable[tuple[Fraction, int]]) -> Fraction:
    """The mean of values with weights. One fraction is made, not one for each step: adding fractions is slow."""
    pairs = list(values)
    common = lcm(*(value.denominator for value, _ in pairs))
    total = sum(weight * value.numerator * (common // value.denominator) for value, weight in pairs)
    return Fraction(total, common * sum(weight for _, weight in pairs))


def rounded(value: Fraction, decimals: int) -> int:
    """The value times 10^decimals as a whole number, half up. The only rounding there is."""
    scale: int = 10**decimals
    return (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)


def stored(value: Fraction) -> float:
    """A score as a report stores it: two decimals."""
    return rounded(value, 2) / 100


def shown(value: Fraction) -> str:
    """A score as people read it: one decimal, for the data carry no more."""
    tenths = rounded(value, 1)
    return f"{tenths // 10}.{tenths % 10}"


def _mean_level(weights: Sequence[int]) -> Fraction:
    return Fraction(sum(level * weight for level, weight in enumerate(weights)), sum(weights))
