"""Plan, trial and roadmap: what a person does with them on the page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from assessment.bridge import Bridge
from assessment.core.answers import plain_answers
from assessment.core.planning.roadmap import parse_roadmap
from assessment.files import load_texts, load_worked_example
from assessment.publish import exercise
from tests.browser.page.axe import violations
from tests.browser.page.reader import LANGUAGES, MODEL, Reader, document
from tests.browser.page.test_reflow import SMALL, misfits

GROCERY: dict[str, Any] = plain_answers(load_worked_example(MODEL), MODEL)
KEPT_PLAN = "cx-atlas:plan"


@cache
def _bridge(language: str) -> Bridge:
    bridge = Bridge(MODEL)
    bridge.handle(json.dumps(exercise.open_request(language)))
    return bridge


def said(language: str, do: str, **asked: object) -> Any:
    """What the engine says, computed in this Python."""
    reply = json.loads(_bridge(language).handle(json.dumps({"do": f"plan.{do}", "answers": GROCERY, **asked})))
    assert reply["ok"], reply
    return reply["view"]


def plan_for(
    language: str, block: str | None, level: int, efforts: dict[str, str] | None = None, **more: object
) -> Any:
    """The plan for a target, computed in this Python."""
    return said(language, "make", target={"block": block, "level": level}, efforts=efforts or {}, **more)


class Planner:
    """The tool on the page, as a person sees it."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.page = reader, reader.page
        self.place = reader.page.locator("#tool-plan")
        self.headline = self.place.locator("[data-plan] [role=status]")
        self.steps = self.place.locator(".cx-steps > li")
        self.trial = self.place.locator("[data-trial]")
        self.tasks = self.place.locator("[data-roadmap] tbody tr")

    def open(self) -> Planner:
        """Come by a link to the tool."""
        self.reader.visit("assessment/#tool-plan")
        return self

    def say(self, key: str, **facts: object) -> str:
        """Words of the tool, in the page's language."""
        return self.reader.words.say(f"plan.{key}", **facts)

    def button(self, key: str) -> Locator:
        """The first button that says this."""
        return self.place.get_by_role("button", name=self.say(key), exact=True).first

    def aim(self, block: str | None, level: int) -> None:
        """Choose a target."""
        self.place.get_by_label(self.say("target_for"), exact=True).select_option(block or "")
        self.place.get_by_label(self.say("target_level"), exact=True).select_option(str(level))

    def expect_plan(self, view: Any) -> None:
        """See this plan, step by step."""
        expect(self.headline).to_have_text(view["headline"])
        expect(self.steps.locator("strong")).to_have_text([step["title"] for step in view["steps"]])
        for key in ("question", "now", "then"):
            expect(self.steps.locator(f'[data-say="{key}"]')).to_have_text([step[key] for step in view["steps"]])

    def effort(self, title: str) -> Locator:
        """The estimate of a step's effort."""
        return self.place.get_by_role("combobox", name=f"{self.say('effort')} {title}", exact=True)

    def field(self, key: str, title: str) -> Locator:
        """A field of the roadmap, by its label."""
        return self.place.get_by_label(f"{self.say(key)}: {title}", exact=True)

    def open_file(self, file: Path | dict[str, Any]) -> None:
        """Open a plan file by the button."""
        with self.page.expect_file_chooser() as chosen:
            self.button("open").click()
        chosen.value.set_files(file)  # type: ignore[arg-type]

    def save(self, key: str) -> tuple[str, bytes]:
        """Save a file by a button: its name, and what is in it."""
        with self.page.expect_download() as saved:
            self.button(key).click()
        return saved.value.suggested_filename, saved.value.path().read_bytes()

    @property
    def kept(self) -> Any:
        """The plan in this browser's storage, or None."""
        return json.loads(self.page.evaluate("(name) => localStorage.getItem(name)", KEPT_PLAN) or "null")


@pytest.fixture
def planner(invite) -> Planner:
    """An English reader with the village grocery's answers, at the tool."""
    planner = Planner(invite(answers=GROCERY)).open()
    planner.expect_plan(plan_for("en", None, 3))
    return planner


