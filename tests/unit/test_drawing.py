"""Drawings: plain data, the same lists in both languages, and never anything but a drawing."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assessment
from assessment.core.result import measure
from assessment.files import load_model, load_texts, load_words, load_worked_example
from assessment.report.charts import charts
from assessment.report.drawing import ATTRIBUTES, TAGS, Node, element, svg, wrapped
from assessment.report.radar import radar, radar_points, radar_svg
from assessment.report.words import Words

SCRIPT = (Path(assessment.__file__).parent / "web/drawing.js").read_text("utf-8")
MODEL = load_model()


def allowed_in_script(name: str) -> list[str]:
    """A list of words in drawing.js."""
    found = re.search(rf"const {name} = new Set\((.*?)\.split\(\" \"\)", SCRIPT, re.DOTALL)
    assert found
    return " ".join(re.findall(r'"([^"]+)"', found[1])).split()


def test_python_and_the_browser_allow_the_same_tags_and_attributes() -> None:
    assert allowed_in_script("TAGS") == list(TAGS)
    assert allowed_in_script("ATTRIBUTES") == list(ATTRIBUTES)


@pytest.mark.parametrize("tag", ["script", "foreignObject", "image", "use", "a", "style", "SVG"])
def test_a_drawing_has_no_other_tags(tag: str) -> None:
    with pytest.raises(ValueError, match=tag):
        element(tag, {})


@pytest.mark.parametrize("name", ["onclick", "href", "style", "fill", "xlink:href", "id"])
def test_a_drawing_has_no_other_attributes(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        element("rect", {name: "x"})


@given(st.text(), st.text(st.characters(exclude_categories=["Cs"])))
def test_text_stays_text_and_a_drawing_can_be_read_as_xml(name: str, text: str) -> None:
    written = svg(element("text", {"aria-label": name.encode("utf-8", "ignore").decode()}, text))
    found = ElementTree.fromstring(written)
    assert len(found) == 0
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    assert (found.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_a_drawing_crosses_to_the_browser_as_json() -> None:
    node = element("svg", {"x": 1}, element("text", {}, "a"), "b")
    assert json.loads(json.dumps(node)) == ["svg", {"x": "1"}, [["text", {}, ["a"]], "b"]]


@given(st.text(), st.integers(1, 30))
def test_wrapping_loses_no_word_and_no_line_is_longer_than_it_must_be(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or len(line.split()) == 1 for line in lines)


def test_the_radar_of_the_page_is_the_drawing_as_text() -> None:
    names = [f"<{n}>" for n in range(6)]
    points = radar_points([1, 2, 3, 4, 5, 1], MODEL.rules)
    assert radar_svg(names, points, "", 'A "title"', MODEL.rules) == svg(
        radar(names, points, "", 'A "title"', MODEL.rules)
    )
    assert "&lt;0&gt;" in radar_svg(names, points, "", "t", MODEL.rules)


# -- charts ----------------------------------------------------------------------------------------------------------


def everything(node: Node) -> str:
    """All the text in a drawing."""
    return " ".join(child if isinstance(child, str) else everything(child) for child in node[2])


@pytest.mark.parametrize("language", ["en", "pl", "ro"])
def test_the_charts_say_what_the_result_says(language: str) -> None:
    result = measure(MODEL, load_worked_example(MODEL))
    texts, words = load_texts(MODEL, language), Words(load_words(language))
    found = {str(chart["name"]): chart for chart in charts(result, texts, words)}
    assert list(found) == ["radar", "ranges", "matrix"]
    ranges = everything(found["ranges"]["drawing"])  # type: ignore[arg-type]
    for score in (*result.stated.areas.values(), result.stated.management):
        assert score.score is not None
        assert words.number(score.score) in ranges
    matrix = everything(found["matrix"]["drawing"])  # type: ignore[arg-type]
    levels = [result.answers.to(item.id).level for item in MODEL.items if item.pillar]
    for level in range(1, 6):
        assert matrix.split().count(str(level)) == levels.count(level)
    for chart in found.values():
        drawing: Node = chart["drawing"]  # type: ignore[assignment]
        assert drawing[1]["role"] == "img"
        assert drawing[1]["aria-label"] == chart["title"]
        ElementTree.fromstring(svg(drawing))


def test_without_answers_there_is_no_chart() -> None:
    answers = load_worked_example(MODEL)._replace(given={})
    found = charts(measure(MODEL, answers), load_texts(MODEL, "en"), Words(load_words("en")))
    assert [chart["name"] for chart in found] == ["ranges"], "only what is still possible"
    assert (
        charts(measure(MODEL, answers._replace(form="quick")), load_texts(MODEL, "en"), Words(load_words("en"))) == []
    )
