"""What is searched in a language: its pages by sections, the questionnaire's items, the glossary's synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from assessment.files import load_model, load_texts
from assessment.publish.glossary import Term, readable
from assessment.publish.wording import interface_words

#: Where the questionnaire is.
_QUESTIONNAIRE = "assessment/"
#: Pages that list other pages: what they say is said better on those.
_LISTS = ("learn/", "bibliography/", "coverage/")
_LIST_WEIGHT = 0.4
#: Above these are the articles that the terms and questions belong to.
_PAGE_WEIGHTS = {"learn/glossary/": 0.7, _QUESTIONNAIRE: 0.8, "team/": 0.4, **dict.fromkeys(_LISTS, _LIST_WEIGHT)}
#: Titles of sources name much that their article does not treat.
_SECTION_WEIGHTS = {"#references": 0.2, "#further-reading": 0.5, "#in-the-assessment": 0.5}

_INLINE = re.compile(r"</?(?:code|kbd|b|em|strong|i|s|span|a|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")


def contents(language: str, index: Iterable[Mapping[str, Any]], terms: Sequence[Term]) -> dict[str, Any]:
    """What the worker searches; `worker/finder.js` says what each field is.

    Args:
        language: the language.
        index: the entries that MkDocs' search plugin wrote: location, title, text and tags.
        terms: the glossary.
    """
    pages: dict[str, dict[str, Any]] = {}
    for entry in index:
        address, _, anchor = str(entry["location"]).partition("#")
        title, text = plain(entry["title"]), plain(entry["text"])
        if not anchor:
            pages[address] = _weighed({"at": address, "title": title, "text": text}, _PAGE_WEIGHTS.get(address))
            pages[address]["parts"] = []
            if tags := entry.get("tags"):
                pages[address]["tags"] = " ".join(tags)
        elif text or title != pages[address]["title"]:
            part = {"at": f"#{anchor}", "title": title, "text": text}
            pages[address]["parts"].append(_weighed(part, _SECTION_WEIGHTS.get(part["at"])))
    words = interface_words(language)["search"]
    if _QUESTIONNAIRE in pages:
        pages[_QUESTIONNAIRE]["parts"].extend(_items(language))
    return {
        "language": language,
        "pages": list(pages.values()),
        "same": [group for term in terms if len(group := _phrases(term, language)) > 1],
        "instead": list(_rejected(terms, language)),
        "words": {key: words[key] for key in ("meant", "source") if key in words},
    }


def plain(html: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    text = unescape(_TAG.sub(" ", _INLINE.sub("", html)))
    return " ".join(_INVISIBLE.sub("", text).split())


def _weighed(place: dict[str, Any], weight: float | None) -> dict[str, Any]:
    return place if weight is None else {**place, "weight": weight}


def _items(language: str) -> Iterator[dict[str, Any]]:
    model = load_model()
    texts = load_texts(model, language)
    for item in model.items:
        words = texts.items[item.id]
        yield {"at": f"#item-{item.id}", "title": words.question, "text": " ".join(words.levels)}


def _phrases(term: Term, language: str) -> list[str]:
    """What a term is called: itself and what the glossary lists beside it, without explanations in brackets."""
    words = term.words[language]
    phrases = [part for name in (words.term, *words.also) for part in _without_brackets(name).split(", ")]
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))


def _rejected(terms: Iterable[Term], language: str) -> Iterator[list[str]]:
    """Words that we do not write, but readers may, with ours."""
    for term in terms:
        words = term.words[language]
        for form in words.rejected:
            yield [readable(form), _without_brackets(words.term)]


def _without_brackets(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", name)