def sales(planner: Planner, **more: object) -> Any:
    """Aim at level 4 in sales, and see the plan."""
    planner.aim("SAL", 4)
    view = plan_for("en", "SAL", 4, **more)
    planner.expect_plan(view)
    return view


# -- the plan -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_plan_that_this_python_makes(invite, language: str) -> None:
    planner = Planner(invite(language, answers=GROCERY)).open()
    view = plan_for(language, None, 3)  # the level above the present one, until somebody chooses
    planner.expect_plan(view)
    planner.place.get_by_text(planner.say("why"), exact=True).first.click()
    for sentence in view["why"]:
        expect(planner.place.get_by_text(sentence)).to_be_visible()
    row = view["why_blocks"][-1]
    expect(planner.place.get_by_role("row", name=row["name"]).first.locator("td")).to_have_text(
        [row[key] for key in ("level", "held", "reached", "steps")]
    )
    planner.aim("JRN", 5)
    planner.expect_plan(plan_for(language, "JRN", 5))
    planner.aim("SRV", 1)
    expect(planner.headline).to_have_text(planner.say("reached", level=1, now=2))
    expect(planner.steps).to_have_count(0)


def test_an_article_of_a_step_can_be_read(planner: Planner) -> None:
    view = sales(planner)
    planner.steps.first.get_by_role("link").click()
    expect(planner.page.locator("h1")).to_be_visible()
    assert "/learn/" in planner.page.url
    assert view["steps"][0]["slug"] in planner.page.url


def test_another_effort_makes_another_plan_and_is_kept(planner: Planner) -> None:
    view = sales(planner)
    dear = view["steps"][1]
    planner.effort(dear["title"]).select_option("large")
    again = plan_for("en", "SAL", 4, {dear["item"]: "large"})
    assert [step["item"] for step in again["steps"]] != [step["item"] for step in view["steps"]]
    planner.expect_plan(again)
    planner.page.reload()
    planner.expect_plan(again)
    assert planner.kept["efforts"] == {dear["item"]: "large"}


def test_another_plan_of_the_same_size_can_be_used_and_the_first_one_again(planner: Planner) -> None:
    first = sales(planner)
    planner.place.get_by_text(planner.say("others"), exact=True).click()
    other = plan_for("en", "SAL", 4, use=1)
    planner.place.get_by_role("button", name=planner.say("other_use")).first.click()
    planner.expect_plan(other)
    planner.place.get_by_role("button", name=planner.say("other_use")).first.click()
    planner.expect_plan(first)


def test_the_plan_follows_the_answers(planner: Planner) -> None:
    sales(planner)
    for item in MODEL.items:
        if item.block == "SAL":
            planner.reader.answer(item.id, 4)
    planner.reader.step("result")
    expect(planner.headline).to_have_text(planner.say("reached", level=4, now=4))


def test_without_answers_it_says_what_to_do(invite) -> None:
    planner = Planner(invite()).open()
    expect(planner.place.get_by_text(planner.say("empty"))).to_be_visible()
    expect(planner.place.get_by_label(planner.say("target_for"))).to_be_hidden()


def test_without_a_score_it_names_the_questions_to_answer_first_and_leads_to_them(invite) -> None:
    planner = Planner(invite(answers=document({"SAL-INT": 2}))).open()
    expect(planner.headline).to_have_text(planner.say("unanswered_overall"))
    planner.aim("SAL", 3)
    expect(planner.headline).to_have_text(planner.say("unanswered", n=3))
    planner.place.get_by_role("link", name="Sales – Resolution").click()
    expect(planner.reader.question("SAL-RES")).to_be_visible()


# -- the trial ------------------------------------------------------------------------------------------------------


