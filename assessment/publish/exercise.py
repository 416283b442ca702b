"""Every kind of request that a page makes, and every kind of trouble in it.

`library.py` uses the engine with these to see which modules travel to the browser; `bench.py` and
the browser tests take their forms from here.
"""

from __future__ import annotations

import json

from assessment.core.answers import FORMAT, VERSION
from assessment.core.model import Model
from assessment.files import load_model, load_texts_data, load_words
from assessment.report.formats import FORMATS


def requests() -> tuple[str, ...]:
    """Requests as JSON, in an order that a page might send them."""
    model = load_model()
    forms = (full_form(model), empty_form(model), quick_form(model), mixed_form(model))
    asked: list[dict[str, object]] = []
    for language in sorted(model.languages):
        asked.append(open_request(language))
        for form in forms:
            asked.append(score_request(form))
            asked += [{"do": "export", "answers": form, "format": kind} for kind in FORMATS]
            asked.append({"do": "write", "answers": form})
            asked.append({"do": "read", "text": json.dumps(form, indent=1)})
        asked += [{"do": "read", "text": text} for text in _broken_files(model)]
        asked.append({"do": "export", "answers": forms[0], "format": "no such format"})
        asked.append(score_request({"format": "something else"}))
    return tuple(json.dumps(request) for request in asked)


def rare_requests() -> tuple[str, ...]:
    """Requests of the tools, which most pages never make: at least one of each kind, after an `open`."""
    form = full_form(load_model())
    asked: list[dict[str, object]] = [
        {"do": "export", "answers": form, "format": "html"},
    ]
    return tuple(json.dumps(request) for request in asked)


def open_request(language: str) -> dict[str, object]:
    """What a page in this language asks first."""
    language_data = {"texts": load_texts_data(language), "words": load_words(language), "articles": {}}
    return {"do": "open", "language": language_data}


def score_request(answers: dict[str, object]) -> dict[str, object]:
    """What a page asks after a change."""
    return {"do": "score", "answers": answers}


def full_form(model: Model) -> dict[str, object]:
    """Every item answered, with levels that differ, and everything else that a form can hold."""
    answers = {
        item.id: {"level": 1 + place * 7 % model.rules.levels, "evidence": ["log"], "note": f"note {place}"}
        for place, item in enumerate(model.items)
    }
    blocks = [block.id for block in model.blocks]
    return {
        **empty_form(model),
        "date": "2026-11-21",
        "profile": {"organisation": "Sklep „Łąka”", "sector": "retail", "role": "owner"},
        "answers": answers,
        "importance": {block: 1 + place % 3 for place, block in enumerate(blocks)},
        "targets": {block: 3 + place % 3 for place, block in enumerate(blocks)},
    }


def mixed_form(model: Model) -> dict[str, object]:
    """All four states of an answer."""
    states: tuple[dict[str, object], ...] = (
        {"level": 4},
        {"unknown": True, "note": "ask the night shift"},
        {"not_applicable": "not sold here"},
        {"level": 2},
    )
    answers = {item.id: states[place % 5] for place, item in enumerate(model.items) if place % 5 < len(states)}
    return {**empty_form(model), "answers": answers}


def quick_form(model: Model) -> dict[str, object]:
    """A quick form with a few answers."""
    answers = {item.id: {"level": 3} for item in model.items[:9]}
    return {**empty_form(model), "form": "quick", "answers": answers}


def empty_form(model: Model) -> dict[str, object]:
    """Nothing answered."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": {"id": model.id, "version": model.version},
        "form": "full",
        "answers": {},
    }


def _broken_files(model: Model) -> tuple[str, ...]:
    """Files that cannot be read, each for a reason of its own."""
    no_such_item = {**empty_form(model), "answers": {"NO-SUCH": {"level": 1}}}
    no_such_level = {**empty_form(model), "answers": {model.items[0].id: {"level": 99}}}
    return (
        "",
        "{",
        "[]",
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        "[" * 100_000,
        '{"a": ' + "9" * 10_000 + "}",
        "\0\0",
        json.dumps(no_such_item),
        json.dumps(no_such_level),
    )
