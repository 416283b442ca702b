"""The agenda: where people disagree most first, in camps, with what nobody knows set apart."""

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.team.agenda import SHORT, Camp, agenda, agree, camps
from assessment.core.team.agreement import average_deviation
from assessment.core.team.groups import Tally
from tests.unit.generated import REAL

IDS = [item.id for item in REAL.items]
FLAT = dict.fromkeys((block.id for block in REAL.blocks), 0)
ALIKE = (0, 0, 6, 0, 0)


def tallies(**levels: tuple[int, ...] | Tally) -> dict[str, Tally]:
    """These answers to items, named with _ for -, and the same answer of all to the others."""
    found = {item: Tally(0, ALIKE, 6, 0, 0) for item in IDS}
    for name, counts in levels.items():
        tally = counts if isinstance(counts, Tally) else Tally(0, counts, sum(counts), 0, 0)
        found[name.replace("_", "-")] = tally
    return found


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0, 0, 4, 0, 0), [Camp(3, (4,))]),
        ((2, 0, 0, 0, 2), [Camp(1, (2,)), Camp(5, (2,))]),
        ((2, 1, 0, 1, 3), [Camp(1, (2, 1)), Camp(4, (1, 3))]),
        ((1, 0, 1, 0, 0), [Camp(1, (1,)), Camp(3, (1,))]),
        ((1, 0, 5, 0, 5), [Camp(1, (1, 0, 5)), Camp(5, (5,))]),
        ((3, 1, 0, 0, 0), [Camp(1, (3,)), Camp(2, (1,))]),
        ((4, 4, 1, 4, 4), [Camp(1, (4, 4)), Camp(3, (1, 4, 4))]),
        ((0, 0, 0, 0, 0), []),
    ],
)
def test_camps_are_split_at_the_largest_gap(levels: tuple[int, ...], expected: list[Camp]) -> None:
    assert list(camps(levels)) == expected


@given(st.lists(st.integers(0, 6), min_size=5, max_size=5).filter(any))
def test_camps_hold_everybody_and_no_other_split_has_a_larger_gap(levels: list[int]) -> None:
    found = camps(levels)
    assert sum(camp.people for camp in found) == sum(levels)
    for camp in found:
        assert camp.counts[0]
        assert camp.counts[-1]
        assert list(camp.counts) == levels[camp.low - 1 : camp.high]
    if len(found) == 2:
        chosen = [level for level, n in enumerate(levels, 1) if n]
        gaps = [high - low for low, high in pairwise(chosen)]
        assert found[1].low - found[0].high == max(gaps)


def test_what_is_furthest_apart_comes_first() -> None:
    found = agenda(
        REAL.items,
        tallies(SAL_INT=(3, 0, 0, 0, 3), MKT_INT=(2, 0, 1, 0, 3), SRV_INT=(0, 3, 0, 0, 3)),
        FLAT,
        REAL,
    )
    assert [point.item for point in found.points] == ["SAL-INT", "MKT-INT", "SRV-INT"]
    assert [point.near for point in found.points] == [False] * 3
    assert len(found.agreed) == len(IDS) - 3


def test_ties_go_to_the_more_important_block_then_to_the_tie_pillars_then_to_the_form() -> None:
    apart = (3, 0, 0, 0, 3)
    found = tallies(SAL_EMP=apart, SAL_INT=apart, MKT_EMP=apart, MKT_RES=apart, MGT_01=apart)
    items = [point.item for point in agenda(REAL.items, found, FLAT | {"MKT": 1}, REAL).points]
    assert items == ["MKT-RES", "MKT-EMP", "SAL-INT", "SAL-EMP", "MGT-01"]


def test_a_short_agenda_is_filled_with_what_comes_next() -> None:
    found = agenda(REAL.items, tallies(SAL_INT=(3, 0, 0, 0, 3), SAL_RES=(0, 1, 5, 0, 0)), FLAT, REAL)
    assert [(point.item, point.near) for point in found.points] == [("SAL-INT", False), ("SAL-RES", True)]
    assert "SAL-RES" not in found.agreed
    assert agenda(REAL.items, tallies(), FLAT, REAL).points == (), "but never with what all say alike"
    mild = dict.fromkeys(("SAL_INT", "SAL_RES", "SAL_EXP", "SAL_TIM"), (0, 1, 5, 0, 0))
    assert len(agenda(REAL.items, tallies(**mild), FLAT, REAL).points) == SHORT


def test_what_a_third_do_not_know_is_to_be_found_out_not_talked_about() -> None:
    found = agenda(
        REAL.items,
        tallies(
            SAL_INT=Tally(0, (2, 0, 0, 0, 2), 4, 2, 0),  # 2 of 6
            SAL_RES=Tally(0, (2, 0, 0, 0, 3), 5, 1, 0),  # 1 of 6
            SAL_EXP=Tally(0, None, 2, 3, 1),  # 3 of 5
            SAL_TIM=Tally(0, None, 2, 1, 3),  # 1 of 3, but one alone
        ),
        FLAT,
        REAL,
    )
    assert found.find_out == ("SAL-EXP", "SAL-INT")
    assert [point.item for point in found.points] == ["SAL-RES"]


@given(st.lists(st.integers(0, 4), min_size=5 * 6, max_size=5 * 6))
def test_every_item_that_is_shown_stands_in_exactly_one_list(counts: list[int]) -> None:
    some = {IDS[n]: tuple(counts[5 * n : 5 * n + 5]) for n in range(6)}
    found = tallies(**some)
    lists = agenda(REAL.items, found, FLAT, REAL)
    listed = [*(point.item for point in lists.points), *lists.find_out, *lists.agreed]
    assert sorted(listed) == sorted(item for item in IDS if found[item].answered)
    deviations = [point.deviation for point in lists.points]
    assert deviations == sorted(deviations, reverse=True)


def test_agreement_ends_at_a_sixth_of_the_scale() -> None:
    assert agree(Fraction(5, 6), REAL)
    assert not agree(Fraction(5, 6) + Fraction(1, 1000), REAL)
    apart = [levels for levels in product(range(3), repeat=5) if any(levels)]
    assert all(agree(average_deviation(levels), REAL) or len(camps(levels)) == 2 for levels in apart)
