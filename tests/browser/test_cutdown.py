"""The cut-down runtime in a real browser: it says what Python says, and the stock one takes its place when it fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from assessment.bridge import Bridge
from assessment.files import load_model
from assessment.publish import exercise
from assessment.publish.cutdown.conform import corpus
from assessment.publish.serving import Fault, StaticServer
from tests.browser.test_engine import (
    ARCHIVE,
    CORE,
    CORE_ARCHIVE,
    CORE_MEMORY,
    FULL,
    MIXED,
    OPEN,
    RARE,
    REST,
    WASM,
    here,
    prepare,
    runtime_of,
)


@pytest.fixture
def engine(page: Page, engine_site: StaticServer) -> Page:
    prepare(page, engine_site)
    return page


def asked_for(site: StaticServer) -> set[str]:
    """The runtime's files that the worker has asked for."""
    folder = runtime_of(site)
    return {request.path.removeprefix(folder) for request in site.requests if request.path.startswith(folder)}


def score(page: Page, form: dict[str, object] = FULL) -> Any:
    return page.evaluate("(form) => engine.score(form)", form)


def test_it_answers_the_whole_corpus_byte_for_byte_as_python_does_here(engine: Page, engine_site: StaticServer) -> None:
    whole = corpus()
    script = """async (requests) => {
      await engine.start();
      const replies = [];
      for (const request of requests) replies.push(JSON.stringify(await engine.ask(JSON.parse(request))));
      return replies;
    }"""
    replies = engine.evaluate(script, list(whole.requests))
    for request, reply, expected in zip(whole.requests, replies, whole.replies, strict=True):
        assert json.loads(reply) == json.loads(expected), request[:200]
    assert WASM not in asked_for(engine_site)


FAULTS = {
    "wasm not found": (CORE, Fault(status=404)),
    "wasm breaks off": (CORE, Fault(keep=100_000)),
    "wasm of another kind": (CORE, Fault(body=b"\0asm\1\0\0\0")),
    "memory not served": (CORE_MEMORY, Fault(status=503)),
    "memory damaged": (CORE_MEMORY, Fault(body=bytes(8))),
}


@pytest.mark.parametrize(("file", "fault"), FAULTS.values(), ids=FAULTS)
def test_where_a_file_of_it_does_not_come_whole_the_stock_runtime_takes_over(
    engine: Page, engine_site: StaticServer, file: str, fault: Fault
) -> None:
    engine_site.faults[runtime_of(engine_site) + file] = fault
    assert score(engine) == here(exercise.score_request(FULL))
    assert {WASM, ARCHIVE} <= asked_for(engine_site)
    assert engine.evaluate("said") == ["starting", "ready"]


def changed(engine_site: StaticServer, script: str, old: str, new: str) -> None:
    """Serve a script of the worker's with a change in it, as for a browser that is unlike others."""
    text = (engine_site.folder / "web" / script).read_text(encoding="utf-8")
    assert old in text
    engine_site.faults[f"/web/{script}"] = Fault(body=text.replace(old, new).encode())


def test_a_browser_that_cannot_run_it_gets_the_stock_runtime(page: Page, engine_site: StaticServer) -> None:
    changed(engine_site, "python-core.js", "    this.#system.prepare();", "    no_such_function();")
    prepare(page, engine_site)
    assert score(page) == here(exercise.score_request(FULL))
    assert WASM in asked_for(engine_site)


OTHERWISE = ("python-system.js", "new WebAssembly.Module(COUNT_ARGUMENTS)", "null.unknown")
"""A browser whose WebAssembly cannot count parameters."""


def test_a_browser_that_cannot_go_on_from_the_memory_starts_python_by_itself(
    page: Page, engine_site: StaticServer
) -> None:
    changed(engine_site, *OTHERWISE)
    prepare(page, engine_site)
    assert score(page) == here(exercise.score_request(FULL))
    assert {CORE_ARCHIVE, REST} <= asked_for(engine_site)
    assert WASM not in asked_for(engine_site)


def test_where_that_python_lacks_its_modules_the_stock_runtime_takes_over(
    page: Page, engine_site: StaticServer
) -> None:
    changed(engine_site, *OTHERWISE)
    engine_site.faults[runtime_of(engine_site) + CORE_ARCHIVE] = Fault(status=503)
    prepare(page, engine_site)
    assert score(page) == here(exercise.score_request(FULL))
    assert WASM in asked_for(engine_site)


def test_every_page_begins_from_the_same_memory_and_none_starts_python(page: Page, engine_site: StaticServer) -> None:
    changed(engine_site, "python-core.js", "__main_argc_argv(", "no_such_function(")
    for _ in range(2):
        prepare(page, engine_site)
        assert score(page) == here(exercise.score_request(FULL))
        assert page.evaluate("engine.ask({do: 'read', text: '['.repeat(100_000)})")["error"]["code"] == "too-deep"
    assert WASM not in asked_for(engine_site)


def test_other_numbers_than_were_learnt_from_need_no_more_of_python(engine: Page, engine_site: StaticServer) -> None:
    answers = FULL["answers"]
    for turn, item in enumerate(answers):
        other = {**answers[item], "level": 1 + turn % 5}
        form = {**FULL, "answers": {**answers, item: other}}
        assert score(engine, form)["ok"]
    assert asked_for(engine_site) == {"runtime.json", CORE, CORE_MEMORY}


def rest_is_needed(engine_site: StaticServer) -> None:
    """Let the page's Python call a function that no request of a page reaches: one of the second half."""
    file = engine_site.folder / "web" / "python-core.js"
    core = file.read_text(encoding="utf-8")
    calling = core.replace(
        "  handle(request) {\n",
        "  handle(request) {\n    if (/do.:.export/.test(request) && !this.tried) { this.tried = true;"
        " try { this.ask('unicodedata', 'name', 'x'); }"
        " catch (error) { if (error.name !== 'PythonError') throw error; } }\n",
    )
    assert calling != core
    engine_site.faults["/web/python-core.js"] = Fault(body=calling.encode())


def test_a_function_of_the_second_half_is_fetched_when_it_is_called(page: Page, engine_site: StaticServer) -> None:
    rest_is_needed(engine_site)
    prepare(page, engine_site)
    assert score(page) == here(exercise.score_request(FULL))
    assert REST not in asked_for(engine_site)
    assert page.evaluate("(request) => engine.ask(request)", RARE) == here(RARE)
    assert REST in asked_for(engine_site)
    assert WASM not in asked_for(engine_site)


@pytest.mark.parametrize("fault", [Fault(status=404), Fault(body=b"\0asm\1\0\0\0")], ids=["not there", "damaged"])
def test_where_the_second_half_does_not_come_the_stock_runtime_goes_on_with_what_was_told(
    page: Page, engine_site: StaticServer, fault: Fault
) -> None:
    rest_is_needed(engine_site)
    engine_site.faults[runtime_of(engine_site) + REST] = fault
    prepare(page, engine_site)
    bridge = Bridge(load_model())
    team = [{"do": "team.begin"}, {"do": "team.add", "files": [{"name": "a.json", "text": json.dumps(MIXED)}]}]
    for request in (OPEN, *team, RARE, {"do": "team.view", "by": []}):
        expected = json.loads(bridge.handle(json.dumps(request)))
        assert page.evaluate("(request) => engine.ask(request)", request) == expected
    assert WASM in asked_for(engine_site)
    assert page.evaluate("said") == ["starting", "ready"]
