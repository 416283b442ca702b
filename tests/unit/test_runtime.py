"""What the browser downloads to run Python: exactly that, always the same bytes, and nothing unnoticed."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import tomllib
import zipfile
from pathlib import Path

import pytest

from assessment.bridge import MORE
from assessment.publish import bytecode, cutdown, library, runtime
from assessment.publish.cutdown.conform import Corpus, corpus, differences
from assessment.publish.exercise import rare_requests, requests
from assessment.publish.precompress import precompress


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> runtime.Runtime:
    return runtime.build(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def archive(built: runtime.Runtime) -> zipfile.ZipFile:
    return zipfile.ZipFile(built.folder / runtime.ARCHIVE)


@pytest.fixture(scope="module")
def more(built: runtime.Runtime) -> zipfile.ZipFile:
    return zipfile.ZipFile(built.folder / runtime.MORE)


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, bytes]:
    return library.modules_elsewhere(runtime.PYODIDE)


@pytest.fixture(scope="module")
def found(elsewhere: dict[str, bytes]) -> library.Reach:
    package = runtime.with_json(runtime.package_files())
    return library.reach(runtime.PYODIDE, package, elsewhere, requests(), rare_requests())


@pytest.fixture
def with_a_tool() -> dict[str, bytes]:
    """The package, and in it a request `stand.in` of a tool of its own."""
    package = runtime.with_json(runtime.package_files())
    bridge = package["assessment/bridge.py"].decode()
    return {
        **package,
        "assessment/bridge.py": (bridge + '\nMORE = {**MORE, "stand": ("in_",)}\n').encode(),
        "assessment/requests/stand.py": b"def in_(desk, asked):\n    import colorsys\n    return {}\n",
    }


STAND_IN = json.dumps({"do": "stand.in_"})


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_two_builds_from_nothing_give_the_same_bytes(built: runtime.Runtime, tmp_path: Path) -> None:
    again = runtime.build(tmp_path / "out", cache=tmp_path / "cache")
    assert contents(again.folder) == contents(built.folder)
    assert again.digest == built.digest


def test_a_build_without_changes_boots_no_python(
    built: runtime.Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise AssertionError("booted")

    monkeypatch.setattr(library, "run_inside", refuse)
    monkeypatch.setattr(bytecode, "run_inside", refuse)
    assert runtime.build(tmp_path).digest == built.digest


def test_another_word_in_our_package_gives_another_name(built: runtime.Runtime, tmp_path: Path) -> None:
    package = runtime.package_files()
    package["assessment/core/gate.py"] += b"\nANOTHER = 'word'\n"
    assert runtime.build(tmp_path, package=package).digest != built.digest


def test_the_folder_holds_what_the_browser_loads_and_no_more(built: runtime.Runtime) -> None:
    core = {cutdown.FIRST, cutdown.REST, cutdown.MEMORY, cutdown.ARCHIVE}
    assert set(contents(built.folder)) == {*runtime.STOCK, runtime.ARCHIVE, runtime.MORE, runtime.MANIFEST} | core
    assert {name: len(data) for name, data in contents(built.folder).items()} == built.sizes


def test_the_manifest_states_the_size_and_digest_of_every_other_file(built: runtime.Runtime) -> None:
    files = contents(built.folder)
    manifest = json.loads(files.pop(runtime.MANIFEST))
    assert manifest["files"] == {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }
    assert manifest["lock"]["packages"] == {}


def test_without_the_cut_down_part_the_stock_runtime_stands_alone(tmp_path: Path) -> None:
    files = contents(runtime.build(tmp_path, cut=False).folder)
    assert set(files) == {*runtime.STOCK, runtime.ARCHIVE, runtime.MORE, runtime.MANIFEST}
    assert "layout" not in json.loads(files[runtime.MANIFEST])


def test_a_cut_down_runtime_that_answers_otherwise_is_left_out_and_the_build_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def otherwise() -> Corpus:
        whole = corpus()
        whole.replies[7] = whole.replies[7].replace("a", "b", 1)
        return whole

    monkeypatch.setattr(runtime, "corpus", otherwise)
    files = contents(runtime.build(tmp_path).folder)
    assert cutdown.FIRST not in files
    assert "layout" not in json.loads(files[runtime.MANIFEST])
    assert "answers otherwise than Python" in capsys.readouterr().err


def test_a_reply_that_differs_is_shown_where_it_does() -> None:
    whole = corpus()
    assert differences(whole, whole.replies) == []
    [line] = differences(whole, [whole.replies[0] + "!", *whole.replies[1:]])
    assert "'!' there" in line


def test_the_corpus_holds_every_case_and_every_broken_file() -> None:
    asked = [json.loads(request) for request in corpus().requests]
    assert sum(request["do"] == "export" for request in asked) > 100
    assert sum(request["do"] == "read" for request in asked) > 100


def test_the_start_takes_what_scores_along_and_nothing_that_only_tools_need(archive: zipfile.ZipFile) -> None:
    ours = {name for name in archive.namelist() if name.startswith("assessment/")}
    tops = {name.split("/")[1] for name in ours}
    assert tops == {"__init__.pyc", "archives.pyc", "bridge.pyc", "files.pyc", "core", "report", "data"}
    assert {name for name in ours if name.startswith("assessment/data/")} == {runtime.START_DATA}
    assert "assessment/report/view.pyc" in ours
    assert "assessment/report/html.pyc" not in ours


def test_each_module_of_ours_travels_in_one_of_the_archives(archive: zipfile.ZipFile, more: zipfile.ZipFile) -> None:
    package = runtime.with_json(runtime.package_files())
    travels = {name + "c" if name.endswith(".py") else name for name in package}
    first, second = ({name for name in one.namelist() if name.startswith("assessment/")} for one in (archive, more))
    assert first | second == travels
    assert not first & second


def test_no_module_travels_twice_and_none_of_a_tool_with_the_start(
    built: runtime.Runtime, archive: zipfile.ZipFile, more: zipfile.ZipFile
) -> None:
    first, second = set(zipfile.ZipFile(built.folder / cutdown.ARCHIVE).namelist()), set(more.namelist())
    assert not first & second
    assert {"inspect.pyc", "contextlib.pyc"} <= second  # Pyodide's own part starts with them, of ours only tools
    assert {name for name in archive.namelist() if not name.startswith(cutdown.NOT_OURS)} <= first | second


def test_the_archives_are_stored_bytecode_that_nothing_checks_again(
    archive: zipfile.ZipFile, more: zipfile.ZipFile, found: library.Reach
) -> None:
    for one in (archive, more):
        for member in one.infolist():
            assert member.compress_type == zipfile.ZIP_STORED
            if member.filename.endswith(".pyc"):
                assert one.read(member)[:8] == found.magic + bytecode.UNCHECKED_HASH
            else:
                assert member.filename.startswith("assessment/data/") or library.is_licence(member.filename)


def test_the_model_travels_as_json_that_says_the_same(archive: zipfile.ZipFile) -> None:
    model = runtime.package_files()["assessment/data/model.toml"]
    assert json.loads(archive.read(runtime.START_DATA)) == tomllib.loads(model.decode())


def test_an_archive_depends_on_its_members_and_not_on_their_order() -> None:
    assert runtime.archive({"a": b"1", "b": b"2"}) == runtime.archive({"b": b"2", "a": b"1"})


def test_the_lists_of_modules_are_what_the_engine_reaches(found: library.Reach) -> None:
    assert found.unexpected == ()
    assert list(found.start) == list(library.listed(library.START)), f"Run `{library.RELIST}`."
    assert list(found.more) == list(library.listed(library.MORE)), f"Run `{library.RELIST}`."


def test_an_import_that_is_not_listed_stops_the_build_and_says_what_to_run(tmp_path: Path) -> None:
    package = runtime.package_files()
    package["assessment/bridge.py"] += b"\nimport colorsys\n"
    with pytest.raises(library.LibraryError, match=r"start now imports `colorsys`.*--relist"):
        runtime.build(tmp_path / "out", package=package, cache=tmp_path / "cache")


@pytest.mark.parametrize("imported", ["html", "assessment.report.html"], ids=["from elsewhere", "of ours"])
def test_a_start_that_reaches_for_the_second_archive_stops_the_build(tmp_path: Path, imported: str) -> None:
    package = runtime.package_files()
    package["assessment/bridge.py"] += f"\nimport {imported}\n".encode()
    with pytest.raises(library.LibraryError, match=rf"start now imports .*`{imported}`.*--relist"):
        runtime.build(tmp_path / "out", package=package, cache=tmp_path / "cache")


def test_a_tool_that_reaches_what_is_in_neither_list_stops_the_build(
    tmp_path: Path, with_a_tool: dict[str, bytes]
) -> None:
    exercise = runtime.Exercise(requests(), (STAND_IN,))
    with pytest.raises(library.LibraryError, match=r"tool's request now imports `colorsys`.*--relist"):
        runtime.build(tmp_path / "out", package=with_a_tool, exercise=exercise, cache=tmp_path / "cache")


def test_a_tools_own_modules_need_no_list(with_a_tool: dict[str, bytes], elsewhere: dict[str, bytes]) -> None:
    with_a_tool["assessment/requests/stand.py"] = b"def in_(desk, asked):\n    return {}\n"
    library.check(library.reach(runtime.PYODIDE, with_a_tool, elsewhere, requests(), (STAND_IN,)))
    _, more = runtime.split(with_a_tool, elsewhere)
    assert "assessment/requests/stand.py" in more


def test_a_package_from_the_index_travels_as_far_as_it_is_reached_and_with_its_licence(
    with_a_tool: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_tool["assessment/requests/stand.py"] = b"def in_(desk, asked):\n    import mergedeep\n    return {}\n"
    monkeypatch.setattr(library, "THIRD_PARTY", ("mergedeep", "markdown"))
    elsewhere = library.modules_elsewhere(runtime.PYODIDE)
    found = library.reach(runtime.PYODIDE, with_a_tool, elsewhere, requests(), (STAND_IN,))
    assert {name for name in found.more if name.startswith("m")} == {"mergedeep/__init__.py", "mergedeep/mergedeep.py"}

    monkeypatch.setattr(library, "MORE", tmp_path / "library-more.txt")
    library.MORE.write_text("\n".join(found.more))
    _, more = runtime.split(with_a_tool, elsewhere)
    assert set(found.more) < set(more)
    assert "markdown/__init__.py" not in more
    assert any(library.is_licence(name) and name.startswith("mergedeep-") for name in more)


def test_a_listed_file_that_is_nowhere_stops_the_build(
    elsewhere: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "MORE", tmp_path / "library-more.txt")
    library.MORE.write_text("gone.py\n")
    with pytest.raises(runtime.RuntimeBuildError, match=r"names gone\.py, .*--relist"):
        runtime.split(runtime.with_json(runtime.package_files()), elsewhere)


def test_each_request_of_a_tool_has_an_example_that_shows_what_it_reaches() -> None:
    asked = {json.loads(request)["do"] for request in rare_requests()}
    assert {f"{tool}.{verb}" for tool, verbs in MORE.items() for verb in verbs} <= asked


def test_a_stand_in_takes_nothing_along(elsewhere: dict[str, bytes]) -> None:
    for name in library.STAND_INS:
        imported = {node.names[0].name for node in ast.walk(ast.parse(elsewhere[name])) if isinstance(node, ast.Import)}
        assert imported <= {"sys"}


def test_an_alteration_that_does_not_fit_another_pyodide_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(library.ALTERED, "_pyodide/_importhook.py", ("import something_else\n", ""))
    with pytest.raises(library.LibraryError, match=r"_importhook\.py has changed"):
        library.modules_elsewhere(runtime.PYODIDE)


def test_an_engine_that_fails_in_the_browsers_python_stops_the_build(tmp_path: Path) -> None:
    package = runtime.package_files()
    del package["assessment/data/model.toml"]
    with pytest.raises((library.LibraryError, runtime.NodeError), match=r"model\.json"):
        runtime.build(tmp_path / "out", package=package, cache=tmp_path / "cache")


def test_bytecode_for_another_python_stops_the_build() -> None:
    with pytest.raises(bytecode.BytecodeError, match=r"3\.13\.2"):
        bytecode.compile_modules({"a.py": b"1"}, pyodide=runtime.PYODIDE, python="3.13.2", magic=b"\x00\x00\r\n")


@pytest.mark.parametrize("python", ["3.13.2", "0.0.0"], ids=["pyodide-build or inside", "inside"])
def test_both_ways_to_compile_leave_out_asserts_and_docstrings(python: str, found: library.Reach) -> None:
    source = b'"""Documented."""\nassert 0, "never shown"\nanswer = 42\n'
    compiled = bytecode.compile_modules({"pkg/a.py": source}, pyodide=runtime.PYODIDE, python=python, magic=found.magic)
    assert list(compiled) == ["pkg/a.pyc"]
    assert b"Documented" not in compiled["pkg/a.pyc"]
    assert b"never shown" not in compiled["pkg/a.pyc"]
    assert b"answer" in compiled["pkg/a.pyc"]


def test_the_release_of_pyodide_is_decided_in_package_json_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"pyodide": "9.9.9"}}')
    monkeypatch.setattr(runtime, "ROOT", tmp_path)
    with pytest.raises(runtime.RuntimeBuildError, match=r"asks for Pyodide 9\.9\.9.*make setup"):
        runtime.build(tmp_path / "out", package={})


def test_compressed_copies_stand_beside_their_files(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("// a line\n" * 1000)
    (tmp_path / "b.png").write_bytes(bytes(1000))
    assert precompress(tmp_path, cache=tmp_path / "cache") == 1
    names = {file.name for file in tmp_path.iterdir() if file.is_file()}
    assert names == {"a.js", "a.js.br", "a.js.gz", "b.png"}


def test_a_zip_can_be_read_back() -> None:
    zipped = zipfile.ZipFile(io.BytesIO(runtime.archive({"a/b.pyc": b"x"})))
    assert zipped.read("a/b.pyc") == b"x"
    assert zipped.infolist()[0].date_time == runtime.EPOCH
