"""The table of faults names words that are said in all three languages, and tests that there are."""

import re

import pytest

from assessment.files import load_words
from tests.corpus import HERE, LANGUAGES

TABLE = (HERE / "faults.md").read_text("utf-8")
TESTS = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TABLE)))
WORDS = re.findall(r"`([a-z]+)\.([\w-]+)`", TABLE)


def test_every_row_of_the_table_of_faults_names_a_test() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| ") and not line.startswith("| fault")]
    assert rows
    for row in rows:
        assert row.count("|") == 4, row
        assert ".py::test_" in row.split("|")[3], row


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_every_test_in_the_table_of_faults_is_there(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (HERE / file).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_in_the_table_of_faults_are_said(language: str) -> None:
    words = load_words(language)
    missing = [f"{table}.{key}" for table, key in WORDS if key not in words[table]]  # type: ignore[operator]
    assert WORDS
    assert missing == []
