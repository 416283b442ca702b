"""A feed of a language's articles, the one that was looked at last first (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree

from assessment.publish.discovery.listing import Listed
from assessment.publish.pages import prefix
from assessment.publish.wording import interface_words, site_name

FILE = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(language: str, pages: Iterable[Listed], address: str) -> str:
    """The feed of the pages that are articles; `address` is the site's, with the slash at its end."""
    articles = [(page.reviewed, page) for page in pages if page.reviewed]
    articles.sort(key=lambda one: one[0], reverse=True)
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: language})
    home = address + prefix(language)
    _text(feed, "id", home)
    _text(feed, "title", f"{site_name()} – {interface_words(language)['site']['tagline']}")
    _text(feed, "updated", _moment(articles[0][0]) if articles else _moment(date(1970, 1, 1)))
    _text(_part(feed, "author"), "name", site_name())
    _text(feed, "rights", interface_words(language)["article"]["licence"])
    _part(feed, "link", rel="self", type="application/atom+xml", href=home + FILE)
    _part(feed, "link", rel="alternate", type="text/html", href=home)
    for reviewed, page in articles:
        entry = _part(feed, "entry")
        _text(entry, "id", address + page.address)
        _text(entry, "title", page.title)
        _text(entry, "updated", _moment(reviewed))
        _text(entry, "summary", page.description)
        _part(entry, "category", term=page.section)
        _part(entry, "link", rel="alternate", type="text/html", href=address + page.address)
    ElementTree.indent(feed)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(feed, encoding="unicode")}\n'


def _part(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    _part(parent, name).text = text


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
