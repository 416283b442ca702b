"""The engine in a real browser: it boots, scores, and says what is wrong instead of waiting for ever."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from assessment.bridge import handle
from assessment.files import load_model
from assessment.publish import exercise
from assessment.publish.serving import Fault, StaticServer

MODEL = load_model()
OPEN = exercise.open_request("en")
FULL = exercise.full_form(MODEL)
MIXED = exercise.mixed_form(MODEL)

WASM = "pyodide.asm.wasm"
ARCHIVE = "python.zip"
MORE = "more.zip"

RARE = {"do": "export", "answers": FULL, "format": "html"}
"""A request whose modules are in the second archive."""

NEVER = 10**6
"""Milliseconds of patience where the test is about something else than patience."""

# In the page: an engine to play with, and what it said of itself.
PREPARE = """async ({worker, runtime, open, patience}) => {
  const { Engine } = await import("/web/engine.js");
  window.engine = new Engine({ worker, runtime, openRequest: open, patience });
  window.said = [];
  engine.addEventListener("state", ({ state, error }) => said.push(error ? `${state}: ${error.code}` : state));
  window.outcome = (promise) => promise.then(
    (reply) => ({ reply }),
    ({ name, code, file, status }) => ({ name, code, file, status }),
  );
}"""


CORE = "core.wasm"
REST = "core-rest.wasm"
CORE_MEMORY = "core-memory.bin"
CORE_ARCHIVE = "core.zip"


@pytest.fixture
def engine(page: Page, engine_site: StaticServer) -> Page:
    """A page with `engine`, `said` and `outcome`."""
    prepare(page, engine_site)
    return page


@pytest.fixture
def stock(page: Page, engine_site: StaticServer) -> Page:
    """The same on the stock runtime alone."""
    prepare(page, engine_site, runtime=runtime_of(engine_site, "stock"))
    return page


def prepare(page: Page, site: StaticServer, **options: object) -> None:
    page.goto(site.address)
    given = {"worker": "/web/worker.js", "runtime": runtime_of(site), "open": OPEN}
    page.evaluate(PREPARE, {**given, "patience": {"boot": NEVER, "request": NEVER}, **options})


def runtime_of(site: StaticServer, kind: str = "runtime") -> str:
    """The runtime's folder, as a path from the site's root."""
    return f"/{kind}/{next((site.folder / kind).iterdir()).name}/"


def here(request: object) -> Any:
    """What the same engine says in this Python."""
    handle(json.dumps(OPEN))
    return here_in_turn(request)


def here_in_turn(request: object) -> Any:
    """The same, in the language that was opened last."""
    return json.loads(handle(json.dumps(request)))


def boot_failure(page: Page) -> Any:
    """How a start that must fail fails; and what waits and what comes later is told the same."""
    page.evaluate("window.waiting = outcome(engine.score({}))")
    failure = page.evaluate("outcome(engine.start())")
    assert page.evaluate("waiting") == failure
    assert page.evaluate("outcome(engine.ask({}))") == failure
    assert page.evaluate("engine.state") == "failed"
    return failure


@pytest.mark.parametrize("form", [FULL, MIXED], ids=["full", "mixed"])
def test_a_score_in_the_browser_is_the_score_here(engine: Page, form: dict[str, object]) -> None:
    assert engine.evaluate("(form) => engine.score(form)", form) == here(exercise.score_request(form))


def test_every_request_of_a_page_is_answered_as_here(engine: Page) -> None:
    requests = [json.loads(text) for text in (*exercise.requests(), *exercise.rare_requests())]
    assert requests
    for request in requests:
        assert engine.evaluate("(request) => engine.ask(request)", request) == here_in_turn(request), request


def test_it_boots_once_however_often_it_is_asked_to(engine: Page) -> None:
    engine.evaluate("Promise.all([engine.start(), engine.start(), engine.ask({do: 'read', text: ''})])")
    assert engine.evaluate("said") == ["starting", "ready"]


def test_a_start_asks_only_for_the_runtimes_own_files(engine: Page, engine_site: StaticServer) -> None:
    asked: list[str] = []
    engine.context.on("request", lambda request: asked.append(request.url))
    engine_site.requests.clear()
    engine.evaluate("(form) => engine.score(form)", FULL)
    files = ("runtime.json", CORE, CORE_MEMORY)
    asked_for = {request.path for request in engine_site.requests}
    runtime = {path for path in asked_for if path.startswith("/runtime/")}
    assert runtime == {f"{runtime_of(engine_site)}{file}" for file in files}
    assert all(path.startswith("/web/") and path.endswith(".js") for path in asked_for - runtime)
    assert all(url.startswith(engine_site.address) for url in asked)


def test_progress_rises_to_everything(engine: Page) -> None:
    seen = engine.evaluate("""async () => {
      const seen = [];
      engine.addEventListener("progress", ({ stage, loaded, total }) => seen.push([stage, loaded, total]));
      await engine.start();
      return seen;
    }""")
    loaded = [step[1] for step in seen]
    assert loaded == sorted(loaded)
    assert seen[-1] == ["start", seen[0][2], seen[0][2]]


def test_a_newer_score_supersedes_older_ones(engine: Page) -> None:
    engine.evaluate("engine.start()")
    replies = engine.evaluate("([a, b]) => Promise.all([a, a, a, b].map((form) => engine.score(form)))", [MIXED, FULL])
    assert replies[:3] == [{"superseded": True}] * 3
    assert replies[3] == here(exercise.score_request(FULL))


def test_a_score_asked_for_before_the_start_is_superseded_too(engine: Page) -> None:
    replies = engine.evaluate("([a, b]) => Promise.all([a, b].map((form) => engine.score(form)))", [MIXED, FULL])
    assert replies[0] == {"superseded": True}
    assert replies[1] == here(exercise.score_request(FULL))


def test_an_answer_that_says_no_is_a_reply_and_not_a_failure(engine: Page) -> None:
    reply = engine.evaluate("engine.ask({do: 'read', text: '{'})")
    assert reply["error"]["code"] == "not-json"
    assert engine.evaluate("engine.state") == "ready"


def test_a_file_nested_too_deeply_is_refused_and_python_lives_on(engine: Page) -> None:
    reply = engine.evaluate("engine.ask({do: 'read', text: '['.repeat(100_000)})")
    assert reply["error"]["code"] == "too-deep"
    assert engine.evaluate("engine.state") == "ready"


def test_user_timing_tells_of_the_start_and_of_each_score(engine: Page) -> None:
    engine.evaluate("(form) => engine.score(form)", FULL)
    engine.evaluate("(form) => engine.score(form)", MIXED)
    engine.evaluate("engine.shown(), engine.shown()")
    names = engine.evaluate("performance.getEntries().map(({name}) => name).filter((name) => name.includes(':'))")
    names = [name for name in names if name.startswith("assessment:")]
    expected = ["engine-start", "engine-ready", "score", "score", "first-score"]
    assert names == [f"assessment:{name}" for name in expected]


ANOTHER_RELEASE = b"PK\5\6" + bytes(18)
"""A sound archive that is not the one that was built."""

FAULTS = {
    "wasm not found": (WASM, Fault(status=404), {"code": "download-failed", "status": 404}),
    "wasm breaks off": (WASM, Fault(keep=100_000), {"code": "download-failed", "status": 200}),
    "wasm too short": (WASM, Fault(body=b"\0asm\1\0\0\0"), {"code": "damaged"}),
    "wasm is a page": (WASM, Fault(body=b"<html>Sign in", content_type="text/html"), {"code": "damaged"}),
    "archive not served": (ARCHIVE, Fault(status=503), {"code": "download-failed", "status": 503}),
    "archive breaks off": (ARCHIVE, Fault(keep=1000), {"code": "download-failed", "status": 200}),
    "archive too short": (ARCHIVE, Fault(body=b"PK"), {"code": "damaged"}),
    "loader not found": ("pyodide.mjs", Fault(status=404), {"code": "download-failed", "status": 404}),
    "glue not served": ("pyodide.asm.js", Fault(status=500), {"code": "download-failed", "status": 500}),
    "glue is no script": ("pyodide.asm.js", Fault(body=b"<html>"), {"code": "damaged"}),
    "manifest not found": ("runtime.json", Fault(status=404), {"code": "download-failed", "status": 404}),
    "archive of another release": (ARCHIVE, Fault(body=ANOTHER_RELEASE), {"code": "damaged"}),
    "manifest breaks off": ("runtime.json", Fault(body=b"{"), {"code": "damaged"}),
}
MORE_FAULTS = {
    "not found": (Fault(status=404), {"code": "download-failed", "status": 404}),
    "breaks off": (Fault(keep=1000), {"code": "download-failed", "status": 200}),
    "too short": (Fault(body=b"PK"), {"code": "damaged"}),
    "a page": (Fault(body=b"<html>Sign in", content_type="text/html"), {"code": "damaged"}),
}


@pytest.mark.parametrize(("file", "fault", "failure"), FAULTS.values(), ids=FAULTS)
def test_a_file_that_does_not_come_whole_fails_the_start(
    stock: Page, engine_site: StaticServer, file: str, fault: Fault, failure: dict[str, object]
) -> None:
    engine_site.faults[runtime_of(engine_site, "stock") + file] = fault
    seen = boot_failure(stock)
    assert seen["file"] == file
    assert {key: seen[key] for key in failure} == failure


@pytest.mark.parametrize(("fault", "failure"), MORE_FAULTS.values(), ids=MORE_FAULTS)
def test_a_second_archive_that_does_not_come_whole_fails_only_what_needs_it_and_comes_at_the_next_try(
    engine: Page, engine_site: StaticServer, fault: Fault, failure: dict[str, object]
) -> None:
    engine_site.faults[runtime_of(engine_site) + MORE] = fault
    seen = engine.evaluate("(request) => Promise.all([request, request].map((one) => outcome(engine.ask(one))))", RARE)
    assert seen[0] == seen[1]
    assert seen[0]["file"] == MORE
    assert {key: seen[0][key] for key in failure} == failure
    assert engine.evaluate("(form) => engine.score(form)", FULL) == here(exercise.score_request(FULL))
    assert engine.evaluate("engine.state") == "ready"

    engine_site.faults.clear()
    assert engine.evaluate("(request) => engine.ask(request)", RARE) == here(RARE)


def test_the_second_archive_is_fetched_once_and_only_when_something_needs_it(
    engine: Page, engine_site: StaticServer
) -> None:
    def fetched() -> int:
        return sum(request.path.endswith(MORE) for request in engine_site.requests)

    engine.evaluate("(form) => engine.score(form)", FULL)
    assert fetched() == 0
    together = "(request) => Promise.all([request, request].map((one) => engine.ask(one)))"
    assert engine.evaluate(together, RARE) == [here(RARE)] * 2
    engine.evaluate("(request) => engine.ask(request)", RARE)
    assert fetched() == 1


def test_the_second_archive_tells_of_its_progress_and_the_boot_no_more_of_its_own(engine: Page) -> None:
    seen = engine.evaluate(
        """async (request) => {
      await engine.start();
      const seen = [];
      for (const type of ["progress", "more"])
        engine.addEventListener(type, ({ stage, loaded, total }) => seen.push([type, stage, loaded, total]));
      await engine.ask(request);
      return seen;
    }""",
        RARE,
    )
    assert {tuple(step[:2]) for step in seen} == {("more", "more")}
    loaded, totals = [step[2] for step in seen], {step[3] for step in seen}
    assert loaded == sorted(loaded)
    assert {loaded[-1]} == totals


def test_scoring_goes_on_while_the_second_archive_is_on_its_way(engine: Page) -> None:
    held: list[Route] = []
    engine.context.route(f"**/{MORE}", lambda route: held.append(route))
    engine.evaluate("(request) => { window.rare = engine.ask(request) }", RARE)
    for form in (FULL, MIXED):
        assert engine.evaluate("(form) => engine.score(form)", form) == here(exercise.score_request(form))
    [route] = held
    route.continue_()
    assert engine.evaluate("rare") == here(RARE)


@pytest.mark.parametrize("file", [WASM, ARCHIVE])
def test_one_byte_changed_is_noticed(stock: Page, engine_site: StaticServer, file: str) -> None:
    content = engine_site.find(runtime_of(engine_site, "stock") + file).read_bytes()  # type: ignore[union-attr]
    middle = len(content) // 2
    changed = content[:middle] + b"\xff\xff\xff\xff" + content[middle + 4 :]
    engine_site.faults[runtime_of(engine_site, "stock") + file] = Fault(body=changed)
    assert boot_failure(stock)["code"] == "damaged"


@pytest.mark.parametrize(("kind", "file"), [("runtime", CORE), ("stock", WASM)])
def test_a_host_that_does_not_know_webassemblys_type_does_no_harm(
    page: Page, engine_site: StaticServer, kind: str, file: str
) -> None:
    path = runtime_of(engine_site, kind) + file
    content = engine_site.find(path).read_bytes()  # type: ignore[union-attr]
    engine_site.faults[path] = Fault(body=content, content_type="application/octet-stream")
    prepare(page, engine_site, runtime=runtime_of(engine_site, kind))
    assert page.evaluate("engine.start()") == {"ok": True}
    assert (runtime_of(engine_site, kind) + ARCHIVE in {r.path for r in engine_site.requests}) == (kind == "stock")


def test_a_policy_against_webassembly_fails_the_start(page: Page, engine_site: StaticServer) -> None:
    engine_site.headers = {"Content-Security-Policy": "script-src 'self' 'unsafe-inline'"}
    prepare(page, engine_site)
    assert boot_failure(page)["code"] == "no-webassembly"


def test_the_strictest_policy_that_allows_webassembly_is_enough(page: Page, engine_site: StaticServer) -> None:
    policy = (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
        "require-trusted-types-for 'script'; trusted-types cx-atlas"
    )
    engine_site.headers = {"Content-Security-Policy": policy}
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text) if message.type == "error" else None)
    prepare(page, engine_site)
    assert page.evaluate("engine.start()") == {"ok": True}
    assert [text for text in violations if "favicon" not in text and "data:" not in text] == []


def test_a_worker_that_is_not_there_fails_the_start(page: Page, engine_site: StaticServer) -> None:
    prepare(page, engine_site, worker="/web/no-such-worker.js")
    assert boot_failure(page)["code"] == "download-failed"


def test_a_browser_without_module_workers_is_told_apart(page: Page, engine_site: StaticServer) -> None:
    page.add_init_script("window.Worker = class { terminate() {} }")
    prepare(page, engine_site)
    assert boot_failure(page)["code"] == "no-worker"


def test_a_page_that_python_cannot_open_fails_the_start(page: Page, engine_site: StaticServer) -> None:
    prepare(page, engine_site, open={"do": "open", "language": {}})
    assert boot_failure(page)["code"] == "refused"


def worker_script(engine_site: StaticServer, script: str) -> str:
    """A worker of the test's own, in place of Python's."""
    engine_site.faults["/web/played.js"] = Fault(body=script.encode())
    return "/web/played.js"


READY = "if (data.type === 'start') postMessage({type: 'ready', reply: '{\"ok\":true}'});"


def test_a_worker_that_never_speaks_is_given_up(page: Page, engine_site: StaticServer) -> None:
    worker = worker_script(engine_site, "onmessage = () => {};")
    prepare(page, engine_site, worker=worker, patience={"boot": 1, "request": NEVER})
    assert boot_failure(page)["code"] == "timeout"


def test_a_request_that_is_never_answered_is_given_up_with_all_that_wait(page: Page, engine_site: StaticServer) -> None:
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} }};")
    prepare(page, engine_site, worker=worker, patience={"boot": NEVER, "request": 1})
    waiting = page.evaluate("Promise.all([engine.ask({}), engine.ask({}), engine.score({})].map(outcome))")
    assert [one["code"] for one in waiting] == ["timeout"] * 3


def test_a_tool_may_think_for_longer_than_a_scoring_and_what_waits_behind_it_waits_too(
    page: Page, engine_site: StaticServer
) -> None:
    page.clock.install()
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} }};")
    prepare(page, engine_site, worker=worker, patience={})
    page.evaluate("engine.start()")
    page.evaluate("window.waiting = [engine.ask({do: 'team.add'}), engine.score({})].map(outcome)")
    page.clock.run_for(100_000)
    assert page.evaluate("engine.state") == "ready"
    page.clock.run_for(100_000)
    assert [one["code"] for one in page.evaluate("Promise.all(waiting)")] == ["timeout"] * 2


def test_whoever_needs_the_second_archive_waits_for_it_as_long_as_the_worker_does(
    page: Page, engine_site: StaticServer
) -> None:
    page.clock.install()
    news = "postMessage({type: 'progress', stage: 'more', loaded: 0, total: 9})"
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} else {news} }};")
    prepare(page, engine_site, worker=worker, patience={})
    page.evaluate("engine.start()")
    page.evaluate(
        "new Promise((told) => { engine.addEventListener('more', told, { once: true }); engine.ask({do: 'read'}) })"
    )
    page.clock.run_for(100_000)
    assert page.evaluate("engine.state") == "ready"


def test_a_scoring_may_not(page: Page, engine_site: StaticServer) -> None:
    page.clock.install()
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} }};")
    prepare(page, engine_site, worker=worker, patience={})
    page.evaluate("engine.start()")
    page.evaluate("() => { window.waiting = outcome(engine.score({})) }")  # and do not wait for it
    page.clock.run_for(30_000)
    assert page.evaluate("waiting")["code"] == "timeout"


def test_a_tab_that_slept_is_not_blamed_on_the_worker(page: Page, engine_site: StaticServer) -> None:
    page.clock.install()
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} }};")
    prepare(page, engine_site, worker=worker, patience={})
    page.evaluate("engine.start()")
    page.evaluate("() => { window.waiting = outcome(engine.score({})) }")
    for slept in (25_000, 3_600_000):  # a little longer than its patience, and an hour
        page.clock.fast_forward(slept)
        assert page.evaluate("engine.state") == "ready"
    page.clock.run_for(30_000)
    assert page.evaluate("waiting")["code"] == "timeout"


def test_python_that_was_told_something_again_at_its_start_may_rest_like_any_other(
    page: Page, engine_site: StaticServer
) -> None:
    page.clock.install()
    answer = """postMessage({type: 'answer', id: data.id, reply: '{"ok":true}'})"""
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} else {answer} }};")
    prepare(page, engine_site, worker=worker, patience={})
    page.evaluate("engine.remember({do: 'model.open'})")
    page.evaluate("engine.start()")
    page.clock.run_for(100_000)
    assert page.evaluate("engine.state") == "ready"


OUT_OF_MEMORY = """
addEventListener("message", ({ data }) => {
  const none = () => { throw new RangeError("no memory"); };
  if (data.type === "ask") WebAssembly.Memory.prototype.grow = none;
});
"""


def test_when_memory_runs_out_it_is_told_and_a_restart_works(page: Page, engine_site: StaticServer) -> None:
    script = (engine_site.folder / "web" / "worker.js").read_text("utf-8")
    prepare(page, engine_site, worker=worker_script(engine_site, OUT_OF_MEMORY + script))
    failure = page.evaluate("outcome(engine.ask({do: 'read', text: 'x'.repeat(30_000_000)}))")
    assert failure["code"] == "python-failed"
    assert page.evaluate("engine.ask({do: 'read', text: ''})")["error"]["code"] == "file-empty"  # it lives on
    worker_script(engine_site, script)
    assert page.evaluate("engine.restart()") == {"ok": True}
    assert page.evaluate("(form) => engine.score(form)", FULL) == here(exercise.score_request(FULL))


def test_a_score_asked_for_behind_a_tool_waits_its_turn(page: Page, engine_site: StaticServer) -> None:
    """Only a newer score supersedes a score."""
    script = f"""const waiting = [];
    onmessage = ({{data}}) => {{
      {READY}
      else waiting.push(data.id);
      if (waiting.length == 3) for (const id of waiting) postMessage({{type: 'answer', id, reply: '{{"ok":true}}'}});
    }};"""
    prepare(page, engine_site, worker=worker_script(engine_site, script))
    seen = page.evaluate("Promise.all([engine.ask({do: 'team.add'}), engine.score({}), engine.ask({do: 'read'})])")
    assert seen == [{"ok": True}] * 3


def test_a_crash_rejects_what_waits_and_a_restart_works(page: Page, engine_site: StaticServer) -> None:
    script = f"""let asked = 0;
    onmessage = ({{data}}) => {{
      {READY}
      else if (data.request.includes('crash')) throw new Error('out of memory');
      else postMessage({{type: 'answer', id: data.id, reply: '{{"ok":true,"asked":' + ++asked + '}}'}});
    }};"""
    prepare(page, engine_site, worker=worker_script(engine_site, script))
    assert page.evaluate("engine.ask({})") == {"ok": True, "asked": 1}
    waiting = page.evaluate("Promise.all([engine.ask({do: 'crash'}), engine.score({})].map(outcome))")
    assert [one["code"] for one in waiting] == ["crashed"] * 2
    assert page.evaluate("outcome(engine.ask({}))")["code"] == "crashed"
    assert page.evaluate("engine.restart()") == {"ok": True}
    assert page.evaluate("engine.ask({})") == {"ok": True, "asked": 1}
    assert page.evaluate("said") == ["starting", "ready", "failed: crashed", "idle", "starting", "ready"]


def test_a_restart_after_a_failed_download_works(stock: Page, engine_site: StaticServer) -> None:
    engine_site.faults[runtime_of(engine_site, "stock") + WASM] = Fault(status=503)
    assert boot_failure(stock)["status"] == 503
    engine_site.faults.clear()
    assert stock.evaluate("engine.restart()") == {"ok": True}
    assert stock.evaluate("(form) => engine.score(form)", FULL) == here(exercise.score_request(FULL))


def test_a_restart_while_something_waits_rejects_it(page: Page, engine_site: StaticServer) -> None:
    worker = worker_script(engine_site, f"onmessage = ({{data}}) => {{ {READY} }};")
    prepare(page, engine_site, worker=worker)
    page.evaluate("engine.start()")
    codes = page.evaluate("""async () => {
      const waiting = [engine.ask({}), engine.score({})].map(outcome);
      await engine.start();
      await engine.restart();
      return (await Promise.all(waiting)).map(({ code }) => code);
    }""")
    assert codes == ["stopped", "stopped"]


def test_after_its_end_it_answers_nothing(engine: Page) -> None:
    engine.evaluate("engine.start()")
    engine.evaluate("engine.dispose()")
    assert engine.evaluate("outcome(engine.score({}))")["code"] == "stopped"
    assert engine.evaluate("engine.state") == "stopped"


@pytest.mark.parametrize("kind", ["runtime", "stock"])
def test_python_finds_no_other_host(page: Page, engine_site: StaticServer, kind: str) -> None:
    """The worker's own fetch is gone once Python is there: nothing that runs in it can ask anybody anything."""
    prepare(page, engine_site, runtime=runtime_of(engine_site, kind))
    worker = page.evaluate("engine.start()") and page.workers[0]
    told = worker.evaluate("fetch('/index.html').then(() => 'fetched', (error) => error.message)")
    assert "fetches nothing" in told
