"""What holds of every result, whatever the model and whatever is answered."""

import itertools
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.answers import OPEN, Answer, Answers, parse_answers, plain_answers
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.core.score import Score
from assessment.files import load_texts, load_words, read_answers, write_answers
from assessment.report.data import report_json
from assessment.report.digest import digest
from assessment.report.formats import FORMATS, write_report
from assessment.report.words import Words
from tests.unit.generated import REAL, both_readings, cases, documents, parts, with_answer


def raised(low: Score, high: Score) -> bool:
    """Whether nothing of a score fell."""
    assert (low.status, low.coverage) == (high.status, high.coverage)
    pairs = [(low.score, high.score), (low.level, high.level)]
    for before, after in ((low.score_range, high.score_range), (low.level_range, high.level_range)):
        pairs += zip(before or (), after or (), strict=True)
    return all(before is None or (after is not None and after >= before) for before, after in pairs)


@given(cases())
def test_every_score_and_level_is_bounded_and_lies_within_its_range(case: tuple[Model, Answers]) -> None:
    model, answers = case
    levels = model.rules.levels
    for name, score in both_readings(model, answers).items():
        assert (score.score is None) == (score.level is None) == (score.status != "scored"), name
        assert (score.score_range is None) == (score.level_range is None) == (score.coverage is None), name
        if score.score_range is None or score.level_range is None or score.coverage is None:
            assert score.status in ("not_assessed", "not_in_form"), name
            continue
        assert 0 <= score.coverage <= 1, name
        assert 1 <= score.score_range[0] <= score.score_range[1] <= levels, name
        assert 1 <= score.level_range[0] <= score.level_range[1] <= levels, name
        if score.score is not None and score.level is not None:
            assert score.score_range[0] <= score.score <= score.score_range[1], name
            assert score.level_range[0] <= score.level <= score.level_range[1], name
        if score.coverage == 1:
            assert score.level_range[0] == score.level_range[1] == score.level, name
            assert score.score_range[0] == score.score_range[1] == score.score, name


@given(cases())
def test_blocking_is_about_the_level_above_the_one_that_is_shown(case: tuple[Model, Answers]) -> None:
    model, answers = case
    for name, score in both_readings(model, answers).items():
        if score.level is None or score.level == model.rules.levels:
            assert score.blocking is None, name
        else:
            assert score.blocking is not None, name
            assert score.blocking.next_level == score.level + 1, name
            assert set(score.blocking.below) <= set(score.blocking.short), name
            assert score.blocking.below or score.blocking.needed, name


@given(cases(), st.data())
def test_raising_an_answer_lowers_nothing(case: tuple[Model, Answers], data: st.DataObject) -> None:
    model, answers = case
    low = [item.id for item in model.items if (answers.to(item.id).level or model.rules.levels) < model.rules.levels]
    if not low:
        return
    item = data.draw(st.sampled_from(low))
    level = data.draw(st.integers((answers.to(item).level or 0) + 1, model.rules.levels))
    before, after = both_readings(model, answers), both_readings(model, with_answer(answers, item, level=level))
    for name in before:
        assert raised(before[name], after[name]), name


@given(cases(), st.data())
def test_naming_evidence_lowers_nothing(case: tuple[Model, Answers], data: st.DataObject) -> None:
    model, answers = case
    item = data.draw(st.sampled_from(model.items)).id
    after = both_readings(model, with_answer(answers, item, evidence=("log",)))
    for name, score in both_readings(model, answers).items():
        assert raised(score, after[name]), name


@given(cases())
def test_the_evidenced_reading_is_never_above_the_stated_one(case: tuple[Model, Answers]) -> None:
    result = measure(*case)
    stated, evidenced = parts(result.stated), parts(result.evidenced)
    for name in stated:
        assert raised(evidenced[name], stated[name]), name


@given(cases(), st.data())
def test_settling_an_open_answer_narrows_every_range(case: tuple[Model, Answers], data: st.DataObject) -> None:
    model, answers = case
    unsettled = [item.id for item in model.items if answers.to(item.id).state in ("unknown", "open")]
    if not unsettled:
        return
    item, level = data.draw(st.sampled_from(unsettled)), data.draw(st.integers(1, model.rules.levels))
    settled = with_answer(answers, item, level=level, unknown=False, evidence=("log",))
    after = parts(measure(model, settled).stated)
    for name, score in parts(measure(model, answers).stated).items():
        now = after[name]
        for wide, narrow, point in (
            (score.score_range, now.score_range, now.score),
            (score.level_range, now.level_range, now.level),
        ):
            if wide is None or narrow is None:
                assert wide is narrow is None, name
                continue
            assert wide[0] <= narrow[0] <= narrow[1] <= wide[1], name
            assert point is None or wide[0] <= point <= wide[1], name


@given(cases())
@settings(max_examples=60)
def test_a_range_is_exactly_what_the_open_answers_could_make(case: tuple[Model, Answers]) -> None:
    model, answers = case
    unsettled = [item.id for item in model.of_form(answers.form) if answers.to(item.id).state in ("unknown", "open")]
    levels = range(1, model.rules.levels + 1)
    while len(levels) ** len(unsettled) > 300:  # settle some, so that all the rest can be tried
        answers = with_answer(answers, unsettled.pop(), level=1, unknown=False)
    completions = [
        parts(measure(model, _settled(answers, unsettled, choice)).stated)
        for choice in itertools.product(levels, repeat=len(unsettled))
    ]
    for name, score in parts(measure(model, answers).stated).items():
        if score.score_range is None:
            assert all(completed[name].score is None for completed in completions), name
            continue
        scores = [completed[name].score for completed in completions]
        reached = [completed[name].level for completed in completions]
        assert (min(scores), max(scores)) == score.score_range, name  # type: ignore[type-var]
        assert (min(reached), max(reached)) == score.level_range, name  # type: ignore[type-var]


