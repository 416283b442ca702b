"""What an article's front matter must say: one table, used by the check and by CONTRIBUTING."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from assessment.publish.pages import SOURCE_LANGUAGE, SourcePage

TYPES = ("concept", "guide", "method", "metric", "sector", "template", "reference")
GRADES = ("A", "B", "C", "V", "D")


@dataclass(frozen=True)
class Rule:
    """One key: what is right, in a predicate for the check and in words for the writer."""

    is_right: Callable[[object], bool]
    write: str
    """How to write it, with an example."""
    only: str = ""
    """``translation`` for a key that only translations carry; empty for all articles."""


def _text(shortest: int, longest: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and shortest <= len(value) <= longest


def _one_of(allowed: Collection[str]) -> Callable[[object], bool]:
    return lambda value: value in allowed


def _list(pattern: str, *, may_be_empty: bool = False) -> Callable[[object], bool]:
    def is_right(value: object) -> bool:
        return (
            isinstance(value, list)
            and (may_be_empty or bool(value))
            and all(isinstance(entry, str) and re.fullmatch(pattern, entry) for entry in value)
        )

    return is_right


def _date(value: object) -> bool:
    return type(value) is datetime.date


#: Every key of an article, in the order in which it is written.
ARTICLE: dict[str, Rule] = {
    "title": Rule(_text(3, 140), "the title, in the page's language: The sales process"),
    "description": Rule(_text(60, 200), "one sentence of 90 to 160 characters, in the page's language"),
    "slug": Rule(lambda value: isinstance(value, str), "the file's name without .md: touchpoint-sales"),
    "section": Rule(lambda value: isinstance(value, str), "the section of the navigation, in English: Touchpoints"),
    "type": Rule(_one_of(TYPES), f"one of {', '.join(TYPES)}"),
    "authors": Rule(_list(r".+"), "a list of names: [CX Atlas editors]"),
    "concepts": Rule(_list(r"C\d{3}", may_be_empty=True), "a list of concept ids: [C046, C047]"),
    "references": Rule(_list(r"[\w:-]+", may_be_empty=True), "the keys that the text cites: [Rawson2013]"),
    "items": Rule(_list(r"[A-Z]{3}-[A-Z0-9]{2,3}", may_be_empty=True), "items of the assessment: [SAL-INT, MGT-02]"),
    "grade": Rule(_one_of(GRADES), f"the evidence grade, one of {', '.join(GRADES)}"),
    "reviewed": Rule(_date, "a date: 2026-11-21"),
    "review_by": Rule(_date, "a date after `reviewed`: 2027-11-21"),
    "tags": Rule(_list(r"[a-z0-9-]+", may_be_empty=True), "English ids: [touchpoints]"),
    "source": Rule(_text(12, 12), "run: python -m assessment.publish check --stamp", "translation"),
    "translators": Rule(_list(r".+"), "a list of names: [CX Atlas editors]", "translation"),
}

#: What the templates understand beside it, on any page.
OPTIONAL = ("nav_title", "template", "hide", "translators", "source", "title", "description")


def faults(page: SourcePage) -> Iterator[tuple[int, str, str]]:
    """What is wrong with a page's front matter: line, what, and how to mend it."""
    is_translation = page.language != SOURCE_LANGUAGE
    rules = ARTICLE if page.is_article else {key: ARTICLE[key] for key in ("title", "description")}
    for key, rule in rules.items():
        if rule.only == "translation" and not is_translation:
            continue
        if key not in page.meta:
            yield 1, f"front matter: ‘{key}’ is missing", f"Write {key}: {rule.write}"
        elif not rule.is_right(page.meta[key]):
            yield page.line_of(key), f"front matter: ‘{key}’ is not right", f"Write {rule.write}"
    for key in page.meta:
        if key not in rules and key not in OPTIONAL:
            yield page.line_of(key), f"front matter: nothing reads ‘{key}’", "Take it out, or correct its spelling"
    if page.is_article:
        yield from _disagreements(page)


def _disagreements(page: SourcePage) -> Iterator[tuple[int, str, str]]:
    stem = page.file.stem
    if page.meta.get("slug", stem) != stem:
        yield page.line_of("slug"), f"front matter: ‘slug’ is not the file's name, {stem}", f"Write slug: {stem}"
    reviewed, review_by = page.meta.get("reviewed"), page.meta.get("review_by")
    if isinstance(reviewed, datetime.date) and isinstance(review_by, datetime.date) and review_by <= reviewed:
        yield page.line_of("review_by"), "front matter: ‘review_by’ is not after ‘reviewed’", "Write a later date"
