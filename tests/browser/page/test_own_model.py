"""Another model on the assessment page: the same form by other questions, apart from our answers, and back again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from assessment.bundle import FORMAT, open_model
from assessment.files import data_folder, load_texts_data
from tests.browser.page.axe import violations
from tests.browser.page.reader import LANGUAGES, Reader, document

BAKERY = Path(__file__).parents[2] / "models" / "own" / "bakery.toml"
ITEMS = [item.id for item in open_model(BAKERY).model.items]
KEPT_MODEL = "cx-atlas:model"
KEPT_ANSWERS = "cx-atlas:answers:bakery"

# The form as it can be compared: in any order of attributes, without what only lays out the source, what shows where
# the focus is, and the spaces that typography has bound.
FORM = """(root) => {
  const form = root.querySelector("form").cloneNode(true);
  const texts = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  for (const node of nodes) node.data = node.data.replace(/[\\s\\u00a0]+/g, " ").trim();
  form.normalize();
  for (const element of [form, ...form.querySelectorAll("*")]) {
    element.classList.remove("focus-visible");
    delete element.dataset.focusVisibleAdded;
    if (element.className === "") element.removeAttribute("class");
    const attributes = [...element.attributes].map(({ name, value }) => [name, value]).sort();
    for (const [name] of attributes) element.removeAttribute(name);
    for (const [name, value] of attributes) element.setAttribute(name, value);
  }
  return form.outerHTML.replaceAll("><", ">\\n<").split("\\n");
}"""


def tool(reader: Reader) -> Locator:
    """The tool, open."""
    reader.page.get_by_role("link", name=reader.words.say("own.title")).click()
    place = reader.page.locator("#tool-model")
    expect(place).to_have_attribute("open", "")
    return place


def bring(reader: Reader, file: Path | dict[str, Any]) -> None:
    """Choose a model's file by the button."""
    button = tool(reader).get_by_role("button", name=reader.words.say("own.choose"))
    with reader.page.expect_file_chooser() as chosen:
        button.click()
    chosen.value.set_files(file)  # type: ignore[arg-type]


def expect_bakery(reader: Reader) -> None:
    """See the bakery's questions and no others."""
    expect(reader.page.locator("[data-own]")).to_be_visible()
    expect(reader.page.locator("[data-own] span")).to_contain_text("bakery 1.0.0")
    assert reader.page.locator("fieldset[data-item]").evaluate_all("(all) => all.map((e) => e.dataset.item)") == ITEMS


