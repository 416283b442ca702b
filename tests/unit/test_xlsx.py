"""The workbook, read back as what it is: a ZIP archive of XML."""

import re
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.answers import Answer, Answers, parse_answers, plain_answers
from assessment.core.errors import RequestError
from assessment.core.result import measure
from assessment.core.score import stored
from assessment.files import load_model, load_texts, load_words, load_worked_example, read_answers
from assessment.report.digest import digest, model_digest
from assessment.report.words import Words
from assessment.report.workbook import LONGEST
from assessment.report.xlsx import xlsx
from tests import corpus
from tests.unit.generated import documents

MODEL = load_model()
GROCERY = load_worked_example(MODEL)
LANGUAGES = ("en", "pl", "ro")
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLAN = [
    ["id", "area", "step", "from", "to", "owner", "due", "done"],
    ["SAL-INT", "Sales", "x", "1", "3", "Ola", "", "no"],
]

Sheets = dict[str, dict[str, Any]]


def made(answers: Answers = GROCERY, language: str = "en", plan: Any = ()) -> bytes:
    return xlsx(measure(MODEL, answers), load_texts(MODEL, language), Words(load_words(language)), plan)


def archive(content: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(content)) as file:
        assert file.testzip() is None
        assert {entry.compress_type for entry in file.infolist()} == {ZIP_STORED}
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: file.read(name) for name in file.namelist()}


def read(content: bytes) -> Sheets:
    """Every sheet by name: cell → text or number. A formula, a link or anything else in a cell fails."""
    files = archive(content)
    for name, data in files.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(data)
        assert b'TargetMode="External"' not in data
    shared = [
        unescaped("".join(text.text or "" for text in entry.iter(f"{SPACE}t")))
        for entry in ElementTree.fromstring(files["xl/sharedStrings.xml"])
    ]
    names = [sheet.attrib["name"] for sheet in ElementTree.fromstring(files["xl/workbook.xml"]).iter(f"{SPACE}sheet")]
    return {
        name: cells(ElementTree.fromstring(files[f"xl/worksheets/sheet{n}.xml"]), shared)
        for n, name in enumerate(names, 1)
    }


def unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)


