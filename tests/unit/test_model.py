"""The model and its words in three languages: complete, consistent, and refused when they are not."""

import copy
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from assessment import files
from assessment.core.errors import ModelError
from assessment.core.model import parse_model
from assessment.core.texts import parse_texts
from assessment.files import load_model, load_texts, load_texts_data

MODEL = load_model()
LANGUAGES = MODEL.languages


def test_there_are_48_items_six_areas_six_pillars_and_twelve_practices() -> None:
    assert (len(MODEL.items), len(MODEL.areas), len(MODEL.pillars), len(MODEL.practices)) == (48, 6, 6, 12)
    assert LANGUAGES == ("en", "pl", "ro")


def test_the_quick_form_meets_each_touchpoint_and_each_pillar_once_and_six_practices() -> None:
    quick = MODEL.of_form("quick")
    assert len(quick) == 12
    cells = [item for item in quick if item.pillar]
    assert sorted(item.block for item in cells) == sorted(area.id for area in MODEL.areas)
    assert sorted(str(item.pillar) for item in cells) == sorted(pillar.id for pillar in MODEL.pillars)
    assert [item.id for item in quick if item.practice] == [f"MGT-{n}" for n in ("02", "04", "06", "07", "09", "11")]
    assert {item.id for item in cells} == {"SAL-TIM", "MKT-INT", "SRV-EMP", "PRD-EXP", "REP-RES", "JRN-PER"}


def test_an_id_says_where_an_item_stands() -> None:
    for item in MODEL.items:
        assert item.id == f"{item.block}-{item.pillar or item.practice}"


def test_the_published_rules_are_in_the_model() -> None:
    rules = MODEL.rules
    assert (rules.levels, rules.gate_percent, rules.gate_slack, rules.coverage_percent) == (5, 80, 1, 60)
    assert (rules.areas_needed, rules.evidence_from, rules.evidence_fallback, rules.list_length) == (5, 4, 3, 3)
    assert rules.tie_pillars == ("INT", "RES")
    assert {item.weight for item in MODEL.items} == {area.weight for area in MODEL.areas} == {1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_has_its_words_in_every_language(language: str) -> None:
    texts = load_texts(MODEL, language)
    assert list(texts.items) == [item.id for item in MODEL.items]
    assert len(texts.levels) == MODEL.rules.levels
    for item in MODEL.items:
        assert texts.items[item.id].evidence, item.id
        assert texts.title(MODEL, item.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_descriptions_of_an_item_all_differ(language: str) -> None:
    texts = load_texts(MODEL, language)
    for key, item in texts.items.items():
        assert len({level.casefold() for level in item.levels}) == MODEL.rules.levels, key
        assert len({entry.casefold() for entry in item.evidence}) == len(item.evidence), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_items_ask_the_same(language: str) -> None:
    texts = load_texts(MODEL, language)
    asked = Counter(item.question.casefold() for item in texts.items.values())
    assert [question for question, times in asked.items() if times > 1] == []
    titles = Counter(texts.title(MODEL, item.id) for item in MODEL.items)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_spaces_or_line_breaks_that_nobody_sees(language: str) -> None:
    for place, text in _texts(load_texts_data(language), ""):
        assert text == " ".join(text.split(" ")).strip() != "", place
        assert "\n" not in text, place
        assert "  " not in text, place


@pytest.mark.parametrize("language", ["pl", "ro"])
def test_no_text_of_a_translation_is_left_in_english(language: str) -> None:
    english = dict(_texts(load_texts_data("en"), ""))
    left = [place for place, text in _texts(load_texts_data(language), "") if text == english[place]]
    assert [place for place in left if len(english[place]) > 15] == []


def _texts(value: Any, place: str) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(place, value)]
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for key, entry in entries for found in _texts(entry, f"{place}.{key}".strip("."))]


# -- words that do not fit the model --------------------------------------------------------------------------------

Change = Callable[[dict[str, Any]], object]

