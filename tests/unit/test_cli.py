"""The command line: what it prints, and where; what it says when it cannot."""

import csv
import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assessment.cli import main
from assessment.files import LARGEST, load_model, read_answers
from assessment.report.formats import FORMATS
from assessment.report.questions import QUESTION_FORMATS
from tests import corpus

LANGUAGES = corpus.LANGUAGES
GROCERY = corpus.HERE / "cases" / "village-grocery" / "answers.json"
BARE = {"PATH": os.defpath, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "7"}
"""The poorest surroundings that a command may find: no UTF-8 anywhere."""


def run(
    *arguments: str, given: bytes = b"", folder: Path = corpus.HERE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """`python -m assessment` with these arguments, as a process of its own."""
    surroundings = BARE | {"SYSTEMROOT": os.environ.get("SYSTEMROOT", "")} | environment
    command = [sys.executable, "-m", "assessment", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, cwd=folder, env=surroundings)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Standard output of a command that succeeds and says nothing else."""
    status = main(arguments)
    output, errors = capsys.readouterr()
    assert (status, errors) == (0, "")
    return output


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command says when it cannot."""
    status = main(arguments)
    output, errors = capsys.readouterr()
    assert (status, output) == (2, "")
    assert errors.endswith("\n")
    assert errors.count("\n") == 1
    assert errors[:-1].isprintable()
    return errors[:-1]


# -- score ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_score_prints_every_format_in_every_language(
    form: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, "score", "--language", language, "--format", form, str(GROCERY))
    assert output.endswith("\n")
    assert {"text": "2,4" if language != "en" else "2.4", "csv": "2.36", "json": "2.36"}.get(form, "2") in output
    if form == "html":
        assert f'<html lang="{language}">' in output


def test_text_in_english_is_what_score_prints_if_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    expected = GROCERY.with_name("report.en.txt").read_text("utf-8")
    assert told(capsys, "score", str(GROCERY)) == expected


def test_score_reads_standard_input() -> None:
    done = run("score", "--language", "ro", "-", given=GROCERY.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == GROCERY.with_name("report.ro.txt").read_bytes()


def test_what_is_wrong_on_standard_input_is_told_in_one_line() -> None:
    done = run("score", "--language", "pl", "-", given=b"[")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("-: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("given", [b"\xff\xfe", b"\x00", "Ż".encode("iso-8859-2")])
def test_bytes_that_are_not_text_are_refused_on_standard_input_too(given: bytes) -> None:
    done = run("check", "-", given=given)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"UTF-8" in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_output_is_utf_8_whatever_the_surroundings(language: str) -> None:
    bare = run("score", "--language", language, str(GROCERY))
    rich = run("score", "--language", language, str(GROCERY), PYTHONUTF8="1", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    assert bare.stdout == rich.stdout == GROCERY.with_name(f"report.{language}.txt").read_bytes()
    assert bare.stderr == b""


def test_the_same_file_gives_the_same_bytes_in_every_process() -> None:
    case = corpus.HERE / "cases" / "everything"
    expected = (case / "report.json").read_bytes()
    for seed in ("0", "1", "2"):
        assert run("score", "--format", "json", str(case / "answers.json"), PYTHONHASHSEED=seed).stdout == expected


# -- check ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_says_what_is_in_each_file(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(corpus.HERE / "cases" / name / "answers.json") for name in ("empty-quick", "village-grocery")]
    lines = told(capsys, "check", "--language", language, *files).splitlines()
    assert [line.split(": ")[0] for line in lines] == files
    assert "12" in lines[0]
    assert "48" in lines[1]


def test_check_stops_at_the_first_file_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    broken = str(corpus.HERE / "invalid" / "level-6.json")
    assert refused(capsys, "check", str(GROCERY), broken).startswith(f"{broken}: answers.SAL-INT.level: ")


# -- questions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in QUESTION_FORMATS if kind != "json"])
@pytest.mark.parametrize("form", ["full", "quick"])
def test_questions_prints_every_question_of_the_form(
    form: str, kind: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(capsys, "questions", "--language", language, "--form", form, "--format", kind)
    found = [item.id for item in load_model().items if item.id in output]
    assert len(found) == {"full": 48, "quick": 12}[form]


def test_questions_as_json_can_be_scored_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    answers = read_answers(told(capsys, "questions", "--form", "quick", "--format", "json"), load_model())
    assert answers.form == "quick"


def test_questions_as_csv_are_a_table_for_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    output = told(capsys, "questions", "--language", "pl", "--format", "csv")
    assert output.startswith("\ufeffid,")
    assert output.count("\n") == output.count("\r\n")
    rows = list(csv.reader(io.StringIO(output.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 49
    assert {len(row) for row in rows} == {8}


def test_line_ends_in_csv_are_written_as_they_are() -> None:
    output = run("questions", "--format", "csv").stdout
    assert b"\r\r" not in output
    assert output.count(b"\r\n") == 49


# -- what cannot be done --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "There is no such file."),
        ("pl", "Nie ma takiego pliku."),
        ("ro", "Fișierul nu există."),
    ],
)
def test_a_file_that_is_not_there(
    language: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(capsys, "score", "--language", language, str(tmp_path / "nothing.json"))
    assert f"nothing.json: {sentence}" in line
    assert "No such file" not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_is_no_file(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "check", "--language", language, str(tmp_path))
    assert line.startswith(f"{tmp_path}: ")
    assert "Is a directory" not in line  # the system would say it in its own language


def test_a_file_far_too_large_for_a_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "large.json"
    file.write_text(" " * LARGEST + "{}")
    assert str(LARGEST + 2) in refused(capsys, "score", str(file))


def test_a_name_that_is_no_text_ends_in_a_line_too(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[31m\n.json")
    done = run("score", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"\x1b" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_name_that_is_no_text_can_be_checked(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9.json")
    file.write_bytes(GROCERY.read_bytes())
    done = run("check", str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b" 0 open\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["guess"], ["score"], ["score", "--format", "pdf", "x"], ["score", "--language", "de", "x"], ["check"]],
    ids=["nothing", "unknown command", "no file", "unknown format", "unknown language", "nothing to check"],
)
def test_a_command_that_is_not_understood_ends_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    output, errors = capsys.readouterr()
    assert (caught.value.code, output) == (2, "")
    assert errors.startswith("usage: cx-atlas")


# -- help -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [[], ["score"], ["questions"], ["check"]], ids=lambda command: "-".join(command) or "-"
)
def test_help_explains_every_command_and_option(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    output, errors = capsys.readouterr()
    assert (caught.value.code, errors) == (0, "")
    expected = ["--language"] if command else ["score", "questions", "check"]
    assert all(word in output for word in expected)


def test_the_package_runs_as_a_module() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"usage: cx-atlas")


def test_the_entry_point_is_the_same_function() -> None:
    project = tomllib.loads((corpus.HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"cx-atlas": "assessment.cli:main"}


def test_a_report_as_json_is_the_report_file(capsys: pytest.CaptureFixture[str]) -> None:
    output = told(capsys, "score", "--language", "pl", "--format", "json", str(GROCERY))
    assert json.loads(output)["format"] == "cx-atlas/report"
    assert output.encode() == GROCERY.with_name("report.json").read_bytes()
