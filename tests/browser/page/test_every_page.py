"""Every page of the site in a browser: nothing from elsewhere, no complaint, nothing that keeps people out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from assessment.publish.serving import Fault, StaticServer
from tests.browser.page.axe import COLOURS, PLACES, look
from tests.browser.page.reader import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_asks_another_host_or_complains_and_axe_finds_nothing(
    invite, watch, site: StaticServer, language: str
) -> None:
    reader = invite(language, reduced_motion="reduce")
    start = site.folder / ("" if language == "en" else language)
    pages = sorted(file.parent.relative_to(start).as_posix() for file in start.rglob("index.html"))
    pages = [path for path in pages if language != "en" or path.partition("/")[0] not in LANGUAGES]
    assert len(pages) >= 13
    found = []
    for path in pages:
        reader.visit("" if path == "." else f"{path}/")
        assert watch.foreign == [], path
        assert watch.unforgiven() == [], path
        found += look(reader.page, path, without=COLOURS + PLACES)  # looks are of components: test_axe.py
    assert not found, "\n".join(found)
    failed = {request.path for request in site.requests if request.status >= 400}
    assert failed == set()


def _said(example: Locator) -> list[str]:
    """What the example says; the page's own text has spaces at which no line breaks."""
    return [text.replace("\xa0", " ") for text in example.locator("[data-say]").all_text_contents()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_example_is_computed_again_in_the_browser(invite, language: str) -> None:
    reader = invite(language).visit("scoring/")
    example = reader.page.locator("cx-example")
    printed = _said(example)
    # What the text says is overwritten before, so that the engine has to say it.
    example.locator("td[data-say]").evaluate_all("cells => cells.forEach(cell => { cell.textContent = '?'; })")
    example.get_by_role("button", name=reader.say("example_run")).click()
    status = example.get_by_role("status")
    expect(status).to_have_text(reader.say("example_differs"))
    assert _said(example) == printed
    example.get_by_role("button", name=reader.say("example_run")).click()
    expect(status).to_have_text(reader.say("example_done"))


def test_the_worked_example_says_when_python_cannot(invite, watch, site: StaticServer, runtime_path: str) -> None:
    watch.forgive_failing_python()
    for file in ("core.wasm", "pyodide.asm.wasm"):
        site.faults[runtime_path + file] = Fault(status=404)
    reader = invite().visit("scoring/")
    example = reader.page.locator("cx-example")
    button = example.get_by_role("button", name=reader.say("example_run"))
    button.click()
    expect(example.get_by_role("status")).to_have_text(reader.say("engine_failed"))
    site.faults.clear()
    button.click()
    expect(example.get_by_role("status")).to_have_text(reader.say("example_done"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_named_in_an_article_leads_to_the_question(invite, language: str) -> None:
    reader = invite(language).visit("learn/touchpoint-sales/")
    link = reader.page.locator(".cx-items a").first
    item = (link.get_attribute("href") or "").partition("#item-")[2]
    link.click()
    reader.page.wait_for_url("**/assessment/#item-*")
    expect(reader.question(item).locator("legend")).to_be_in_viewport()
