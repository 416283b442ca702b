"""The promises that docs/assets/stylesheets/atlas.css makes about its colours."""

import re

import pytest

from assessment.publish.pages import DOCS

GROUNDS = ("paper", "surface", "tint")
TEXTS = ("ink", "muted", "accent", "accent-strong", "route", "good", "warn", "bad")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def read_schemes():
    css = (DOCS / "assets" / "stylesheets" / "atlas.css").read_text(encoding="utf-8")
    for name in ("light", "dark"):
        (block,) = re.findall(rf'\[data-md-color-scheme="atlas-{name}"\] \{{(.*?)^\}}', css, re.DOTALL | re.MULTILINE)
        yield name, dict(re.findall(r"--atlas-([\w-]+): (#[0-9a-f]{6});", block))


SCHEMES = list(read_schemes())


def contrast(one, other):
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("name", "colours"), SCHEMES)
def test_text_can_be_read_on_every_ground(name, colours):
    for text in TEXTS:
        for ground in GROUNDS:
            assert contrast(colours[text], colours[ground]) >= 4.5, (name, text, ground)
    for accent in ("accent", "accent-strong"):
        assert contrast(colours["on-accent"], colours[accent]) >= 4.5


@pytest.mark.parametrize(("name", "colours"), SCHEMES)
def test_a_level_s_text_can_be_read_on_its_fill(name, colours):
    for level in range(1, 6):
        assert contrast(colours[f"on-level-{level}"], colours[f"level-{level}"]) >= 4.5, (name, level)


@pytest.mark.parametrize(("name", "colours"), SCHEMES)
def test_edges_and_focus_can_be_seen_on_every_ground(name, colours):
    for mark in ("edge", "focus"):
        for ground in GROUNDS:
            assert contrast(colours[mark], colours[ground]) >= 3, (name, mark, ground)


def test_no_other_style_of_ours_names_a_colour():
    for file in (DOCS / "assets" / "stylesheets").glob("*.css"):
        if file.name != "atlas.css":
            css = re.sub(r"@media print \{.*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
            named = {colour for colour in COLOUR.findall(css) if colour != "#000"}  # which is what a mask lets through
            if file.name == "apart.css":  # shown without the others, so it repeats theirs
                named -= set(COLOUR.findall((file.parent / "atlas.css").read_text(encoding="utf-8")))
            assert not named, (file.name, named)
