"""A person at the assessment page: what the tests do there, in that person's words, and what they see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from assessment.bridge import Bridge
from assessment.core.model import Item
from assessment.files import load_model, load_words
from assessment.publish import exercise
from assessment.report.words import Words

MODEL = load_model()
LANGUAGES = ("en", "pl", "ro")
KEPT = "cx-atlas:answers"
"""The name under which the page keeps answers in the browser."""

Answers = Mapping[str, Any]
"""An answer document as plain data."""


class Reader:
    """One tab, in one language."""

    def __init__(self, page: Page, root: str, language: str = "en") -> None:
        self.page = page
        self.language = language
        self.home = root + ("" if language == "en" else f"{language}/")
        self.words = Words(load_words(language))
        self.result = page.locator("#assessment-result")
        self.notices = page.locator("[data-notices]")

    # -- coming and going -------------------------------------------------------------------------------------------

    def visit(self, path: str = "assessment/") -> Reader:
        """Go to a page of this language."""
        self.page.goto(self.home + path)
        return self

    def step(self, step: str) -> None:
        """Go to an area, or to the result, by the overview."""
        self.page.locator(f'nav a[data-step="{step}"]').click()

    # -- the form ---------------------------------------------------------------------------------------------------

    def say(self, key: str, **facts: object) -> str:
        """Words of the page, in its language."""
        return self.words.say(f"page.{key}", **facts)

    def button(self, key: str) -> Locator:
        """The one button that says this."""
        return self.page.locator("cx-assessment").get_by_role("button", name=self.say(key), exact=True)

    def question(self, item: str) -> Locator:
        """An item's group of choices."""
        return self.page.locator(f'fieldset[data-item="{item}"]')

    def choice(self, item: str, value: object) -> Locator:
        """A radio button: a level, `unknown` or `na`."""
        return self.page.locator(f'input[name="{item}"][value="{value}"]')

    def answer(self, item: str, value: object) -> None:
        """Choose, in whichever area the question is."""
        if not self.question(item).is_visible():
            self.step(MODEL.item(item).block)
        self.choice(item, value).check()

    def fill(self, name: str, text: str) -> None:
        """Write into a field of the form, behind “Evidence and note” if need be."""
        field = self.page.locator(f'[name="{name}"]')
        if not field.is_visible():
            self.page.locator("details", has=field).locator("summary").click()
        field.fill(text)

    def give(self, answers: Answers) -> None:
        """Answer several questions with levels."""
        for item, level in answers.items():
            self.answer(item, level)

    def open_file(self, file: Path | dict[str, Any]) -> None:
        """Open a file of answers by the button."""
        with self.page.expect_file_chooser() as chosen:
            self.button("open").click()
        chosen.value.set_files(file)  # type: ignore[arg-type]

    def save_file(self) -> tuple[str, bytes]:
        """Save to a file by the button: its name, and what is in it."""
        with self.page.expect_download() as saved:
            self.button("save").click()
        return saved.value.suggested_filename, saved.value.path().read_bytes()

    # -- what is there ----------------------------------------------------------------------------------------------

    @property
    def kept(self) -> Any:
        """The answer document in this browser's storage, or None."""
        return json.loads(self.page.evaluate("(name) => localStorage.getItem(name)", KEPT) or "null")

    def expect_state(self, state: str) -> None:
        """Wait for the result's state."""
        expect(self.result).to_have_attribute("data-state", state)

    def expect_notice(self, text: str) -> None:
        """Wait for a message above the form, and see that it can be read."""
        expect(self.notices.locator("p")).to_have_text(text)
        expect(self.notices.locator("p")).to_be_visible()

    def expect_answers(self, answers: Answers) -> None:
        """See these answers in the form, and no others."""
        expect(self.page.locator("fieldset[data-item] input:checked")).to_have_count(len(answers))
        for item, value in answers.items():
            expect(self.choice(item, value)).to_be_checked()

    def expect_score_of(self, answers: Answers) -> None:
        """Wait until the page shows the numbers that this Python computes for these answers."""
        view = view_of(answers, self.language)
        self.expect_state("ready")
        expect(self.result.locator('[data-say="counts"]')).to_have_text(view["counts"])
        for part in ("overall", "experience", "management"):
            figure = self.result.locator(f'.cx-figure[data-level-from="{part}.level"]')
            for what in ("score", "line", "range"):
                expect(figure.locator(f'[data-say="{part}.{what}"]')).to_have_text(view[part][what])
        if view["form"] == "full":
            for block in [*view["areas"], view["management"]]:
                row = self.result.locator(f'[data-area="{block["id"]}"]')
                cells = [block[key] for key in ("score", "line", "range_short", "coverage", "evidenced", "target")]
                expect(row.locator("td")).to_have_text(cells)


@cache
def _bridge(language: str) -> Bridge:
    bridge = Bridge(MODEL)
    opened = json.loads(bridge.handle(json.dumps(exercise.open_request(language))))
    assert opened == {"ok": True}
    return bridge


def view_of(answers: Answers, language: str) -> Any:
    """What the engine has to say of answers, computed in this Python."""
    reply = json.loads(_bridge(language).handle(json.dumps({"do": "score", "answers": answers})))
    assert reply["ok"], reply
    return reply["view"]


def document(answers: Answers, **more: object) -> dict[str, Any]:
    """An answer document with these levels."""
    given = {item: {"level": level} for item, level in answers.items()}
    return {**exercise.empty_form(MODEL), "date": "2026-11-21", "answers": given, **more}


def levels_for_all(level: int = 3) -> dict[str, int]:
    """Every item at a level."""
    return {item.id: level for item in MODEL.items}


def quick_items() -> list[Item]:
    """The items of the quick form."""
    return list(MODEL.of_form("quick"))
