"""A page in the terms of schema.org, as JSON-LD in its head: what it is, who answers for it, where it belongs.

Only what is true of the page and stands on it is said; there is no page of questions and answers, and so no FAQPage.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from assessment.publish import glossary
from assessment.publish.citations import Source
from assessment.publish.pages import SourcePage, address_of, prefix
from assessment.publish.wording import interface_words, site_description, site_name

Thing = dict[str, object]

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def describe(page: SourcePage, site: str, terms: Iterable[glossary.Term], sources: Iterable[Source]) -> str:
    """The page's JSON-LD; empty for a page that is nothing in particular.

    Args:
        page: the page as it is written.
        site: the site's address, with the slash at its end. Things have no addresses without one.
        terms: the glossary's.
        sources: what the page cites.
    """
    thing = _thing(page, site, terms, sources)
    if not thing:
        return ""
    # Nothing in a script can end it but this.
    return json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False).replace("<", "\\u003c")


def _thing(page: SourcePage, site: str, terms: Iterable[glossary.Term], sources: Iterable[Source]) -> Thing:
    if page.path == "index.md":
        return _site(page.language, site)
    if page.path == "assessment.md":
        return _application(page, site)
    if page.path == glossary.PAGE:
        return _terms(page, site, terms)
    return _article(page, site, sources) if page.is_article else {}


def _site(language: str, site: str) -> Thing:
    return {
        "@type": "WebSite",
        **_at(site, prefix(language)),
        "name": site_name(),
        "description": site_description(language),
        "inLanguage": language,
        "license": _LICENCE,
        "publisher": _publisher(),
    }


def _application(page: SourcePage, site: str) -> Thing:
    return {
        "@type": "WebApplication",
        **_about(page, site),
        "name": page.meta["title"],
        "applicationCategory": "BusinessApplication",
        "operatingSystem": "Any",
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR"},
    }


def _terms(page: SourcePage, site: str, terms: Iterable[glossary.Term]) -> Thing:
    return {
        "@type": "DefinedTermSet",
        **_about(page, site),
        "name": page.meta["title"],
        "license": _LICENCE,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                **_at(site, f"{prefix(page.language)}{glossary.ADDRESS}#{term.id}"),
                "name": term.words[page.language].term,
                "description": term.words[page.language].definition,
            }
            for term in terms
        ],
    }


def _article(page: SourcePage, site: str, sources: Iterable[Source]) -> Thing:
    meta: Mapping[str, object] = page.meta
    section = str(meta.get("section"))
    reviewed = meta.get("reviewed")
    thing: Thing = {
        "@type": "Article",
        **_about(page, site),
        "headline": meta["title"],
        "articleSection": interface_words(page.language)["sections"].get(section, section),
        "author": [{"@type": "Organization", "name": name} for name in _names(meta.get("authors"))],
        "publisher": _publisher(),
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "citation": [_work(source, page.language) for source in sources],
    }
    if translators := _names(meta.get("translators")):
        thing["translator"] = [{"@type": "Organization", "name": name} for name in translators]
    if isinstance(reviewed, date):
        thing["dateModified"] = reviewed.isoformat()
    if site and prefix(page.language):
        thing["translationOfWork"] = {"@type": "Article", "@id": site + address_of(page.path)}
    return thing


def _about(page: SourcePage, site: str) -> Thing:
    return {
        **_at(site, prefix(page.language) + address_of(page.path)),
        "description": str(page.meta.get("description", "")),
        "inLanguage": page.language,
    }


def _at(site: str, address: str) -> Thing:
    return {"@id": site + address, "url": site + address} if site else {}


def _publisher() -> Thing:
    return {"@type": "Organization", "name": site_name()}


def _work(source: Source, language: str) -> Thing:
    thing: Thing = {"@type": "CreativeWork", "name": source.title, "author": source.authors(language)}
    return thing | ({"url": source.address} if source.address else {})


def _names(listed: object) -> list[str]:
    return [str(name) for name in listed] if isinstance(listed, list) else []
