"""What a program can check of what people write, and how it says so: file, line, what is wrong, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessment import files
from assessment.core.errors import AtlasError
from assessment.publish import citations, coverage, frontmatter, glossary, navigation, prose
from assessment.publish.pages import (
    DOCS,
    LANGUAGES,
    ROOT,
    SOURCE_LANGUAGE,
    PageError,
    SourcePage,
    read_pages,
    shown,
)
from assessment.publish.wording import interface_words, nav

DATA = ROOT / "assessment" / "data"

#: How many words an English definition has in the glossary; the other languages take what they need.
_DEFINITION = range(25, 41)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend, or, where it does not block, to know."""

    file: str
    line: int
    what: str
    remedy: str
    blocks: bool = True

    def __str__(self) -> str:
        note = "" if self.blocks else "note: "
        return f"{self.file}:{self.line}: {note}{self.what}. {self.remedy}"


@dataclass(frozen=True)
class Site:
    """What the checks look at: every page of every language, by path."""

    docs: Path
    pages: Mapping[str, Mapping[str, SourcePage]]

    def all(self) -> Iterator[SourcePage]:
        """Every page, language by language."""
        for pages in self.pages.values():
            yield from pages.values()

    def articles(self, language: str) -> list[SourcePage]:
        """The articles of a language."""
        return [page for page in self.pages[language].values() if page.is_article]

    def source_of(self, page: SourcePage) -> SourcePage | None:
        """The English page that a translation was made from; nothing for an English page."""
        return None if page.language == SOURCE_LANGUAGE else self.pages[SOURCE_LANGUAGE].get(page.path)

    def is_stale(self, page: SourcePage) -> bool:
        """Whether a translation was made from an English text that is not there any more."""
        source = self.source_of(page)
        return source is not None and page.meta.get("source") != source.digest


Check = Callable[[Site], Iterator[Finding]]
_CHECKS: list[Check] = []


def register(check: Check) -> Check:
    """Makes a function one of the checks."""
    _CHECKS.append(check)
    return check


def check(docs: Path = DOCS) -> list[Finding]:
    """Everything there is to mend in the pages and the model's words, in the order of files and lines."""
    try:
        site = read_site(docs)
    except PageError as error:
        return [_from_error(str(error))]
    return sorted({finding for look in _CHECKS for finding in look(site)})


def read_site(docs: Path = DOCS) -> Site:
    """All pages. Raises PageError where one cannot be read."""
    return Site(docs, {language: {page.path: page for page in read_pages(language, docs)} for language in LANGUAGES})


def stamp(docs: Path = DOCS) -> list[str]:
    """Writes into every translation what it was translated from, and returns the files that this changed."""
    site = read_site(docs)
    changed = []
    for page in site.all():
        source = site.source_of(page)
        if source is None or not page.is_article or not site.is_stale(page):
            continue
        text = page.file.read_text(encoding="utf-8")
        head, body = text[: -len(page.body)], page.body
        line = f"source: {source.digest}\n" if not source.digest.isdigit() else f'source: "{source.digest}"\n'
        if re.search(r"^source:.*\n", head, re.MULTILINE):
            head = re.sub(r"^source:.*\n", line, head, count=1, flags=re.MULTILINE)
        else:
            head = re.sub(r"^---\n(?=\s*\Z)", f"{line}---\n", head, count=1, flags=re.MULTILINE)
        page.file.write_text(head + body, encoding="utf-8")
        changed.append(page.shown)
    return changed


@register
def _front_matter(site: Site) -> Iterator[Finding]:
    for page in site.all():
        for line, what, remedy in frontmatter.faults(page):
            yield Finding(page.shown, line, what, remedy)


@register
def _translations(site: Site) -> Iterator[Finding]:
    """All three languages have the same pages; a translation that fell behind is told, and does not block."""
    for language in LANGUAGES[1:]:
        for path, source in site.pages[SOURCE_LANGUAGE].items():
            if path not in site.pages[language]:
                where = shown(site.docs / language / path)
                yield Finding(source.shown, 1, f"there is no translation {where}", "Translate the page", blocks=False)
        for path, page in site.pages[language].items():
            english = site.source_of(page)
            if english is None:
                yield Finding(
                    page.shown, 1, "there is no English page of this name", f"Write docs/en/{path}, or correct the name"
                )
            elif not page.is_article:
                continue
            elif site.is_stale(page) and "source" in page.meta:
                what = f"made from an older text of {english.shown}"
                remedy = "Compare the two, then run: python -m assessment.publish check --stamp"
                yield Finding(page.shown, page.line_of("source"), what, remedy, blocks=False)
            elif (ours := _shared_ids(page)) != (theirs := _shared_ids(english)):
                different = ", ".join(sorted(set(ours) ^ set(theirs))) or "in another order"
                what = f"the ids of the headings differ from the English page: {different}"
                yield Finding(
                    page.shown,
                    page.body_line,
                    what,
                    "Give each heading the id that it has in English: ## … { #try-it }",
                )


