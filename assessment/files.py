"""The only module that opens the model, its words and people's files, and that knows JSON and TOML.

The core reads plain data; this module makes plain data out of text, and says where the text is broken.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from assessment import archives
from assessment.core.answers import Answers, parse_answers, plain_answers
from assessment.core.errors import AnswersError, AtlasError, ModelError
from assessment.core.model import Model, parse_model, version_of
from assessment.core.shape import printable
from assessment.core.texts import Texts, parse_texts

if TYPE_CHECKING:
    from pathlib import Path

    from assessment.core.team.panel import Counted, Panel

LARGEST = 5_000_000
"""The longest text of an answer file, in characters; a full form with long notes is a hundredth of it."""

DEEPEST = 50
"""How deep the tables of a file may be nested; ours are nested three deep."""

SHALLOW = 120
"""A text with fewer brackets than this cannot be nested too deep for json.loads, whatever it holds."""


def data_folder() -> "Path":
    """Where the data files are, if not in archives."""
    from pathlib import Path  # late: the browser does without

    return Path(__file__).parent / "data"


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
    names = sorted(file.name for file in (data_folder() / "words" / language).iterdir() if file.name != "language.toml")
    tables = {name.removesuffix(".toml"): _toml(f"words/{language}/{name}") for name in names}
    return _toml(f"words/{language}/language.toml") | tables


def load_texts_data(language: str) -> dict[str, object]:
    """The model's words in a language as plain data, unchecked: what a page hands to the engine."""
    return _toml(f"texts/{language}.toml")


def load_worked_example(model: Model) -> Answers:
    """The answers of the invented village grocery that the method page and the tests compute."""
    return read_answers((data_folder() / "worked-example.json").read_text("utf-8"), model)


@cache
def load_release(version: str) -> Model | None:
    """The model as it was released under a version (see data/releases/README.md); None if there is no such release."""
    if version_of(version) is None:
        return None
    import assessment.core.history.migration  # noqa: F401  the browser fetches the releases together with it

    try:
        return parse_model(_toml(f"releases/{version}.toml"))
    except FileNotFoundError:
        return None


def release_names() -> list[str]:
    """The versions of the model that have been released, the oldest first."""
    names = [
        file.name.removesuffix(".toml")
        for file in (data_folder() / "releases").iterdir()
        if file.name.endswith(".toml")
    ]
    return sorted(names, key=lambda name: version_of(name) or (0, 0, 0))


def read_answers(text: str, model: Model, releases: Mapping[str, Model] | None = None) -> Answers:
    """Answers from the text of a file, carried to this version of the model if they were given to an earlier release.

    AnswersError says what is wrong, and where. What became of the answers on the way is not told: see `read_given`.
    """
    asked, answers = read_given(text, model, releases)
    if asked is model:
        return answers
    from assessment.core.history.migration import migrate  # only where a file is older than the model

    return migrate(answers, asked, model).answers


def read_given(text: str, model: Model, releases: Mapping[str, Model] | None = None) -> tuple[Model, Answers]:
    """The answers in a file as they were given, and the version of the model that they were given to.

    `releases` are the other versions of the model, if it is not the one that ships with CX Atlas.
    """
    return _given(read_document(text), model, releases)


def read_result(text: str, model: Model, releases: Mapping[str, Model] | None = None) -> tuple[Model, Answers]:
    """As read_given, from a file of answers or from a report file, which holds the answers that it was made of."""
    data = read_document(text)
    if isinstance(data, dict) and data.get("format") == "cx-atlas/report" and "given" in data:
        data = data["given"]
    return _given(data, model, releases)


def _given(data: object, model: Model, releases: Mapping[str, Model] | None) -> tuple[Model, Answers]:
    asked = _release_named(data, model, releases) or model
    return asked, parse_answers(data, asked)


def _release_named(data: object, model: Model, releases: Mapping[str, Model] | None) -> Model | None:
    """The other release of this model that a file says it was given to, if there is one."""
    named = data.get("model") if isinstance(data, dict) else None
    version = named.get("version") if isinstance(named, dict) else None
    if not isinstance(version, str) or version == model.version:
        return None
    release = load_release(version) if releases is None else releases.get(version)
    return release if release and release.id == model.id else None


def count_in(panel: "Panel", text: str, releases: Mapping[str, Model] | None = None) -> "Counted":
    """Count the person whose file this is into a panel; AnswersError says what is wrong in it, and where.

    It is what `panel.add(read_answers(text, panel.model, releases))` would do, far faster for the usual file.
    """
    if text.count("{") + text.count("[") < SHALLOW and len(text) <= LARGEST:
        try:
            data = json.loads(text)
        except ValueError:
            data = None  # whatever it is, the strict reader says it better
        counted = panel.add_data(data) if _no_key_twice(text, data) else None
        if counted is not None:
            return counted
    return panel.add(read_answers(text, panel.model, releases))


def write_answers(answers: Answers, model: Model) -> str:
    """The text of an answer file: what read_answers reads, the same characters for the same answers."""
    return write_json(plain_answers(answers, model))


def read_document(text: str) -> object:
    """Plain data from the text of a file that a person keeps: answers, a report, a plan; AnswersError if it is none."""
    if "\0" in text:
        raise AnswersError("file-not-text")
    return read_json(text, AnswersError)


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


def _no_key_twice(text: str, data: object) -> bool:
    """Whether a form has as many keys as its text has colons after quotes; False may also mean: no telling."""
    if not isinstance(data, dict) or any(spaced in text for spaced in (" :", "\t:", "\n:", "\r:")):
        return False
    tables = [value for value in data.values() if type(value) is dict]
    answers = data.get("answers")
    try:
        inner = sum(map(len, answers.values())) if type(answers) is dict else 0
    except TypeError:  # an answer that is a number
        return False
    return text.count('":') == len(data) + sum(map(len, tables)) + inner


def write_json(data: object) -> str:
    """JSON for people's files: readable, and the same bytes everywhere."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _toml(name: str) -> dict[str, object]:
    """A file of `data`; FileNotFoundError if there is none. The build makes JSON of it for the browser."""
    if archives.packed():
        table: dict[str, object] = json.loads(archives.read(f"data/{name.removesuffix('.toml')}.json"))
        return table
    import tomllib  # only here: the browser starts without it

    try:
        return tomllib.loads((data_folder() / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as broken:
        raise ModelError("not-toml", name, reason=str(broken)) from None
