"""The invented village grocery: its answers are published, and so are the numbers that must come out."""

import json
from fractions import Fraction

import pytest

from assessment.core.result import Result, measure
from assessment.core.score import rounded
from assessment.files import load_model, load_worked_example, read_answers
from tests.corpus import HERE

# The published table, worked out by hand.
ROWS = {"SAL": 2.83, "MKT": 2.00, "SRV": 2.67, "PRD": 2.50, "REP": 2.17, "JRN": 2.00}
COLUMNS = {"INT": 3.00, "RES": 2.33, "EXP": 2.00, "TIM": 2.17, "PER": 1.83, "EMP": 2.83}


def two_decimals(value: Fraction | None) -> float:
    """A score as the published table writes it."""
    assert value is not None
    return rounded(value, 2) / 100


@pytest.fixture
def grocery() -> Result:
    """The full form."""
    model = load_model()
    return measure(model, load_worked_example(model))


@pytest.fixture
def quick_grocery() -> Result:
    """The quick form, as the same shop would fill it in."""
    model = load_model()
    return measure(model, load_worked_example(model)._replace(form="quick"))


def test_row_and_column_means_are_those_of_the_published_table(grocery: Result) -> None:
    assert {key: two_decimals(score.score) for key, score in grocery.stated.areas.items()} == ROWS
    assert {key: two_decimals(score.score) for key, score in grocery.stated.pillars.items()} == COLUMNS


def test_the_indices_are_those_of_the_published_table(grocery: Result) -> None:
    stated = grocery.stated
    found = [two_decimals(score.score) for score in (stated.experience, stated.management, stated.overall)]
    assert found == [2.36, 1.75, 2.06]


def test_all_areas_stand_at_level_2_management_at_1_and_the_whole_at_2(grocery: Result) -> None:
    assert {score.level for score in grocery.stated.areas.values()} == {2}
    assert grocery.stated.management.level == 1
    assert grocery.stated.overall.level == 2


def test_management_is_at_level_1_because_only_7_of_12_practices_reach_2(grocery: Result) -> None:
    levels = [grocery.answers.to(item.id).level for item in grocery.items if item.practice]
    assert levels == [2, 1, 1, 2, 1, 1, 2, 2, 3, 2, 3, 1]
    stop = grocery.stated.management.blocking
    assert stop is not None
    assert (stop.next_level, stop.short, stop.below) == (2, ("MGT-02", "MGT-03", "MGT-05", "MGT-06", "MGT-12"), ())
    assert stop.needed == 3  # 10 of 12 are the first share of 80 % or more


def test_management_holds_the_whole_back(grocery: Result) -> None:
    stop = grocery.stated.overall.blocking
    assert stop is not None
    assert (stop.next_level, stop.below) == (3, ("MGT",))


def test_the_quick_form_of_the_same_shop(quick_grocery: Result) -> None:
    stated = quick_grocery.stated
    found = [two_decimals(score.score) for score in (stated.experience, stated.management, stated.overall)]
    assert found == [2.17, 2.00, 2.08]
    assert {score.status for score in (*stated.areas.values(), *stated.pillars.values())} == {"not_in_form"}


def test_the_corpus_holds_the_same_answers_with_date_and_profile() -> None:
    model = load_model()
    case = read_answers((HERE / "cases" / "village-grocery" / "answers.json").read_text("utf-8"), model)
    assert case.given == load_worked_example(model).given
    assert case.date
    assert set(case.profile) == {"organisation", "sector", "role"}


def test_the_report_file_of_the_corpus_holds_the_published_numbers() -> None:
    report = json.loads((HERE / "cases" / "village-grocery" / "report.json").read_text("utf-8"))
    assert {key: score["score"] for key, score in report["areas"].items()} == ROWS
    assert {key: score["score"] for key, score in report["pillars"].items()} == COLUMNS
    assert [report[key]["score"] for key in ("experience", "management", "overall")] == [2.36, 1.75, 2.06]