def test_a_trial_shows_what_would_follow_and_leaves_the_answers(planner: Planner) -> None:
    before, texts = planner.reader.kept, load_texts(MODEL, "en")
    changes = {item.id: 3 for item in MODEL.items if item.block == "SRV"}
    planner.trial.locator("summary").filter(has_text="Customer service").click()
    for item, level in changes.items():
        planner.trial.get_by_label(texts.items[item].question).select_option(str(level))
    view = said("en", "trial", changes=changes)
    assert "Customer service: level 2 → 3" in view["moved"]
    expect(planner.trial.get_by_role("status")).to_contain_text(view["announce"])
    for row in view["rows"]:
        cells = planner.trial.get_by_role("row").filter(has=planner.page.get_by_role("rowheader", name=row["name"]))
        expect(cells.locator("td").nth(0)).to_contain_text(f"{row['now']['score']} {row['now']['line']}")
        expect(cells.locator("td").nth(1)).to_contain_text(f"{row['then']['score']} {row['then']['line']}")
    for sentence in view["blocking"]:
        expect(planner.trial.get_by_text(sentence)).to_be_visible()
    assert planner.reader.kept == before
    planner.button("trial_reset").click()
    expect(planner.trial.get_by_role("status")).to_have_text(planner.say("trial_none"))


def test_the_plans_steps_can_be_tried_and_the_new_level_is_announced(planner: Planner) -> None:
    view = plan_for("en", None, 3)
    planner.button("trial_steps").click()
    status = planner.trial.get_by_role("status")
    expect(status).to_contain_text(planner.say("trial_count", n=len(view["steps"])))
    expect(status).to_contain_text("Overall: level 2 → 3")


# -- the roadmap ----------------------------------------------------------------------------------------------------


def test_a_roadmap_is_made_of_a_plan_and_filled_in_and_is_there_after_a_reload(planner: Planner) -> None:
    view = sales(planner)
    planner.button("roadmap_take").click()
    title = view["steps"][1]["title"]
    planner.field("owner", title).fill("Ola <b>Nowak</b>")
    planner.field("due", title).fill("2027-03-01")
    planner.field("done", title).check()
    expect(planner.place.get_by_text(planner.say("roadmap_state", done=1, total=4))).to_be_visible()
    planner.page.reload()
    expect(planner.tasks).to_have_count(4)
    expect(planner.field("owner", title)).to_have_value("Ola <b>Nowak</b>")
    expect(planner.field("due", title)).to_have_value("2027-03-01")
    expect(planner.field("done", title)).to_be_checked()
    planner.expect_plan(view)  # the target, too


def test_what_was_filled_in_stays_with_its_step_in_the_next_plan_and_undo_brings_the_rest_back(
    planner: Planner,
) -> None:
    view = sales(planner)
    planner.button("roadmap_take").click()
    for step in view["steps"]:
        planner.field("owner", step["title"]).fill(f"does {step['item']}")
    planner.aim("SAL", 3)
    later = plan_for("en", "SAL", 3)
    planner.expect_plan(later)
    planner.button("roadmap_take").click()
    expect(planner.tasks).to_have_count(len(later["steps"]))
    for step in later["steps"]:
        expect(planner.field("owner", step["title"])).to_have_value(f"does {step['item']}")
    planner.reader.notices.get_by_role("button", name=planner.say("undo")).click()
    expect(planner.tasks).to_have_count(len(view["steps"]))
    assert [task["owner"] for task in planner.kept["steps"]] == [f"does {step['item']}" for step in view["steps"]]


def test_a_plan_is_saved_and_opened_again(planner: Planner, tmp_path: Path) -> None:
    view = sales(planner)
    planner.button("roadmap_take").click()
    planner.field("owner", view["steps"][0]["title"]).fill("Ola")
    name, content = planner.save("save")
    assert name == "cx-atlas-plan.json"
    assert [task.owner for task in parse_roadmap(json.loads(content), MODEL).tasks] == ["Ola", "", "", ""]
    assert json.loads(content) == planner.kept
    planner.button("clear").click()
    expect(planner.tasks).to_have_count(0)
    planner.aim(None, 5)
    saved = tmp_path / name
    saved.write_bytes(content)
    planner.open_file(saved)
    planner.reader.expect_notice(planner.say("roadmap_opened"))
    expect(planner.field("owner", view["steps"][0]["title"])).to_have_value("Ola")
    planner.expect_plan(view)
    planner.reader.notices.get_by_role("button", name=planner.say("undo")).click()
    planner.expect_plan(plan_for("en", None, 5))
    expect(planner.tasks).to_have_count(0)


