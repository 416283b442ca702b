"""The bootstrap over raters: against scipy on the same draws, printed figures, and what holds of every panel."""

import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assessment.core.team import intervals
from assessment.core.team.agreement import average_deviation, mean, per_item, r_star_wg_j, tally, variance
from assessment.core.team.intervals import (
    DRAWS,
    Estimate,
    Interval,
    acceleration,
    bootstrap,
    bootstrap_item,
    bootstrap_mean,
    resampled,
)
from assessment.core.team.reliability import Ratings, krippendorff_alpha

LEVELS = 5
SPATIAL = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41]
"""Test A of 26 children: Efron & Tibshirani 1993, table 14.1."""

numbers = st.dictionaries(st.fractions(-5, 5, max_denominator=12), st.integers(1, 30), min_size=1, max_size=8)


def panel(raters: int, items: int, seed: int = 1) -> list[tuple[int, ...]]:
    """Raters who more or less agree, some stricter than others."""
    draw = random.Random(seed)
    truth = [draw.gauss(3, 1) for _ in range(items)]
    leans = [draw.gauss(0, 0.5) for _ in range(raters)]
    return [tuple(min(LEVELS, max(1, round(item + lean + draw.gauss(0, 0.8)))) for item in truth) for lean in leans]


def spread(sums: Sequence[int]) -> Fraction:
    """The variance from how many, their sum and the sum of their squares, divided by all of them."""
    return Fraction(sums[2] * sums[0] - sums[1] ** 2, sums[0] ** 2)


def area(sums: Sequence[int]) -> Fraction | None:
    """The agreement about an area's items."""
    return r_star_wg_j([s2 for s2 in map(variance, per_item(sums, LEVELS)) if s2 is not None], LEVELS)


def figures(estimate: Estimate | None) -> list[float]:
    """The ends of both intervals."""
    assert estimate is not None
    assert estimate.bca is not None
    return [float(end) for end in (*estimate.percentile, *estimate.bca)]


