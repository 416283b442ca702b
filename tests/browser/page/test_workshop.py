"""The workshop: one question at a time for everybody in the room, moved by hand, by keyboard or by remote control."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from assessment.files import load_texts
from tests.browser.page.axe import violations
from tests.browser.page.colleagues import (
    ITEMS,
    MIXED,
    TORN,
    UNITED,
    Facilitator,
    file_of,
    files_of,
    five,
    panel_of,
)
from tests.browser.page.reader import LANGUAGES, MODEL

TEXTS = load_texts(MODEL, "en")


class Room:
    """Those who look at the workshop, and the one at the keyboard."""

    def __init__(self, team: Facilitator) -> None:
        self.team, self.page, self.say = team, team.page, team.say
        self.dialog = team.workshop
        self.question = self.dialog.get_by_role("heading")
        self.live = self.dialog.get_by_role("status")
        self.votes = self.dialog.locator("[data-vote]")

    def begin(self) -> Room:
        """Start by keyboard."""
        self.team.button("workshop_start").focus()
        self.press("Enter")
        expect(self.dialog).to_be_visible()
        return self

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def level(self, level: int) -> Locator:
        """A level's line."""
        return self.dialog.locator(f'.cx-workshop__level[data-level="{level}"]')

    def expect_question(self, item: str) -> None:
        """See an item's question with its five descriptions."""
        expect(self.question).to_have_text(TEXTS.items[item].question)
        for level, text in enumerate(TEXTS.items[item].levels, 1):
            expect(self.level(level).locator("[data-text]")).to_have_text(text)

    def expect_announced(self, text: str) -> None:
        """Hear something."""
        expect(self.live).to_contain_text(text)


@pytest.fixture
def team(invite) -> Facilitator:
    """Somebody who leads a workshop in English, without files."""
    return Facilitator(invite())


def test_a_whole_round_by_keyboard_alone(team) -> None:
    team.gather(five())
    room = Room(team).begin()
    expect(room.question).to_be_focused()
    room.expect_question(TORN)  # the widest difference first
    room.press("Space")
    point = panel_of(five())["agenda"][0]
    for level, n in enumerate((2, 0, 0, 1, 2), 1):
        expect(room.level(level).locator("[data-n]")).to_have_text(team.say("level_votes", n=n))
    for camp in point["camps"]:
        expect(room.dialog.locator("[data-camps]")).to_contain_text(camp["head"])
    expect(room.dialog.locator("[data-facilitate]")).to_have_text(point["facilitate"])
    room.expect_announced(team.say("votes_shown", level=1, n=team.say("level_votes", n=2)))
    room.press("2")
    room.expect_announced(team.say("now_agreed", answer=f"2 – {TEXTS.items[TORN].levels[1]}"))
    assert team.agreed == {TORN: {"level": 2}}
    room.press("ArrowRight")
    second = panel_of(five())["agenda"][1]["item"]
    room.expect_question(second)
    room.expect_announced(TEXTS.items[second].question)
    room.press("d")
    room.press("PageDown", "n")
    room.page.keyboard.type("sold from stock")
    room.press("Enter")
    expect(room.question).to_be_focused()
    third = panel_of(five())["agenda"][2]["item"]
    assert team.agreed[second] == {"unknown": True}
    assert team.agreed[third] == {"not_applicable": "sold from stock"}
    room.press("PageUp", "ArrowLeft")
    room.expect_question(TORN)
    room.press("2")  # the same again takes it back
    assert TORN not in team.agreed
    room.press("Escape")
    expect(room.dialog).to_be_hidden()
    expect(team.button("workshop_start")).to_be_focused()
    expect(team.place_of(second).locator("input:checked")).to_have_value("unknown")


def test_votes_are_hidden_until_they_are_revealed(team) -> None:
    team.gather(five())
    room = Room(team).begin()
    expect(room.votes.filter(visible=True)).to_have_count(0)
    for camp in panel_of(five())["agenda"][0]["camps"]:
        assert camp["head"] not in room.dialog.evaluate("dialog => dialog.textContent")
    team.button("reveal").click()
    expect(room.votes.filter(visible=True)).to_have_count(5)
    room.press("ArrowRight")
    expect(room.votes.filter(visible=True)).to_have_count(0)  # each question on its own
    room.press("ArrowLeft")
    expect(room.votes.filter(visible=True)).to_have_count(5)


