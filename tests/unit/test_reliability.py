"""Intraclass correlation and the alphas: printed examples, independent libraries, and what holds of every panel."""

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal, get_args

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.team.agreement import Counts, per_item, tally
from assessment.core.team.reliability import Icc, Ratings, krippendorff_alpha

Metric = Literal["ordinal", "interval"]
LEVELS = 5
PANELS = 2_000

SHROUT_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
"""Six targets and four judges: Shrout & Fleiss 1979, table 2."""

KRIPPENDORFF = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]
"""Four observers and twelve units: Krippendorff 2011, Computing Krippendorff's alpha-reliability, part D."""

panels = st.integers(1, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(1, LEVELS), min_size=items, max_size=items), min_size=1, max_size=12
    ).map(lambda rows: (items, rows))
)
units = st.lists(st.lists(st.integers(0, 6), min_size=LEVELS, max_size=LEVELS), max_size=8)


def ratings(items: int, rows: Iterable[Sequence[int]]) -> Ratings:
    """The rows, added one by one."""
    panel = Ratings(items)
    for row in rows:
        panel.add(row)
    return panel


def generated(draw: random.Random, missing: float = 0) -> list[list[int | None]]:
    """Raters who more or less agree, some stricter than others."""
    items, spread = draw.randint(2, 12), draw.choice([0.3, 0.8, 2])
    truth = [draw.gauss(3, draw.choice([0.2, 1.2])) for _ in range(items)]
    rows: list[list[int | None]] = []
    for _ in range(draw.randint(2, 14)):
        lean = draw.gauss(0, 0.5)
        level = [min(LEVELS, max(1, round(item + lean + draw.gauss(0, spread)))) for item in truth]
        rows.append([None if draw.random() < missing else chosen for chosen in level])
    return rows


def complete(draw: random.Random) -> list[list[int]]:
    """The same, nothing missing."""
    return [[level for level in row if level is not None] for row in generated(draw)]


def counted(rows: Iterable[Sequence[int | None]], levels: int = LEVELS) -> list[Counts]:
    """The counts of each item."""
    sums = [sum(column) for column in zip(*(tally(row, levels) for row in rows), strict=True)]
    return list(per_item(sums, levels))