def test_the_roadmap_can_be_taken_along_as_a_table(planner: Planner) -> None:
    view = sales(planner)
    planner.button("roadmap_take").click()
    planner.field("owner", view["steps"][0]["title"]).fill("Zażółć | =1+1")
    name, content = planner.save("csv")
    assert name == "cx-atlas-roadmap.csv"
    assert "Zażółć | =1+1" in content.decode("utf-8-sig")
    name, content = planner.save("markdown")
    assert name == "cx-atlas-roadmap.md"
    assert "Zażółć \\| =1+1" in content.decode()


def test_a_file_that_is_no_plan_is_refused_and_nothing_is_lost(planner: Planner) -> None:
    view = sales(planner)
    planner.button("roadmap_take").click()
    planner.field("owner", view["steps"][0]["title"]).fill("Ola")
    before = planner.kept
    broken = [b"{", b"[]", b'{"format": "cx-atlas/answers"}', b"\xff\xfe", b'{"format": "cx-atlas/plan"}']
    for number, content in enumerate(broken):
        planner.open_file({"name": f"{number}.json", "mimeType": "application/json", "buffer": content})
        expect(planner.reader.notices).to_contain_text(f"{number}.json: ")
        expect(planner.field("owner", view["steps"][0]["title"])).to_have_value("Ola")
        assert planner.kept == before


def test_a_kept_plan_that_cannot_be_read_is_told_and_can_be_saved(invite) -> None:
    reader = invite(answers=GROCERY)
    reader.page.add_init_script(f"localStorage.setItem({KEPT_PLAN!r}, localStorage.getItem('x') ?? '{{broken')")
    planner = Planner(reader).open()
    planner.expect_plan(plan_for("en", None, 3))
    with planner.page.expect_download() as saved:
        reader.notices.get_by_role("button", name=planner.say("roadmap_damaged_save")).click()
    assert saved.value.path().read_bytes() == b"{broken"


def test_only_the_roadmap_is_printed(invite) -> None:
    reader = invite(answers=GROCERY)
    reader.page.add_init_script("window.printed = 0; window.print = () => { printed += 1; };")
    planner = Planner(reader).open()
    view = plan_for("en", None, 3)
    planner.expect_plan(view)
    planner.button("roadmap_take").click()
    planner.field("owner", view["steps"][0]["title"]).fill("Ola")
    planner.button("print").click()
    assert planner.page.evaluate("printed") == 1
    planner.page.emulate_media(media="print")
    expect(planner.field("owner", view["steps"][0]["title"])).to_be_visible()
    expect(planner.page.locator("cx-assessment button:visible")).to_have_count(0)
    expect(planner.headline).to_be_hidden()
    expect(reader.result).to_be_hidden()
    planner.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(reader.result).to_be_visible()  # and what is printed otherwise is as it was


# -- for everybody --------------------------------------------------------------------------------------------------


def test_it_works_by_keyboard_alone(invite) -> None:
    reader = invite(answers=GROCERY).visit("assessment/#assessment-result")
    reader.expect_state("ready")
    planner = Planner(reader)
    planner.place.locator("summary").first.focus()
    planner.page.keyboard.press("Enter")
    planner.expect_plan(plan_for("en", None, 3))
    planner.page.keyboard.press("Tab")
    expect(planner.place.get_by_label(planner.say("target_for"), exact=True)).to_be_focused()
    planner.page.keyboard.press("ArrowDown")
    planner.expect_plan(plan_for("en", "SAL", 3))
    planner.button("roadmap_take").focus()
    planner.page.keyboard.press("Enter")
    expect(planner.tasks.first.get_by_role("textbox").first).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_everything_fits(invite, language: str) -> None:
    reader = invite(language, answers=GROCERY, reduced_motion="reduce", has_touch=True)
    planner = Planner(reader).open()
    planner.expect_plan(plan_for(language, None, 3))
    planner.button("roadmap_take").click()
    expect(planner.tasks.first).to_be_visible()
    planner.button("trial_steps").click()
    expect(planner.trial.get_by_role("status")).to_contain_text(planner.say("trial_count", n=20))
    for summary in planner.place.locator("details > summary").all():
        summary.click()
    if language == "en":
        assert violations(planner.page, "plan", within="#tool-plan") == []
    assert misfits(planner.page, "plan") == []
    small = [found for found in planner.page.evaluate(SMALL) if "tool-" not in found]
    assert small == []
