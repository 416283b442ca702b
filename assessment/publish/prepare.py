"""Make the virtual environment that everything else runs in, with a Python that is new enough.

The Makefile runs this file by its path, with whatever ``python3`` it finds and before anything is
installed: so it needs only the standard library, imports nothing of ours, and must run on any
Python from 3.8 far enough to say what is wrong. It does nothing when the environment is there and
its Python is new enough.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NoReturn

NEEDED = (3, 12)
#: Tried in this order when the Python that runs this file is too old; .python-version's comes first.
NEWER_NAMES = ("python3.13", "python3.14", "python3.12")


def main() -> None:
    """Make ``sys.argv[1]``, by default ``.venv``; exit 2 with one line when that is impossible."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".venv")
    if is_new_enough(version_of(python_in(folder))):
        return
    python = choose_python()
    if python is None:
        stop(
            f"Python {dotted(NEEDED)} or newer is needed; you have {dotted(sys.version_info[:3])} at "
            f"{sys.executable}. With pyenv or uv, .python-version (3.13) chooses it: `pyenv install 3.13` or "
            "`uv python install 3.13`, then run this again; or name one: make PYTHON=/path/to/python …"
        )
    make_environment(folder, python)


def choose_python() -> str | None:
    """A Python that is new enough: the one that runs this file if it is, else one found beside it."""
    if is_new_enough(sys.version_info[:2]):
        return sys.executable
    for candidate in newer_pythons():
        version = version_of(candidate)
        if version and is_new_enough(version):
            print(f"{sys.executable} is Python {dotted(sys.version_info[:3])}: using {candidate} ({dotted(version)}).")
            return candidate
    return None


def newer_pythons() -> Iterator[str]:
    """Commands that may be a newer Python; each must still be tried (pyenv has shims that only fail)."""
    yield from filter(None, map(shutil.which, NEWER_NAMES))
    if shutil.which("uv"):
        found = run(["uv", "python", "find", "--no-python-downloads", "--system", f">={dotted(NEEDED)}"])
        if found.returncode == 0:
            yield found.stdout.strip()


def make_environment(folder: Path, python: str) -> None:
    """Make ``folder`` anew with ``python``; an environment that is too old, moved or half-made goes."""
    made = run([python, "-m", "venv", "--clear", str(folder)])
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        print(made.stdout.strip(), file=sys.stderr)
        stop(
            f"{python} could not make a virtual environment in {folder} (its own words are above). On Debian "
            "and Ubuntu the package python3-venv is missing: `apt-get install python3-venv`, then run this again."
        )


def python_in(folder: Path) -> str:
    """Where a virtual environment keeps its Python."""
    return str(folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python")


def version_of(python: str) -> tuple[int, ...] | None:
    """The version that ``python`` says it has; None when it is not there or does not run."""
    try:
        answer = run([python, "-c", "import sys; print(*sys.version_info[:3])"])
    except OSError:
        return None
    return tuple(map(int, answer.stdout.split())) if answer.returncode == 0 else None


def is_new_enough(version: tuple[int, ...] | None) -> bool:
    """Whether there is a version and it is one that CX Atlas supports."""
    return version is not None and version[:2] >= NEEDED


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run ``command`` quietly; both its outputs are in ``stdout``."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def dotted(version: tuple[int, ...]) -> str:
    """``(3, 12)`` as ``3.12``."""
    return ".".join(map(str, version))


def stop(message: str) -> NoReturn:
    """End with one line on standard error and exit status 2."""
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