# -- The draws ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raters", [(1, 1), (7, 3), (1, 2, 4), (250, 1, 60, 9), (3_000, 5_000, 2_000)])
def test_raters_are_drawn_as_the_multinomial_distribution_says(raters: tuple[int, ...]) -> None:
    """Each tally's number has the binomial distribution, and two of them the covariance of a multinomial one."""
    n, base = sum(raters), sum(raters) + 1
    drawn = [
        [total // base**at % base for at in range(len(raters))]
        for total, times in resampled([(base**at, of) for at, of in enumerate(raters)]).items()
        for _ in range(times)
    ]
    assert len(drawn) == DRAWS
    assert {sum(row) for row in drawn} == {n}
    for at, of in enumerate(raters):
        cuts = sorted({int(stats.binom.ppf(share, n, of / n)) for share in (0.1, 0.3, 0.5, 0.7, 0.9)})
        found = np.histogram([row[at] for row in drawn], [-1, *(cut + 0.5 for cut in cuts), n + 1])[0]
        below = stats.binom.cdf(cuts, n, of / n)
        expected = np.diff([0, *below, 1]) * DRAWS
        kept = expected > 0
        assert stats.chisquare(found[kept], expected[kept]).pvalue > 0.001
    pairs = np.cov(np.array(drawn, float), rowvar=False) / n
    shares = np.array(raters) / n
    assert pairs == pytest.approx(np.diag(shares) - np.outer(shares, shares), abs=0.03)


def test_the_draws_are_the_same_in_every_python() -> None:
    assert bootstrap_mean({Fraction(7, 2): 12, Fraction(4): 30, Fraction(2, 3): 5}) == Estimate(
        Fraction(496, 141),
        percentile=Interval(Fraction(301, 94), Fraction(533, 141)),
        bca=Interval(Fraction(887, 282), Fraction(529, 141)),
    )


# -- The intervals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_the_intervals_are_those_of_scipy_on_the_same_draws(seed: int) -> None:
    """Scipy interpolates between two draws, and counts ranks a little further in: two draws apart at most."""
    values = [row[0] ** 2 * 7 + row[1] for row in panel(raters=5 + seed * 3, items=2, seed=seed)]
    raters = Counter((1, value, value * value) for value in values)
    found = bootstrap(raters, spread)
    base = 10**9
    packed = sorted((one + base * x + base**2 * square, n) for (one, x, square), n in raters.items())
    draws = np.sort(
        [
            float(spread((total % base, total // base % base, total // base**2)))
            for total, times in resampled(packed).items()
            for _ in range(times)
        ]
    )
    expected: list[float] = []
    for method in ("percentile", "BCa"):
        given_draws = SimpleNamespace(bootstrap_distribution=draws)
        result = stats.bootstrap((values,), np.var, n_resamples=0, method=method, bootstrap_result=given_draws)
        expected += result.confidence_interval
    for ours, theirs in zip(figures(found), expected, strict=True):
        at = np.searchsorted(draws, theirs)
        around = draws[max(at - 2, 0) : at + 2]
        assert around[0] - 1e-9 <= ours <= around[-1] + 1e-9


def test_the_acceleration_is_the_one_that_efron_and_tibshirani_print() -> None:
    sums = (len(SPATIAL), sum(SPATIAL), sum(x * x for x in SPATIAL))
    without = [(spread((sums[0] - 1, sums[1] - x, sums[2] - x * x)), 1) for x in SPATIAL]
    found = acceleration(without)
    assert found is not None
    assert (f"{spread(sums):.1f}", f"{found:.3f}") == ("171.5", "0.061")


def test_the_intervals_are_near_those_that_efron_and_tibshirani_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """Theirs hold 90 % and come from other draws (chapter 14.2)."""
    monkeypatch.setattr(intervals, "_TAIL", Fraction(1, 20))
    found = bootstrap(Counter((1, x, x * x) for x in SPATIAL), spread)
    assert figures(found) == pytest.approx([100.8, 233.9, 115.8, 259.6], abs=5)


def test_a_block_mean_of_many_raters_has_the_interval_of_the_central_limit_theorem() -> None:
    draw = random.Random(4)
    values = Counter(Fraction(draw.randint(7, 35), 7) for _ in range(10_000))
    raw = [float(value) for value in values.elements()]
    found = bootstrap_mean(values)
    half = 1.96 * np.std(raw) / 100
    expected = [np.mean(raw) - half, np.mean(raw) + half]
    assert figures(found) == pytest.approx(expected * 2, abs=half / 10)


def test_every_kind_of_statistic_has_an_interval_around_it() -> None:
    rows = panel(raters=30, items=8)
    tallies = Counter(tally(row, LEVELS) for row in rows)
    found = [
        bootstrap(tallies, area),
        bootstrap(tallies, lambda sums: krippendorff_alpha(per_item(sums, LEVELS), "ordinal")),
        bootstrap(Counter(map(Ratings.tally, rows)), lambda sums: Ratings(8, sums).cronbach_alpha()),
    ]
    for estimate in found:
        assert estimate is not None
        assert estimate.bca is not None
        assert estimate.bca.low < estimate.point < estimate.bca.high
    for item in zip(*rows, strict=True):
        counts = [item.count(level) for level in range(1, LEVELS + 1)]
        centre = bootstrap_item(counts, mean)
        assert centre == bootstrap_mean({Fraction(level): n for level, n in enumerate(counts, 1) if n})
        away = bootstrap_item(counts, average_deviation)
        assert away is not None
        assert away.percentile.low <= away.point <= away.percentile.high


# -- What holds of every panel ------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(numbers, st.randoms(use_true_random=False))
def test_the_order_of_raters_changes_nothing(values: dict[Fraction, int], chance: random.Random) -> None:
    shuffled = chance.sample(list(values.items()), len(values))
    assert bootstrap_mean(dict(shuffled)) == bootstrap_mean(values)


@settings(max_examples=40)
@given(numbers)
def test_an_interval_lies_within_what_raters_said(values: dict[Fraction, int]) -> None:
    found = bootstrap_mean(values)
    for interval in (found.percentile, found.bca or found.percentile):
        assert min(values) <= interval.low <= interval.high <= max(values)
    assert found.percentile.low <= found.point <= found.percentile.high


@settings(max_examples=40)
@given(numbers, st.fractions(-9, 9, max_denominator=9), st.fractions(Fraction(1, 9), 9, max_denominator=9))
def test_an_interval_moves_and_stretches_with_the_numbers(
    values: dict[Fraction, int], shift: Fraction, factor: Fraction
) -> None:
    point, percentile, bca = bootstrap_mean(values)
    moved = bootstrap_mean({value * factor + shift: n for value, n in values.items()})

    def expected(interval: Interval) -> Interval:
        return Interval(interval.low * factor + shift, interval.high * factor + shift)

    assert moved == Estimate(point * factor + shift, expected(percentile), bca and expected(bca))


@pytest.mark.parametrize("raters", [1, 2, 500])
def test_raters_who_are_alike_leave_the_figure_itself_and_no_bca(raters: int) -> None:
    figure = Fraction(10, 3)
    assert bootstrap_mean({figure: raters}) == Estimate(figure, Interval(figure, figure), None)
    assert bootstrap_item([0, 0, raters, 0, 0], mean) == Estimate(Fraction(3), Interval(3, 3), None)


def test_without_raters_there_is_no_interval() -> None:
    assert bootstrap({}, lambda sums: Fraction(1)) is None
    assert bootstrap_item([0, 0, 0], lambda counts: Fraction(1)) is None
    with pytest.raises(ValueError, match="nobody answered"):
        bootstrap_mean({})


def test_a_statistic_that_the_panel_does_not_have_has_no_interval() -> None:
    assert bootstrap(Counter([(1, 0), (1, 1)]), lambda sums: None) is None


@pytest.mark.parametrize(("others", "there"), [(2, False), (6, True)])
def test_an_interval_needs_a_value_for_nearly_every_draw(others: int, there: bool) -> None:
    """A draw without any of the first raters has none: 0.6¹⁰ = 0.6 % of 4 and 6 raters, (2/3)³ = 30 % of 1 and 2."""
    found = bootstrap(
        {(1, 1): 1 if others == 2 else 4, (1, 0): others},
        lambda sums: Fraction(sums[0], sums[1]) if sums[1] else None,
    )
    assert (found is not None) is there


def test_a_rater_without_whom_the_statistic_is_undefined_leaves_no_bca() -> None:
    def statistic(sums: Sequence[int]) -> Fraction | None:
        return None if sums[0] == 44 and sums[1] < 50 else Fraction(sums[1])

    found = bootstrap({(1, 0): 40, (1, 1): 4, (1, 50): 1}, statistic)
    assert found is not None
    assert found.bca is None


def test_a_figure_that_no_draw_reaches_has_no_bca() -> None:
    """A draw of 20 raters never has all of them, so it always counts fewer voices than the panel."""
    found = bootstrap(
        Counter(tally([voice], 20) for voice in range(1, 21)),
        lambda sums: Fraction(sum(voice for voice, n in enumerate(sums) if n)),
    )
    assert found is not None
    assert found.percentile.high < found.point
    assert found.bca is None
