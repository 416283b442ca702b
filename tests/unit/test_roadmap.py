"""The plan file, what is said of plans and trials, and the command."""

import copy
import json
from importlib.resources import files as resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from assessment.bridge import Bridge
from assessment.cli import main
from assessment.core.answers import Answer, Answers, plain_answers
from assessment.core.errors import AnswersError
from assessment.core.model import Model
from assessment.core.planning.plan import EFFORTS, Target, make_plan
from assessment.core.planning.roadmap import Roadmap, Task, parse_roadmap, plain_roadmap, tasks_of
from assessment.core.planning.whatif import what_if
from assessment.core.result import measure
from assessment.files import load_texts, load_words, load_worked_example, write_answers
from assessment.publish import exercise
from assessment.report.planning.plan import PlanWords
from assessment.report.planning.planfile import FORMATS, plain_plan, write_plan
from assessment.report.planning.whatif import trial_view
from assessment.report.words import Words
from tests.unit.generated import REAL, cases
from tests.unit.plans import larger

SCHEMA = json.loads((resources("assessment") / "data" / "schema" / "plan.schema.json").read_text("utf-8"))
PLAN = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
GROCERY = load_worked_example(REAL)
SOUND: dict[str, Any] = {
    "format": "cx-atlas/plan",
    "version": 1,
    "model": {"id": REAL.id, "version": REAL.version},
    "target": {"block": "SAL", "level": 4},
    "efforts": {"SAL-INT": "small"},
    "steps": [
        {"item": "SAL-INT", "from": 1, "to": 3, "owner": "Ola", "date": "2027-03-01", "done": True},
        {"item": "SAL-RES", "from": 2, "to": 4, "owner": "", "date": ""},
    ],
}


@pytest.fixture
def grocery(tmp_path: Any) -> str:
    """A file with the worked example."""
    file = tmp_path / "grocery.json"
    file.write_text(write_answers(GROCERY, REAL), encoding="utf-8")
    return str(file)


# -- the file -------------------------------------------------------------------------------------------------------


@st.composite
def roadmaps(draw: st.DrawFn) -> Roadmap:
    """A roadmap of the published model, filled in or not."""
    ids = draw(st.lists(st.sampled_from([item.id for item in REAL.items]), unique=True, max_size=5))
    said = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
    tasks = []
    for item in ids:
        start = draw(st.integers(1, 4))
        date = draw(st.dates().map(lambda day: day.isoformat()) | st.just(""))
        tasks.append(Task(item, start, draw(st.integers(start + 1, 5)), draw(said), date, draw(st.booleans())))
    block = draw(st.sampled_from([None, *(block.id for block in REAL.blocks)]))
    efforts = {
        item: draw(st.sampled_from(list(EFFORTS)))
        for item in draw(st.sets(st.sampled_from(ids)) if ids else st.just(set()))
    }
    ordered = {item.id: efforts[item.id] for item in REAL.items if item.id in efforts}
    return Roadmap(Target(block, draw(st.integers(1, 5))), ordered, tuple(tasks))


@given(roadmaps())
def test_writing_and_reading_a_plan_changes_nothing(roadmap: Roadmap) -> None:
    data = json.loads(json.dumps(plain_roadmap(roadmap, REAL)))
    PLAN.validate(data)
    assert parse_roadmap(data, REAL) == roadmap


