"""The form of the page “Write for us”, which web/write.js turns into the Markdown of an article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assessment.publish import article, frontmatter, navigation, questionnaire
from assessment.publish.forge import LONGEST, Forge
from assessment.publish.typography import bind_text
from assessment.publish.wording import nav, reading

#: What stands for the file's name and for the text in the address of the repository's editor.
NAME, TEXT = "ARTICLE-NAME", "ARTICLE-TEXT"

_FACTS = ("title", "slug", "description", "section", "type", "grade", "author")
_PARTS = ("in_short", "heading", "main", "example", "try", "mistakes", "evidence", "sources")
_OPTIONAL = ("sources",)
_LINES = {
    "description": 3,
    "in_short": 4,
    "main": 12,
    "example": 6,
    "try": 5,
    "mistakes": 4,
    "evidence": 4,
    "sources": 4,
}


class Field(NamedTuple):
    """One field of the form."""

    name: str
    is_fact: bool
    """Whether it goes into the front matter."""
    lines: int
    """How high it is; 1 is a field of one line."""
    choices: tuple[tuple[str, str], ...]
    """Values with their names, where one is chosen."""
    is_optional: bool
    limits: Mapping[str, Any]
    """What the schema says of it."""


def form(language: str, page: questionnaire.Spot, words: Mapping[str, Any], forge: Forge | None) -> str:
    """The form as HTML, in a language; what its script needs stands in it as JSON.

    Args:
        language: the language of the page, and of the article.
        page: the page that the form stands on.
        words: the table `extra.words` of the language.
        forge: the repository's, whose editor the article is continued in; or none.
    """
    say = {key: bind_text(text, language) for key, text in words["write"].items()}
    fields = list(_fields(words))
    data = {
        "language": language,
        "say": say,
        "skeleton": words["skeleton"],
        "headings": {key: id_ for id_, key in article.HEADINGS.items()},
        "keys": list(frontmatter.keys()),
        "limits": {field.name: field.limits for field in fields if field.limits},
        "quotes": list(reading(language).quotes),
        "editor": forge.begin(f"docs/{language}/learn/{NAME}.md", TEXT) if forge else "",
        "longest": LONGEST,
    }
    return (
        _templates()
        .get_template("write.html")
        .render(
            say=say,
            facts=[field for field in fields if field.is_fact],
            parts=[field for field in fields if not field.is_fact],
            editor=forge is not None,
            addresses=page.meta.get("addresses", {}),
            data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        )
    )


def _fields(words: Mapping[str, Any]) -> Iterator[Field]:
    rules = frontmatter.schema()["properties"]
    choices = {
        "section": [(name, words["sections"][name]) for name in _sections()],
        "type": [(value, words["types"][value]) for value in rules["type"]["enum"]],
        "grade": [(value, f"{value} – {words['grades'][value]}") for value in rules["grade"]["enum"]],
    }
    for name in (*_FACTS, *_PARTS):
        rule = rules["authors"]["items"] if name == "author" else rules.get(name, {})
        limits = {key: rule[key] for key in ("minLength", "maxLength", "pattern") if key in rule}
        is_fact, offered = name in _FACTS, tuple(choices.get(name, ()))
        yield Field(name, is_fact, _LINES.get(name, 1), offered, name in _OPTIONAL, limits)


def _sections() -> list[str]:
    """The sections that articles stand in: those that hold no others."""
    titles = navigation.titles(nav())
    return [title for title in titles if title != "Learn"]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(questionnaire.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
