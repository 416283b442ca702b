"""Pages that stand apart from the site, in all languages: for a wrong address, and for one that is out of reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from assessment.publish.pages import DOCS, LANGUAGE_NAMES, LANGUAGES
from assessment.publish.wording import interface_words

_STYLES = DOCS / "assets" / "stylesheets" / "apart.css"


def page(template: str, table: str, link: Callable[[str, Mapping[str, str]], str]) -> str:
    """The page of a template in docs/overrides, with a section for each language.

    Args:
        template: the file's name.
        table: the words under ``extra.words`` that hold its ``title`` and ``text``.
        link: the way out, as HTML, from a language and its words.
    """
    words = {language: interface_words(language)[table] for language in LANGUAGES}
    sections = (
        f'<section lang="{language}"><h2>{escape(own["title"])}</h2><p>{escape(own["text"])}</p>'
        f"<p>{link(language, own)} · {LANGUAGE_NAMES[language]}</p></section>"
        for language, own in words.items()
    )
    html = (DOCS / "overrides" / template).read_text(encoding="utf-8")
    return (
        html.replace("{{ styles }}", _STYLES.read_text(encoding="utf-8"))
        .replace("{{ sections }}", "\n".join(sections))
        .replace("{{ title }}", escape(words[LANGUAGES[0]]["title"]))
    )
