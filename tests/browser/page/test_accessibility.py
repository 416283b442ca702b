"""What axe-core finds, on every kind of page, in three languages, light and dark, on a phone and on a desk."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page

from assessment.publish import exercise
from assessment.publish.runtime import ROOT
from tests.browser.page.reader import LANGUAGES, MODEL, document

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
  const told = ({ target, failureSummary }) => `${target}: ${failureSummary}`;
  return violations.map(({ id, nodes }) => [id, nodes.map(told)]);
}"""
WIDTHS = (1440, 360)
FULL = exercise.full_form(MODEL)
SOME = document({"SAL-INT": 4, "SAL-RES": 2})


def violations(page: Page, name: str) -> list[str]:
    """What axe finds at each width."""
    page.evaluate(AXE.read_text("utf-8"))  # the page's policy lets in no script of a test
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        result: list[tuple[str, list[str]]] = page.evaluate(RUN)
        found += [f"{name} at {width}: {rule}: {len(nodes)} × {nodes[0]}" for rule, nodes in result]
    return found


@pytest.mark.parametrize(("language", "scheme"), list(itertools.product(LANGUAGES, ("light", "dark"))))
def test_axe_finds_nothing(invite, language: str, scheme: str) -> None:
    options: dict[str, Any] = {"color_scheme": scheme, "reduced_motion": "reduce"}
    found: list[str] = []
    reader = invite(language, **options)
    for path in ("", "learn/touchpoint-sales/", "scoring/", "assessment/"):
        found += violations(reader.visit(path).page, path or "home")
    reader.answer("SAL-INT", 4)
    reader.answer("SAL-EXP", "na")  # a reason is wanted
    reader.page.locator('[data-item="SAL-INT"] summary').click()
    reader.expect_state("ready")
    found += violations(reader.page, "assessment in mid-form")
    finished = invite(language, answers=FULL, **options).visit("assessment/#assessment-result")
    finished.expect_score_of(FULL)
    found += violations(finished.page, "result")
    assert not found, "\n".join(found)


# Links in running text may be as small as the text; so may a radio button inside its label, which is what is pressed.
SMALL = """() => [...document.querySelectorAll(
  "cx-assessment :is(a, button, summary, select, input, textarea, label.cx-choice)",
)]
  .filter((target) => target.checkVisibility() && !target.matches("label [type=radio]"))
  .filter((target) => !(target.matches(":is(p, th, li, dd) a") && getComputedStyle(target).display === "inline"))
  .map((target) => [target.getBoundingClientRect(), target.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 24 || box.height < 24)
  .map(([box, name]) => `${Math.round(box.width)}×${Math.round(box.height)} ${name}`)"""


@pytest.mark.parametrize("width", WIDTHS)
def test_what_can_be_pressed_is_large_enough_to_be_pressed(invite, width: int) -> None:
    reader = invite(answers=FULL, viewport={"width": width, "height": 800}, has_touch=True).visit()
    reader.expect_score_of(FULL)
    assert reader.page.evaluate(SMALL) == []
    reader.step("result")
    assert reader.page.evaluate(SMALL) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_a_phone(invite, language: str) -> None:
    reader = invite(language, answers=FULL, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    wide = {}
    for path in (
        "",
        "learn/",
        "learn/touchpoint-sales/",
        "learn/touchpoints-overview/",
        "scoring/",
        "about/",
        "assessment/",
    ):
        wide[path] = reader.visit(path).page.evaluate("document.documentElement.scrollWidth")
    reader.expect_score_of(FULL)
    reader.step("result")
    wide["result"] = reader.page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 360} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changes_is_said_in_one_sentence(invite, language: str) -> None:
    reader = invite(language, answers=SOME).visit()
    reader.expect_score_of(SOME)
    live = reader.result.locator("[data-live]")
    assert live.get_attribute("role") == "status"
    assert reader.words.say("report.announce_none", reason="").strip() in live.inner_text()