def changed(path: str, value: object) -> Any:
    """The sound plan with one value replaced; `...` takes it away."""
    data: Any = copy.deepcopy(SOUND)
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    place = data
    for key in way:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("format", "cx-atlas/answers", "not-plan", ""),
        ("version", 2, "plan-too-new", ""),
        ("version", 0, "not-a-choice", "version"),
        ("model.id", "other", "plan-other-model", "model.id"),
        ("target", ..., "key-missing", ""),
        ("target.block", "XYZ", "block-unknown", "target.block"),
        ("target.level", 6, "number-out-of-range", "target.level"),
        ("efforts.SAL-INT", "huge", "not-a-choice", "efforts.SAL-INT"),
        ("efforts.SAL-XXX", "small", "item-unknown", "efforts.SAL-XXX"),
        ("steps.0.item", "SAL-XXX", "item-unknown", "steps.0.item"),
        ("steps.1.item", "SAL-INT", "step-twice", "steps.1.item"),
        ("steps.0.to", 1, "step-not-up", "steps.0.to"),
        ("steps.0.owner", "x" * 1_001, "text-too-long", "steps.0.owner"),
        ("steps.0.owner", ..., "key-missing", "steps.0"),
        ("steps.0.date", "2027-02-29", "not-a-date", "steps.0.date"),
        ("steps.0.date", "tomorrow", "not-a-date", "steps.0.date"),
        ("steps.0.done", 1, "not-a-flag", "steps.0.done"),
        ("steps.0.colour", "red", "key-unknown", "steps.0"),
        ("steps", {}, "not-a-list", "steps"),
        ("notes", "", "key-unknown", ""),
    ],
)
def test_a_broken_plan_is_refused_with_its_place_and_by_the_schema_too(
    path: str, value: object, code: str, where: str
) -> None:
    data = changed(path, value)
    with pytest.raises(AnswersError) as refused:
        parse_roadmap(data, REAL)
    assert (refused.value.code, refused.value.place) == (code, where)
    of_the_model = (
        "plan-other-model",
        "block-unknown",
        "number-out-of-range",
        "item-unknown",
        "step-twice",
        "step-not-up",
    )
    assert PLAN.is_valid(data) == (code in of_the_model)


def test_a_plan_of_a_later_version_of_the_model_is_read_if_its_items_are_there() -> None:
    assert parse_roadmap(changed("model.version", "7.0.0"), REAL) == parse_roadmap(SOUND, REAL)


def test_the_schema_is_sound_and_every_entry_says_what_it_is() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["description"]
    described = {
        **SCHEMA["properties"],
        **SCHEMA["$defs"]["task"]["properties"],
        **SCHEMA["$defs"]["result"]["properties"],
    }
    assert [key for key, entry in described.items() if "description" not in entry and "$ref" not in entry] == []


# -- what a program writes ------------------------------------------------------------------------------------------


@given(larger())
@settings(max_examples=60)
def test_every_plan_as_json_fits_its_schema_and_opens_as_a_plan_file(case: Any) -> None:
    found = make_plan(case.model, case.answers, case.target, case.efforts)
    data = json.loads(json.dumps(plain_plan(found, dict(case.efforts), case.model)))
    PLAN.validate(data)
    assert parse_roadmap(data, case.model).tasks == tasks_of(found.steps)


@pytest.mark.parametrize("language", REAL.languages)
@pytest.mark.parametrize("target", [Target(None, 3), Target("SAL", 4), Target("MGT", 1), Target("JRN", 5)])
@pytest.mark.parametrize("answers", [GROCERY, Answers("full", {}, {}, {}, "", {}), GROCERY._replace(form="quick")])
def test_every_format_says_the_same_plan_in_every_language(language: str, target: Target, answers: Answers) -> None:
    spoken = PlanWords(REAL, answers, load_texts(REAL, language), Words(load_words(language)), {})
    found = make_plan(REAL, answers, target)
    for form in FORMATS:
        text = write_plan(found, {}, spoken, form)
        assert "{" not in text or form in ("json", "html"), "a gap is left open"
        for step in found.steps:
            assert (step.item if form in ("json", "csv") else spoken.title(step.item).split(" – ")[0]) in text


