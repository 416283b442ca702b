"""The coach: what is worth a second look, and never more than that."""

import json
from collections import Counter
from fractions import Fraction
from itertools import groupby, permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.answers import Answer, Answers, parse_answers
from assessment.core.quality import MODEL_ID, PAIRS, RARE, chance_of_run, quality
from assessment.core.result import measure
from assessment.files import load_model, load_texts, load_words, load_worked_example
from assessment.report.data import report_json
from assessment.report.quality import SHOWN, quality_view
from assessment.report.words import Words
from tests.unit.generated import documents

MODEL = load_model()
GROCERY = load_worked_example(MODEL)
NOTHING = GROCERY._replace(given={})


def with_levels(levels: list[int], evidence: bool = True) -> Answers:
    """The first items of the form at these levels."""
    seen = ("a log",) if evidence else ()
    given = {item.id: Answer(level, evidence=seen) for item, level in zip(MODEL.items, levels, strict=False)}
    return NOTHING._replace(given=given)


def view_of(answers: Answers, language: str = "en") -> Any:
    words = Words(load_words(language))
    return quality_view(quality(MODEL, answers), answers, MODEL, load_texts(MODEL, language), words)


# -- runs -------------------------------------------------------------------------------------------------------------


def test_a_long_run_of_one_level_is_pointed_out_with_its_ends() -> None:
    answers = with_levels([1, 2, 4, 5, 1, 2, 4, 5] * 3 + [3] * 10 + [1, 2, 4, 5, 2, 1])
    run = quality(MODEL, answers).run
    assert run is not None
    assert run.level == 3
    assert run.items == tuple(item.id for item in MODEL.items[24:34])


def test_an_area_that_simply_stands_at_one_level_is_no_run() -> None:
    answers = with_levels([3] * 6 + [1, 2, 4, 5, 1, 2, 4, 5] * 5)
    assert quality(MODEL, answers).run is None


def test_where_a_level_is_common_a_run_of_it_may_be_chance() -> None:
    """Nine in a row of 24 threes and 24 twos come about in some 6 of 100 orders, eleven in fewer than one."""
    nine, eleven = [3] * 9 + [2, 2, 3] * 9 + [2, 3] * 6, [3] * 11 + [2, 2, 3] * 11 + [2, 3] * 2
    assert nine.count(3) == eleven.count(3) == nine.count(2) == eleven.count(2) == 24
    assert quality(MODEL, with_levels(nine)).run is None
    assert quality(MODEL, with_levels(eleven)).run is not None


def test_open_items_do_not_break_a_run_for_they_were_skipped() -> None:
    levels = [1, 2, 4, 5, 1, 2, 4, 5] * 3 + [3] * 12 + [1, 2, 4, 5] * 3
    answers = with_levels(levels)
    given = dict(answers.given)
    del given[MODEL.items[30].id]
    run = quality(MODEL, answers._replace(given=given)).run
    assert run is not None
    assert len(run.items) == 11


@given(st.lists(st.integers(1, 4), min_size=2, max_size=7), st.integers(1, 7))
def test_the_chance_of_a_run_is_never_below_the_true_one(levels: list[int], length: int) -> None:
    times = Counter(levels)
    orders = list(permutations(levels))
    runs = sum(max(len(list(run)) for _, run in groupby(order)) >= length for order in orders)
    assert chance_of_run(times, length) >= Fraction(runs, len(orders))
    if length == len(levels):
        assert chance_of_run(times, length) == Fraction(runs, len(orders))


def test_honest_answers_in_random_order_are_seldom_called_a_run() -> None:
    random, levels = Random(5), [1] * 6 + [2] * 16 + [3] * 16 + [4] * 8 + [5] * 2
    called = 0
    for _ in range(400):
        random.shuffle(levels)
        called += quality(MODEL, with_levels(levels)).run is not None
    assert called <= 400 * RARE


def test_nearly_all_at_one_level_is_said_once_and_not_as_a_run_as_well() -> None:
    found = quality(MODEL, with_levels([3] * 45 + [2] * 3))
    assert found.alike == (3, 45, 48)
    assert found.run is None


