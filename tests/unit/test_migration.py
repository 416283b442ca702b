"""Versions of the model: how they are told apart, and what becomes of answers given to another one."""

import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from assessment.bridge import Bridge
from assessment.core.answers import OPEN, Answers, parse_answers, plain_answers
from assessment.core.errors import AnswersError, ModelError
from assessment.core.history.migration import Migration, comparable, migrate
from assessment.core.model import Item, Model, parse_model, version_of
from assessment.core.texts import parse_texts
from assessment.files import data_folder, load_model, load_words, read_answers, release_names, write_answers
from assessment.report.history.migration import migration_data, migration_view
from assessment.report.words import Words
from tests.models.family import LATER, NEXT, PRESENT, plain_model, plain_texts, released
from tests.unit.generated import documents

LANGUAGES = ("en", "pl", "ro")
FAMILY = {"present": PRESENT, "next": NEXT, "later": LATER}


@pytest.fixture
def future(tmp_path: Path) -> Iterator[Model]:
    """CX Atlas once the next version is out and the present one is an earlier release."""
    with released(tmp_path / "data") as model:
        yield model


@st.composite
def given_to(draw: st.DrawFn, model: Model) -> Answers:
    """Answers to a version."""
    return parse_answers(draw(documents(model)), model)


def answered(model: Model, level: int = 3, **more: Any) -> Answers:
    """Every item of the full form at a level."""
    data = {
        "format": "cx-atlas/answers",
        "version": 1,
        "model": {"id": model.id, "version": model.version},
        "form": "full",
        "answers": {item.id: {"level": level} for item in model.items},
        **more,
    }
    return parse_answers(data, model)


# -- what a version of the model says of itself ---------------------------------------------------------------------


@given(st.tuples(*[st.integers(0, 999)] * 3), st.tuples(*[st.integers(0, 999)] * 3))
def test_versions_compare_as_numbers(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    found = [version_of(".".join(map(str, version))) for version in (one, other)]
    assert found == [one, other]


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.2", "1.2.3.4", "1.2.x", "01.2.3", "1.2.-3", "1.2.3-rc1", "v1.2.3", "\u0661.2.3", "1..2", "../../x"],
)
def test_what_is_no_version_is_none(text: str) -> None:
    assert version_of(text) is None


def test_a_model_knows_since_when_an_item_is_asked_and_what_is_retired() -> None:
    assert NEXT.item("SAL-QUE").since == NEXT.version
    assert NEXT.item("SRV-EMP").revised == NEXT.version
    assert (NEXT.item("SAL-INT").since, NEXT.item("SAL-INT").revised) == ("", "")
    assert [(entry.id, entry.since, entry.instead) for entry in LATER.retired] == [
        ("SAL-TIM", NEXT.version, ("SAL-QUE",)),
        ("SAL-QUE", LATER.version, ("SAL-WAI",)),
    ]


BROKEN: list[tuple[str, Callable[[Any], object], str, str]] = [
    ("no version", lambda data: data.update(version="1.0"), "version-malformed", "version"),
    ("since what", lambda data: data["items"]["SAL-INT"].update(since="x"), "version-malformed", "items.SAL-INT.since"),
    (
        "from the future",
        lambda data: data["items"]["SAL-INT"].update(revised="99.0.0"),
        "version-too-new",
        "items.SAL-INT.revised",
    ),
    (
        "retired in the future",
        lambda data: data["retired"]["SAL-TIM"].update({"in": "99.0.0"}),
        "version-too-new",
        "retired.SAL-TIM.in",
    ),
    ("retired when", lambda data: data["retired"]["SAL-TIM"].pop("in"), "key-missing", "retired.SAL-TIM"),
    (
        "both asked and retired",
        lambda data: data["retired"].update({"SAL-INT": {"in": "1.0.0"}}),
        "retired-still-asked",
        "retired.SAL-INT",
    ),
    (
        "nothing instead",
        lambda data: data["retired"]["SAL-TIM"].update(instead=["SAL-XXX"]),
        "instead-unknown",
        "retired.SAL-TIM.instead.0",
    ),
    (
        "itself instead",
        lambda data: data["retired"]["SAL-TIM"].update(instead=["SAL-TIM"]),
        "instead-unknown",
        "retired.SAL-TIM.instead.0",
    ),
    ("an id that cannot be", lambda data: data["retired"].update({"sal tim": {}}), "id-malformed", "retired.sal tim"),
]


@pytest.mark.parametrize(("change", "code", "place"), [entry[1:] for entry in BROKEN], ids=[e[0] for e in BROKEN])
def test_a_history_that_cannot_be_is_refused_with_its_place(change: Any, code: str, place: str) -> None:
    data = copy.deepcopy(plain_model("next"))
    change(data)
    with pytest.raises(ModelError) as caught:
        parse_model(data)
    assert (caught.value.code, caught.value.place) == (code, place)


