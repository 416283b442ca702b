"""Each engine that the machine has, the site as a host serves it, and what is said of the run in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.publish import hosting
from assessment.publish.serving import StaticServer
from tests.engines.browsers import ENGINES, Engine

_FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session", params=ENGINES, ids=lambda engine: engine.name)
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine, where the machine has it."""
    asked: Engine = request.param
    if missing := asked.missing():
        pytest.skip(f"{asked.name} is not tested: {missing} here, and `make test-browsers` could not get it.")
    return asked


@pytest.fixture(scope="session")
def site(built_site: Path) -> Iterator[StaticServer]:
    """The whole site in a folder of the host, with the headers that a host is asked to send."""
    rules = hosting.rules(built_site)

    def headers(path: str) -> dict[str, str]:
        sent = hosting.headers_for(rules, path)
        return {name: value for name, value in sent.items() if name != "Cache-Control"}  # the server has its own

    server = StaticServer(built_site, base="/cx-atlas/", headers=headers)
    with server:
        yield server


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> list[str]:
    """Lines to print after the tests."""
    return request.config.stash.setdefault(_FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what ran where: that is what the run is for."""
    for line in config.stash.get(_FIGURES, []):
        terminalreporter.write_line(line)
