"""Robustness: the same answers under other assumptions, counted."""

from collections import Counter
from fractions import Fraction
from math import comb, isclose
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.advice import Priority
from assessment.core.answers import Answers, parse_answers
from assessment.core.model import Model
from assessment.core.result import Result, measure
from assessment.core.robustness import _LOG, CONCENTRATION, _Form, dirichlet, robustness
from assessment.files import load_model, load_texts, load_words, load_worked_example, read_answers
from assessment.report.robustness import percent, robustness_view
from assessment.report.words import Words
from tests.corpus import Case, cases
from tests.unit import generated

MODEL = load_model()
GROCERY = load_worked_example(MODEL)


def all_at(level: int) -> Answers:
    """Every item at the same level."""
    answers = {item.id: {"level": level} for item in MODEL.items}
    head = {"format": "cx-atlas/answers", "version": 1, "model": {"id": MODEL.id, "version": MODEL.version}}
    return parse_answers({**head, "form": "full", "answers": answers}, MODEL)


def ids(priorities: tuple[Priority, ...]) -> tuple[str, ...]:
    return tuple(priority.item for priority in priorities)


# -- the published result ---------------------------------------------------------------------------------------------


@given(generated.cases())
def test_under_the_published_assumptions_it_says_what_the_scoring_says(case: tuple[Model, Answers]) -> None:
    same_as_scoring(*case)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_it_says_so_of_every_case(case: Case) -> None:
    same_as_scoring(MODEL, read_answers(case.answers.read_text("utf-8"), MODEL))


def same_as_scoring(model: Model, answers: Answers) -> None:
    """What is counted against is what the scoring says."""
    result: Result = measure(model, answers)
    form = _Form(model, answers)
    found = form.outcome(form.published)
    stated = result.stated
    assert found.overall == stated.overall.level
    assert found.blocks == (*(stated.areas[area.id].level for area in model.areas), stated.management.level)
    assert found.priorities == ids(result.priorities)


def test_the_village_grocery_as_it_was_counted_once() -> None:
    found = robustness(MODEL, GROCERY)
    assert found.draws == sum(found.levels) == 1_000
    assert found.levels == (0, 431, 569, 0, 0, 0)
    assert found.blocks == (999, 770, 1000, 1000, 787, 794, 1000)
    assert (found.same_set, found.same_first) == (1000, 1000)
    assert found.alone["weights"].overall == Fraction(339, 1000)
    assert found.alone["gate"].overall == Fraction(2, 11)
    assert not any((*found.alone["coverage"], *found.alone["aggregation"]))


@pytest.mark.parametrize("level", [1, 3, 5])
def test_where_all_answers_are_the_same_nothing_depends_on_the_assumptions(level: int) -> None:
    found = robustness(MODEL, all_at(level), draws=50)
    assert found.levels[level] == 50
    assert set(found.blocks) == {50}
    assert found.same_set == 50
    assert all(not any(change) for change in found.alone.values())


def test_without_answers_there_is_nothing_to_lose() -> None:
    found = robustness(MODEL, GROCERY._replace(given={}), draws=20)
    assert found.published.overall is None
    assert found.levels[0] == 20
    assert not found.among_first


@given(generated.documents(MODEL))
@settings(max_examples=20)
def test_counts_are_bounded_and_the_same_in_any_order(document: dict[str, object]) -> None:
    answers = parse_answers(document, MODEL)
    found = robustness(MODEL, answers, draws=20)
    given = document["answers"]
    assert isinstance(given, dict)
    other = {**document, "answers": dict(reversed(list(given.items())))}
    assert robustness(MODEL, parse_answers(other, MODEL), draws=20) == found
    assert sum(found.levels) == 20
    assert all(0 <= times <= 20 for times in (*found.blocks, found.same_set, found.same_first))
    assert found.same_set <= 20 >= max([0, *found.among_first.values()])
    assert all(0 <= share <= 1 for change in found.alone.values() for share in change)


@given(st.data())
@settings(max_examples=20)
def test_an_item_that_does_not_apply_counts_as_if_it_were_not_in_the_model(data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(MODEL.items))
    smaller = MODEL._replace(items=tuple(one for one in MODEL.items if one != item))
    away = GROCERY.to(item.id)._replace(level=None, unknown=False, not_applicable="not here")
    without = {key: answer for key, answer in GROCERY.given.items() if key != item.id}
    with_na = robustness(MODEL, GROCERY._replace(given={**GROCERY.given, item.id: away}), draws=20)
    assert with_na == robustness(smaller, GROCERY._replace(given=without), draws=20)


# -- one assumption at a time -----------------------------------------------------------------------------------------


def test_the_coverage_threshold_alone_decides_where_an_area_is_just_covered() -> None:
    sales = [item.id for item in MODEL.items if item.block == "SAL"]
    answers = all_at(3)
    model = MODEL._replace(rules=MODEL.rules._replace(coverage_percent=66))  # 4 of 6 are 66.7 %
    answers = answers._replace(given={key: one for key, one in answers.given.items() if key not in sales[:2]})
    found = robustness(model, answers, draws=50)
    assert found.alone["coverage"].blocks == Fraction(5, 11), "67 to 71 of 61 to 71 percent are too much"
    assert found.alone["gate"].blocks == 0


