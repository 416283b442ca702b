"""The conformance corpus in every browser engine: on the runtime that pages start with, and on the stock one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from assessment.publish import exercise
from assessment.publish.cutdown.conform import corpus
from assessment.publish.serving import Fault, StaticServer
from tests.corpus import Case, cases
from tests.engines.browsers import Engine, Tab

CORE = "core.wasm"
WASM = "pyodide.asm.wasm"

# The page's own engine, with the addresses that the build gave the page; how many seconds it took to start.
START = """async (open) => {
  const tag = document.querySelector("cx-assessment");
  const address = (name) => new URL(tag.getAttribute(name), document.baseURI);
  const { Engine } = await import(new URL("engine.js", address("worker")));
  const engine = new Engine({ worker: address("worker"), runtime: address("runtime"), openRequest: open });
  window.engine = engine;
  const since = performance.now();
  await engine.start();
  return (performance.now() - since) / 1000;
}"""

ASK = """async (requests) => {
  const replies = [];
  for (const request of requests) replies.push(JSON.stringify(await window.engine.ask(JSON.parse(request))));
  return replies;
}"""

REPORT = """async ({ open, text, format }) => {
  await window.engine.ask(open);
  const read = await window.engine.ask({ do: "read", text });
  return JSON.stringify(await window.engine.ask({ do: "export", answers: read.answers, format }));
}"""


@dataclass
class Run:
    """An engine that has started Python."""

    name: str
    tab: Tab
    asked_for: set[str]
    """The runtime's files that came."""


@pytest.fixture(scope="session", params=["cut-down", "stock"])
def run(request: pytest.FixtureRequest, engine: Engine, site: StaticServer, figures: list[str]) -> Iterator[Run]:
    """Python in an engine: the one that pages start with, or the stock one because the other does not come."""
    (runtime,) = (site.folder / "assets" / "runtime").iterdir()
    folder = f"/assets/runtime/{runtime.name}/"
    if request.param == "stock":
        site.faults[folder + CORE] = Fault(status=404)
    site.requests.clear()
    with engine.start() as tab:
        tab.open(site.address + "assessment/")
        seconds = tab.evaluate(START, exercise.open_request("en"))
        site.faults.clear()
        came = {
            one.path.removeprefix(folder) for one in site.requests if one.path.startswith(folder) and one.status == 200
        }
        name = f"{engine.name} {tab.version}, {request.param} runtime"
        figures.append(f"{name}: Python is there after {seconds:.1f} s.")
        yield Run(name, tab, came)


def test_python_starts_from_the_runtime_that_is_meant(run: Run) -> None:
    assert (CORE in run.asked_for) == ("cut-down" in run.name)
    assert (WASM in run.asked_for) == ("stock" in run.name)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_report_is_the_expected_one_byte_for_byte(run: Run, case: Case) -> None:
    text = case.answers.read_text(encoding="utf-8")
    for expected in case.expected:
        request = {"open": exercise.open_request(expected.language), "text": text, "format": expected.form}
        reply = json.loads(run.tab.evaluate(REPORT, request))
        assert reply["ok"], reply
        assert reply["text"].encode() == expected.file.read_bytes(), expected.file.name


def test_every_request_of_the_corpus_is_answered_as_here(run: Run, figures: list[str]) -> None:
    whole = corpus()
    since = time.monotonic()
    replies = run.tab.evaluate(ASK, list(whole.requests))
    seconds = time.monotonic() - since
    for request, reply, expected in zip(whole.requests, replies, whole.replies, strict=True):
        assert json.loads(reply) == json.loads(expected), request[:200]
    figures.append(f"{run.name}: {len(replies)} requests in {seconds:.1f} s, each answered as here.")
