"""Links to pages that a language does not have yet lead to the English ones, and say so."""

from __future__ import annotations

import re
from html import escape
from posixpath import normpath
from urllib.parse import urlsplit

from mkdocs.utils import get_relative_url

from assessment.publish.pages import SOURCE_LANGUAGE, Site, SourcePage, address_of, prefix

_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\n]|\[[^\]\n]*\])*)\]\(([^()\s]+\.md)(#[\w-]+)?\)")


def is_in_english_only(target: str, page: SourcePage, site: Site) -> bool:
    """Whether a link of a page leads to a page that only English has."""
    path = path_of(target, page)
    return (
        page.language != SOURCE_LANGUAGE
        and path in site.pages[SOURCE_LANGUAGE]
        and path not in site.pages[page.language]
    )


def path_of(target: str, page: SourcePage) -> str:
    """The path inside the language's folder that a link of a page leads to."""
    return normpath(f"{page.path.rpartition('/')[0] or '.'}/{urlsplit(target).path}")


def lead_to_english(markdown: str, page: SourcePage, site: Site) -> str:
    """The page's Markdown with its links to untranslated pages as HTML, which MkDocs leaves as it is."""

    def led(link: re.Match[str]) -> str:
        name, target, anchor = link.groups()
        if not is_in_english_only(target, page, site):
            return link[0]
        here = prefix(page.language) + address_of(page.path)
        there = get_relative_url(address_of(path_of(target, page)), here) + (anchor or "")
        return f'<a href="{escape(there)}" hreflang="{SOURCE_LANGUAGE}">{name}</a>'

    return _LINK.sub(led, markdown) if page.language != SOURCE_LANGUAGE else markdown
