"""Answers to a file and back; files that are broken or mean harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from assessment.cli import main
from assessment.files import read_answers, write_answers
from assessment.publish import exercise
from tests.browser.page.reader import LANGUAGES, MODEL, document
from tests.corpus import HERE, invalid

FULL = exercise.full_form(MODEL)
GROCERY = HERE / "cases" / "village-grocery" / "answers.json"
HOSTILE = HERE / "cases" / "hostile-text" / "answers.json"

# Letters and signs that JSON writers disagree about, and those of other scripts.
SIGNS = '"quoted" back\\slash / tab\tend \x7f \u2028\u2029 \u00a0 é zażółć 顧客 👩‍👩‍👧 <b>&amp;</b>'


def test_a_saved_file_is_what_python_would_have_written_and_the_command_line_reads_it(
    reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader.give({"SAL-INT": 4, "MKT-RES": 1})
    reader.answer("SAL-RES", "unknown")
    reader.answer("SAL-EXP", "na")
    reader.fill("SAL-EXP:reason", f"sold from stock {SIGNS}")
    reader.answer("SAL-TIM", "na")  # half given: without a reason
    reader.fill("SAL-TIM:note", f"two lines\n{SIGNS}")
    reader.fill("SAL-INT:evidence", f" price log \n\n{SIGNS}\n")
    reader.fill("profile:organisation", SIGNS)
    reader.page.locator('[name="importance:SAL"]').select_option("1")
    reader.page.locator('[name="target:SAL"]').select_option("4")
    name, content = reader.save_file()
    answers = read_answers(content.decode(), MODEL)
    assert content == write_answers(answers, MODEL).encode()
    assert name == f"cx-atlas-answers-{answers.date}.json"
    assert answers.to("SAL-INT").level == 4
    assert answers.to("SAL-INT").evidence[0] == "price log"
    assert answers.to("SAL-TIM").state == "open"
    assert answers.to("SAL-TIM").note.startswith("two lines\n")
    assert answers.importance == {"SAL": 1}
    assert answers.targets == {"SAL": 4}
    saved = tmp_path / name
    saved.write_bytes(content)
    assert main(["check", str(saved)]) == 0
    assert name in capsys.readouterr().out


@pytest.mark.parametrize(
    "case", ["everything", "village-grocery", "quick-with-unknowns", "many-unknown", "written-by-another-program"]
)
def test_a_file_opened_and_saved_again_says_the_same(reader, case: str) -> None:
    file = HERE / "cases" / case / "answers.json"
    reader.open_file(file)
    reader.expect_notice(reader.say("opened"))
    answers = read_answers(file.read_text(encoding="utf-8"), MODEL)
    assert reader.save_file()[1] == write_answers(answers, MODEL).encode()


def test_an_opened_file_takes_the_place_of_the_answers_and_undo_brings_them_back(invite) -> None:
    before = document({"SAL-INT": 1, "SAL-RES": 5}, date="2026-10-01")
    reader = invite("pl", answers=before).visit()
    reader.open_file(GROCERY)
    reader.expect_notice(reader.say("opened"))
    reader.expect_score_of(json.loads(GROCERY.read_text(encoding="utf-8")))
    reader.notices.get_by_role("button", name=reader.say("undo")).click()
    reader.expect_answers({"SAL-INT": 1, "SAL-RES": 5})
    reader.expect_score_of(before)
    assert reader.kept == before


def test_the_same_file_can_be_opened_twice_in_a_row(reader) -> None:
    for _ in range(2):
        reader.open_file(GROCERY)
        reader.expect_notice(reader.say("opened"))
        reader.button("start_over").click()
        reader.expect_notice(reader.say("started_over"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do_and_nothing_changes(invite, language: str) -> None:
    import tomllib

    reader = invite(language, answers=FULL).visit()
    reader.expect_score_of(FULL)
    for broken in invalid():
        reader.open_file(broken.file)
        told = tomllib.loads(broken.message.read_text(encoding="utf-8"))[language]
        reader.expect_notice(f"{told} {reader.say('opened_nothing_lost')}")
    assert reader.kept == FULL
    reader.expect_score_of(FULL)
    expect(reader.page.locator('button[data-do="undo"]')).to_be_hidden()


def test_a_file_far_too_large_is_not_even_read_and_one_that_cannot_be_is_told(reader, tmp_path: Path) -> None:
    reader.answer("SAL-INT", 4)
    reader.page.evaluate(
        "() => { File.prototype.arrayBuffer = async () => { throw new DOMException('', 'NotReadableError') } }"
    )
    film = tmp_path / "holiday.mp4"
    with film.open("wb") as content:
        content.truncate(200_000_000)
    errors = reader.words.data["errors"]
    for file, told in (
        (film, errors["file-too-large"]["what"].format(length=200_000_000)),
        (GROCERY, errors["file-unreadable"]["what"].format(reason="NotReadableError")),
    ):
        reader.open_file(file)
        expect(reader.notices).to_contain_text(f"{file.name}: {told}")
        expect(reader.notices).to_contain_text(reader.say("opened_nothing_lost"))
    reader.expect_answers({"SAL-INT": 4})


def test_what_people_write_stays_text(invite) -> None:
    dialogs: list[str] = []
    hostile: Any = json.loads(HOSTILE.read_text(encoding="utf-8"))
    reader = invite().visit()
    reader.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    elements = "document.querySelectorAll('script, img, iframe, b, svg, link').length"
    reader.open_file(HOSTILE)
    reader.expect_notice(reader.say("opened"))
    reader.expect_score_of(hostile)
    before = reader.page.evaluate(elements)
    reader.fill("SAL-PER:note", "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>")
    reader.fill("profile:organisation", "<svg onload=alert(3)>")
    reader.step("result")
    expect(
        reader.result.get_by_text("<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>")
    ).to_be_visible()
    expect(reader.result.locator("[data-report-head]")).to_contain_text("<svg onload=alert(3)>")
    reader.open_file({"name": "<img src=x onerror=alert(4)>.json", "mimeType": "application/json", "buffer": b"{"})
    expect(reader.notices).to_contain_text("<img src=x onerror=alert(4)>.json")
    assert reader.page.evaluate(elements) == before
    assert dialogs == []
