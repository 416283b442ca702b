"""What the articles explain: the concepts of docs/concepts.toml, and the articles that name each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from assessment.publish import cards
from assessment.publish.datafile import read_toml
from assessment.publish.pages import DOCS, LANGUAGES, SourcePage, shown

FILE = DOCS / "concepts.toml"

_ID = re.compile(r"C\d{3}")


class ConceptError(Exception):
    """The concepts cannot be read; the message names the file, the line and what to do."""


@dataclass(frozen=True)
class Concept:
    """An idea that at least one article explains."""

    id: str
    labels: Mapping[str, str]
    """Its short name in each language."""


def read(file: Path = FILE) -> tuple[Concept, ...]:
    """All concepts, in the file's order; none where there is no such file.

    Raises:
        ConceptError: the file is no TOML, or says less or more than it should.
    """
    if not file.is_file():
        return ()
    text, tables = read_toml(file, ConceptError)
    for id_, what in _faults(tables):
        raise ConceptError(f"{shown(file)}:{line_of(text, id_)}: {what}")
    return tuple(Concept(id_, labels) for id_, labels in tables.items())


def line_of(text: str, id_: str) -> int:
    """The line of concepts.toml on which a concept's table starts, from 1; the first where there is none."""
    place = re.search(rf"^\[{re.escape(id_)}\]", text, re.MULTILINE)
    return text.count("\n", 0, place.start()) + 1 if place else 1


def named(articles: Iterable[SourcePage], key: str) -> dict[str, list[SourcePage]]:
    """The articles by what a list of their front matter names, ``concepts`` or ``items``."""
    found: defaultdict[str, list[SourcePage]] = defaultdict(list)
    for article in articles:
        entries = article.meta.get(key)
        for entry in dict.fromkeys(entries) if isinstance(entries, list) else ():
            found[str(entry)].append(article)
    return dict(found)


def page(
    concepts: Sequence[Concept],
    language: str,
    from_address: str,
    articles: Mapping[str, Sequence[SourcePage]],
    words: Mapping[str, str],
) -> str:
    """A table as HTML: each concept, the articles that explain it, and in which languages there is one.

    Args:
        concepts: the concepts; the result is empty where there is none.
        language: the language of the page.
        from_address: the page's address, for links to articles.
        articles: the articles of every language, in the order in which a row names them.
        words: the table ``extra.words.coverage`` of the language.
    """
    explaining = {each: named(articles[each], "concepts") for each in LANGUAGES}
    rows = []
    for concept in concepts:
        here = explaining[language].get(concept.id, ())
        links = "<br>".join(cards.link(article, from_address) for article in here) or "–"
        have = [each.upper() for each in LANGUAGES if concept.id in explaining[each]]
        lack = [each.upper() for each in LANGUAGES if concept.id not in explaining[each]]
        state = ", ".join(have) + (f"<br>{escape(words['missing'])}: {', '.join(lack)}" if lack else "")
        label = escape(concept.labels[language], quote=False)
        name = f'<th scope="row" id="{concept.id}">{label} <small>{concept.id}</small></th>'
        rows.append(f"<tr>{name}<td>{links}</td><td>{state}</td></tr>")
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(words[key])}</th>' for key in ("concept", "articles", "languages"))
    body = "\n".join(rows)
    # Not searched: a search should find the article, and not the row that leads to it.
    return (
        f"<div data-search-exclude>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n"
        "</table>\n</div>"
    )


def _faults(tables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What keeps the tables from being concepts: the id, and what to do."""
    for id_, labels in tables.items():
        if not _ID.fullmatch(id_) or not isinstance(labels, dict):
            yield id_, f"‘{id_}’ is no concept. Write a table with a name like [C046]"
            continue
        for key in sorted(labels.keys() - set(LANGUAGES)):
            yield id_, f"nothing reads ‘{id_}.{key}’. Take it out, or correct its spelling"
        for language in LANGUAGES:
            if not isinstance(labels.get(language), str) or not labels[language].strip():
                yield id_, f'{id_} has no name in ‘{language}’. Write {language} = "…"'