# -- releases -------------------------------------------------------------------------------------------------------


def broken_promises(old: Model, new: Model) -> list[str]:
    """What `new` does to `old` that nobody may do once `old` is released: an id is for ever."""
    now = {item.id: item for item in new.items}
    retired = {entry.id for entry in new.retired}
    known = {item.id for item in old.items} | {entry.id for entry in old.retired}

    def place(item: Item) -> tuple[object, ...]:
        return item.block, item.pillar, item.practice

    lost = [f"{key} is neither asked nor retired" for key in known if key not in now.keys() | retired]
    lost += [f"{entry.id} is used again" for entry in old.retired if entry.id in now]
    lost += [f"{item.id} has moved" for item in old.items if item.id in now and place(item) != place(now[item.id])]
    fresh = [item for item in new.items if item.id not in known]
    return lost + [f"{item.id} is new and has no since" for item in fresh if not item.since]


def asks(model: Model) -> Model:
    """A model without what may change within a version: where help is found, and in which languages."""
    return model._replace(
        languages=(),
        management=model.management._replace(article=""),
        areas=tuple(area._replace(article="") for area in model.areas),
        pillars=tuple(pillar._replace(article="") for pillar in model.pillars),
        items=tuple(item._replace(article="") for item in model.items),
    )


def test_no_release_breaks_a_promise() -> None:
    models = [
        parse_model(tomllib.loads((data_folder() / "releases" / f"{name}.toml").read_text("utf-8")))
        for name in release_names()
    ]
    for name, model in zip(release_names(), models, strict=True):
        assert (model.id, model.version) == (load_model().id, name)
        assert version_of(name) <= version_of(load_model().version)  # type: ignore[operator]
        if name == load_model().version:
            assert asks(model) == asks(load_model()), "raise the version: this one is released with other content"
    for place, old in enumerate(models):
        for new in (*models[place + 1 :], load_model()):
            assert broken_promises(old, new) == []


def test_a_broken_promise_is_seen() -> None:
    assert broken_promises(PRESENT, NEXT) == broken_promises(NEXT, LATER) == broken_promises(PRESENT, LATER) == []
    without = NEXT._replace(items=NEXT.items[1:])
    assert broken_promises(PRESENT, without) == ["SAL-INT is neither asked nor retired"]
    moved = NEXT._replace(items=(NEXT.items[0]._replace(block="MKT"), *NEXT.items[1:]))
    assert broken_promises(PRESENT, moved) == ["SAL-INT has moved"]
    assert "SAL-TIM is used again" in broken_promises(NEXT, PRESENT)
    assert broken_promises(PRESENT, NEXT._replace(items=tuple(i._replace(since="") for i in NEXT.items))) == [
        "SAL-QUE is new and has no since",
        "MGT-90 is new and has no since",
    ]


# -- what becomes of answers ----------------------------------------------------------------------------------------


def test_a_migration_lists_everything_that_the_next_version_changed() -> None:
    found = migrate(answered(PRESENT), PRESENT, NEXT)
    assert [(entry.item, entry.answer.level, entry.instead) for entry in found.set_aside] == [
        ("SAL-TIM", 3, ("SAL-QUE",))
    ]
    assert found.added == ("SAL-QUE", "MGT-90")
    assert found.revised == ("SRV-EMP",)
    assert [tuple(change) for change in found.reweighted] == [("area", "SRV", 1, 2)]
    assert [tuple(change) for change in found.rules] == [("gate_percent", PRESENT.rules.gate_percent, 75)]
    assert found.answers.given.keys() == {item.id for item in PRESENT.items} - {"SAL-TIM"}


def test_what_is_asked_instead_of_a_retired_item_is_what_is_still_asked() -> None:
    found = migrate(answered(PRESENT), PRESENT, LATER)
    assert [(entry.item, entry.instead) for entry in found.set_aside] == [("SAL-TIM", ("SAL-WAI",))]
    assert found.revised == ("MKT-INT", "SRV-EMP")


@given(st.sampled_from(sorted(FAMILY)), st.sampled_from(sorted(FAMILY)), st.data())
def test_nothing_is_lost_and_nothing_that_was_said_is_changed(old: str, new: str, data: st.DataObject) -> None:
    before, after = FAMILY[old], FAMILY[new]
    answers = data.draw(given_to(before))
    found = migrate(answers, before, after)
    aside = {entry.item: entry.answer for entry in found.set_aside if entry.answer != OPEN}
    assert {**found.answers.given, **aside} == answers.given
    assert aside.keys() & found.answers.given.keys() == set()
    assert (found.answers.form, found.answers.date, found.answers.profile) == (
        answers.form,
        answers.date,
        answers.profile,
    )
    assert (found.answers.importance, found.answers.targets, found.aims) == (answers.importance, answers.targets, ())
    assert parse_answers(plain_answers(found.answers, after), after) == found.answers


