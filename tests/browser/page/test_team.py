"""Several people's files put together: what the page shows of them, and what they agree on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assessment.files import read_answers, write_answers
from assessment.publish.serving import Fault, StaticServer
from tests.browser.page.colleagues import (
    ITEMS,
    MIXED,
    TORN,
    UNITED,
    Facilitator,
    colleague,
    file_of,
    files_of,
    five,
    panel_of,
)
from tests.browser.page.reader import LANGUAGES, MODEL, document
from tests.browser.page.test_reflow import SMALL, misfits


@pytest.fixture
def team(invite) -> Facilitator:
    """Somebody who puts English files together."""
    return Facilitator(invite())


# -- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_files_give_what_python_says_of_them_with_the_widest_difference_first(invite, language: str) -> None:
    team = Facilitator(invite(language))
    team.gather(five())
    view = panel_of(five(), language)
    expect(team.agenda).to_have_count(len(view["agenda"]))
    first, point = team.agenda.first, view["agenda"][0]
    assert point["item"] == TORN
    for text in (point["title"], point["question"], point["line"], point["facilitate"]):
        expect(first).to_contain_text(text)
    for camp in point["camps"]:
        expect(first).to_contain_text(camp["head"])
        for level in camp["levels"]:
            expect(first).to_contain_text(level["line"])
    for part in ("overall", "experience", "management"):
        figure = team.result.locator(f'.cx-figure[data-level-from="{part}.level"]')
        expect(figure).to_contain_text(view[part]["score"])
        expect(figure).to_contain_text(view[part]["interval"])
    row = team.page.locator(f'.cx-detail tr[data-area="{MODEL.areas[0].id}"]')
    expect(row).to_contain_text(view["blocks"][0]["line"])


def test_the_table_of_every_question_says_how_many_chose_each_level(team) -> None:
    team.gather(five())
    view = panel_of(five())
    rows = team.page.locator(".cx-votes tbody > tr")
    expect(rows).to_have_count(len(ITEMS))
    for place in (0, 1, len(ITEMS) - 1):
        bars = view["items"][place]["levels"]
        cells = rows.nth(place).locator("td.cx-votes__cell")
        expect(cells).to_have_text([f"{bar['n']}{bar['label']}" for bar in bars])
    rows.first.locator("summary").click()
    expect(rows.first).to_contain_text(view["items"][0]["question"])


def test_a_group_of_two_is_not_shown_and_a_sentence_says_why(team) -> None:
    roles = ("shop floor", "warehouse") * 4 + ("night crew",) * 2 + ("", "")
    people = [colleague(place, role) for place, role in enumerate(roles)]
    team.gather(people)
    grouping = panel_of(people)["groupings"][0]
    for shown in ("shop floor", "warehouse"):
        expect(team.page.get_by_role("rowheader", name=re.compile(shown))).to_be_visible()
    assert "night crew" not in team.root.inner_text()
    assert "night crew" not in team.root.evaluate("root => root.textContent")
    expect(team.page.locator(".cx-detail")).to_contain_text(grouping["about"])


def test_two_people_are_too_few_to_show_anything(team) -> None:
    team.choose(files_of(five()[:2]))
    team.expect_state("few")
    expect(team.agenda).to_have_count(0)
    expect(team.page.locator("[data-shown]:visible")).to_have_count(0)
    assert team.result.locator("[data-engine-text]").inner_text() not in ("", team.say("empty"))


def test_one_more_person_cannot_be_made_out_from_what_changes(team) -> None:
    team.gather(five())
    before = team.agenda.all_inner_texts()
    team.choose(file_of(colleague(7), "late.json"))
    team.expect_state("held")
    assert team.agenda.all_inner_texts() == before
    expect(team.result.locator(".cx-engine")).to_be_visible()


def test_a_broken_file_is_told_of_by_name_and_the_others_count(team) -> None:
    team.choose(
        [*files_of(five()), file_of("{", "broken.json"), file_of("not json", "<img src=x onerror=alert(1)>.json")]
    )
    team.expect_state("ready")
    problems = team.page.locator("[data-problems] li")
    expect(problems).to_have_count(2)
    expect(problems.first).to_contain_text("broken.json")
    expect(problems.last).to_contain_text("<img src=x onerror=alert(1)>.json")
    expect(team.page.locator("[data-summary]")).to_contain_text("5")
    assert team.page.locator("cx-team img").count() == 0


def test_many_problems_are_listed_up_to_twenty_and_the_rest_counted(team) -> None:
    team.choose([*files_of(five()), *(file_of("{", f"broken-{n}.json") for n in range(23))])
    team.expect_state("ready")
    expect(team.page.locator("[data-problems] li")).to_have_count(20)
    expect(team.page.locator("[data-problems]")).to_contain_text(team.say("problems_more", n=3))


def test_the_same_file_twice_counts_once_and_that_is_told(team) -> None:
    team.choose([*files_of(five()), file_of(five()[0], "again.json")])
    team.expect_state("ready")
    expect(team.page.locator("[data-problems] li")).to_have_text(re.compile("again.json"))
    expect(team.page.locator("[data-summary] li")).to_have_count(1)


def test_files_can_be_dropped(team) -> None:
    transfer = team.page.evaluate_handle(
        """(files) => {
          const transfer = new DataTransfer();
          for (const { name, text } of files) transfer.items.add(new File([text], name, { type: "application/json" }));
          return transfer;
        }""",
        [{"name": f"{place}.json", "text": json.dumps(answers)} for place, answers in enumerate(five())],
    )
    team.page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": transfer})
    team.expect_state("ready")
    expect(team.agenda.first).to_contain_text(panel_of(five())["agenda"][0]["title"])


def test_a_folder_is_looked_through_and_what_is_not_an_answer_file_left_out(team, tmp_path: Path) -> None:
    inner = tmp_path / "team" / "night shift"
    inner.mkdir(parents=True)
    for place, answers in enumerate(five()):
        (inner if place else inner.parent).joinpath(f"{place}.json").write_text(json.dumps(answers), encoding="utf-8")
    (inner / "menu.pdf").write_bytes(b"%PDF")
    with team.page.expect_file_chooser() as chosen:
        team.button("choose_folder").click()
    chosen.value.set_files(inner.parent)
    team.expect_state("ready")
    expect(team.page.locator("[data-notices]")).to_have_text(team.say("other_files", n=1))
    expect(team.page.locator("[data-problems]")).to_be_hidden()


def test_starting_over_forgets_the_files_and_keeps_what_was_agreed(team) -> None:
    team.gather(five())
    team.agree(TORN, 2)
    team.button("start_over").click()
    team.expect_state("empty")
    expect(team.page.locator("[data-shown]:visible")).to_have_count(0)
    expect(team.page.locator("#team-files-title")).to_be_focused()
    assert team.agreed == {TORN: {"level": 2}}
    team.gather(five())
    expect(team.page.locator("[data-summary]")).to_contain_text("5")


MANY = 3000
DROP_MANY = """([text, torn, many]) => {
  const transfer = new DataTransfer();
  for (let n = 0; n < many; n += 1) {
    const person = JSON.parse(text);
    person.answers[torn] = { level: 1 + n % 5, note: `person ${n}` };
    transfer.items.add(new File([JSON.stringify(person)], `${n}.json`, { type: "application/json" }));
  }
  const drop = document.querySelector("[data-drop]");
  drop.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


def test_while_thousands_of_files_are_read_the_page_does_what_is_asked_and_can_be_stopped(team) -> None:
    team.place_of(UNITED)
    team.page.evaluate(DROP_MANY, [json.dumps(colleague(1)), TORN, MANY])
    count = team.page.locator("[data-count]")
    expect(count).to_have_text(re.compile(r"^[1-9]\d*00 "))  # some are read …
    team.agree(UNITED, 4)
    expect(team.page.locator(f"#agree-{UNITED} [data-chosen]")).to_contain_text("4 – ")
    team.button("cancel").click()
    expect(team.page.locator("[data-loading]")).to_be_hidden()
    team.expect_state("ready")
    read = int(re.sub(r"\D.*", "", count.inner_text()))
    assert 0 < read < MANY  # … and the click came while others were not
    expect(team.page.locator("[data-notices]")).to_contain_text(team.say("stopped", done=read, n=MANY))


def test_thousands_of_files_all_count(team) -> None:
    team.page.evaluate(DROP_MANY, [json.dumps(colleague(1)), TORN, 1000])
    team.expect_state("ready")
    expect(team.page.locator("[data-summary]")).to_contain_text(re.compile(r"1.?000"))
    first = team.page.locator(".cx-votes tbody > tr").first
    expect(first.locator("td.cx-votes__cell").first).to_contain_text("200")


# -- an engine that does not run ------------------------------------------------------------------------------------


def test_when_python_cannot_be_loaded_the_files_wait_for_another_try(
    team, watch, site: StaticServer, runtime_path: str
) -> None:
    watch.forgive_failing_python()
    for file in ("core.wasm", "pyodide.asm.wasm"):
        site.faults[runtime_path + file] = Fault(status=404)
    team.agree(TORN, 4)
    team.choose(files_of(five()))
    team.expect_state("error")
    expect(team.result.locator("[data-engine-text]")).to_contain_text(team.say("failed_safe"))
    assert team.agreed == {TORN: {"level": 4}}
    site.faults.clear()
    team.button("page.engine_retry").click()
    team.expect_state("ready")
    expect(team.agenda.first).to_contain_text(panel_of(five())["agenda"][0]["title"])


# -- taking it away -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv", "html"])
def test_the_panel_can_be_taken_away(team, form: str) -> None:
    team.gather(five())
    with team.page.expect_download() as saved:
        team.button(f"export_{form}").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert "night crew" not in text
    assert len(text) > 500


def test_the_agenda_prints_alone_and_the_whole_prints_without_the_list(invite) -> None:
    reader = invite()
    reader.page.add_init_script(
        "window.print = () => { window.printed = document.querySelector('cx-team').dataset.print; };"
    )
    team = Facilitator(reader)
    team.gather(five())
    agreed = team.page.locator("details", has=team.page.get_by_role("heading", name=team.say("agreed")))
    expect(agreed.locator("summary")).to_have_text(f"{team.say('agreed')} ({len(panel_of(five())['agreed'])})")
    expect(agreed.locator("li").first).to_be_hidden()
    team.button("print_agenda").click()
    assert team.page.evaluate("printed") == "agenda"
    team.page.emulate_media(media="print")
    expect(team.agenda.first).to_be_visible()
    expect(agreed.locator("li").last).to_be_visible()
    expect(team.page.locator(".cx-detail")).to_be_hidden()
    team.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(team.page.locator(".cx-detail")).to_be_visible()
    expect(team.page.locator(".cx-consensus")).to_be_hidden()
    expect(team.page.locator("cx-team button:visible")).to_have_count(0)


def test_the_invitation_has_the_address_of_the_assessment_and_can_be_copied(invite) -> None:
    team = Facilitator(invite("pl", permissions=["clipboard-read", "clipboard-write"]))
    text = team.page.get_by_label(team.say("invitation"))
    assert f"{team.reader.home}assessment/" in text.input_value()
    text.fill(text.input_value() + " PS")
    team.button("copy").click()
    expect(team.page.get_by_text(team.say("copied"))).to_be_visible()
    assert team.page.evaluate("navigator.clipboard.readText()").endswith(" PS")


# -- agreeing -------------------------------------------------------------------------------------------------------


def test_the_list_starts_empty_and_what_is_agreed_stays_for_the_next_visit(team) -> None:
    team.gather(five())
    expect(team.page.locator(".cx-consensus input:checked")).to_have_count(0)
    team.agree(TORN, 2)
    place = team.place_of(TORN)
    place.get_by_label(team.say("note")).fill("the till counts")
    team.agree(UNITED, "na")
    expect(team.page.locator("#consensus-progress")).to_have_text(team.say("progress", agreed=1, n=48))
    team.place_of(UNITED).get_by_label(team.say("page.reason")).fill("sold from stock")
    team.agree(MIXED, "unknown")
    expect(team.page.locator("#consensus-progress")).to_have_text(team.say("progress", agreed=3, n=48))
    team.page.reload()
    expect(team.page.locator("[data-consensus-notices]")).to_have_text(team.say("restored"))
    expect(team.place_of(TORN).locator("input:checked")).to_have_value("2")
    expect(team.place_of(TORN).locator("textarea")).to_have_value("the till counts")
    assert team.agreed == {
        TORN: {"level": 2, "note": "the till counts"},
        UNITED: {"not_applicable": "sold from stock"},
        MIXED: {"unknown": True},
    }


def test_every_change_can_be_undone(team) -> None:
    undo = team.button("page.undo")
    expect(undo).to_be_disabled()
    team.agree(TORN, 2)
    team.place_of(TORN).get_by_label(team.say("note")).press_sequentially("why")
    team.agree(TORN, 5)
    team.button("page.start_over").click()
    assert team.agreed == {}
    states = []
    for _ in range(4):
        undo.last.click()
        states.append(team.agreed)
    assert states == [
        {TORN: {"level": 5, "note": "why"}},
        {TORN: {"level": 2, "note": "why"}},
        {TORN: {"level": 2}},
        {},
    ]
    expect(undo).to_be_disabled()


def test_the_last_change_can_be_undone_after_a_reload(team) -> None:
    team.agree(TORN, 2)
    team.button("page.start_over").click()
    team.page.reload()
    team.button("page.undo").click()
    assert team.agreed == {TORN: {"level": 2}}


def test_only_where_nobody_disagrees_the_median_is_taken_and_agreed_answers_stay(team) -> None:
    people = five()
    people[0]["answers"][ITEMS[5]] = {"not_applicable": "no such thing"}
    for answers in people[1:]:
        answers["answers"][ITEMS[5]] = {"level": 4}
    for answers in people:
        answers["answers"][ITEMS[6]] = {"level": 2}
    team.gather(people)
    alike = [item for item in ITEMS if len({json.dumps(answers["answers"][item]) for answers in people}) == 1]
    assert UNITED in alike
    assert not {TORN, ITEMS[5]} & set(alike)
    team.agree(UNITED, 1)
    team.button("take_agreed").click()
    assert team.agreed == {
        UNITED: {"level": 1},
        **{item: people[0]["answers"][item] for item in alike if item != UNITED},
    }
    team.page.locator("[data-consensus-notices]").get_by_role("button").first.click()
    assert team.agreed == {UNITED: {"level": 1}}


def test_a_saved_consensus_is_an_ordinary_file_of_answers(team) -> None:
    for item, value in ((MIXED, 4), (TORN, 2), (UNITED, "na"), (ITEMS[3], "na"), (ITEMS[4], "unknown")):
        team.agree(item, value)
    team.place_of(UNITED).get_by_label(team.say("page.reason")).fill('sold "from stock" ż')
    team.place_of(UNITED).get_by_label(team.say("note")).fill("two\nlines")
    with team.page.expect_download() as saved:
        team.button("page.save").click()
    content = saved.value.path().read_bytes()
    answers = read_answers(content.decode(), MODEL)
    assert content == write_answers(answers, MODEL).encode()
    assert saved.value.suggested_filename == f"cx-atlas-answers-{answers.date}.json"
    assert answers.to(TORN).level == 2
    assert answers.to(ITEMS[3]).state == "open"  # without a reason


def test_the_consensus_opens_in_the_assessment_with_its_result_and_undo_brings_the_answers_there_back(invite) -> None:
    own = document({TORN: 5, UNITED: 5}, date="2026-10-01")
    reader = invite("ro", answers=own)
    team = Facilitator(reader)
    for item in ITEMS[:6]:
        team.agree(item, 3)
    team.button("open_assessment").click()
    reader.page.wait_for_url("**/assessment/#assessment-result")
    reader.expect_score_of(document(dict.fromkeys(ITEMS[:6], 3)))
    reader.button("undo").last.click()
    reader.expect_answers({TORN: 5, UNITED: 5})
    assert reader.kept == own


def test_nothing_agreed_is_nothing_to_open(team) -> None:
    team.button("open_assessment").click()
    expect(team.page.locator("[data-consensus-notices]")).to_have_text(team.say("open_nothing"))


def test_a_browser_that_keeps_nothing_says_so_in_place_of_opening(invite, watch) -> None:
    reader = invite()
    reader.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    team = Facilitator(reader)
    team.agree(TORN, 2)
    team.button("open_assessment").click()
    expect(team.page.locator("[data-consensus-notices]")).to_have_text(team.say("open_refused"))
    expect(team.place_of(TORN).locator("input:checked")).to_have_value("2")


def test_the_quick_form_asks_for_its_questions_only(team) -> None:
    team.page.get_by_label(team.say("consensus_form")).select_option("quick")
    expect(team.page.locator("#consensus-progress")).to_have_text(team.say("progress", agreed=0, n=12))
    for block in team.page.locator(".cx-agree__block summary").all():
        block.click()
    expect(team.page.locator(".cx-agree:visible")).to_have_count(12)


def test_files_of_the_quick_form_make_a_quick_consensus(team) -> None:
    quick = [item.id for item in MODEL.of_form("quick")]
    people = [document({item: 1 + (place + n) % 5 for n, item in enumerate(quick)}, form="quick") for place in range(5)]
    team.gather(people)
    expect(team.page.get_by_label(team.say("consensus_form"))).to_have_value("quick")
    expect(team.page.locator(".cx-votes tbody > tr")).to_have_count(12)


# -- for everybody ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_the_team_page_fits_and_can_be_pressed_on_a_phone_and_in_large_text(
    invite, language: str
) -> None:
    team = Facilitator(invite(language, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True))
    found = misfits(team.page, "no files")
    team.gather(five())
    team.place_of(TORN)
    found += misfits(team.page, "a panel") + team.page.evaluate(SMALL.replace("label.cx-choice", "label"))
    assert not found, "\n".join(found)
    votes = team.page.locator(".cx-votes tr > *")
    assert max(votes.evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().right)")) <= 360


def test_without_scripts_the_page_explains_itself(invite) -> None:
    reader = invite("pl", java_script_enabled=False).visit("team/")
    expect(reader.page.locator("cx-team noscript p")).to_be_visible()
    expect(reader.page.locator(".cx-steps li:visible")).to_have_count(4)
    expect(reader.page.locator("cx-team button:visible")).to_have_count(0)
