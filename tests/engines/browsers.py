"""The engines that a machine may have: how each is found, and how it is started without a screen."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import sync_playwright

from assessment.publish.browser import find_chromium, launch_arguments
from tests.engines.webdriver import Http, Marionette, Window

SECONDS = 60
"""How long a browser may take to start."""


class Tab(Protocol):
    """What the tests do in any browser."""

    version: str

    def open(self, address: str) -> None:
        """Go to a page."""

    def evaluate(self, function: str, argument: object = None) -> Any:
        """Call an asynchronous function in the page."""

    def click(self, selector: str) -> None:
        """Click on an element."""


@dataclass(frozen=True)
class Engine:
    """A browser engine, and how to have it."""

    name: str
    missing: Callable[[], str | None]
    """What is not here of what it takes, in words; None where nothing is missing."""
    start: Callable[[], AbstractContextManager[Tab]]
    packages: Sequence[Sequence[str]]
    """What to ask a Debian-like system for, the likeliest name first."""


class _Chromium:
    """Playwright's page as a tab."""

    def __init__(self, page: Any, version: str) -> None:
        self._page = page
        self.version = version

    def open(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, function: str, argument: object = None) -> Any:
        return self._page.evaluate(function, argument)

    def click(self, selector: str) -> None:
        self._page.locator(selector).first.click()


@contextmanager
def chromium() -> Iterator[Tab]:
    """Chromium, by Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=launch_arguments())
        page = browser.new_page()
        page.set_default_timeout(SECONDS * 1000)
        yield _Chromium(page, browser.version)
        browser.close()


#: What keeps a Firefox of the tests to itself; that it is driven sets more (remote.prefs.recommended).
_PREFERENCES = {
    "marionette.port": 0,  # any that is free, written into the profile
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.server": "",
}


@contextmanager
def firefox() -> Iterator[Tab]:
    """Firefox with a profile of its own, by Marionette."""
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [str(_firefox()), "--headless", "--no-remote", "--marionette", "--profile", str(profile)]
        process = stack.enter_context(_running(command))
        port = profile / "MarionetteActivePort"
        _wait(lambda: port.is_file() and port.read_text().strip(), process)
        wire = Marionette(int(port.read_text()))
        stack.callback(wire.close)
        yield Window(wire)


@contextmanager
def webkit() -> Iterator[Tab]:
    """WebKitGTK's small browser, by its WebDriver, on a display that nobody sees."""
    with ExitStack() as stack:
        display = stack.enter_context(_display())
        port = _free_port()
        process = stack.enter_context(_running(["WebKitWebDriver", f"--port={port}"], DISPLAY=display))
        _wait(lambda: _answers(port), process)
        window = Window(Http(port))
        stack.callback(window.close)
        yield window


def _firefox() -> str | None:
    return os.environ.get("CX_ATLAS_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


def _without(*programs: str) -> Callable[[], str | None]:
    def missing() -> str | None:
        absent = [program for program in programs if not shutil.which(program)]
        return f"there is no {' and no '.join(absent)}" if absent else None

    return missing


ENGINES = (
    Engine("Chromium", lambda: None if find_chromium() else "there is no Chromium", chromium, [["chromium"]]),
    Engine("Firefox", lambda: None if _firefox() else "there is no Firefox", firefox, [["firefox-esr"], ["firefox"]]),
    Engine(
        "WebKitGTK",
        _without("WebKitWebDriver", "Xvfb"),
        webkit,
        [["webkit2gtk-driver", "xvfb"], ["webkitgtk-webdriver", "xvfb"]],
    ),
)


@contextmanager
def _running(command: Sequence[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, ended with all that it has started."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "-displayfd" in command else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def _display() -> Iterator[str]:
    """A display in memory, with a number that is free."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with _running(command) as process:
        assert process.stdout
        yield f":{process.stdout.readline().decode().strip()}"


def _wait(ready: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    """Until it is ready; a program that ends before, or takes too long, is an error."""
    until = time.monotonic() + SECONDS
    while not ready():
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode}"
        assert time.monotonic() < until, f"{process.args!r} was not ready after {SECONDS} s"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
