"""``llms.txt``: the site's pages in Markdown, for assistants that read a site on somebody's behalf (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assessment.publish.discovery.listing import Listed
from assessment.publish.pages import LANGUAGE_NAMES, LANGUAGES, prefix
from assessment.publish.wording import interface_words, site_description, site_name

FILE = "llms.txt"


def llms(language: str, pages: Sequence[Listed], address: str) -> str:
    """The list of a language's pages by section; links are relative to the site's root where it has no address."""
    parts = [f"# {site_name()}", f"> {site_description(language)}", interface_words(language)["site"]["privacy"]]
    others = [page for page in pages if not page.section]
    articles = [page for page in pages if page.section]
    parts.append("\n".join(_line(page, address) for page in others))
    for section, own in groupby(articles, key=lambda page: page.section):
        parts.append(f"## {section}\n\n" + "\n".join(_line(page, address) for page in own))
    translated = [
        f"- [{LANGUAGE_NAMES[other]}]({address}{prefix(other)}{FILE})" for other in LANGUAGES if other != language
    ]
    parts.append(f"## {interface_words(language)['site']['language']}\n\n" + "\n".join(translated))
    return "\n\n".join(parts) + "\n"


def _line(page: Listed, address: str) -> str:
    about = f": {page.description}" if page.description else ""
    return f"- [{page.title}]({address}{page.address}){about}"
