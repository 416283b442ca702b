"""What a person has asked the system for: colours of their own, and less motion."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from assessment.publish import exercise
from tests.browser.page.reader import MODEL

FULL = exercise.full_form(MODEL)
MOVING = """() => [
  ...document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().duration) > 1)
    .map((one) => `${one.effect?.target?.className} ${one.transitionProperty ?? one.animationName}`),
  ...[...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).scrollBehavior === "smooth")
    .map((one) => `smooth ${one.localName}`),
]"""
LOOK = """(one) => {
  const { borderTopStyle, outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
  return { border: borderTopStyle, outline: outlineStyle === "none" ? "" : outlineWidth + outlineColor };
}"""


def test_in_forced_colours_the_focus_the_choice_and_the_cells_can_be_told_apart(invite) -> None:
    reader = invite(answers=FULL, forced_colors="active").visit()
    page = reader.page
    reader.expect_score_of(FULL)
    chosen = page.locator("fieldset[data-item]:visible label.cx-choice:has(:checked)").first
    other = page.locator("fieldset[data-item]:visible label.cx-choice:not(:has(:checked))").first
    assert chosen.evaluate(LOOK)["outline"] != other.evaluate(LOOK)["outline"]
    page.locator('nav a[data-step="MKT"]').focus()
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate(LOOK)["outline"]
    reader.step("result")
    cells = page.locator(".cx-heatmap tbody td[data-level]")
    expect(cells).to_have_count(36)
    assert all(text.strip()[:1] in "12345?–" for text in cells.all_inner_texts())
    assert {look["border"] for look in cells.evaluate_all(f"all => all.map({LOOK})")} == {"solid"}
    for button in page.locator("cx-assessment .cx-button:visible").all():
        assert button.evaluate(LOOK)["border"] == "solid"


def motions(page: Page) -> list[str]:
    """What moves just now, or would move if the page were scrolled."""
    found: list[str] = page.evaluate(MOVING)
    return found


def test_who_wants_less_motion_sees_none(invite) -> None:
    reader = invite(answers=FULL, reduced_motion="reduce", viewport={"width": 360, "height": 740}).visit()
    page = reader.page
    reader.expect_score_of(FULL)
    found = motions(page)
    for step in ("MKT", "result"):
        reader.step(step)
        found += motions(page)
    for name in ("Menu", "Search"):
        page.locator(f'button[aria-label="{name}"]').first.click()
        found += motions(page)
        page.keyboard.press("Escape")
        found += motions(page)
    reader.visit("learn/touchpoint-sales/")
    page.locator(".atlas-term").first.focus()
    found += motions(page)
    assert found == []


def test_without_that_wish_something_moves(invite) -> None:
    """So that the test above would see it."""
    page = invite(viewport={"width": 360, "height": 740}).visit("about/").page
    page.locator('button[aria-label="Menu"]').first.click()
    assert motions(page)