def _settled(answers: Answers, items: list[str], levels: tuple[int, ...]) -> Answers:
    chosen = dict(zip(items, levels, strict=True))
    return answers._replace(given={**answers.given, **{key: Answer(level) for key, level in chosen.items()}})


@given(cases())
def test_an_item_that_does_not_apply_counts_as_if_it_were_not_in_the_model(case: tuple[Model, Answers]) -> None:
    model, answers = case
    without = model._replace(items=tuple(item for item in model.items if answers.to(item.id).state != "not_applicable"))
    whole, smaller = measure(model, answers), measure(without, answers)
    assert whole[2:] == smaller[2:]


@given(cases())
def test_an_unanswered_item_is_not_a_zero(case: tuple[Model, Answers]) -> None:
    """Scores come from answered items alone: an unknown one only widens the range."""
    model, answers = case
    answered = model._replace(items=tuple(item for item in model.items if answers.to(item.id).level is not None))
    stated, alone = measure(model, answers).stated, measure(answered, answers).stated
    for name in (*(f"area {area.id}" for area in model.areas), "management"):
        score = parts(stated)[name]
        if score.score is not None:
            assert (score.score, score.level) == (parts(alone)[name].score, parts(alone)[name].level), name


@given(cases())
def test_nobody_stands_more_than_the_slack_above_the_weakest_block(case: tuple[Model, Answers]) -> None:
    model, answers = case
    stated = measure(model, answers).stated
    levels = [score.level for score in (*stated.areas.values(), stated.management) if score.level is not None]
    if stated.overall.level is not None and stated.overall.coverage == 1 and levels:
        assert stated.overall.level <= min(levels) + model.rules.gate_slack


@given(cases())
def test_writing_and_reading_a_file_changes_nothing(case: tuple[Model, Answers]) -> None:
    model, answers = case
    text = write_answers(answers, model)
    again = read_answers(text, model)
    assert again == answers
    assert write_answers(again, model) == text
    assert report_json(measure(model, again)) == report_json(measure(model, answers))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_and_spelling_of_a_file_change_nothing(case: tuple[Model, Answers], chance: random.Random) -> None:
    model, answers = case
    plain = _shuffled(plain_answers(answers, model), chance)
    respelt = "\ufeff" + json.dumps(plain, ensure_ascii=True, indent="\t").replace("\n", "\r\n")
    again = read_answers(respelt, model)
    assert list(again.given) == [item.id for item in model.items if item.id in again.given]
    assert write_answers(again, model) == write_answers(answers, model)
    assert report_json(measure(model, again)) == report_json(measure(model, answers))


def _shuffled(value: object, chance: random.Random) -> object:
    if not isinstance(value, dict):
        return value
    keys = list(value)
    chance.shuffle(keys)
    return {key: _shuffled(value[key], chance) for key in keys}


@given(documents(REAL), documents(REAL))
def test_the_digest_names_the_answers_and_ignores_only_date_and_profile(
    one: dict[str, object], other: dict[str, object]
) -> None:
    first, second = (parse_answers(data, REAL) for data in (one, other))
    unnamed = [answers._replace(date="", profile={}) for answers in (first, second)]
    digests = [digest(plain_answers(answers, REAL)) for answers in (first, second)]
    assert (digests[0] == digests[1]) == (unnamed[0] == unnamed[1])
    assert digests[0] == digest(plain_answers(unnamed[0], REAL))


@pytest.mark.parametrize(
    "change",
    [
        {"form": "quick"},
        {"importance": {"SAL": 3}},
        {"targets": {"SAL": 3}},
        {"given": {"SAL-INT": Answer(4)}},
        {"given": {"SAL-INT": Answer(3, note="x")}},
        {"given": {"SAL-INT": Answer(3, evidence=("x",))}},
        {"given": {"SAL-INT": Answer(unknown=True)}},
        {"given": {"SAL-INT": Answer(not_applicable="x")}},
        {"given": {"SAL-RES": Answer(3)}},
        {"given": {}},
    ],
)
def test_every_other_change_changes_the_digest(change: dict[str, Any]) -> None:
    answers = Answers("full", {"SAL-INT": Answer(3)}, {}, {}, "", {})
    assert digest(plain_answers(answers, REAL)) != digest(plain_answers(answers._replace(**change), REAL))


def test_another_version_of_the_model_changes_the_digest() -> None:
    answers = Answers("full", {"SAL-INT": Answer(3)}, {}, {}, "", {})
    newer = REAL._replace(version="1.0.1")
    assert digest(plain_answers(answers, REAL)) != digest(plain_answers(answers, newer))


@given(documents(REAL))
@settings(max_examples=15)
def test_every_format_in_every_language_can_be_written_for_every_form(data: dict[str, object]) -> None:
    result = measure(REAL, parse_answers(data, REAL))
    written = {}
    for language in REAL.languages:
        texts, words = load_texts(REAL, language), Words(load_words(language))
        for form in FORMATS:
            text = write_report(result, texts, words, form)
            text.encode()  # nothing that cannot be stored
            written[language, form] = text
    assert len({written[language, "json"] for language in REAL.languages}) == 1, "a language changed a number"


def test_nothing_said_is_an_open_answer() -> None:
    data = {"format": "cx-atlas/answers", "version": 1, "model": {"id": REAL.id, "version": REAL.version}}
    answers = parse_answers({**data, "form": "full", "answers": {"SAL-INT": {}, "SAL-RES": {"unknown": False}}}, REAL)
    assert answers.to("SAL-INT") == answers.to("SAL-RES") == answers.to("MGT-12") == OPEN
    assert answers.given == {}
