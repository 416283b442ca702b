"""A real Chromium, and a page with the engine, for every browser test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assessment.publish import runtime
from assessment.publish.browser import find_chromium, launch_arguments
from assessment.publish.serving import StaticServer

WEB = Path(runtime.__file__).parents[1] / "web"
BLANK = '<!doctype html><html lang="en"><title>Engine</title><link rel="icon" href="data:,">'

# A busy machine is no failure: what a test waits for may take this many milliseconds.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each takes a context of its own."""
    chromium = find_chromium()
    assert chromium, "There is no Chromium. Run `make browser`."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=launch_arguments())
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """An empty cache and empty storage."""
    fresh = browser.new_context()
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in the fresh context."""
    return context.new_page()


@pytest.fixture(scope="session")
def started_engine_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaticServer]:
    """A served folder with the browser modules in `web/`, an empty page, and two runtimes.

    The whole one is in `runtime/<digest>/`, one without the cut-down part in `stock/<digest>/`.
    """
    folder = tmp_path_factory.mktemp("engine")
    runtime.build(folder / "runtime")
    runtime.build(folder / "stock", cut=False)
    shutil.copytree(WEB, folder / "web")
    (folder / "index.html").write_text(BLANK, encoding="utf-8")
    server = StaticServer(folder)
    with server:
        yield server


@pytest.fixture
def engine_site(started_engine_site: StaticServer) -> Iterator[StaticServer]:
    """The engine's site, without faults and with nothing asked for yet."""
    started_engine_site.requests.clear()
    yield started_engine_site
    started_engine_site.faults.clear()
    started_engine_site.headers = {}