def leave(reader: Reader) -> None:
    """Go back to our own model."""
    reader.page.get_by_role("button", name=reader.words.say("own.leave")).click()
    expect(reader.page.locator("[data-own]")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_model_brought_as_another_gives_the_form_that_the_build_made(invite, language: str) -> None:
    reader = invite(language).visit()
    root = reader.page.locator("cx-assessment")
    built = root.evaluate(FORM)
    data = {"model": tomllib.loads((data_folder() / "model.toml").read_text("utf-8"))}
    texts = {name: load_texts_data(name) for name in LANGUAGES}
    content = json.dumps({"format": FORMAT, "version": 1, **data, "texts": texts})
    bring(reader, {"name": "ours.json", "mimeType": "application/json", "buffer": content.encode()})
    reader.expect_notice(reader.words.say("own.opened"))
    assert root.evaluate(FORM) == built
    leave(reader)
    assert root.evaluate(FORM) == built


def test_another_model_is_asked_and_scored_and_its_answers_are_kept_apart(invite) -> None:
    ours = document({"SAL-INT": 1, "SAL-RES": 5}, date="2026-10-01")
    reader = invite("pl", answers=ours).visit()
    bring(reader, BAKERY)
    expect_bakery(reader)
    expect(reader.page.locator("#title-SHOP")).to_be_focused()
    expect(reader.question("SHOP-CLR").locator("input[type=radio]")).to_have_count(6)  # four levels and two more
    for item in ITEMS:
        if not reader.question(item).is_visible():
            reader.page.locator(
                "nav a[data-step]", has_text={"WEB": "Strona", "BOSS": "Szefowa"}[item[: item.find("-")]]
            ).click()
        reader.choice(item, 4).check()
    reader.expect_state("ready")
    expect(reader.result.locator('[data-say="overall.line"]')).to_have_text("Poziom 4 – Zawsze")
    expect(reader.result.locator("tr[data-area]").first).to_contain_text("Sklep")
    stored = json.loads(reader.page.evaluate("(name) => localStorage.getItem(name)", KEPT_ANSWERS))
    assert stored["model"] == {"id": "bakery", "version": "1.0.0"}
    assert reader.kept == ours
    labels = reader.page.locator(".cx-radar .radar-label")
    assert labels.all_text_contents() == ["Sklep", "Strona"]
    expect(reader.page.locator(".cx-radar")).to_be_hidden()  # two areas make no shape
    leave(reader)
    expect(labels).to_have_count(6)
    reader.expect_answers({"SAL-INT": 1, "SAL-RES": 5})
    reader.expect_score_of(ours)
    assert reader.page.evaluate("(name) => localStorage.getItem(name)", KEPT_MODEL) is None


def test_the_model_and_its_answers_are_there_after_a_reload(reader) -> None:
    bring(reader, BAKERY)
    expect_bakery(reader)
    reader.choice("SHOP-CLR", 3).check()
    reader.page.reload()
    reader.expect_notice(reader.words.say("own.kept"))
    expect_bakery(reader)
    reader.expect_answers({"SHOP-CLR": 3})
    reader.expect_state("ready")


def test_answers_kept_for_an_earlier_version_of_the_model_are_carried_to_this_one(reader) -> None:
    data = tomllib.loads(BAKERY.read_text("utf-8"))
    early = {**data["model"], "version": "0.9.0"}
    text = json.dumps({**data, "releases": {"0.9.0": early}})
    kept = {**document({"SHOP-CLR": 3}), "model": {"id": "bakery", "version": "0.9.0"}}
    reader.page.evaluate(
        "(all) => all.forEach(([name, value]) => localStorage.setItem(name, JSON.stringify(value)))",
        [[KEPT_MODEL, {"name": "bakery.json", "text": text}], [KEPT_ANSWERS, kept]],
    )
    reader.page.reload()
    expect(reader.notices).to_contain_text("0.9.0")
    reader.expect_answers({"SHOP-CLR": 3})
    reader.expect_state("ready")
    carried = json.loads(reader.page.evaluate("(name) => localStorage.getItem(name)", KEPT_ANSWERS))
    assert carried == {**kept, "model": {"id": "bakery", "version": "1.0.0"}}


def test_a_model_in_a_language_that_is_not_the_pages_says_so(reader) -> None:
    bring(reader, BAKERY)
    expect_bakery(reader)
    expect(reader.page.locator("#title-SHOP")).to_have_attribute("lang", "pl")
    expect(reader.question("SHOP-CLR").locator("legend")).to_have_attribute("lang", "pl")
    assert reader.question("SHOP-CLR").locator("summary").get_attribute("lang") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_is_not_sound_is_refused_with_its_line_and_nothing_changes(invite, language: str) -> None:
    ours = document({"SAL-INT": 2})
    reader = invite(language, answers=ours).visit()
    text = BAKERY.read_text("utf-8").replace('name = "Laden"', 'name = ""')
    line = next(n for n, one in enumerate(text.splitlines(), 1) if 'name = ""' in one)
    bring(reader, {"name": "mine.toml", "mimeType": "application/toml", "buffer": text.encode()})
    problem = reader.page.locator("#tool-model [data-problem]")
    expect(problem).to_contain_text(f"mine.toml:{line}: texts.de.areas.SHOP.name: ")
    expect(problem).to_contain_text(reader.words.say("own.nothing_changed"))
    expect(reader.page.locator("[data-own]")).to_be_hidden()
    reader.expect_score_of(ours)
    assert reader.page.evaluate("(name) => localStorage.getItem(name)", KEPT_MODEL) is None


def test_a_file_dropped_on_the_tool_is_opened_too(reader) -> None:
    place = tool(reader)
    place.evaluate(
        """(place, text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "bakery.toml"));
          place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        BAKERY.read_text("utf-8"),
    )
    expect_bakery(reader)


def test_what_was_kept_as_a_model_and_is_none_is_offered_as_a_file_and_ours_is_asked(invite) -> None:
    reader = invite(answers=document({"SAL-INT": 2})).visit()
    bad = json.dumps({"name": "<b>.toml", "text": "<script>alert(1)</script>"})
    reader.page.evaluate("([name, text]) => localStorage.setItem(name, text)", [KEPT_MODEL, bad])
    reader.page.reload()
    button = reader.notices.get_by_role("button", name=reader.words.say("own.save"))
    expect(button).to_be_visible()
    reader.expect_answers({"SAL-INT": 2})
    with reader.page.expect_download() as saved:
        button.click()
    assert saved.value.path().read_text("utf-8") == "<script>alert(1)</script>"
    reader.answer("SAL-RES", 3)
    reader.expect_state("ready")


def test_hostile_words_of_a_model_stay_words_on_the_page(reader) -> None:
    hostile = '<img src=x onerror="document.title=1">'
    text = (
        BAKERY.read_text("utf-8")
        .replace('name = "Sklep"', f"name = '{hostile}'")
        .replace('"Czy przy każdym chlebie widać cenę i skład?"', f"'{hostile}'")
    )
    bring(reader, {"name": "hostile.toml", "mimeType": "application/toml", "buffer": text.encode()})
    expect_bakery(reader)
    expect(reader.page.locator("#title-SHOP")).to_have_text(hostile)
    expect(reader.question("SHOP-CLR").locator(".cx-item__question")).to_have_text(hostile)
    reader.choice("SHOP-CLR", 1).check()
    reader.choice("SHOP-FAST", 1).check()
    reader.expect_state("ready")
    expect(reader.result.locator("tr[data-area=SHOP] th")).to_have_text(hostile)
    assert reader.page.locator("cx-assessment img").count() == 0


def test_axe_finds_nothing_with_another_model(invite) -> None:
    reader = invite("ro", reduced_motion="reduce").visit()
    place = tool(reader)
    expect(place.get_by_role("button")).to_be_visible()
    found = violations(reader.page, "the tool", within="#tool-model")
    place.locator("input").set_input_files(BAKERY)
    expect_bakery(reader)
    reader.choice("SHOP-CLR", 4).check()
    reader.expect_state("ready")
    found += violations(reader.page, "the form", within="cx-assessment")
    assert not found, "\n".join(found)
