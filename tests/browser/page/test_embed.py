"""The questionnaire in somebody else's page, on another origin: one script and one tag, or a frame."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.publish.serving import StaticServer
from tests.browser.page.reader import document, view_of
from tests.browser.page.test_own_model import BAKERY

CORS = {"Access-Control-Allow-Origin": "*"}
# A host whose styles would break anything that they could reach.
RUDE = """
  html { font-size: 62.5%; }
  body { font: 30px/3 Georgia, serif; text-align: center; text-transform: uppercase; color: gray; }
  h2 { color: rgb(255, 0, 0); font-size: 60px; }
  * { box-sizing: content-box; border-radius: 50px; }
  label, input, fieldset, select, table, details { display: none; }
  [hidden], template { display: block !important; }
  p { color: rgb(0, 128, 0); margin: 77px; }
  .cx, .cx-item, .cx-button { display: none; }
"""
OURS = (
    '<div id="ours"><h2 hidden>H</h2><p class="cx-note">P</p><table class="cx-table"><tr><td>T</td></tr></table></div>'
)
STYLE = """() => [...document.querySelectorAll("html, body, h1, #ours, #ours *")].map((element) => {
  const style = getComputedStyle(element);
  const sizes = /^(-|block-size|inline-size|height|width|perspective|transform)/; // these depend on what else is there
  const names = [...style].filter((name) => !sizes.test(name));
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
})"""

Open = Callable[..., Page]


def policy(origin: str) -> str:
    """The strictest policy of a host that still lets the questionnaire in, as the documentation states it."""
    allowed = {
        "script-src": f"{origin} 'wasm-unsafe-eval'",
        "worker-src": f"blob: {origin}",
        "connect-src": f"'self' {origin}",
        "style-src": f"{origin} 'unsafe-inline'",  # the host's own styles stand in its page
        "frame-src": origin,
        "img-src": "data:",
        "require-trusted-types-for": "'script'",
        "trusted-types": "cx-atlas",
    }
    return "; ".join(["default-src 'none'", *(f"{name} {value}" for name, value in allowed.items())])


@pytest.fixture
def open_host(browser: Browser, site: StaticServer, tmp_path: Path) -> Iterator[Open]:
    """Opens a host's page on an origin of its own: `open_host('<cx-assessment language="pl">…', style=…)`."""
    site.headers = CORS
    shutil.copy(BAKERY, tmp_path / "bakery.toml")
    context = browser.new_context()
    complaints: list[str] = []
    origin = site.address.removesuffix(site.base)

    with StaticServer(tmp_path) as home:

        def arrive(
            tag: str, style: str = "", script: bool = True, language: str = "en", forgive: tuple[str, ...] = ()
        ) -> Page:
            source = f'<script type="module" src="{site.address}assets/embed.js"></script>' if script else ""
            (tmp_path / "index.html").write_text(
                f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Host</title>'
                f'<link rel="icon" href="data:,">'
                f'<meta http-equiv="Content-Security-Policy" content="{policy(origin)}"><style>{style}</style>'
                f"<h1>Our bakery</h1>{OURS}{tag}{source}",
                encoding="utf-8",
            )
            page = context.new_page()
            page.on(
                "console",
                lambda said: (
                    complaints.append(said.text)
                    if said.type in ("error", "warning") and not any(part in said.text for part in forgive)
                    else None
                ),
            )
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(home)
            return page

        yield arrive
        context.close()
    site.headers = {}
    assert complaints == []


def answer_by_keyboard(page: Any, item: str, level: int) -> None:
    """Choose a level as somebody without a mouse does."""
    first = page.locator(f'input[name="{item}"][value="1"]')
    expect(first).to_be_visible()
    first.focus()
    page.locator(f'input[name="{item}"][value="1"]').press("Space")
    for step in range(1, level):
        page.locator(f'input[name="{item}"][value="{step}"]').press("ArrowDown")
    expect(page.locator(f'input[name="{item}"][value="{level}"]')).to_be_checked()


def expect_counts(page: Any, given: dict[str, int], language: str) -> None:
    """Wait for what this Python says of these answers."""
    result = page.locator("#assessment-result")
    counts = view_of(document(given), language)["counts"]
    expect(result.locator('[data-say="counts"]')).to_have_text(counts)
    expect(result).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize("language", ["pl", "ro"])
def test_one_script_and_one_tag_score_on_another_origin_under_the_strictest_policy(
    open_host: Open, language: str
) -> None:
    page = open_host(f'<cx-assessment language="{language}"></cx-assessment>', RUDE)
    answer_by_keyboard(page, "SAL-INT", 4)
    answer_by_keyboard(page, "SAL-RES", 2)
    expect_counts(page, {"SAL-INT": 4, "SAL-RES": 2}, language)
    stored = json.loads(page.evaluate("() => localStorage.getItem('cx-atlas:answers')"))
    assert {item: entry["level"] for item, entry in stored["answers"].items()} == {"SAL-INT": 4, "SAL-RES": 2}


