"""What a browser keeps for use without a network: all that the assessment needs, as it was built."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from assessment.publish.offline import release
from assessment.publish.pages import LANGUAGES, prefix

PARTS = ("src", "href", "worker", "script")


@pytest.fixture(scope="module")
def kept(site: Any) -> dict[str, str]:
    """The SHA-256 of each file of the release, by its path."""
    first = (site.folder / release.ADDRESS).read_text(encoding="utf-8").partition("\n")[0]
    files: dict[str, str] = json.loads(first.removeprefix("self.RELEASE = ").removesuffix(";"))["files"]
    return files


def test_what_is_kept_is_what_was_built(site, kept) -> None:
    for path, digest in kept.items():
        assert hashlib.sha256(site.file(path).read_bytes()).hexdigest() == digest, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_an_assessment_page_loads_is_kept(site, kept, language: str) -> None:
    page = site.pages[f"{prefix(language)}assessment/"]
    assert page.path in kept
    loading = ("script", "img", "cx-assessment")
    for element in page.elements:
        is_link = element.name == "link" and element.attributes.get("rel") in ("stylesheet", "icon")
        for key in PARTS if element.name in loading or is_link else ():
            link = element.attributes.get(key, "")
            if link and not link.startswith("data:"):
                path, _ = site.resolve(page, link)
                assert path in kept, (key, link)


def test_all_of_the_cut_down_python_is_kept_and_none_of_the_stock_one(site, kept) -> None:
    (manifest,) = site.folder.glob("assets/runtime/*/runtime.json")
    folder = manifest.parent.relative_to(site.folder).as_posix()
    names = {path.removeprefix(f"{folder}/") for path in kept if path.startswith(folder)}
    assert names == {"runtime.json", "core.wasm", "core-rest.wasm", "core-memory.bin", "core.zip", "more.zip"}


def test_only_the_sites_own_pages_have_anything_kept(site) -> None:
    for file in site.folder.glob("embed/*.html"):
        assert release.ADDRESS not in file.read_text(encoding="utf-8")


def test_a_site_without_it_removes_what_browsers_have_kept(tmp_path: Path) -> None:
    release.write_farewell(tmp_path)
    script = (tmp_path / release.ADDRESS).read_text(encoding="utf-8")
    assert "unregister()" in script
    assert '"fetch"' not in script
