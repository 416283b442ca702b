"""How firm the result is, and a second look at the answers: what a person does with these two tools on the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from assessment.core.answers import parse_answers, plain_answers
from assessment.core.quality import quality
from assessment.core.robustness import robustness
from assessment.files import load_texts, load_words, load_worked_example
from assessment.report.quality import quality_view
from assessment.report.robustness import robustness_view
from assessment.report.words import Words
from tests.browser.page.reader import LANGUAGES, MODEL, Reader, document

GROCERY: dict[str, Any] = plain_answers(load_worked_example(MODEL), MODEL)
CLASH = {"PRD-EXP": 4, "MGT-06": 1}


def opened(reader: Reader, tool: str) -> Any:
    """The tool, opened below the result."""
    reader.step("result")
    place = reader.page.locator(f"#tool-{tool}")
    place.locator("> summary").click()
    return place


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_counts_the_same_draws_as_this_python(invite, language: str) -> None:
    words = Words(load_words(language))
    found: Any = robustness_view(
        robustness(MODEL, parse_answers(GROCERY, MODEL)), MODEL, load_texts(MODEL, language), words
    )
    place = opened(invite(language, answers=GROCERY).visit(), "robustness")
    place.get_by_role("button", name=words.say("robustness.start"), exact=True).click()
    expect(place.get_by_text(found["overall"])).to_be_visible()
    for key in ("priorities", "matters", "method"):
        expect(place.get_by_text(found[key])).to_be_visible()
    for key, columns in (("levels", 1), ("blocks", 2), ("items", 2), ("assumptions", 4)):
        expect(place.locator(f'[data-list="{key}"] td')).to_have_count(columns * len(found[key]))
    shares = [entry["share"] for entry in found["blocks"]]
    expect(place.locator('[data-list="blocks"] td:last-child')).to_have_text(shares)
    expect(place.get_by_role("img", name=words.say("robustness.chart"))).to_be_visible()


def test_what_was_counted_stays_and_says_when_it_is_out_of_date(invite) -> None:
    words = Words(load_words("en"))
    reader = invite("en", answers=GROCERY).visit()
    place = opened(reader, "robustness")
    place.get_by_role("button", name=words.say("robustness.start")).click()
    found = place.locator("[data-found]")
    expect(found).to_be_visible()
    stale = place.get_by_text(words.say("robustness.stale"))
    reader.step("SAL")
    reader.fill("SAL-INT:note", "a note changes nothing")
    reader.step("result")
    expect(found).to_be_visible()
    expect(stale).to_be_hidden()
    reader.answer("SAL-RES", 5)
    reader.step("result")
    expect(stale).to_be_visible()
    expect(found).to_be_visible()
    place.get_by_role("button", name=words.say("robustness.again")).click()
    expect(stale).to_be_hidden()


def test_without_answers_there_is_nothing_to_count(invite) -> None:
    words = Words(load_words("pl"))
    place = opened(invite("pl").visit(), "robustness")
    expect(place.get_by_text(words.say("robustness.nothing"))).to_be_visible()
    expect(place.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coach_says_what_is_worth_a_second_look_and_leads_there(invite, language: str) -> None:
    given = document(CLASH)
    answers = parse_answers(given, MODEL)
    texts, words = load_texts(MODEL, language), Words(load_words(language))
    view: Any = quality_view(quality(MODEL, answers), answers, MODEL, texts, words)
    reader = invite(language, answers=given).visit()
    place = opened(reader, "quality")
    expect(place.get_by_text(view["lead"])).to_be_visible()
    for remark in view["remarks"]:
        expect(place.get_by_text(remark["text"])).to_be_visible()
    place.get_by_role("link", name=texts.title(MODEL, "MGT-06")).first.click()
    expect(reader.choice("MGT-06", 1)).to_be_focused()
    reader.answer("MGT-06", 3)
    reader.step("result")
    expect(place.get_by_text(words.say("quality.pair_asks_after_use"))).to_be_hidden()


def test_the_coach_leaves_no_trace_in_what_is_kept_or_saved(invite) -> None:
    reader = invite("en", answers=document(CLASH)).visit()
    place = opened(reader, "quality")
    expect(place.locator("[data-entry]").first).to_be_visible()
    assert reader.kept == document(CLASH)
    assert json.loads(reader.save_file()[1])["answers"] == document(CLASH)["answers"]
