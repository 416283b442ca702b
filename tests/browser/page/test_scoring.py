"""From an answer to a score: when Python starts, what the page says meanwhile, and what it says when Python cannot."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from assessment.cli import main
from assessment.publish.serving import Fault, StaticServer
from assessment.publish.typography import bind_text
from tests.browser.page.reader import LANGUAGES, MODEL, document, levels_for_all, quick_items

WASM = "pyodide.asm.wasm"
CORE = "core.wasm"
"""What pages start from; WASM is in reserve."""

# Before the page's own scripts: keep every state that the result was in.
RECORD_STATES = """
window.states = [];
new MutationObserver((changes) => {
  for (const { target } of changes) if (target.id === "assessment-result") states.push(target.dataset.state);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
"""


# What a person reads of a part of the page, by text node.
READ = """(root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.parentElement.checkVisibility()) texts.push(walker.currentNode.data);
  return texts;
}"""


def test_nothing_of_python_is_asked_for_before_somebody_answers(invite, watch) -> None:
    reader = invite()
    for path in ("", "learn/touchpoint-sales/", "scoring/", "assessment/", "assessment/#SRV"):
        reader.visit(path)
    for block in ("REP", "MGT", "result", "SAL"):
        reader.step(block)
    asked = [path for path in watch.asked if "/runtime/" in path or path.endswith("worker.js")]
    assert asked == []
    assert watch.asked
    expect(reader.result).to_have_attribute("data-state", "empty")


def test_a_first_answer_starts_python_and_leads_to_a_score(invite, watch) -> None:
    reader = invite()
    reader.page.add_init_script(RECORD_STATES)
    reader.visit()
    reader.answer("SAL-INT", 4)
    reader.expect_score_of(document({"SAL-INT": 4}))
    states = reader.page.evaluate("states")
    assert [state for state, before in zip(states, ["empty", *states], strict=False) if state != before] == [
        "loading",
        "ready",
    ]
    assert any(path.endswith(CORE) for path in watch.asked)


def test_the_score_follows_each_answer(reader) -> None:
    answers: dict[str, object] = {}
    for item, value in (("SAL-INT", 4), ("SAL-RES", 1), ("SAL-EXP", 2), ("SAL-TIM", 5), ("SAL-INT", 2)):
        reader.answer(item, value)
        answers[item] = value
        reader.expect_score_of(document(answers))
    reader.question("SAL-RES").get_by_role("button", name=reader.say("clear")).click()
    del answers["SAL-RES"]
    reader.expect_score_of(document(answers))
    expect(reader.question("SAL-RES").locator("input:checked")).to_have_count(0)


def test_clearing_the_only_answer_leads_back_to_the_start(reader) -> None:
    reader.answer("SAL-INT", 4)
    reader.expect_state("ready")
    reader.question("SAL-INT").get_by_role("button", name=reader.say("clear")).click()
    reader.expect_state("empty")
    expect(reader.result).to_contain_text(reader.say("engine_idle"))
    expect(reader.result.locator("[data-shown]")).to_be_hidden()


def test_the_page_keeps_its_promises_to_those_who_look_in_from_outside(reader) -> None:
    reader.answer("SAL-INT", 4)
    reader.expect_score_of(document({"SAL-INT": 4}))
    reader.answer("SAL-RES", 4)
    reader.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 4}))
    areas = reader.result.locator("[data-area]").evaluate_all("rows => rows.map(row => row.dataset.area)")
    assert areas == [block.id for block in MODEL.blocks]
    names = reader.page.evaluate(
        "performance.getEntries().filter(({entryType}) => /mark|measure/.test(entryType)).map(({name}) => name)"
    )
    names = [name for name in names if name.startswith("assessment:")]
    assert names[:2] == ["assessment:engine-start", "assessment:engine-ready"]
    assert names.count("assessment:first-score") == 1
    assert names.count("assessment:score") == 2


def test_once_python_is_there_answering_asks_for_nothing(reader, watch, site: StaticServer) -> None:
    reader.answer("SAL-INT", 4)
    reader.expect_state("ready")
    watch.asked.clear()
    site.requests.clear()
    reader.give({item.id: 3 for item in MODEL.items if item.block in ("MKT", "SRV")})
    reader.answer("PRD-INT", "na")
    reader.fill("PRD-INT:reason", "no product")
    reader.answer("PRD-RES", "unknown")
    reader.fill("PRD-RES:note", "ask the workshop")
    reader.page.locator('[name="importance:PRD"]').select_option("3")
    reader.step("result")
    reader.button("start_over").click()
    reader.expect_state("empty")
    reader.page.locator(".cx-actions").get_by_role("button", name=reader.say("undo")).click()
    reader.expect_state("ready")
    reader.page.get_by_role("radio", name=reader.say("form_quick")).check()
    reader.expect_score_of(reader.kept)
    # Chromium looks for the page's icon again with each step, as steps are part of the address: not the page asks.
    asked = [*watch.asked, *(request.path for request in site.requests)]
    assert [path for path in asked if not path.endswith(("favicon.svg", "favicon.png"))] == []


def test_does_not_apply_counts_as_open_until_it_says_why(reader) -> None:
    reader.give({"SAL-INT": 4, "SAL-RES": 4})
    reader.answer("SAL-EXP", "na")
    reason = reader.page.get_by_label(reader.say("reason")).and_(reader.page.locator(":visible"))
    expect(reason).to_have_count(1)
    expect(reader.page.locator("#reason-about-SAL-EXP")).to_be_visible()
    expect(reader.question("SAL-EXP")).to_have_attribute("data-state", "reason-missing")
    reader.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 4}))
    reason.fill("everything is sold from stock")
    expect(reader.question("SAL-EXP")).to_have_attribute("data-state", "answered")
    expect(reader.page.locator("#reason-about-SAL-EXP")).to_be_hidden()
    answers = document({"SAL-INT": 4, "SAL-RES": 4})
    answers["answers"]["SAL-EXP"] = {"not_applicable": "everything is sold from stock"}
    reader.expect_score_of(answers)


@pytest.mark.parametrize("language", ["pl", "ro"])
def test_no_line_of_the_result_ends_where_none_must_and_files_keep_plain_spaces(invite, language: str) -> None:
    answers = document({item.id: 1 + place % 5 for place, item in enumerate(MODEL.items)})
    answers["answers"]["SAL-INT"]["note"] = "w domu i z 20 de lei – 5 kg"
    reader = invite(language, answers=answers).visit("assessment/#assessment-result")
    reader.expect_score_of(answers)
    texts = reader.result.evaluate(READ)
    assert [text for text in texts if bind_text(text, language) != text] == []
    assert language != "pl" or [text for text in texts if re.search(r"\b[aiouwz] \S", text, re.IGNORECASE)] == []
    assert any("\u00a0" in text for text in texts)
    _, saved = reader.save_file()
    assert json.loads(saved) == answers


def test_the_quick_form_is_labelled_rough_and_says_nothing_of_an_area(invite) -> None:
    quick = {item.id: 1 + place % 5 for place, item in enumerate(quick_items())}
    answers = {**levels_for_all(2), **quick}
    reader = invite("ro", answers=document(answers)).visit()
    reader.expect_score_of(document(answers))
    reader.page.get_by_role("radio", name=reader.say("form_quick")).check()
    reader.expect_score_of(document(answers, form="quick"))
    expect(reader.result.get_by_text(reader.words.say("report.quick_label", n=12))).to_be_visible()
    expect(reader.result.locator("[data-area]:visible")).to_have_count(0)
    reader.step("result")
    expect(reader.page.locator("#result-title")).to_be_visible()
    expect(reader.result.locator(".cx-heatmap")).to_be_hidden()
    expect(reader.result.locator(".cx-radar")).to_be_hidden()
    expect(reader.result.locator("[data-area]:visible")).to_have_count(0)
    expect(reader.result.locator(".cx-practices tbody tr:visible")).to_have_count(6)
    reader.result.locator("[data-to-questions]").click()
    reader.page.get_by_role("radio", name=reader.say("form_full")).check()
    reader.expect_answers(answers)
    reader.expect_score_of(document(answers))


# -- when Python cannot ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_of_python_that_does_not_come_is_told_and_can_be_tried_again(
    invite, watch, site: StaticServer, runtime_path: str, language: str
) -> None:
    watch.forgive_failing_python()
    site.faults[runtime_path + WASM] = Fault(status=404)
    site.faults[runtime_path + CORE] = Fault(status=404)
    reader = invite(language).visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("error")
    told = reader.result.locator("[data-engine-text]")
    expect(told).to_be_visible()
    expect(told).to_contain_text(reader.say("failed_download", file=WASM))
    expect(told).to_contain_text(reader.say("engine_failed_answers"))
    assert reader.kept["answers"] == {"SAL-INT": {"level": 4}}
    # Answering goes on, and the page goes on saying what is wrong.
    reader.answer("SAL-RES", 2)
    reader.answer("SAL-EXP", 5)
    reader.expect_state("error")
    expect(told).to_contain_text(reader.say("failed_download", file=WASM))
    expect(reader.result.locator("[data-engine-progress]")).to_be_hidden()
    name, content = reader.save_file()
    assert re.fullmatch(r"cx-atlas-answers-\d{4}-\d\d-\d\d\.json", name)
    assert b'"SAL-EXP"' in content
    # Trying in vain says so once more; trying when the fault is gone gives the score.
    reader.button("engine_retry").click()
    reader.expect_state("error")
    site.faults.clear()
    reader.button("engine_retry").click()
    reader.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 2, "SAL-EXP": 5}))
    expect(reader.result.locator("[data-retry]")).to_be_hidden()


def test_a_part_of_python_that_came_damaged_is_told(invite, site: StaticServer, runtime_path: str) -> None:
    for file in ("core-memory.bin", "python.zip"):
        site.faults[runtime_path + file] = Fault(body=b"PK")
    reader = invite().visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("error")
    expect(reader.result).to_contain_text(reader.say("failed_damaged", file="python.zip"))


def test_a_start_that_fails_before_the_first_answer_is_told_too(
    invite, watch, site: StaticServer, runtime_path: str
) -> None:
    watch.forgive_failing_python()
    site.faults[runtime_path + WASM] = Fault(status=503)
    site.faults[runtime_path + CORE] = Fault(status=503)
    reader = invite().visit()
    reader.choice("SAL-INT", 1).focus()
    reader.expect_state("error")
    reader.fill("profile:organisation", "Corner shop")
    reader.expect_state("error")
    expect(reader.button("engine_retry")).to_be_visible()
    site.faults.clear()
    reader.button("engine_retry").click()
    expect(reader.result.locator("[data-engine-text]")).to_have_text(reader.say("engine_idle"))
    reader.expect_state("empty")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_webassembly_the_page_says_so_and_answers_are_kept_saved_printed_and_scored_elsewhere(
    invite, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = invite(language)
    reader.page.add_init_script("window.printed = 0; window.print = () => { printed += 1; };")
    # An init script does not reach into a worker.
    reader.page.route("**/worker.js", lambda route: _start_with(route, "delete globalThis.WebAssembly;"))
    reader.visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("error")
    expect(reader.result).to_contain_text(reader.say("failed_no_webassembly"))
    name, content = reader.save_file()
    (tmp_path / name).write_bytes(content)
    assert main(["score", str(tmp_path / name), "--language", language, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["given"]["answers"] == {"SAL-INT": {"level": 4}}
    reader.button("print").click()
    assert reader.page.evaluate("printed") == 1
    reader.open_file(tmp_path / name)
    reader.expect_notice(f"{name}: {reader.say('failed_no_webassembly')} {reader.say('opened_nothing_lost')}")
    reader.page.reload()
    reader.expect_answers({"SAL-INT": 4})


def test_without_workers_the_page_says_so(invite) -> None:
    reader = invite()
    reader.page.add_init_script("delete window.Worker")
    reader.visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("error")
    expect(reader.result).to_contain_text(reader.say("failed_no_worker"))


BREAKDOWNS = {
    "ends": "throw new Error('out of memory');",
    "goes on": """
        event.stopImmediatePropagation();
        postMessage({ type: "answer", id: event.data.id, failure: { code: "python-failed", detail: "out of memory" } });
    """,
}


@pytest.mark.parametrize("breakdown", BREAKDOWNS.values(), ids=BREAKDOWNS)
def test_a_worker_that_breaks_down_is_told_and_can_be_started_again(
    invite, watch, site: StaticServer, breakdown: str
) -> None:
    second = f"if (event.data.type === 'ask' && ++requests === 2) {{ {breakdown} }}"
    script = f"let requests = 0; addEventListener('message', (event) => {{ {second} }});"
    reader = invite()
    reader.page.route("**/worker.js", lambda route: _start_with(route, script))
    reader.visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("ready")
    reader.answer("SAL-RES", 2)
    reader.expect_state("error")
    expect(reader.result).to_contain_text(reader.say("failed_python"))
    reader.page.unroute("**/worker.js")
    reader.button("engine_retry").click()
    reader.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 2}))


def _start_with(route: Route, script: str) -> None:
    """Answer with the file, and a script before it."""
    answer = route.fetch()
    route.fulfill(response=answer, body=script + answer.text())


def test_answers_that_python_refuses_are_told_with_the_place(invite) -> None:
    reader = invite(answers={**document({"SAL-INT": 4}), "date": "2026-02-31"}).visit()
    reader.expect_state("error")
    expect(reader.result).to_contain_text("date")
    reader.answer("SAL-RES", 2)  # given today, which is a date
    reader.expect_score_of(document({"SAL-INT": 4, "SAL-RES": 2}))
