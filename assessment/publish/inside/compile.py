"""Runs inside Pyodide: compiles modules for this very Python, whatever the host's is."""

import base64
import importlib._bootstrap_external as machinery
import importlib.util
import json


def main(sources: str) -> str:
    """`{name: source}` in, `{name: bytecode in base64}` out, both JSON."""
    return json.dumps({name: compiled(name, text) for name, text in json.loads(sources).items()})


def compiled(name: str, text: str) -> str:
    """An unchecked-hash pyc without asserts and docstrings."""
    source = text.encode()
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    pyc = machinery._code_to_hash_pyc(code, importlib.util.source_hash(source), False)  # type: ignore[attr-defined]
    return base64.b64encode(pyc).decode("ascii")
