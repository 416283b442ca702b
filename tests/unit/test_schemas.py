"""The published schemas, held to what the code really accepts and writes."""

import copy
import json
import tomllib
from importlib.resources import files as resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from assessment.core.answers import parse_answers, plain_answers
from assessment.core.errors import AnswersError
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.files import load_texts, load_texts_data, load_words, read_answers
from assessment.report.data import report
from assessment.report.questions import write_questions
from assessment.report.words import Words
from tests import corpus
from tests.unit.generated import REAL, cases, documents

DATA = resources("assessment") / "data"
NAMES = ("answers", "report", "model", "texts", "panel")
CASES = corpus.cases()

NOT_STRUCTURE = {
    "item-unknown",  # these depend on the model that the file names
    "block-unknown",
    "other-model",
    "other-model-version",
    "number-out-of-range",
    "not-a-choice",
    "text-broken",  # JSON itself allows half a character,
    "not-a-number",  # and takes 3.0 for a whole number
}
"""What a schema cannot say; everything else that the parser refuses, the schema refuses too."""


def schema(name: str) -> Any:
    """A schema as plain data."""
    return json.loads((DATA / "schema" / f"{name}.schema.json").read_text("utf-8"))


def validator(name: str) -> Draft202012Validator:
    """What checks against a schema, dates included."""
    return Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


ANSWERS, REPORT = validator("answers"), validator("report")


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_sound_and_says_what_it_describes(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"]
    assert found["description"]
    undescribed = [key for key, entry in found["properties"].items() if not _described(entry)]
    assert set(undescribed) <= {"format", "version", "model", "form", "profile", *_SCORES, "rules"}, undescribed


_SCORES = ("overall", "experience", "management")


def _described(entry: dict[str, Any]) -> bool:
    return "description" in entry or "$ref" in entry


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_fits_its_schemas(case: corpus.Case) -> None:
    ANSWERS.validate(json.loads(case.answers.read_text("utf-8-sig")))
    REPORT.validate(json.loads(case.expected[0].file.read_text("utf-8")))


def test_the_worked_example_fits_its_schema() -> None:
    ANSWERS.validate(json.loads((DATA / "worked-example.json").read_text("utf-8")))


@pytest.mark.parametrize("form", ["full", "quick"])
def test_the_empty_questionnaire_as_json_is_a_file_of_answers(form: Any) -> None:
    text = write_questions(REAL, load_texts(REAL, "en"), Words(load_words("en")), form, "json")
    ANSWERS.validate(json.loads(text))
    answers = read_answers(text, REAL)
    assert (answers.form, answers.given) == (form, {})


def test_the_model_fits_its_schema() -> None:
    validator("model").validate(tomllib.loads((DATA / "model.toml").read_text("utf-8")))


@pytest.mark.parametrize("language", REAL.languages)
def test_the_words_of_the_model_fit_their_schema(language: str) -> None:
    validator("texts").validate(load_texts_data(language))


@pytest.mark.parametrize("broken", corpus.invalid(), ids=lambda broken: broken.name)
def test_a_broken_file_is_refused_by_the_schema_too_unless_only_the_model_can_tell(broken: corpus.Invalid) -> None:
    code = tomllib.loads(broken.message.read_text("utf-8"))["code"]
    if code in NOT_STRUCTURE or code in ("file-not-text", "key-twice", "too-deep", "not-json-number"):
        return  # no JSON at all, or JSON that says what only the model can judge
    text = broken.file.read_text("utf-8-sig")
    if code in ("file-empty", "not-json"):
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
    else:
        assert not ANSWERS.is_valid(json.loads(text))


@given(cases())
def test_what_the_code_writes_fits_the_schemas(case: tuple[Model, Any]) -> None:
    model, answers = case
    ANSWERS.validate(plain_answers(answers, model))
    REPORT.validate(report(measure(model, answers)))


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 7),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "x", "full", "2026-02-29", "2024-02-29", "cx-atlas", "x" * 1_001, "x" * 2_001]),
    st.lists(st.sampled_from(["x", "", 1]), max_size=2),
    st.dictionaries(
        st.sampled_from(["level", "unknown", "not_applicable", "note", "x"]), st.integers(0, 6), max_size=2
    ),
)
_KEYS = ["level", "unknown", "not_applicable", "note", "evidence", "x", "date", "profile", "targets", "sector", "SAL"]


