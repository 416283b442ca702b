"""Models that people bring: what they may be, and that whatever is wrong with one is said with file, line and table."""

import json
import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from referencing import Registry, Resource

from assessment.bridge import Bridge
from assessment.bundle import FORMAT, Bundle, open_model, read_bundle
from assessment.cli import COMMANDS, main
from assessment.core.errors import ModelError
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.core.texts import parse_texts
from assessment.files import LARGEST, data_folder, load_model, load_texts, load_texts_data, load_words
from assessment.lines import line_of, lines_of_json, lines_of_toml
from assessment.publish.exercise import empty_form, full_form, open_request
from assessment.report.form import form_view
from assessment.report.formats import FORMATS, write_report
from assessment.report.questions import QUESTION_FORMATS, write_questions
from assessment.report.view import view
from assessment.report.words import Words
from tests.unit.generated import models

BAKERY = Path(__file__).parents[1] / "models" / "own" / "bakery.toml"
TEXT = BAKERY.read_text("utf-8")
LANGUAGES = ("en", "pl", "ro")
WORDS = {language: Words(load_words(language)) for language in LANGUAGES}
Data = dict[str, Any]


def data() -> Data:
    """The bakery's model as plain data, to be spoilt."""
    return tomllib.loads(TEXT)


def as_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def refused(content: object, name: str = "mine.json") -> ModelError:
    """The error with which a model in one file is refused."""
    with pytest.raises(ModelError) as caught:
        read_bundle(content if isinstance(content, str) else as_json(content), name)
    for words in WORDS.values():
        assert words.error(caught.value).isprintable()
    return caught.value


def written(folder: Path, content: Data) -> Path:
    """The model as a folder of TOML files; JSON's tables and lists are TOML's inline ones, but for the colon."""
    (folder / "texts").mkdir(parents=True)
    (folder / "model.toml").write_text(toml(content["model"]), "utf-8")
    for language, texts in content["texts"].items():
        (folder / "texts" / f"{language}.toml").write_text(toml(texts), "utf-8")
    return folder


