"""The corpus that the cut-down runtime has to answer as Python does here, before a page may boot from it.

It is every request of `exercise.py`, each case of tests/cases in every format and language, and each
broken file of tests/invalid in every language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assessment.bridge import Bridge
from assessment.files import load_model
from assessment.publish.exercise import open_request, rare_requests, requests
from assessment.report.formats import FORMATS

TESTS = Path(__file__).parents[3] / "tests"


@dataclass(frozen=True)
class Corpus:
    """Requests in their order, and the reply to each."""

    requests: Sequence[str]

    @cached_property
    def replies(self) -> list[str]:
        """What this Python says."""
        bridge = Bridge(load_model())
        return [bridge.handle(request) for request in self.requests]

    @property
    def digest(self) -> bytes:
        """Changes with any request or reply."""
        return hashlib.sha256(json.dumps([self.requests, self.replies]).encode()).digest()


def corpus(tests: Path = TESTS) -> Corpus:
    """The whole corpus; where a copy of the project holds no tests, the exercise alone."""
    asked = [*requests(), *rare_requests()]
    for language in sorted(load_model().languages):
        asked.append(json.dumps(open_request(language)))
        for file in sorted(tests.glob("cases/*/answers.json")):
            answers = json.loads(file.read_bytes())
            asked += [json.dumps({"do": "export", "answers": answers, "format": form}) for form in FORMATS]
            asked += [json.dumps({"do": do, "answers": answers}) for do in ("score", "write")]
        for file in sorted(tests.glob("invalid/*.json")):
            asked.append(json.dumps({"do": "read", "text": file.read_text(encoding="utf-8", errors="replace")}))
    return Corpus(tuple(asked))


def differences(corpus: Corpus, answers: Sequence[str]) -> list[str]:
    """A line for each of the first replies that are not the same, byte for byte."""
    wrong = [
        f"{request[:80]} … {_parted(reply, answer)}"
        for request, reply, answer in zip(corpus.requests, corpus.replies, answers, strict=True)
        if reply != answer
    ]
    return wrong[:5]


def _parted(reply: str, answer: str) -> str:
    at = next((place for place, (a, b) in enumerate(zip(reply, answer, strict=False)) if a != b), len(reply))
    return f"from character {at}: {reply[at : at + 40]!r} here, {answer[at : at + 40]!r} there"
