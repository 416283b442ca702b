"""The seal: a report alone can be computed again, and says so when somebody has changed a figure."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.cli import main
from assessment.core.answers import Answers, plain_answers
from assessment.core.errors import AnswersError
from assessment.core.model import Model
from assessment.core.result import ENGINE, measure
from assessment.files import load_model, load_words, load_worked_example, read_given, write_json
from assessment.report.data import report
from assessment.report.digest import digest, model_digest
from assessment.report.seal import ROWS, SHOWN, Seal, check_report, confirmed, seal_view
from assessment.report.words import Words
from tests import corpus
from tests.unit.generated import cases

MODEL = load_model()
GROCERY = load_worked_example(MODEL)
LANGUAGES = ("en", "pl", "ro")


def sealed(answers: Answers = GROCERY, model: Model = MODEL) -> Any:
    """A report as it is read from a file."""
    return json.loads(json.dumps(report(measure(model, answers))))


def check(data: object, model: Model = MODEL) -> Seal:
    return check_report(data, lambda text: read_given(text, model))


def code_of(data: object) -> tuple[str, str]:
    """How a report is refused: code and place."""
    with pytest.raises(AnswersError) as caught:
        check(data)
    return caught.value.code, caught.value.place


# -- what a report holds ----------------------------------------------------------------------------------------------


@given(cases())
def test_whatever_is_answered_a_report_confirms_itself(case: tuple[Model, Answers]) -> None:
    model, answers = case
    found = check(sealed(answers, model), model)
    assert found.differences == ()
    assert (found.answers, found.model) == (answers, model)


def test_a_report_names_what_it_was_made_by_and_holds_what_it_was_made_of() -> None:
    found = sealed()
    assert found["engine"] == ENGINE
    assert found["model"] == {"id": MODEL.id, "version": MODEL.version, "digest": model_digest(MODEL)}
    assert found["given"] == plain_answers(GROCERY, MODEL)
    assert found["digest"] == digest(found["given"])


@pytest.mark.parametrize(
    "changed",
    [
        MODEL._replace(rules=MODEL.rules._replace(gate_percent=79)),
        MODEL._replace(rules=MODEL.rules._replace(tie_pillars=())),
        MODEL._replace(areas=(MODEL.areas[0]._replace(weight=2), *MODEL.areas[1:])),
        MODEL._replace(areas=MODEL.areas[::-1]),
        MODEL._replace(items=(MODEL.items[0]._replace(weight=2), *MODEL.items[1:])),
        MODEL._replace(items=(MODEL.items[0]._replace(quick=not MODEL.items[0].quick), *MODEL.items[1:])),
        MODEL._replace(items=MODEL.items[::-1]),
        MODEL._replace(pillars=MODEL.pillars[::-1]),
    ],
)
def test_a_model_that_could_score_otherwise_has_another_digest(changed: Model) -> None:
    assert model_digest(changed) != model_digest(MODEL)


def test_a_model_with_other_articles_and_languages_has_the_same_digest() -> None:
    items = tuple(item._replace(article="other") for item in MODEL.items)
    assert model_digest(MODEL._replace(items=items, languages=("en",))) == model_digest(MODEL)


# -- what has been changed --------------------------------------------------------------------------------------------


def leaves(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every figure of a report."""
    if isinstance(data, (dict, list)) and data:
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(inner, (*place, key))
    else:
        yield place


FIGURES = [place for place in leaves(sealed()) if place[0] not in ("given", "engine", "format", "version")]


@given(st.sampled_from(FIGURES), st.sampled_from([0, 5, 3.99, "x", True, None, [], {}]))
def test_any_figure_that_is_changed_is_named(place: tuple[Any, ...], value: object) -> None:
    data = sealed()
    inner = data
    for key in place[:-1]:
        inner = inner[key]
    if inner[place[-1]] == value and isinstance(inner[place[-1]], bool) == isinstance(value, bool):
        return
    inner[place[-1]] = value
    (difference,) = check(data).differences
    assert difference.place == ".".join(map(str, place))
    assert difference.found != difference.computed


@given(st.sampled_from(FIGURES))
def test_a_figure_that_is_missing_or_added_is_named(place: tuple[Any, ...]) -> None:
    data = sealed()
    inner = data
    for key in place[:-1]:
        inner = inner[key]
    del inner[place[-1]]
    assert len(check(data).differences) >= 1
    added = sealed()
    added["overall"]["secret"] = 5
    assert [one.place for one in check(added).differences] == ["overall.secret"]


