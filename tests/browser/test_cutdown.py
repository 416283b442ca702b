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
    assert REST not in asked_for(engine_site)
    assert WASM not in asked_for(engine_site)


FAULTS = {
    "wasm not found": (CORE, Fault(status=404)),
    "wasm breaks off": (CORE, Fault(keep=100_000)),
    "wasm of another kind": (CORE, Fault(body=b"\0asm\1\0\0\0")),
    "archive not served": (CORE_ARCHIVE, Fault(status=503)),
    "archive damaged": (CORE_ARCHIVE, Fault(body=b"PK")),
}


@pytest.mark.parametrize(("file", "fault"), FAULTS.values(), ids=FAULTS)
def test_where_a_file_of_it_does_not_come_whole_the_stock_runtime_takes_over(
    engine: Page, engine_site: StaticServer, file: str, fault: Fault
) -> None:
    engine_site.faults[runtime_of(engine_site) + file] = fault
    assert score(engine) == here(exercise.score_request(FULL))
    assert {WASM, ARCHIVE} <= asked_for(engine_site)
    assert engine.evaluate("said") == ["starting", "ready"]


def test_a_browser_that_cannot_run_it_gets_the_stock_runtime(page: Page, engine_site: StaticServer) -> None:
    core = (engine_site.folder / "web" / "python-core.js").read_text(encoding="utf-8")
    broken = core.replace("__wasm_call_ctors();", "no_such_function();")
    assert broken != core
    engine_site.faults["/web/python-core.js"] = Fault(body=broken.encode())
    prepare(page, engine_site)
    assert score(page) == here(exercise.score_request(FULL))
    assert WASM in asked_for(engine_site)


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


MEMORY = """async (by) => {
  for (;;) {
    const keys = await (await caches.open("cx-atlas-python")).keys();
    const path = keys.length === 1 && new URL(keys[0].url).pathname;
    if (path && path.startsWith(by)) return path;
    await new Promise(requestAnimationFrame);
  }
}"""


def visit(page: Page, site: StaticServer) -> Any:
    """One start and score; what was logged."""
    prepare(page, site)
    return score(page)


def kept(page: Page, site: StaticServer) -> str:
    """Score once, and wait until a memory is kept."""
    assert visit(page, site) == here(exercise.score_request(FULL))
    return str(page.evaluate(MEMORY, runtime_of(site)))


DAMAGE = """async () => {
  const cache = await caches.open("cx-atlas-python");
  const [key] = await cache.keys();
  const response = await cache.match(key);
  const content = new Uint8Array(await response.arrayBuffer());
  content[content.length >> 1] ^= 1;
  await cache.put(key, new Response(content, { headers: response.headers }));
}"""


def test_the_next_start_goes_on_from_a_kept_memory_and_says_the_same(page: Page, engine_site: StaticServer) -> None:
    assert kept(page, engine_site).startswith(runtime_of(engine_site))
    # Nothing but a kept memory can start without the function that starts Python.
    core = (engine_site.folder / "web" / "python-core.js").read_text(encoding="utf-8")
    engine_site.faults["/web/python-core.js"] = Fault(body=core.replace("__main_argc_argv(", "nothing(").encode())
    engine_site.requests.clear()
    assert visit(page, engine_site) == here(exercise.score_request(FULL))
    requests = [json.loads(text) for text in exercise.rare_requests()]
    expected = [here(request) for request in requests[:3]]
    assert [page.evaluate("(request) => engine.ask(request)", request) for request in requests[:3]] == expected
    assert page.evaluate("engine.ask({do: 'read', text: '['.repeat(100_000)})")["error"]["code"] == "too-deep"
    assert WASM not in asked_for(engine_site)


INTACT = """async () => {
  const cache = await caches.open("cx-atlas-python");
  for (;;) {
    const [key] = await cache.keys();
    const response = key && (await cache.match(key));
    if (response) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
      const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return found === response.headers.get("X-Digest");
    }
    await new Promise(requestAnimationFrame);
  }
}"""


def test_a_damaged_memory_is_not_used_and_another_is_kept(page: Page, engine_site: StaticServer) -> None:
    kept(page, engine_site)
    page.evaluate(DAMAGE)
    assert visit(page, engine_site) == here(exercise.score_request(FULL))
    assert page.evaluate(INTACT)
    assert WASM not in asked_for(engine_site)


def test_a_kept_memory_holds_nothing_that_was_answered_and_replaces_an_older_releases(
    page: Page, engine_site: StaticServer
) -> None:
    page.goto(engine_site.address)
    page.evaluate("caches.open('cx-atlas-python').then((cache) => cache.put('/older', new Response('x')))")
    kept(page, engine_site)
    content = page.evaluate("""async () => {
      const cache = await caches.open("cx-atlas-python");
      const keys = await cache.keys();
      const text = new TextDecoder("latin1").decode(await (await cache.match(keys[0])).arrayBuffer());
      return { keys: keys.length, size: text.length, told: ["note 7", "retail"].filter((word) => text.includes(word)) };
    }""")
    assert content["keys"] == 1
    assert 1_000_000 < content["size"] <= 32 * 2**20
    assert content["told"] == []


def test_a_browser_that_keeps_nothing_starts_as_ever(page: Page, engine_site: StaticServer) -> None:
    kept_memory = (engine_site.folder / "web" / "kept-memory.js").read_text(encoding="utf-8")
    refused = kept_memory.replace("caches.open(CACHE)", "Promise.reject(new Error('refused'))")
    assert refused != kept_memory
    engine_site.faults["/web/kept-memory.js"] = Fault(body=refused.encode())
    for _ in range(2):
        assert visit(page, engine_site) == here(exercise.score_request(FULL))
    assert WASM not in asked_for(engine_site)
