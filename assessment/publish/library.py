"""Which modules of the standard library travel to the browser: those that the engine reaches.

The list is the checked-in `library.txt`. It is not written by hand: `python -m
assessment.publish.runtime --relist` uses the engine in every way a page does, inside the browser's
own Python, and writes down what that loaded.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessment.publish.node import run_inside

LISTED = Path(__file__).with_name("library.txt")
RELIST = "python -m assessment.publish.runtime --relist"

HEADER = f"""\
# The files of Python's standard library, and of Pyodide's own, that the browser downloads:
# those that a start, every request of a page and every kind of failure load.
# Written by `{RELIST}`; the build compares.
"""


class LibraryError(Exception):
    """The engine needs another list than the one checked in. The message says what to run."""


@dataclass(frozen=True)
class Reach:
    """What using the engine inside the browser's Python showed."""

    files: tuple[str, ...]
    """Of the library archive, loaded at the end."""
    unexpected: tuple[str, ...]
    """What the engine said where it failed itself, in place of answering."""
    magic: bytes
    """What bytecode for that Python begins with."""


def reach(pyodide: Path, package: Mapping[str, bytes], requests: Sequence[str]) -> Reach:
    """Use the engine in `package` with `requests`, beside the whole library of the Pyodide in `pyodide`."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "library.zip")
        shutil.copyfile(pyodide / "python_stdlib.zip", archive)
        with zipfile.ZipFile(archive, "a") as zipped:
            for name, content in package.items():
                zipped.writestr(name, content)
        found = json.loads(run_inside(pyodide, "reach.py", json.dumps(list(requests)), library=archive))
    return Reach(
        files=tuple(found["reached"]),
        unexpected=tuple(found["unexpected"]),
        magic=bytes.fromhex(found["magic"]),
    )


def listed() -> tuple[str, ...]:
    """The checked-in list, in order."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def write_list(files: Iterable[str]) -> None:
    """Replace the checked-in list."""
    LISTED.write_text(HEADER + "".join(f"{file}\n" for file in sorted(files)), encoding="utf-8")


def check(found: Reach) -> None:
    """Raise `LibraryError` unless everything worked and everything reached is in the checked-in list."""
    if found.unexpected:
        raise LibraryError("The engine fails in the browser's Python:\n" + "\n".join(found.unexpected))
    if new := sorted(set(found.files) - set(listed())):
        raise LibraryError(
            f"The engine now imports {_names(module_name(file) for file in new)}, which is not in "
            f"the list of what the browser downloads. Run `{RELIST}` and look at what that adds, "
            "or import less."
        )


def module_name(file: str) -> str:
    """`json/__init__.py` is `json`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