def cells(sheet: ElementTree.Element, shared: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    assert sheet.find(f"{SPACE}hyperlinks") is None
    for cell in sheet.iter(f"{SPACE}c"):
        assert cell.find(f"{SPACE}f") is None, "a formula"
        value = cell.find(f"{SPACE}v")
        if value is not None:
            assert cell.get("t") in (None, "s")
            number = float(value.text or "")
            found[cell.attrib["r"]] = shared[int(number)] if cell.get("t") == "s" else number
    return found


def sheet_of(found: Sheets, key: str, language: str = "en") -> dict[str, Any]:
    return found[Words(load_words(language)).say(f"takeout.sheet_{key}")]


def row_with(sheet: dict[str, Any], first: str) -> list[Any]:
    """The cells of the row that begins so, empty ones as None."""
    line = next(cell[1:] for cell, value in sheet.items() if cell[0] == "A" and value == first)
    return [sheet.get(f"{column}{line}") for column in "ABCDEFGHIJKLMNOP"]


# -- what is in it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", [(), PLAN])
def test_the_sheets_have_names_that_a_spreadsheet_accepts(language: str, plan: Any) -> None:
    names = list(read(made(language=language, plan=plan)))
    words = Words(load_words(language))
    keys = ["summary", "answers", "scores", *(["plan"] if plan else []), "find_out", "seal"]
    assert names == [words.say(f"takeout.sheet_{key}") for key in keys]
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_every_answer_stands_in_it_levels_as_numbers() -> None:
    sheet = sheet_of(read(made()), "answers")
    texts = load_texts(MODEL, "en")
    for item in MODEL.items:
        answer = GROCERY.to(item.id)
        row = row_with(sheet, item.id)
        assert row[2] == texts.items[item.id].question
        assert row[3] == answer.level
        if answer.level is not None:
            assert row[4] == texts.items[item.id].levels[answer.level - 1]
        assert (row[5] or "") == "\n".join(answer.evidence)
        assert (answer.note or answer.not_applicable) in (row[6] or "")


def test_scores_are_numbers_that_can_be_computed_with() -> None:
    result, sheet = measure(MODEL, GROCERY), sheet_of(read(made()), "scores")
    for key, score in {**result.stated.areas, **result.stated.pillars, "overall": result.stated.overall}.items():
        row = row_with(sheet, key)
        assert score.score is not None
        assert score.score_range is not None
        assert row[2] == score.level
        assert row[5:8] == [stored(score.score), *map(stored, score.score_range)]


def test_the_plan_stands_in_it_as_it_was_given() -> None:
    sheet = sheet_of(read(made(plan=PLAN)), "plan")
    assert row_with(sheet, "SAL-INT")[:8] == [cell or "" for cell in PLAN[1]]


def test_the_seal_names_model_and_answers() -> None:
    sheet = sheet_of(read(made()), "seal")
    values = set(sheet.values())
    assert model_digest(MODEL) in values
    assert digest(plain_answers(GROCERY, MODEL)) in values


@pytest.mark.parametrize("case", corpus.cases(), ids=lambda case: case.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_can_be_written(case: corpus.Case, language: str) -> None:
    read(made(read_answers(case.answers.read_text("utf-8-sig"), MODEL), language))


# -- what people wrote ------------------------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    "https://example.org/",
    "{=1}",
    "42",
    "TRUE",
    "_x0041_",
    "\t=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_wrote_is_a_text_whatever_it_looks_like(text: str) -> None:
    given = {"SAL-INT": Answer(3, evidence=(text,), note=text)}
    answers = GROCERY._replace(given=given, profile={"organisation": text})
    row = row_with(sheet_of(read(made(answers)), "answers"), "SAL-INT")
    assert row[5:7] == [text, text]


def test_a_text_that_looks_like_a_formula_stays_one_when_it_is_edited() -> None:
    given = {"SAL-INT": Answer(3, note="=1+1")}
    files = archive(made(GROCERY._replace(given=given)))
    assert b'quotePrefix="1"' in files["xl/styles.xml"]


@given(documents(MODEL), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=25)
def test_whatever_is_answered_the_file_can_be_read(document: dict[str, Any], text: str) -> None:
    answers = parse_answers(document, MODEL)
    given = {**answers.given, "SAL-INT": Answer(2, note=text)}
    row = row_with(sheet_of(read(made(answers._replace(given=given, form="full"))), "answers"), "SAL-INT")
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    assert "".join((row[6] or "").split()) == "".join(kept.split())


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost() -> None:
    answer = Answer(3, evidence=tuple("x" * 2_000 for _ in range(50)))
    row = row_with(sheet_of(read(made(GROCERY._replace(given={"SAL-INT": answer}))), "answers"), "SAL-INT")
    assert len(row[5]) == LONGEST
    assert row[5].endswith("…")


# -- the same bytes ---------------------------------------------------------------------------------------------------


def test_the_bytes_depend_on_nothing_but_the_result() -> None:
    program = "import sys; from assessment.cli import main; sys.exit(main(['score', '--format', 'xlsx', sys.argv[1]]))"
    case = next(case for case in corpus.cases() if case.name == "village-grocery")
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(case.answers)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1] == made(read_answers(case.answers.read_text("utf-8"), MODEL))
    core = archive(runs[0])["docProps/core.xml"].decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2000-01-01T00:00:00Z"] * 2


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(RequestError) as caught:
        made()
    assert caught.value.code == "xlsx-missing"
    for language in LANGUAGES:
        assert "cx-atlas[xlsx]" in Words(load_words(language)).error(caught.value)
