"""With keys alone: where the focus goes, that it can be seen there, and that it is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.page.colleagues import TORN, Facilitator
from tests.browser.page.reader import LANGUAGES, Reader, document

DESK = {"width": 1440, "height": 800}
PHONE = {"width": 360, "height": 740}
SKIP = {"en": "Skip to content", "pl": "Przejdź do treści", "ro": "Salt la conținut"}
SOME = document({"SAL-INT": 4, "SAL-RES": 2})

# What has the focus: whether it comes after what had it before, whether a person sees it, and what it is. A radio
# button is seen as its label, and Material's hidden ones as the button beside them.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const seen = one.matches(".md-option") ? one.form : (one.matches("label [type=radio]") ? one.labels[0] : one);
  const box = [...seen.getClientRects()].find(({ width, height }) => width && height) ?? seen.getBoundingClientRect();
  const spots = [0.05, 0.5, 0.95].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y]));
  const hit = ([x, y]) => document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
  const before = globalThis.before;
  globalThis.before = one;
  return {
    isFurther: !before || !!(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
    isSeen: seen.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      spots.map(hit).some((at) => at && (seen.contains(at) || at.contains(seen))),
    ring: getComputedStyle(seen).outlineStyle !== "none" || one.matches("input, textarea, select, .md-option"),
    what: one.outerHTML.slice(0, 120),
  };
}"""


def walk(page: Page, key: str, limit: int = 400) -> Iterator[Any]:
    """What has the focus after each press of a key, until the page has no more."""
    for _ in range(limit):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        if focus is None or (key == "Shift+Tab" and focus["isFurther"]):
            return
        yield focus
    raise AssertionError(f"{key} never leads out of the page")


def expect_seen(page: Page) -> None:
    """See the focus somewhere."""
    focus = page.evaluate(FOCUS)
    assert focus, "the focus is lost"
    assert focus["isSeen"], focus["what"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["", "learn/touchpoint-sales/", "assessment/", "team/"])
def test_tab_leads_through_a_page_in_its_order_and_back_and_is_always_seen(
    invite, path: str, size: dict[str, int]
) -> None:
    reader = invite(answers=SOME, viewport=size, reduced_motion="reduce").visit(path)
    page = reader.page
    if path == "assessment/":
        reader.expect_score_of(SOME)
    wrong = []
    for focus in walk(page, "Tab"):
        assert focus["isFurther"], f"against the page's order: {focus['what']}"
        wrong += [focus["what"]] if not focus["isSeen"] or not focus["ring"] else []
    for focus in walk(page, "Shift+Tab"):  # upwards, what has the focus could be under the header
        wrong += [focus["what"]] if not focus["isSeen"] else []
    assert wrong == []


def test_the_header_is_in_the_order_in_which_it_is_seen(invite) -> None:
    page = invite(viewport={"width": 1100, "height": 800}).visit("about/").page
    left = page.locator(
        ".atlas-header :is(a, input:not(.md-option), .md-header__option, .atlas-tool):visible"
    ).evaluate_all("all => all.map((one) => one.getBoundingClientRect().left)")
    assert left == sorted(left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_key_on_any_page_offers_to_skip_to_its_content(invite, language: str) -> None:
    reader = invite(language)
    for path in ("", "assessment/", "learn/", "learn/glossary/", "team/", "write/", "bibliography/", "accessibility/"):
        page = reader.visit(path).page
        page.keyboard.press("Tab")
        skip = page.locator(".md-skip:focus")
        expect(skip).to_be_in_viewport()
        expect(skip).to_have_text(SKIP[language])
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = "document.activeElement.closest('article') !== null"
        assert page.evaluate(inside), path


def test_no_letter_alone_leads_anywhere(invite) -> None:
    page = invite(viewport=DESK).visit("learn/touchpoint-sales/").page
    before = page.url
    for key in ("n", "p", "s", "f", "/", ".", ","):
        page.keyboard.press(key)
    assert page.url == before
    expect(page.locator("#__search")).not_to_be_checked()
    page.keyboard.press("Control+k")
    expect(page.locator(".md-search__input")).to_be_focused()


def test_the_menu_on_a_phone_takes_the_focus_holds_it_and_gives_it_back(invite) -> None:
    page = invite(viewport=PHONE, reduced_motion="reduce").visit("learn/touchpoint-sales/").page
    button = page.get_by_role("button", name="Menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    inside = page.locator(".md-sidebar--primary :focus")
    expect(inside).to_have_count(1)
    hidden = [focus["what"] for focus in walk(page, "Tab") if not focus["isSeen"]]
    assert hidden == []
    page.keyboard.press("Shift+Tab")
    expect(inside).to_have_count(1)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Shift+Tab")
    expect_seen(page)


def test_a_part_of_the_menu_says_what_it_is_opens_by_space_and_by_enter_and_leads_back(invite) -> None:
    page = invite("pl", viewport=PHONE, reduced_motion="reduce").visit("scoring/").page
    page.get_by_role("button", name="Menu").click()
    part = page.locator("label.md-nav__link").and_(page.get_by_role("button", name="Wiedza", exact=True))
    for key in ("Space", "Enter"):
        part.focus()
        expect(part).to_have_attribute("aria-expanded", "false")
        page.keyboard.press(key)
        back = page.locator("label.md-nav__title:focus")
        expect(back).to_have_attribute("aria-expanded", "true")
        expect_seen(page)
        page.keyboard.press(key)
        expect(part).to_be_focused()
        expect_seen(page)


@pytest.mark.parametrize("way", ["Escape", "Tab"])
def test_the_search_on_a_phone_gives_the_focus_back(invite, way: str) -> None:
    page = invite("ro", viewport=PHONE, reduced_motion="reduce").visit("about/").page
    button = page.get_by_role("button", name="Căutare")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press(way)
    expect(button).to_have_attribute("aria-expanded", "false")
    if way == "Escape":
        expect(button).to_be_focused()
    expect_seen(page)


def press(target: Locator, key: str = "Enter") -> None:
    """Bring the focus there and press."""
    target.focus()
    target.page.keyboard.press(key)
    expect_seen(target.page)


def test_whatever_is_pressed_in_the_assessment_the_focus_is_somewhere(invite) -> None:
    reader: Reader = invite(answers=SOME, reduced_motion="reduce").visit()
    page = reader.page
    reader.expect_score_of(SOME)
    undo = reader.say("undo")
    press(reader.question("SAL-INT").get_by_role("button", name=reader.say("clear")))
    expect(reader.choice("SAL-INT", 1)).to_be_focused()
    press(reader.button("start_over"))
    press(reader.notices.get_by_role("button", name=undo, exact=True))
    press(page.locator('[data-do="undo"]'))
    press(page.locator('[data-block]:visible a[data-step="MKT"]'))
    expect(page.locator("#title-MKT")).to_be_focused()
    reader.step("result")
    for tool in page.locator(".cx-tools > details > summary").all():
        press(tool)
        press(tool)
    press(page.locator("[data-to-questions]"))


def test_whatever_is_pressed_on_the_team_page_the_focus_is_somewhere(invite) -> None:
    team = Facilitator(invite(reduced_motion="reduce"))
    team.agree(TORN, 2)
    press(team.button("page.start_over"))
    press(team.page.locator("[data-consensus-notices]").get_by_role("button"))
    expect(team.page.locator("#team-agreement-title")).to_be_focused()
