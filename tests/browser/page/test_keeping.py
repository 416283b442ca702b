"""Answers stay: over reloads, languages, other pages and other tabs; and what cannot be kept or read is told."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from assessment.publish import exercise
from tests.browser.page.reader import KEPT, LANGUAGES, MODEL, document

SOME = {"SAL-INT": 4, "SAL-RES": 1, "MKT-EXP": 2, "MGT-03": 5}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reload_in_mid_form_keeps_everything(invite, language: str) -> None:
    reader = invite(language).visit()
    reader.give(SOME)
    reader.fill("MGT-03:evidence", "minutes\nbudget line")
    reader.fill("MGT-03:note", "ask Zoë – „później”")
    reader.page.locator('[name="importance:MGT"]').select_option("3")
    reader.page.locator('[name="target:MGT"]').select_option("5")
    reader.fill("profile:organisation", "Sklep „Łąka”")
    kept = reader.kept
    reader.page.reload()
    reader.expect_notice(reader.say("restored"))
    reader.expect_answers(SOME)
    expect(reader.page.locator('[name="MGT-03:evidence"]')).to_have_value("minutes\nbudget line")
    expect(reader.page.locator('[name="MGT-03:note"]')).to_have_value("ask Zoë – „później”")
    expect(reader.page.locator('[name="importance:MGT"]')).to_have_value("3")
    expect(reader.page.locator('[name="target:MGT"]')).to_have_value("5")
    expect(reader.page.locator('[name="profile:organisation"]')).to_have_value("Sklep „Łąka”")
    reader.expect_score_of(kept)
    assert reader.kept == kept


def test_a_language_switched_in_mid_form_keeps_the_answers_and_the_numbers(reader) -> None:
    reader.give(SOME)
    for language in ("pl", "ro", "en"):
        kept = reader.kept
        reader.page.locator(f'header a[data-atlas-language="{language}"]').click()
        reader.page.wait_for_url(re.compile(rf"{'' if language == 'en' else '/' + language}/assessment/"))
        expect(reader.page.locator("html")).to_have_attribute("lang", language)
        reader = type(reader)(reader.page, "", language)
        reader.expect_answers(SOME)
        reader.expect_score_of(kept)
        assert reader.kept == kept


def test_a_visit_to_an_article_and_back_keeps_the_answers(reader) -> None:
    reader.give(SOME)
    reader.step("SAL")
    reader.question("SAL-INT").locator(".cx-item__foot a").click()
    reader.page.wait_for_url("**/learn/**")
    reader.page.go_back()
    reader.expect_answers(SOME)
    expect(reader.page.locator("[data-block]:visible")).to_have_id("SAL")
    reader.page.get_by_role("link", name=reader.say("learn_link")).click()
    reader.page.wait_for_url("**/scoring/")
    reader.page.locator("header a[href$='/assessment/']:visible").first.click()
    reader.page.wait_for_url("**/assessment/")
    reader.expect_answers(SOME)
    reader.expect_score_of(document(SOME))


def test_what_is_answered_before_the_script_is_here_is_kept_with_the_answers_from_last_time(invite) -> None:
    reader = invite("en", answers=document({"SAL-INT": 2, "SAL-RES": 3}))
    held: list[Route] = []
    reader.page.route("**/assessment.js", lambda route: held.append(route))
    reader.page.goto(reader.home + "assessment/", wait_until="commit")
    reader.choice("SAL-INT", 5).check()
    reader.choice("MGT-03", 1).check()
    for route in held:
        route.continue_()
    reader.page.unroute("**/assessment.js")
    both = {"SAL-RES": 3, "SAL-INT": 5, "MGT-03": 1}
    reader.expect_score_of(document(both))
    reader.expect_answers(both)
    assert reader.kept["answers"] == document(both)["answers"]
    reader.page.reload()
    reader.expect_notice(reader.say("restored"))
    reader.expect_answers(both)


def test_a_page_that_slept_in_the_browser_wakes_with_what_was_answered_since(reader) -> None:
    reader.answer("SAL-INT", 4)
    newer = document({"SAL-INT": 2, "SAL-RES": 3})
    # As after: switch the language, answer there, go back to this page, which the browser kept as it was.
    reader.page.evaluate(
        """([name, text]) => {
          localStorage.setItem(name, text);
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }""",
        [KEPT, json.dumps(newer)],
    )
    reader.expect_answers({"SAL-INT": 2, "SAL-RES": 3})
    reader.expect_score_of(newer)


def test_a_change_in_one_tab_appears_in_the_other(invite, site) -> None:
    first = invite().visit()
    second = type(first)(first.page.context.new_page(), site.address, "pl").visit()
    first.give({"SAL-INT": 4, "SAL-RES": 2})
    second.expect_answers({"SAL-INT": 4, "SAL-RES": 2})
    second.expect_notice(second.say("changed_elsewhere"))
    second.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 2}))
    second.answer("MKT-INT", 5)
    first.expect_answers({"SAL-INT": 4, "SAL-RES": 2, "MKT-INT": 5})
    first.expect_score_of(first.kept)


# As after: the other tab wrote just before it heard of what was written here.
WRITTEN_ELSEWHERE = """([name, before, text]) => {
  localStorage.setItem(name, text);
  dispatchEvent(new StorageEvent("storage", { key: name, oldValue: before, newValue: text }));
}"""


def test_what_two_tabs_change_at_the_same_moment_all_counts(invite) -> None:
    before = document({"SAL-INT": 4, "SAL-RES": 2}, date="2026-11-01")
    reader = invite(answers=before).visit()
    reader.answer("SAL-EXP", 3)
    reader.fill("SAL-INT:note", "half a sen")
    elsewhere = document({"SAL-INT": 4, "SAL-RES": 1, "MKT-INT": 5}, targets={"SAL": 5})
    del elsewhere["answers"]["SAL-RES"]  # cleared there
    reader.page.evaluate(WRITTEN_ELSEWHERE, [KEPT, json.dumps(before), json.dumps(elsewhere)])
    both = {"SAL-INT": 4, "SAL-EXP": 3, "MKT-INT": 5}
    reader.expect_answers(both)
    reader.expect_notice(reader.say("changed_elsewhere"))
    assert reader.kept["answers"]["SAL-INT"] == {"level": 4, "note": "half a sen"}
    assert reader.kept["targets"] == {"SAL": 5}
    reader.expect_score_of(reader.kept)
    # Had it heard, what it wrote is the newest.
    reader.page.evaluate(
        WRITTEN_ELSEWHERE,
        [KEPT, json.dumps(reader.kept, ensure_ascii=False, separators=(",", ":")), json.dumps(before)],
    )
    reader.expect_answers({"SAL-INT": 4, "SAL-RES": 2})


def test_a_reload_while_a_note_is_being_typed_loses_no_letter(reader) -> None:
    reader.answer("SAL-INT", 4)
    reader.fill("SAL-INT:note", "")
    reader.page.keyboard.type("ask Ola about the pri")
    reader.page.reload()
    expect(reader.page.locator('[name="SAL-INT:note"]')).to_have_value("ask Ola about the pri")


def test_of_a_note_of_a_million_letters_the_page_takes_what_a_file_can_hold(reader) -> None:
    reader.answer("SAL-INT", 4)
    reader.fill("SAL-INT:note", "ź" * 1_000_000)
    reader.expect_score_of(document({"SAL-INT": 4}))
    assert reader.kept["answers"]["SAL-INT"]["note"] == "ź" * 20_000


WRONG_CLOCK = """() => {
  const Real = Date;
  Date = class extends Real { constructor(...given) { super(...(given.length ? given : [window.clock])); } };
}"""


def test_a_clock_that_is_wrong_stops_nothing(reader) -> None:
    reader.page.evaluate(WRONG_CLOCK)
    for seconds, day in (
        (4_102_531_200, "2100-01-02"),
        (86_400, "1970-01-02"),
        (400_000_000_000, None),  # in the year 14645, which no file can hold
        (-40_000_000_000, None),  # in the year 702
    ):
        reader.page.evaluate("(seconds) => { window.clock = 1000 * seconds }", seconds)
        reader.answer("SAL-INT", 4)
        reader.choice("SAL-INT", 2).check()
        reader.expect_score_of(document({"SAL-INT": 2}))
        assert reader.kept.get("date") == day
        reader.button("start_over").click()
        reader.expect_state("empty")


def test_opening_the_page_another_day_leaves_the_day_of_the_answers(invite) -> None:
    reader = invite(answers=document(SOME, date="2026-03-01")).visit()
    reader.expect_score_of(document(SOME))
    name, content = reader.save_file()
    assert name == "cx-atlas-answers-2026-03-01.json"
    assert json.loads(content)["date"] == "2026-03-01"
    reader.answer("SAL-INT", 5)
    assert reader.kept["date"] == reader.page.evaluate("new Intl.DateTimeFormat('sv').format(new Date())")


# -- starting over --------------------------------------------------------------------------------------------------


def test_starting_over_clears_everything_and_undo_brings_it_back(invite) -> None:
    everything = exercise.full_form(MODEL)
    reader = invite("ro", answers=everything).visit()
    reader.expect_score_of(everything)
    reader.button("start_over").click()
    reader.expect_notice(reader.say("started_over"))
    reader.expect_state("empty")
    reader.expect_answers({})
    expect(reader.page.locator('[name="profile:organisation"]')).to_have_value("")
    assert reader.kept["answers"] == {}
    reader.page.reload()
    reader.expect_answers({})
    reader.button("undo").click()
    reader.expect_notice(reader.say("undone"))
    reader.expect_score_of(everything)
    assert reader.kept == everything
    expect(reader.page.locator('button[data-do="undo"]')).to_be_hidden()


def test_starting_over_twice_does_not_lose_what_the_first_put_aside(invite) -> None:
    reader = invite(answers=document(SOME)).visit()
    reader.button("start_over").click()
    reader.expect_answers({})
    reader.button("start_over").click()
    reader.notices.get_by_role("button", name=reader.say("undo")).click()
    reader.expect_answers(SOME)


def test_an_undo_can_be_undone(invite) -> None:
    reader = invite(answers=document(SOME)).visit()
    reader.button("start_over").click()
    reader.expect_answers({})
    reader.answer("SAL-INT", 1)
    undo = reader.page.locator('button[data-do="undo"]')
    undo.click()
    reader.expect_answers(SOME)
    undo.click()
    reader.expect_answers({"SAL-INT": 1})


# -- a browser that does not keep, or keeps what cannot be read -------------------------------------------------------

REFUSALS = {
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "blocked": "Object.defineProperty(window, 'localStorage', "
    "{ get() { throw new DOMException('storage is blocked', 'SecurityError'); } });",
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_a_browser_that_keeps_nothing_is_told_of_and_the_page_works(invite, watch, refusal: str) -> None:
    watch.forgive("storage is blocked")  # the theme looks for the colour scheme without asking whether it may
    reader = invite("pl")
    reader.page.add_init_script(refusal)
    reader.visit()
    reader.answer("SAL-INT", 4)
    reader.expect_notice(reader.say("not_kept"))
    reader.answer("SAL-RES", 2)
    reader.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 2}))
    _, content = reader.save_file()
    assert json.loads(content)["answers"] == {"SAL-INT": {"level": 4}, "SAL-RES": {"level": 2}}
    reader.button("start_over").click()
    reader.expect_answers({})
    reader.notices.get_by_role("button", name=reader.say("undo")).click()
    reader.expect_answers({"SAL-INT": 4, "SAL-RES": 2})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"format": "cx-atlas/answers"}',
        '{"format": "cx-atlas/answers", "answers": []}',
        '{"format": "cx-atlas/answers", "version": 2, "answers": {"SAL-INT": {"stars": 5}}}',
    ],
)
def test_kept_data_that_cannot_be_read_is_told_of_and_can_be_saved(invite, text: str) -> None:
    reader = invite(answers=text).visit()
    reader.expect_notice(reader.say("store_damaged"))
    reader.answer("SAL-INT", 4)
    assert reader.kept["answers"] == {"SAL-INT": {"level": 4}}
    with reader.page.expect_download() as saved:
        reader.button("store_damaged_save").click()
    assert saved.value.path().read_text(encoding="utf-8") == text
    reader.expect_score_of(document({"SAL-INT": 4}))
    reader.page.reload()
    reader.expect_notice(reader.say("restored"))


def test_what_a_newer_release_keeps_while_this_page_is_open_is_not_overwritten(reader) -> None:
    reader.answer("SAL-INT", 4)
    newer = '{"format": "cx-atlas/answers", "version": 2, "answers": {"SAL-INT": {"stars": 5}}}'
    reader.page.evaluate(WRITTEN_ELSEWHERE, [KEPT, None, newer])
    reader.answer("SAL-RES", 2)
    reader.page.reload()
    reader.expect_answers({"SAL-INT": 4, "SAL-RES": 2})
    reader.expect_notice(reader.say("store_damaged"))
    with reader.page.expect_download() as saved:
        reader.button("store_damaged_save").click()
    assert saved.value.path().read_text("utf-8") == newer


def test_answers_kept_for_an_unknown_version_of_the_questions_are_put_aside_and_what_fits_is_shown(invite) -> None:
    kept = document({"SAL-INT": 4}, model={"id": "cx-atlas", "version": "9.0.0"})
    kept["answers"]["NEW-ONE"] = {"level": 2}
    reader = invite("pl", answers=kept).visit()
    expect(reader.notices).to_contain_text(f"{reader.say('kept')}: ")
    expect(reader.notices).to_contain_text("9.0.0")
    reader.answer("SAL-RES", 2)
    reader.expect_answers({"SAL-INT": 4, "SAL-RES": 2})
    with reader.page.expect_download() as saved:
        reader.button("store_damaged_save").click()
    assert json.loads(saved.value.path().read_text("utf-8")) == kept


def test_kept_data_with_odd_values_does_not_stop_the_page(invite) -> None:
    odd = {
        "format": "cx-atlas/answers",
        "form": ["quick"],
        "date": 7,
        "profile": "nobody",
        "importance": None,
        "targets": {"SAL": 99, "XXX": 1},
        "answers": {
            "SAL-INT": None,
            "SAL-RES": 3,
            "SAL-EXP": {"level": "99", "evidence": [{}, None, "log"], "note": ["a"]},
            "SAL-TIM": {"level": 4, "unknown": True},
            "SAL-PER": {"not_applicable": {}},
            "__proto__": {"level": 5},
            "toString": {"level": 5},
        },
    }
    reader = invite(answers=odd).visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("ready")
    assert reader.kept["answers"]["SAL-INT"] == {"level": 4}
