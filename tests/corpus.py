"""The corpus: files of answers, and the exact bytes expected of each. Core, command line and browser all run it.

    tests/cases/<name>/answers.json             the answers
    tests/cases/<name>/report.json              the report file that they give
    tests/cases/<name>/report.<language>.<kind> the report in words, where that is worth holding: txt, md, html or csv
    tests/invalid/<name>.json                   a file that cannot be read …
    tests/invalid/<name>.toml                   … and the line that says so: its code, and the line in each language

To add a case, make its answers.json (and empty files for the reports in words), then run `python -m tests.renew`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assessment.report.formats import FORMATS

HERE = Path(__file__).parent
LANGUAGES = ("en", "pl", "ro")
_FORMAT_OF = {ending: form for form, ending in FORMATS.items()}


class Expected(NamedTuple):
    """A file that a case expects, byte for byte."""

    file: Path
    form: str
    language: str


class Case(NamedTuple):
    """Answers, and what they give."""

    name: str
    answers: Path
    expected: Sequence[Expected]


class Invalid(NamedTuple):
    """A file that cannot be read, and the file that says what is said of it."""

    name: str
    file: Path
    message: Path


def cases() -> list[Case]:
    """Every case; an empty corpus would prove nothing, so it is an error."""
    found = [_case(file) for file in sorted((HERE / "cases").glob("*/answers.json"))]
    assert found, "tests/cases holds no case"
    return found


def invalid() -> list[Invalid]:
    """Every broken file; none at all is an error."""
    files = sorted((HERE / "invalid").glob("*.json"))
    assert files, "tests/invalid holds no file"
    return [Invalid(file.stem, file, file.with_suffix(".toml")) for file in files]


def _case(answers: Path) -> Case:
    worded = [file for file in sorted(answers.parent.glob("report.*")) if file.name != "report.json"]
    return Case(
        answers.parent.name,
        answers,
        [Expected(answers.with_name("report.json"), "json", "en"), *(_expected(file) for file in worded)],
    )


def _expected(file: Path) -> Expected:
    _, language, ending = file.name.split(".")
    assert language in LANGUAGES, file
    return Expected(file, _FORMAT_OF[ending], language)
