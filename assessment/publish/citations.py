"""Citations: ``[@Key]`` in a page becomes a linked author and year, and the page gets its list of references.

The bibliography is docs/references.bib, once for all languages. Each entry's ``note`` says how far it was checked;
what was not checked is said to the reader, and a DOI or an address that comes from memory is left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from pybtex.database import BibliographyDataError, Entry, Person, parse_file
from pybtex.richtext import Text
from pybtex.scanner import PybtexSyntaxError

from assessment.publish.pages import DOCS, SourcePage, shown
from assessment.publish.wording import interface_words

REFERENCES = DOCS / "references.bib"

#: A citation: one key or several, each with what to add after the year: ``[@Rawson2013; @Kano1984, p. 40]``.
CITATION = re.compile(r"\[(@[\w:-]+[^\[\]@]*(?:;\s*@[\w:-]+[^\[\]@]*)*)\]")
_CITED = re.compile(r"@([\w:-]+)(?:,\s*([^;]+))?")
_FENCED = re.compile(r"(^[ \t]*(?P<fence>```+|~~~+).*?^[ \t]*(?P=fence)[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


class CitationError(Exception):
    """A citation names no entry of the bibliography, or the bibliography cannot be read."""


@dataclass(frozen=True)
class Source:
    """One work of the bibliography."""

    key: str
    entry: Entry
    letter: str
    """``a``, ``b`` … where the same authors have several works of one year; else empty."""

    def authors(self, language: str) -> str:
        """The short form for the text: ``Lemon & Verhoef``, ``Rawson et al.``"""
        names = [_family(person) for person in self.entry.persons.get("author", [])]
        if not names:
            return _field(self.entry, "title")
        if len(names) > 2:
            return f"{names[0]} {_words(language)['others']}"
        return f" {_words(language)['and']} ".join(names)

    def year(self, language: str) -> str:
        """The year with its letter, or the language's mark for an undated work."""
        return f"{_field(self.entry, 'year') or _words(language)['undated']}{self.letter}"

    @property
    def is_checked(self) -> bool:
        """Whether all that is shown was compared with the source; a DOI from memory is not shown and does not count."""
        note = re.sub(r"\b(?:rest of )?(?:DOI|site URL) from memory", "", self._note)
        return note.startswith("verified") and "from memory" not in note

    @property
    def title(self) -> str:
        """The work's title, as plain text."""
        return _field(self.entry, "title")

    @property
    def address(self) -> str:
        """Where to find the work, or nothing where no address was checked."""
        doi, url = _field(self.entry, "doi"), self.entry.fields.get("url", "")
        unsure = self._note.startswith("from memory")
        if doi and not (unsure or "DOI from memory" in self._note):
            return f"https://doi.org/{doi}"
        return url if url and not (unsure or "URL from memory" in self._note) else ""

    @property
    def _note(self) -> str:
        return str(self.entry.fields.get("note", ""))

    def reference(self, language: str) -> str:
        """The entry of the reference list, as HTML."""
        entry = self.entry

        def field(name: str) -> str:
            return escape(_field(entry, name), quote=False)

        people = entry.persons.get("author", [])
        head = f"{escape(_people(people, language), quote=False)} ({escape(self.year(language))})." if people else ""
        title = field("title")
        match entry.type:
            case "article":
                volume = field("volume") and f", {field('volume')}"
                issue = field("number") and (f"({field('number')})" if volume else f", {field('number')}")
                pages = field("pages") and f", {field('pages')}"
                middle = f"{_stop(title)} <cite>{field('journal')}</cite>{volume}{issue}{pages}."
            case "incollection" | "inproceedings":
                pages = field("pages") and f" ({_words(language)['pages']} {field('pages')})"
                middle = f"{_stop(title)} {_words(language)['in']} <cite>{field('booktitle')}</cite>{pages}."
            case _:
                middle = _stop(f"<cite>{title}</cite>")
        bodies = [field(name) for name in ("institution", "publisher", "howpublished")]
        tail = [body for body in bodies if body and body not in head]
        published = f" {_stop('; '.join(tail))}" if tail else ""
        eprint = f" {field('archivePrefix')}:{field('eprint')}." if field("eprint") else ""
        undated = "" if people else f" ({escape(self.year(language))})."
        link = f' <a href="{escape(self.address)}">{escape(self.address)}</a>' if self.address else ""
        return f"{head} {middle}{published}{undated}{eprint}{link}{self._warning(language)}".strip()

    def _warning(self, language: str) -> str:
        if self.is_checked:
            return ""
        words = _words(language)
        return f' <span class="atlas-unchecked" title="{words["unchecked_why"]}">{words["unchecked"]}</span>'