@st.composite
def _mutated(draw: st.DrawFn) -> object:
    """A sound file of answers with one to three things in it changed, removed or added."""
    data: Any = copy.deepcopy(draw(documents(REAL, 4)))
    for _ in range(draw(st.integers(1, 3))):
        place: Any = data
        while isinstance(place, (dict, list)) and place:
            key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
            change = draw(st.sampled_from(["deeper", "deeper", "replace", "remove", "add"]))
            if change == "deeper" and isinstance(place[key], (dict, list)):
                place = place[key]
                continue
            if change == "remove":
                del place[key]
            elif change == "add" and isinstance(place, dict):
                place[draw(st.sampled_from(_KEYS))] = draw(_VALUES)
            else:
                place[key] = draw(_VALUES)
            break
    return data


@given(_mutated())
@settings(max_examples=400)
def test_parser_and_schema_agree_about_structure(data: object) -> None:
    code = refusal(data)
    if code is None:
        ANSWERS.validate(data)
    elif code not in NOT_STRUCTURE:
        assert not ANSWERS.is_valid(data), code


def refusal(data: object) -> str | None:
    """The code with which the parser refuses the data; None if it does not."""
    try:
        parse_answers(data, REAL)
    except AnswersError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ({"note": "x" * 20_000}, True),
        ({"note": "x" * 20_001}, False),
        ({"note": ""}, True),
        ({"evidence": ["x" * 2_000] * 50}, True),
        ({"evidence": ["x"] * 51}, False),
        ({"evidence": []}, True),
        ({"level": 5}, True),
        ({"level": None}, False),
        ({"unknown": False}, True),
        ({"level": 3, "unknown": False}, False),
        ({"not_applicable": "x" * 2_000}, True),
        ({"not_applicable": "x" * 2_001}, False),
        ({"not_applicable": "\u00a0"}, False),
        ({"note": "👩‍👩‍👧‍👦" * 2_857}, True),
    ],
)
def test_parser_and_schema_draw_the_same_lines(change: dict[str, object], allowed: bool) -> None:
    data = {
        "format": "cx-atlas/answers",
        "version": 1,
        "model": {"id": REAL.id, "version": REAL.version},
        "form": "full",
        "answers": {"SAL-INT": change},
    }
    assert ANSWERS.is_valid(data) is allowed
    assert (refusal(data) is None) is allowed


def test_a_report_that_says_too_much_is_refused() -> None:
    good = json.loads(CASES[0].expected[0].file.read_text("utf-8"))
    for change in (
        {"overall": {**good["overall"], "score": 7.0 + 3}},
        {"overall": {**good["overall"], "status": "too_few"}},
        {"overall": {**good["overall"], "status": "not_assessed"}},
        {"overall": {key: value for key, value in good["overall"].items() if key != "coverage"}},
        {"digest": "sha1:0"},
        {"date": "21.11.2026"},
        {"benchmark": 3.1},
    ):
        assert not REPORT.is_valid({**good, **change}), change


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["items"]["SAL-INT"].update(practice="01"),
        lambda data: data["items"]["SAL-INT"].pop("pillar"),
        lambda data: data["rules"].pop("gate_percent"),
        lambda data: data["rules"].update(levels=1),
        lambda data: data["areas"]["SAL"].update(weight=0),
        lambda data: data.update(words={}),
    ],
    ids=["a practice in the grid", "no pillar", "a rule is missing", "one level", "no weight", "words"],
)
def test_a_model_that_is_not_sound_is_refused_by_the_schema_too(change: Any) -> None:
    data = tomllib.loads((DATA / "model.toml").read_text("utf-8"))
    change(data)
    assert not validator("model").is_valid(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["items"]["MGT-01"].pop("question"),
        lambda data: data["items"]["MGT-01"].update(weight=1),
        lambda data: data["areas"]["SAL"].update(name=" "),
        lambda data: data["levels"].update({"ten": data["levels"]["1"]}),
        lambda data: data.pop("management"),
    ],
    ids=["no question", "a weight", "an empty name", "a level that is no number", "no management"],
)
def test_words_that_do_not_fit_are_refused_by_the_schema_too(change: Any) -> None:
    data: Any = copy.deepcopy(load_texts_data("en"))
    change(data)
    assert not validator("texts").is_valid(data)
