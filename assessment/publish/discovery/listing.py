"""The pages of a language as others are told of them, in the order of the navigation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from assessment.publish import navigation
from assessment.publish.pages import DOCS, SourcePage, address_of, prefix, read_pages
from assessment.publish.wording import interface_words, nav

CARDS = "assets/cards"
"""The folder of the pictures that links show, from the site's root."""


class Listed(NamedTuple):
    """A page, from its front matter."""

    language: str
    address: str
    """From the site's root: ``pl/learn/empathy/``."""
    title: str
    description: str
    section: str
    """In the page's language; empty for a page that is no article."""
    reviewed: date | None
    """When somebody last looked whether it still holds; None for a page that is no article."""


def listed(language: str, docs: Path = DOCS) -> list[Listed]:
    """Every page of a language that says what it is about."""
    sections = interface_words(language)["sections"]
    pages = {page.path: page for page in read_pages(language, docs)}
    order = navigation.paths(navigation.with_unlisted(nav(), pages.values()))
    return [_listed(pages[path], sections) for path in order if path in pages and "title" in pages[path].meta]


def card_of(address: str) -> str:
    """Where in the site the card of the page at an address lies."""
    return f"{CARDS}/{address.strip('/').replace('/', '-') or 'home'}.png"


def _listed(page: SourcePage, sections: dict[str, str]) -> Listed:
    meta = page.meta
    reviewed = meta.get("reviewed")
    return Listed(
        page.language,
        prefix(page.language) + address_of(page.path),
        str(meta["title"]),
        str(meta.get("description", "")),
        sections.get(str(meta.get("section")), ""),
        reviewed if isinstance(reviewed, date) else None,
    )
