"""Search in a real browser: Material's box, our worker, and nothing fetched before somebody searches."""

import pytest
from playwright.sync_api import sync_playwright

from assessment.publish.browser import find_chromium, launch_arguments
from assessment.publish.serving import StaticServer


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_arguments())
        yield chromium
        chromium.close()


@pytest.mark.parametrize(("start", "query", "found"), [("", "checkout", "learn/"), ("pl/", "reklamacja", "pl/learn/")])
def test_search_fetches_its_index_when_somebody_types_and_finds_pages(site, browser, start, query, found):
    server = StaticServer(site.folder, base="/cx-atlas/")
    with server as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}{start}about/", wait_until="networkidle")
        assert not [request.path for request in server.requests if request.path.endswith("/pages.json")]
        page.get_by_role("textbox").first.click()
        page.keyboard.type(query)
        page.wait_for_selector(".md-search-result__item a")
        first = page.locator(".md-search-result__item a").first.get_attribute("href")
        assert first is not None
        assert first.startswith(f"{address}{found}")
        assert [request.path for request in server.requests].count(f"/{start}search/pages.json") == 1
        page.close()