@given(st.sampled_from(sorted(FAMILY)), st.data())
def test_migrating_twice_is_migrating_once(new: str, data: st.DataObject) -> None:
    found = migrate(data.draw(given_to(PRESENT)), PRESENT, FAMILY[new])
    again = migrate(found.answers, FAMILY[new], FAMILY[new])
    assert again.answers == found.answers
    assert changes(again) == ([], [], (), (), (), (), ())


@given(st.data())
def test_the_way_over_a_version_between_leads_to_the_same_answers(data: st.DataObject) -> None:
    answers = data.draw(given_to(PRESENT))
    between = migrate(answers, PRESENT, NEXT)
    direct, last = migrate(answers, PRESENT, LATER), migrate(between.answers, NEXT, LATER)
    assert last.answers == direct.answers
    said = {entry.item for entry in (*between.set_aside, *last.set_aside) if entry.answer != OPEN}
    assert said == {entry.item for entry in direct.set_aside if entry.answer != OPEN}
    assert {*between.revised, *last.revised} == set(direct.revised)


def changes(found: Migration) -> tuple[object, ...]:
    """All that a migration lists."""
    lists = found.set_aside, found.added, found.unasked, found.revised, found.reweighted, found.rules, found.aims
    return ([*lists[0]], [*lists[1]], *lists[2:])


def test_weights_that_keep_their_ratios_are_no_change() -> None:
    doubled = PRESENT._replace(
        areas=tuple(area._replace(weight=area.weight * 2) for area in PRESENT.areas),
        items=tuple(item._replace(weight=item.weight * 3) for item in PRESENT.items),
    )
    assert migrate(answered(PRESENT), PRESENT, doubled).reweighted == ()


def test_a_level_beyond_a_shorter_scale_is_set_aside_and_the_rest_is_to_be_confirmed() -> None:
    short = PRESENT._replace(version="9.0.0", rules=PRESENT.rules._replace(levels=4))
    answers = answered(PRESENT, 4, targets={"SAL": 5})
    answers = answers._replace(
        given={**answers.given, "SAL-INT": answers.given["SAL-INT"]._replace(level=5, note="proud of it")}
    )
    found = migrate(answers, PRESENT, short)
    assert [(entry.item, entry.answer.level) for entry in found.set_aside] == [("SAL-INT", 5)]
    assert (found.answers.to("SAL-INT").level, found.answers.to("SAL-INT").note) == (None, "proud of it")
    assert len(found.revised) == len(PRESENT.items)
    assert found.aims == (("targets", "SAL", 5),)
    assert comparable(PRESENT, short) == ()


def test_an_item_that_leaves_the_quick_form_keeps_its_answer_and_is_told() -> None:
    quick = {item.id for item in PRESENT.of_form("quick")}
    swapped = PRESENT._replace(
        version="9.0.0",
        items=tuple(
            item._replace(quick=(item.id in quick) != (item.id in ("SAL-TIM", "SAL-INT"))) for item in PRESENT.items
        ),
    )
    answers = answered(PRESENT)._replace(form="quick", given={"SAL-TIM": answered(PRESENT).to("SAL-TIM")})
    found = migrate(answers, PRESENT, swapped)
    assert (found.unasked, found.added) == (("SAL-TIM",), ("SAL-INT",))
    assert found.answers.given == answers.given
    both = migrate(answered(PRESENT)._replace(form="quick"), PRESENT, swapped)
    assert (both.unasked, both.added) == (("SAL-TIM",), ()), "what has an answer is not open"


def test_an_item_that_stands_elsewhere_is_to_be_confirmed() -> None:
    places = {"SAL-INT": "RES", "SAL-RES": "INT"}
    moved = PRESENT._replace(
        version="9.0.0", items=tuple(item._replace(pillar=places.get(item.id, item.pillar)) for item in PRESENT.items)
    )
    assert migrate(answered(PRESENT), PRESENT, moved).revised == ("SAL-INT", "SAL-RES")
    assert len(comparable(PRESENT, moved)) == len(PRESENT.items) - 2


# -- files ----------------------------------------------------------------------------------------------------------


def test_a_file_of_a_released_version_opens_and_is_carried(future: Model) -> None:
    text = write_answers(answered(PRESENT), PRESENT)
    assert future.version == NEXT.version
    assert read_answers(text, future) == migrate(answered(PRESENT), PRESENT, future).answers


def test_what_was_wrong_in_an_old_file_is_told_by_the_old_model(future: Model) -> None:
    data = plain_answers(answered(PRESENT), PRESENT)
    data["answers"] = {"SAL-QUE": {"level": 3}}
    with pytest.raises(AnswersError, match=r"item-unknown at answers\.SAL-QUE"):
        read_answers(json.dumps(data), future)