BROKEN: list[tuple[str, Change, str, str]] = [
    ("an item is missing", lambda data: data["items"].pop("SAL-INT"), "ids-missing", "items"),
    ("an item too many", lambda data: data["items"].update({"SAL-XXX": {}}), "ids-extra", "items"),
    ("an area is missing", lambda data: data["areas"].pop("JRN"), "ids-missing", "areas"),
    ("an area too many", lambda data: data["areas"].update(MGT={}), "ids-extra", "areas"),
    ("a pillar is missing", lambda data: data["pillars"].pop("EMP"), "ids-missing", "pillars"),
    ("a pillar too many", lambda data: data["pillars"].update(XXX={}), "ids-extra", "pillars"),
    ("a practice is missing", lambda data: data["practices"].pop("12"), "ids-missing", "practices"),
    ("a practice too many", lambda data: data["practices"].update({"13": {}}), "ids-extra", "practices"),
    ("a level is missing", lambda data: data["levels"].pop("5"), "ids-missing", "levels"),
    ("a level too many", lambda data: data["levels"].update({"6": {}}), "ids-extra", "levels"),
    ("no management", lambda data: data.pop("management"), "key-missing", ""),
    ("a table too many", lambda data: data.update(weights={}), "key-unknown", ""),
    ("no question", lambda data: data["items"]["MGT-01"].pop("question"), "key-missing", "items.MGT-01"),
    (
        "an empty question",
        lambda data: data["items"]["MGT-01"].update(question=" "),
        "text-empty",
        "items.MGT-01.question",
    ),
    ("a number for a text", lambda data: data["areas"]["SAL"].update(name=1), "not-text", "areas.SAL.name"),
    ("four descriptions", lambda data: data["items"]["MGT-01"]["levels"].pop(), "levels-count", "items.MGT-01.levels"),
    ("a key too many", lambda data: data["pillars"]["INT"].update(ask="x"), "key-unknown", "pillars.INT"),
    ("an area that is a list", lambda data: data.update(areas=[]), "not-a-table", "areas"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("change", "code", "place"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_words_that_do_not_fit_are_refused_with_file_and_table(
    language: str, change: Change, code: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data: dict[str, Any] = copy.deepcopy(load_texts_data(language))
    change(data)
    monkeypatch.setattr(files, "_toml", lambda name: data)
    with pytest.raises(ModelError) as caught:
        load_texts(MODEL, language)
    assert caught.value.code == code
    assert caught.value.place == ": ".join(part for part in (f"texts/{language}.toml", place) if part)


def test_texts_that_are_toml_no_more_are_refused_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    import tomllib

    def broken(_: str) -> dict[str, Any]:
        raise tomllib.TOMLDecodeError("Expected '=' after a key")

    monkeypatch.setattr(tomllib, "loads", broken)
    with pytest.raises(ModelError) as caught:
        load_texts(MODEL, "pl")
    assert (caught.value.code, caught.value.place.split(":")[0]) == ("not-toml", "texts/pl.toml")


# -- models that are not sound --------------------------------------------------------------------------------------

UNSOUND: list[tuple[str, Change, str, str]] = [
    ("a cell is missing", lambda data: data["items"].pop("SAL-INT"), "cell-not-once", "items"),
    ("a cell twice", lambda data: data["items"].update(X=data["items"]["SAL-INT"]), "cell-not-once", "items"),
    ("a practice without item", lambda data: data["items"].pop("MGT-01"), "practice-not-once", "items"),
    ("a practice twice", lambda data: data["items"].update(X=data["items"]["MGT-01"]), "practice-not-once", "items"),
    (
        "nothing quick in an area",
        lambda data: data["items"]["SAL-TIM"].update(quick=False),
        "quick-lacks-block",
        "items",
    ),
    (
        "more areas needed than there are",
        lambda data: data["rules"].update(areas_needed=7),
        "areas-needed-too-many",
        "items",
    ),
    (
        "an unknown pillar",
        lambda data: data["items"]["SAL-INT"].update(pillar="XXX"),
        "not-a-choice",
        "items.SAL-INT.pillar",
    ),
    ("an unknown area", lambda data: data["items"]["SAL-INT"].update(area="MGT"), "not-a-choice", "items.SAL-INT.area"),
    (
        "an unknown practice",
        lambda data: data["items"]["MGT-01"].update(practice="13"),
        "not-a-choice",
        "items.MGT-01.practice",
    ),
    (
        "no weight",
        lambda data: data["items"]["SAL-INT"].update(weight=0),
        "number-out-of-range",
        "items.SAL-INT.weight",
    ),
    (
        "a weight with decimals",
        lambda data: data["areas"]["SAL"].update(weight=1.0),
        "not-a-number",
        "areas.SAL.weight",
    ),
    (
        "a practice in the grid",
        lambda data: data["items"]["SAL-INT"].update(practice="01"),
        "key-unknown",
        "items.SAL-INT",
    ),
    ("quick as text", lambda data: data["items"]["SAL-INT"].update(quick="no"), "not-a-flag", "items.SAL-INT.quick"),
    ("an unknown rule", lambda data: data["rules"].update(gate=1), "key-unknown", "rules"),
    ("a rule is missing", lambda data: data["rules"].pop("gate_slack"), "key-missing", "rules"),
    (
        "a gate of no share",
        lambda data: data["rules"].update(gate_percent=0),
        "number-out-of-range",
        "rules.gate_percent",
    ),
    (
        "a target above all levels",
        lambda data: data["rules"].update(target_default=6),
        "number-out-of-range",
        "rules.target_default",
    ),
    (
        "a default that is no importance",
        lambda data: data["rules"].update(importance_default=4),
        "not-a-choice",
        "rules.importance_default",
    ),
    (
        "a tie for no pillar",
        lambda data: data["rules"].update(tie_pillars=["XXX"]),
        "not-a-choice",
        "rules.tie_pillars.0",
    ),
    (
        "evidence that raises",
        lambda data: data["rules"].update(evidence_fallback=5),
        "number-out-of-range",
        "rules.evidence_fallback",
    ),
    (
        "evidence that punishes",
        lambda data: data["rules"].update(evidence_fallback=2),
        "number-out-of-range",
        "rules.evidence_fallback",
    ),
    ("no areas", lambda data: data.pop("areas"), "key-missing", ""),
    ("items as a list", lambda data: data.update(items=[]), "not-a-table", "items"),
]


@pytest.fixture
def sound() -> dict[str, Any]:
    """The model as plain data, to be spoilt."""
    return copy.deepcopy(files._toml("model.toml"))


def test_the_model_itself_is_sound(sound: dict[str, Any]) -> None:
    assert parse_model(sound) == MODEL


@pytest.mark.parametrize(("change", "code", "place"), [b[1:] for b in UNSOUND], ids=[b[0] for b in UNSOUND])
def test_a_model_that_is_not_sound_is_refused_with_the_table(
    sound: dict[str, Any], change: Change, code: str, place: str
) -> None:
    change(sound)
    with pytest.raises(ModelError) as caught:
        parse_model(sound)
    assert (caught.value.code, caught.value.place) == (code, place)


def test_asking_for_an_item_that_there_is_not_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="SAL-XXX"):
        MODEL.item("SAL-XXX")


def test_words_are_parsed_without_looking_at_their_order() -> None:
    data = load_texts_data("en")
    items = data["items"]
    assert isinstance(items, dict)
    turned = {**data, "items": dict(reversed(items.items()))}
    assert parse_texts(turned, MODEL, "en") == load_texts(MODEL, "en")
