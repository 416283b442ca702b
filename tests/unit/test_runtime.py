"""What the browser downloads to run Python: exactly that, always the same bytes, and nothing unnoticed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from assessment.publish import bytecode, library, runtime
from assessment.publish.exercise import requests
from assessment.publish.precompress import precompress


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> runtime.Runtime:
    return runtime.build(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def archive(built: runtime.Runtime) -> zipfile.ZipFile:
    return zipfile.ZipFile(built.folder / runtime.ARCHIVE)


@pytest.fixture(scope="module")
def found() -> library.Reach:
    return library.reach(runtime.PYODIDE, runtime.package_files(), requests())


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
    package["assessment/data/model.toml"] += b"\n# another word\n"
    assert runtime.build(tmp_path, package=package).digest != built.digest


def test_the_folder_holds_what_the_browser_loads_and_no_more(built: runtime.Runtime) -> None:
    assert set(contents(built.folder)) == {*runtime.STOCK, runtime.ARCHIVE, runtime.MANIFEST}
    assert {name: len(data) for name, data in contents(built.folder).items()} == built.sizes


def test_the_manifest_states_the_size_and_digest_of_every_other_file(built: runtime.Runtime) -> None:
    files = contents(built.folder)
    manifest = json.loads(files.pop(runtime.MANIFEST))
    assert manifest["files"] == {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }
    assert manifest["lock"]["packages"] == {}


def test_of_our_package_only_what_scores_and_reports_travels(archive: zipfile.ZipFile) -> None:
    ours = {name for name in archive.namelist() if name.startswith("assessment/")}
    tops = {name.split("/")[1] for name in ours}
    assert tops == {"__init__.pyc", "bridge.pyc", "files.pyc", "core", "report", "data"}
    assert {name for name in ours if name.startswith("assessment/data/")} == {"assessment/data/model.toml"}


def test_the_archive_is_stored_bytecode_that_nothing_checks_again(
    archive: zipfile.ZipFile, found: library.Reach
) -> None:
    for member in archive.infolist():
        assert member.compress_type == zipfile.ZIP_STORED
        assert member.filename.endswith((".pyc", "model.toml"))
        if member.filename.endswith(".pyc"):
            head = archive.read(member)[:8]
            assert head == found.magic + bytecode.UNCHECKED_HASH


def test_an_archive_depends_on_its_members_and_not_on_their_order() -> None:
    assert runtime.archive({"a": b"1", "b": b"2"}) == runtime.archive({"b": b"2", "a": b"1"})


def test_the_list_of_library_modules_is_what_the_engine_reaches(found: library.Reach) -> None:
    assert found.unexpected == ()
    assert list(found.files) == list(library.listed()), f"Run `{library.RELIST}`."


def test_an_import_that_is_not_listed_stops_the_build_and_says_what_to_run(tmp_path: Path) -> None:
    package = runtime.package_files()
    package["assessment/bridge.py"] += b"\nimport colorsys\n"
    with pytest.raises(library.LibraryError, match=r"`colorsys`.*--relist"):
        runtime.build(tmp_path / "out", package=package, cache=tmp_path / "cache")


def test_an_engine_that_fails_in_the_browsers_python_stops_the_build(tmp_path: Path) -> None:
    package = runtime.package_files()
    del package["assessment/data/model.toml"]
    with pytest.raises((library.LibraryError, runtime.NodeError), match=r"model\.toml"):
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
        runtime.build(tmp_path / "out", package={}, exercise=())


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
