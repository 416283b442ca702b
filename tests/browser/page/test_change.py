"""“Compare with earlier results”: what a person does there, and that it says what this Python computes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from assessment.bridge import Bridge
from assessment.files import load_words
from assessment.publish import exercise
from tests.browser.page.axe import violations
from tests.browser.page.reader import LANGUAGES, MODEL, Reader, document, levels_for_all
from tests.browser.page.test_reflow import SMALL, misfits
from tests.models.family import PRESENT, plain_texts, released

Files = dict[str, dict[str, Any]]
NOW = document(levels_for_all(3) | {"SAL-INT": 5, "MGT-01": 2}, date="2026-11-22")
EARLIER: Files = {
    "spring.json": document(levels_for_all(2), date="2025-04-01"),
    "autumn.json": document(levels_for_all(3) | {"MKT-INT": 1, "MGT-01": 4}, date="2025-10-01"),
}


def view_of(language: str, files: Files, answers: dict[str, Any] | None) -> Any:
    """What the engine has to say, computed in this Python."""
    bridge = Bridge(MODEL)
    bridge.handle(json.dumps(exercise.open_request(language)))
    waves = [{"name": name, "text": json.dumps(data)} for name, data in files.items()]
    reply = json.loads(bridge.handle(json.dumps({"do": "change.view", "waves": waves, "answers": answers})))
    assert reply["ok"], reply
    return reply["view"]


class Comparison:
    """The tool on the page, as a person sees it."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self.reader, self.page, self.folder = reader, reader.page, folder
        self.place = reader.page.locator("#tool-change")
        self.status = self.place.get_by_role("status")
        self.waves = self.place.locator(".cx-change__waves > li")
        self.latest = self.place.locator("section.cx-change")
        self.problems = self.place.get_by_role("alert")

    def open(self) -> Comparison:
        """Come by a link to the tool."""
        self.reader.visit("assessment/#tool-change")
        expect(self.button("open")).to_be_visible()
        return self

    def say(self, key: str, **facts: object) -> str:
        """Words of the tool, in the page's language."""
        return self.reader.words.say(f"change.{key}", **facts)

    def button(self, key: str) -> Locator:
        """The button that says this."""
        return self.place.get_by_role("button", name=self.say(key), exact=True)

    def saved(self, files: Files) -> list[Path]:
        """Files as they lie in a person's folder."""
        for name, data in files.items():
            (self.folder / name).write_text(json.dumps(data), "utf-8")
        return [self.folder / name for name in files]

    def give(self, files: Files) -> None:
        """Open files by the button."""
        with self.page.expect_file_chooser() as chosen:
            self.button("open").click()
        assert chosen.value.is_multiple()
        chosen.value.set_files(self.saved(files))

    def expect_view(self, view: Any) -> None:
        """See this comparison: results, table, items and numbers."""
        expect(self.status).to_have_text(view["announce"])
        expect(self.waves.locator("> [data-say]")).to_have_text([wave["line"] for wave in view["waves"]])
        change = view["changes"][0]
        expect(self.latest.locator("h3")).to_have_text(change["title"])
        keys = ("earlier", "later", "change", "you", "model")
        for list_, body in (("parts", 0), ("pillars", 1)):
            rows = self.latest.locator("tbody").nth(body).locator("tr[data-entry]")
            expect(rows).to_have_count(len(change[list_]))
            for row, part in zip(rows.all(), change[list_], strict=True):
                expect(row.locator("th")).to_have_text(part["name"])
                expect(row.locator("td:not(:last-child)")).to_have_text([part[key] for key in keys])
                expect(row.locator("td:last-child > :visible")).to_have_text(part["verdict"])


@pytest.fixture
def comparison(invite, tmp_path: Path) -> Comparison:
    """An English reader with answers, at the tool, who has opened two earlier files."""
    found = Comparison(invite(answers=NOW), tmp_path).open()
    found.give(EARLIER)
    found.expect_view(view_of("en", EARLIER, NOW))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_comparison_that_this_python_makes(invite, language: str, tmp_path: Path) -> None:
    found = Comparison(invite(language, answers=NOW), tmp_path).open()
    found.give(EARLIER)
    view = view_of(language, EARLIER, NOW)
    found.expect_view(view)
    expect(found.place.locator(".cx-change__charts figcaption")).to_have_text([c["name"] for c in view["charts"]])
    chart = found.place.locator(".cx-change__charts svg").nth(2)
    expect(chart).to_have_attribute("aria-label", view["charts"][2]["drawing"][1]["aria-label"])
    other = found.place.locator("details.cx-change")
    expect(other.locator("summary")).to_have_text(view["changes"][1]["title"])
    expect(other.locator("tbody").first).to_be_hidden()
    other.locator("summary").click()
    expect(other.locator("tbody").first.locator("tr").first.locator("td").nth(2)).to_have_text(
        view["changes"][1]["parts"][0]["change"]
    )