def toml(table: Data) -> str:
    """Plain data as TOML, one top-level key a line."""
    return "".join(f"{key} = {_inline(value)}\n" for key, value in table.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


# -- what a model may be --------------------------------------------------------------------------------------------


def test_a_folder_a_toml_file_and_a_json_file_are_the_same_model(tmp_path: Path) -> None:
    one = read_bundle(TEXT, "bakery.toml")
    (tmp_path / "bakery.json").write_text(as_json(data()), "utf-8")
    assert open_model(tmp_path / "bakery.json") == one
    assert open_model(written(tmp_path / "bakery", data())) == one
    assert open_model(BAKERY) == one


def test_a_model_has_its_own_areas_levels_languages_and_weights() -> None:
    model = open_model(BAKERY).model
    assert (model.id, model.rules.levels, model.languages) == ("bakery", 4, ("pl", "de"))
    assert [(area.id, area.weight) for area in model.areas] == [("SHOP", 3), ("WEB", 1)]
    assert model.management.article == ""


def test_texts_come_in_the_language_asked_for_or_the_models_first() -> None:
    bundle = open_model(BAKERY)
    assert bundle.texts_for("de").blocks["SHOP"].name == "Laden"
    assert bundle.texts_for("ro").blocks["SHOP"].name == "Sklep"


def test_earlier_versions_come_with_the_model_and_are_checked_too(tmp_path: Path) -> None:
    early = {**data()["model"], "version": "0.9.0"}
    bundle = read_bundle(as_json({**data(), "releases": {"0.9.0": early}}), "mine.json")
    assert bundle.releases["0.9.0"].version == "0.9.0"
    folder = written(tmp_path / "m", data())
    (folder / "releases").mkdir()
    (folder / "releases" / "0.9.0.toml").write_text(toml(early), "utf-8")
    assert open_model(folder) == bundle
    wrong = refused({**data(), "releases": {"0.8.0": early}})
    assert (wrong.code, wrong.place.split(": ")[1]) == ("release-other", "releases.0.8.0.version")


def test_our_own_model_may_be_brought_in_another_language_but_not_changed() -> None:
    ours = {"format": FORMAT, "version": 1, "model": tomllib.loads((data_folder() / "model.toml").read_text("utf-8"))}
    ours["model"]["languages"] = ["xx"]
    bundle = read_bundle(as_json({**ours, "texts": {"xx": load_texts_data("en")}}), "xx.json")
    assert bundle.model.items == load_model().items
    ours["model"]["rules"]["gate_percent"] = 79
    assert refused({**ours, "texts": {"xx": load_texts_data("en")}}).code == "model-id-taken"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_report_of_another_model_is_written_in_every_format_and_language(kind: str, language: str) -> None:
    model, texts, _ = open_model(BAKERY)
    answers = Bridge(model)  # only to parse; the words come below
    assert answers.model is model
    result = measure(model, _answers(model, level=2))
    assert "Sklep" in write_report(result, texts["pl"], WORDS[language], kind) or kind == "json"
    assert write_report(measure(model, _answers(model)), texts["de"], WORDS[language], kind)


@pytest.mark.parametrize("kind", QUESTION_FORMATS)
def test_the_questions_of_another_model_are_printed_in_every_format(kind: str) -> None:
    bundle = open_model(BAKERY)
    text = write_questions(bundle.model, bundle.texts["de"], WORDS["en"], "full", kind)
    assert "SHOP-CLR" in text or "Laden" in text
    assert "five" not in text.lower()


def _answers(model: Model, level: int = 0) -> Any:
    from assessment.core.answers import parse_answers

    given = {item.id: {"level": level} for item in model.items} if level else {}
    return parse_answers({**empty_form(model), "answers": given}, model)


@given(models())
def test_every_small_model_makes_a_form_and_a_report(model: Model) -> None:
    texts = parse_texts(_texts(model), model, "en")
    form: Any = form_view(model, texts, WORDS["ro"], {})
    assert [item["id"] for block in form["blocks"] for item in block["items"]] == sorted(
        (item.id for item in model.items), key=lambda key: _place(model, key)
    )
    assert json.loads(json.dumps(view(measure(model, _answers(model, 1)), texts, WORDS["ro"], {})))


def _place(model: Model, key: str) -> tuple[int, int]:
    blocks = [block.id for block in model.blocks]
    return blocks.index(model.item(key).block), [item.id for item in model.items].index(key)


def _texts(model: Model) -> Data:
    levels = range(1, model.rules.levels + 1)
    block = {"name": "Name", "about": "About", "ask": "Ask"}
    return {
        "levels": {str(level): {"name": f"L{level}", "meaning": "Meaning"} for level in levels},
        "management": block,
        "areas": {area.id: block for area in model.areas},
        "pillars": {pillar.id: {"name": "Pillar", "about": "About"} for pillar in model.pillars},
        "practices": {practice: {"name": "Practice"} for practice in model.practices},
        "items": {
            item.id: {"question": "Q?", "levels": [f"D{n}" for n in levels], "evidence": []} for item in model.items
        },
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_importance_has_a_name_where_it_is_1_2_or_3_and_is_a_number_elsewhere(language: str) -> None:
    form: Any = form_view(*open_model(BAKERY)[:1], open_model(BAKERY).texts["pl"], WORDS[language], {})
    names = [option["name"] for option in form["importance"]]
    assert names[2] == "5"
    assert names[0] == load_words(language)["page"]["importance_1"]  # type: ignore[index]


# -- what is wrong, and where ---------------------------------------------------------------------------------------

Change = Callable[[Data], object]
WRONG: list[tuple[str, Change, str, str]] = [
    ("another format", lambda d: d.update(format="cx-atlas/answers"), "not-model", ""),
    ("no format", lambda d: d.pop("format"), "not-model", ""),
    ("a newer version", lambda d: d.update(version=2), "not-a-choice", "version"),
    ("a table too many", lambda d: d.update(more={}), "key-unknown", ""),
    ("no texts", lambda d: d.pop("texts"), "key-missing", ""),
    ("texts as a list", lambda d: d.update(texts=[]), "not-a-table", "texts"),
    ("one language as a list", lambda d: d["texts"].update(de=[]), "not-a-table", "texts.de"),
    ("a model as text", lambda d: d.update(model="x"), "not-a-table", "model"),
    ("a language without texts", lambda d: d["texts"].pop("de"), "texts-missing", "model.languages"),
    ("texts without a language", lambda d: d["model"].update(languages=["pl"]), "texts-extra", "texts.de"),
    ("no language", lambda d: d["model"].update(languages=[]), "languages-missing", "model.languages"),
    ("a language twice", lambda d: d["model"].update(languages=["pl", "pl"]), "id-twice", "model.languages"),
    ("a path as language", lambda d: d["model"].update(languages=["../x"]), "name-malformed", "model.languages.0"),
    ("a model name with a tag", lambda d: d["model"].update(id="<b>"), "name-malformed", "model.id"),
    ("a version that is none", lambda d: d["model"].update(version="one"), "version-malformed", "model.version"),
    ("a practice twice", lambda d: d["model"].update(practices=["ASK", "ASK"]), "id-twice", "model.practices"),
    ("a bad practice", lambda d: d["model"].update(practices=["a b"]), "id-malformed", "model.practices.0"),
    (
        "management called like an area",
        lambda d: d["model"]["management"].update(id="WEB"),
        "id-twice",
        "model.management.id",
    ),
    (
        "an area in small letters",
        lambda d: _rekey(d["model"]["areas"], "WEB", "web"),
        "id-malformed",
        "model.areas.web",
    ),
    ("an area with a space", lambda d: _rekey(d["model"]["areas"], "WEB", "W B"), "id-malformed", "model.areas.W B"),
    ("an area with an accent", lambda d: _rekey(d["model"]["areas"], "WEB", "WĘB"), "id-malformed", "model.areas.WĘB"),
    ("an area without a name", lambda d: _rekey(d["model"]["areas"], "WEB", ""), "text-empty", "model.areas."),
    ("a number as id", lambda d: _rekey(d["model"]["items"], "WEB-CLR", "12"), "id-malformed", "model.items.12"),
    (
        "an id of 41",
        lambda d: _rekey(d["model"]["pillars"], "CLR", "C" * 41),
        "id-malformed",
        f"model.pillars.{'C' * 41}",
    ),
    (
        "too many areas",
        lambda d: d["model"].update(areas={f"A{n}": {"weight": 1} for n in range(101)}),
        "table-too-long",
        "model.areas",
    ),
    (
        "a description too few",
        lambda d: d["texts"]["de"]["items"]["WEB-FAST"]["levels"].pop(),
        "levels-count",
        "texts.de.items.WEB-FAST.levels",
    ),
    (
        "an escape sequence",
        lambda d: d["texts"]["pl"]["areas"]["WEB"].update(name="\x1b[31mred"),
        "text-control",
        "texts.pl.areas.WEB.name",
    ),
    (
        "a line break",
        lambda d: d["texts"]["pl"]["items"]["WEB-CLR"].update(question="a\nb"),
        "text-control",
        "texts.pl.items.WEB-CLR.question",
    ),
    (
        "text that runs the other way",
        lambda d: d["texts"]["pl"]["practices"]["ASK"].update(name="a\u202eb"),
        "text-control",
        "texts.pl.practices.ASK.name",
    ),
    (
        "a text that is too long",
        lambda d: d["texts"]["pl"]["levels"]["1"].update(meaning="x" * 20_001),
        "text-too-long",
        "texts.pl.levels.1.meaning",
    ),
]


def _rekey(table: Data, before: str, after: str) -> None:
    table[after] = table.pop(before)


@pytest.mark.parametrize(("change", "code", "place"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_model_that_is_not_sound_is_refused_with_file_line_and_table(change: Change, code: str, place: str) -> None:
    spoilt = data()
    change(spoilt)
    error = refused(spoilt)
    where, _, inside = error.place.partition(": ")
    assert (error.code, inside) == (code, place)
    file, _, line = where.partition(":")
    assert file == "mine.json"
    assert line or not place
    if line and place and code != "text-empty":
        last = place.rsplit(".", 1)[-1]
        shown = as_json(spoilt).splitlines()[int(line) - 1]
        assert f'"{last}": ' in shown or last.isdigit(), shown


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "not-model", "x.toml"),
        ("  \n", "not-model", "x.toml"),
        ("\0", "not-model", "x.toml"),
        ("a = 1\nb = \n", "not-toml", "x.toml:2"),
        ("[model]\n[model]\n", "not-toml", "x.toml:2"),
        ("a = [" * 60, "not-model", "x.toml"),
        ("[" * 100_000, "not-model", "x.toml"),
        ('{"a": 1,\n "a" 2}', "not-json", "x.toml:2"),
        ('{"a": 1, "a": 2}', "key-twice", "x.toml"),
        ('{"a": NaN}', "not-json-number", "x.toml"),
        ("just words", "not-toml", "x.toml:1"),
        ("x" * (LARGEST + 1), "not-model", "x.toml"),
        ("<!doctype html>", "not-toml", "x.toml:1"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_model_at_all_is_refused_with_the_line_where_there_is_one(text: str, code: str, where: str) -> None:
    error = refused(text, "x.toml")
    assert (error.code, error.place) == (code, where)


def test_a_file_with_a_byte_order_mark_is_read_all_the_same() -> None:
    assert read_bundle("\ufeff" + TEXT, "x.toml") == read_bundle(TEXT, "x.toml")
    assert read_bundle("\ufeff" + as_json(data()), "x.json") == read_bundle(TEXT, "x.toml")


def test_in_a_folder_the_message_names_the_file_that_is_wrong(tmp_path: Path) -> None:
    folder = written(tmp_path / "mine", data())
    (folder / "texts" / "de.toml").write_text("# one\n# two\nlevels = 3\n", "utf-8")
    with pytest.raises(ModelError) as caught:
        open_model(folder)
    assert (caught.value.code, caught.value.place) == ("key-missing", str(folder / "texts" / "de.toml"))
    (folder / "texts" / "de.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError) as caught:
        open_model(folder)
    assert (caught.value.code, caught.value.place) == ("not-model", str(folder / "texts" / "de.toml"))
    (folder / "texts" / "de.toml").unlink()
    with pytest.raises(ModelError) as caught:
        open_model(folder)
    assert caught.value.code == "texts-missing"
    assert caught.value.place == f"{folder / 'model.toml'}:3: languages"


def test_the_line_is_that_of_the_key_that_is_unknown_or_of_the_id_that_is_too_many() -> None:
    lines = TEXT.splitlines()
    at = lines.index("[texts.de.areas]") + 1
    error = refused("\n".join([*lines[:at], 'CAR = { name = "a", about = "b", ask = "c" }', *lines[at:]]), "b.toml")
    assert (error.code, error.place) == ("ids-extra", f"b.toml:{at + 1}: texts.de.areas")
    error = refused(TEXT.replace("weight = 3 }", "weight = 3, colour = 1 }"), "b.toml")
    at = next(n for n, line in enumerate(lines, 1) if line.startswith("SHOP ="))
    assert (error.code, error.place) == ("key-unknown", f"b.toml:{at}: model.areas.SHOP")


SOURCE = '''
# [not.this]
a.b = 1
"c d".e = """
[nor.this]
x = 1
""" # nor = this
\'f\' = [
  # comment
  "one", # ]
  { g = 1 },
]
[h.i]
j = { k = { l = [
  1 ] } }
[[m]]
n = 'a # b'
'''


def test_tables_keys_and_entries_are_found_in_toml() -> None:
    tomllib.loads(SOURCE)
    found = lines_of_toml(SOURCE)
    expected = {"a.b": 3, "c d.e": 4, "f": 8, "f.0": 10, "f.1.g": 11, "h.i": 13, "h.i.j.k.l.0": 15, "m": 16, "m.n": 17}
    assert {place: found.get(place) for place in expected} == expected
    assert not {"not", "nor", "x"} & set(found)


@pytest.mark.parametrize("file", ["model.toml", "texts/en.toml", "texts/pl.toml", "texts/ro.toml"])
def test_every_key_of_our_own_files_is_found_on_its_line(file: str) -> None:
    text = (data_folder() / file).read_text("utf-8")
    lines, found = text.splitlines(), lines_of_toml(text)
    for place, value in _leaves(tomllib.loads(text), ""):
        line = lines[found[place] - 1]
        assert value in line.replace('\\"', '"'), place


def test_every_key_of_a_json_file_is_found_on_its_line() -> None:
    text = as_json(data())
    found = lines_of_json(text)
    for place, value in _leaves(data(), ""):
        assert value in text.splitlines()[found[place] - 1].replace('\\"', '"'), place


def _leaves(value: Any, place: str) -> list[tuple[str, str]]:
    if isinstance(value, (dict, list)):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        return [found for key, entry in entries for found in _leaves(entry, f"{place}.{key}".strip("."))]
    return [(place, str(value).lower() if isinstance(value, bool) else str(value))]


@given(st.text("[]{}=.,:\"'#\n ab\\", max_size=60))
def test_looking_for_lines_never_fails_whatever_the_text(text: str) -> None:
    error = ModelError("key-unknown", "a.b", key="c", known="")
    for lines in (lines_of_toml(text), lines_of_json(text)):
        assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
        assert line_of(error, lines) in {None, *lines.values()}


@given(st.text(max_size=200) | st.binary(max_size=50).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_refused_with_a_message_and_nothing_else(text: str) -> None:
    refused(text, "\x1b<any>.toml")


_VALUES = st.none() | st.booleans() | st.integers(-1, 9) | st.floats() | st.text(max_size=3) | st.just([]) | st.just({})


@st.composite
def mutated(draw: st.DrawFn) -> Data:
    """The bakery with one to three things in it changed, removed or added."""
    spoilt = deepcopy(data())
    for _ in range(draw(st.integers(1, 3))):
        place: Any = spoilt
        while isinstance(place, (dict, list)) and place:
            key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
            change = draw(st.sampled_from(["deeper", "deeper", "deeper", "replace", "remove", "add"]))
            if change == "deeper" and isinstance(place[key], (dict, list)):
                place = place[key]
                continue
            if change == "remove":
                del place[key]
            elif change == "add" and isinstance(place, dict):
                place[draw(st.sampled_from(["X", "weight", "name", "quick", "9"]))] = draw(_VALUES)
            else:
                place[key] = draw(_VALUES)
            break
    return spoilt


def schema() -> Draft202012Validator:
    """What checks a model in one file, with the schemas that it refers to."""
    read = {
        name: json.loads((data_folder() / "schema" / f"{name}.schema.json").read_text("utf-8"))
        for name in ("bundle", "model", "texts")
    }
    registry: Any = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in read.values())
    return Draft202012Validator(read["bundle"], registry=registry)


SCHEMA = schema()
NOT_STRUCTURE = {
    *("cell-not-once", "practice-not-once", "quick-lacks-block", "areas-needed-too-many", "ids-missing", "ids-extra"),
    *("texts-missing", "texts-extra", "languages-missing", "levels-count", "id-twice", "not-a-choice"),
    *("number-out-of-range", "not-a-number", "not-json-number", "model-id-taken", "release-other"),
    *("version-malformed", "version-too-new", "retired-still-asked", "instead-unknown"),
}
"""What a schema cannot say of a model: what spans tables, and 1.0 for 1."""


def test_the_model_of_the_bakery_fits_the_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    SCHEMA.validate(data())
    assert open_model(BAKERY)


@given(mutated())
@settings(max_examples=300, deadline=None)
def test_parser_and_schema_agree_about_the_structure_of_a_model(spoilt: Data) -> None:
    try:
        text = json.dumps(spoilt, allow_nan=False)
    except ValueError:
        return  # JSON has no word for it
    error = refusal(text)
    if error is None:
        SCHEMA.validate(spoilt)
    elif error.code not in NOT_STRUCTURE:
        assert not SCHEMA.is_valid(spoilt), error


def refusal(text: str) -> ModelError | None:
    """The error with which a model is refused, which every language can say; None if it is not refused."""
    try:
        read_bundle(text, "mine.json")
    except ModelError as error:
        said = {words.error(error) for words in WORDS.values()}
        return error if all(line.isprintable() for line in said) else None
    return None


@pytest.mark.parametrize(
    "change", [w[1] for w in WRONG if w[2] not in NOT_STRUCTURE], ids=[w[0] for w in WRONG if w[2] not in NOT_STRUCTURE]
)
def test_what_the_parser_refuses_for_its_structure_the_schema_refuses_too(change: Change) -> None:
    spoilt = data()
    change(spoilt)
    assert not SCHEMA.is_valid(spoilt)


# -- on the command line --------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    return status, *capsys.readouterr()


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_says_that_a_model_is_fine(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, output, errors = run(capsys, "check", "--model", str(BAKERY), "--language", language)
    assert (status, errors, output.count("\n")) == (0, "", 1)
    assert output.startswith(f"{BAKERY}: ")
    assert "bakery 1.0.0" in output


def test_check_without_file_and_model_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["check"])
    assert caught.value.code == 2
    assert "--model" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["check"], ["score", "answers.json"], ["questions"]])
def test_every_command_says_in_one_line_what_is_wrong_with_a_model(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(TEXT.replace('name = "Laden"', 'name = ""'), "utf-8")
    line = next(n for n, text in enumerate(TEXT.splitlines(), 1) if "Laden" in text)
    status, output, errors = run(capsys, *command, "--model", str(broken))
    assert (status, output) == (2, "")
    assert errors == (
        f"{broken}:{line}: texts.de.areas.SHOP.name: The text is empty. Write something or leave the entry out.\n"
    )
    for path in (tmp_path / "none.toml", tmp_path):
        status, output, errors = run(capsys, *command, "--model", str(path))
        assert (status, output, errors.count("\n")) == (2, "", 1)
        assert "model.toml" in errors


def test_answers_to_another_model_are_scored_by_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = open_model(BAKERY).model
    file = tmp_path / "answers.json"
    file.write_text(as_json({**empty_form(model), "answers": {item.id: {"level": 4} for item in model.items}}), "utf-8")
    status, output, _ = run(capsys, "score", str(file), "--model", str(BAKERY), "--format", "json")
    assert status == 0
    report = json.loads(output)
    assert (report["model"]["id"], report["overall"]["level"], list(report["areas"])) == ("bakery", 4, ["SHOP", "WEB"])
    status, _, errors = run(capsys, "score", str(file))
    assert status == 2
    assert "“bakery” instead of “cx-atlas”" in errors


# -- in the page's engine -------------------------------------------------------------------------------------------


def ask(engine: Bridge, **request: object) -> Any:
    return json.loads(engine.handle(json.dumps(request)))


def opened(language: str = "en") -> Bridge:
    engine = Bridge(load_model())
    assert json.loads(engine.handle(json.dumps(open_request(language)))) == {"ok": True}
    return engine


def test_the_engine_scores_by_the_model_that_was_opened_until_it_is_closed() -> None:
    engine, bakery = opened(), full_form(open_model(BAKERY).model)
    assert ask(engine, do="score", answers=bakery)["error"]["code"] == "other-model"
    form = ask(engine, do="model.open", text=TEXT, name="bakery.toml")["form"]
    assert form["model"] == {"id": "bakery", "version": "1.0.0"}
    assert [block["id"] for block in form["blocks"]] == ["SHOP", "WEB", "BOSS"]
    view = ask(engine, do="score", answers={**bakery, "targets": {}, "importance": {}})["view"]
    assert [area["name"] for area in view["areas"]] == ["Sklep", "Strona"]
    assert ask(engine, do="model.close") == {"ok": True}
    assert ask(engine, do="score", answers=bakery)["error"]["code"] == "other-model"
    assert ask(engine, do="score", answers=full_form(load_model()))["ok"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_is_not_sound_changes_nothing_in_the_engine(language: str) -> None:
    engine = opened(language)
    ask(engine, do="model.open", text=TEXT, name="bakery.toml")
    error = ask(engine, do="model.open", text=TEXT.replace("levels = 4", "levels = 5"), name="worse.toml")["error"]
    assert error["code"] == "ids-missing"
    assert error["message"].startswith("worse.toml:")
    assert engine.model.id == "bakery"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_of_our_own_model_says_what_the_built_page_says(language: str) -> None:
    model, words = load_model(), WORDS[language]
    texts = load_texts(model, language)
    form: Any = form_view(
        model, texts, words, {"touchpoint-sales": {"href": "../learn/touchpoint-sales/", "title": "T"}}
    )
    assert [block["name"] for block in form["blocks"]] == [texts.blocks[block.id].name for block in model.blocks]
    sales = form["blocks"][0]
    assert sales["back"] is None
    assert sales["next"]["label"] == words.say("page.next", name=texts.blocks["MKT"].name)
    assert form["blocks"][-1]["next"] is None
    assert {item["article"]["href"] for item in sales["items"]} == {"../learn/touchpoint-sales/"}
    assert sales["items"][0]["levels"] == list(texts.items["SAL-INT"].levels)
    assert [item["quick"] for item in sales["items"]].count(True) == 1


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{name}", "javascript:alert(1)"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_every_report(text: str) -> None:
    spoilt = data()
    spoilt["texts"]["pl"]["areas"]["SHOP"]["name"] = text
    spoilt["texts"]["pl"]["items"]["SHOP-CLR"]["question"] = text
    bundle: Bundle = read_bundle(as_json(spoilt), "x.json")
    result = measure(bundle.model, _answers(bundle.model, 1))
    html = write_report(result, bundle.texts["pl"], WORDS["en"], "html")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert text in write_report(result, bundle.texts["pl"], WORDS["en"], "text").replace("\n", " ")


def test_a_report_of_another_model_does_not_speak_for_ours() -> None:
    bundle = open_model(BAKERY)
    result = measure(bundle.model, _answers(bundle.model, 1))
    for words in WORDS.values():
        said = view(result, bundle.texts["pl"], words, {})["honest"]
        assert said == words.say("own.honest") != words.say("report.honest")


# -- what the documentation says ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_in_the_documentation_is_sound_and_the_message_is_what_one_gets(language: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / language / "own-model.md").read_text("utf-8")
    text = _block(page, "toml")
    bundle = read_bundle(text, "repair-shop.toml")
    assert bundle.model.languages == (language,)
    for command in re.findall(r"^cx-atlas (\w+) .*--model repair-shop\.toml", page, re.MULTILINE):
        assert command in COMMANDS
    wrong = re.sub(r"(DESK-FAST = .*weight = )1", r"\g<1>0", text)
    with pytest.raises(ModelError) as caught:
        read_bundle(wrong, "repair-shop.toml")
    assert WORDS[language].error(caught.value) == _block(page, "text")


def test_the_documentation_s_models_differ_in_their_words_only() -> None:
    docs = Path(__file__).parents[2] / "docs"
    models = {
        read_bundle(_block((docs / language / "own-model.md").read_text("utf-8"), "toml"), "x.toml").model._replace(
            languages=()
        )
        for language in LANGUAGES
    }
    assert len(models) == 1


def _block(page: str, kind: str) -> str:
    """The first block of code of that kind on a page."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert found
    return found[1].strip()
