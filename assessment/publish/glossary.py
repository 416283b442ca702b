"""The glossary: docs/glossary.toml read, looked over, and made into the page that lists every term in a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mkdocs.utils import get_relative_url

from assessment.publish.datafile import read_toml
from assessment.publish.pages import DOCS, LANGUAGES, shown
from assessment.publish.typography import bind_text
from assessment.publish.wording import reading

FILE = DOCS / "glossary.toml"

#: The page inside a language's folder, and its address there.
PAGE = "learn/glossary.md"
ADDRESS = "learn/glossary/"

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = ("term", "definition")
_LISTS = ("also", "rejected", "forms")

_OPENING, _CLOSING = "„«‘“‚", "”»’"


class GlossaryError(Exception):
    """The glossary cannot be read; the message names the file, the line and what to do."""


@dataclass(frozen=True)
class Wording:
    """A term in one language; see the head of glossary.toml for what each field is."""

    term: str
    definition: str
    also: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def all_forms(self) -> tuple[str, ...]:
        """How the term occurs in running text, as pattern takes it."""
        return self.forms or (self.term,)


@dataclass(frozen=True)
class Term:
    """A term in all languages."""

    id: str
    article: str
    """The slug of the article that explains it; empty where there is none."""
    tooltip: bool
    """Whether its first occurrence in an article explains it."""
    words: Mapping[str, Wording]


def read(file: Path = FILE) -> tuple[Term, ...]:
    """All terms, in the file's order; none where there is no such file.

    Raises:
        GlossaryError: the file is no TOML, or says less or more than it should.
    """
    if not file.is_file():
        return ()
    text, tables = read_toml(file, GlossaryError)
    for key, what in _faults(tables):
        raise GlossaryError(f"{shown(file)}:{line_of(text, *key)}: {what}")
    return tuple(
        Term(
            id_,
            table.get("article", ""),
            table.get("tooltip", False),
            {language: _wording(table[language]) for language in LANGUAGES},
        )
        for id_, table in tables.items()
    )


def _wording(words: Mapping[str, Any]) -> Wording:
    also, rejected, forms = (tuple(words.get(key, ())) for key in _LISTS)
    return Wording(words["term"], words["definition"], also, rejected, forms)


def line_of(text: str, id_: str, language: str = "", key: str = "") -> int:
    """The line of glossary.toml on which a term, its table in a language, or a key of that table stands, from 1."""
    heading = f"{id_}.{language}" if language else id_
    place = re.search(rf"^\[{re.escape(heading)}\]", text, re.MULTILINE)
    if place and key:
        place = re.compile(rf"^{re.escape(key)}\s*=", re.MULTILINE).search(text, place.end()) or place
    return text.count("\n", 0, place.start()) + 1 if place else 1


def pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """A regular expression for forms, of which each is a group and the first that fits wins.

    A word of a form may carry a bar before an ending that changes: ``punkt| styku`` is *punktu styku* too. With several
    bars it may only be one of those: ``feedback|i|ami`` is *feedbacki* and *feedbackami*.
    """
    groups = "|".join(f"({r'\s+'.join(map(_word_pattern, form.split()))})" for form in forms)
    return re.compile(rf"(?<![\w-])(?:{groups})(?!\w)", re.IGNORECASE)


def _word_pattern(word: str) -> str:
    stem, *endings = word.split("|")
    ending = "|".join(map(re.escape, endings)) if len(endings) > 1 else r"\w*"
    return re.escape(stem) + (f"(?:{ending})" if endings else "")


def readable(form: str) -> str:
    """A form as it is shown: without bars, and with the first of the endings."""
    return re.sub(r"\|([^|\s]*)[^\s]*", r"\1", form)


def rejected_in(text: str, rejected: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str, str]]:
    """Where a text uses a form that the terminology rejects: the line, what stands there, what to write instead.

    A form in quotation marks of its own, „like this”, is talked about and not used.

    Args:
        text: plain prose.
        rejected: each form, as pattern takes it, with the term to write instead.
    """
    for form, instead in rejected:
        for found in pattern([form]).finditer(text):
            before, after = text[: found.start()][-1:], text[found.end() :][:1]
            if not (before and after and before in _OPENING and after in _CLOSING):
                yield text.count("\n", 0, found.start()) + 1, " ".join(found[0].split()), instead


def page(
    terms: Iterable[Term],
    language: str,
    from_address: str,
    titles: Mapping[str, str],
    words: Mapping[str, str],
) -> str:
    """Every term in the order of a language's alphabet, under its letter, after a list of the letters.

    Args:
        terms: the terms.
        language: the language of the page.
        from_address: the page's address, for links to articles.
        titles: the title of each article that there is in the language, by slug.
        words: the table ``extra.words.glossary`` of the language.
    """
    in_order = sorted(terms, key=lambda term: _sort_key(term, language))
    letters, parts = [], []
    for letter, below in groupby(in_order, key=lambda term: _letter(term, language)):
        anchor = f"letter-{letter.lower()}"
        letters.append(f'<li><a href="#{quote(anchor)}">{escape(letter)}</a></li>')
        entries = "\n".join(_entry(term, language, from_address, titles, words) for term in below)
        heading = f"<h3 data-search-exclude>{escape(letter)}</h3>"
        parts.append(f'<section id="{escape(anchor)}">\n{heading}\n{entries}\n</section>')
    name = escape(words["letters"])
    jump = f'<nav class="atlas-letters" aria-label="{name}" data-search-exclude><ul>{"".join(letters)}</ul></nav>'
    return "\n".join([jump, *parts]) if parts else ""


def _entry(term: Term, language: str, from_address: str, titles: Mapping[str, str], words: Mapping[str, str]) -> str:
    def text(plain: str, of: str = language) -> str:
        return escape(bind_text(plain, of), quote=False)

    mine = term.words[language]
    others = "".join(
        f'<li><span aria-hidden="true">{other.upper()}</span> '
        f'<span lang="{other}">{text(term.words[other].term, other)}</span></li>'
        for other in LANGUAGES
        if other != language
    )
    notes = []
    if mine.also:
        notes.append((words["also"], text(", ".join(mine.also))))
    if mine.rejected:
        notes.append((words["rejected"], f"<s>{'</s>, <s>'.join(text(readable(form)) for form in mine.rejected)}</s>"))
    if term.article in titles:
        address = get_relative_url(f"learn/{term.article}/", from_address)
        notes.append((words["article"], f'<a href="{escape(address)}">{text(titles[term.article])}</a>'))
    listed = "\n".join(f"<div><dt>{text(name)}:</dt> <dd>{value}</dd></div>" for name, value in notes)
    return f"""<div class="atlas-entry">
