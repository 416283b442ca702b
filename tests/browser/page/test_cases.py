"""The corpus through the engine in a real browser: the same bytes as expected, and as the command line prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from assessment.cli import main
from assessment.publish import exercise
from assessment.publish.serving import StaticServer
from tests.corpus import Case, cases

# The page's own engine, with the addresses and the language that the build gave the page.
PREPARE = """async () => {
  const tag = document.querySelector("cx-assessment");
  const address = (name) => new URL(tag.getAttribute(name), document.baseURI);
  const { Engine } = await import(new URL("engine.js", address("worker")));
  const language = JSON.parse(tag.querySelector(".cx-language").content.textContent);
  window.engine = new Engine({
    worker: address("worker"), runtime: address("runtime"), openRequest: { do: "open", language },
  });
}"""

REPORT = """async ({ open, text, format }) => {
  await engine.ask(open);
  const read = await engine.ask({ do: "read", text });
  return engine.ask({ do: "export", answers: read.answers, format });
}"""


@pytest.fixture(scope="module")
def engine(browser: Browser, served_site: StaticServer) -> Iterator[Page]:
    """The assessment page, with its engine as `engine`: started once for the whole corpus."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(served_site.address + "assessment/")
    page.evaluate(PREPARE)
    yield page
    context.close()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_report_made_in_the_browser_is_the_expected_one_byte_for_byte(engine: Page, case: Case) -> None:
    text = case.answers.read_text(encoding="utf-8")
    for expected in case.expected:
        request: dict[str, Any] = {
            "open": exercise.open_request(expected.language),
            "text": text,
            "format": expected.form,
        }
        reply = engine.evaluate(REPORT, request)
        assert reply["ok"], reply
        assert reply["text"].encode() == expected.file.read_bytes(), expected.file.name


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_report_made_in_the_browser_is_what_the_command_line_prints(
    engine: Page, case: Case, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = case.answers.read_text(encoding="utf-8")
    reply = engine.evaluate(REPORT, {"open": exercise.open_request("en"), "text": text, "format": "json"})
    assert main(["score", str(case.answers), "--format", "json"]) == 0
    assert capsysbinary.readouterr().out == reply["text"].encode()
