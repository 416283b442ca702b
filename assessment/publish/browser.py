"""A Chromium to test and measure with: find one, and get one where there is none.

``python -m assessment.publish.browser`` makes sure that one is there and prints where.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

#: Names under which Chromium and its kin are on a PATH.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: Where it is on systems that do not put it on the PATH, or where the PATH is cut short.
PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
#: The executable inside a folder of Playwright's, whatever the system.
PLAYWRIGHT_PATTERNS = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*", "chrome-win*/chrome.exe")
#: How a system's own package manager gets Chromium without asking anything.
PACKAGE_COMMANDS = {
    "apt-get": (
        ("apt-get", "-qq", "update"),
        ("apt-get", "-qq", "install", "--yes", "--no-install-recommends", "chromium"),
    ),
    "dnf": (("dnf", "--quiet", "--assumeyes", "install", "chromium"),),
    "apk": (("apk", "add", "--quiet", "chromium"),),
}
#: How long one step of an installation may take: a slow line needs minutes for a browser.
INSTALL_SECONDS = 900


class NoBrowserError(Exception):
    """No Chromium was found and none could be installed; the message says what to do."""


@cache
def find_chromium() -> Path | None:
    """The first Chromium that starts: Playwright's, then the system's. None if there is none.

    Where $CX_ATLAS_CHROMIUM is set, that one or none.
    """
    return next((path for path in _candidates() if _starts(path)), None)


def launch_arguments() -> list[str]:
    """What Chromium needs to be told so that it runs here and talks to nobody of its own accord."""
    arguments = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    if _is_root():
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    return arguments


def ensure_chromium() -> Path:
    """A Chromium that starts, installed first if need be, with a line said about each thing that is done.

    Raises:
        NoBrowserError: every way failed.
    """
    if found := find_chromium():
        return found
    if named := os.environ.get("CX_ATLAS_CHROMIUM"):
        raise NoBrowserError(f"CX_ATLAS_CHROMIUM names {named}, which does not start. Correct it, or unset it.")
    print("The browser tests need Chromium, and none is here that starts.")
    for why, commands in _ways_to_install():
        print(f"{why}: {' && '.join(' '.join(command) for command in commands)}", flush=True)
        failure = run_each(commands)
        find_chromium.cache_clear()
        if found := find_chromium():
            return found
        print(f"  That did not help: {failure or 'it brought no Chromium that starts'}")
    raise NoBrowserError(
        "No Chromium could be installed. Install Chromium or Google Chrome in any way you like and run this again; "
        "if it is in an unusual place, set CX_ATLAS_CHROMIUM to its executable."
    )


def _candidates() -> Iterator[Path]:
    """Executables that may be Chromium, best first."""
    if named := os.environ.get("CX_ATLAS_CHROMIUM"):
        yield Path(named)
        return
    yield from _playwright_executables()
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from (path for place in PLACES if (path := Path(place)).is_file())


def _playwright_executables() -> Iterator[Path]:
    """Chromium where the installed Playwright would put its own."""
    answer = _run([*_playwright(), "install", "--dry-run", "chromium"])
    folders = [line.split(":", 1)[1].strip() for line in answer.stdout.splitlines() if "Install location:" in line]
    for folder in folders:
        for pattern in PLAYWRIGHT_PATTERNS:
            yield from Path(folder).glob(pattern)


def _starts(path: Path) -> bool:
    """Whether the executable runs at all: one without its system libraries is of no use."""
    if os.name == "nt":
        return path.is_file()  # chrome.exe --version opens a window instead of answering
    try:
        return _run([str(path), "--version"]).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _ways_to_install() -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Why and how, in the order to try: first what touches nothing outside the reader's own folder."""
    yield "Asking Playwright for its own", [(*_playwright(), "install", "--no-shell", "chromium")]
    allowed = rights()
    if allowed is None:
        print("The system's packages are left alone: that takes root, or sudo without a password.")
        return
    for manager, commands in PACKAGE_COMMANDS.items():
        if shutil.which(manager):
            yield "Installing the system's package", [(*allowed, *command) for command in commands]
            break
    yield "Adding the system libraries that Playwright's needs", [(*_playwright(), "install-deps", "chromium")]


def rights() -> tuple[str, ...] | None:
    """What to put before a command so that it may change the system; None where we may not."""
    if _is_root():
        return ()
    if shutil.which("sudo") and _run(["sudo", "-n", "true"]).returncode == 0:
        return ("sudo", "-n")
    return None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _playwright() -> tuple[str, ...]:
    return (sys.executable, "-m", "playwright")


def run_each(commands: Sequence[Sequence[str]]) -> str | None:
    """Run the commands in order; what the last one said if it failed."""
    failure = None
    for command in commands:
        try:
            done = _run(command, seconds=INSTALL_SECONDS)
        except subprocess.TimeoutExpired:
            return f"it took more than {INSTALL_SECONDS // 60} minutes"
        said = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        failure = None if done.returncode == 0 else next((s for s in said if "rror" in s), "".join(said[-1:]))
    return failure


def _run(command: Sequence[str], seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal; both its outputs are in ``stdout``."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )


if __name__ == "__main__":
    try:
        print(f"Browser: {ensure_chromium()}")
    except NoBrowserError as problem:
        sys.exit(str(problem))