def test_without_answers_on_the_page_the_files_are_compared_with_each_other(reader: Reader, tmp_path: Path) -> None:
    found = Comparison(reader, tmp_path).open()
    found.give(EARLIER)
    found.expect_view(view_of("en", EARLIER, None))
    expect(found.waves).to_have_count(2)


def test_one_file_and_no_answers_ask_for_another(reader: Reader, tmp_path: Path) -> None:
    found = Comparison(reader, tmp_path).open()
    found.give({"spring.json": EARLIER["spring.json"]})
    expect(found.place.get_by_text(found.say("need_two"))).to_be_visible()
    expect(found.latest).to_have_count(0)


def test_a_file_that_cannot_be_read_is_told_and_the_others_count(comparison: Comparison) -> None:
    (comparison.folder / "photo.json").write_bytes(b"\xff\xd8\xff")
    (comparison.folder / "shopping.json").write_text("[]", "utf-8")
    with comparison.page.expect_file_chooser() as chosen:
        comparison.button("open").click()
    chosen.value.set_files([comparison.folder / "photo.json", comparison.folder / "shopping.json"])
    expect(comparison.problems).to_contain_text("photo.json")
    expect(comparison.problems).to_contain_text("shopping.json")
    comparison.expect_view(view_of("en", EARLIER, NOW))
    comparison.give({"summer.json": document(levels_for_all(4), date="2025-08-01")})
    expect(comparison.waves).to_have_count(4)
    expect(comparison.problems.locator("li")).to_have_count(0)


def test_a_result_that_is_removed_no_longer_counts_and_the_focus_stays_in_the_tool(comparison: Comparison) -> None:
    remove = comparison.waves.nth(1).get_by_role("button")
    expect(remove).to_have_accessible_name(
        f"{comparison.say('remove')} {view_of('en', EARLIER, NOW)['waves'][1]['line']}"
    )
    remove.focus()
    comparison.page.keyboard.press("Enter")
    rest = {"spring.json": EARLIER["spring.json"]}
    comparison.expect_view(view_of("en", rest, NOW))
    expect(comparison.button("open")).to_be_focused()
    comparison.waves.first.get_by_role("button").click()
    expect(comparison.waves.first).to_be_hidden()
    expect(comparison.status).to_have_text("")


def test_two_files_of_the_same_name_both_count(comparison: Comparison) -> None:
    comparison.give({"spring.json": document(levels_for_all(1), date="2024-04-01")})
    expect(comparison.waves).to_have_count(4)
    expect(comparison.waves.first).to_contain_text("spring.json (2)")


def test_a_changed_answer_changes_the_comparison(comparison: Comparison) -> None:
    comparison.reader.answer("MKT-INT", 5)
    comparison.reader.step("result")
    changed = comparison.reader.kept
    assert changed["answers"]["MKT-INT"] == {"level": 5}
    comparison.expect_view(view_of("en", EARLIER, changed))


def test_files_can_be_dropped_on_the_tool(reader: Reader, tmp_path: Path) -> None:
    found = Comparison(reader, tmp_path).open()
    dropped = found.page.evaluate_handle(
        """(files) => {
          const dropped = new DataTransfer();
          for (const [name, data] of Object.entries(files)) dropped.items.add(new File([JSON.stringify(data)], name));
          return dropped;
        }""",
        EARLIER,
    )
    found.place.dispatch_event("drop", {"dataTransfer": dropped})
    found.expect_view(view_of("en", EARLIER, None))


def test_an_item_that_moved_leads_to_its_question(comparison: Comparison) -> None:
    comparison.latest.get_by_role("link", name="Sales – Integrity: 3 → 5", exact=True).click()
    expect(comparison.reader.choice("SAL-INT", 5)).to_be_focused()
    comparison.page.go_back()
    comparison.expect_view(view_of("en", EARLIER, NOW))


