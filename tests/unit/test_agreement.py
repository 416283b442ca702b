"""Agreement about an item and an area: worked figures, the same from lists, and what holds of every panel."""

import statistics
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.team.agreement import (
    Counts,
    a_wg,
    average_deviation,
    count,
    mean,
    median,
    per_item,
    r_star_wg_j,
    r_wg,
    r_wg_j,
    tally,
    variance,
)

LEVELS = 5
levels = st.lists(st.integers(1, LEVELS), min_size=1, max_size=60)
panels = st.integers(1, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.none() | st.integers(1, LEVELS), min_size=items, max_size=items), min_size=1, max_size=12
    )
)
variances = st.lists(st.fractions(0, 8, max_denominator=30), min_size=1, max_size=12)


def counted(chosen: Sequence[int], levels: int = LEVELS) -> Counts:
    """How many raters chose each level."""
    return [chosen.count(level) for level in range(1, levels + 1)]


@pytest.mark.parametrize(
    ("chosen", "middle", "s2", "agreement", "deviation", "adjusted"),
    [
        ([2, 3, 3, 4], Fraction(3), Fraction(2, 3), Fraction(2, 3), Fraction(1, 2), Fraction(3, 4)),
        ([4, 4, 5, 5, 3], Fraction(21, 5), Fraction(7, 10), Fraction(13, 20), Fraction(16, 25), Fraction(9, 16)),
        ([1, 5, 1, 5], Fraction(3), Fraction(16, 3), Fraction(-5, 3), Fraction(2), Fraction(-1)),
    ],
)
def test_the_worked_figures_of_an_item(
    chosen: list[int], middle: Fraction, s2: Fraction, agreement: Fraction, deviation: Fraction, adjusted: Fraction
) -> None:
    counts = counted(chosen)
    assert (mean(counts), variance(counts), r_wg(counts)) == (middle, s2, agreement)
    assert (average_deviation(counts), a_wg(counts)) == (deviation, adjusted)


def test_the_worked_figures_of_an_area() -> None:
    spreads = [Fraction(5, 10), Fraction(7, 10), Fraction(6, 10)]
    assert r_wg_j(spreads, LEVELS) == Fraction(7, 8)
    assert r_star_wg_j(spreads, LEVELS) == Fraction(7, 10)


@given(levels)
def test_counts_say_what_the_list_of_levels_says(chosen: list[int]) -> None:
    counts, middle = counted(chosen), Fraction(sum(chosen), len(chosen))
    assert count(counts) == len(chosen)
    assert mean(counts) == middle
    assert median(counts) == Fraction(statistics.median(map(Fraction, chosen)))
    assert average_deviation(counts) == statistics.mean(abs(level - middle) for level in chosen)
    assert variance(counts) == (statistics.variance(map(Fraction, chosen)) if len(chosen) > 1 else None)


@given(levels)
def test_agreement_stays_within_its_bounds(chosen: list[int]) -> None:
    counts = counted(chosen)
    assert 1 <= median(counts) <= LEVELS
    assert 0 <= average_deviation(counts) <= Fraction(LEVELS - 1, 2)
    alike = len(set(chosen)) == 1
    assert (average_deviation(counts) == 0) is alike
    found, adjusted = r_wg(counts), a_wg(counts)
    if found is None:
        assert len(chosen) == 1
        assert adjusted is None
        return
    assert found <= 1
    assert (found == 1) is alike
    if adjusted is not None:
        assert -1 <= adjusted <= 1
        assert (adjusted == 1) is alike


@given(levels)
def test_agreement_is_the_same_when_the_scale_is_turned_round(chosen: list[int]) -> None:
    counts = counted(chosen)
    turned = counts[::-1]
    for measure in (variance, average_deviation, r_wg, a_wg):
        assert measure(turned) == measure(counts)
    assert median(turned) == LEVELS + 1 - median(counts)


@pytest.mark.parametrize(
    ("chosen", "holds"),
    [
        ([1, 1, 1, 1], False),
        ([1, 1, 1, 4], False),
        ([1, 1, 1, 5], True),  # the mean is where one rater at the other end has moved it, exactly
        ([5, 5, 5, 1], True),
        ([5, 5, 5, 2], False),
        ([3, 3], True),
        ([3], False),
        ([], False),
    ],
)
def test_a_wg_holds_only_where_the_mean_leaves_room_for_disagreement(chosen: list[int], holds: bool) -> None:
    assert (a_wg(counted(chosen)) is not None) is holds


def test_every_level_chosen_alike_is_the_agreement_of_chance() -> None:
    """With many raters: s² divides by the raters less one."""
    found = r_wg([1_000_000] * LEVELS)
    assert found is not None
    assert -Fraction(1, 1_000_000) < found < 0


def test_agreement_knows_the_number_of_levels() -> None:
    assert r_wg(counted([2, 3, 3, 4], levels=7)) == 1 - Fraction(2, 3) / 4
    assert a_wg(counted([1, 4, 1, 4], levels=4)) == -1


@given(variances)
def test_agreement_about_several_items_steps_up_as_spearman_and_brown_say(spreads: list[Fraction]) -> None:
    one, many = r_star_wg_j(spreads, LEVELS), r_wg_j(spreads, LEVELS)
    assert one == statistics.mean(1 - spread / 2 for spread in spreads)
    assert one is not None
    assert many == (len(spreads) * one / (1 + (len(spreads) - 1) * one) if one > 0 else 0)
    assert 0 <= many <= 1


@given(levels)
def test_agreement_about_one_item_is_that_of_the_item(chosen: list[int]) -> None:
    counts = counted(chosen)
    spread = variance(counts)
    assert r_star_wg_j([] if spread is None else [spread], LEVELS) == r_wg(counts)


def test_nobody_and_nothing_have_no_figures() -> None:
    nobody = counted([])
    assert (variance(nobody), r_wg(nobody), count(nobody)) == (None, None, 0)
    assert (r_wg_j([], LEVELS), r_star_wg_j([], LEVELS)) == (None, None)
    for measure in (mean, median, average_deviation):
        with pytest.raises(ValueError, match="nobody answered"):
            measure(nobody)


@given(panels)
def test_tallies_of_raters_add_up_to_the_counts_of_the_items(rows: list[list[int | None]]) -> None:
    sums = [sum(column) for column in zip(*(tally(row, LEVELS) for row in rows), strict=True)]
    items = [[level for level in column if level is not None] for column in zip(*rows, strict=True)]
    assert [list(counts) for counts in per_item(sums, LEVELS)] == [counted(chosen) for chosen in items]
