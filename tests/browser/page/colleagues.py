"""Colleagues with their files, and the person who puts them together on the page "Team"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from playwright.sync_api import Locator, expect

from assessment.bridge import Bridge
from assessment.publish import exercise
from tests.browser.page.reader import MODEL, Reader, document

ITEMS = [item.id for item in MODEL.items]
TORN, UNITED, MIXED = ITEMS[0], ITEMS[1], ITEMS[2]
"""Two camps far apart; everybody at level 3; answers that differ by one."""

CONSENSUS = "cx-atlas:consensus"
"""The name under which the page keeps what was agreed on."""


def colleague(place: int, role: str = "", **more: Any) -> dict[str, Any]:
    """The answers of one of any number of people."""
    levels = {item: 2 + (place + n) % 2 for n, item in enumerate(ITEMS)}
    levels |= {TORN: (1, 5, 1, 5, 4)[place % 5], UNITED: 3, MIXED: 3 + place % 2}
    profile = {"profile": {"role": role}} if role else {}
    answers = document(levels, **(profile | more))
    answers["answers"][ITEMS[-1]]["note"] = f"person {place}"  # nobody says in every word what another says
    return answers


def five() -> list[dict[str, Any]]:
    """Three from the shop and two from the office: too few of those to be shown apart."""
    return [colleague(place, "shop floor" if place < 3 else "night crew") for place in range(5)]


def file_of(answers: Mapping[str, Any] | str, name: str) -> dict[str, Any]:
    """A file as a person chooses it."""
    text = answers if isinstance(answers, str) else json.dumps(answers)
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def files_of(people: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A file each."""
    return [file_of(answers, f"colleague-{place}.json") for place, answers in enumerate(people, 1)]


@cache
def _opened(language: str) -> str:
    return json.dumps(exercise.open_request(language))


def panel_of(people: Iterable[Mapping[str, Any]], language: str = "en") -> Any:
    """What the engine has to say of these people, computed in this Python."""
    bridge = Bridge(MODEL)
    bridge.handle(_opened(language))
    files = [{"name": str(place), "text": json.dumps(answers)} for place, answers in enumerate(people)]
    bridge.handle(json.dumps({"do": "team.add", "files": files}))
    reply = json.loads(bridge.handle(json.dumps({"do": "team.view", "by": ["role", "site"]})))
    assert reply["ok"], reply
    return reply["view"]


class Facilitator:
    """The person at the page, in that person's words."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.page, self.language = reader, reader.page, reader.language
        reader.visit("team/")
        self.root = self.page.locator("cx-team")
        expect(self.root).to_have_attribute("data-ready", "")
        self.result = self.page.locator("#team-result")
        self.agenda = self.page.locator(".cx-agenda > li")
        self.workshop = self.root.get_by_role("dialog")

    def say(self, key: str, **facts: object) -> str:
        """Words of the page, in its language."""
        return self.reader.words.say(key if "." in key else f"team.{key}", **facts)

    def button(self, key: str) -> Locator:
        """The button that says this."""
        return self.page.get_by_role("button", name=self.say(key), exact=True)

    # -- files ------------------------------------------------------------------------------------------------------

    def choose(self, files: Any) -> None:
        """Choose files by the button."""
        with self.page.expect_file_chooser() as chosen:
            self.button("choose").click()
        chosen.value.set_files(files)

    def expect_state(self, state: str) -> None:
        """Wait for the panel's state."""
        expect(self.result).to_have_attribute("data-state", state)

    def gather(self, people: Iterable[Mapping[str, Any]]) -> None:
        """Choose the files of these people, and wait for what they say together."""
        self.choose(files_of(people))
        self.expect_state("ready")

    # -- agreeing ---------------------------------------------------------------------------------------------------

    def place_of(self, item: str) -> Locator:
        """An item in the list of agreed answers, unfolded if need be."""
        place = self.page.locator(f"#agree-{item}")
        if not place.is_visible():
            self.page.locator("details", has=place).locator("summary").click()
        return place

    def agree(self, item: str, value: object) -> None:
        """Choose in the list."""
        self.place_of(item).locator(f'input[value="{value}"]').check()

    @property
    def kept(self) -> Any:
        """What this browser keeps of what was agreed on."""
        return json.loads(self.page.evaluate("(name) => localStorage.getItem(name)", CONSENSUS) or "null")

    @property
    def agreed(self) -> dict[str, Any]:
        """The agreed answers that this browser keeps."""
        kept = self.kept
        return dict(kept["answers"]) if kept else {}
