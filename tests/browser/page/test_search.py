"""Search: Material's box, our worker, and nothing fetched before somebody searches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from assessment.publish.pages import LANGUAGES
from assessment.publish.serving import Fault, StaticServer
from assessment.publish.wording import interface_words
from tests.browser.page.conftest import Watch
from tests.browser.page.reader import Reader

Invite = Callable[..., Reader]
WIDE = {"width": 1280, "height": 800}


def search(reader: Reader, query: str) -> Locator:
    """Open the box by its key, type, and wait for the first line of the list."""
    reader.page.keyboard.press("Control+k")
    box = reader.page.get_by_role("textbox").first
    expect(box).to_be_focused()
    box.press_sequentially(query)
    first = lines(reader).first
    expect(first).to_be_visible()
    return first


def lines(reader: Reader) -> Locator:
    """The pages in the list, each by its first line."""
    return reader.page.locator(".md-search-result__item > a:first-child")


def marks(reader: Reader) -> Locator:
    """The words that are marked in the list."""
    return reader.page.locator(".md-search-result__item mark")


def say(reader: Reader, key: str) -> str:
    return interface_words(reader.language)["search"][key]


@pytest.mark.parametrize(("language", "query"), [("en", "checkout"), ("pl", "reklamacja")])
def test_search_fetches_its_index_when_somebody_types_and_finds_pages(
    invite: Invite, site: StaticServer, language: str, query: str
) -> None:
    reader = invite(language, viewport={"width": 1280, "height": 800}).visit("about/")
    page = reader.page
    pages = reader.home.removeprefix(site.address) + "search/pages.json"
    page.get_by_role("textbox").first.click()
    asked = [request.path for request in site.requests]
    assert f"/{pages}" not in asked
    assert not [path for path in asked if "/assets/search/" in path and not path.endswith("/search.js")]
    page.keyboard.type(query)
    first = page.locator(".md-search-result__item a").first
    expect(first).to_be_visible()
    assert str(first.get_attribute("href")).startswith(f"{reader.home}learn/")
    assert [request.path for request in site.requests].count(f"/{pages}") == 1


@pytest.mark.parametrize(
    ("language", "query", "marked"),
    [("en", "complaint", "complaints"), ("pl", "reklamacjom", "reklamacji"), ("ro", "reclamatiei", "reclamațiilor")],
)
def test_what_is_found_is_marked_in_the_form_in_which_it_stands(
    invite: Invite, language: str, query: str, marked: str
) -> None:
    reader = invite(language, viewport=WIDE).visit("about/")
    search(reader, query)
    expect(marks(reader).filter(has_text=marked).first).to_be_attached()
    template = reader.page.locator(".md-search-result__item > a[href$='learn/template-complaint-handling/']").first
    template.click()
    expect(reader.page).to_have_url(f"{reader.home}learn/template-complaint-handling/")


def test_the_arrow_keys_go_through_the_list_and_escape_leads_back(invite: Invite) -> None:
    reader = invite("en", viewport=WIDE).visit("about/")
    link = reader.page.get_by_role("main").get_by_role("link").first
    link.focus()
    search(reader, "complaint")
    reader.page.keyboard.press("ArrowDown")
    expect(lines(reader).first).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(lines(reader).first).to_be_hidden()
    expect(link).to_be_focused()


@pytest.mark.parametrize(("language", "query", "meant"), [("en", "nsp", "nps"), ("pl", "nsp", "nps")])
def test_a_query_without_results_is_answered_with_one_that_was_meant(
    invite: Invite, language: str, query: str, meant: str
) -> None:
    reader = invite(language, viewport=WIDE).visit("about/")
    search(reader, query)
    offer = lines(reader).filter(has_text=say(reader, "meant").replace("{words}", meant))
    expect(offer).to_be_visible()
    expect(reader.page.get_by_role("status").filter(has_text=say(reader, "none"))).to_be_visible()
    offer.click()
    expect(reader.page.get_by_role("textbox").first).to_have_value(meant)
    expect(marks(reader).first).to_be_visible()


@pytest.mark.parametrize("language", ["pl", "ro"])
def test_what_there_is_only_in_english_is_offered_in_english(invite: Invite, language: str) -> None:
    reader = invite(language, viewport=WIDE).visit("about/")
    search(reader, "qqq weather")
    expect(lines(reader).filter(has_text=say(reader, "source"))).to_be_visible()
    expect(reader.page.locator(".md-search-result__item [lang=en]").first).to_be_visible()
    last = str(lines(reader).last.evaluate("link => link.href"))
    assert last.startswith(reader.home.removesuffix(f"{language}/"))
    assert f"/{language}/" not in last


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_that_is_pasted_is_searched_and_shown_as_text(invite: Invite, language: str) -> None:
    reader = invite(language, viewport=WIDE).visit("about/")
    reader.page.keyboard.press("Control+k")
    reader.page.get_by_role("textbox").first.fill("nps <img src=x onerror=alert(1)> </mark>&amp;")
    expect(lines(reader).first).to_be_visible()
    assert reader.page.locator(".md-search-result img").count() == 0


def test_after_a_failure_the_next_key_tries_again(invite: Invite, watch: Watch, site: StaticServer) -> None:
    watch.forgive("Failed to load resource")
    path = "/search/pages.json"
    site.faults[path] = Fault(status=503)
    reader = invite("en", viewport=WIDE).visit("about/")
    reader.page.keyboard.press("Control+k")
    with reader.page.expect_console_message(lambda said: "503" in said.text and said.type == "info"):
        reader.page.keyboard.type("c")
    site.faults.clear()
    reader.page.keyboard.type("omplaint")
    expect(lines(reader).first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_found_nor_offered_there_are_pages_to_look_through(invite: Invite, language: str) -> None:
    reader = invite(language, viewport=WIDE).visit("about/")
    reader.page.keyboard.press("Control+k")
    reader.page.keyboard.type("zzqxwvk")
    glossary = reader.page.get_by_role("link", name=say(reader, "glossary"), exact=True).last
    expect(glossary).to_be_visible()
    expect(lines(reader)).to_have_count(0)
    glossary.click()
    reader.page.wait_for_url("**/learn/glossary/")
