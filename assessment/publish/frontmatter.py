"""What an article's front matter must say: docs/article.schema.json, read for the check and for whoever writes one."""

from __future__ import annotations

import datetime
import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from assessment.publish.pages import DOCS, SOURCE_LANGUAGE, SourcePage

SCHEMA = DOCS / "article.schema.json"

Fault = tuple[int, str, str]
"""The line, what is wrong, and how to mend it."""


@cache
def schema() -> dict[str, Any]:
    """The schema as plain data."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def keys(*, translation: bool = False) -> tuple[str, ...]:
    """What an article must say, in the order in which it is written."""
    needed = {*schema()["required"], *(schema()["$defs"]["translation"]["required"] if translation else ())}
    return tuple(key for key in schema()["properties"] if key in needed)


def written(meta: Mapping[str, object]) -> str:
    """Front matter as it stands in a file, between its two lines."""
    lines = (f"{key}: {_yaml(meta[key])}" for key in schema()["properties"] if key in meta)
    return "---\n" + "\n".join(lines) + "\n---\n"


def table() -> str:
    """The keys of an article as a Markdown table, for CONTRIBUTING.md."""
    only = schema()["$defs"]["translation"]["required"]
    rows = ["| key | what to write | example |", "|---|---|---|"]
    for key in keys(translation=True):
        rule = schema()["properties"][key]
        what = rule["description"] + (f": {_choices(rule['enum'])}" if "enum" in rule else "")
        also = " (translations only)" if key in only else ""
        rows.append(f"| `{key}` | {what}{also} | `{_example(key)}` |")
    return "\n".join(rows)


def faults(page: SourcePage, *, translation: bool | None = None) -> Iterator[Fault]:
    """What is wrong with a page's front matter.

    Args:
        page: the page.
        translation: whether it was translated; if not given, what is not English was.
    """
    rules = schema()["$defs"]["page"] if not page.is_article else schema()
    needed = list(rules["required"])
    if page.is_article and (page.language != SOURCE_LANGUAGE if translation is None else translation):
        needed += schema()["$defs"]["translation"]["required"]
    yield from _twice(page)
    for key in needed:
        if key not in page.meta:
            yield 1, f"front matter: ‘{key}’ is missing", _write(key)
    known = rules.get("propertyNames", {}).get("enum") or list(schema()["properties"])
    for key, value in page.meta.items():
        if key in known:
            error = next(_rule(key).iter_errors(_plain(value)), None)
            reason = _reason(error) if error else _QUOTED_DATE if _is_quoted_date(key, value) else ""
            if reason:
                yield page.line_of(key), f"front matter: ‘{key}’ {reason}", _write(key)
        else:
            alike = difflib.get_close_matches(str(key), known, 1)
            remedy = f"Write ‘{alike[0]}’, or take it out" if alike else "Take it out"
            yield page.line_of(str(key)), f"front matter: nothing reads ‘{key}’", remedy
    if page.is_article:
        yield from _disagreements(page)


@cache
def _rule(key: str) -> Draft202012Validator:
    return Draft202012Validator(schema()["properties"][key], format_checker=FormatChecker(["date"]))


def _plain(value: object) -> object:
    return value.isoformat() if type(value) is datetime.date else value


_QUOTED_DATE = "is in quotation marks"


def _is_quoted_date(key: str, value: object) -> bool:
    """Whether a date is a text in YAML, as which the pages do not read it."""
    return schema()["properties"][key].get("format") == "date" and isinstance(value, str)


def _reason(error: ValidationError) -> str:
    """What the validator found, in a writer's words; it goes on from the key."""
    value, limit = error.instance, error.validator_value
    match error.validator:
        case "type" if error.schema.get("format") == "date":
            return "is no date"
        case "type" if limit == "array":
            return "is not a list"
        case "type":
            return f"is not a text but {json.dumps(value, default=str)}"
        case "minLength":
            return f"is too short: {len(value)} characters; {limit} is the least"
        case "maxLength":
            return f"is too long: {len(value)} characters; {limit} is the most"
        case "minItems":
            return "is empty"
        case "enum":
            return f"is ‘{value}’, and not one of {_choices(limit)}"
        case "format":
            return f"is ‘{value}’, which is no date"
        case _:
            return f"says ‘{value}’, which is not of the right form"


def _write(key: str) -> str:
    """How to write a key, with an example."""
    return f"Write {schema()['properties'][key]['description']}, for example {_example(key)}"


def _example(key: str) -> str:
    (example,) = schema()["properties"][key]["examples"]
    return f"{key}: {_yaml(example)}"


def _choices(values: Sequence[object]) -> str:
    return ", ".join(map(str, values))


#: What YAML takes for a text without quotation marks.
_UNQUOTED = re.compile(r"(?!(?:true|false|yes|no|on|off|null|y|n)$)[^\W\d_](?:[\w .,;()’–-]*[\w.)’])?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _yaml(value: object) -> str:
    """A value as YAML, in one line."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_yaml, value))}]"
    text = str(value)
    is_plain = _DATE.fullmatch(text) or (_UNQUOTED.fullmatch(text) and not (isinstance(value, str) and "," in text))
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _twice(page: SourcePage) -> Iterator[Fault]:
    """Keys that stand twice: YAML would silently take the last."""
    head = page.file.read_text(encoding="utf-8").splitlines()[: page.body_line - 1]
    seen: set[str] = set()
    for number, line in enumerate(head, 1):
        if key := re.match(r"([A-Za-z_]\w*)\s*:", line):
            if key[1] in seen:
                yield number, f"front matter: ‘{key[1]}’ stands twice", "Keep one of the two"
            seen.add(key[1])


def _disagreements(page: SourcePage) -> Iterator[Fault]:
    stem = page.file.stem
    if page.meta.get("slug", stem) != stem:
        yield page.line_of("slug"), f"front matter: ‘slug’ is not the file's name, {stem}", f"Write slug: {stem}"
    reviewed, review_by = page.meta.get("reviewed"), page.meta.get("review_by")
    if isinstance(reviewed, datetime.date) and isinstance(review_by, datetime.date) and review_by <= reviewed:
        yield page.line_of("review_by"), "front matter: ‘review_by’ is not after ‘reviewed’", "Write a later date"
