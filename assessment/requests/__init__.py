"""What the tools of the page ask of the engine: one module a tool, one function a request, called by the bridge.

A request takes the desk and what was asked, and gives plain data. It decides nothing and makes no sentence: it parses,
calls the core, and has `report` put the outcome into words.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from assessment.core.answers import Answers, parse_answers
from assessment.core.errors import RequestError
from assessment.core.model import Model
from assessment.core.shape import Shape
from assessment.core.texts import Texts
from assessment.report.words import Words


class Desk(NamedTuple):
    """What a request works with: the model and the language that the page was opened with."""

    model: Model
    texts: Texts
    words: Words
    articles: Mapping[str, Mapping[str, str]]
    session: dict[str, Any]
    """What a tool keeps from one request to the next, under its own name; gone when the page is.

    Under "model" stands the model that a person brought (`requests/model.py`); the bridge reads it.
    """

    @property
    def releases(self) -> Mapping[str, Model] | None:
        """Other versions of the model in use; None for those of the model that ships with CX Atlas."""
        own = self.session.get("model")
        return own.releases if own else None

    def answers(self, document: object) -> Answers:
        """An answer document of the page, checked."""
        return parse_answers(document, self.model)


def text_in(asked: Mapping[str, object], key: str = "text") -> str:
    """A text that a request brings; RequestError if it brings none."""
    return Shape(asked, "", RequestError).table((key,)).child(key).string()


def files_in(asked: Mapping[str, object], key: str) -> list[tuple[str, str]]:
    """Names and texts of the files that a request brings, [{"name", "text"}]; RequestError unless all are sound."""
    files = Shape(asked, "", RequestError).table((key,)).child(key).items(100_000)
    tables = [file.table(("name", "text")) for file in files]
    return [(file.child("name").string(), file.child("text").string()) for file in tables]