@pytest.mark.parametrize("version", ["0.9.0", "99.0.0", "../model", "1.0", "", "releases/1.0.0", "1.0.0\0"])
def test_a_version_that_was_never_released_is_refused(version: str, future: Model) -> None:
    data = plain_answers(answered(PRESENT), PRESENT) | {"model": {"id": future.id, "version": version}}
    with pytest.raises(AnswersError) as caught:
        read_answers(json.dumps(data), future)
    assert caught.value.code in ("other-model-version", "text-empty")
    assert caught.value.place == "model.version"


@pytest.mark.parametrize("named", [None, [], {}, {"id": "cx-atlas"}, {"id": "other", "version": "1.0.0"}, "1.0.0"])
def test_a_file_that_names_no_model_of_ours_is_refused_as_ever(named: object, future: Model) -> None:
    data = plain_answers(answered(PRESENT), PRESENT) | {"model": named}
    with pytest.raises(AnswersError):
        read_answers(json.dumps(data), future)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_opens_an_old_file_is_told_what_to_confirm(language: str, future: Model) -> None:
    page = Bridge(future)
    words = {"texts": plain_texts("next", language), "words": load_words(language), "articles": {}}
    assert json.loads(page.handle(json.dumps({"do": "open", "language": words}))) == {"ok": True}
    text = write_answers(answered(PRESENT), PRESENT)
    reply = json.loads(page.handle(json.dumps({"do": "read", "text": text})))
    assert reply["ok"], reply
    assert reply["answers"]["model"]["version"] == future.version
    assert [entry["item"] for entry in reply["migration"]["revised"]] == ["SRV-EMP"]
    assert words["texts"]["items"]["SRV-EMP"]["question"] in reply["migration"]["revised"][0]["lines"]  # type: ignore[index]
    new = json.loads(page.handle(json.dumps({"do": "read", "text": json.dumps(reply["answers"])})))
    assert new.keys() == {"ok", "answers"}
    assert new["answers"] == reply["answers"]


# -- in words -------------------------------------------------------------------------------------------------------


def view_of(found: Migration, name: str, language: str) -> dict[str, Any]:
    """A migration in words."""
    texts = parse_texts(plain_texts(name, language), FAMILY[name], language)
    return migration_view(found, texts, Words(load_words(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_migration_lists_is_said(language: str) -> None:
    view = view_of(migrate(answered(PRESENT), PRESENT, NEXT), "next", language)
    counts = {key: len(value) for key, value in view.items() if isinstance(value, list)}
    assert counts == {
        "revised": 1,
        "set_aside": 1,
        "added": 2,
        "unasked": 0,
        "aims": 0,
        "weights": 1,
        "rules": 1,
        "head": 4,
        "scores": 15,
    }
    assert view["nothing"] == ""
    assert "SAL-TIM" in view["set_aside"][0]["title"]
    assert "{" not in json.dumps(list(view["set_aside"][0]["lines"]) + view["weights"] + view["rules"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_way_back_is_said_too(language: str) -> None:
    view = view_of(migrate(answered(LATER), LATER, PRESENT), "present", language)
    assert {entry["title"] for entry in view["set_aside"]} >= {"MGT-90 (MGT-90)"}
    assert [entry["item"] for entry in view["added"]] == ["SAL-TIM"]
    assert [entry["item"] for entry in view["revised"]] == ["MKT-INT", "SRV-EMP"]


def test_the_scores_of_a_migration_differ_by_the_model_alone() -> None:
    data = json.loads(json.dumps(migration_data(migrate(answered(PRESENT), PRESENT, NEXT))))
    assert (data["model"]["from"], data["model"]["to"]) == (PRESENT.version, NEXT.version)
    assert data["scores"]["SAL"] == {
        "before": {"score": 3.0, "level": 3},
        "after": {"score": 3.0, "level": 3},
        "change": 0.0,
    }
    assert data["set_aside"] == [{"item": "SAL-TIM", "state": "level", "level": 3, "instead": ["SAL-QUE"]}]


# -- the published schema -------------------------------------------------------------------------------------------

SCHEMA = Draft202012Validator(json.loads((data_folder() / "schema" / "model.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("name", sorted(FAMILY))
def test_every_version_fits_the_schema_of_models(name: str) -> None:
    SCHEMA.validate(plain_model(name))


STRUCTURE = [entry for entry in BROKEN if entry[2] in ("version-malformed", "key-missing", "id-malformed")]


@pytest.mark.parametrize("change", [entry[1] for entry in STRUCTURE], ids=[entry[0] for entry in STRUCTURE])
def test_a_history_of_the_wrong_shape_is_refused_by_the_schema_too(change: Any) -> None:
    data = copy.deepcopy(plain_model("next"))
    change(data)
    assert not SCHEMA.is_valid(data)
