"""The one function that JavaScript calls: whatever it is asked, it answers in JSON and raises nothing."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment import bridge
from assessment.bridge import Bridge, handle
from assessment.core.result import measure
from assessment.files import load_model, load_texts, load_texts_data, load_words, read_answers
from assessment.report.formats import FORMATS, write_report
from assessment.report.words import Words
from tests import corpus

MODEL = load_model()
CASES = corpus.cases()


def opened(language: str = "en") -> Bridge:
    """An engine that has its words."""
    engine = Bridge(MODEL)
    assert ask(engine, do="open", language=language_data(language)) == {"ok": True}
    return engine


def language_data(language: str) -> dict[str, object]:
    """What a page hands over when it opens the engine."""
    articles = {"touchpoint-sales": {"href": "../learn/touchpoint-sales/", "title": "Sales"}}
    return {"texts": load_texts_data(language), "words": load_words(language), "articles": articles}


def ask(engine: Bridge, **request: object) -> Any:
    """The reply to a request, as JavaScript reads it."""
    return json.loads(engine.handle(json.dumps(request)))


OPENED = {language: opened(language) for language in corpus.LANGUAGES}
"""Engines that are shared by tests, for no request changes an engine."""


def refused(engine: Bridge, **request: object) -> Any:
    """The error in the reply to a request."""
    reply = ask(engine, **request)
    assert reply.keys() == {"ok", "error"}
    assert reply["ok"] is False
    assert reply["error"].keys() == {"code", "place", "message"}
    return reply["error"]


def plain(case: corpus.Case) -> Any:
    """The answers of a case as a page holds them."""
    return json.loads(case.answers.read_text("utf-8-sig"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_gets_the_same_bytes_as_the_corpus_holds(case: corpus.Case) -> None:
    for expected in case.expected:
        reply = ask(OPENED[expected.language], do="export", answers=plain(case), format=expected.form)
        assert reply["text"].encode() == expected.file.read_bytes()
        assert reply["name"].startswith("cx-atlas-report")
        assert reply["name"].endswith(f".{FORMATS[expected.form]}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_score_is_a_view_of_every_item_of_the_form(case: corpus.Case) -> None:
    reply = ask(OPENED["pl"], do="score", answers=plain(case))
    assert reply.keys() == {"ok", "view"}
    blocks = (*reply["view"]["areas"], reply["view"]["management"])
    cells = [cell["id"] for block in blocks for cell in block["cells"]]
    assert sorted(cells) == sorted(item.id for item in MODEL.of_form(reply["view"]["form"]))


def test_the_areas_of_a_view_stand_in_the_order_of_the_model() -> None:
    view = ask(opened(), do="score", answers=plain(CASES[0]))["view"]
    assert [area["id"] for area in view["areas"]] == [area.id for area in MODEL.areas]


def test_a_priority_points_only_to_an_article_that_exists() -> None:
    grocery = next(case for case in CASES if case.name == "all-one")
    view = ask(opened(), do="score", answers=plain(grocery))["view"]
    hrefs = {priority["article"] and priority["article"]["href"] for priority in view["priorities"]}
    assert hrefs == {"../learn/touchpoint-sales/", None}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading_a_file_gives_the_answers_and_writing_them_gives_a_file(case: corpus.Case) -> None:
    engine = opened()
    read = ask(engine, do="read", text=case.answers.read_text("utf-8"))["answers"]
    written = ask(engine, do="write", answers=read)
    assert read_answers(written["text"], MODEL) == read_answers(case.answers.read_text("utf-8"), MODEL)
    assert ask(engine, do="read", text=written["text"])["answers"] == read


def test_a_file_is_named_after_its_day() -> None:
    answers = plain(next(case for case in CASES if case.name == "village-grocery"))
    engine = opened()
    assert ask(engine, do="write", answers=answers)["name"] == "cx-atlas-answers-2026-11-21.json"
    del answers["date"]
    assert ask(engine, do="write", answers=answers)["name"] == "cx-atlas-answers.json"
    assert ask(engine, do="export", answers=answers, format="text")["name"] == "cx-atlas-report.txt"


@pytest.mark.parametrize("broken", corpus.invalid(), ids=lambda broken: broken.name)
def test_a_file_that_cannot_be_read_gets_the_same_message_as_on_the_command_line(broken: corpus.Invalid) -> None:
    try:
        text = broken.file.read_bytes().decode()
    except UnicodeDecodeError:
        return  # the page itself sees to that
    expected = tomllib.loads(broken.message.read_text("utf-8"))
    for language, engine in OPENED.items():
        error = refused(engine, do="read", text=text)
        assert error["code"] == expected["code"]
        assert f"{broken.file.name}: {error['message']}" == expected[language]


def test_answers_that_do_not_fit_are_refused_with_their_place() -> None:
    answers = plain(CASES[0])
    answers["answers"]["SAL-INT"] = {"level": 9}
    for do in ("score", "write", "export"):
        error = refused(opened(), do=do, answers=answers, format="text")
        assert (error["code"], error["place"]) == ("number-out-of-range", "answers.SAL-INT.level")


def test_before_it_is_opened_the_engine_says_so_and_can_still_read_and_write() -> None:
    engine = Bridge(MODEL)
    answers = plain(CASES[0])
    assert refused(engine, do="score", answers=answers)["code"] == "not-opened"
    assert refused(engine, do="export", answers=answers, format="json")["code"] == "not-opened"
    assert ask(engine, do="read", text=json.dumps(answers))["ok"]
    assert ask(engine, do="write", answers=answers)["ok"]


def test_before_it_is_opened_an_error_is_told_by_its_code() -> None:
    assert refused(Bridge(MODEL), do="read", text="")["message"] == "file-empty"


@pytest.mark.parametrize(
    "do", ["", "close", "handle", "__init__", "_score", "answers", None, 1, True, [], {}, "x" * 99]
)
def test_an_unknown_request_is_refused(do: object) -> None:
    error = refused(opened(), do=do)
    assert error["code"] == "request-unknown"
    assert len(error["message"]) < 120


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    error = refused(opened(), do="export", answers=plain(CASES[0]), format="pdf")
    assert error["code"] == "format-unknown"
    assert "markdown" in error["message"]


@pytest.mark.parametrize(
    "request_text",
    [
        "",
        "{",
        "null",
        "[]",
        '"score"',
        "3",
        "NaN",
        "[" * 100_000,
        '{"do": "score"',
        "\0",
        "\ud800",
        '{"do": "\\ud800"}',
    ],
)
def test_garbage_gets_an_answer_too(request_text: str) -> None:
    for engine in (Bridge(MODEL), opened("ro")):
        reply = json.loads(engine.handle(request_text))
        assert reply["ok"] is False
        assert reply["error"]["code"] in ("request-unknown", "unexpected")
        assert reply["error"]["message"].isprintable()


@pytest.mark.parametrize(
    "request_data",
    [
        {"do": "open"},
        {"do": "open", "language": None},
        {"do": "open", "language": {}},
        {"do": "open", "language": {"words": {}, "texts": {}}},
        {"do": "open", "language": {"words": [], "texts": []}},
        {"do": "score"},
        {"do": "score", "answers": None},
        {"do": "score", "answers": []},
        {"do": "read"},
        {"do": "read", "text": None},
        {"do": "read", "text": 3},
        {"do": "read", "text": "a\0b"},
        {"do": "write"},
        {"do": "export"},
        {"do": "export", "answers": {}, "format": []},
    ],
)
def test_a_request_that_lacks_something_is_refused(request_data: dict[str, object]) -> None:
    for engine in (Bridge(MODEL), opened()):
        assert refused(engine, **request_data)["message"]


def test_an_engine_that_could_not_be_opened_can_be_opened_again() -> None:
    engine = Bridge(MODEL)
    data = language_data("pl")
    assert refused(engine, do="open", language={**data, "texts": {}})["code"] == "key-missing"
    assert ask(engine, do="open", language=data)["ok"]
    assert ask(engine, do="score", answers=plain(CASES[0]))["ok"]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_REQUESTS = st.fixed_dictionaries(
    {"do": st.sampled_from(["score", "read", "write", "export", "x"])},
    optional={"answers": _ANYTHING, "text": _ANYTHING, "format": _ANYTHING},
)


@given(_REQUESTS | _ANYTHING)
def test_whatever_is_asked_the_reply_is_json_and_nothing_is_raised(request_data: object) -> None:
    reply = json.loads(OPENED["pl"].handle(json.dumps(request_data)))
    assert reply["ok"] is False
    assert set(reply["error"]) == {"code", "place", "message"}


def test_a_failed_request_changes_nothing_for_the_next() -> None:
    engine, answers = opened(), plain(CASES[0])
    before = engine.handle(json.dumps({"do": "score", "answers": answers}))
    engine.handle("{")
    refused(engine, do="read", text="[")
    assert engine.handle(json.dumps({"do": "score", "answers": answers})) == before


def test_the_pages_own_function_keeps_its_words_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "_page", None)
    assert json.loads(handle(json.dumps({"do": "open", "language": language_data("ro")}))) == {"ok": True}
    answers = plain(CASES[0])
    reply = json.loads(handle(json.dumps({"do": "export", "answers": answers, "format": "text"})))
    result = measure(MODEL, read_answers(json.dumps(answers), MODEL))
    assert reply["text"] == write_report(result, load_texts(MODEL, "ro"), Words(load_words("ro")), "text")
