"""`make article`: a new article, or the beginnings of a translation, that already passes the check.

What somebody has to write begins with ✎; the check tells of what is left. A translation carries the English text in
comments, section by section, under headings that have the same ids.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assessment.publish import frontmatter, navigation
from assessment.publish.pages import DOCS, LANGUAGES, SOURCE_LANGUAGE, PageError, SourcePage, read_page, shown
from assessment.publish.prose import PLACEHOLDER
from assessment.publish.wording import interface_words, nav

#: Sections whose articles are of one kind; those of the others are guides.
_TYPES = {
    "Foundations": "concept",
    "Journey and research methods": "method",
    "Measurement": "metric",
    "Sector guides": "sector",
    "How-to templates": "template",
    "Reference": "reference",
}
_SHOWN_LENGTH = 40
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^(#{2,6}) (.*?)\s*(\{[^}]*\})\s*$")

#: The headings that every article has, by their id, as the skeleton names them.
HEADINGS = {
    "worked-example": "example",
    "try-it": "try",
    "common-mistakes": "mistakes",
    "evidence": "evidence",
    "further-reading": "further",
}


class ArticleError(Exception):
    """The article was not begun; the message says in one line why, and what to do."""


def start(
    slug: str, language: str, *, section: str = "", docs: Path = DOCS, today: datetime.date | None = None
) -> Path:
    """Writes a new file, and returns it: a translation where there is an English article of this name, else an article.

    Args:
        slug: the file's name without .md, in English.
        language: the language to write in.
        section: the section of the navigation; if empty, where mkdocs.yml already lists the article.
        docs: the folder of the languages' folders.
        today: the day of the first review.

    Raises:
        ArticleError: the slug, the language or the section is not right, or there is such a file.
    """
    rule = frontmatter.schema()["properties"]["slug"]
    if not re.fullmatch(rule["pattern"], slug) or len(slug) > rule["maxLength"]:
        wrong = f"‘{slug[:_SHOWN_LENGTH]}’ cannot name an article" if slug else "The article needs a name"
        raise ArticleError(
            f"{wrong}. Write small letters without accents, digits and hyphens, at most {rule['maxLength']} "
            "characters: make article SLUG=first-impressions LANGUAGE=en"
        )
    if language not in LANGUAGES:
        raise ArticleError(f"There is no language ‘{language[:_SHOWN_LENGTH]}’. There are: {', '.join(LANGUAGES)}.")
    path = f"learn/{slug}.md"
    file = docs / language / path
    if file.exists():
        raise ArticleError(f"{shown(file)} is there already. Open it and change it, or choose another slug.")
    today = today or datetime.date.today()
    english = docs / SOURCE_LANGUAGE / path
    if english.is_file():
        try:
            text = translation(read_page(english, SOURCE_LANGUAGE, docs), language, today)
        except PageError as error:
            raise ArticleError(f"The English article cannot be read: {error}") from error
    else:
        text = article(slug, language, _section(path, section), today)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def article(slug: str, language: str, section: str, today: datetime.date) -> str:
    """The Markdown of a new article in a language, with everything that somebody has to write."""
    words = interface_words(language)["skeleton"]
    meta = {
        "title": words["title"],
        "description": words["description"],
        "slug": slug,
        "section": section,
        "type": _TYPES.get(section, "guide"),
        "authors": [words["author"]],
        "concepts": [],
        "references": [],
        "items": [],
        "grade": "D",
        "reviewed": today,
        "review_by": a_year_after(today),
        "tags": [],
    }
    return f"{frontmatter.written(meta)}\n{_body(words, meta['grade'])}"


def _body(words: Mapping[str, str], grade: object) -> str:
    return f"""!!! in-short "{words["in_short"]}"
    {words["in_short_text"]}

## {words["main"]} {{ #what-it-is }}

{words["main_text"]}

## {words["example"]} {{ #worked-example }}

!!! example "{words["example_title"]}"
    {words["example_text"]}

## {words["try"]} {{ #try-it }}

- [ ] {words["try_text"]}

## {words["mistakes"]} {{ #common-mistakes }}

- {words["mistakes_text"]}

## {words["evidence"]} {{ #evidence }}

!!! evidence "{words["evidence_title"].format(grade=grade)}"
    {words["evidence_text"]}

## {words["further"]} {{ #further-reading }}

- {words["further_text"]}
"""


def translation(english: SourcePage, language: str, today: datetime.date, *, whole: bool = True) -> str:
    """The Markdown of a translation that is to be written.

    Args:
        english: the page to translate.
        language: the language to translate it into.
        today: the day on which it is begun.
        whole: whether the English text stands in it; the headings do in any case.
    """
    words = interface_words(language)["skeleton"]
    meta: dict[str, Any] = {**english.meta, "translators": [words["author"]], "source": english.digest}
    meta["title"] = f"{PLACEHOLDER} {meta['title']}"
    meta["description"] = words["description"]
    if english.is_article:
        meta |= {"reviewed": today, "review_by": a_year_after(today)}
    meta.pop("nav_title", None)
    body = "\n\n".join(_parts(english.body, language, words, whole=whole))
    return f"{frontmatter.written(meta)}\n{body}\n"


def _parts(markdown: str, language: str, words: Mapping[str, str], *, whole: bool) -> Iterator[str]:
    """The blocks of a translation: headings with their ids, what is generated, and the English text in comments."""
    text: list[str] = []

    def english() -> Iterator[str]:
        if inside := "\n".join(text).strip("\n"):
            yield f"<!-- English:\n\n{inside.replace('-->', '-- >')}\n\n-->" if whole else "<!-- English: … -->"
            yield words["translate"]
        text.clear()

    for line in markdown.splitlines():
        if heading := _HEADING.match(line):
            yield from english()
            marks, name, attributes = heading.groups()
            id_ = re.search(r"#([\w-]+)", attributes)
            known = HEADINGS.get(id_[1]) if id_ else None
            yield f"{marks} {words[known] if known else f'{PLACEHOLDER} {name}'} {attributes}"
        elif _COMMENT.fullmatch(line.strip()):
            yield from english()
            yield line.strip()
        else:
            text.append(line)
    yield from english()


def a_year_after(day: datetime.date) -> datetime.date:
    """The same day of the next year; the last of February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _section(path: str, asked: str) -> str:
    sections = navigation.titles(nav())
    if asked:
        if asked not in sections:
            raise ArticleError(f"There is no section ‘{asked[:_SHOWN_LENGTH]}’. There are: {', '.join(sections)}.")
        return asked
    return navigation.section_of(path, nav()) or "Foundations"
