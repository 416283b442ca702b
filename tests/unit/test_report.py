"""The report in its formats: nothing that a person wrote becomes anything but text."""

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assessment.core.answers import Answer, Answers
from assessment.core.errors import RequestError
from assessment.core.result import measure
from assessment.files import load_model, load_texts, load_words, load_worked_example, read_answers
from assessment.report.formats import FORMATS, write_report
from assessment.report.radar import radar_points
from assessment.report.view import view
from assessment.report.words import Words
from tests import corpus

MODEL = load_model()
EN, EN_TEXTS = Words(load_words("en")), load_texts(MODEL, "en")
HOSTILE = read_answers((corpus.HERE / "cases" / "hostile-text" / "answers.json").read_text("utf-8"), MODEL)


def written(answers: Answers, form: str) -> str:
    """A report in English."""
    return write_report(measure(MODEL, answers), EN_TEXTS, EN, form)


def with_note(note: str) -> Answers:
    """A form with one note, where every format that shows notes shows it."""
    return Answers("full", {"SAL-INT": Answer(unknown=True, note=note)}, {}, {}, "", {"organisation": note})


class _Page(HTMLParser):
    """Collects the elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def page(answers: Answers) -> _Page:
    """The report as HTML, parsed."""
    found = _Page()
    found.feed(written(answers, "html"))
    found.close()
    return found


@pytest.mark.parametrize("name", [case.name for case in corpus.cases()])
def test_html_holds_only_elements_of_ours_and_needs_nothing_from_elsewhere(name: str) -> None:
    answers = read_answers((corpus.HERE / "cases" / name / "answers.json").read_text("utf-8"), MODEL)
    found = page(answers)
    known = (
        "html meta title style main h1 h2 h3 p strong table caption tr th td ol ul li br svg polygon line text tspan"
    )
    assert set(found.tags) <= set(known.split())
    assert not {key for key, _ in found.attributes if key.startswith("on") or key in ("src", "href", "style")}
    assert "url(" not in written(answers, "html")


def test_html_shows_hostile_text_as_it_was_written() -> None:
    found = page(HOSTILE).text
    assert "<b>O'Brien & Söhne</b>" in found
    assert "</li></ul><h1>x</h1> &lt; &amp;" in found
    assert "{n} {level} {{ 7*7 }} %s ${x}" in found


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_no_note_can_add_an_element_to_the_page(note: str) -> None:
    assert page(with_note(note)).tags == page(with_note("x")).tags


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_no_note_can_start_a_formula_or_a_row(note: str) -> None:
    answers = Answers("full", {"SAL-INT": Answer(4, evidence=(note,), note=note)}, {}, {}, "", {})
    text = written(answers, "csv")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(list(csv.reader(io.StringIO(written(with_note("x"), "csv"), newline=""))))
    assert {len(row) for row in rows} == {7}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert rows[1][5].removeprefix("'") == note.removeprefix("'")


_MARKS = "\\`*_{}[]<>|#~&;+-=.!():/\"' \n1a"


@given(st.text(st.sampled_from(_MARKS), min_size=1, max_size=12).filter(lambda note: bool(note.strip())))
def test_no_note_can_add_anything_to_the_markdown(note: str) -> None:
    def kinds(text: str) -> list[str]:
        return [token.type for token in MarkdownIt("commonmark").enable("table").parse(text)]

    assert kinds(written(with_note(note), "markdown")) == kinds(written(with_note("x"), "markdown"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_a_terminal_is_told_nothing_but_text(note: str) -> None:
    text = written(with_note(note), "text")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_a_very_long_word_is_broken_in_the_text() -> None:
    assert max(map(len, written(with_note("x" * 20_000), "text").splitlines())) <= 140


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(RequestError, match="format-unknown"):
        written(HOSTILE, "pdf")


# -- the view -------------------------------------------------------------------------------------------------------


def seen(answers: Answers, language: str = "en") -> dict[str, Any]:
    """The view of a result: every sentence and shown number."""
    return view(measure(MODEL, answers), load_texts(MODEL, language), Words(load_words(language)), {})


@pytest.mark.parametrize("language", MODEL.languages)
@pytest.mark.parametrize("case", corpus.cases(), ids=lambda case: case.name)
def test_no_sentence_has_a_gap_left_open(case: corpus.Case, language: str) -> None:
    if case.name == "hostile-text":
        return  # its own text has braces
    answers = read_answers(case.answers.read_text("utf-8"), MODEL)
    for place, sentence in _sentences(seen(answers, language), ""):
        assert not re.search(r"\{\w*\}", sentence), (place, sentence)
        assert "Fraction" not in sentence, (place, sentence)


def _sentences(value: object, place: str) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(place, value)]
    if isinstance(value, dict):
        return [found for key, entry in value.items() for found in _sentences(entry, f"{place}.{key}")]
    if isinstance(value, list):
        return [found for entry in value for found in _sentences(entry, place)]
    assert value is None or isinstance(value, bool), place
    return []


def test_every_language_shows_the_same_numbers() -> None:
    answers = read_answers((corpus.HERE / "cases" / "everything" / "answers.json").read_text("utf-8"), MODEL)

    def numbers(language: str) -> list[str]:
        shown = seen(answers, language)
        blocks = [shown["overall"], shown["experience"], shown["management"], *shown["areas"], *shown["pillars"]]
        return [f"{block['score']} {block['level']} {block['coverage']}".replace(",", ".") for block in blocks]

    assert numbers("en") == numbers("pl") == numbers("ro")


def test_an_empty_form_says_what_is_missing_and_shows_no_number() -> None:
    shown = seen(Answers("full", {}, {}, {}, "", {}))
    assert shown["empty"] is True
    assert shown["overall"]["score"] == shown["overall"]["level"] == ""
    assert shown["overall"]["line"] == "Not enough answers yet"
    assert "5 areas" in shown["announce"]
    assert shown["spread"] == ""
    assert shown["radar"]["stated"] == ""


# -- the drawing ----------------------------------------------------------------------------------------------------


def test_a_radar_has_a_corner_for_each_area_and_whole_numbers_only() -> None:
    points = seen(load_worked_example(MODEL))["radar"]["stated"]
    assert re.fullmatch(r"-?\d+,-?\d+( -?\d+,-?\d+){5}", points)


def test_a_radar_with_an_area_missing_is_not_drawn() -> None:
    assert radar_points([3, 3, None, 3], MODEL.rules) == ""


def test_the_highest_level_lies_on_the_rim_and_the_axes_go_clockwise_from_the_top() -> None:
    assert radar_points([5, 5, 5, 5], MODEL.rules) == "0,-320 320,0 0,320 -320,0"


@pytest.mark.parametrize("form", FORMATS)
def test_writing_twice_gives_the_same(form: str) -> None:
    assert written(HOSTILE, form) == written(HOSTILE, form)
