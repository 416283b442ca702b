"""The site's own typefaces: cut down to what is shown, and never further."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont

from assessment.publish.pages import DOCS, LANGUAGES, ROOT, prefix

TEXT = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
WEIGHT = re.compile(r"font(?:-weight)?: *(\d{3})\b")


@pytest.fixture(scope="module")
def faces(built_site):
    """What each file holds: its face, and the characters."""
    files = sorted(built_site.glob("assets/fonts/*/*.woff2"))
    assert len(files) == 4
    return {file: TTFont(file) for file in files}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("face", ["atkinson", "brygada"])
def test_every_letter_of_every_page_is_in_both_faces(built_site, faces, language: str, face: str) -> None:
    held = {chr(one) for file, font in faces.items() if face in file.name for one in font.getBestCmap()}
    pages = (built_site / prefix(language)).glob("learn/**/*.html")
    letters = {
        letter for page in pages for letter in TEXT.sub("", page.read_text(encoding="utf-8")) if letter.isalpha()
    }
    assert letters >= set("aąęłńśźż" if language == "pl" else "aăâîșț" if language == "ro" else "az")
    assert letters - held <= {"⁸"}  # powers in an example


def test_every_weight_that_a_style_sheet_names_is_in_the_faces(faces) -> None:
    sheets = [*DOCS.glob("assets/stylesheets/*.css"), *(ROOT / "assessment" / "web").glob("*.css")]
    named = {int(weight) for sheet in sheets for weight in WEIGHT.findall(sheet.read_text(encoding="utf-8"))}
    assert {400, 700} <= named
    for file, font in faces.items():
        (weights,) = font["fvar"].axes
        assert weights.minValue <= min(named) <= max(named) <= weights.maxValue, file.name
