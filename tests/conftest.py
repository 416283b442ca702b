"""What the tests of the site and of the browser share: the site, built once."""

from pathlib import Path

import pytest

from assessment.publish.build import build


@pytest.fixture(scope="session")
def address() -> str:
    """Where the site says it is; nobody asks there."""
    return "https://example.org/cx-atlas/"


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, address: str) -> Path:
    """The folder with the whole site. Whoever changes something in it works on a copy."""
    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder, address)
    return folder