def test_a_frame_scores_on_another_origin(open_host: Open, site: StaticServer) -> None:
    page = open_host(
        f'<iframe src="{site.address}embed/en.html" title="Questionnaire" width="900" height="900"></iframe>',
        script=False,
    )
    frame = page.frame_locator("iframe")
    answer_by_keyboard(frame, "SAL-INT", 3)
    expect_counts(frame, {"SAL-INT": 3}, "en")


def test_neither_page_s_styles_reach_the_other(open_host: Open) -> None:
    before = open_host("", RUDE, script=False).evaluate(STYLE)
    page = open_host('<cx-assessment language="en"></cx-assessment>', RUDE)
    heading = page.locator("#title-SAL")
    expect(heading).to_be_visible()
    assert page.evaluate(STYLE) == before
    assert heading.evaluate("(e) => getComputedStyle(e).color") != "rgb(255, 0, 0)"
    question = page.locator('[data-item="SAL-INT"] .cx-item__question')
    look = "(e) => { const s = getComputedStyle(e); return [s.fontSize, s.textTransform, s.textAlign, s.lineHeight]; }"
    assert question.evaluate(look) == ["20px", "none", "start", "27px"]
    expect(page.locator('[data-item="SAL-INT"] label').first).to_be_visible()
    expect(page.locator('[data-item="SAL-INT"] [data-filled]')).to_be_hidden()


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(250, 251, 248)"), ("dark", "rgb(15, 27, 31)")])
def test_the_colours_follow_the_scheme_of_the_host(open_host: Open, scheme: str, ground: str) -> None:
    page = open_host('<cx-assessment language="en"></cx-assessment>', f":root {{ color-scheme: {scheme}; }}")
    inner = page.locator("cx-assessment.cx")
    expect(inner).to_have_css("background-color", ground)


def test_the_host_may_set_our_colours_on_the_tag(open_host: Open) -> None:
    page = open_host('<cx-assessment language="en"></cx-assessment>', "cx-assessment { --atlas-accent: rgb(1, 2, 3); }")
    expect(page.locator("#title-SAL")).to_be_visible()
    expect(page.locator(".cx-private a")).to_have_css("color", "rgb(1, 2, 3)")


def test_the_host_may_bring_its_own_model_and_begin_with_the_quick_form(open_host: Open) -> None:
    page = open_host('<cx-assessment language="pl" model="bakery.toml" form="quick"></cx-assessment>')
    answer_by_keyboard(page, "SHOP-CLR", 4)
    expect(page.locator("#assessment-result")).to_have_attribute("data-state", "ready")
    expect(page.locator('input[name="form"][value="quick"]')).to_be_checked()
    expect(page.locator('[data-item="SHOP-FAST"]')).to_be_hidden()
    expect(page.locator("[data-own]")).to_be_hidden()
    assert page.evaluate("() => [...Object.keys(localStorage)].sort()") == ["cx-atlas:answers:bakery"]


def test_links_lead_to_the_site_and_open_beside_the_host_s_page(open_host: Open, site: StaticServer) -> None:
    page = open_host('<cx-assessment language="pl"></cx-assessment>')
    link = page.locator('[data-item="SAL-INT"] .cx-item__foot a')
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    assert opened.value.url.startswith(f"{site.address}pl/learn/")
    opened.value.close()
    assert page.url.startswith("http://127.0.0.1")


def test_what_the_host_wrote_inside_stays_where_the_site_does_not_let_itself_be_read(
    open_host: Open, site: StaticServer
) -> None:
    site.headers = lambda path: CORS if path.endswith("embed.js") else {}
    page = open_host(
        '<cx-assessment language="ro"><a href="/there">Open it there</a></cx-assessment>',
        forgive=("CORS policy", "Failed to load", "cx-assessment:"),
    )
    with page.expect_console_message(lambda said: "may not be read here" in said.text):
        page.reload()
    expect(page.get_by_role("link", name="Open it there")).to_be_visible()


@pytest.mark.parametrize(("language", "area"), [("ro", "Vânzări"), ("de", "Sales")])
def test_a_tag_without_a_language_speaks_the_page_s_or_english(open_host: Open, language: str, area: str) -> None:
    page = open_host("<cx-assessment></cx-assessment>", language=language)
    expect(page.locator("#title-SAL")).to_have_text(area)


def test_a_tag_that_moves_in_the_page_keeps_its_answers(open_host: Open) -> None:
    page = open_host('<cx-assessment language="en"></cx-assessment>')
    answer_by_keyboard(page, "SAL-INT", 2)
    expect_counts(page, {"SAL-INT": 2}, "en")
    page.evaluate("() => document.body.prepend(document.querySelector('cx-assessment'))")
    expect(page.locator('input[name="SAL-INT"][value="2"]')).to_be_checked()
    answer_by_keyboard(page, "SAL-RES", 3)
    expect_counts(page, {"SAL-INT": 2, "SAL-RES": 3}, "en")