def test_nothing_of_the_files_is_stored_or_sent(comparison: Comparison, site) -> None:
    site.requests.clear()
    comparison.give(
        {"summer.json": document(levels_for_all(4), date="2025-08-01", profile={"organisation": "Mill 4711"})}
    )
    expect(comparison.waves).to_have_count(4)
    stored = comparison.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "4711" not in stored
    assert "2025-08-01" not in stored
    assert list(site.requests) == []
    comparison.page.reload()
    expect(comparison.button("open")).to_be_visible()
    expect(comparison.waves.first).to_be_hidden()


def test_what_a_person_wrote_stays_text(comparison: Comparison) -> None:
    name = "<img src=x onerror=alert(1)>"
    comparison.give({"a.json": document(levels_for_all(4), date="2025-08-01", profile={"organisation": name})})
    comparison.give({"b.json": document(levels_for_all(4), date="2025-09-01", profile={"organisation": "b"})})
    expect(comparison.place.get_by_text(name)).to_be_visible()
    assert comparison.place.locator("img").count() == 0


def test_it_works_by_keyboard_alone(invite, tmp_path: Path) -> None:
    reader = invite(answers=NOW).visit("assessment/#assessment-result")
    reader.expect_state("ready")
    found = Comparison(reader, tmp_path)
    found.place.locator("summary").first.focus()
    found.page.keyboard.press("Enter")
    found.page.keyboard.press("Tab")
    expect(found.button("open")).to_be_focused()
    expect(found.place).to_have_attribute("aria-busy", "false")
    with found.page.expect_file_chooser() as chosen:
        found.page.keyboard.press("Enter")
    chosen.value.set_files(found.saved(EARLIER))
    found.expect_view(view_of("en", EARLIER, NOW))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_everything_fits(invite, language: str, tmp_path: Path) -> None:
    reader = invite(language, answers=NOW, reduced_motion="reduce", has_touch=True)
    found = Comparison(reader, tmp_path).open()
    found.give(EARLIER | {"broken.json": {}})
    found.expect_view(view_of(language, EARLIER, NOW))
    found.place.locator("details.cx-change summary").click()
    if language == "en":
        assert violations(found.page, "change", within="#tool-change") == []
    assert misfits(found.page, "change") == []
    assert [small for small in found.page.evaluate(SMALL) if "tool-" not in small] == []


# The site is built with the present model; what the engine of the next one says is computed here and handed over.
NEXT_ENGINE = """async (reply) => {
  const place = document.querySelector("#tool-change");
  const copy = place.cloneNode(true);
  copy.open = true;
  place.replaceWith(copy);
  const script = document.querySelector('script[src$="assessment.js"]').src;
  const tool = await import(new URL("tool-change.js", script));
  const words = { say: (key) => key, error: (code) => code };
  const { signal } = new AbortController();
  tool.start(copy, { engine: { ask: async () => reply }, words, signal, answers: () => ({}) });
}"""


def test_results_of_two_versions_come_with_what_is_to_be_confirmed(reader: Reader, tmp_path: Path) -> None:
    with released(tmp_path / "data") as model:
        bridge = Bridge(model)
        words = {"texts": plain_texts("next", "en"), "words": load_words("en"), "articles": {}}
        bridge.handle(json.dumps({"do": "open", "language": words}))
        answers = {item: answer for item, answer in NOW["answers"].items() if item != "SAL-TIM"}
        new = {**NOW, "model": {"id": model.id, "version": model.version}, "answers": answers}
        old = {**EARLIER["spring.json"], "model": {"id": model.id, "version": PRESENT.version}}
        waves = [{"name": "spring.json", "text": json.dumps(old)}]
        reply = json.loads(bridge.handle(json.dumps({"do": "change.view", "waves": waves, "answers": new})))
    assert reply["ok"], reply
    reader.visit("assessment/#assessment-result")
    reader.page.evaluate(NEXT_ENGINE, reply)
    found = Comparison(reader, tmp_path)
    found.place.locator("[data-files]").set_input_files(found.saved(EARLIER))
    notice = found.latest.locator(".cx-change__migration")
    expect(notice).to_be_visible()
    expect(notice.get_by_role("listitem").filter(has_text="SAL-TIM")).to_be_visible()
    notice.get_by_role("link", name="Customer service – Empathy", exact=True).click()
    expect(reader.question("SRV-EMP")).to_be_in_viewport()