@cache
def read_bibliography(file: Path = REFERENCES) -> Mapping[str, Source]:
    """Every source by its key.

    Raises:
        CitationError: the file is no BibTeX, or names an entry twice.
    """
    try:
        entries = parse_file(str(file), bib_format="bibtex").entries
    except (PybtexSyntaxError, BibliographyDataError, OSError) as error:
        raise CitationError(f"{shown(file)}: {error}") from error
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key, entry in entries.items():
        unlettered = Source(key, entry, "")
        alike[unlettered.authors("en"), unlettered.year("en")].append(key)
    letters = {
        key: letter for keys in alike.values() if len(keys) > 1 for key, letter in zip(keys, "abcdefgh", strict=False)
    }
    return {key: Source(key, entry, letters.get(key, "")) for key, entry in entries.items()}


def cited_keys(markdown: str) -> Iterator[tuple[str, int]]:
    """Every key that a page's text cites, with its line in the text, from 1."""
    for part, offset in _prose(markdown):
        for citation in CITATION.finditer(part):
            for key, _ in _CITED.findall(citation[1]):
                yield key, markdown.count("\n", 0, offset + citation.start()) + 1


def cite(markdown: str, language: str, sources: Mapping[str, Source]) -> str:
    """Markdown with its citations written out and linked to the reference list.

    Raises:
        CitationError: a key that the bibliography has not.
    """

    def written(citation: re.Match[str]) -> str:
        parts = []
        for key, addition in _CITED.findall(citation[1]):
            source = _find(key, sources)
            label = f"{source.authors(language)}, {source.year(language)}"
            more = f", {addition.strip()}" if addition else ""
            parts.append(f"[{_markdown(label)}](#ref-{key}){{ .atlas-cite }}{more}")
        return f"({'; '.join(parts)})"

    pieces, end = [], 0
    for part, offset in _prose(markdown):
        pieces += [markdown[end:offset], CITATION.sub(written, part)]
        end = offset + len(part)
    return "".join(pieces) + markdown[end:]


def keys_of(page: SourcePage) -> set[str]:
    """Every key that an article's references show: what its front matter lists, and what its text cites."""
    listed = page.meta.get("references")
    return {*map(str, listed if isinstance(listed, list) else ()), *(key for key, _ in cited_keys(page.body))}


def in_order(keys: Iterable[str], sources: Mapping[str, Source]) -> list[Source]:
    """The works that the keys name, each once, by author and year.

    Raises:
        CitationError: a key that the bibliography has not.
    """
    return sorted(
        (_find(key, sources) for key in set(keys)),
        key=lambda source: (_sort_key(source.authors("en")), source.year("en"), source.key),
    )


def reference_list(keys: Iterable[str], language: str, sources: Mapping[str, Source]) -> str:
    """The reference list of a page, as HTML: sorted by author and year, an anchor for each key."""
    items = "\n".join(
        f'<li id="ref-{source.key}">{source.reference(language)}</li>' for source in in_order(keys, sources)
    )
    return f'<ul class="atlas-references">\n{items}\n</ul>'


def _words(language: str) -> Mapping[str, str]:
    return interface_words(language)["citations"]


def _find(key: str, sources: Mapping[str, Source]) -> Source:
    if key not in sources:
        raise CitationError(f"[@{key}] is not in docs/references.bib: correct the key or add the entry")
    return sources[key]


def _prose(markdown: str) -> Iterator[tuple[str, int]]:
    """The parts of a text that are no code, with the place where each starts."""
    start = 0
    for code in _FENCED.finditer(markdown):
        yield markdown[start : code.start()], start
        start = code.end()
    yield markdown[start:], start


def _field(entry: Entry, name: str) -> str:
    return _plain(str(entry.fields.get(name, "")))


def _plain(latex: str) -> str:
    """The text that a BibTeX field means: accents, dashes and quotes as characters, no braces."""
    text = str(Text.from_latex(latex)).replace("---", "—").replace("--", "–")
    text = text.replace("``", "“").replace("''", "”").replace("`", "‘").replace("'", "’")
    return re.sub(r"\s+", " ", text).strip()


def _family(person: Person) -> str:
    parts = [*person.prelast_names, *person.last_names]
    return _plain(" ".join(parts))


def _people(people: list[Person], language: str) -> str:
    names = []
    for person in people:
        initials = " ".join(f"{_plain(name)[:1]}." for name in [*person.first_names, *person.middle_names])
        lineage = "".join(f", {_plain(name)}" for name in person.lineage_names)
        names.append(f"{_family(person)}{f', {initials}' if initials else ''}{lineage}")
    if len(names) > 1:
        return f"{', '.join(names[:-1])} {_words(language)['and']} {names[-1]}"
    return names[0]


def _stop(text: str) -> str:
    """The text with a full stop, unless it ends with a mark of its own."""
    return text if re.search(r"[.?!](?:</cite>)?$", text) else f"{text}."


def _sort_key(text: str) -> str:
    return text.casefold().translate(str.maketrans("ąćęłńóśźżăâîșț", "acelnoszzaaist"))


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]])", r"\\\1", text)
