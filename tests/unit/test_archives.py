"""A package in two archives: its modules are found in both, whatever came first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assessment import archives
from assessment.publish.runtime import archive

SOURCES = Path(__file__).parents[2]
OPENER = (SOURCES / "assessment" / "archives.py").read_bytes()

FIRST = {
    "assessment/__init__.py": b"",
    "assessment/archives.py": OPENER,
    "assessment/data/of-both": b"first",
    "assessment/part/__init__.py": b"",
    "assessment/part/here.py": b"WHERE = 'first'",
    "library/__init__.py": b"",
}
SECOND = {
    "assessment/data/of-both": b"second",
    "assessment/data/of-the-second": b"second",
    "assessment/part/here.py": b"WHERE = 'second'",
    "assessment/part/there.py": b"from assessment.part.here import WHERE",
    "assessment/whole/__init__.py": b"from . import inner",
    "assessment/whole/inner.py": b"",
    "library/late.py": b"WHERE = 'second'",
    "top.py": b"WHERE = 'second'",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two archives, `first.zip` and `second.zip`, that share packages."""
    for name, members in (("first.zip", FIRST), ("second.zip", SECOND)):
        (tmp_path / name).write_bytes(archive(members))
    return tmp_path


def run(folder: Path, program: str) -> str:
    """What a program prints that begins with the first archive."""
    start = "import sys; sys.path.insert(0, 'first.zip'); from assessment.archives import add\n"
    command = [sys.executable, "-I", "-c", start + program]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", ["top", "library.late", "assessment.part.there", "assessment.whole.inner"])
def test_modules_of_the_second_archive_are_there_once_it_is_added(folder: Path, name: str) -> None:
    program = f"""
try:
    import {name}
except ModuleNotFoundError as error:
    print('missing')
add('second.zip')
import {name}
print({name}.__spec__.origin.replace(chr(92), '/'))
"""
    missing, origin = run(folder, program).split()
    assert missing == "missing"
    assert origin.startswith("second.zip/")


def test_a_package_that_was_imported_before_grows_too(folder: Path) -> None:
    assert run(folder, "import library; add('second.zip'); import library.late; print(library.late.WHERE)") == "second"


def test_what_is_in_both_comes_from_the_first(folder: Path) -> None:
    assert run(folder, "add('second.zip'); from assessment.part.there import WHERE; print(WHERE)") == "first"


def test_data_come_from_the_first_archive_that_has_them(folder: Path) -> None:
    program = """
from assessment import archives
assert archives.packed()
add('second.zip')
print(archives.read('data/of-both').decode(), archives.read('data/of-the-second').decode())
try:
    archives.read('data/nowhere')
except FileNotFoundError as error:
    print(error)
"""
    assert run(folder, program).split() == ["first", "second", "data/nowhere"]


def test_a_package_in_a_folder_is_in_no_archive() -> None:
    assert not archives.packed()


def test_what_is_in_neither_is_still_missing(folder: Path) -> None:
    program = """
add('second.zip')
for name in ('nowhere', 'library.nowhere', 'assessment.part.nowhere', 'nowhere.at.all'):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        print(error.name)
"""
    assert run(folder, program).split() == ["nowhere", "library.nowhere", "assessment.part.nowhere", "nowhere"]