<h4 id="{escape(term.id)}">{text(mine.term)}</h4>
<ul class="atlas-entry__others">{others}</ul>
<p>{text(mine.definition)}</p>
{f"<dl>{listed}</dl>" if listed else ""}
</div>"""


def _sort_key(term: Term, language: str) -> tuple[list[int], str]:
    alphabet = reading(language).alphabet
    letters = (_in_alphabet(letter, alphabet) for letter in _headword(term, language).lower())
    # Spaces and marks come before every letter, so that the shorter term comes first.
    return [alphabet.find(letter) for letter in letters], term.id


def _letter(term: Term, language: str) -> str:
    return _in_alphabet(_headword(term, language)[0].lower(), reading(language).alphabet).upper()


def _headword(term: Term, language: str) -> str:
    return term.words[language].term.removeprefix(reading(language).particle)


def _in_alphabet(letter: str, alphabet: str) -> str:
    """A letter of another language as the one that it is sorted with: é as e."""
    return letter if letter in alphabet else unicodedata.normalize("NFKD", letter)[0]


def _faults(tables: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What keeps the tables from being terms: the place, as line_of takes it, and what to do."""
    for id_, table in tables.items():
        if not _ID.fullmatch(id_) or not isinstance(table, dict):
            yield (id_,), f"‘{id_}’ is no term. Write a table with a name of small letters and hyphens: [journey-map]"
            continue
        for key in table.keys() - {"article", "tooltip", *LANGUAGES}:
            yield (id_,), f"nothing reads ‘{id_}.{key}’. Take it out, or correct its spelling"
        if not isinstance(table.get("article", ""), str) or not isinstance(table.get("tooltip", False), bool):
            yield (id_,), f'{id_}: write article = "a-slug" and tooltip = true'
        for language in LANGUAGES:
            words = table.get(language)
            if not isinstance(words, dict):
                yield (id_,), f"{id_} has no words in ‘{language}’. Write [{id_}.{language}] with term and definition"
                continue
            for key in words.keys() - {*_TEXTS, *_LISTS}:
                yield (id_, language, key), f"nothing reads ‘{key}’. Take it out, or correct its spelling"
            for key in _TEXTS:
                if not isinstance(words.get(key), str) or not words[key].strip():
                    yield (id_, language), f'{id_}.{language}: ‘{key}’ is missing. Write {key} = "…"'
            for key in _LISTS:
                value = words.get(key, [])
                if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
                    yield (id_, language, key), f'‘{key}’ is no list of texts. Write {key} = ["…", "…"]'