def test_space_on_a_button_presses_the_button_and_reveals_nothing(team) -> None:
    room = Room(team).begin()
    room.dialog.get_by_role("button", name=team.say("next")).focus()
    room.press("Space")
    room.expect_question(UNITED)
    expect(room.votes.filter(visible=True)).to_have_count(0)


def test_without_files_raised_hands_are_counted_after_the_reveal_and_kept(team) -> None:
    room = Room(team).begin()
    more = room.level(4).get_by_role("button", name=team.say("more", level=4))
    expect(more).to_be_hidden()
    room.press("Enter")
    for _ in range(3):
        more.click()
    room.level(4).get_by_role("button", name=team.say("less", level=4)).click()
    room.level(1).get_by_role("button", name=team.say("less", level=1)).click(force=True)  # not below nothing
    expect(room.level(4).locator("[data-n]")).to_have_text(team.say("level_votes", n=2))
    expect(room.level(1).locator("[data-n]")).to_have_text(team.say("level_votes", n=0))
    room.expect_announced(team.say("votes_shown", level=4, n=team.say("level_votes", n=2)))
    team.page.reload()
    room.begin()
    room.press("Space")
    expect(room.level(4).locator("[data-n]")).to_have_text(team.say("level_votes", n=2))


def test_starting_over_clears_the_hands_too_and_undo_brings_them_back(team) -> None:
    room = Room(team).begin()
    room.press("Space", "3")
    room.level(3).get_by_role("button", name=team.say("more", level=3)).click()
    room.press("Escape")
    team.button("page.start_over").click()
    room.begin()
    expect(room.level(3).locator("[data-n]")).to_have_text(team.say("level_votes", n=0))
    room.press("Escape")
    team.page.locator("[data-consensus-notices]").get_by_role("button").click()
    assert team.agreed == {TORN: {"level": 3}}
    room.begin()
    expect(room.level(3).locator("[data-n]")).to_have_text(team.say("level_votes", n=1))


def test_the_order_can_be_the_forms(team) -> None:
    people = five()
    for place, answers in enumerate(people):
        answers["answers"][ITEMS[10]] = {"level": (1, 5, 1, 5, 1)[place]}
        answers["answers"][TORN] = {"level": 3}
    team.gather(people)
    room = Room(team).begin()
    room.expect_question(ITEMS[10])
    room.press("Escape")
    team.page.get_by_label(team.say("order_form")).check()
    room.begin()
    room.expect_question(ITEMS[0])


def test_a_point_of_the_agenda_and_an_entry_of_the_list_open_at_their_question(team) -> None:
    team.gather(five())
    second = panel_of(five())["agenda"][1]["item"]
    button = team.agenda.nth(1).get_by_role("button", name=team.say("talk"))
    button.click()
    room = Room(team)
    room.expect_question(second)
    room.press("Escape")
    expect(button).to_be_focused()
    team.place_of(MIXED).locator("[data-talk]").click()
    room.expect_question(MIXED)


def test_a_question_can_be_chosen_from_the_list_and_agreed_ones_are_marked(team) -> None:
    room = Room(team).begin()
    room.press("4")
    jump = room.dialog.get_by_label(team.say("go_to"))
    jump.select_option(index=7)
    room.expect_question(ITEMS[7])
    assert jump.locator("option").first.inner_text().startswith("✓")
    expect(room.dialog.locator("[data-agreed-count]")).to_have_text(team.say("progress", agreed=1, n=48))


def test_the_ends_are_ends(team) -> None:
    room = Room(team).begin()
    room.press("ArrowLeft")
    room.expect_question(ITEMS[0])
    room.dialog.get_by_label(team.say("go_to")).select_option(index=47)
    room.question.focus()
    room.press("ArrowRight")
    room.expect_question(ITEMS[47])