def _shared_ids(page: SourcePage) -> list[str]:
    """The ids of a page's headings without those that a country's readers need in their own language only."""
    return [id_ for id_ in prose.heading_ids(page.body) if not id_.startswith("in-") or id_ == "in-the-assessment"]


@register
def _citations(site: Site) -> Iterator[Finding]:
    try:
        sources = citations.read_bibliography(site.docs / "references.bib")
    except citations.CitationError as error:
        yield _from_error(str(error))
        return
    for page in site.all():
        listed = page.meta.get("references") or []
        listed = [str(key) for key in listed] if isinstance(listed, list) else []
        cited: dict[str, int] = {}
        for key, line in citations.cited_keys(page.body):
            cited.setdefault(key, page.body_line + line - 1)
        for key, line in cited.items():
            if key not in sources:
                yield Finding(
                    page.shown, line, f"[@{key}] is not in docs/references.bib", "Correct the key, or add the entry"
                )
            elif page.is_article and key not in listed:
                yield Finding(
                    page.shown, line, f"[@{key}] is not among the front matter's references", "Add it to ‘references’"
                )
        for key in listed:
            if key not in cited:
                line = page.line_of("references")
                yield Finding(
                    page.shown, line, f"the text does not cite {key}", "Cite it, or take it out of ‘references’"
                )


@register
def _links(site: Site) -> Iterator[Finding]:
    """Links between pages lead to a file that is there; the build checks their anchors."""
    for page in site.all():
        for target, line in prose.links(page.body):
            path = target.partition("#")[0]
            if not path or re.match(r"[a-z][a-z0-9+.-]*:", path):
                continue
            number = page.body_line + line - 1
            if path.startswith("/"):
                yield Finding(
                    page.shown,
                    number,
                    f"the link {target} starts at the server's root",
                    "Write it from this file: ../about.md",
                )
            elif not (page.file.parent / path).resolve().is_file():
                yield Finding(
                    page.shown,
                    number,
                    f"the link {target} leads to no file",
                    "Correct the path; it starts at this file's folder",
                )


@register
def _typography(site: Site) -> Iterator[Finding]:
    for page in site.all():
        for key in ("title", "description", "nav_title"):
            for _, what, remedy in prose.faults(str(page.meta.get(key, "")), page.language):
                yield Finding(page.shown, page.line_of(key), f"front matter: {key}: {what}", remedy)
        for line, what, remedy in prose.faults(prose.plain(page.body), page.language):
            yield Finding(page.shown, page.body_line + line - 1, what, remedy)
    for language in LANGUAGES:
        for file in _data_texts(language):
            for line, what, remedy in prose.faults(prose.toml_texts(file.read_text(encoding="utf-8")), language):
                yield Finding(shown(file), line, what, remedy)


@register
def _glossary(site: Site) -> Iterator[Finding]:
    """The glossary leads to articles that there are or shall be, and reads like the rest of the site."""
    file = site.docs / "glossary.toml"
    try:
        terms = glossary.read(file)
    except glossary.GlossaryError as error:
        yield _from_error(str(error))
        return
    text = file.read_text(encoding="utf-8") if terms else ""
    planned = _planned()
    for term in terms:
        if term.article and term.article not in planned:
            line = glossary.line_of(text, term.id, key="article")
            what = f"{term.id}: there is no article ‘{term.article}’ in the navigation"
            yield Finding(shown(file), line, what, "Correct the slug, or add the article to nav in mkdocs.yml")
        length = len(re.findall(r"\w\S*", term.words[SOURCE_LANGUAGE].definition))
        if length not in _DEFINITION:
            line = glossary.line_of(text, term.id, SOURCE_LANGUAGE, "definition")
            remedy = f"Write {_DEFINITION[0]} to {_DEFINITION[-1]}"
            yield Finding(shown(file), line, f"{term.id}: the English definition has {length} words", remedy)
        for language, wording in term.words.items():
            for key in ("term", "definition"):
                for _, what, remedy in prose.faults(getattr(wording, key), language):
                    yield Finding(shown(file), glossary.line_of(text, term.id, language, key), what, remedy)


def _planned() -> set[str]:
    """The slugs of the articles that the navigation lists, written or not."""
    return {path.removeprefix("learn/").removesuffix(".md") for path in navigation.paths(nav())}


@register
def _concepts(site: Site) -> Iterator[Finding]:
    """Every concept is explained in every language, and articles name only concepts that there are."""
    file = site.docs / "concepts.toml"
    try:
        concepts = coverage.read(file)
    except coverage.ConceptError as error:
        yield _from_error(str(error))
        return
    if not concepts:
        return
    text = file.read_text(encoding="utf-8")
    for language in LANGUAGES:
        explained = coverage.named(site.articles(language), "concepts")
        for concept in concepts:
            line = coverage.line_of(text, concept.id)
            for _, what, remedy in prose.faults(concept.labels[language], language):
                yield Finding(shown(file), line, f"{concept.id}.{language}: {what}", remedy)
            if concept.id not in explained:
                what = f"no article in ‘{language}’ explains {concept.id}, {concept.labels[SOURCE_LANGUAGE]}"
                remedy = f"Add {concept.id} to ‘concepts’ in the front matter of the article that does, or write one"
                yield Finding(shown(file), line, what, remedy)
        for unknown in sorted(explained.keys() - {concept.id for concept in concepts}):
            for page in explained[unknown]:
                what = f"front matter: there is no concept {unknown} in {shown(file)}"
                yield Finding(page.shown, page.line_of("concepts"), what, "Correct the id, or add the concept there")


