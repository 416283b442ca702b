"""Bundle the Python that the browser runs: as little as possible, from this site only.

The outcome is one folder, named by its content, with Pyodide's two scripts and its WebAssembly as
they come from npm, and two archives of bytecode: what a start and scoring reach of our package and
of the library, and the rest, which is fetched when a tool of the page is first used.
The release of Pyodide is decided in `package.json`, and nowhere else.

    python -m assessment.publish.runtime            build into build/runtime/
    python -m assessment.publish.runtime --relist   write library.txt and library-more.txt anew
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import sys
import tempfile
import tomllib
import zipfile
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from assessment.publish import bytecode, cutdown, library
from assessment.publish.cutdown.conform import Corpus, corpus
from assessment.publish.exercise import rare_requests, requests
from assessment.publish.node import INSIDE, NodeError

ROOT = Path(__file__).resolve().parents[2]
PYODIDE = ROOT / "node_modules" / "pyodide"
CACHE = ROOT / "build" / "cache" / "runtime"

STOCK = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
CUTDOWN = True
"""Whether pages boot from the cut-down runtime, with the stock one in reserve; or from the stock one alone."""
ARCHIVE = "python.zip"
MORE = "more.zip"
MANIFEST = "runtime.json"
TRAVELS = (
    *("__init__.py", "archives.py", "bridge.py", "bundle.py", "files.py", "lines.py"),
    *("core/**/*.py", "report/**/*.py", "requests/**/*.py"),
    *("data/model.toml", "data/releases/*.toml"),
)
"""What of our package goes to the browser, in one archive or the other."""
START_DATA = "assessment/data/model.json"
"""What a start reads of the data."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can state: the same bytes whenever it is built."""


class Exercise(NamedTuple):
    """Requests to find out with what they reach."""

    start: Sequence[str]
    rare: Sequence[str]


class RuntimeBuildError(Exception):
    """The runtime cannot be built. The message says what to do."""


@dataclass(frozen=True)
class Runtime:
    """A finished folder that `worker.js` boots from."""

    folder: Path
    sizes: Mapping[str, int]
    """Bytes of each file, not compressed."""

    @property
    def digest(self) -> str:
        """The folder's name, which changes with any byte in it."""
        return self.folder.name


def package_files(root: Path = ROOT) -> dict[str, bytes]:
    """What the browser may need of our package: paths from the project's root, and content."""
    package = root / "assessment"
    files = sorted(file for pattern in TRAVELS for file in package.glob(pattern))
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def build(
    out: Path,
    *,
    package: Mapping[str, bytes] | None = None,
    exercise: Exercise | None = None,
    cache: Path = CACHE,
    cut: bool | None = None,
) -> Runtime:
    """Make `out/<digest>/` and return what it holds.

    `package` and `exercise` default to the project's own package and the requests of a page; `cut`,
    whether the cut-down runtime is made too, to `CUTDOWN` for the project's own package.
    The same input gives the same bytes. Raises `RuntimeBuildError`, `LibraryError`,
    `BytecodeError` or `NodeError` with a message that says what to do.
    """
    cut = CUTDOWN and package is None and exercise is None if cut is None else cut
    package = with_json(package_files() if package is None else package)
    exercise = Exercise(requests(), rare_requests()) if exercise is None else exercise
    lock = _lock()
    elsewhere = library.modules_elsewhere(PYODIDE)
    found = _reach(package, elsewhere, exercise, cache)
    library.check(found)

    def compile_(sources: Mapping[str, bytes]) -> dict[str, bytes]:
        return bytecode.compile_modules(sources, pyodide=PYODIDE, python=lock["info"]["python"], magic=found.magic)

    def members_of(sources: Mapping[str, bytes]) -> dict[str, bytes]:
        modules = {path: data for path, data in sources.items() if path.endswith(".py")}
        ours = {path: modules.pop(path) for path in package if path in modules}
        compiled = [_cached(part, compile_, found.magic, cache) for part in (modules, ours)]
        data = {path: data for path, data in sources.items() if not path.endswith(".py")}
        return dict(ChainMap(data, *compiled))

    start, more = (members_of(sources) for sources in split(package, elsewhere))
    files = {name: (PYODIDE / name).read_bytes() for name in STOCK}
    files |= {ARCHIVE: archive(start), MORE: archive(more)}
    memory = None
    if cut:
        reach = members_of({"reach.py": (INSIDE / "reach.py").read_bytes()})
        whole = corpus()
        sources = cutdown.Sources(PYODIDE, lock["info"]["python"], start, more, reach, exercise.start, whole.requests)
        made = _cutdown(sources, whole, cache)
        if made:
            files, memory = files | dict(made.files), {"layout": made.layout, "state": made.state}
    files[MANIFEST] = manifest(lock, files, memory)
    return _write(out, files)


def _cutdown(sources: cutdown.Sources, whole: Corpus, cache: Path) -> cutdown.Cutdown | None:
    """The cut-down runtime, or none where it cannot be made or fails the corpus: pages then boot from the stock one."""
    try:
        made = cutdown.make(sources, archive, cache)
        cutdown.try_out(made, sources, whole, cache)
    except cutdown.CutdownError as error:
        print(f"WARNING: pages will start from the stock runtime, some three times slower.\n{error}", file=sys.stderr)
        return None
    return made


def with_json(package: Mapping[str, bytes]) -> dict[str, bytes]:
    """The package with its TOML as JSON, which the browser reads faster, and without `tomllib`."""
    made = dict(package)
    for name in [name for name in package if name.endswith(".toml")]:
        data = tomllib.loads(made.pop(name).decode())
        made[name.removesuffix(".toml") + ".json"] = json.dumps(
            data, ensure_ascii=False, separators=(",", ":")
        ).encode()
    return made


