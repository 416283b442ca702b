"""Runs inside Pyodide: uses the engine in every way a page does, and lists what that loaded.

Only what is in `sys.modules` counts, so this program must import nothing of its own that the engine
does not import anyway.
"""

import json
import sys


def main(task: str) -> str:
    """Answer the files reached and what went wrong, as JSON.

    The task is the requests as JSON, those of a start and the rare ones. The engine is in the
    library archive, as in a browser: to read data out of an archive takes modules that reading a
    file does not.
    """
    import assessment.archives  # noqa: F401  what the worker opens the second archive with

    asked = json.loads(task)
    unexpected = failures(asked["start"])
    fail_on_purpose()
    start = reached()
    unexpected |= failures(asked["rare"])
    more = reached() - start
    return json.dumps(
        {"start": sorted(start), "more": sorted(more), "unexpected": sorted(unexpected), "magic": magic()}
    )


def failures(requests: list[str]) -> set[str]:
    """What the engine says where it fails itself, in place of finding fault with what it was given."""
    from assessment.bridge import handle

    said = set()
    for request in requests:
        error = json.loads(handle(request)).get("error")
        if error and error["code"] == "unexpected":
            said.add(f"{json.loads(request)['do']}: {error['message']}")
    return said


def fail_on_purpose() -> None:
    """Let errors cross into JavaScript: Python formats them there, with modules of its own."""
    from pyodide.code import run_js

    cross = run_js("broken => { try { broken(); } catch (error) { return error.message; } }")

    def not_there() -> None:
        import no_such_module  # type: ignore[import-not-found]  # noqa: F401

    def not_text() -> None:
        b"\xff".decode("utf-8")

    for broken in (not_there, not_text):
        assert "Error" in cross(broken)


def reached() -> set[str]:
    """Files of the library's archive that are loaded now."""
    archive = next(path for path in sys.path if path.endswith(".zip")) + "/"
    return {
        module.__file__.removeprefix(archive)
        for module in list(sys.modules.values())
        # Modules frozen into the interpreter also name a file, which nothing reads.
        if type(getattr(module, "__loader__", None)).__name__ == "zipimporter"
        and module.__file__
        and module.__file__.startswith(archive)
    }


def listed(_: str) -> str:
    """The same as JSON: what the cut-down runtime is asked, which calls functions with a string."""
    return json.dumps(sorted(reached()))


def half(_: str) -> str:
    """Half a character, as a string of JavaScript's may hold it."""
    return chr(0xD83D)


def magic() -> str:
    """The number that bytecode for this Python begins with, in hexadecimal."""
    import importlib.util

    return importlib.util.MAGIC_NUMBER.hex()