def test_a_plan_tells_why_nothing_smaller_works(capsys: pytest.CaptureFixture[str], grocery: str) -> None:
    assert main(["plan", grocery, "--target", "4", "--area", "SAL"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "4 improvements reach level 4. No smaller set does." in told
    assert "For level 4, 5 of the 6 answered questions must stand at it (now: 1)." in told
    assert "None may stand below level 3, so these 2 must rise in any case" in told
    assert "There are 3 different sets of that size." in told
    assert "Sales: level 2 → 4" in told


def test_the_command_re_plans_by_effort(capsys: pytest.CaptureFixture[str], grocery: str) -> None:
    dear = ["--effort", "SAL-EXP=large", "--effort", "SAL-PER=large"]
    assert main(["plan", grocery, "--target", "4", "--area", "SAL", "--format", "json", *dear]) == 0
    data = json.loads(capsys.readouterr().out)
    PLAN.validate(data)
    assert data["efforts"] == {"SAL-EXP": "large", "SAL-PER": "large"}
    assert [step["item"] for step in data["steps"]] == ["SAL-RES", "SAL-EXP", "SAL-TIM", "SAL-EMP"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--target", "6"], "--target: 6 is outside the range."),
        (["--target", "4", "--area", "XYZ"], "--area: 'XYZ' is not possible here. Possible are: SAL"),
        (["--target", "4", "--effort", "SAL-INT"], "--effort.SAL-INT: '' is not possible here."),
        (["--target", "4", "--effort", "SAL-XXX=small"], "--effort.SAL-XXX: There is no question “SAL-XXX”."),
    ],
)
def test_a_wrong_wish_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], grocery: str, arguments: list[str], told: str
) -> None:
    assert main(["plan", grocery, *arguments]) == 2
    line = capsys.readouterr().err
    assert line.startswith(told)
    assert line.count("\n") == 1


# -- what if --------------------------------------------------------------------------------------------------------


@given(cases(), st.data())
@settings(max_examples=60)
def test_a_trial_gives_the_result_that_the_changed_answers_would_and_leaves_the_real_ones(
    case: tuple[Model, Answers], data: st.DataObject
) -> None:
    model, answers = case
    levels = st.integers(1, model.rules.levels)
    changes = data.draw(st.dictionaries(st.sampled_from([item.id for item in model.items]), levels, max_size=4))
    before = plain_answers(answers, model)
    found = what_if(model, answers, changes)
    assert plain_answers(answers, model) == before
    assert found.now == measure(model, answers)
    for item in model.items:
        tried, real = found.then.answers.to(item.id), answers.to(item.id)
        if item.id in changes:
            assert (tried.state, tried.level) == ("level", changes[item.id])
            assert (tried.evidence, tried.note) == (real.evidence, real.note)
        else:
            assert tried == real


def trial(changes: dict[str, int], answers: Answers = GROCERY) -> Any:
    """What the page is told of a trial."""
    found = what_if(REAL, answers, changes)
    return trial_view(found, load_texts(REAL, "en"), Words(load_words("en")))


def test_a_trial_says_in_words_what_moved_and_what_then_blocks() -> None:
    service = {item.id: 3 for item in REAL.items if item.block == "SRV"}
    shown = trial(service)
    assert "Customer service: level 2 → 3" in shown["moved"]
    different = sum(GROCERY.to(item).level != level for item, level in service.items())
    assert shown["count"] == f"{different} trials"
    assert shown["blocking"]
    assert [row["name"] for row in shown["rows"] if row["moved"]][-1] == "Customer service"


def test_a_trial_that_moves_only_a_score_says_so() -> None:
    found = trial({"SAL-INT": 5})
    assert any(sentence.startswith("Sales: score ") and "still level 2" in sentence for sentence in found["moved"])


def test_a_trial_of_nothing_says_that_nothing_is_tried() -> None:
    assert trial({})["announce"] == "Nothing is being tried. Choose a level below, or try the plan’s steps."
    assert trial({"SAL-INT": GROCERY.to("SAL-INT").level or 0})["count"] == ""


