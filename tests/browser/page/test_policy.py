"""The policy of a page as a browser enforces it: the site works under it, and what is slipped in does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment.publish import hosting
from assessment.publish.serving import StaticServer
from tests.browser.page.conftest import Watch
from tests.browser.page.reader import Reader, document
from tests.browser.page.test_search import lines, search

Invite = Callable[..., Reader]
HOSTILE = "<img src=x onerror=\"document.title = 'broken into'\">"


@pytest.fixture
def with_headers(site: StaticServer, built_site: Path) -> Iterator[None]:
    """Send what a host is asked to send."""
    rules = hosting.rules(built_site)
    site.headers = lambda path: {
        name: value for name, value in hosting.headers_for(rules, path).items() if name != "Cache-Control"
    }
    yield
    site.headers = {}


@pytest.mark.usefixtures("with_headers")
def test_everything_works_under_the_headers_that_a_host_is_asked_to_send(invite: Invite) -> None:
    reader = invite("en", viewport={"width": 1280, "height": 800}).visit()
    reader.answer("SAL-INT", 4)
    reader.expect_score_of(document({"SAL-INT": 4}))
    search(reader, "complaint")
    expect(lines(reader).first).to_be_visible()
    reader.page.goto(reader.home + "embed/en.html")
    reader.answer("SAL-INT", 2)
    reader.expect_state("ready")


def test_no_string_becomes_html_or_a_script(invite: Invite, watch: Watch) -> None:
    # As if a mistake of ours, or of Material, put a reader's text where HTML is read.
    watch.forgive("Content Security Policy")
    watch.forgive("This document requires 'Trusted")
    watch.forgive("Creating a TrustedTypePolicy named")
    page = invite().visit("about/").page
    assert page.evaluate("Boolean(window.trustedTypes)"), "this browser has no Trusted Types: nothing is shown here"
    shown = page.evaluate(
        """(hostile) => {
            const place = document.querySelector("h1");
            place.innerHTML = hostile;
            return [place.textContent, place.childElementCount, document.title];
        }""",
        HOSTILE,
    )
    assert shown[:2] == [HOSTILE, 0]
    assert shown[2] != "broken into"
    # What is evaluated from outside may evaluate; what a timer calls is the page's own.
    refused = page.evaluate(
        """() => new Promise((resolve) => setTimeout(() => resolve([
            () => eval("1"),
            () => new Function("return 1")(),
            () => new Worker("data:text/javascript,1"),
            () => { document.createElement("script").src = "https://example.org/a.js"; },
            () => trustedTypes.createPolicy("another", {}),
        ].map((act) => { try { act(); return "done"; } catch (error) { return error.name; } }))))"""
    )
    assert "done" not in refused, refused


def test_a_page_for_other_peoples_pages_takes_no_html_at_all(invite: Invite, watch: Watch) -> None:
    watch.forgive("requires 'TrustedHTML'")
    page = invite().visit("embed/en.html").page
    refused = page.evaluate(
        "(text) => { try { document.body.innerHTML = text; } catch (error) { return error.name; } }", HOSTILE
    )
    assert refused == "TypeError"
