"""The corpus, run by the core and by the command line: the same bytes from both."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assessment.cli import main
from assessment.core.errors import AtlasError
from assessment.core.result import measure
from assessment.files import load_model, load_texts, load_words, read_answers, write_answers
from assessment.report.data import report_json
from assessment.report.formats import write_report
from assessment.report.words import Words
from tests import corpus
from tests.corpus import Case, Expected, Invalid
from tests.unit.test_words import raised

CASES = corpus.cases()
INVALID = corpus.invalid()
RENEW = "If that is what you meant to change, run `python -m tests.renew` and read the differences."
EXPECTED = [
    pytest.param(case, expected, id=f"{case.name}/{expected.file.name}") for case in CASES for expected in case.expected
]


@pytest.mark.parametrize(("case", "expected"), EXPECTED)
def test_the_core_gives_exactly_the_report_expected(case: Case, expected: Expected) -> None:
    model = load_model()
    result = measure(model, read_answers(case.answers.read_text("utf-8"), model))
    texts, words = load_texts(model, expected.language), Words(load_words(expected.language))
    assert write_report(result, texts, words, expected.form).encode() == expected.file.read_bytes(), RENEW


@pytest.mark.parametrize(("case", "expected"), EXPECTED)
def test_the_command_line_gives_exactly_the_report_expected(
    case: Case, expected: Expected, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    status = main(["score", "--language", expected.language, "--format", expected.form, str(case.answers)])
    sys.stdout.flush()
    assert (status, capfdbinary.readouterr()) == (0, (expected.file.read_bytes(), b""))


@pytest.mark.parametrize("broken", INVALID, ids=lambda broken: broken.name)
def test_a_file_that_cannot_be_read_gets_exactly_one_line_that_says_so(
    broken: Invalid, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(broken.file.parent)
    expected = tomllib.loads(broken.message.read_text("utf-8"))
    assert set(expected) == {"code", *corpus.LANGUAGES}
    for command, language in (("score", "en"), ("score", "pl"), ("score", "ro"), ("check", "en")):
        if (command, broken.name) == ("check", "a-report"):
            continue  # it reads reports as well, see test_seal
        status = main([command, "--language", language, broken.file.name])
        assert (status, *capsys.readouterr()) == (2, "", expected[language] + "\n"), RENEW


@pytest.mark.parametrize("broken", INVALID, ids=lambda broken: broken.name)
def test_such_a_line_is_short_printable_and_in_its_own_language(broken: Invalid) -> None:
    expected = tomllib.loads(broken.message.read_text("utf-8"))
    lines = [expected[language] for language in corpus.LANGUAGES]
    assert len(set(lines)) == len(lines), "two languages say it in the same words"
    for line in lines:
        assert line.startswith(f"{broken.file.name}: ")
        assert line.isprintable()
        assert len(line) < 400
        assert "Error" not in line
        assert "Traceback" not in line


def test_every_broken_file_has_its_message_and_every_message_its_file() -> None:
    folder = corpus.HERE / "invalid"
    assert {file.stem for file in folder.glob("*.json")} == {file.stem for file in folder.glob("*.toml")}


def test_the_broken_files_meet_every_error_that_a_file_of_answers_can_have() -> None:
    found = {tomllib.loads(broken.message.read_text("utf-8"))["code"] for broken in INVALID}
    readers = {"answers.py", "shape.py", "files.py"}
    raised_there = {error.code for error in raised() if error.where.partition(":")[0] in readers}
    of_models = {"id-malformed", "ids-extra", "ids-missing", "not-toml", "table-too-long", "text-control"}
    needs_no_file_here = {"file-too-large"}  # see test_cli
    assert of_models | needs_no_file_here <= raised_there
    assert found == raised_there - of_models - needs_no_file_here


@pytest.mark.parametrize(
    "broken", [b for b in INVALID if b.name.startswith(("nested", "item-with", "huge", "picture"))]
)
def test_the_worst_files_end_a_real_process_without_a_traceback(broken: Invalid) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "assessment", "score", broken.file.name]
    done = subprocess.run(command, cwd=broken.file.parent, env=environment, capture_output=True, check=False)
    expected = tomllib.loads(broken.message.read_text("utf-8"))["en"]
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", expected + "\n")


def test_an_empty_corpus_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(corpus, "HERE", tmp_path)
    for read in (corpus.cases, corpus.invalid):
        with pytest.raises(AssertionError, match="holds no"):
            read()


def test_reading_a_case_again_from_what_was_written_gives_the_same_report() -> None:
    model = load_model()
    for case in CASES:
        answers = read_answers(case.answers.read_text("utf-8"), model)
        again = read_answers(write_answers(answers, model), model)
        assert report_json(measure(model, again)).encode() == case.expected[0].file.read_bytes()


def test_an_error_is_raised_for_every_broken_file_and_none_other() -> None:
    model = load_model()
    for broken in INVALID:
        try:
            text = broken.file.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            continue
        with pytest.raises(AtlasError):
            read_answers(text, model)
