"""The cut-down runtime: CPython out of the pinned Pyodide, with only what a page of ours calls.

Made by binaryen under Node from Pyodide's WebAssembly, in the steps of `make.mjs`; the technique,
and what to do for another release or when it fails, stands in README.md beside this file.
Each step is remembered by the content of what it was made from.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.publish import node
from assessment.publish.cutdown.conform import Corpus, differences

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web"
SYSTEM = ("python-core.js", "python-files.js", "python-halves.js", "python-memory.js", "python-system.js")
"""What of the browser's side the steps run too."""

FIRST = "core.wasm"
REST = "core-rest.wasm"
ARCHIVE = "core.zip"
MEMORY = "core-memory.bin"
MORE = "more.zip"
NOT_OURS = ("pyodide/", "_pyodide/", "asyncio/")
"""What only Pyodide loads."""
SECONDS = 900
"""How long a step may take on a slow and busy machine; two to twenty is usual."""


class CutdownError(Exception):
    """The cut-down runtime cannot be made, or answers otherwise than Python does. The message says which."""


@dataclass(frozen=True)
class Cutdown:
    """What a worker boots from, and the second archive for it and for the stock runtime."""

    files: Mapping[str, bytes]
    layout: Mapping[str, Any]
    """Where things are in memory: see `Layout` in python-system.js."""
    state: Mapping[str, Any]
    """What belongs to the copied memory: see `State` in python-memory.js."""


@dataclass(frozen=True)
class Sources:
    """What it is made from."""

    pyodide: Path
    python: str
    """Its Python's version."""
    archive: Mapping[str, bytes]
    """The members of the first archive, compiled."""
    more: Mapping[str, bytes]
    """The members of the second, compiled."""
    reach: Mapping[str, bytes]
    """inside/reach.py, compiled: it tells which modules are loaded."""
    start: Sequence[str]
    rare: Sequence[str]
    """Requests whose functions the first half holds."""


def make(sources: Sources, archive: Callable[[Mapping[str, bytes]], bytes], cache: Path) -> Cutdown:
    """The cut-down runtime, not tried yet. `archive` makes a zip of its members.

    The same sources give the same bytes. Raises `CutdownError`.
    """
    whole = archive({**sources.archive, **sources.reach})
    others = archive(sources.more)
    inputs = [(sources.pyodide / name).read_bytes() for name in ("pyodide.asm.wasm", "pyodide.asm.js")]
    tools = _tools()
    cut = _remembered(cache, "cut", _digest(*inputs, tools), lambda folder: _run("cut", sources.pyodide, folder))
    requests = json.dumps({"start": sources.start, "rare": sources.rare}).encode()

    def learn(folder: Path) -> None:
        _copy(cut, folder, "marked.wasm", "layout.json")
        (folder / "python.zip").write_bytes(whole)
        (folder / MORE).write_bytes(others)
        task = {"python": sources.python, "requests": json.loads(requests)}
        (folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
        (folder / "found.json").write_text(_run("learn", folder), encoding="utf-8")
        for done in ("marked.wasm", "python.zip", MORE, "task.json"):
            (folder / done).unlink()

    key = _digest(cut.name.encode(), whole, others, requests)
    found = json.loads((_remembered(cache, "learnt", key, learn) / "found.json").read_bytes())
    if found["refused"]:
        raise CutdownError("The engine fails in the cut-down runtime:\n" + "\n".join(found["refused"]))

    kept = {*found["modules"], *_data(sources.archive)} - sources.reach.keys()
    core = archive({name: sources.archive[name] for name in kept})
    reached = {"functions": found["functions"], "modules": sorted(kept), "python": sources.python}

    def split(folder: Path) -> None:
        _copy(cut, folder, "cut.wasm", "layout.json", "pointers.json")
        (folder / ARCHIVE).write_bytes(core)
        (folder / "reached.json").write_text(json.dumps(reached), encoding="utf-8")
        _run("split", folder)
        for done in ("cut.wasm", "pointers.json", "reached.json", ARCHIVE):
            (folder / done).unlink()

    halves = _remembered(cache, "split", _digest(cut.name.encode(), core, json.dumps(reached).encode()), split)
    # What Pyodide's own part loads at its start, and tools load with us: not before they do.
    later = {name: data for name, data in sources.archive.items() if name not in kept and not name.startswith(NOT_OURS)}
    return Cutdown(
        files={
            FIRST: (halves / "first.wasm").read_bytes(),
            REST: (halves / "rest.wasm").read_bytes(),
            MEMORY: (halves / "memory.bin").read_bytes(),
            ARCHIVE: core,
            MORE: archive({**later, **sources.more}),
        },
        layout=json.loads((halves / "layout.json").read_bytes()),
        state=json.loads((halves / "state.json").read_bytes()),
    )


def try_out(made: Cutdown, sources: Sources, corpus: Corpus, cache: Path) -> None:
    """Raise `CutdownError` unless it answers the whole corpus, under Node, as Python does here."""

    def ask(folder: Path) -> None:
        (folder / "first.wasm").write_bytes(made.files[FIRST])
        (folder / "rest.wasm").write_bytes(made.files[REST])
        (folder / "memory.bin").write_bytes(made.files[MEMORY])
        (folder / ARCHIVE).write_bytes(made.files[ARCHIVE])
        (folder / MORE).write_bytes(made.files[MORE])
        (folder / "layout.json").write_text(json.dumps(made.layout), encoding="utf-8")
        task = {"python": sources.python, "requests": corpus.requests, "state": made.state}
        (folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
        for answers in json.loads(_run("ask", folder)).values():
            if wrong := differences(corpus, answers):
                raise CutdownError("The cut-down runtime answers otherwise than Python:\n" + "\n".join(wrong))
        for file in folder.iterdir():
            file.unlink()

    contents = [*made.files.values(), json.dumps([made.layout, made.state]).encode(), corpus.digest]
    _remembered(cache, "tried", _digest(*contents, _tools()), ask)


def _data(members: Mapping[str, bytes]) -> list[str]:
    return [name for name in members if not name.endswith(".pyc")]


def _copy(source: Path, folder: Path, *names: str) -> None:
    for name in names:
        shutil.copyfile(source / name, folder / name)


def _run(step: str, *arguments: Path) -> str:
    try:
        what = f"Making the cut-down runtime ({step})"
        return node.run([HERE / "make.mjs", step, *arguments], what=what, seconds=SECONDS)
    except node.NodeError as error:
        raise CutdownError(str(error)) from error


def _remembered(cache: Path, step: str, key: str, do: Callable[[Path], object]) -> Path:
    """The folder that `do` filled, this time or an earlier one."""
    folder = cache / f"cutdown-{step}-{key}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=cache))
        try:
            do(part)
            part.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
        finally:  # failed, or another build made it meanwhile
            shutil.rmtree(part, ignore_errors=True)
    return folder


def _tools() -> bytes:
    """Changes when a step itself does, or binaryen."""
    wanted = json.loads((HERE.parents[2] / "package.json").read_bytes())["devDependencies"]["binaryen"]
    steps = [*sorted(HERE.glob("*.mjs")), *(WEB / name for name in SYSTEM)]
    return _digest(wanted.encode(), *(step.read_bytes() for step in steps)).encode()


def _digest(*contents: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()[:16]
