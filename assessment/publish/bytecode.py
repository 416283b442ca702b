"""Python source to bytecode for the Python inside the browser.

The browser would otherwise compile the library at every start, which takes longer than all the
rest of it. pyodide-build's `pyodide py-compile` compiles for the Python that it runs on; where
that is another release than the browser's, the browser's own Python compiles, under Node.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from assessment.publish.node import run_inside

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""The flags (PEP 552) of bytecode that is used as it is: its source stays at home."""


class BytecodeError(Exception):
    """The bytecode does not fit the browser's Python."""


def compile_modules(sources: Mapping[str, bytes], *, pyodide: Path, python: str, magic: bytes) -> dict[str, bytes]:
    """`{"json/__init__.py": source}` to `{"json/__init__.pyc": bytecode}`.

    Without asserts and docstrings. `python` is the version inside `pyodide` and `magic` what its
    bytecode begins with. Raises `BytecodeError` when the outcome does not begin so: such a module
    could not be imported.
    """
    host = f"{sys.version_info.major}.{sys.version_info.minor}"
    if python.rpartition(".")[0] == host and sys.implementation.name == "cpython":
        compiled = _compile_here(sources)
    else:
        compiled = _compile_inside(sources, pyodide)
    for name, code in compiled.items():
        if code[:4] != magic:
            raise BytecodeError(
                f"{name} was compiled for another Python than the browser's {python}: "
                f"it begins with {code[:4].hex()} in place of {magic.hex()}. "
                f"Build with a released Python {host}, or with another minor version."
            )
    return {name: code[:4] + UNCHECKED_HASH + code[8:] for name, code in compiled.items()}


def _compile_here(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "sources.zip")
        with zipfile.ZipFile(archive, "w") as out:
            for name, source in sources.items():
                out.writestr(name, source)
        # -OO leaves out asserts and docstrings; SOURCE_DATE_EPOCH asks for a hash of the source
        # in place of the time of a temporary file.
        command = ("-OO", "-m", "pyodide_cli", "py-compile", "--silent", "--compression-level", "0")
        subprocess.run(
            [sys.executable, *command, str(archive)],
            check=True,
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "0"},
        )
        with zipfile.ZipFile(archive) as compiled:
            return {name: compiled.read(name) for name in compiled.namelist()}


def _compile_inside(sources: Mapping[str, bytes], pyodide: Path) -> dict[str, bytes]:
    texts = json.dumps({name: source.decode("utf-8") for name, source in sources.items()})
    compiled = json.loads(run_inside(pyodide, "compile.py", texts))
    return {name + "c": base64.b64decode(code) for name, code in compiled.items()}
