"""The same commit gives the same bytes: in another folder, on another day, in another time zone, for another person."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import assessment.publish
from assessment.publish.pages import ROOT

SOURCES = (
    "assessment",
    "docs",
    "tests",  # from their cases the build learns what a page reaches of Python
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "requirements.txt",
    "pyproject.toml",
)
OTHERWISE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "7",
    "PYTHONDONTWRITEBYTECODE": "1",
    "SOURCE_DATE_EPOCH": "1900000000",  # the one clock that MkDocs reads: a day in 2030
}
CLOCKS = {"now", "today", "utcnow", "time", "gmtime", "localtime", "ctime", "strftime", "formatdate"}
#: These measure, answer a browser, or help somebody write a page; nothing that they find out is in the site.
MAY_ASK_THE_TIME = {"bench.py", "bench_panel.py", "bench_search.py", "serve.py", "serving.py", "article.py"}


def difference(name: str, one: bytes, other: bytes) -> str:
    """Where two files part, with what stands around it."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    around = slice(max(0, at - 60), at + 60)
    return f"{name}: from byte {at}\n    here      {one[around]!r}\n    elsewhere {other[around]!r}"


def differences(one: Path, other: Path) -> list[str]:
    """What two built sites do not have in common."""
    here, there = ({f.relative_to(s).as_posix(): f for f in s.rglob("*") if f.is_file()} for s in (one, other))
    parted = [f"{name}: only {'here' if name in here else 'elsewhere'}" for name in sorted(here.keys() ^ there.keys())]
    for name in sorted(here.keys() & there.keys()):
        ours, theirs = here[name].read_bytes(), there[name].read_bytes()
        if ours != theirs:
            parted.append(difference(name, ours, theirs))
    return parted


def test_a_build_elsewhere_on_another_day_gives_the_same_bytes(built_site, address, tmp_path) -> None:
    copy = tmp_path / "another place, another name"
    copy.mkdir()
    for name in (*SOURCES, *(file.name for file in ROOT.glob("LICENSE*"))):
        put = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        put(ROOT / name, copy / name)
    (copy / "node_modules").symlink_to((ROOT / "node_modules").resolve(), target_is_directory=True)
    out = copy / "elsewhere" / "public"
    # Without build/cache: what was compiled before is compiled again.
    done = subprocess.run(
        [sys.executable, "-m", "assessment.publish", "build", "--address", address, "--out", str(out)],
        cwd=copy,
        env={**os.environ, **OTHERWISE, "PYTHONPATH": str(copy)},
        umask=0o077,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    parted = differences(built_site, out)
    assert not parted, "\n".join([f"{len(parted)} files differ", *parted[:20]])


def test_a_difference_is_named_with_what_stands_around_it(tmp_path) -> None:
    for name, text in (("one", b"the same, then this"), ("other", b"the same, then that")):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "file.txt").write_bytes(text)
    (tmp_path / "one" / "alone").touch()
    alone, parted = differences(tmp_path / "one", tmp_path / "other")
    assert alone == "alone: only here"
    assert parted.startswith("a/file.txt: from byte 17\n")
    assert "then that" in parted


def test_nothing_that_builds_asks_the_time() -> None:
    asked = []
    for file in Path(assessment.publish.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", None))
            if name in CLOCKS and file.name not in MAY_ASK_THE_TIME:
                asked.append(f"{file.name}:{node.lineno}: {name}()")
    assert not asked, "\n".join(asked)
