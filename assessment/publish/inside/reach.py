"""Runs inside Pyodide: uses the engine in every way a page does, and lists what that loaded.

Only what is in `sys.modules` at the end counts, so this program must import nothing of its own
that the engine does not import anyway.
"""

import json
import sys


def main(task: str) -> str:
    """Answer the library files reached and what went wrong, as JSON.

    The task is the requests as a JSON list. The engine is in the library archive, as in a browser:
    to read data out of an archive takes modules that reading a file does not.
    """
    from assessment.bridge import handle

    replies = [json.loads(handle(request)) for request in json.loads(task)]
    unexpected = {reply["error"]["message"] for reply in replies if is_unexpected(reply)}
    fail_on_purpose()
    return json.dumps({"reached": reached(), "unexpected": sorted(unexpected), "magic": magic()})


def is_unexpected(reply: dict[str, dict[str, str]]) -> bool:
    """Whether the engine itself failed, in place of finding fault with what it was given."""
    return not reply["ok"] and reply["error"]["code"] == "unexpected"


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


def reached() -> list[str]:
    """Files of the standard library's archive that are loaded now."""
    archive = next(path for path in sys.path if path.endswith(".zip")) + "/"
    return sorted(
        module.__file__.removeprefix(archive)
        for module in list(sys.modules.values())
        # Modules frozen into the interpreter also name a file, which nothing reads.
        if type(getattr(module, "__loader__", None)).__name__ == "zipimporter"
        and module.__file__
        and module.__file__.startswith(archive)
        and not module.__name__.startswith("assessment")
    )


def magic() -> str:
    """The number that bytecode for this Python begins with, in hexadecimal."""
    import importlib.util

    return importlib.util.MAGIC_NUMBER.hex()
