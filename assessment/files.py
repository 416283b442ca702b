"""The only module that opens the model, its words and people's files, and that knows JSON and TOML.

The core reads plain data; this module makes plain data out of text, and says where the text is broken.
"""

import json
import re
from functools import cache
from importlib.resources import files as resources
from typing import NoReturn

from assessment.core.answers import Answers, parse_answers, plain_answers
from assessment.core.errors import AnswersError, AtlasError, ModelError
from assessment.core.model import Model, parse_model
from assessment.core.shape import printable
from assessment.core.texts import Texts, parse_texts

LARGEST = 5_000_000
"""The longest text of an answer file, in characters; a full form with long notes is a hundredth of it."""

DEEPEST = 50
"""How deep the tables of a file may be nested; ours are nested three deep."""

DATA = resources("assessment") / "data"


@cache
def load_model() -> Model:
    """The model that ships with CX Atlas; read once, for it cannot change."""
    return parse_model(_toml("model.toml"))


def load_texts(model: Model, language: str) -> Texts:
    """The model's words in a language."""
    name = f"texts/{language}.toml"
    try:
        return parse_texts(_toml(name), model, language)
    except ModelError as error:
        raise ModelError(error.code, f"{name}: {error.place}".removesuffix(": "), **error.facts) from None


def load_words(language: str) -> dict[str, object]:
    """The words of the interface, the report and the messages in a language, as plain data: table → key → entry.

    Each file of the language's folder is a table; what `language.toml` says of the language itself stands beside them.
    """
    names = sorted(file.name for file in (DATA / "words" / language).iterdir() if file.name != "language.toml")
    tables = {name.removesuffix(".toml"): _toml(f"words/{language}/{name}") for name in names}
    return _toml(f"words/{language}/language.toml") | tables


def load_texts_data(language: str) -> dict[str, object]:
    """The model's words in a language as plain data, unchecked: what a page hands to the engine."""
    return _toml(f"texts/{language}.toml")


def load_worked_example(model: Model) -> Answers:
    """The answers of the invented village grocery that the method page and the tests compute."""
    return read_answers((DATA / "worked-example.json").read_text("utf-8"), model)


def read_answers(text: str, model: Model) -> Answers:
    """Answers from the text of a file; AnswersError says what is wrong, and where."""
    return parse_answers(read_json(text, AnswersError), model)


def write_answers(answers: Answers, model: Model) -> str:
    """The text of an answer file: what read_answers reads, the same characters for the same answers."""
    return write_json(plain_answers(answers, model))


def read_json(text: str, error: type[AtlasError]) -> object:
    """Plain data from JSON, strictly: no duplicate keys, no NaN, no depth that would exhaust the stack."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise error("file-empty")
    if len(text) > LARGEST:
        raise error("file-too-large", length=len(text))

    if _depth(text) > DEEPEST:
        raise error("too-deep")

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        table = dict(pairs)
        if len(table) < len(pairs):
            keys = [key for key, _ in pairs]
            raise error("key-twice", key=printable(next(key for key in keys if keys.count(key) > 1)))
        return table

    def refuse(name: str) -> NoReturn:
        raise error("not-json-number", value=name)

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except json.JSONDecodeError as broken:
        raise error("not-json", line=broken.lineno, column=broken.colno) from None
    except ValueError:  # an integer of more digits than Python converts
        raise error("not-json-number", value="…") from None


def _depth(text: str) -> int:
    """How deep JSON's brackets are nested. In the browser, json.loads would take Python down with it."""
    depth = deepest = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*+"|[\[{\]}]', text):
        if match[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in "]}":
            depth -= 1
    return deepest


def write_json(data: object) -> str:
    """JSON for people's files: readable, and the same bytes everywhere."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _toml(name: str) -> dict[str, object]:
    import tomllib  # only where a model is read: the browser is given its words as JSON

    try:
        return tomllib.loads((DATA / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise ModelError("not-toml", name, reason=str(broken)) from None
