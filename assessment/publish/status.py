"""The page of the translations: every page, in which languages it is there, how fresh, and when to look through it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from babel.dates import format_date
from mkdocs.utils import get_relative_url

from assessment.publish import contribute
from assessment.publish.forge import Forge
from assessment.publish.pages import LANGUAGE_NAMES, LANGUAGES, SOURCE_LANGUAGE, Site, SourcePage, address_of
from assessment.publish.typography import bind_text


def page(
    language: str,
    from_address: str,
    site: Site,
    words: Mapping[str, Mapping[str, Any]],
    forge: Forge | None,
    order: Sequence[str],
) -> str:
    """A summary by language and a table of all pages, as HTML. Whether a review is due, the browser decides.

    Args:
        language: the language of the page.
        from_address: the page's address, for links to pages.
        site: the pages of every language.
        words: the table `extra.words` of the language.
        forge: the repository's, where what is missing can be begun; or none.
        order: the paths of the navigation, in its order.
    """
    place = {path: number for number, path in enumerate(order)}
    paths = sorted({each.path for each in site.all()}, key=lambda path: (place.get(path, len(place)), path))
    head = "".join(f'<th scope="col">{escape(LANGUAGE_NAMES[each])}</th>' for each in LANGUAGES)
    titles = "".join(f'<th scope="col">{escape(words["status"][key])}</th>' for key in ("page", "reviewed"))
    first, last = titles.split("</th>", 1)
    rows = "\n".join(_row(path, language, from_address, site, words["status"], forge) for path in paths)
    # Not searched: a search should find the page, and not the row that leads to it.
    return (
        f"<div data-search-exclude>\n<ul>{_summary(site, paths, words['status'])}</ul>\n"
        f"<table>\n<thead><tr>{first}</th>{head}{last}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _summary(site: Site, paths: Sequence[str], words: Mapping[str, str]) -> str:
    lines = []
    for language in LANGUAGES:
        have = site.pages[language]
        stale = sum(site.is_stale(page) for page in have.values() if page.is_article)
        text = words["summary"].format(language=LANGUAGE_NAMES[language], have=len(have), all=len(paths), stale=stale)
        lines.append(f"<li>{escape(text)}</li>" if language != SOURCE_LANGUAGE else "")
    return "".join(lines)


def _row(path: str, language: str, from_address: str, site: Site, words: Mapping[str, str], forge: Forge | None) -> str:
    english = site.pages[SOURCE_LANGUAGE].get(path)
    here = site.pages[language].get(path)
    named = here or english or next(pages[path] for pages in site.pages.values() if path in pages)
    title = str(named.meta.get("title", path))
    name = escape(bind_text(title, named.language), quote=False)
    if here:
        name = f'<a href="{get_relative_url(address_of(path), from_address)}">{name}</a>'
    of = "" if named.language == language else f' lang="{named.language}"'
    states = "".join(f"<td>{_state(each, path, english, site, words, forge)}</td>" for each in LANGUAGES)
    return f'<tr><th scope="row"{of}>{name}</th>{states}<td>{_review(here or named, language, words)}</td></tr>'


def _state(
    language: str, path: str, english: SourcePage | None, site: Site, words: Mapping[str, str], forge: Forge | None
) -> str:
    page = site.pages[language].get(path)
    if page is not None:
        stale = page.is_article and site.is_stale(page)
        text = escape(words["stale" if stale else "current"])
        there = forge.edit(f"docs/{language}/{path}") if forge and stale else ""
    else:
        text = escape(words["missing" if english else "only"])
        there = contribute.beginning(forge, english, language) if forge and english else ""
    return f'<a href="{escape(there)}">{text}</a>' if there else text


def _review(page: SourcePage, language: str, words: Mapping[str, str]) -> str:
    reviewed, until = page.meta.get("reviewed"), page.meta.get("review_by")
    if not isinstance(reviewed, datetime.date) or not until:
        return "–"
    day = bind_text(format_date(reviewed, "d MMMM y", locale=language), language)
    due = f'<strong data-atlas-review-by="{until}" hidden><br>{escape(words["due"])}</strong>'
    return f'<time datetime="{reviewed}">{escape(day)}</time>{due}'