@pytest.mark.parametrize(
    ("levels", "said"), [([3] * 11, False), ([3] * 12, True), ([3] * 16 + [2] * 4, True), ([3] * 15 + [2] * 5, False)]
)
def test_all_alike_needs_enough_answers_and_a_large_share(levels: list[int], said: bool) -> None:
    assert (quality(MODEL, with_levels(levels)).alike is not None) == said


# -- evidence ---------------------------------------------------------------------------------------------------------


def test_high_answers_without_evidence_are_listed_the_highest_first() -> None:
    answers = with_levels([4, 5, 3, 5], evidence=False)
    given = dict(answers.given)
    given[MODEL.items[3].id] = Answer(5, evidence=("a log",))
    found = quality(MODEL, answers._replace(given=given))
    assert found.bare == (MODEL.items[1].id, MODEL.items[0].id)


def test_a_long_list_is_cut_and_counted() -> None:
    view = view_of(with_levels([4, 5] * 10, evidence=False))
    remark = next(remark for remark in view["remarks"] if remark["kind"] == "bare")
    assert len(remark["items"]) == SHOWN
    assert "20" in remark["text"]
    assert "14" in remark["more"]


# -- pairs ------------------------------------------------------------------------------------------------------------


def test_every_pair_is_of_items_and_levels_that_exist_and_has_its_words() -> None:
    assert MODEL.id == MODEL_ID
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)
    for pair in PAIRS:
        assert MODEL.item(pair.high) != MODEL.item(pair.low)
        assert 1 <= pair.at_most < pair.at_least <= MODEL.rules.levels
        for language in MODEL.languages:
            assert Words(load_words(language)).say(f"quality.pair_{pair.name}")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_pair_clashes_from_its_levels_on_and_not_before(pair: Any) -> None:
    def clashes(high: int, low: int) -> list[str]:
        given = {pair.high: Answer(high), pair.low: Answer(low)}
        return [clash.name for clash in quality(MODEL, NOTHING._replace(given=given)).clashes]

    assert clashes(pair.at_least, pair.at_most) == [pair.name]
    assert clashes(5, 1) == [pair.name]
    assert clashes(pair.at_least - 1, pair.at_most) == []
    assert clashes(pair.at_least, pair.at_most + 1) == []


def test_what_is_not_asked_cannot_clash() -> None:
    pair = next(pair for pair in PAIRS if not (MODEL.item(pair.high).quick and MODEL.item(pair.low).quick))
    given = {pair.high: Answer(5), pair.low: Answer(1)}
    assert quality(MODEL, NOTHING._replace(given=given, form="quick")).clashes == ()
    assert quality(MODEL._replace(id="another"), NOTHING._replace(given=given)).clashes == ()
    unknown = {pair.high: Answer(5), pair.low: Answer(unknown=True)}
    assert quality(MODEL, NOTHING._replace(given=unknown)).clashes == ()


# -- in words ---------------------------------------------------------------------------------------------------------


@given(documents(MODEL), st.sampled_from(MODEL.languages))
def test_whatever_is_answered_it_can_be_said(document: dict[str, Any], language: str) -> None:
    view = view_of(parse_answers(document, MODEL), language)
    texts = [view["lead"], *(remark["text"] for remark in view["remarks"])]
    assert all(text and "{" not in text for text in texts)
    for remark in view["remarks"]:
        assert all(MODEL.item(entry["item"]) for entry in remark["items"])
    json.dumps(view)


def test_varied_answers_with_evidence_are_left_alone() -> None:
    view = view_of(with_levels([2, 3, 3, 2, 4, 2, 3, 2] * 5 + [3, 2, 3, 4, 3, 2, 3, 3]))
    assert view == {"lead": Words(load_words("en")).say("quality.fine"), "remarks": []}
    assert view_of(NOTHING)["lead"] == Words(load_words("en")).say("quality.empty")


def test_nothing_of_it_stands_in_a_report() -> None:
    answers = with_levels([3] * 48)
    text = report_json(measure(MODEL, answers))
    assert "alike" not in text
    assert "quality" not in text
