"""Scores and levels of chosen answers, worked out by hand."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from assessment.core.result import Result, measure
from assessment.core.score import Cell, Score, score_cells, score_index
from assessment.files import load_model, read_answers
from tests.corpus import HERE
from tests.unit.generated import both_readings

MODEL = load_model()
RULES = MODEL.rules


def result(case: str) -> Result:
    """The result of a case of the corpus."""
    return measure(MODEL, read_answers((HERE / "cases" / case / "answers.json").read_text("utf-8"), MODEL))


def block(*levels: int | None, weights: Sequence[int] = ()) -> Score:
    """The score of a block of items with these levels; None is unknown or missing."""
    given = weights or [1] * len(levels)
    return score_cells([Cell(f"i{n}", w, level) for n, (level, w) in enumerate(zip(levels, given, strict=True))], RULES)


def test_60_percent_answered_is_enough_and_anything_less_is_not() -> None:
    assert block(3, 3, 3, None, None).status == "scored"
    assert block(3, 3, None, None).status == "too_few"
    assert block(3, None, weights=(3, 2)).status == "scored"
    assert block(3, None, weights=(59, 41)).status == "too_few"


def test_a_score_is_the_weighted_mean_of_what_is_answered() -> None:
    assert block(1, 2, 5).score == Fraction(8, 3)
    assert block(1, 5, weights=(3, 1)).score == 2
    assert block(4, 4, 4, None).score == 4


def test_a_range_puts_what_is_open_at_the_lowest_and_at_the_highest() -> None:
    found = block(3, 3, 3, 3, None)
    assert (found.score, found.level) == (Fraction(3), 3)
    assert found.score_range == (Fraction(13, 5), Fraction(17, 5))
    assert found.level_range == (2, 3)
    assert found.coverage == Fraction(4, 5)


def test_nothing_applicable_is_not_assessed() -> None:
    assert block() == Score("not_assessed")


def test_an_index_weighs_its_blocks() -> None:
    parts = [("light", 1, block(1, 1)), ("heavy", 3, block(3, 3))]
    assert score_index(parts, RULES, 2).score == Fraction(5, 2)


def test_the_score_of_an_index_stays_within_its_range() -> None:
    """A block with too few answers, all of them low, keeps the mean of the others from standing above what can be."""
    parts = [("a", 1, block(5, 5)), ("b", 1, block(1, 1, 1, None, None, None))]
    found = score_index(parts, RULES, 1)
    assert found.score_range == (Fraction(3), Fraction(4))
    assert found.score == 4


def test_the_level_of_an_index_stays_within_its_range() -> None:
    """A block without a score may lift the whole: half of these blocks stand at 2 whatever is still open."""
    rules = RULES._replace(gate_percent=50)
    partly = score_cells([Cell("known", 55, 3), Cell("open", 45, None)], rules)
    assert (partly.status, partly.level_range) == ("too_few", (2, 3))
    found = score_index([("a", 1, block(2)), ("b", 1, block(1)), ("c", 1, block(1)), ("d", 1, partly)], rules, 3)
    assert (found.level, found.level_range) == (2, (2, 2))
    assert found.blocking is not None
    assert (found.blocking.next_level, found.blocking.short) == (3, ("a", "b", "c", "d"))


@pytest.mark.parametrize(("needed", "status"), [(1, "scored"), (2, "too_few"), (3, "not_assessed")])
def test_an_index_needs_a_number_of_blocks(needed: int, status: str) -> None:
    parts = [("a", 1, block(3)), ("b", 1, block(3, None)), ("c", 1, block())]
    assert score_index(parts, RULES, needed).status == status


def test_with_two_areas_that_do_not_apply_there_is_no_index() -> None:
    stated = result("two-areas-do-not-apply").stated
    assert stated.experience == stated.overall == Score("not_assessed")
    assert stated.management.level == 3
    assert [stated.areas[key].level for key in ("SAL", "MKT", "JRN")] == [3, None, None]


def test_with_one_area_that_does_not_apply_five_areas_are_enough() -> None:
    stated = result("one-area-does-not-apply").stated
    assert stated.areas["JRN"].status == "not_assessed"
    assert stated.experience.status == stated.overall.status == "scored"
    assert stated.experience.coverage == 1


def test_below_60_percent_answered_a_block_has_no_score_but_a_range() -> None:
    stated = result("partly-answered").stated
    for score, percent in ((stated.areas["PRD"], 50), (stated.management, 58)):
        assert (score.status, score.score, score.level) == ("too_few", None, None)
        assert int((score.coverage or 0) * 100) == percent
        assert score.score_range is not None
    assert stated.experience.status == "scored"
    assert stated.overall.status == "too_few"


def test_an_area_without_a_score_can_hold_the_whole_back_and_is_named() -> None:
    found = result("held-back-by-an-unscored-area")
    assert found.stated.areas["SAL"].score is None
    assert (found.stated.overall.level, found.stated.overall.level_range) == (3, (2, 3))
    stop = found.stated.overall.blocking
    assert stop is not None
    assert (stop.next_level, stop.below) == (4, ("SAL",))


def test_fives_without_evidence_count_as_threes_in_the_second_reading() -> None:
    for name, level in (("all-five-without-evidence", 3), ("all-five-with-evidence", 5)):
        found = result(name)
        assert (found.stated.overall.level, found.evidenced.overall.level) == (5, level)


def test_all_ones_make_a_one_everywhere() -> None:
    answers = result("all-one").answers
    found = {(score.score, score.level) for score in both_readings(MODEL, answers).values()}
    assert found == {(Fraction(1), 1)}
