"""What is checked of data: glossary, concepts, the model and its words, and whether a language says everything."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from assessment import files
from assessment.core.errors import AtlasError
from assessment.lines import lines_of_toml
from assessment.publish import coverage, glossary, navigation, prose
from assessment.publish.datafile import DATA, broken
from assessment.publish.findings import Finding, from_message
from assessment.publish.pages import LANGUAGES, ROOT, SOURCE_LANGUAGE, Site, shown
from assessment.publish.wording import nav, repository
from assessment.report.words import Words

#: How many words an English definition has in the glossary; the other languages take what they need.
_DEFINITION = range(25, 41)


def _toml(site: Site) -> Iterator[Finding]:
    """The files of data can be read."""
    for file in sorted(DATA.rglob("*.toml")):
        yield from broken(file)


def _glossary(site: Site) -> Iterator[Finding]:
    """The glossary leads to articles that there are or shall be, and reads like the rest of the site."""
    file = site.docs / "glossary.toml"
    try:
        terms = glossary.read(file)
    except glossary.GlossaryError as error:
        yield from_message(str(error))
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


def _concepts(site: Site) -> Iterator[Finding]:
    """Every concept is explained in every language, and articles name only concepts that there are."""
    file = site.docs / "concepts.toml"
    try:
        concepts = coverage.read(file)
    except coverage.ConceptError as error:
        yield from_message(str(error))
        return
    if not concepts:
        return
    text = file.read_text(encoding="utf-8")
    in_english = coverage.named(site.articles(SOURCE_LANGUAGE), "concepts")
    for language in LANGUAGES:
        explained = coverage.named(site.articles(language), "concepts")
        for concept in concepts:
            line = coverage.line_of(text, concept.id)
            for _, what, remedy in prose.faults(concept.labels[language], language):
                yield Finding(shown(file), line, f"{concept.id}.{language}: {what}", remedy)
            waits = any(page.path not in site.pages[language] for page in in_english.get(concept.id, ()))
            if concept.id not in explained and not waits:  # for a translation, which is told once for the page
                what = f"no article in ‘{language}’ explains {concept.id}, {concept.labels[SOURCE_LANGUAGE]}"
                remedy = f"Add {concept.id} to ‘concepts’ in the front matter of the article that does, or write one"
                yield Finding(shown(file), line, what, remedy)
        for unknown in sorted(explained.keys() - {concept.id for concept in concepts}):
            for page in explained[unknown]:
                what = f"front matter: there is no concept {unknown} in {shown(file)}"
                yield Finding(page.shown, page.line_of("concepts"), what, "Correct the id, or add the concept there")


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
                for _, found, instead in glossary.rejected_in(prose.unless_unwritten(page.meta.get(key)), rejected):
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


def _model_texts(site: Site) -> Iterator[Finding]:
    """The model's words fit the model, id for id, in every language."""
    model_file = DATA / "model.toml"
    try:
        model = files.load_model()
    except AtlasError as error:
        yield _model_error(error, model_file)
        return
    except tomllib.TOMLDecodeError:
        return  # said already
    for language in LANGUAGES:
        file = DATA / "texts" / f"{language}.toml"
        if language not in model.languages:
            remedy = f'Add "{language}" to them, or take away {shown(DATA / "words" / language)}'
            line = _line_with(model_file.read_text(encoding="utf-8"), "languages =")
            yield Finding(shown(model_file), line, f"‘{language}’ is not among the model's languages", remedy)
        if not file.is_file():
            remedy = f"Translate {shown(DATA / 'texts' / SOURCE_LANGUAGE)}.toml"
            yield Finding(shown(file), 1, f"the model has no words in ‘{language}’", remedy)
        elif not any(broken(file)):
            try:
                files.load_texts(model, language)
            except AtlasError as error:
                yield _model_error(error, file)


def _model_error(error: AtlasError, file: Path) -> Finding:
    """What the engine says of its own data, with the line of the place that it names."""
    place = error.place.removeprefix(f"texts/{file.name}").removeprefix(": ")
    lines = lines_of_toml(file.read_text(encoding="utf-8"))
    line = next((lines[part] for part in _and_above(place) if part in lines), 1)
    said = Words(files.load_words(SOURCE_LANGUAGE)).error(type(error)(error.code, place, **error.facts))
    return Finding(shown(file), line, said.rstrip("."), "")


def _and_above(place: str) -> Iterator[str]:
    """A place in a table, then what it lies in: a.b.c, a.b, a."""
    while place:
        yield place
        place = place.rpartition(".")[0]


def _model_articles(site: Site) -> Iterator[Finding]:
    """Every item of the model has an article that prepares for it, and every article that the model names shall be."""
    try:
        model = files.load_model()
    except (AtlasError, tomllib.TOMLDecodeError):
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


def _data_typography(site: Site) -> Iterator[Finding]:
    for language in LANGUAGES:
        for file in _data_texts(language):
            for line, what, remedy in prose.faults(prose.toml_texts(file.read_text(encoding="utf-8")), language):
                yield Finding(shown(file), line, what, remedy)


def _owners(site: Site) -> Iterator[Finding]:
    """Once there is a repository, every language has somebody who is asked about its texts."""
    if not repository():
        return
    file = ROOT / ".github" / "CODEOWNERS"
    owned = file.read_text(encoding="utf-8") if file.is_file() else ""
    for language in LANGUAGES:
        if not re.search(rf"^/docs/{language}/\s+@\S", owned, re.MULTILINE):
            remedy = f"Name somebody who speaks it: /docs/{language}/ @name"
            yield Finding(shown(file), 1, f"nobody looks after ‘{language}’", remedy, blocks=False)


CHECKS = (
    _toml,
    _glossary,
    _concepts,
    _terminology,
    _model_texts,
    _model_articles,
    _data_typography,
    _owners,
)
