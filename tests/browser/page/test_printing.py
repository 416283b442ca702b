"""A finished report prints to a few pages, and a blank questionnaire prints too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from assessment.publish import exercise
from tests.browser.page.reader import LANGUAGES, MODEL, view_of

FULL = exercise.full_form(MODEL)


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF from Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finished_report_prints_to_a_few_pages_without_the_questionnaire(invite, language: str) -> None:
    reader = invite(language, answers=FULL).visit("assessment/#assessment-result")
    reader.expect_score_of(FULL)
    assert 1 <= pages_of(reader.page.pdf(format="A4")) <= 5
    reader.page.emulate_media(media="print")
    expect(reader.page.locator("fieldset[data-item]:visible")).to_have_count(0)
    expect(reader.page.locator("cx-assessment button:visible")).to_have_count(0)
    expect(reader.page.locator("nav:visible")).to_have_count(0)
    view = view_of(FULL, language)
    printed = " ".join(reader.page.locator("body").inner_text().split())
    for part in (view["overall"], view["experience"], view["management"], *view["areas"]):
        assert part["score"] in printed
        assert part["line"] in printed
    for entry in (*view["priorities"], *view["strengths"]):
        assert entry["title"] in printed
    assert view["made"] in printed
    expect(reader.result.locator(".cx-radar svg")).to_be_visible()


def test_the_print_button_prints(invite) -> None:
    reader = invite(answers=FULL)
    reader.page.add_init_script("window.printed = 0; window.print = () => { printed += 1; };")
    reader.visit()
    reader.button("print").click()
    assert reader.page.evaluate("printed") == 1


def test_a_blank_questionnaire_prints_to_a_booklet(invite) -> None:
    reader = invite().visit()
    assert 8 <= pages_of(reader.page.pdf(format="A4")) <= 30


def test_wide_tables_are_not_cut_off_on_paper(invite) -> None:
    reader = invite("pl", answers=FULL, viewport={"width": 680, "height": 1000}).visit("assessment/#assessment-result")
    reader.expect_score_of(FULL)
    reader.page.emulate_media(media="print")
    cut = reader.page.locator(".cx-scroll:visible").evaluate_all(
        """boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1)
                         .map(box => box.textContent.trim().slice(0, 40))"""
    )
    assert cut == []
