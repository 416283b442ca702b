"""Taking the result out: files, charts, the printed sheet, a link, and a check of somebody else's report."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, expect

from assessment.core.answers import parse_answers
from assessment.core.result import measure
from assessment.files import load_texts, load_words
from assessment.publish import exercise
from assessment.report.data import report, report_json
from assessment.report.formats import write_report
from assessment.report.words import Words
from assessment.report.xlsx import xlsx
from tests.browser.page.axe import violations
from tests.browser.page.reader import LANGUAGES, MODEL, Reader, document
from tests.browser.page.test_reflow import SMALL

FULL = exercise.full_form(MODEL)
MIXED: dict[str, Any] = {**exercise.mixed_form(MODEL), "date": "2026-11-21", "profile": {"organisation": "<b>Łąka</b>"}}
LINK = re.compile(r"#answers=[\w-]+$")


class Takeout:
    """The opened tool, as a person sees it."""

    def __init__(self, reader: Reader) -> None:
        self.page, self.words = reader.page, Words(load_words(reader.language))
        self.reader = reader
        self.place = reader.page.locator("#tool-takeout")
        reader.step("result")
        self.place.locator("> summary").click()
        expect(self.link).to_have_value(LINK)

    def say(self, key: str, **facts: object) -> str:
        return self.words.say(f"takeout.{key}", **facts)

    def button(self, key: str, **facts: object) -> Locator:
        return self.place.get_by_role("button", name=self.say(key, **facts), exact=True)

    def save(self, button: Locator) -> tuple[str, bytes]:
        """Press, and take what is saved: its name, and what is in it."""
        with self.page.expect_download() as saved:
            button.click()
        return saved.value.suggested_filename, saved.value.path().read_bytes()

    @property
    def link(self) -> Locator:
        return self.place.get_by_label(self.say("share_link"), exact=True)

    def check(self, name: str, content: bytes) -> None:
        with self.page.expect_file_chooser() as chosen:
            self.button("check_choose").first.click()
        chosen.value.set_files({"name": name, "mimeType": "application/json", "buffer": content})


def plain(text: str) -> str:
    """The text without the spaces that keep words together, which the site puts into the words of its pages."""
    return text.replace("\u00a0", " ")


@cache
def result_of(form: str) -> Any:
    return measure(MODEL, parse_answers(json.loads(form), MODEL))


def result(form: Any) -> Any:
    return result_of(json.dumps(form))


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_the_same_as_from_the_command_line(invite, language: str) -> None:
    takeout = Takeout(invite(language, answers=FULL).visit())
    texts, words = load_texts(MODEL, language), Words(load_words(language))
    for form, ending in {"text": "txt", "html": "html", "markdown": "md", "csv": "csv", "json": "json"}.items():
        name, content = takeout.save(takeout.button(f"format_{form}"))
        assert name == f"cx-atlas-report-2026-11-21.{ending}"
        assert plain(content.decode("utf-8")) == plain(write_report(result(FULL), texts, words, form))
        expect(takeout.place.get_by_text(takeout.say("made", name=name))).to_be_visible()
    name, content = takeout.save(takeout.button("format_xlsx"))
    assert name == "cx-atlas-report-2026-11-21.xlsx"
    assert content.count(b"<row") == xlsx(result(FULL), texts, words).count(b"<row")
    if language == "en":
        assert content == xlsx(result(FULL), texts, words)


def test_the_plan_that_the_page_keeps_goes_into_the_workbook_and_a_damaged_one_does_not_stop_it(invite) -> None:
    step = {"item": "SAL-INT", "from": 1, "to": 3, "owner": "=Ola", "date": ""}
    target = {"block": None, "level": 4}
    plan = {
        "format": "cx-atlas/plan",
        "version": 1,
        "model": FULL["model"],
        "target": target,
        "efforts": {},
        "steps": [step],
    }
    takeout = Takeout(invite("en", answers=FULL).visit())
    without = takeout.save(takeout.button("format_xlsx"))[1]
    for kept, more in ((json.dumps(plan), True), ("{", False), ('{"format": "x"}', False)):
        takeout.page.evaluate("(plan) => localStorage.setItem('cx-atlas:plan', plan)", kept)
        content = takeout.save(takeout.button("format_xlsx"))[1]
        assert (b"=Ola" in content) == more
        assert (content == without) != more


# -- charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_is_a_picture_that_needs_nothing_else(invite, scheme: Any) -> None:
    takeout = Takeout(invite("pl", answers=FULL, color_scheme=scheme).visit())
    drawings = takeout.place.locator("[data-charts] figure")
    expect(drawings).to_have_count(3)
    for place in range(3):
        title = drawings.nth(place).locator("figcaption").inner_text()
        expect(drawings.nth(place).get_by_role("img", name=title)).to_be_visible()
        name, content = takeout.save(takeout.button("chart_as", title=title, format="SVG"))
        assert name.endswith(".svg")
        found = ElementTree.fromstring(content)
        assert not any("class" in element.attrib for element in found.iter())
        ground = found[0].attrib["fill"]
        assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
        assert {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in found.iter()} <= {
            "svg", "rect", "line", "polygon", "circle", "text", "tspan",
        }  # fmt: skip
        name, content = takeout.save(takeout.button("chart_as", title=title, format="PNG"))
        assert name.endswith(".png")
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20], "big") == 2 * int(found.attrib["width"])


def test_without_answers_there_are_no_charts_and_it_says_so(invite) -> None:
    takeout = Takeout(invite("en", answers=document({"SAL-INT": 3}, form="quick")).visit())
    expect(takeout.place.get_by_text(takeout.say("charts_none"))).to_be_visible()


@pytest.mark.parametrize(
    "node",
    [
        ["script", {}, ["alert(1)"]],
        ["svg", {}, [["foreignObject", {}, []]]],
        ["rect", {"onclick": "alert(1)"}, []],
        ["a", {"href": "javascript:alert(1)"}, []],
        ["rect", {"style": "fill:url(https://example.org)"}, []],
    ],
)
def test_nothing_but_a_drawing_is_ever_drawn(reader, node: Any) -> None:
    drawn = """async (node) => {
      const folder = document.querySelector("cx-assessment").getAttribute("worker").replace(/[^/]*$/, "");
      const { draw } = await import(new URL(folder + "drawing.js", document.baseURI));
      try { return draw(node).outerHTML; } catch (error) { return `refused: ${error.message}`; }
    }"""
    assert reader.page.evaluate(drawn, node).startswith("refused: a drawing has no ")
    assert reader.page.evaluate(drawn, ["text", {}, ["<b>"]]) == "<text>&lt;b&gt;</text>"


# -- the sheet --------------------------------------------------------------------------------------------------------


def test_the_printed_sheet_asks_what_is_not_known_and_nothing_else_is_printed(invite) -> None:
    takeout = Takeout(invite("ro", answers=MIXED).visit())
    page = takeout.page
    page.evaluate("window.print = () => { document.documentElement.dataset.printed = ''; }")
    takeout.button("sheet_print").click()
    expect(page.locator("html[data-printed]")).to_have_count(1)
    page.emulate_media(media="print")
    sheet = page.locator("body > .cx-sheet")
    expect(sheet.get_by_role("heading", level=1)).to_have_text(takeout.say("sheet_title"))
    expect(sheet).to_contain_text("<b>Łąka</b> · 2026-11-21")
    unknown = [key for key, answer in MIXED["answers"].items() if answer.get("unknown")]
    expect(sheet.locator("li")).to_have_count(len(unknown))
    texts = load_texts(MODEL, "ro")
    for line, item in zip(sheet.locator("li").all(), unknown, strict=True):
        expect(line).to_contain_text(texts.items[item].question)
        expect(line).to_contain_text(texts.blocks[MODEL.item(item).block].ask)
        expect(line).to_contain_text(takeout.say("found"))
    expect(page.locator("cx-assessment")).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_have_count(0)
    expect(page.locator("cx-assessment")).to_be_visible()


def test_with_nothing_to_find_out_there_is_nothing_to_print(invite) -> None:
    takeout = Takeout(invite("en", answers=document({"SAL-INT": 3})).visit())
    expect(takeout.place.get_by_text(takeout.say("sheet_none"))).to_be_visible()
    expect(takeout.button("sheet_print")).to_be_hidden()


# -- the link ---------------------------------------------------------------------------------------------------------

UNPACK = """async ([hash]) => {
  const folder = document.querySelector("cx-assessment").getAttribute("worker").replace(/[^/]*$/, "");
  const { isShared, readShared } = await import(new URL(folder + "share.js", document.baseURI));
  if (!isShared(hash)) return null;
  try { return await readShared(hash); } catch (error) { return { code: error.code, facts: error.facts }; }
}"""


def unpacked(reader: Reader, link: str) -> Any:
    """What the page makes of a link: a text, null, or how it is refused."""
    return reader.page.evaluate(UNPACK, ["#" + link.partition("#")[2]])


def test_the_link_holds_the_levels_and_no_word_that_anybody_wrote(invite, watch) -> None:
    takeout = Takeout(invite("pl", answers=MIXED).visit())
    expect(takeout.place.get_by_text(takeout.say("share_holds"), exact=True)).to_be_visible()
    link = takeout.link.input_value()
    text = unpacked(takeout.reader, link)
    found = parse_answers(json.loads(text), MODEL)
    given = parse_answers(MIXED, MODEL)
    assert {key: answer.state for key, answer in found.given.items()} == {
        key: answer.state for key, answer in given.given.items()
    }
    assert measure(MODEL, found).stated == measure(MODEL, given).stated
    for word in ("Łąka", "night shift", "not sold here"):
        assert word in json.dumps(MIXED, ensure_ascii=False)
        assert word not in text
    length = takeout.say("share_length", n=len(link))
    expect(takeout.place.get_by_text(length, exact=True)).to_be_visible()
    assert not any("answers=" in asked for asked in watch.asked), "the answers went to the server"


def test_the_link_holds_everything_if_asked_to(invite) -> None:
    takeout = Takeout(invite("en", answers=FULL).visit())
    before = takeout.link.input_value()
    takeout.place.get_by_label(takeout.say("share_all")).check()
    expect(takeout.place.get_by_text(takeout.say("share_holds_all"))).to_be_visible()
    expect(takeout.link).not_to_have_value(before)
    assert json.loads(unpacked(takeout.reader, takeout.link.input_value())) == FULL
    takeout.place.get_by_label(takeout.say("share_all")).uncheck()
    expect(takeout.link).to_have_value(before)


def test_the_link_is_copied(invite) -> None:
    reader = invite("en", answers=FULL, permissions=["clipboard-read", "clipboard-write"]).visit()
    takeout = Takeout(reader)
    takeout.button("share_copy").click()
    expect(takeout.place.get_by_text(takeout.say("share_copied"), exact=True)).to_be_visible()
    assert reader.page.evaluate("navigator.clipboard.readText()") == takeout.link.input_value()


PACK = """async (text) => {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = "";
  for (const one of bytes) letters += String.fromCharCode(one);
  return "#answers=" + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}"""


def test_links_that_are_damaged_or_mean_harm_are_refused(reader) -> None:
    whole = reader.page.evaluate(PACK, json.dumps(FULL))
    assert json.loads(unpacked(reader, whole)) == FULL
    assert unpacked(reader, "") is None
    assert unpacked(reader, "#SAL") is None
    assert unpacked(reader, "#assessment-result") is None
    for broken in (
        whole[:-40],
        whole[:30],
        "#answers=",
        "#answers=%00",
        "#answers=A",
        f"{whole}!",
        "#answers=<script>",
    ):
        assert unpacked(reader, broken)["code"] == "share-broken", broken
    bomb = reader.page.evaluate(PACK, "x" * 50_000_000)
    assert len(bomb) < 100_000
    assert unpacked(reader, bomb)["code"] == "share-too-large"
    assert unpacked(reader, "#answers=" + "A" * 400_001)["code"] == "share-too-large"
    reader.page.evaluate("delete globalThis.DecompressionStream")
    assert unpacked(reader, whole)["code"] == "share-unsupported"


# -- somebody's report ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_confirmed_or_the_figures_that_differ_are_named(invite, language: str) -> None:
    takeout = Takeout(invite(language, answers=document({"SAL-INT": 3})).visit())
    takeout.check("fine.json", report_json(result(FULL)).encode())
    confirmed = takeout.say("confirmed", model=MODEL.id, version=MODEL.version)
    expect(takeout.place.get_by_text(confirmed)).to_be_visible()
    changed: Any = report(result(FULL))
    true_score = changed["areas"]["SAL"]["score"]
    changed["areas"]["SAL"]["score"] = 4.99
    takeout.check("changed.json", json.dumps(changed).encode())
    expect(takeout.place.get_by_text(takeout.say("differs", n=1))).to_be_visible()
    row = takeout.place.get_by_role("row").filter(has_text="areas.SAL.score")
    expect(row.locator("td")).to_have_text(["4.99", str(true_score)])
    takeout.reader.expect_answers({"SAL-INT": 3})


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\x00\xff", "file-not-text"), (json.dumps(FULL).encode(), "not-a-report"), (b"", "file-empty")],
)
def test_what_is_no_report_is_refused_with_what_to_do(invite, content: bytes, code: str) -> None:
    takeout = Takeout(invite("en", answers=FULL).visit())
    takeout.check("other.json", content)
    what = load_words("en")["errors"][code]["what"]  # type: ignore[index]
    expect(takeout.place.get_by_text(str(what))).to_be_visible()


# -- for everybody ----------------------------------------------------------------------------------------------------


def test_axe_finds_nothing_in_the_three_tools_and_everything_can_be_pressed(invite) -> None:
    reader = invite("pl", answers=MIXED, reduced_motion="reduce", viewport={"width": 360, "height": 740}).visit()
    takeout = Takeout(reader)
    page = reader.page
    for tool in ("robustness", "quality"):
        page.locator(f"#tool-{tool} > summary").click()
    page.locator("#tool-robustness [data-check]").click()
    expect(page.locator("#tool-robustness [data-found]")).to_be_visible()
    takeout.check("changed.json", json.dumps({**report(result(FULL)), "form": "quick"}).encode())
    expect(page.locator("[data-check-found]")).to_be_visible()
    assert page.evaluate(SMALL) == []
    assert violations(page, "tools", within=".cx-tools") == []


def test_a_link_is_opened_only_when_the_reader_says_so_and_undo_brings_back_what_was_there(invite) -> None:
    sender = Takeout(invite("en", answers=FULL).visit())
    fragment = sender.link.input_value().partition("#")[2]
    mine = document({"SAL-INT": 3})
    reader: Reader = invite("ro", answers=mine).visit(f"assessment/#{fragment}")
    expect(reader.notices).to_contain_text(reader.say("shared_found"))
    expect(reader.choice("SAL-INT", 3)).to_be_checked()
    reader.button("shared_open").click()
    theirs = FULL["answers"]["SAL-INT"]["level"]
    expect(reader.notices).to_contain_text(reader.say("opened"))
    assert "#answers=" not in reader.page.url
    expect(reader.choice("SAL-INT", theirs)).to_be_checked()
    reader.notices.get_by_role("button", name=reader.say("undo"), exact=True).click()
    expect(reader.choice("SAL-INT", 3)).to_be_checked()


def test_a_damaged_link_is_told_and_changes_nothing(invite) -> None:
    reader: Reader = invite("pl", answers=document({"SAL-INT": 2})).visit("assessment/#answers=AAAA")
    reader.button("shared_open").click()
    expect(reader.notices).to_contain_text(reader.say("opened_nothing_lost"))
    expect(reader.choice("SAL-INT", 2)).to_be_checked()
