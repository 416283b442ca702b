"""The main job, end to end: all 48 questions by keyboard, and the result as it is read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.reader import LANGUAGES, MODEL, Reader, document, levels_for_all, view_of

ACTIVE = """() => {
  const { name, value, type, tagName, dataset, id } = document.activeElement;
  return { name, value, type, tag: tagName, step: dataset.step, id };
}"""


def tab_to(page: Page, wanted: dict[str, str], limit: int = 60) -> None:
    """Press Tab until what has the focus is what is wanted."""
    for _ in range(limit):
        active = page.evaluate(ACTIVE)
        if all(active.get(key) == value for key, value in wanted.items()):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}; the focus is on {active}")


def choose(page: Page, item: str, value: object) -> None:
    """Choose an answer with Tab, Space and the arrows."""
    tab_to(page, {"name": item})
    page.keyboard.press("Space")
    for _ in range(["1", "2", "3", "4", "5", "unknown", "na"].index(str(value))):
        page.keyboard.press("ArrowDown")


def test_a_full_form_is_filled_in_and_read_by_keyboard_alone(invite) -> None:
    reader: Reader = invite("ro").visit()
    page = reader.page
    values: dict[str, Any] = {item.id: 1 + place * 3 % 5 for place, item in enumerate(MODEL.items)}
    values["PRD-EMP"], values["MGT-12"] = "unknown", "na"
    for number, block in enumerate(MODEL.blocks):
        expect(page.locator("[data-block]:visible")).to_have_id(block.id)
        for item in (item for item in MODEL.items if item.block == block.id):
            choose(page, item.id, values[item.id])
            if values[item.id] == "na":
                tab_to(page, {"name": f"{item.id}:reason"})
                page.keyboard.type("fără rezultate financiare proprii")
            if item.id == "SAL-RES":
                tab_to(page, {"tag": "SUMMARY"})
                page.keyboard.press("Enter")
                tab_to(page, {"name": "SAL-RES:evidence"})
                page.keyboard.type("registru de sesizări")
                page.keyboard.press("Enter")
                page.keyboard.type("proces-verbal")
        following = [*(other.id for other in MODEL.blocks), "result"][number + 1]
        tab_to(page, {"tag": "A", "step": following})
        page.keyboard.press("Enter")
    expect(page.locator("#result-title")).to_be_focused()
    answers = document({item: level for item, level in values.items() if isinstance(level, int)})
    answers["answers"]["PRD-EMP"] = {"unknown": True}
    answers["answers"]["MGT-12"] = {"not_applicable": "fără rezultate financiare proprii"}
    answers["answers"]["SAL-RES"]["evidence"] = ["registru de sesizări", "proces-verbal"]
    assert reader.kept["answers"] == {item.id: answers["answers"][item.id] for item in MODEL.items}
    reader.expect_score_of(answers)
    # From the heat map to the question and back, by keyboard too.
    tab_to(page, {"tag": "A", "step": "PRD"}, limit=120)
    page.keyboard.press("Enter")
    expect(page.locator("[data-block]:visible")).to_have_id("PRD")


def answers_of_every_kind() -> dict[str, Any]:
    """Levels that differ, two things not known, one that does not apply, some evidence."""
    levels = {item.id: 1 + place * 7 % 5 for place, item in enumerate(MODEL.items)}
    answers = document(levels, profile={"organisation": "Pod Lipą", "sector": "retail"}, importance={"SRV": 3})
    answers["answers"]["MKT-TIM"] = {"unknown": True, "note": "ask the agency"}
    answers["answers"]["MGT-05"] = {"unknown": True}
    answers["answers"]["PRD-PER"] = {"not_applicable": "one product for all"}
    answers["answers"]["SAL-EXP"]["evidence"] = ["log"]
    return answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_says_all_that_there_is_to_say(invite, language: str) -> None:
    answers = answers_of_every_kind()
    view = view_of(answers, language)
    reader: Reader = invite(language, answers=answers).visit("assessment/#assessment-result")
    reader.expect_score_of(answers)
    result = reader.result
    expect(result.locator("[data-report-head]")).to_have_text(re.compile("Pod Lipą · retail · .*2026"))
    for part in ("overall", "experience", "management"):
        assert view[part]["score"]
        assert view[part]["line"]
        expect(result.locator(f'[data-say="{part}.how"]')).to_have_text(view[part]["how"])
    expect(result.locator('[data-list="overall.blocking"] li')).to_have_text(view["overall"]["blocking"])
    # Every cell of the heat map has its text, and its meaning for those who do not see the colour.
    cells = {cell["id"]: cell for block in (*view["areas"], view["management"]) for cell in block["cells"]}
    for item in MODEL.items:
        cell = cells[item.id]
        if item.pillar:
            shown = result.locator(f'.cx-heatmap a[href$="#item-{item.id}"]')
        else:
            shown = result.locator(".cx-practices tr", has=reader.page.locator(f'a[href$="#item-{item.id}"]'))
        assert cell["text"]
        assert cell["label"]
        expect(shown).to_contain_text(re.compile(rf"{re.escape(cell['text'])}\s*{re.escape(cell['label'])}"))
    for name in ("strengths", "priorities", "find_out"):
        entries = result.locator(f'[data-list="{name}"] > li')
        assert view[name]
        expect(entries).to_have_count(len(view[name]))
        expect(entries.locator("strong:first-child")).to_have_text([entry["title"] for entry in view[name]])
    expect(result.locator('[data-list="find_out"]')).to_contain_text("ask the agency")
    expect(result.locator('p[data-say="evidenced"]')).to_have_text(view["evidenced"])
    expect(result.get_by_role("img")).to_be_visible()
    expect(result.locator(".radar-stated")).to_have_attribute("points", view["radar"]["stated"])

    # Each priority leads to an article that exists.
    links = reader.result.locator('[data-list="priorities"] a')
    expect(links).to_have_count(3)
    for link in links.all():
        expect(link).to_be_visible()
        address = link.evaluate("link => link.href")
        assert address.startswith(reader.home + "learn/")
        assert reader.page.request.get(address).ok
    links.first.click()
    expect(reader.page.locator("h1")).to_be_visible()
    expect(reader.page).to_have_title(re.compile("CX Atlas"))


def test_the_result_of_a_partly_filled_form_says_what_it_cannot_say(invite) -> None:
    answers = document({"SAL-INT": 4, "SAL-RES": 2, "SAL-EXP": 3, "SAL-TIM": 3})
    reader: Reader = invite(answers=answers).visit("assessment/#assessment-result")
    reader.expect_score_of(answers)
    overall = reader.result.locator(".cx-figure--big")
    expect(overall).to_contain_text(reader.words.say("report.no_level"))
    expect(overall.locator(".cx-figure__score")).to_be_empty()
    expect(reader.result.locator('[data-area="SAL"]')).to_contain_text(view_of(answers, "en")["areas"][0]["line"])
    expect(reader.result.locator('[data-area="MKT"]')).to_contain_text(reader.words.say("report.no_level"))
    expect(reader.result).to_contain_text(reader.words.say("report.find_out_none"))
    shown = reader.result.inner_text()
    for sign in ("undefined", "null", "NaN", "{", "}"):
        assert sign not in shown


def test_a_perfect_form_has_nothing_to_improve(invite) -> None:
    answers = document(levels_for_all(5))
    reader: Reader = invite("pl", answers=answers).visit("assessment/#assessment-result")
    reader.expect_score_of(answers)
    expect(reader.result).to_contain_text(reader.words.say("report.priorities_none"))
    expect(reader.result.locator('[data-list="priorities"] > li')).to_have_count(0)


def test_a_cell_of_the_heat_map_leads_to_its_question(invite) -> None:
    reader: Reader = invite(answers=answers_of_every_kind()).visit("assessment/#assessment-result")
    reader.expect_state("ready")
    reader.result.locator('.cx-heatmap a[href$="#item-REP-TIM"]').click()
    expect(reader.question("REP-TIM").locator("legend")).to_be_in_viewport()
    expect(reader.question("REP-TIM").locator("input:checked")).to_be_focused()
    reader.page.go_back()
    expect(reader.page.locator("#result-title")).to_be_visible()
    assert json.dumps(reader.kept["answers"]["REP-TIM"])
