"""What is checked of the pages: front matter, headings, citations, links, typography, and how translations stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assessment.publish import citations, frontmatter, glossary, navigation, prose, untranslated
from assessment.publish.findings import Finding, from_message
from assessment.publish.pages import LANGUAGES, SOURCE_LANGUAGE, Site, SourcePage, shown
from assessment.publish.wording import nav, reading


def _front_matter(site: Site) -> Iterator[Finding]:
    sections = navigation.titles(nav())
    for page in site.all():
        is_translation = site.source_of(page) is not None or "source" in page.meta
        for line, what, remedy in frontmatter.faults(page, translation=is_translation):
            yield Finding(page.shown, line, what, remedy)
        section = page.meta.get("section")
        if page.is_article and isinstance(section, str) and section not in sections:
            what = f"front matter: there is no section ‘{section}’"
            yield Finding(page.shown, page.line_of("section"), what, f"Write one of: {', '.join(sections)}")


def _placeholders(site: Site) -> Iterator[Finding]:
    """What a new article still has of its beginnings is told, and does not block."""
    for page in site.all():
        lines = page.file.read_text(encoding="utf-8").splitlines()
        left = [number for number, line in enumerate(lines, 1) if prose.PLACEHOLDER in line]
        if left:
            what = f"texts that begin with {prose.PLACEHOLDER} wait to be written: {len(left)}"
            yield Finding(page.shown, left[0], what, "Replace each by your own, or take it out", blocks=False)


def _headings(site: Site) -> Iterator[Finding]:
    """Every section of an article has an id, which keeps its address when the heading is reworded or translated."""
    for page in site.all():
        if page.is_article and page.path != glossary.PAGE:
            for line in prose.headings_without_id(page.body):
                remedy = "Give it one in English: ## The heading { #the-heading }"
                yield Finding(page.shown, page.body_line + line - 1, "this heading has no id", remedy)
        for id_, times in Counter(prose.heading_ids(page.body)).items():
            if times > 1:
                line = page.body_line + prose.line_of(page.body, rf"#{id_}\b[^\n]*}}[ \t]*$", times)
                yield Finding(page.shown, line, f"the id {id_} stands on {times} headings", "Give each its own")


def _translations(site: Site) -> Iterator[Finding]:
    """All three languages have the same pages; a translation that fell behind is told, and does not block."""
    for language in LANGUAGES[1:]:
        for path, source in site.pages[SOURCE_LANGUAGE].items():
            if path not in site.pages[language]:
                where = shown(site.docs / language / path)
                yield Finding(source.shown, 1, f"there is no translation {where}", "Translate the page", blocks=False)
        for path, page in site.pages[language].items():
            english = site.source_of(page)
            if english is None and page.is_article and "source" not in page.meta:
                what = "this article is not in English yet"
                yield Finding(page.shown, 1, what, f"Translate it: docs/en/{path}", blocks=False)
            elif english is None:
                what = "there is no English page of this name"
                yield Finding(page.shown, 1, what, f"Write docs/en/{path}, or correct the name")
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


def _citations(site: Site) -> Iterator[Finding]:
    try:
        sources = citations.read_bibliography(site.docs / "references.bib")
    except citations.CitationError as error:
        yield from_message(str(error))
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


def _links(site: Site) -> Iterator[Finding]:
    """Links between pages lead to a file that is there, and in articles to a heading; the build checks the rest."""
    for page in site.all():
        for target, line in prose.links(page.body):
            path, _, anchor = target.partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:", path):
                continue
            number = page.body_line + line - 1
            there = (page.file.parent / path).resolve() if path else page.file.resolve()
            if path.startswith("/"):
                what = f"the link {target} starts at the server's root"
                yield Finding(page.shown, number, what, "Write it from this file: ../about.md")
            elif untranslated.is_in_english_only(path, page, site):
                continue  # the build leads there
            elif not there.is_file():
                what = f"the link {target} leads to no file"
                yield Finding(page.shown, number, what, "Correct the path; it starts at this file's folder")
            elif anchor and (ids := _ids(site, page.language, there)) and anchor not in ids:
                what = f"the link {target} leads to no heading of {shown(there)}"
                yield Finding(page.shown, number, what, f"Use one of its ids: {', '.join(sorted(ids))}")


def _ids(site: Site, language: str, file: Path) -> set[str]:
    """The ids that links may lead to in an article; none where they are made while the site is built."""
    folder = (site.docs / language).resolve()
    path = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else ""
    there = site.pages[language].get(path)
    if there is None or not there.is_article or path == glossary.PAGE:
        return set()
    return {*prose.ids(there.body), "references"}


def _figures(site: Site) -> Iterator[Finding]:
    """A share of people has a source, or is the writer's invention; what may be neither is told, and does not block."""
    for page in site.all():
        people = "|".join(reading(page.language).people)
        if not page.is_article or not people:
            continue
        share = re.compile(rf"\d[\d.,]*\s?%\s+(?:\w+\s+){{0,2}}?(?:{people})\b", re.IGNORECASE)
        for paragraph, line in prose.paragraphs(page.body, without=_INVENTED):
            if (found := share.search(paragraph)) and not citations.CITATION.search(paragraph):
                number = page.body_line + line - 1 + paragraph.count("\n", 0, found.start())
                remedy = "Add its source, [@Key], or say that it is invented"
                yield Finding(page.shown, number, f"‘{found[0]}’ has no source", remedy, blocks=False)


_INVENTED = "worked-example"
"""The id of the section whose figures are invented."""


def _typography(site: Site) -> Iterator[Finding]:
    for page in site.all():
        for key in ("title", "description", "nav_title"):
            for _, what, remedy in prose.faults(prose.unless_unwritten(page.meta.get(key)), page.language):
                yield Finding(page.shown, page.line_of(key), f"front matter: {key}: {what}", remedy)
        for line, what, remedy in prose.faults(prose.plain(page.body), page.language):
            yield Finding(page.shown, page.body_line + line - 1, what, remedy)


CHECKS = (_front_matter, _placeholders, _headings, _translations, _citations, _links, _figures, _typography)
