"""Scores, levels and their ranges: of one block of items, of an index over blocks, and of the whole.

Everything is exact: scores are fractions of integers, rounded only by `shown` and `stored`, half up.
A range is what the score or level could still be, with every unknown and missing answer at its lowest and at its
highest (Manski 1990: bounds that need no assumption).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from assessment.core.gate import Blocking, Member, blocking, gated_level
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
    lowest, highest = (_completed(cells, rules, level) for level in (1, rules.levels))
    total = sum(cell.weight for cell in cells)
    weight = sum(member.weight for member in answered)
    coverage = Fraction(weight, total)
    found = Score(
        "too_few",
        score_range=(_mean(lowest), _mean(highest)),
        level_range=(gated_level(lowest, rules), gated_level(highest, rules)),
        coverage=coverage,
    )
    if coverage * 100 < rules.coverage_percent:
        return found
    return found._replace(
        status="scored",
        score=_mean(answered),
        level=gated_level(answered, rules),
        blocking=blocking(answered, rules),
    )


def score_index(parts: Sequence[tuple[str, int, Score]], rules: Rules, needed: int) -> Score:
    """The index over blocks, each with id, weight and score: the mean of the scores, and the gate over the levels.

    It needs a score for `needed` blocks. Blocks with too few answers widen its range, and the point stays within it.
    """
    assessed = [part for part in parts if part[2].status in ("scored", "too_few")]
    if len(assessed) < needed:
        return NOT_ASSESSED
    total = sum(weight for _, weight, _ in assessed)
    score_range = tuple(
        sum((weight * part.score_range[end] for _, weight, part in assessed if part.score_range), Fraction(0)) / total
        for end in (0, 1)
    )
    ends = [[Member(key, part.level_range[end]) for key, _, part in assessed if part.level_range] for end in (0, 1)]
    lowest, highest = (gated_level(members, rules) for members in ends)
    coverage = sum((weight * part.coverage for _, weight, part in assessed if part.coverage), Fraction(0)) / total
    found = Score(
        "too_few",
        score_range=(score_range[0], score_range[1]),
        level_range=(lowest, highest),
        coverage=coverage,
    )
    scored = [(key, weight, part) for key, weight, part in assessed if part.score is not None]
    if len(scored) < needed:
        return found
    mean = sum((weight * part.score for _, weight, part in scored if part.score is not None), Fraction(0))
    mean /= sum(weight for _, weight, _ in scored)
    members = [Member(key, part.level) for key, _, part in scored if part.level is not None]
    if not lowest <= gated_level(members, rules) <= highest:  # blocks without a score decide, so they also block
        members = ends[gated_level(members, rules) > highest]
    return found._replace(
        status="scored",
        score=max(score_range[0], min(score_range[1], mean)),
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
    low, high = (_half(half.score_range[end] for half in halves if half.score_range) for end in (0, 1))
    found = levels._replace(
        score=None,
        score_range=(low, high),
        coverage=_half(half.coverage for half in halves if half.coverage is not None),
    )
    if any(half.status != "scored" for half in halves):
        return found._replace(status="too_few", level=None, blocking=None)
    return found._replace(status="scored", score=_half(half.score for half in halves if half.score is not None))


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


def _completed(cells: Sequence[Cell], rules: Rules, level: int) -> list[Member]:
    return [Member(cell.id, level if cell.level is None else cell.level, cell.weight) for cell in cells]


def _mean(members: Sequence[Member]) -> Fraction:
    return Fraction(sum(m.level * m.weight for m in members), sum(m.weight for m in members))


def _half(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / 2