def test_the_kind_of_mean_alone_can_change_which_area_is_weaker() -> None:
    """1, 1, 2, 5, 5, 5 is stronger than all 3 by the arithmetic mean (3.17), and weaker by the geometric (2.51)."""
    model = MODEL._replace(rules=MODEL.rules._replace(list_length=1, tie_pillars=()))
    sales, marketing = ([item.id for item in MODEL.items if item.block == block] for block in ("SAL", "MKT"))
    given = dict(all_at(4).given)
    for item, level in zip([*sales, *marketing], [3, 3, 3, 3, 3, 3, 1, 1, 2, 5, 5, 5], strict=True):
        given[item] = given[item]._replace(level=level)
    answers = all_at(4)._replace(given=given, targets={"SAL": 4, "MKT": 2})
    found = robustness(model, answers, draws=1)
    assert found.published.priorities == (sales[0],)
    assert found.alone["aggregation"].priorities == Fraction(1, 2)
    decided = robustness(model, answers._replace(importance={"SAL": 3}), draws=1)
    assert decided.alone["aggregation"].priorities == 0, "where one area is more important, means do not come into it"


def test_means_that_are_equal_stay_equal_when_they_are_geometric() -> None:
    assert _LOG[4] == 2 * _LOG[2]
    assert _LOG[6] == _LOG[2] + _LOG[3]
    assert _LOG[8] == 3 * _LOG[2]
    assert _LOG[9] == 2 * _LOG[3]
    assert _LOG[1] == 0
    assert list(_LOG[1:]) == sorted(_LOG[1:])


# -- the draws --------------------------------------------------------------------------------------------------------


def test_a_dirichlet_draw_has_the_mean_and_the_spread_of_its_parameters() -> None:
    random, alphas, draws = Random(1), [10, 20, 70], 4_000
    found = [dirichlet(alphas, random) for _ in range(draws)]
    assert {sum(weights) for weights in found} == {1 << 30}
    for place, alpha in enumerate(alphas):
        shares = [weights[place] / 2**30 for weights in found]
        mean = sum(shares) / draws
        variance = sum((share - mean) ** 2 for share in shares) / draws
        expected = alpha / 100
        assert isclose(mean, expected, rel_tol=0.02)
        assert isclose(variance, expected * (1 - expected) / 101, rel_tol=0.1)


def test_a_dirichlet_draw_of_two_is_a_beta_distribution() -> None:
    """P(Beta(a, b) <= x) is the chance that at least a of a + b - 1 uniform numbers are below x."""
    random, a, b, x = Random(2), 3, 5, 0.4
    below = sum(dirichlet([a, b], random)[0] <= x * 2**30 for _ in range(4_000)) / 4_000
    n = a + b - 1
    exact = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert isclose(below, exact, abs_tol=0.02)


def test_weights_vary_by_about_a_fifth_as_the_page_says() -> None:
    random = Random(3)
    shares = [dirichlet([CONCENTRATION] * 6, random)[0] / 2**30 * 6 for _ in range(2_000)]
    spread = (sum((share - 1) ** 2 for share in shares) / len(shares)) ** 0.5
    assert 0.16 < spread < 0.21


@given(st.lists(st.integers(1, 40), max_size=8), st.integers(0, 99))
def test_no_weight_is_nothing(alphas: list[int], seed: int) -> None:
    weights = dirichlet(alphas, Random(seed))
    assert len(weights) == len(alphas)
    assert all(weight > 0 for weight in weights)


def test_every_threshold_is_tried_about_as_often_as_the_others() -> None:
    form, random = _Form(MODEL, GROCERY._replace(given={})), Random(4)
    drawn = [form.draw(random) for _ in range(2_200)]
    for values, middle in ((Counter(one.gate for one in drawn), 80), (Counter(one.coverage for one in drawn), 60)):
        assert sorted(values) == list(range(middle - 5, middle + 6))
        assert min(values.values()) > 140
        assert max(values.values()) < 260
    assert 900 < sum(one.geometric for one in drawn) < 1_300


# -- in words ---------------------------------------------------------------------------------------------------------


def test_a_share_is_called_nothing_or_all_only_where_it_is() -> None:
    shares = [Fraction(0), Fraction(1, 1000), Fraction(999, 1000), Fraction(1), Fraction(125, 1000)]
    assert [percent(share) for share in shares] == ["0%", "1%", "99%", "100%", "13%"]


@pytest.mark.parametrize("language", ["en", "pl", "ro"])
@pytest.mark.parametrize(
    "answers", [GROCERY, all_at(3), all_at(5), GROCERY._replace(given={}), GROCERY._replace(form="quick")]
)
def test_it_is_said_in_every_language(language: str, answers: Answers) -> None:
    found = robustness(MODEL, answers, draws=20)
    view = robustness_view(found, MODEL, load_texts(MODEL, language), Words(load_words(language)))
    assert "{" not in str([view[key] for key in ("overall", "priorities", "matters", "method")])
    assert len(view["assumptions"]) == 4  # type: ignore[arg-type]
    assert (view["chart"] is None) == (found.published.overall is None)


@pytest.mark.parametrize(
    ("same", "verdict"), [(1000, "firm"), (950, "firm"), (949, "mostly"), (800, "mostly"), (799, "loose")]
)
def test_the_first_sentence_says_how_firm_the_level_is(same: int, verdict: str) -> None:
    words = Words(load_words("en"))
    found = robustness(MODEL, all_at(3), draws=1)._replace(draws=1000, levels=(0, 0, 1000 - same, same, 0, 0))
    view = robustness_view(found, MODEL, load_texts(MODEL, "en"), words)
    share = percent(Fraction(same, 1000))
    assert view["overall"] == words.say(f"robustness.overall_{verdict}", level=3, percent=share)
