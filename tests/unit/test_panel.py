"""A panel: who counts, how a form is read fast, and what many people's answers give together."""

import copy
import json
import random
from collections import Counter
from fractions import Fraction
from statistics import stdev
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.answers import parse_answers
from assessment.core.errors import AnswersError
from assessment.core.result import measure
from assessment.core.team.intervals import bootstrap_mean
from assessment.core.team.merged import lower_median, merge
from assessment.core.team.panel import KEPT, Panel
from assessment.core.team.pulls import MANY
from assessment.core.team.release import Difference, Releases
from assessment.core.team.rows import Reader
from assessment.files import count_in, load_texts, load_words, read_answers
from assessment.report.team.data import panel_data
from assessment.report.team.formats import write_panel
from assessment.report.team.view import panel_view
from assessment.report.words import Words
from tests.unit.generated import REAL, documents
from tests.unit.panels import SMALL, Person, crowds, document, panel_of
from tests.unit.test_schemas import _mutated, validator

READER = Reader(REAL)
WORDS, TEXTS = Words(load_words("en")), load_texts(REAL, "en")
ITEMS = len(REAL.items)


# -- reading fast ---------------------------------------------------------------------------------------------------


@given(documents(REAL, 8))
@settings(max_examples=120)
def test_a_form_read_fast_is_the_form_read_strictly(data: dict[str, Any]) -> None:
    fast = READER.row_of_data(data)
    assert fast is None or fast == READER.row_of(parse_answers(data, REAL))


@given(_mutated())
@settings(max_examples=250)
def test_no_broken_form_is_read_fast(data: object) -> None:
    fast = READER.row_of_data(data)
    if fast is not None:
        assert fast == READER.row_of(parse_answers(data, REAL))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"date": "2026-11-28"},
        {"profile": {"organisation": "Sklep „Łąka”", "role": "właściciel", "site": "Kraków", "sector": ""}},
        {"importance": {"SAL": 3}, "targets": {"MGT": 5}},
        {"form": "quick"},
        {"answers": {"SAL-INT": {"level": 3, "note": "n", "evidence": ["log"]}, "SAL-RES": {"unknown": True}}},
        {"answers": {"SAL-INT": {"not_applicable": "żadne"}, "SAL-RES": {"note": "later"}, "SAL-EXP": {}}},
    ],
    ids=["bare", "date", "profile", "numbers", "quick", "more than levels", "other states"],
)
def test_a_usual_form_is_read_fast(change: dict[str, Any]) -> None:
    data = {**form(), **change}
    fast = READER.row_of_data(data)
    assert fast is not None
    assert fast == READER.row_of(parse_answers(data, REAL))


@pytest.mark.parametrize(
    "answer",
    [
        {"level": True},
        {"level": 3.0},
        {"level": "3"},
        {"level": 0},
        {"level": 6},
        {"level": None},
        {"level": 3, "unknown": True},
        {"unknown": 1},
        {"not_applicable": " "},
        {"not_applicable": "x" * 2_001},
        {"note": "\ud800"},
        {"evidence": ["x"] * 51},
        {"evidence": [""]},
        {"evidence": "x"},
        {"what": 1},
        [],
        3,
    ],
)
def test_an_unusual_answer_is_left_to_the_parser(answer: object) -> None:
    assert READER.row_of_data({**form(), "answers": {"SAL-INT": answer}}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"version": True},
        {"version": 1.0},
        {"form": "half"},
        {"date": ""},
        {"date": "2026-02-29"},
        {"date": 20261121},
        {"profile": {"role": 3}},
        {"profile": {"email": "x"}},
        {"profile": None},
        {"importance": {"SAL": True}},
        {"importance": {"XXX": 1}},
        {"targets": {"SAL": 9}},
        {"answers": {"NO-SUCH": {"level": 3}}},
        {"answers": []},
        {"model": {"id": REAL.id, "version": "0.0.1"}},
        {"format": "else"},
        {"more": 1},
    ],
)
def test_an_unusual_form_is_left_to_the_parser(change: dict[str, object]) -> None:
    assert READER.row_of_data({**form(), **change}) is None


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "cx-atlas/answers", "format": "cx-atlas/answers"}',
        '{"a": NaN}',
        "",
        "[" * 200,
        "[[]]",
        '"x"',
        '{"x": "\0"}',
        '{"x": 1' + "0" * 5_000 + "}",
    ],
    ids=["a key twice", "NaN", "nothing", "deep", "a list", "a text", "a null", "a long number"],
)
def test_what_is_broken_is_told_as_the_strict_reader_tells_it(text: str) -> None:
    panel = Panel(REAL)
    with pytest.raises(AnswersError) as fast:
        count_in(panel, text)
    if "\0" in text:
        assert fast.value.code == "file-not-text"
        return
    with pytest.raises(AnswersError) as strict:
        read_answers(text, REAL)
    assert (fast.value.code, fast.value.place, fast.value.facts) == (
        strict.value.code,
        strict.value.place,
        strict.value.facts,
    )
    assert panel.gathered.people == 0