def split(package: Mapping[str, bytes], elsewhere: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What goes into the first archive and what into the second, by path, not compiled yet.

    Raises `RuntimeBuildError` for a listed file that is nowhere.
    """
    sources = {**elsewhere, **package}
    try:
        start = {name: sources[name] for name in (*library.listed(library.START), START_DATA)}
        more = {name: sources[name] for name in library.listed(library.MORE)}
    except KeyError as error:
        raise RuntimeBuildError(
            f"The list of what the browser downloads names {error.args[0]}, which is nowhere. Run `{library.RELIST}`."
        ) from None
    more |= {name: content for name, content in elsewhere.items() if library.is_licence(name)}
    more |= {name: content for name, content in package.items() if name not in start}
    return start, more


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip that depends on nothing but its members.

    Stored, not deflated: what travels is compressed once, better, by the server.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            out.writestr(member, members[name])
    return buffer.getvalue()


def manifest(lock: Mapping[str, object], files: Mapping[str, bytes], memory: Mapping[str, object] | None) -> bytes:
    """What `worker.js` must know before it starts: sizes and digests, Pyodide's empty lock, the cut-down memory."""
    content = {
        **(memory or {}),
        "lock": {"info": lock["info"], "packages": {}},
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        },
    }
    return json.dumps(content, separators=(",", ":")).encode()


def relist() -> library.Reach:
    """Write the lists anew and return what they list."""
    _lock()
    elsewhere = library.modules_elsewhere(PYODIDE)
    found = library.reach(PYODIDE, with_json(package_files()), elsewhere, requests(), rare_requests())
    library.write_lists(found)
    library.check(found)
    return found


def _lock() -> dict[str, dict[str, str]]:
    """Pyodide's lock file, after a look whether npm brought the release we ask for."""
    wanted = json.loads((ROOT / "package.json").read_bytes())["dependencies"]["pyodide"]
    try:
        there = json.loads((PYODIDE / "package.json").read_bytes())["version"]
    except FileNotFoundError:
        there = "none"
    if there != wanted:
        raise RuntimeBuildError(
            f"package.json asks for Pyodide {wanted}, and node_modules holds {there}. Run `make setup`."
        )
    lock: dict[str, dict[str, str]] = json.loads((PYODIDE / "pyodide-lock.json").read_bytes())
    return lock


def _reach(
    package: Mapping[str, bytes], elsewhere: Mapping[str, bytes], exercise: Exercise, cache: Path
) -> library.Reach:
    """`library.reach`, remembered: it boots Python, and most builds change no module."""
    sources = {**elsewhere, **package, "requests": json.dumps(exercise).encode()}
    known = cache / f"reach-{_digest_of(sources, _tools())}.json"
    if known.is_file():
        content = json.loads(known.read_bytes())
        return library.Reach(tuple(content["start"]), tuple(content["more"]), (), bytes.fromhex(content["magic"]))
    found = library.reach(PYODIDE, package, elsewhere, *exercise)
    if not found.unexpected:
        content = {"start": found.start, "more": found.more, "magic": found.magic.hex()}
        _keep(known, json.dumps(content).encode())
    return found


def _cached(
    sources: Mapping[str, bytes],
    compile_: Callable[[Mapping[str, bytes]], dict[str, bytes]],
    magic: bytes,
    cache: Path,
) -> dict[str, bytes]:
    """`compile_(sources)`, remembered as an archive."""
    if not sources:
        return {}
    known = cache / f"bytecode-{_digest_of(sources, magic.hex(), sys.version, _tools())}.zip"
    if not known.is_file():
        _keep(known, archive(compile_(sources)))
    with zipfile.ZipFile(known) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def _tools() -> str:
    """Changes when this step itself does: what older steps remembered is then forgotten."""
    here = Path(__file__).parent
    steps = [here / "bytecode.py", here / "library.py", *sorted(here.glob("inside/*"))]
    return _digest(b"".join(step.read_bytes() for step in steps if step.is_file()))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _digest_of(contents: Mapping[str, bytes], *more: str) -> str:
    return _digest(json.dumps([{n: _digest(c) for n, c in contents.items()}, *more]).encode())


def _keep(file: Path, content: bytes) -> None:
    """Write so that a build beside this one never reads half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        part.write(content)
    Path(part.name).replace(file)


def _write(out: Path, files: Mapping[str, bytes]) -> Runtime:
    sizes = {name: len(data) for name, data in files.items()}
    folder = out / _digest_of(dict(sorted(files.items())))
    if not folder.is_dir():
        out.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=out))
        for name, data in files.items():
            (part / name).write_bytes(data)
        part.chmod(0o755)
        try:
            part.rename(folder)
        except OSError:  # another build made it meanwhile
            shutil.rmtree(part)
    return Runtime(folder, sizes)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m assessment.publish.runtime")
    parser.add_argument("--relist", action="store_true", help="write the two lists of modules anew")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "runtime")
    options = parser.parse_args(arguments)
    try:
        if options.relist:
            found = relist()
            print(f"{len(found.start)} files listed in {library.START.name}, {len(found.more)} in {library.MORE.name}")
        else:
            made = build(options.out)
            print(f"{made.folder} ({sum(made.sizes.values()):,} bytes)")
    except (RuntimeBuildError, NodeError, library.LibraryError, bytecode.BytecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
