"""The built site in a real browser, watched for what it complains of and whom it asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from assessment.publish.serving import StaticServer
from tests.browser.conftest import PATIENCE
from tests.browser.page.reader import KEPT, Answers, Reader

Invite = Callable[..., Reader]


class Watch:
    """What the pages of a test complained of, and what they asked other hosts for."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.asked: list[str] = []
        self._forgiven: list[str] = []

    def forgive(self, part: str) -> None:
        """Expect complaints with this in them: the test provokes them."""
        self._forgiven.append(part)

    def forgive_failing_python(self) -> None:
        """Expect what the browser and Pyodide say to developers when a part of Python does not come."""
        for part in ("Failed to load resource", "wasm instantiation failed", "worker.js"):
            self.forgive(part)

    def over(self, context: BrowserContext) -> None:
        """Watch every page and worker of a context."""
        context.on("console", lambda said: self._complained(said.text) if said.type in ("error", "warning") else None)
        context.on("weberror", lambda error: self._complained(str(error.error)))
        context.on("request", lambda request: self._asked(request.url))

    def unforgiven(self) -> list[str]:
        """Complaints that no test asked for."""
        return [text for text in self.complaints if not any(part in text for part in self._forgiven)]

    def _complained(self, text: str) -> None:
        self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if url.startswith(("data:", "blob:")):
            return
        self.asked.append(url.removeprefix(self.root))
        if not url.startswith(self.root):
            self.foreign.append(url)


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[StaticServer]:
    """The whole site, served from a folder of the host, as many hosts do."""
    server = StaticServer(built_site, base="/cx-atlas/")
    with server:
        yield server


@pytest.fixture
def site(served_site: StaticServer) -> Iterator[StaticServer]:
    """The served site, without faults and with nothing asked for yet."""
    served_site.requests.clear()
    yield served_site
    served_site.faults.clear()


@pytest.fixture
def runtime_path(site: StaticServer) -> str:
    """Where the runtime is, from the site's root."""
    (folder,) = (site.folder / "assets" / "runtime").iterdir()
    return f"/assets/runtime/{folder.name}/"


@pytest.fixture
def watch(site: StaticServer) -> Iterator[Watch]:
    """Fails the test afterwards if a page complained, or asked another host for anything."""
    watching = Watch(site.address)
    yield watching
    assert watching.foreign == []
    assert watching.unforgiven() == []


@pytest.fixture
def invite(browser: Browser, site: StaticServer, watch: Watch) -> Iterator[Invite]:
    """Invites a person with a browser of their own: `invite("pl", answers=kept_from_last_time, viewport=…)`.

    The browser knows no service workers unless `offline=True`: what one keeps would hide what a test does to the site.
    """
    contexts: list[BrowserContext] = []

    def arrive(
        language: str = "en", answers: Answers | str | None = None, *, offline: bool = False, **options: Any
    ) -> Reader:
        kept = [] if answers is None else [{"name": KEPT, "value": _text(answers)}]
        origin = site.address.removesuffix(site.base)
        storage = {"cookies": [], "origins": [{"origin": origin, "localStorage": kept}]}
        context = browser.new_context(storage_state=storage, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if not offline:
            context.add_init_script("delete Navigator.prototype.serviceWorker")
        watch.over(context)
        return Reader(context.new_page(), site.address, language)

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def reader(invite: Invite) -> Reader:
    """An English reader at the assessment, who has never been here."""
    return invite().visit()


def _text(answers: Answers | str) -> str:
    return answers if isinstance(answers, str) else json.dumps(answers)
