"""Drawings of articles: whole on paper and wide screens, and never smaller than their words can be read."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assessment.publish.figures import LEAST, FigureError, framed
from assessment.publish.pages import DOCS, LANGUAGES

DRAWINGS = sorted(DOCS.glob("*/assets/figures/*.svg"))
SMALL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300">{}<text font-size="12">A</text></svg>'


def page(file: Path) -> str:
    """What stands in a page for a drawing."""
    return framed(f'<p><img alt="What it shows" src="../../assets/figures/{file.name}" /></p>', file.parent)


def test_on_a_phone_every_word_of_every_drawing_is_large_enough() -> None:
    assert {file.parts[-4] for file in DRAWINGS} == set(LANGUAGES)
    for file in DRAWINGS:
        root = ElementTree.fromstring(file.read_bytes())
        least = re.search(r'<source [^>]*width="(\d+)"', page(file))
        assert least, file
        scale = int(least[1]) / float(root.attrib["viewBox"].split()[2])
        words = [one for one in root.iter() if "font-size" in one.attrib]
        assert words, file
        small = [one.text for one in words if float(one.attrib["font-size"]) * scale < LEAST]
        assert not small, file


def test_a_drawing_stands_in_a_frame_with_its_name_and_both_its_sizes(tmp_path: Path) -> None:
    file = tmp_path / "small.svg"
    file.write_text(SMALL.format("<title>Before &amp; after</title>"), "utf-8")
    assert page(file) == (
        '<div class="atlas-figure" data-atlas-name="Before &amp; after"><picture>'
        '<source media="screen and (max-width: 45em)" srcset="../../assets/figures/small.svg" width="550" height="275">'
        '<img width="600" height="300" alt="What it shows" src="../../assets/figures/small.svg" /></picture></div>'
    )
    other = '<p>Text and <img alt="a picture" src="../../assets/figures/small.svg" /></p>'
    assert framed(other, tmp_path) == other


@pytest.mark.parametrize("drawing", [SMALL.format(""), "<svg", '<svg viewBox="0 0 5"/>'])
def test_a_drawing_without_a_name_or_a_size_stops_the_build_and_is_named(tmp_path: Path, drawing: str) -> None:
    file = tmp_path / "unfit.svg"
    file.write_text(drawing, "utf-8")
    with pytest.raises(FigureError, match=r"unfit\.svg"):
        page(file)


def test_a_line_in_italics_below_a_drawing_is_its_caption_and_other_text_is_not() -> None:
    file = DRAWINGS[0]
    image = f'<p><img alt="What it shows" src="../../assets/figures/{file.name}" /></p>'
    caption, text = "<p><em>An invented sketch.</em></p>", "<p>It may be <em>any</em> text.</p>"
    assert '<p class="atlas-caption">An invented sketch.</p>' in framed(f"{image}\n{caption}\n{text}", file.parent)
    assert framed(f"{image}\n{text}\n{caption}", file.parent).endswith(f"{text}\n{caption}")
