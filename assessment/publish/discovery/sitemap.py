"""The sitemap of the three languages together, and the file that says where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from assessment.publish.pages import LANGUAGES, SOURCE_LANGUAGE, prefix

FILE = "sitemap.xml"


def built(site: Path) -> dict[str, list[str]]:
    """Every built page's path inside its language, with the languages that have it."""
    pages: defaultdict[str, list[str]] = defaultdict(list)
    folders = [site / prefix(language) for language in LANGUAGES if prefix(language)]
    for language in LANGUAGES:
        root = site / prefix(language)
        for file in root.rglob("index.html"):
            if language == SOURCE_LANGUAGE and any(file.is_relative_to(folder) for folder in folders):
                continue
            path = file.parent.relative_to(root).as_posix()
            pages["" if path == "." else f"{path}/"].append(language)
    return dict(pages)


def sitemap(pages: Mapping[str, Iterable[str]], address: str) -> str:
    """The sitemap; `pages` maps a path inside its language to the languages that have it."""
    entries = []
    for path, languages in sorted(pages.items()):
        there = [language for language in LANGUAGES if language in set(languages)]
        links = [(language, address + prefix(language) + path) for language in there]
        if SOURCE_LANGUAGE in there:
            links.append(("x-default", address + path))
        alternates = "".join(
            f'\n    <xhtml:link rel="alternate" hreflang="{language}" href="{escape(link)}"/>'
            for language, link in links
        )
        for language in there:
            entries.append(
                f"  <url>\n    <loc>{escape(address + prefix(language) + path)}</loc>{alternates}\n  </url>\n"
            )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(entries)}</urlset>\n"
    )


def robots(address: str) -> str:
    """``robots.txt``: everything may be read. Robots look for it at a host's root only."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {address}{FILE}\n"
