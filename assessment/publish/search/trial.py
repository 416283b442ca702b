"""Queries put to a search engine without a browser: to ours, and to the one that Material brings."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.utils import get_theme_dir

from assessment.publish.node import NodeError, node_executable

_TRIAL = Path(__file__).with_name("trial.mjs")
_SECONDS = 900


class Outcome(NamedTuple):
    """What came of a trial."""

    ready: float
    """Milliseconds until the engine had its index."""
    places: list[list[str]]
    """The addresses of the first pages for each query, best first, ten at most."""
    times: list[float]
    """Milliseconds for each query."""


def ask_ours(folder: Path, contents: Mapping[str, Any], queries: Sequence[str]) -> Outcome:
    """Asks our worker's finder, whose files are in the folder. Raises `NodeError` where it fails."""
    return _run({"engine": "ours", "folder": str(folder.resolve()), "contents": contents, "queries": queries})


def ask_materials(config: Mapping[str, Any], contents: Mapping[str, Any], queries: Sequence[str]) -> Outcome:
    """Asks Material's own worker, with the settings that MkDocs writes for it. Raises `NodeError` where it fails."""
    (script,) = Path(get_theme_dir("material")).glob("assets/javascripts/workers/search.*.min.js")
    return _run(
        {"engine": "material", "script": str(script), "config": config, "contents": contents, "queries": queries}
    )


def _run(task: Mapping[str, Any]) -> Outcome:
    done = subprocess.run(
        [node_executable(), _TRIAL],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise NodeError(f"The search failed under Node:\n{done.stderr[-2000:].strip()}")
    return Outcome(**json.loads(done.stdout))
