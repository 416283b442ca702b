"""Rounding and plural forms, against independent sources."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.score import rounded, shown, stored
from assessment.files import load_words
from assessment.report.words import PLURALS, Words, fill

LANGUAGES = ("en", "pl", "ro")
_RULE = {"en": "one-other", "pl": "one-few-many", "ro": "one-few-other"}


def decimal(value: Fraction, decimals: int) -> Decimal:
    """The value, rounded half up by the standard library's decimal arithmetic."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(st.fractions(0, 100, max_denominator=10_000), st.integers(0, 3))
def test_rounding_is_half_up(value: Fraction, decimals: int) -> None:
    assert rounded(value, decimals) == decimal(value, decimals).scaleb(decimals)


@given(st.integers(0, 2_000))
def test_a_half_goes_up_at_every_place(n: int) -> None:
    assert rounded(Fraction(2 * n + 1, 2), 0) == n + 1
    assert rounded(Fraction(2 * n + 1, 20), 1) == n + 1
    assert rounded(Fraction(2 * n + 1, 200), 2) == n + 1


@given(st.fractions(1, 9, max_denominator=10_000))
def test_a_stored_score_is_the_nearest_number_of_two_decimals(value: Fraction) -> None:
    assert repr(stored(value)) == repr(float(decimal(value, 2)))


@given(st.fractions(1, 9, max_denominator=10_000))
def test_a_shown_score_has_one_decimal(value: Fraction) -> None:
    assert shown(value) == str(decimal(value, 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_names_its_own_plural_rule(language: str) -> None:
    assert load_words(language)["plural"] == _RULE[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_cldr(language: str) -> None:
    category, independent = PLURALS[_RULE[language]], Locale(language).plural_form
    assert [category(n) for n in range(1_200)] == [independent(n) for n in range(1_200)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", {0: "other", 1: "one", 2: "other", 11: "other", 21: "other", 101: "other"}),
        ("pl", {0: "many", 1: "one", 2: "few", 4: "few", 5: "many", 12: "many", 22: "few", 25: "many", 112: "many"}),
        ("ro", {0: "few", 1: "one", 2: "few", 19: "few", 20: "other", 21: "other", 100: "other", 101: "few"}),
    ],
)
def test_plural_forms_that_are_easily_got_wrong(language: str, expected: dict[int, str]) -> None:
    category = PLURALS[_RULE[language]]
    assert {n: category(n) for n in expected} == expected


def test_a_number_is_written_with_the_decimal_sign_of_its_language() -> None:
    written = {language: Words(load_words(language)).number(Fraction(47, 20)) for language in LANGUAGES}
    assert written == {"en": "2.4", "pl": "2,4", "ro": "2,4"}


def test_a_filled_gap_is_not_filled_again() -> None:
    assert fill("{a} and {b}", {"a": "{b}", "b": "{a}"}) == "{b} and {a}"


def test_braces_that_are_no_gap_stay() -> None:
    assert fill("Write { … } or {unknown} or {", {"n": 1}) == "Write { … } or {unknown} or {"