def test_the_keys_can_be_switched_off(team) -> None:
    room = Room(team).begin()
    room.dialog.locator("summary").click()
    room.dialog.get_by_label(team.say("keys_on")).uncheck()
    room.question.focus()
    room.press("3", "ArrowRight", "Space")
    room.expect_question(ITEMS[0])
    assert team.agreed == {}
    expect(room.votes.filter(visible=True)).to_have_count(0)


def test_letters_in_the_reason_are_letters(team) -> None:
    room = Room(team).begin()
    room.press("n")
    room.page.keyboard.type("4 different fans")
    assert team.agreed == {TORN: {"not_applicable": "4 different fans"}}
    room.press("Escape")  # ends the writing …
    expect(room.dialog).to_be_visible()
    room.press("Escape")  # … and this the workshop
    expect(room.dialog).to_be_hidden()


def test_the_focus_stays_inside(team) -> None:
    room = Room(team).begin()
    for _ in range(40):
        room.press("Tab")
        inside = "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert team.page.evaluate(inside)


def test_full_screen_and_back(team) -> None:
    room = Room(team).begin()
    room.press("f")
    expect(team.button("full_screen_leave")).to_be_visible()
    assert team.page.evaluate("document.fullscreenElement.matches('[data-stage]')")
    expect(room.question).to_be_focused()
    team.button("full_screen_leave").click()
    expect(team.button("full_screen")).to_be_visible()
    team.button("full_screen").click()
    team.button("close").click()
    expect(room.dialog).to_be_hidden()
    expect(team.page.locator(":fullscreen")).to_have_count(0)


def test_an_item_whose_votes_may_not_be_shown_says_so_and_can_be_counted_by_hand(team) -> None:
    people = five()
    for answers in people[1:]:
        answers["answers"][UNITED] = {"unknown": True}
    team.gather(people)
    room = Room(team)
    team.place_of(UNITED).locator("[data-talk]").click()
    room.press("Space")
    expect(room.dialog.locator("[data-line]")).to_contain_text(team.say("by_hand"))
    expect(room.level(3).locator("[data-n]")).to_have_text(team.say("level_votes", n=0))


def test_axe_finds_nothing_on_the_team_page_and_in_its_workshop(invite) -> None:
    team = Facilitator(invite("ro", reduced_motion="reduce"))
    room = Room(team).begin()
    found = violations(team.page, "hidden votes", within="dialog")
    room.press("Space", "n")
    found += violations(team.page, "hands", within="dialog")
    room.press("Enter", "Escape")
    team.choose([*files_of(five()), file_of("{", "broken.json")])
    team.expect_state("ready")
    team.agree(TORN, 2)
    team.agree(UNITED, "na")
    for summary in team.page.locator(".cx-detail > .cx-details > summary, .cx-votes summary").all()[:4]:
        summary.click()
    found += violations(team.page, "a panel", within="cx-team")
    room.begin()
    room.press("Space", "4")
    found += violations(team.page, "votes", within="dialog")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off(invite, language: str) -> None:
    team = Facilitator(invite(language, viewport={"width": 360, "height": 740}))
    team.gather(five())
    room = Room(team).begin()
    wide = (
        "() => [...document.querySelectorAll('dialog, dialog *')].filter(one => one.checkVisibility() && "
        "one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 80))"
    )
    for _ in range(3):
        for key in ("", "Space"):
            room.press(*([key] if key else []))
            for width, height in ((360, 740), (1920, 1080)):
                team.page.set_viewport_size({"width": width, "height": height})
                assert team.page.evaluate(wide) == []
        room.press("ArrowRight")


def test_on_a_projector_a_question_its_descriptions_and_its_votes_need_no_scrolling(invite) -> None:
    for language in LANGUAGES:
        team = Facilitator(invite(language, viewport={"width": 1920, "height": 1080}))
        team.page.get_by_label(team.say("order_form")).check()
        room = Room(team).begin()
        for item in ITEMS:
            room.press("Space")
            over = room.dialog.locator("[data-levels]").evaluate(
                "(list) => { const ends = (one) => one.getBoundingClientRect().bottom;"
                " return ends(list) - ends(list.closest('[data-body]')); }"
            )
            assert over <= 0, (language, item)
            room.press("ArrowRight")
