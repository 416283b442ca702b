"""Which modules travel to the browser: those that the engine reaches, in two archives.

The first archive holds what a start and scoring reach, the second what the page's tools reach
besides. What belongs into which stands in two checked-in lists, `library.txt` and
`library-more.txt`. They are not written by hand: `python -m assessment.publish.runtime --relist`
uses the engine in every way a page does, inside the browser's own Python, and writes down what that
loaded.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from assessment.publish.node import INSIDE, run_inside

OURS = "assessment/"
"""Where our own modules are: the first list names them, and the second archive holds all the others."""

THIRD_PARTY: tuple[str, ...] = ("xlsxwriter",)
"""Distributions from the package index, pure Python, that the tools need in the browser."""

STAND_INS = {
    "asyncio/__init__.py": "asyncio.py",
    "pyodide/_package_loader.py": "package_loader.py",
    "pyodide/webloop.py": "webloop.py",
}
"""Modules that Pyodide imports at its start and we never use, and the files of `inside/stand_ins` in place of them.

They and what they import are a third of what Python does before it can answer.
"""

ALTERED = {
    # `importlib.abc` would bring `importlib.resources`, `pathlib`, `tempfile`, `shutil` …
    "_pyodide/_importhook.py": (
        "from importlib.abc import Loader, MetaPathFinder\n",
        "from importlib._abc import Loader\n\nMetaPathFinder = object\n",
    ),
}
"""Modules of Pyodide's that are the leaner for a few other words."""

RELIST = "python -m assessment.publish.runtime --relist"

START = Path(__file__).with_name("library.txt")
MORE = Path(__file__).with_name("library-more.txt")
ABOUT = {
    START: """\
# What the browser downloads to start: the files of Python's standard library, of Pyodide's own and
# of ours that a start, scoring, files of answers and every kind of failure load.
""",
    MORE: """\
# What the browser downloads when a tool of the page is first used: the files from elsewhere that
# the tools' requests load besides. All the rest of our own package goes with them.
""",
}


class LibraryError(Exception):
    """The engine needs other lists than those checked in. The message says what to run."""


@dataclass(frozen=True)
class Reach:
    """What using the engine inside the browser's Python showed."""

    start: tuple[str, ...]
    """Files that the requests of a start load, ours among them."""
    more: tuple[str, ...]
    """Files from elsewhere that the rare requests load besides."""
    unexpected: tuple[str, ...]
    """What the engine said where it failed itself, in place of answering."""
    magic: bytes
    """What bytecode for that Python begins with."""


def reach(
    pyodide: Path,
    package: Mapping[str, bytes],
    elsewhere: Mapping[str, bytes],
    start: Sequence[str],
    rare: Sequence[str],
) -> Reach:
    """Use the engine in `package` with the requests, inside the Pyodide in `pyodide` with the modules `elsewhere`."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "library.zip")
        with zipfile.ZipFile(archive, "w") as zipped:
            for name, content in {**elsewhere, **package}.items():
                zipped.writestr(name, content)
        task = json.dumps({"start": list(start), "rare": list(rare)})
        found = json.loads(run_inside(pyodide, "reach.py", task, library=archive))
    return Reach(
        start=tuple(found["start"]),
        more=tuple(file for file in found["more"] if not file.startswith(OURS)),
        unexpected=tuple(found["unexpected"]),
        magic=bytes.fromhex(found["magic"]),
    )


def modules_elsewhere(pyodide: Path) -> dict[str, bytes]:
    """Every module that is not ours, by path: of the library that comes with Pyodide, and of `THIRD_PARTY`.

    Also the licences of the latter. Raises `LibraryError` where an alteration does not fit this Pyodide any more.
    """
    with zipfile.ZipFile(pyodide / "python_stdlib.zip") as zipped:
        modules = {name: zipped.read(name) for name in zipped.namelist() if name.endswith(".py")}
    for name, file in STAND_INS.items():
        modules[name] = (INSIDE / "stand_ins" / file).read_bytes()
    for name, (old, new) in ALTERED.items():
        if modules[name].count(old.encode()) != 1:
            raise LibraryError(f"Pyodide's {name} has changed: ALTERED in {Path(__file__).name} does not fit any more.")
        modules[name] = modules[name].replace(old.encode(), new.encode())
    return modules | {
        file.as_posix(): file.read_binary()
        for name in THIRD_PARTY
        for file in distribution(name).files or ()
        if file.suffix == ".py" or is_licence(file.as_posix())
    }


def is_licence(file: str) -> bool:
    """Whether a file states terms: those of what is passed on are passed on with it."""
    return ".dist-info/" in file and "LICEN" in file.upper()


def listed(file: Path) -> tuple[str, ...]:
    """One of the checked-in lists, in order."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def write_lists(found: Reach) -> None:
    """Replace the checked-in lists."""
    for file, names in ((START, found.start), (MORE, found.more)):
        head = f"{ABOUT[file]}# Written by `{RELIST}`; the build compares.\n"
        file.write_text(head + "".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")


def check(found: Reach) -> None:
    """Raise `LibraryError` unless everything worked and everything reached is in its checked-in list."""
    if found.unexpected:
        raise LibraryError("The engine fails inside the browser's Python:\n" + "\n".join(found.unexpected))
    start, more = set(listed(START)), set(listed(MORE))
    if new := set(found.start) - start:
        raise LibraryError(
            f"The engine's start now imports {_names(new)}, which is not in the list of what the "
            f"browser downloads to start. Run `{RELIST}` and look at what that adds, or import less."
        )
    if new := set(found.more) - start - more:
        raise LibraryError(
            f"A tool's request now imports {_names(new)}, which is in neither list of what the "
            f"browser downloads. Run `{RELIST}` and look at what that adds, or import less."
        )


def module_name(file: str) -> str:
    """`json/__init__.py` is `json`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _names(files: Iterable[str]) -> str:
    return ", ".join(f"`{module_name(file)}`" for file in sorted(files))
