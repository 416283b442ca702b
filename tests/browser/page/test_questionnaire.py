"""The questionnaire as the build made it: whole, in three languages, and of use without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from assessment.files import load_texts
from tests.browser.page.reader import LANGUAGES, MODEL, document, quick_items

# Of each question: its legend, and the names, values and labels of its choices.
QUESTIONS = """() => Object.fromEntries([...document.querySelectorAll("fieldset[data-item]")].map((item) => {
  const radios = [...item.querySelectorAll("input[type=radio]")];
  return [item.dataset.item, [
    item.querySelector("legend").textContent,
    radios.map(({ name }) => name),
    radios.map(({ value }) => value),
    radios.map((radio) => radio.labels[0].querySelector(".cx-choice__text").textContent),
  ]];
}))"""
CHOICES = ["1", "2", "3", "4", "5", "unknown", "na"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_is_asked_with_all_its_choices(invite, language: str) -> None:
    reader = invite(language).visit()
    texts = load_texts(MODEL, language)
    expect(reader.page.locator("fieldset[data-item]")).to_have_count(48)
    assert len(MODEL.items) == 48
    asked = reader.page.evaluate(QUESTIONS)
    for item in MODEL.items:
        question, names, values, labels = asked[item.id]
        assert texts.items[item.id].question in _plain(question)
        assert set(names) == {item.id}
        assert values == CHOICES
        labels = [_plain(label) for label in labels]
        assert labels[:5] == list(texts.items[item.id].levels)
        assert labels[5].startswith(reader.say("answer_unknown"))
        assert labels[6].startswith(reader.say("answer_na"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_choices_and_fields_have_names_for_those_who_do_not_see_them(invite, language: str) -> None:
    reader = invite(language).visit()
    item = MODEL.items[0].id
    texts = load_texts(MODEL, language).items[item]
    group = reader.page.get_by_role("group", name=re.compile(re.escape(texts.question)))
    expect(group.get_by_role("radio")).to_have_count(7)
    expect(group.get_by_role("radio", name=texts.levels[2])).to_have_attribute("value", "3")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_everything_can_be_read_and_the_notice_says_what_to_do(invite, language: str) -> None:
    reader = invite(language, java_script_enabled=False).visit()
    notice = reader.page.locator("cx-assessment noscript p")
    expect(notice).to_be_visible()
    expect(notice).to_have_text(reader.say("scripts_off"))
    expect(reader.page.locator("fieldset[data-item] > legend:visible")).to_have_count(48)
    expect(reader.page.locator("fieldset[data-item] label.cx-choice:visible")).to_have_count(48 * 7)
    expect(reader.page.locator("fieldset[data-item] [data-reason] small:visible")).to_have_count(48)
    # Nothing promises what does not work.
    expect(reader.result).to_be_hidden()
    expect(reader.page.locator("cx-assessment button:visible")).to_have_count(0)


def test_without_scripts_no_question_is_marked_as_answered(invite) -> None:
    reader = invite(java_script_enabled=False).visit()
    style = reader.page.locator(".cx-item__about").first
    assert style.evaluate("element => getComputedStyle(element, '::after').content") in ("none", "normal")


def test_without_scripts_the_links_between_areas_lead_there(invite) -> None:
    reader = invite(java_script_enabled=False).visit()
    reader.step("REP")
    expect(reader.page.locator("#title-REP")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_blank_questionnaire_prints_whole(invite, scripts: bool) -> None:
    reader = invite("pl", java_script_enabled=scripts).visit()
    reader.page.emulate_media(media="print")
    expect(reader.page.locator("fieldset[data-item] > legend:visible")).to_have_count(48)
    expect(reader.page.locator("fieldset[data-item] label.cx-choice:visible")).to_have_count(48 * 7)
    expect(reader.result).to_be_hidden()


def test_one_area_is_shown_at_a_time_with_a_way_on_and_a_way_back(reader) -> None:
    first, second = MODEL.blocks[0].id, MODEL.blocks[1].id
    shown = reader.page.locator("[data-block]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_id(first)
    shown.locator(f'a[data-step="{second}"]').click()
    expect(shown).to_have_id(second)
    expect(shown.locator("h2")).to_be_focused()
    expect(shown.locator("h2")).to_be_in_viewport()
    expect(reader.page.locator('nav a[aria-current="step"]')).to_have_attribute("data-step", second)
    reader.page.go_back()
    expect(shown).to_have_id(first)
    reader.page.go_forward()
    expect(shown).to_have_id(second)
    shown.locator(f'a[data-step="{first}"]').click()
    expect(shown).to_have_id(first)


def test_an_address_with_a_question_leads_to_the_question(invite) -> None:
    reader = invite().visit("assessment/#item-REP-TIM")
    expect(reader.question("REP-TIM").locator("legend")).to_be_in_viewport()


def test_an_address_with_a_question_that_the_quick_form_leaves_out_offers_the_full_one(invite) -> None:
    reader = invite(answers={**document({"SAL-INT": 4}), "form": "quick"}).visit("assessment/#item-MGT-03")
    reader.expect_notice(reader.say("left_out"))
    expect(reader.question("MGT-03")).to_be_hidden()
    reader.page.get_by_role("button", name=reader.say("ask_all")).click()
    expect(reader.question("MGT-03").locator("legend")).to_be_in_viewport()
    expect(reader.question("MGT-03").get_by_role("radio").first).to_be_focused()
    reader.expect_answers({"SAL-INT": 4})
    assert reader.kept["form"] == "full"


def test_a_field_that_takes_no_more_says_so_where_the_reader_is(reader) -> None:
    reader.step("MGT")
    reader.fill("MGT-12:note", "a" * 19_999)
    expect(reader.notices.locator("p")).to_have_count(0)
    reader.page.locator('[name="MGT-12:note"]').press("End")
    reader.page.keyboard.insert_text("bcd")
    expect(reader.notices.locator("p")).to_have_text(reader.say("field_full", n=20_000))
    expect(reader.notices.locator("p")).to_be_in_viewport()
    expect(reader.page.locator('[name="MGT-12:note"]')).to_have_value("a" * 19_999 + "b")
    reader.button("notice_close").click()
    expect(reader.notices.locator("p")).to_have_count(0)


@pytest.mark.parametrize("fragment", ["no-such-place", "%E0%A4", '"]', "item-"])
def test_an_address_with_a_place_that_is_not_there_does_no_harm(invite, fragment: str) -> None:
    reader = invite().visit(f"assessment/#{fragment}")
    expect(reader.question("SAL-INT").locator("legend")).to_be_visible()
    reader.step("MKT")
    expect(reader.question("MKT-INT").locator("legend")).to_be_visible()


def test_the_overview_tells_what_is_open(reader) -> None:
    reader.answer("SAL-INT", 2)
    reader.answer("SAL-RES", "unknown")
    reader.answer("SAL-EXP", "na")  # without a reason: open
    overview = reader.page.get_by_role("navigation", name=reader.say("areas_nav"))
    for step, n in (("SAL", 6), ("result", 48)):
        link = overview.get_by_role("link", name=reader.say("progress", answered=2, n=n))
        expect(link).to_have_attribute("data-step", step)
    expect(reader.page.locator('[data-open="SAL"]')).to_have_text(reader.say("progress_open", n=4))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_form_asks_twelve_questions(invite, language: str) -> None:
    reader = invite(language).visit()
    reader.page.get_by_role("radio", name=reader.say("form_quick")).check()
    asked = reader.page.locator("fieldset[data-item]:visible").evaluate_all(
        "items => items.map(item => item.dataset.item)"
    )
    assert asked == [item.id for item in quick_items()]
    assert len(asked) == 12


def _plain(text: str | None) -> str:
    """Text with ordinary spaces: the build puts in ones that do not break."""
    return " ".join((text or "").split())