def analysis_of_variance(rows: Sequence[Sequence[int]]) -> list[float]:
    """The six correlations from the residuals of a two-way layout; NaN where the denominator is not above 0."""
    x = np.array(rows, float).T
    n, k = x.shape
    of_items, of_raters = x.mean(axis=1, keepdims=True), x.mean(axis=0, keepdims=True)
    msr = k * ((of_items - x.mean()) ** 2).sum() / (n - 1)
    msc = n * ((of_raters - x.mean()) ** 2).sum() / (k - 1)
    msw = ((x - of_items) ** 2).sum() / (n * (k - 1))
    mse = ((x - of_items - of_raters + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    shares = [
        (msr - msw, msr + (k - 1) * msw),
        (msr - msw, msr),
        (msr - mse, msr + (k - 1) * mse + k * (msc - mse) / n),
        (msr - mse, msr + (msc - mse) / n),
        (msr - mse, msr + (k - 1) * mse),
        (msr - mse, msr),
    ]
    return [part / whole if whole > 1e-9 else np.nan for part, whole in shares]


def two_decimals(icc: Icc | None) -> list[str]:
    """The correlations as papers print them."""
    assert icc is not None
    return [f"{float(value):.2f}" for value in icc if value is not None]


# -- intraclass correlation ---------------------------------------------------------------------------------------


def test_the_six_correlations_of_shrout_and_fleiss() -> None:
    judges = list(zip(*SHROUT_FLEISS, strict=True))
    assert two_decimals(ratings(6, judges).icc()) == ["0.17", "0.44", "0.29", "0.62", "0.71", "0.91"]


def test_the_correlations_are_those_of_an_analysis_of_variance() -> None:
    draw = random.Random(1)
    for _ in range(PANELS):
        rows = complete(draw)
        found = ratings(len(rows[0]), rows).icc()
        assert found is not None
        expected = analysis_of_variance(rows)
        assert [np.nan if value is None else float(value) for value in found] == pytest.approx(
            expected, abs=1e-9, nan_ok=True
        ), rows


def test_raters_who_give_the_same_levels_agree_fully() -> None:
    assert ratings(3, [(1, 3, 5)] * 4).icc() == Icc(*[Fraction(1)] * 6)


def test_a_stricter_rater_is_consistent_and_not_in_agreement() -> None:
    found = ratings(3, [(1, 2, 3), (3, 4, 5)]).icc()
    assert found is not None
    assert found.consistent == found.consistent_k == 1
    assert found.absolute is not None
    assert found.absolute < 1


def test_one_level_throughout_leaves_every_correlation_undefined() -> None:
    assert ratings(3, [(2, 2, 2)] * 4).icc() == Icc(*[None] * 6)


def test_two_raters_who_contradict_each_other_have_a_correlation_only_where_it_is_defined() -> None:
    assert ratings(2, [(1, 5), (5, 1)]).icc() == Icc(Fraction(-1), None, None, None, Fraction(-1), None)


@pytest.mark.parametrize(("items", "rows"), [(3, []), (3, [(1, 2, 3)]), (1, [(1,), (2,), (3,)])])
def test_reliability_needs_two_items_and_two_raters(items: int, rows: list[tuple[int, ...]]) -> None:
    panel = ratings(items, rows)
    assert panel.raters == len(rows)
    assert panel.icc() is None
    assert panel.cronbach_alpha() is None


# -- Cronbach's alpha ---------------------------------------------------------------------------------------------


def test_the_worked_alpha() -> None:
    rows = [(2, 3, 3), (4, 4, 5), (3, 3, 4), (1, 2, 2), (5, 4, 5)]
    alpha = ratings(3, rows).cronbach_alpha()
    assert alpha is not None
    assert f"{float(alpha):.4f}" == "0.9556"


def test_alpha_is_that_of_the_covariance_matrix() -> None:
    draw = random.Random(2)
    for _ in range(PANELS):
        rows = complete(draw)
        covariance = np.cov(np.array(rows, float), rowvar=False)
        found = ratings(len(rows[0]), rows).cronbach_alpha()
        if covariance.sum() < 1e-9:
            assert found is None, rows
        else:
            items = len(rows[0])
            expected = items / (items - 1) * (1 - covariance.trace() / covariance.sum())
            assert found is not None, rows
            assert float(found) == pytest.approx(expected, abs=1e-9), rows


def test_raters_with_the_same_sum_have_no_alpha() -> None:
    assert ratings(2, [(1, 3), (2, 2), (3, 1)]).cronbach_alpha() is None


# -- The sums behind both -----------------------------------------------------------------------------------------


@given(panels, st.randoms(use_true_random=False), st.integers(0, 12))
def test_neither_the_order_of_raters_nor_how_they_are_merged_matters(
    panel: tuple[int, list[list[int]]], chance: random.Random, cut: int
) -> None:
    items, rows = panel
    whole = ratings(items, rows)
    shuffled = chance.sample(rows, len(rows))
    merged = ratings(items, shuffled[:cut])
    merged.merge(ratings(items, shuffled[cut:]))
    summed = Ratings(items, [sum(column) for column in zip(*map(Ratings.tally, rows), strict=True)])
    for same in (merged, summed):
        assert same.raters == len(rows)
        assert (same.icc(), same.cronbach_alpha()) == (whole.icc(), whole.cronbach_alpha())


@given(panels)
def test_no_reliability_is_above_1(panel: tuple[int, list[list[int]]]) -> None:
    found = ratings(*panel)
    for value in (*(found.icc() or ()), found.cronbach_alpha()):
        assert value is None or value <= 1


@pytest.mark.parametrize("row", [(1, 2), (1, 2, 3, 4), ()])
def test_a_row_has_one_level_for_each_item(row: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="for 3 items"):
        Ratings(3).add(row)


def test_panels_merge_only_on_the_same_items() -> None:
    with pytest.raises(ValueError, match="2 items for 3"):
        Ratings(3).merge(Ratings(2))


# -- Krippendorff's alpha -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("metric", "expected"), [("ordinal", "0.815"), ("interval", "0.849")])
def test_the_alphas_that_krippendorff_prints(metric: Metric, expected: str) -> None:
    rows = [[None if cell == "." else int(cell) for cell in row.split()] for row in KRIPPENDORFF]
    alpha = krippendorff_alpha(counted(rows), metric)
    assert alpha is not None
    assert f"{float(alpha):.3f}" == expected


@pytest.mark.parametrize("metric", get_args(Metric))
def test_alpha_is_that_of_the_krippendorff_library(metric: Metric) -> None:
    draw = random.Random(3)
    for _ in range(PANELS):
        rows = generated(draw, missing=draw.choice([0, 0.2, 0.7]))
        found = krippendorff_alpha(counted(rows), metric)
        cells = np.array([[np.nan if level is None else level for level in row] for row in rows], float)
        paired = cells[:, (~np.isnan(cells)).sum(axis=0) > 1]
        if len(np.unique(paired[~np.isnan(paired)])) < 2:
            assert found is None, rows
        else:
            expected = krippendorff.alpha(cells, level_of_measurement=metric, value_domain=range(1, LEVELS + 1))
            assert found is not None, rows
            assert float(found) == pytest.approx(expected, abs=1e-9), rows


@given(units, st.integers(0, LEVELS))
def test_ordinal_alpha_knows_the_order_of_levels_and_not_their_distance(counts: list[Counts], place: int) -> None:
    stretched = [[*item[:place], 0, *item[place:]] for item in counts]
    assert krippendorff_alpha(stretched, "ordinal") == krippendorff_alpha(counts, "ordinal")


@given(units, st.sampled_from(get_args(Metric)))
def test_alpha_is_the_same_when_the_scale_is_turned_round(counts: list[Counts], metric: Metric) -> None:
    assert krippendorff_alpha([item[::-1] for item in counts], metric) == krippendorff_alpha(counts, metric)


@given(units, st.sampled_from(get_args(Metric)), st.integers(1, LEVELS))
def test_an_item_that_one_rater_answered_says_nothing(counts: list[Counts], metric: Metric, level: int) -> None:
    found = krippendorff_alpha(counts, metric)
    assert found is None or found <= 1
    assert krippendorff_alpha([*counts, tally([level], LEVELS)], metric) == found


@pytest.mark.parametrize("metric", get_args(Metric))
def test_alpha_is_1_where_raters_agree_about_items_that_differ_and_undefined_where_no_item_does(metric: Metric) -> None:
    assert krippendorff_alpha([[3, 0, 0], [0, 0, 2]], metric) == 1
    assert krippendorff_alpha([[3, 0, 0], [2, 0, 0]], metric) is None
    assert krippendorff_alpha([[1, 0, 0], [0, 0, 1]], metric) is None
    assert krippendorff_alpha([], metric) is None
