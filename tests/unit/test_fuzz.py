"""Whatever a page or a person brings, there is an answer or a refusal in words, soon, and nothing else has changed.

A few hundred generated cases in every run; ten thousand with `make fuzz`, where a failure is printed with its seed.
"""

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assessment.bridge import MORE, START, Bridge
from assessment.cli import main
from assessment.files import load_model
from assessment.publish import exercise
from tests.corpus import LANGUAGES
from tests.unit import spoilt

MODEL = load_model()
FORM = exercise.full_form(MODEL)
OPEN = {language: json.dumps(exercise.open_request(language)) for language in LANGUAGES}
MOST_CALLS = 2_000_000
"""Of Python functions, for one request: a thousand random draws, the slowest that there is, take 100,000."""


class TooLong(BaseException):
    """More calls than any request may take: no `except Exception` swallows it."""


@contextmanager
def bounded(most: int = MOST_CALLS) -> Iterator[None]:
    """Give up after so many calls, on any machine the same."""
    watch, tool, left = sys.monitoring, 4, most

    def called(code: object, offset: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooLong(f"more than {most} calls")

    watch.use_tool_id(tool, "fuzz")
    watch.register_callback(tool, watch.events.PY_START, called)
    watch.set_events(tool, watch.events.PY_START)
    try:
        yield
    finally:
        watch.set_events(tool, watch.events.NO_EVENTS)
        watch.register_callback(tool, watch.events.PY_START, None)
        watch.free_tool_id(tool)


def at_work(language: str) -> Bridge:
    """An engine in mid-session: three people's files are in."""
    engine = Bridge(MODEL)
    files = [{"name": f"{n}.json", "text": json.dumps({**FORM, "profile": {"site": str(n)}})} for n in range(3)]
    for request in (OPEN[language], json.dumps({"do": "team.add", "files": files})):
        assert json.loads(engine.handle(request))["ok"]
    return engine


def state_of(engine: Bridge) -> list[str]:
    """What the engine says when it is asked as usual."""
    asked: list[dict[str, object]] = [{"do": "score", "answers": FORM}, {"do": "team.view"}]
    return [engine.handle(json.dumps(request)) for request in asked]


BEFORE = {language: state_of(at_work(language)) for language in LANGUAGES}


def test_every_request_there_is_is_spoilt() -> None:
    every = {*START, *(f"{tool}.{verb}" for tool, verbs in MORE.items() for verb in verbs)}
    assert {request["do"] for requests in spoilt.SOUND.values() for request in requests} == every - {"open"}


UNCHANGED: dict[str, Bridge] = {}
"""Engines that have refused all that they were asked so far, and have been seen to be as they were before."""


def check(language: str, request: str) -> None:
    engine = UNCHANGED.pop(language, None) or at_work(language)
    with bounded():
        reply = json.loads(engine.handle(request))
    if reply["ok"]:
        return
    error = reply["error"]
    assert error.keys() == {"code", "place", "message"}
    assert error["code"] != "unexpected", error["message"]
    assert error["message"].isprintable(), error
    assert len(error["message"]) < 2_000, error
    assert state_of(engine) == BEFORE[language]
    UNCHANGED[language] = engine


@given(st.sampled_from(LANGUAGES), spoilt.requests("start"))
def test_what_every_page_asks(language: str, request: str) -> None:
    check(language, request)


@given(st.sampled_from(LANGUAGES), spoilt.requests("tools"))
def test_what_the_tools_ask(language: str, request: str) -> None:
    check(language, request)


@given(st.sampled_from(LANGUAGES), spoilt.requests("models"))
def test_models_that_people_bring(language: str, request: str) -> None:
    check(language, request)


COMMANDS: list[Callable[[str], list[str]]] = [
    lambda file: ["check", file],
    lambda file: ["score", file, "--format", "html"],
    lambda file: ["merge", file, file, file],
    lambda file: ["compare", file, file],
    lambda file: ["migrate", file],
    lambda file: ["plan", file, "--target", "5"],
    lambda file: ["score", "--model", file, file],
    lambda file: ["check", "--model", file],
]


@given(st.sampled_from(COMMANDS), st.sampled_from(LANGUAGES), spoilt.files())
def test_files_on_the_command_line(command: Callable[[str], list[str]], language: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given"
        file.write_bytes(content)
        out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(errors), bounded():
            status = main([*command(str(file)), "--language", language])
        assert status in (0, 2)
        assert file.read_bytes() == content
        errors.seek(0)
        for line in errors.read().splitlines():
            assert line.isprintable()
