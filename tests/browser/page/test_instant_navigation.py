"""Material swaps pages where the site knows its address; the questionnaire must live with that."""

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route, expect

from assessment.publish.serving import StaticServer
from tests.browser.page.reader import Reader, document

#: What Python begins from, either of the two; without it there is none.
PYTHON = re.compile(r"/(core-memory\.bin|python\.zip)$")


@pytest.fixture
def reader(invite: Callable[..., Reader], site: StaticServer, built_site: Path, address: str) -> Reader:
    """A Polish reader at the home page of a site that is where it says it is."""
    reader = invite("pl")

    def sitemap(language: str) -> str:
        return (built_site / language / "sitemap.xml").read_text("utf-8").replace(address, site.address)

    reader.page.route(
        re.compile(r"sitemap\.xml$"),
        lambda route: route.fulfill(
            body=sitemap("pl" if "/pl/" in route.request.url else ""), content_type="application/xml"
        ),
    )
    with reader.page.expect_response(re.compile(r"sitemap\.xml$")):
        reader.visit("")
    reader.page.evaluate("window.sameDocument = true")
    return reader


def go_to(page: Page, name: str) -> None:
    """Follow a link of the header."""
    page.get_by_role("banner").get_by_role("link", name=name).click()


def stayed(page: Page) -> bool:
    """Whether the page was swapped, not loaded."""
    return bool(page.evaluate("window.sameDocument === true"))


def test_the_questionnaire_scores_after_a_swap_and_keeps_answers_through_the_next(reader: Reader) -> None:
    page = reader.page
    go_to(page, "Samoocena")
    reader.answer("SAL-INT", 4)
    reader.expect_score_of(document({"SAL-INT": 4}))
    assert stayed(page)
    go_to(page, "Jak powstaje wynik")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jak powstaje wynik")
    page.go_back()
    reader.expect_answers({"SAL-INT": 4})
    reader.expect_score_of(document({"SAL-INT": 4}))
    assert stayed(page)


def test_away_and_back_while_python_starts_loses_nothing_and_leaves_one_python(reader: Reader) -> None:
    page = reader.page
    go_to(page, "Samoocena")
    held: list[Route] = []
    page.context.route(PYTHON, lambda route: held.append(route))
    for answered in range(1, 4):
        reader.answer("SAL-INT", answered)
        reader.expect_state("loading")
        go_to(page, "Jak powstaje wynik")
        expect(page.get_by_role("heading", level=1)).to_have_text("Jak powstaje wynik")
        page.go_back()
        reader.expect_answers({"SAL-INT": answered})
    page.context.unroute(PYTHON)
    for route in held:
        with contextlib.suppress(Error):  # it went with the worker that had asked
            route.continue_()
    reader.expect_score_of(document({"SAL-INT": 3}))
    assert stayed(page)
    pythons = [worker for worker in page.workers if worker.url.endswith("/worker.js")]
    assert len(pythons) == 1


def test_the_steps_of_the_questionnaire_are_no_pages_to_swap(reader: Reader) -> None:
    page = reader.page
    go_to(page, "Samoocena")
    expect(page.locator("cx-assessment")).to_have_attribute("data-ready", "")
    reader.step("MKT")
    reader.step("SRV")
    expect(page.get_by_role("heading", name="Obsługa klienta", exact=True)).to_be_focused()
    page.go_back()
    expect(page.locator("#MKT")).to_be_visible()
    assert stayed(page)


def test_the_header_is_the_new_pages(reader: Reader, site: StaticServer) -> None:
    page = reader.page
    go_to(page, "Samoocena")
    expect(page.get_by_role("banner").locator("[aria-current=page]")).to_have_text("Samoocena")
    go_to(page, "Română")
    expect(page).to_have_url(site.address + "ro/assessment/")
    assert not stayed(page)
