"""All that JavaScript may call: one function, a string in and a string out.

Requests (JSON) and what they are answered with, besides {"ok": true}:

    {"do": "open", "language": {"texts", "words", "articles"}}   {}
    {"do": "score", "answers": answers}                          {"view"}
    {"do": "read", "text": content of a file}                    {"answers"}, and "migration" if to an older model
    {"do": "write", "answers": answers}                          {"text", "name"}
    {"do": "export", "answers": answers, "format": format}       {"text", "name"}
    {"do": "tool.verb", …}                                       what `requests/tool.py` says of `verb`

Whatever goes wrong comes back as {"ok": false, "error": {"code", "place", "message"}}, in the page's language once it
is open; nothing is ever raised, but for a module that is missing: the browser fetches the rare ones then, and asks
again. This module runs on any Python: it knows nothing of the browser.
"""

import json
from collections.abc import Mapping
from typing import Any

from assessment.core.answers import Answers, parse_answers, plain_answers
from assessment.core.errors import AtlasError, RequestError
from assessment.core.model import Model
from assessment.core.result import measure
from assessment.core.shape import Shape, printable
from assessment.core.texts import Texts, parse_texts
from assessment.files import load_model, read_given, write_answers
from assessment.report.words import Words

START = ("open", "score", "read", "write", "export")
MORE: Mapping[str, tuple[str, ...]] = {
    "plan": ("choices", "make", "trial", "read", "roadmap", "export"),
    "change": ("view",),
    "robustness": ("check",),
    "model": ("open", "close"),
    "quality": ("coach",),
    "takeout": ("charts", "file", "sheet", "check"),
    "team": ("begin", "add", "view", "item", "export"),
}
"""Tool → its requests: `{"do": "plan.make"}` is the function `make` of `requests/plan.py`, loaded when first asked."""


class Bridge:
    """The engine as one page uses it: it is opened with the page's language, then asked."""

    def __init__(self, model: Model) -> None:
        self._standard = model
        self._texts: Texts | None = None
        self._words: Words | None = None
        self._articles: dict[str, dict[str, str]] = {}
        self._session: dict[str, Any] = {}

    @property
    def _own(self) -> Any:
        """The model that a person brought (`requests/model.py`), with its texts and releases; None if nobody did."""
        return self._session.get("model")

    @property
    def model(self) -> Model:
        """What is asked and scored: the page's model, or the one that a person brought."""
        return self._own.model if self._own else self._standard

    def handle(self, request: str) -> str:
        """Answer a request; see the module's description."""
        try:
            asked = json.loads(request)
            do = str(asked.get("do")) if isinstance(asked, dict) else ""
            tool, _, verb = do.partition(".")
            if do in START:
                reply = {"ok": True, **getattr(self, f"_{do}")(asked)}
            elif verb in MORE.get(tool, ()):
                reply = {"ok": True, **self._more(tool, verb, asked)}
            else:
                raise RequestError("request-unknown", do=printable(do, 40))
        except ModuleNotFoundError:
            raise
        except AtlasError as error:
            message = self._words.error(error) if self._words else str(error)
            reply = {"ok": False, "error": {"code": error.code, "place": error.place, "message": message}}
        except Exception as error:
            unexpected = RequestError("unexpected", reason=printable(f"{type(error).__name__}: {error}", 200))
            message = self._words.error(unexpected) if self._words else str(unexpected)
            reply = {"ok": False, "error": {"code": "unexpected", "place": "", "message": message}}
        return json.dumps(reply, ensure_ascii=False, separators=(",", ":"))

    def _open(self, asked: dict[str, object]) -> dict[str, object]:
        language: Any = _part(asked, "language").table(("words", "texts")).value
        words = Words(language["words"])
        self._texts = parse_texts(language["texts"], self._standard, words.language)
        self._words, self._articles = words, language.get("articles", {})
        return {}

    def _score(self, asked: dict[str, object]) -> dict[str, object]:
        from assessment.report.view import view

        result = measure(self.model, self._answers(asked))
        texts, words = self._opened()
        return {"view": view(result, texts, words, self._articles)}

    def _read(self, asked: dict[str, object]) -> dict[str, object]:
        text = _part(asked, "text").string()
        asked_of, answers = read_given(text, self.model, self._own.releases if self._own else None)
        if asked_of is not self.model:
            return self._carried(answers, asked_of)
        return {"answers": plain_answers(answers, self.model)}

    def _carried(self, answers: Answers, old: Model) -> dict[str, object]:
        """Answers to an earlier version of the model, as answers to this one, and what became of them."""
        from assessment.core.history.migration import migrate
        from assessment.report.history.migration import migration_view

        migration = migrate(answers, old, self.model)
        view = migration_view(migration, *self._opened())
        return {"answers": plain_answers(migration.answers, self.model), "migration": view}

    def _write(self, asked: dict[str, object]) -> dict[str, object]:
        answers = self._answers(asked)
        return {"text": write_answers(answers, self.model), "name": _name("answers", answers, "json")}

    def _export(self, asked: dict[str, object]) -> dict[str, object]:
        from assessment.report.formats import FORMATS, write_report

        answers, (texts, words) = self._answers(asked), self._opened()
        form = _part(asked, "format").string()
        text = write_report(measure(self.model, answers), texts, words, form)
        return {"text": text, "name": _name("report", answers, FORMATS[form])}

    def _more(self, tool: str, verb: str, asked: dict[str, object]) -> dict[str, object]:
        from importlib import import_module

        from assessment.requests import Desk

        texts, words = self._opened()
        desk = Desk(self.model, texts, words, self._articles, self._session)
        found: dict[str, object] = getattr(import_module(f"assessment.requests.{tool}"), verb)(desk, asked)
        return found

    def _answers(self, asked: dict[str, object]) -> Answers:
        return parse_answers(asked.get("answers"), self.model)

    def _opened(self) -> tuple[Texts, Words]:
        if self._texts is None or self._words is None:
            raise RequestError("not-opened")
        return self._own.texts_for(self._words.language) if self._own else self._texts, self._words


def _part(asked: dict[str, object], key: str) -> Shape:
    """A part of a request; RequestError if it is missing."""
    return Shape(asked, "", RequestError).table((key,)).child(key)


def _name(kind: str, answers: Answers, ending: str) -> str:
    date = f"-{answers.date}" if answers.date else ""
    return f"cx-atlas-{kind}{date}.{ending}"


_page: Bridge | None = None


def handle(request: str) -> str:
    """Answer a request of the one page that this interpreter serves."""
    global _page
    if _page is None:
        _page = Bridge(load_model())
    return _page.handle(request)