def test_a_changed_answer_shows_in_the_digest_and_in_what_follows() -> None:
    data = sealed()
    entry = next(one for one in data["given"]["answers"].values() if "level" in one)
    entry["level"] = 5 if entry["level"] < 5 else 1
    places = [one.place for one in check(data).differences]
    assert "digest" in places
    assert "experience.score" in places


def test_the_order_of_keys_and_the_spelling_of_numbers_do_not_matter() -> None:
    data = json.loads(json.dumps(sealed(), sort_keys=True))
    data["answers"]["answered"] = float(data["answers"]["answered"])
    assert check(data).differences == ()


def test_another_version_of_the_scoring_is_told_and_does_not_make_a_report_wrong() -> None:
    words, data = Words(load_words("en")), {**sealed(), "engine": "0"}
    assert words.say("takeout.other_engine", found="0", ours=ENGINE) in confirmed(check(data), words)
    assert "engine" not in [one.place for one in check(data).differences]


def test_another_model_of_the_same_name_is_found_out() -> None:
    data = sealed()
    data["model"]["digest"] = "sha256:" + "0" * 64
    assert [one.place for one in check(data).differences] == ["model.digest"]


# -- what is no report ------------------------------------------------------------------------------------------------


def test_what_cannot_be_computed_again_is_refused_with_its_place() -> None:
    assert code_of([]) == ("not-a-report", "")
    assert code_of(plain_answers(GROCERY, MODEL)) == ("not-a-report", "")
    assert code_of({**sealed(), "version": 2}) == ("report-too-new", "")
    without = sealed()
    del without["given"]
    assert code_of(without) == ("report-without-answers", "")
    broken = sealed()
    broken["given"]["answers"]["SAL-INT"] = {"level": 6}
    assert code_of(broken) == ("number-out-of-range", "given.answers.SAL-INT.level")
    assert code_of({**sealed(), "given": None}) == ("not-answers", "given")
    other = copy.deepcopy(sealed())
    other["given"]["model"]["id"] = "another"
    assert code_of(other) == ("other-model", "given.model.id")


# -- in words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_told_in_its_language(language: str) -> None:
    words = Words(load_words(language))
    fine = seal_view(check(sealed()), words)
    assert fine["confirmed"] is True
    assert fine["rows"] == []
    changed = sealed()
    changed["overall"]["level"] = 5
    found = seal_view(check(changed), words)
    assert found["confirmed"] is False
    assert found["rows"] == [{"place": "overall.level", "found": "5", "computed": str(sealed()["overall"]["level"])}]
    assert "{" not in f"{fine['text']}{found['text']}{found['signature']}"


def test_a_report_full_of_nonsense_does_not_fill_the_page() -> None:
    data = sealed() | {f"x{n}": "<b>" * 1_000 for n in range(200)}
    found = check(data)
    assert len(found.differences) == 200
    assert len(seal_view(found, Words(load_words("en")))["rows"]) == ROWS  # type: ignore[arg-type]
    with pytest.raises(AnswersError) as caught:
        confirmed(found, Words(load_words("en")))
    assert len(str(caught.value.facts["differences"])) < 100 * SHOWN


# -- on the command line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", corpus.cases(), ids=lambda case: case.name)
def test_check_confirms_the_report_of_every_case(
    case: corpus.Case, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", "--format", "json", str(case.answers)]) == 0
    file = tmp_path / "report.json"
    file.write_text(capsys.readouterr().out, "utf-8")
    assert main(["check", "--language", language, str(file)]) == 0
    words = Words(load_words(language))
    line = words.say("takeout.confirmed", model=MODEL.id, version=MODEL.version)
    assert capsys.readouterr().out == f"{file}: {line}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_names_the_figures_that_differ_and_fails(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = sealed()
    data["overall"]["level"], data["areas"]["SAL"]["score"] = 5, 4.99
    file = tmp_path / "report.json"
    file.write_text(write_json(data), "utf-8")
    assert main(["check", "--language", language, str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert f"overall.level: 5 → {sealed()['overall']['level']}" in said.err
    assert "areas.SAL.score: 4.99 → " in said.err
