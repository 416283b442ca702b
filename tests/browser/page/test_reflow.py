"""A phone, a window at 400 %, text at twice its size: nothing is cut off, nothing needs scrolling sideways.

In each language, since words differ in length, the assessment's tools too; each page is opened once for all of it.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessment.publish import exercise
from tests.browser.page.axe import COLOURS, PLACES, look
from tests.browser.page.reader import LANGUAGES, MODEL

FULL = exercise.full_form(MODEL)
PAGES = ("", "learn/", "learn/touchpoint-sales/", "learn/touchpoints-overview/", "scoring/", "about/", "accessibility/")
#: 320 pixels are what a window of 1280 has at 400 %. Material sets the root's text to 125 %.
SIZES = {"a phone": (360, "125%"), "400 %": (320, "125%"), "text at 200 %": (768, "250%")}

# What does not fit: a page that scrolls sideways, text that its box cuts off, wide tables and drawings that cannot be
# reached, drawings too small to be read.
MISFITS = """async (width) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const told = (one) => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 60)}`;
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.clientWidth > 1;
  const wraps = [...document.querySelectorAll(".cx-scroll, .md-typeset__scrollwrap, .atlas-figure")].filter(shown);
  const isNamed = (one) => one.tabIndex === 0 && one.getAttribute("role") === "region" && one.ariaLabel;
  const cut = [...document.querySelectorAll("header *, article *, footer *")].filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const across = overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1;
    const down = overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1;
    return shown(one) && (across || down) && one.textContent.trim() && !one.matches(".cx-hidden, .md-search *, svg *");
  });
  const isSmall = (one) => one.clientWidth < one.parentElement.querySelector("source").width;
  const drawings = [...document.querySelectorAll(".atlas-figure img")].filter(isSmall);
  const scrolls = document.documentElement.scrollWidth;
  return [
    ...(scrolls > width ? [`scrolls sideways: ${scrolls}`] : []),
    ...cut.map((one) => `cut off: ${told(one)}`),
    ...drawings.map((one) => `too small: ${one.currentSrc}`),
    ...wraps.filter((one) => one.scrollWidth > one.clientWidth && !isNamed(one)).map((one) => `no name: ${told(one)}`),
  ];
}"""

# Links in running text may be as small as the text; so may a radio button inside its label, which is what is pressed.
SMALL = """() => [...document.querySelectorAll(
  ":is(cx-assessment, cx-team) :is(a, button, summary, select, input, textarea, label.cx-choice)",
)]
  .filter((target) => target.checkVisibility() && !target.matches("label [type=radio]"))
  .filter((target) => !(target.matches(":is(p, th, li, dd) a") && getComputedStyle(target).display === "inline"))
  .map((target) => [target.getBoundingClientRect(), target.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width < 24 || box.height < 24)
  .map(([box, name]) => `${Math.round(box.width)}×${Math.round(box.height)} ${name}`)"""

# Labels of the charts that touch each other, also in another typeface, as in a file, or are too small.
CROWDED = """() => [...document.querySelectorAll("#tool-takeout svg.chart")].flatMap((chart) => {
  const { clientWidth, viewBox } = chart;
  const height = (22 * clientWidth) / viewBox.baseVal.width;
  const words = [...chart.querySelectorAll("text")];
  const touching = [getComputedStyle(words[0]).fontFamily, "sans-serif"].flatMap((face) => {
    for (const one of words) one.style.fontFamily = face;
    const boxes = words.map((one) => [one.getBoundingClientRect(), one.textContent]);
    const pairs = boxes.flatMap(([a, name], n) => boxes.slice(n + 1).map(([b, other]) => [a, b, `${name}|${other}`]));
    return pairs.filter(([a, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
  });
  for (const one of words) one.style.fontFamily = "";
  return [...touching.map((pair) => `touching: ${pair[2]}`), ...(height < 11 ? [`words of ${height} pixels`] : [])];
})"""


def misfits(page: Page, name: str) -> list[str]:
    """What does not fit at each of the sizes."""
    found = []
    for size, (width, text) in SIZES.items():
        page.set_viewport_size({"width": width, "height": 740})
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text)
        found += [f"{name}, {size}: {misfit}" for misfit in page.evaluate(MISFITS, width)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 360, "height": 740})
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_fits_and_can_be_pressed_on_a_phone_and_in_large_text(invite, language: str) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    reader = invite(language, answers=FULL, reduced_motion="reduce", **phone)
    page = reader.page
    found = [misfit for path in PAGES for misfit in misfits(reader.visit(path).page, path or "home")]
    reader.visit().expect_score_of(FULL)
    page.locator('[data-item="SAL-INT"] summary').click()
    found += misfits(page, "questions") + page.evaluate(SMALL)
    reader.step("result")
    for tool in page.locator(".cx-tools > details > summary").all():
        tool.click()
    page.locator("#tool-robustness [data-check]").click()
    expect(page.locator("#tool-robustness [data-found]")).to_be_visible()
    expect(page.locator("#tool-plan .cx-steps > li").first).to_be_visible()
    found += misfits(page, "result") + page.evaluate(SMALL)
    found += page.evaluate(CROWDED)
    found += look(page, "result", within="cx-assessment", without=COLOURS + PLACES)  # names in this language
    assert not found, "\n".join(found)