def test_a_score_that_only_the_trial_makes_possible_is_told_with_its_level() -> None:
    nothing = Answers("full", {"SAL-INT": Answer(3)}, {}, {}, "", {})
    found = trial({item.id: 3 for item in REAL.items if item.block == "SAL"}, nothing)
    assert "Sales: Not enough answers yet → Level 3 – Defined" in found["moved"]


# -- requests -------------------------------------------------------------------------------------------------------


@pytest.fixture
def bridge() -> Bridge:
    """The engine of an English page."""
    bridge = Bridge(REAL)
    bridge.handle(json.dumps(exercise.open_request("en")))
    return bridge


def ask(bridge: Bridge, do: str, **more: object) -> Any:
    """A reply of the engine."""
    return json.loads(bridge.handle(json.dumps({"do": f"plan.{do}", **more})))


def test_the_plan_of_the_page_is_the_plan_of_the_command(bridge: Bridge) -> None:
    asked = {"answers": plain_answers(GROCERY, REAL), "target": {"block": None, "level": 3}, "efforts": {}}
    view = ask(bridge, "make", **asked)["view"]
    found = make_plan(REAL, GROCERY, Target(None, 3))
    assert [(step["item"], step["from"], step["to"]) for step in view["steps"]] == [step[:3] for step in found.steps]
    assert len(view["alternatives"]) == len(found.alternatives)
    assert sum(int(row["steps"]) for row in view["why_blocks"]) == len(found.steps)


def test_an_alternative_can_be_used_instead(bridge: Bridge) -> None:
    asked = {"answers": plain_answers(GROCERY, REAL), "target": {"block": "SAL", "level": 4}, "efforts": {}}
    first, second = (ask(bridge, "make", **asked, use=use)["view"] for use in (0, 1))
    assert [step["item"] for step in second["steps"]] == ["SAL-RES", "SAL-EXP", "SAL-TIM", "SAL-EMP"]
    assert first["alternatives"][0]["line"] == "Sales – Empathy instead of Sales – Personalisation (effort 12)"
    assert second["alternatives"][0]["line"] == "Sales – Personalisation instead of Sales – Empathy (effort 12)"
    assert (first["headline"], first["why"]) == (second["headline"], second["why"])


@pytest.mark.parametrize("do", ["make", "trial"])
def test_a_request_that_lacks_something_is_refused(bridge: Bridge, do: str) -> None:
    assert ask(bridge, do)["error"]["code"] == "key-missing"


def test_a_saved_plan_opens_as_it_was(bridge: Bridge) -> None:
    text = ask(bridge, "export", plan=SOUND, format="json")["text"]
    reply = ask(bridge, "read", text=text)
    assert reply["plan"] == SOUND
    assert [task["owner"] for task in reply["view"]["tasks"]] == ["Ola", ""]
    assert reply["view"]["state"] == "1 of 2 steps done"


def test_a_roadmap_can_be_taken_along_as_a_table_that_no_owner_can_break(bridge: Bridge) -> None:
    plan = changed("steps.0.owner", '=1+1 | "x"')
    found = ask(bridge, "export", plan=plan, format="csv")["text"]
    assert '"\'=1+1 | ""x"""' in found
    assert "=1+1 \\| " in ask(bridge, "export", plan=plan, format="markdown")["text"]
    assert ask(bridge, "export", plan=plan, format="pdf")["error"]["code"] == "format-unknown"


def test_the_page_is_offered_every_target_with_the_level_above_the_present_one(bridge: Bridge) -> None:
    view = ask(bridge, "choices", answers=plain_answers(GROCERY, REAL))["view"]
    assert [(target["block"], target["next"]) for target in view["targets"]][:2] == [(None, 3), ("SAL", 3)]
    assert [block["block"] for block in view["blocks"]] == [block.id for block in REAL.blocks]
    assert sum(len(block["items"]) for block in view["blocks"]) == len(REAL.items)
