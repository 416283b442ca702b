"""Words to try a search with: forms that the site does not contain, of words that it does.

The dictionaries are those of `requirements-test.txt`: Morfeusz for Polish, simplemma's tables for English and Romanian.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST = 4
#: A word on more pages than this is found on any of them, whatever the engine does.
_MOST_PAGES = 10
#: Of words that are not on any page: how many, how long, and what no word of the pages may begin with.
_STRANGERS = 400
_STRANGE_LENGTH = 6
_STRANGE_START = 5
#: Sources are cited in their own language.
_SOURCES = ("#references", "#further-reading")
_OPEN_CLASSES = ("subst", "adj", "fin", "praet", "inf", "ger", "pact", "ppas", "impt", "imps", "pcon", "pant", "bedzie")
#: Nobody looks for a thing by calling to it, by negating it, or in the highest degree.
_UNUSUAL = re.compile(r":(?:neg|depr|voc|sup)\b")
#: The same where the dictionary has no tags: forms to call with, to negate with, and tenses of old books.
_UNUSUAL_ENDINGS = {
    "ro": re.compile(r"^ne|o$|ule$|[âi]ndu$|[aeiuâî]se(?:m|[șş]i|r[ăa]m|r[ăa][țţ]i|r[ăa])?$|răm$|ră[țţ]i$")
}
_DATED = ("daw.", "przest.", "arch.", "rzad.")


class Case(NamedTuple):
    """A form, with the forms of the same word that the site has, and the addresses of the pages that have them."""

    form: str
    known: tuple[str, ...]
    relevant: tuple[str, ...]

    @property
    def is_for_tuning(self) -> bool:
        """Half of the words, always the same: looked at while the search is improved, and never scored."""
        return _digest(self.known[0]) % 2 == 0


def cases(language: str, pages: Iterable[Mapping[str, Any]]) -> list[Case]:
    """One unseen form for each word of a language's pages that is on a few of them.

    Args:
        language: the language.
        pages: the field ``pages`` of `contents.contents`.
    """
    where: defaultdict[str, set[str]] = defaultdict(set)
    for page in pages:
        for word in _words(page):
            where[word].add(page["at"])
    known: defaultdict[str, set[str]] = defaultdict(set)
    for word in where:
        lemmas = _lemmas(language, word)
        for lemma in lemmas if len(lemmas) == 1 else ():
            known[lemma].add(word)
    made = []
    for lemma, words in sorted(known.items()):
        relevant = set().union(*(where[word] for word in words))
        unseen = [
            form
            for form in sorted(_forms(language, lemma))
            if len(form) >= _SHORTEST
            and form not in where
            and all(other == lemma or other not in known for other in _lemmas(language, form))
        ]
        if unseen and len(relevant) <= _MOST_PAGES:
            form = min(unseen, key=_digest)
            made.append(Case(form, tuple(sorted(words)), tuple(sorted(relevant))))
    return made


def strangers(language: str, pages: Iterable[Mapping[str, Any]]) -> list[str]:
    """Words of a dictionary that have nothing to do with a language's pages: to see what is found that should not be.

    No form of the word is on the pages, nor a word that begins with its first five letters. Always the same words.
    """
    known = {word for page in pages for word in _words(page)}
    starts = {word[:_STRANGE_START] for word in known}
    lemmas, forms = _table(language)
    made = []
    for word in sorted(lemmas, key=_digest):
        lemma = lemmas[word]
        if len(word) < _STRANGE_LENGTH or not word.isalpha() or not word.islower() or word[:_STRANGE_START] in starts:
            continue
        if known.isdisjoint({lemma, *forms[lemma]}):
            made.append(word)
            if len(made) == _STRANGERS:
                break
    return made


def _words(page: Mapping[str, Any]) -> Iterator[str]:
    for place in (page, *(part for part in page["parts"] if part["at"] not in _SOURCES)):
        for word in _WORD.findall(f"{place['title']} {place['text']}".replace("\u00ad", "")):
            if len(word) >= _SHORTEST:
                yield word.lower()


def _lemmas(language: str, word: str) -> set[str]:
    if language == "pl":
        analyses = [reading for _, _, reading in _morfeusz().analyse(word)]
        # Compound readings (był + em) are no dictionary words; names and closed classes are not inflected.
        if any(not tag.startswith(_OPEN_CLASSES) for _, _, tag, *_ in analyses):
            return set()
        return {lemma.partition(":")[0] for _, lemma, *_ in analyses}
    lemma = _table(language)[0].get(word)
    return {lemma} if lemma else {word} & _table(language)[1].keys()


def _forms(language: str, lemma: str) -> set[str]:
    if language == "pl":
        return {
            form.lower()
            for form, _, tag, _, labels in _morfeusz().generate(lemma)
            if tag.startswith(_OPEN_CLASSES)
            and not _UNUSUAL.search(tag)
            and not {*labels} & {*_DATED}
            and form.isalpha()
        }
    unusual = _UNUSUAL_ENDINGS.get(language)
    return {
        form
        for form in _table(language)[1].get(lemma, ())
        if form.isalpha() and form.islower() and not (unusual and unusual.search(form) and not unusual.search(lemma))
    }


@cache
def _morfeusz() -> Any:
    import morfeusz2

    return morfeusz2.Morfeusz(generate=True)


@cache
def _table(language: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The lemma of each form, and the forms of each lemma."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas = dict(DefaultDictionaryFactory().get_dictionary(language))
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for form, lemma in lemmas.items():
        forms[lemma].append(form)
    return lemmas, dict(forms)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
