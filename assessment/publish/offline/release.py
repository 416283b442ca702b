"""Writes the service worker of a built site: what it keeps, by path and digest, and in front of it, its script."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from assessment.publish import apart
from assessment.publish.pages import LANGUAGES, prefix

ADDRESS = "sw.js"
"""Where the service worker is, from the site's root: it can only serve what lies below it."""
PAGE = "assets/offline.html"
"""What is shown in place of a page that was never read, from the site's root."""

_WORKER = Path(__file__).with_name("worker")
_PARTS = (
    *("assets/web/**/*", "assets/runtime/**/*", "assets/fonts/**/*", "assets/look/**/*"),
    *("assets/javascripts/*.js", "assets/stylesheets/*.css"),
    PAGE,
)
_LEFT_OUT = (".br", ".gz", ".txt")
"""Not asked for by this address, or not by a page."""
_RESERVE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python.zip")
"""The stock runtime: where there is a cut-down one, pages ask for it only when that fails, and then of the network."""


def write(site: Path) -> None:
    """Put the service worker at the root of a site in which nothing changes any more."""
    files = {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in sorted(_files(site))}
    digest = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    release = json.dumps({"digest": digest, "offline": PAGE, "files": files}, separators=(",", ":"))
    script = (_WORKER / "sw.js").read_text(encoding="utf-8")
    (site / ADDRESS).write_text(f"self.RELEASE = {release};\n{script}", encoding="utf-8")


def write_farewell(site: Path) -> None:
    """Put in its place one that removes what browsers have kept of this site, and then itself."""
    (site / ADDRESS).write_bytes((_WORKER / "farewell.js").read_bytes())


def page(look: str) -> str:
    """The page in place of one that was never read, in three languages; `look` is the address of the site's styles.

    It is shown at any address: its links begin with a slash, which the service worker replaces by the site's root.
    """

    def link(language: str, words: Mapping[str, str]) -> str:
        return f'<a href="/{prefix(language)}assessment/">{escape(words["assessment"])}</a>'

    return apart.page("offline.html", "offline_page", link).replace("{{ look }}", f"/{look}")


def _files(site: Path) -> Iterator[tuple[str, Path]]:
    """What a release consists of, each file by the path at which pages ask for it."""
    for language in LANGUAGES:
        yield f"{prefix(language)}assessment/", site / prefix(language) / "assessment" / "index.html"
        index = f"{prefix(language)}search/search_index.json"  # without pages; the theme asks for it on every page
        yield index, site / index
    reserve = {
        manifest.with_name(name)
        for manifest in site.glob("assets/runtime/*/runtime.json")
        if "layout" in json.loads(manifest.read_bytes())
        for name in _RESERVE
    }
    for part in _PARTS:
        for file in site.glob(part):
            if file.is_file() and file.suffix not in _LEFT_OUT and file not in reserve:
                yield file.relative_to(site).as_posix(), file