@register
def _terminology(site: Site) -> Iterator[Finding]:
    """Nobody writes what the terminology rejects."""
    try:
        terms = glossary.read(site.docs / "glossary.toml")
    except glossary.GlossaryError:
        return  # said already
    for language in LANGUAGES:
        rejected = [(form, term.words[language].term) for term in terms for form in term.words[language].rejected]
        for page in site.pages[language].values():
            for key in ("title", "description", "nav_title"):
                for _, found, instead in glossary.rejected_in(str(page.meta.get(key, "")), rejected):
                    yield _rejection(page.shown, page.line_of(key), found, instead)
            for line, found, instead in glossary.rejected_in(prose.plain(page.body), rejected):
                yield _rejection(page.shown, page.body_line + line - 1, found, instead)
        for file in _data_texts(language):
            text = prose.toml_texts(file.read_text(encoding="utf-8"))
            for line, found, instead in glossary.rejected_in(text, rejected):
                yield _rejection(shown(file), line, found, instead)


def _data_texts(language: str) -> list[Path]:
    """The files of the engine that hold words of a language: the model's, and the interface's."""
    return [
        file
        for file in (DATA / "texts" / f"{language}.toml", *sorted((DATA / "words" / language).glob("*.toml")))
        if file.is_file()
    ]


def _rejection(file: str, line: int, found: str, instead: str) -> Finding:
    remedy = f"Write ‘{instead}’, or put the word in quotation marks of its own where the text is about the word"
    return Finding(file, line, f"the terminology rejects ‘{found}’", remedy)


@register
def _model_texts(site: Site) -> Iterator[Finding]:
    """The model's words fit the model, id for id, in every language."""
    try:
        model = files.load_model()
    except AtlasError as error:
        yield Finding("assessment/data/model.toml", 1, str(error), "Correct the model")
        return
    for language in LANGUAGES:
        try:
            files.load_texts(model, language)
        except AtlasError as error:
            yield Finding(f"assessment/data/texts/{language}.toml", 1, str(error), "Give it the ids of model.toml")


@register
def _model_articles(site: Site) -> Iterator[Finding]:
    """Every item of the model has an article that prepares for it, and every article that the model names shall be."""
    try:
        model = files.load_model()
    except AtlasError:
        return  # said already
    file = DATA / "model.toml"
    text = file.read_text(encoding="utf-8")
    articles = site.articles(SOURCE_LANGUAGE)
    prepared = coverage.named(articles, "items")
    for item in model.items:
        if item.id not in prepared:
            remedy = f"Add {item.id} to ‘items’ in the front matter of an article, for example {item.article}"
            yield Finding(
                shown(file), _line_with(text, f"[items.{item.id}]"), f"no article names the item {item.id}", remedy
            )
    known = _planned() | {page.file.stem for page in articles}
    wanted = {item.article for item in model.items} | {block.article for block in model.blocks}
    wanted |= {pillar.article for pillar in model.pillars}
    for slug in sorted(wanted - known):
        what = f"there is no article ‘{slug}’, and none in the navigation"
        remedy = "Correct the slug, or add the article to nav in mkdocs.yml"
        yield Finding(shown(file), _line_with(text, f'article = "{slug}"'), what, remedy)


def _line_with(text: str, part: str) -> int:
    return text.count("\n", 0, max(0, text.find(part))) + 1


@register
def _interface_words(site: Site) -> Iterator[Finding]:
    """The interface says everything in every language."""
    expected = _keys(interface_words(SOURCE_LANGUAGE))
    for language in LANGUAGES[1:]:
        have = _keys(interface_words(language))
        for key in sorted(expected - have):
            yield Finding(f"docs/{language}.yml", 1, f"extra.words.{key} is missing", "Translate it from mkdocs.yml")
        for key in sorted(have - expected):
            yield Finding(
                f"docs/{language}.yml", 1, f"extra.words.{key} is not in mkdocs.yml", "Take it out, or add it there"
            )


def _keys(words: Mapping[str, Mapping[str, str]]) -> set[str]:
    return {f"{table}.{key}" for table, entries in words.items() for key in entries}


def _from_error(message: str) -> Finding:
    file, line, what = re.match(r"(?:([^:]+):)?(?:(\d+):)?\s*(.*)", message, re.DOTALL).groups()  # type: ignore[union-attr]
    return Finding(file or "docs", int(line or 1), what.rstrip("."), "")


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """Those that must be mended."""
    return [finding for finding in findings if finding.blocks]
