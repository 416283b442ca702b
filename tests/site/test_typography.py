import json
from pathlib import Path

import pytest

from assessment.files import load_texts_data, load_words
from assessment.publish import node, typography
from assessment.publish.plugin import slugify
from assessment.publish.typography import bind, bind_text

IN_SCRIPT = """
import { readFileSync } from "node:fs";
const { bind } = await import(process.argv[2]);
const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(([text, language]) => bind(text, language))));
"""
MADE = ("A u mnie z kimś", "12 345,6 zł i 1 234 567 osób", "0,123 456", "2025 123", "20 de lei – pe 28 iunie", "w 5 m²")


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        ("To i owo w domu", "To i\u00a0owo w\u00a0domu"),
        ("A u mnie z kimś", "A\u00a0u\u00a0mnie z\u00a0kimś"),
        ("(w sklepie)", "(w\u00a0sklepie)"),
        ("49,99 zł i 5 kg", "49,99\u00a0zł i\u00a05\u00a0kg"),
        ("w 2025 r. wzrost", "w\u00a02025\u00a0r. wzrost"),
        ("28 czerwca 2025 r.", "28\u00a0czerwca 2025\u00a0r."),
        ("12 345,6 osoby", "12\u202f345,6 osoby"),
        ("tak – albo nie", "tak\u00a0– albo nie"),
        ("owa rzecz, duo i", "owa rzecz, duo i"),
        ("5 razy", "5 razy"),
    ],
)
def test_polish_keeps_together_what_belongs_together(written, bound):
    assert bind_text(written, "pl") == bound


def test_romanian_keeps_a_number_and_its_unit_together():
    assert (
        bind_text("49,99 lei, 20 de lei – pe 28 iunie", "ro")
        == "49,99\u00a0lei, 20\u00a0de lei\u00a0– pe 28\u00a0iunie"
    )


def test_english_stays_as_it_is():
    assert bind_text("I sold a hat – for 5 kg of figs", "en") == "I sold a hat – for 5 kg of figs"


def test_only_prose_is_bound():
    assert bind("<p>zysk z <em>klienta</em></p>", "pl") == "<p>zysk z\u00a0<em>klienta</em></p>"
    assert bind("<p>tanie <em>i</em> dobre</p>", "pl") == "<p>tanie <em>i</em>\u00a0dobre</p>"
    assert bind("<a>Ceny</a> – ile", "ro") == "<a>Ceny</a>\u00a0– ile"
    assert bind("<template><li>i tak", "pl") == "<template><li>i\u00a0tak"
    kept = (
        '<template class="cx-language">i tak</template><code>i w domu</code><script>i w x</script>'
        '<p title="a b w domu"><!-- i w --></p>'
    )
    assert bind(kept, "pl") == kept
    assert bind(f"{kept}i w nim&nbsp;i&nbsp;z nią", "pl") == f"{kept}i\u00a0w\u00a0nim&nbsp;i&nbsp;z\u00a0nią"


def test_binding_twice_changes_nothing_more():
    once = bind("<p>I tak, w 2025 r. – 12 345 zł z kasy.</p>", "pl")
    assert bind(once, "pl") == once


def texts_in(data):
    """Every text of one line in nested tables."""
    if isinstance(data, str):
        return [] if "\n" in data else [data]
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for part in inner for text in texts_in(part)]


def test_the_browser_binds_what_is_said_as_the_build_does(tmp_path: Path):
    (tmp_path / "typography.mjs").write_text(typography.script(), encoding="utf-8")
    (tmp_path / "bind.mjs").write_text(IN_SCRIPT, encoding="utf-8")
    said = [
        (text, language)
        for language in ("en", "pl", "ro")
        for text in [*MADE, *texts_in(load_texts_data(language)), *texts_in(load_words(language))]
    ]
    command = [tmp_path / "bind.mjs", (tmp_path / "typography.mjs").as_uri()]
    shown = json.loads(node.run(command, what="binding", given=json.dumps(said)))
    expected = [bind_text(text, language) for text, language in said]
    assert shown == expected
    assert sum(text != made for (text, _), made in zip(said, shown, strict=True)) > 500


@pytest.mark.parametrize(
    ("heading", "id_"),
    [("Łódź i żółw", "lodz-i-zolw"), ("Așteptări și țeluri", "asteptari-si-teluri"), ("What’s new?", "whats-new")],
)
def test_a_heading_s_id_keeps_every_letter_that_it_can(heading, id_):
    assert slugify(heading, "-") == id_