def test_a_key_that_comes_twice_is_told_although_the_form_is_else_sound() -> None:
    text = json.dumps(form()).replace('"SAL-INT": {"level": 1}', '"SAL-INT": {"level": 1}, "SAL-INT": {"level": 2}')
    with pytest.raises(AnswersError, match="key-twice"):
        count_in(Panel(REAL), text)


def form(levels: str = "12345" * 10, **rest: Any) -> dict[str, Any]:
    """A whole form, with these levels one after the other."""
    answers = {item.id: {"level": int(level)} for item, level in zip(REAL.items, levels, strict=False)}
    head = {"format": "cx-atlas/answers", "version": 1, "model": {"id": REAL.id, "version": REAL.version}}
    return {**head, "form": "full", "answers": answers, **rest}


# -- who counts -----------------------------------------------------------------------------------------------------


def test_a_form_that_comes_twice_counts_once() -> None:
    panel = Panel(REAL)
    text = json.dumps(form())
    assert [count_in(panel, text).status, count_in(panel, json.dumps(form(), indent=1)).status] == [
        "counted",
        "duplicate",
    ]
    assert (panel.gathered.people, panel.duplicates) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2026-11-20"},
        {"profile": {"role": "owner"}},
        {"profile": {"site": "owner"}},
        {"targets": {"SAL": 4}},
        {"answers": {**form()["answers"], "SAL-INT": {"level": 1, "note": "x"}}},
        {"answers": {**form()["answers"], "SAL-INT": {"level": 1, "evidence": ["x"]}}},
        {"form": "quick"},
    ],
)
def test_forms_that_differ_in_a_word_both_count(change: dict[str, Any]) -> None:
    panel = Panel(REAL)
    assert panel.add(parse_answers(form(), REAL)).status == "counted"
    assert panel.add(parse_answers({**form(), **change}, REAL)).status == "counted"


def test_a_panel_is_over_the_form_that_more_people_filled_in() -> None:
    panel = panel_of([Person("", "", "333")] * 2)
    for number in range(2):
        panel.add(parse_answers(document(Person("", "", "33"), SMALL, number, "quick"), SMALL))
    assert (panel.gathered.form, panel.left_out) == ("full", 2), "as many: the full form says more"
    panel.add(parse_answers(document(Person("", "", "33"), SMALL, 2, "quick"), SMALL))
    assert (panel.gathered.form, panel.left_out, panel.gathered.people) == ("quick", 2, 3)


