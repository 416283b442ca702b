"""Answers as plain data and as files: what is kept, in which order, and what is not said twice."""

import datetime
import json
from typing import Any

import pytest

from assessment.core.answers import OPEN, Answer, parse_answers, plain_answers
from assessment.core.errors import AnswersError
from assessment.files import load_model, read_answers, write_answers

MODEL = load_model()


def document(answers: dict[str, Any] | None = None, **rest: Any) -> dict[str, Any]:
    """A sound file of answers, as plain data."""
    head = {"format": "cx-atlas/answers", "version": 1, "model": {"id": MODEL.id, "version": MODEL.version}}
    return {**head, "form": "full", "answers": answers or {}, **rest}


def parsed(entry: dict[str, Any]) -> Answer:
    """One answer, as the parser reads it."""
    return parse_answers(document({"SAL-INT": entry}), MODEL).to("SAL-INT")


@pytest.mark.parametrize(
    ("entry", "answer", "state"),
    [
        ({"level": 3}, Answer(3), "level"),
        ({"unknown": True}, Answer(unknown=True), "unknown"),
        ({"not_applicable": "sold from stock"}, Answer(not_applicable="sold from stock"), "not_applicable"),
        ({}, OPEN, "open"),
        ({"note": "later"}, Answer(note="later"), "open"),
        ({"evidence": ["log"]}, Answer(evidence=("log",)), "open"),
        ({"unknown": False, "note": ""}, OPEN, "open"),
        ({"level": 1, "evidence": ["a", "b"], "note": " x\n"}, Answer(1, evidence=("a", "b"), note=" x\n"), "level"),
    ],
)
def test_an_answer_is_in_one_of_four_states(entry: dict[str, Any], answer: Answer, state: str) -> None:
    assert parsed(entry) == answer
    assert parsed(entry).state == state


def test_answers_stand_in_the_order_of_the_model_whatever_the_file_says() -> None:
    given = {item.id: {"level": 2} for item in reversed(MODEL.items)}
    answers = parse_answers(document(given, targets={"MGT": 3, "SAL": 4}), MODEL)
    assert list(answers.given) == [item.id for item in MODEL.items]
    assert list(answers.targets) == ["SAL", "MGT"]


def test_a_file_says_nothing_that_is_empty() -> None:
    spoken = document(
        {"SAL-INT": {"level": 3, "note": "", "evidence": []}, "SAL-RES": {}},
        profile={"organisation": "", "role": "owner"},
        importance={},
        targets={},
    )
    written = plain_answers(parse_answers(spoken, MODEL), MODEL)
    assert written["answers"] == {"SAL-INT": {"level": 3}}
    assert written["profile"] == {"role": "owner"}
    assert not {"date", "importance", "targets"} & set(written)


def test_a_written_file_can_be_read_by_people() -> None:
    text = write_answers(parse_answers(document({"SAL-INT": {"level": 3, "note": "żółć, știință"}}), MODEL), MODEL)
    assert "żółć, știință" in text
    assert text.endswith("}\n")
    assert list(json.loads(text)) == ["format", "version", "model", "form", "answers"]


@pytest.mark.parametrize("date", ["2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2026-04-30"])
def test_every_day_of_the_calendar_is_a_date(date: str) -> None:
    assert parse_answers(document(date=date), MODEL).date == date


def test_dates_are_those_of_the_calendar() -> None:
    for year in (1900, 2000, 2023, 2024, 2100):
        for month in range(14):
            for day in range(33):
                text = f"{year:04}-{month:02}-{day:02}"
                try:
                    datetime.date(year, month, day)
                except ValueError:
                    with pytest.raises(AnswersError, match="not-a-date"):
                        parse_answers(document(date=text), MODEL)
                else:
                    assert parse_answers(document(date=text), MODEL).date == text


def test_text_keeps_every_character_that_can_be_stored() -> None:
    note = "".join(map(chr, range(0x20))) + "\x7f\u0085\u2028\u202e\ufeff\ufffd\U0001f469\u200d\U0001f469"
    answers = parse_answers(document({"SAL-INT": {"level": 3, "note": note}}), MODEL)
    assert read_answers(write_answers(answers, MODEL), MODEL).to("SAL-INT").note == note


def test_the_longest_form_there_is_can_be_written_and_read() -> None:
    entry = {"level": 5, "note": "ż" * 20_000, "evidence": ["log"] * 50}
    answers = parse_answers(document({item.id: entry for item in MODEL.items}), MODEL)
    assert read_answers(write_answers(answers, MODEL), MODEL) == answers


def test_brackets_and_quotes_in_a_note_are_no_nesting() -> None:
    note = '\\" [[[[{{{{ \\\\' * 100
    answers = parse_answers(document({"SAL-INT": {"level": 3, "note": note}}), MODEL)
    assert read_answers(write_answers(answers, MODEL), MODEL).to("SAL-INT").note == note


def test_a_backslash_before_the_end_of_a_text_does_not_hide_the_nesting() -> None:
    with pytest.raises(AnswersError, match="too-deep"):
        read_answers('{"a": "\\\\", "b": ' + "[" * 1_000, MODEL)


def test_what_is_read_first_is_whether_the_file_is_ours() -> None:
    with pytest.raises(AnswersError, match="not-answers"):
        parse_answers({"version": 99, "x": 1}, MODEL)
    with pytest.raises(AnswersError, match="answers-too-new"):
        parse_answers({"format": "cx-atlas/answers", "version": 2, "things": "that we do not know"}, MODEL)
