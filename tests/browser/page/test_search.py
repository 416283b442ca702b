"""Search: Material's box, our worker, and nothing fetched before somebody searches."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assessment.publish.serving import StaticServer
from tests.browser.page.reader import Reader


@pytest.mark.parametrize(("language", "query"), [("en", "checkout"), ("pl", "reklamacja")])
def test_search_fetches_its_index_when_somebody_types_and_finds_pages(
    invite: Callable[..., Reader], site: StaticServer, language: str, query: str
) -> None:
    reader = invite(language, viewport={"width": 1280, "height": 800}).visit("about/")
    page = reader.page
    pages = reader.home.removeprefix(site.address) + "search/pages.json"
    page.get_by_role("textbox").first.click()
    assert f"/{pages}" not in [request.path for request in site.requests]
    page.keyboard.type(query)
    first = page.locator(".md-search-result__item a").first
    expect(first).to_be_visible(timeout=60_000)
    assert str(first.get_attribute("href")).startswith(f"{reader.home}learn/")
    assert [request.path for request in site.requests].count(f"/{pages}") == 1