@given(crowds(3, 6), st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_the_files_leaves_no_trace(people: list[Person], chance: random.Random) -> None:
    people = [person._replace(said=person.said + "3" * (ITEMS - 3)) for person in people]
    people = [person._replace(role=person.role.upper() if n % 2 else person.role) for n, person in enumerate(people)]
    files = [document(person, REAL, n) for n, person in enumerate(people)]
    written = set()
    for _ in range(2):
        panel = Panel(REAL)
        for data in files:
            panel.add(parse_answers(data, REAL))
        merged = merge(panel.gathered)
        written.add("".join(write_panel(panel, merged, TEXTS, WORDS, ("role", "site"), f) for f in ("json", "text")))
        assert panel.gathered.rows == sorted(panel.gathered.rows or ())
        chance.shuffle(files)
    assert len(written) == 1


# -- what they give -------------------------------------------------------------------------------------------------


def complete(n: int) -> list[dict[str, Any]]:
    """Complete forms of people who differ."""
    chance = random.Random(n)
    return [form("".join(chance.choices("12345", k=ITEMS)), profile={"role": str(i % 3)}) for i in range(n)]


def merged_of(files: list[dict[str, Any]]) -> Any:
    """Their result."""
    panel = Panel(REAL)
    for data in files:
        panel.add(parse_answers(data, REAL))
    return merge(panel.gathered)


def test_the_score_of_complete_forms_is_the_mean_of_peoples_own_scores() -> None:
    files = complete(7)
    own = [measure(REAL, parse_answers(data, REAL)).stated for data in files]
    merged = merged_of(files)
    assert merged.overall.score == mean_of(scores.overall.score for scores in own)
    assert merged.experience.score == mean_of(scores.experience.score for scores in own)
    for area in REAL.areas:
        assert merged.blocks[area.id].score == mean_of(scores.areas[area.id].score for scores in own)


def mean_of(values: Any) -> Fraction:
    """Their mean."""
    found = list(values)
    return sum(found, Fraction(0)) / len(found)


def test_the_interval_of_complete_forms_is_the_bootstrap_of_peoples_own_scores() -> None:
    files = complete(9)
    own = Counter(measure(REAL, parse_answers(data, REAL)).stated.areas["SAL"].score for data in files)
    merged = merged_of(files)
    expected = bootstrap_mean({score: n for score, n in own.items() if score is not None})
    interval = merged.blocks["SAL"].interval
    assert expected.bca is not None
    assert interval == (*expected.bca, "bca", expected.percentile)


def test_many_people_have_the_interval_that_a_bootstrap_gives_to_the_decimal_shown() -> None:
    files = complete(MANY)
    own = Counter(measure(REAL, parse_answers(data, REAL)).stated.overall.score for data in files)
    expected = bootstrap_mean({score: n for score, n in own.items() if score is not None}).percentile
    interval = merged_of(files).overall.interval
    assert interval.how == "normal"
    half = 1.96 * stdev(float(score) for score in own.elements() if score is not None) / MANY**0.5
    assert float(interval.high - interval.low) / 2 == pytest.approx(half, abs=1e-5)
    assert abs(interval.low - expected.low) < Fraction(1, 50)
    assert abs(interval.high - expected.high) < Fraction(1, 50)


def test_an_interval_weighs_people_by_how_much_the_score_would_move_with_more_of_their_kind() -> None:
    files = complete(9)
    for data in files[:4]:
        del data["answers"]["SAL-INT"]
    items = [item.id for item in REAL.items if item.block == "SAL"]
    levels = [[data["answers"].get(item, {}).get("level") for item in items] for data in files]
    more = Fraction(1, 10**9)

    def score(of: int | None) -> Fraction:
        """The mean of the items' means, with a little more of one person."""
        means = []
        for column in zip(*levels, strict=True):
            answered = [(x, 1 + more * (n == of)) for n, x in enumerate(column) if x is not None]
            means.append(sum(x * weight for x, weight in answered) / sum(weight for _, weight in answered))
        return Fraction(mean_of(means))

    moved = [round(float((score(n) - score(None)) / more * len(files)), 5) for n in range(len(files))]
    merged = merged_of(files)
    expected = bootstrap_mean(Counter(score(None) + Fraction(move) for move in moved)).percentile
    found = merged.blocks["SAL"].interval.percentile
    assert merged.blocks["SAL"].score == score(None)
    assert [float(end) for end in found] == pytest.approx([float(end) for end in expected], abs=1e-4)


def test_a_person_who_left_something_out_still_counts_in_the_rest() -> None:
    files = complete(6)
    del files[0]["answers"]["SAL-INT"]
    merged = merged_of(files)
    assert merged.shown.tallies["SAL-INT"].answered == 5
    assert merged.shown.tallies["SAL-RES"].answered == 6
    assert merged.blocks["SAL"].interval.low < merged.blocks["SAL"].score < merged.blocks["SAL"].interval.high
    assert merged.reliability.complete == 0, "one other person could be told apart"
    assert merged.reliability.ordinal is not None


def test_reliability_over_complete_forms_needs_three_others_or_none() -> None:
    files = complete(8)
    assert merged_of(files).reliability.complete == 8
    for data in files[:3]:
        del data["answers"]["SAL-INT"]
    assert merged_of(files).reliability.complete == 5


def test_with_fewer_than_five_people_the_answers_ends_stand_for_an_interval() -> None:
    merged = merged_of(complete(4))
    assert merged.overall.interval is None
    assert merged.overall.spread == (1, 5)
    assert merged_of(complete(5)).overall.spread is None


def test_more_people_than_are_kept_have_no_interval_but_all_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.core.team.panel.KEPT", 5)
    merged = merged_of(complete(6))
    assert merged.shown.tallies["SAL-INT"].answered == 6
    assert merged.overall.score is not None
    assert merged.overall.interval is None
    assert merged.overall.spread is None
    assert merged.reliability.complete == 0
    assert merged.reliability.interval is not None
    assert KEPT == 20_000


def test_the_level_is_the_gate_over_the_lower_medians() -> None:
    merged = merged_of([form("2" * ITEMS), form("2" * ITEMS, date="2026-01-01"), form("5" * ITEMS), form("4" * ITEMS)])
    assert merged.overall.score == Fraction(13, 4)
    assert merged.overall.median.level == 2


@pytest.mark.parametrize(
    ("levels", "median"), [((0, 1, 2, 1, 0), 3), ((2, 0, 0, 0, 2), 1), ((1, 0, 0, 0, 2), 5), ((0, 0, 0, 0, 1), 5)]
)
def test_the_lower_median_is_the_highest_level_that_more_than_half_of_the_people_reach(
    levels: Any, median: int
) -> None:
    assert lower_median(levels) == median
    assert median == max(level for level in range(1, 6) if sum(levels[level - 1 :]) * 2 > sum(levels))


def test_an_item_that_too_few_answered_widens_the_range_of_the_level() -> None:
    files = [copy.deepcopy(form("3" * ITEMS, date=f"2026-01-0{n}")) for n in range(1, 5)]
    for data in files[:2]:
        del data["answers"]["SAL-INT"]
    merged = merged_of(files)
    assert merged.medians.answers.to("SAL-INT").unknown
    assert merged.blocks["SAL"].median.coverage == Fraction(5, 6)
    for data in files:
        data["answers"]["SAL-INT"] = {"not_applicable": "no"}
    merged = merged_of(files)
    assert merged.medians.answers.to("SAL-INT").not_applicable
    assert merged.blocks["SAL"].median.coverage == 1


def test_a_quick_panel_says_nothing_about_an_area() -> None:
    files = [{**form(f"{n}" * ITEMS), "form": "quick"} for n in (2, 3, 4)]
    merged = merged_of(files)
    assert merged.overall.score == 3
    assert merged.blocks["SAL"].score is None
    assert merged.blocks["SAL"].median.status == "not_in_form"
    assert merged.blocks["MGT"].score == 3
    view = panel_view(panel_for(files), merged, TEXTS, WORDS, {}, ())
    assert view["blocks"] == []
    assert len(view["items"]) == 12


def panel_for(files: list[dict[str, Any]]) -> Panel:
    """These files as a panel."""
    panel = Panel(REAL)
    for data in files:
        panel.add(parse_answers(data, REAL))
    return panel


# -- shown again ----------------------------------------------------------------------------------------------------


def test_a_panel_is_held_while_one_or_two_people_make_the_difference() -> None:
    releases = Releases()
    assert releases.held_by({1, 2, 3, 4}) is None
    assert releases.held_by({1, 2, 3, 4}) is None, "the same again"
    assert releases.held_by({1, 2, 3, 4, 5}) == Difference(1, 0)
    assert releases.held_by({1, 2, 3, 4, 5, 6}) == Difference(2, 0)
    assert releases.held_by({1, 2, 3}) == Difference(0, 1)
    assert releases.held_by({1, 2, 3, 9}) == Difference(1, 1)
    assert releases.held_by({1, 2, 3, 4, 5, 6, 7}) is None
    assert releases.held_by({1, 2, 3, 4, 5}) == Difference(0, 2), "every panel shown before counts, not just the last"
    assert releases.held_by({11, 12, 13}) is None, "another team"
    assert releases.held_by({1, 2, 3, 4, 5, 6, 7, 8}) == Difference(1, 0)


@given(st.lists(st.frozensets(st.integers(0, 9), min_size=3), min_size=2, max_size=12))
def test_no_two_panels_shown_differ_by_one_or_two_people(panels: list[frozenset[int]]) -> None:
    releases, released = Releases(), []
    for people in panels:
        if releases.held_by(people) is None:
            released.append(people)
    for people in released:
        for other in released:
            assert len(people - other) not in (1, 2)


# -- the file -------------------------------------------------------------------------------------------------------


@given(crowds(3, 8), st.lists(st.sampled_from(["role", "site"]), max_size=2))
@settings(max_examples=20)
def test_a_panel_file_fits_its_schema(people: list[Person], by: list[str]) -> None:
    panel = panel_of(people)
    validator("panel").validate(panel_data(panel, merge(panel.gathered), by))


def test_a_panel_file_about_too_few_is_refused_by_the_schema() -> None:
    files = complete(6)
    panel = panel_for(files)
    good = panel_data(panel, merge(panel.gathered), ["role"])
    validator("panel").validate(good)
    assert not validator("panel").is_valid({**good, "people": 2})
    assert not validator("panel").is_valid({**good, "groups": {"role": {"hidden": 1, "groups": []}}})
    assert not validator("panel").is_valid({**good, "rows": []})
