"""What is done once for the site, around the languages: shared assets, sitemap and the page for a wrong address."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from mkdocs.utils import get_relative_url

from assessment.publish import apart, discovery, embed, fonts, glossary, hosting, look, policy, sbom, typography
from assessment.publish.offline import release
from assessment.publish.pages import LANGUAGES, ROOT, prefix
from assessment.publish.search import assets, contents

WEB = ROOT / "assessment" / "web"

#: Where in a language's folder is what the search worker fetches when somebody searches.
SEARCH_PAGES = "search/pages.json"
_DIGEST_LENGTH = 16
#: Not for readers: types for the editor, tests, notes.
_LEFT_OUT = shutil.ignore_patterns("*.d.ts", "*.md", "__pycache__", ".*")


def place_assets(shared: Path) -> dict[str, str]:
    """Puts what the languages share into a folder and returns each part's address from the site's root.

    Every part lies in a folder named after its content, so that browsers may keep it for ever.
    """
    typefaces = _place_made("fonts", shared, fonts.write)
    from_styles = get_relative_url(typefaces, f"assets/look/{'0' * _DIGEST_LENGTH}/{look.SHEET}")
    addresses = {
        "look": _place_made("look", shared, lambda folder: look.write(folder, from_styles)),
        "fonts": typefaces,
        "web": _place_made("web", shared, _write_scripts),
        "embed": _place_made("embed", shared, embed.write_styles),
        "search": _place_made("search", shared, assets.write),
    }
    if runtime := _place_runtime(shared):
        addresses["runtime"] = runtime
    return addresses


def finish(site: Path, address: str, assets: Mapping[str, str]) -> None:
    """Makes one site of the languages: one sitemap, one page for a wrong address, one copy of Material's files.

    `assets` are the addresses of shared parts; without one of the service worker, nothing is kept in browsers.
    """
    terms = glossary.read()
    for language in LANGUAGES:
        folder = site / prefix(language)
        # A language's own sitemap is where Material's instant navigation looks up its pages.
        leftovers = ("sitemap.xml.gz", "404.html") if address else ("sitemap.xml", "sitemap.xml.gz", "404.html")
        for leftover in leftovers:
            (folder / leftover).unlink(missing_ok=True)
        _hold_back_search(language, folder / "search" / "search_index.json", folder / SEARCH_PAGES, terms)
        if prefix(language):
            for part in ("javascripts", "stylesheets", "images"):
                shutil.rmtree(folder / "assets" / part, ignore_errors=True)
    _thin_out(site / "assets")
    discovery.write(site, address, assets["look"])
    # By this file the page for a wrong address knows the site's root.
    (site / "assets" / "site.json").write_text(json.dumps({"languages": LANGUAGES}) + "\n", encoding="utf-8")
    (site / "404.html").write_text(missing_page(address), encoding="utf-8")
    (site / release.PAGE).write_text(release.page(assets["look"]), encoding="utf-8")
    policy.protect(site)
    if "offline" in assets:
        release.write(site)
    else:
        release.write_farewell(site)
    hosting.write(site)
    sbom.write(site)


def _hold_back_search(language: str, index: Path, pages: Path, terms: Sequence[glossary.Term]) -> None:
    """Puts what is searched where only a search fetches it, and an index without pages where every page does."""
    everything = json.loads(index.read_text(encoding="utf-8"))
    searched = contents.contents(language, everything["docs"], terms)
    pages.write_text(json.dumps(searched, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    index.write_text(json.dumps({**everything, "docs": []}), encoding="utf-8")


def _thin_out(folder: Path) -> None:
    """Removes what no page of ours loads: source maps, Material's own search, its icon."""
    for search in ("lunr", "workers"):
        shutil.rmtree(folder / "javascripts" / search, ignore_errors=True)
    for file in [*folder.glob("javascripts/*.map"), *folder.glob("stylesheets/*.map")]:
        file.unlink()
    (folder / "images" / "favicon.png").unlink(missing_ok=True)


def missing_page(address: str) -> str:
    """The page for a wrong address: three languages, whole in itself, right at any depth and under any sub-path.

    Its links lead to the site's root, which only the browser can know: a script looks for the nearest folder that
    holds the site. Without scripts they lead to the given address, or to the server's root.
    """

    def link(language: str, words: Mapping[str, str]) -> str:
        there = prefix(language)
        return f'<a data-to="{there}" href="{escape(address or "/")}{there}">{escape(words["home"])}</a>'

    return apart.page("missing.html", "missing_page", link)


def _place(source: Path, shared: Path, address: str) -> str:
    """Copies a folder under its digest and returns its address."""
    files = sorted(file for file in source.rglob("*") if file.is_file())
    digest = hashlib.sha256(
        json.dumps(
            [[file.relative_to(source).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()] for file in files]
        ).encode()
    ).hexdigest()[:_DIGEST_LENGTH]
    target = f"{address}/{digest}"
    if source.is_dir():
        shutil.copytree(source, shared / target, ignore=_LEFT_OUT)
    return f"{target}/"


def _write_scripts(folder: Path) -> None:
    """Puts what pages run into a folder, which is made."""
    shutil.copytree(WEB, folder, ignore=_LEFT_OUT)
    (folder / typography.SCRIPT.name).write_text(typography.script(), encoding="utf-8")


def _place_made(name: str, shared: Path, make: Callable[[Path], None]) -> str:
    """Places what is made for the site, and returns its address; `make` writes it into a folder."""
    made = shared / name
    make(made)
    address = _place(made, shared, f"assets/{name}")
    shutil.rmtree(made)
    return address


def _place_runtime(shared: Path) -> str:
    from assessment.publish import runtime

    return f"assets/runtime/{runtime.build(shared / 'assets' / 'runtime').digest}/"
