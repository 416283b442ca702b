"""Every kind of request that a page makes, and every kind of trouble in it.

`library.py` uses the engine with these to see which modules travel to the browser; `bench.py` and
the browser tests take their forms from here.
"""

from __future__ import annotations

import json
import tomllib

from assessment.core.answers import FORMAT, VERSION, parse_answers
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.files import data_folder, load_model, load_texts_data, load_words
from assessment.report.data import report_json
from assessment.report.formats import BINARY, FORMATS


def requests() -> tuple[str, ...]:
    """Requests as JSON, in an order that a page might send them."""
    model = load_model()
    forms = (full_form(model), empty_form(model), quick_form(model), mixed_form(model))
    asked: list[dict[str, object]] = []
    for language in sorted(model.languages):
        asked.append(open_request(language))
        for form in forms:
            asked.append(score_request(form))
            asked.append({"do": "write", "answers": form})
            asked.append({"do": "read", "text": json.dumps(form, indent=1)})
        asked += [{"do": "read", "text": text} for text in _broken_files(model)]
        asked.append(score_request({"format": "something else"}))
    return tuple(json.dumps(request) for request in asked)


def rare_requests() -> tuple[str, ...]:
    """Requests of the tools, which most pages never make: at least one of each kind, after an `open`."""
    form = full_form(load_model())
    asked: list[dict[str, object]] = [
        *_exports(load_model()),
        {"do": "read", "text": json.dumps({**form, "model": {"id": load_model().id, "version": "0.0.1"}})},
        {
            "do": "change.view",
            "waves": [{"name": "earlier.json", "text": json.dumps(mixed_form(load_model()))}],
            "answers": form,
        },
        *_plan_requests(form),
        *_takeout_requests(form),
        *_team_requests(form),
        {"do": "robustness.check", "answers": form},
        {"do": "quality.coach", "answers": mixed_form(load_model())},
        *_model_requests(form),
    ]
    return tuple(json.dumps(request) for request in asked)


def _takeout_requests(form: dict[str, object]) -> list[dict[str, object]]:
    model = load_model()
    asked: list[dict[str, object]] = [
        {"do": "takeout.file", "answers": form, "format": kind, "plan": None} for kind in (*FORMATS, *BINARY)
    ]
    reports: tuple[object, ...] = (
        report_json(measure(model, parse_answers(form, model))),
        "{}",
        '{"format": "cx-atlas/report"}',
    )
    return [
        *asked,
        {"do": "takeout.charts", "answers": form},
        {"do": "takeout.sheet", "answers": mixed_form(model)},
        *[{"do": "takeout.check", "text": text} for text in reports],
    ]


def _team_requests(form: dict[str, object]) -> list[dict[str, object]]:
    """A panel of people who differ, one file that is broken, and one that only the strict reader takes."""
    by = ["role", "site"]
    files = [
        {
            "name": f"{n}.json",
            "text": json.dumps({**form, "profile": {"role": f"role {n % 2}", "site": f"site {n % 3}"}}),
        }
        for n in range(7)
    ]
    files += [{"name": "broken.json", "text": "{"}, {"name": "bare.json", "text": "\ufeff" + json.dumps(form)}]
    asked: list[dict[str, object]] = [
        {"do": "team.begin"},
        {"do": "team.view"},
        {"do": "team.add", "files": files},
        {"do": "team.view", "by": by},
        {"do": "team.item", "item": "SAL-INT", "by": by},
    ]
    asked += [{"do": "team.export", "format": kind, "by": by} for kind in FORMATS]
    return asked


def _model_requests(form: dict[str, object]) -> list[dict[str, object]]:
    """Our own model, brought as another's would be; and files of both kinds that are none."""
    model = tomllib.loads((data_folder() / "model.toml").read_text("utf-8"))
    data = {"model": model, "texts": {name: load_texts_data(name) for name in load_model().languages}}
    text = json.dumps({"format": "cx-atlas/model", "version": 1, **data})
    return [
        {"do": "model.open", "name": "ours.json", "text": text},
        score_request(form),
        {"do": "model.open", "name": "broken.json", "text": text.replace('"weight"', '"wait"')},
        {"do": "model.open", "name": "broken.toml", "text": 'format = "cx-atlas/model"\nversion = 2'},
        {"do": "model.open", "name": "broken.toml", "text": "format ="},
        {"do": "model.close"},
    ]


def _plan_requests(form: dict[str, object]) -> list[dict[str, object]]:
    plan = {
        "format": "cx-atlas/plan",
        "version": 1,
        "model": form["model"],
        "target": {"block": None, "level": 4},
        "efforts": {"SAL-INT": "small"},
        "steps": [{"item": "SAL-INT", "from": 1, "to": 3, "owner": "Ola", "date": "2027-03-01", "done": True}],
    }
    asked: list[dict[str, object]] = [
        {"do": "plan.choices", "answers": form},
        {"do": "plan.make", "answers": form, "target": {"block": None, "level": 4}, "efforts": {"SAL-INT": "small"}},
        {"do": "plan.make", "answers": form, "target": {"block": "SAL", "level": 5}, "efforts": {}},
        {"do": "plan.trial", "answers": form, "changes": {"SAL-INT": 5}},
        {"do": "plan.roadmap", "plan": plan},
        {"do": "plan.read", "text": json.dumps(plan)},
    ]
    asked += [{"do": "plan.export", "plan": plan, "format": kind} for kind in ("json", "markdown", "csv")]
    return asked


def _exports(model: Model) -> list[dict[str, object]]:
    return [
        {"do": "export", "answers": form, "format": kind}
        for form in (full_form(model), empty_form(model), quick_form(model), mixed_form(model))
        for kind in (*FORMATS, "no such format")
    ]


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
