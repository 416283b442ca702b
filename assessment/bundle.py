"""Models that people bring: a folder of TOML files, or one file of TOML or JSON with everything in it.

    folder                      one file
    model.toml                  format = "cx-atlas/model", version = 1, and the table [model]
    texts/<language>.toml       the table [texts.<language>]
    releases/<version>.toml     the table [releases."<version>"]: what model.toml said in an earlier version, if any

Whatever is wrong is said with the file, the line and the table: "my-model/texts/pl.toml:12: areas.A.name: …".
"""

import re
from collections.abc import Callable, Mapping
from errno import errorcode
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from assessment.core.errors import ModelError
from assessment.core.model import OURS, Model, parse_model
from assessment.core.shape import Shape, printable
from assessment.core.texts import Texts, parse_texts
from assessment.files import DEEPEST, LARGEST, load_model, read_json
from assessment.lines import depth_of, line_of, lines_of_json, lines_of_toml

FORMAT = "cx-atlas/model"
VERSION = 1

_AT = re.compile(r"\(at line (\d+), column \d+\)")


class Bundle(NamedTuple):
    """A model with its words in every language that it names, and what it was in earlier versions."""

    model: Model
    texts: Mapping[str, Texts]
    releases: Mapping[str, Model]

    def texts_for(self, language: str) -> Texts:
        """The words in a language; where there are none, those in the first language that the model names."""
        return self.texts.get(language) or self.texts[self.model.languages[0]]


def open_model(path: Path) -> Bundle:
    """The model in a folder or a file; ModelError says what is wrong with it, and where."""
    if not path.is_dir():
        return read_bundle(_read(path), str(path))
    return _whole(
        _part(path / "model.toml"),
        {file.stem: _part(file) for file in sorted(path.glob("texts/*.toml"))},
        {file.stem: _part(file) for file in sorted(path.glob("releases/*.toml"))},
    )


def read_bundle(text: str, name: str) -> Bundle:
    """The model in the text of one file, which is called `name` in messages."""
    source = _Source(text, name)
    texts, releases = _Part(source, ()).parse(_head)
    return _whole(
        _Part(source, ("model",)),
        {key: _Part(source, ("texts", key)) for key in texts},
        {key: _Part(source, ("releases", key)) for key in releases},
    )


def _head(data: object) -> tuple[list[str], list[str]]:
    """Check what stands around the model; the names of the tables in `texts` and in `releases`."""
    shape = Shape(data, "", ModelError)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        shape.fail("not-model", format=FORMAT)
    shape.table(("format", "version", "model", "texts"), ("releases",))
    shape.child("version").one_of((VERSION,))
    tables = (shape.child("texts"), shape.get("releases"))
    texts, releases = ([key for key, _ in table.table().entries()] if table else [] for table in tables)
    return texts, releases


class _Source:
    """The text of one file, and the data in it."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text.removeprefix("\ufeff")
        self.name = printable(name, 1_000)
        self.is_json = self.text.lstrip()[:1] == "{"  # which no TOML begins with
        if len(text) > LARGEST or "\0" in text or not text.strip() or depth_of(self.text) > DEEPEST:
            raise ModelError("not-model", self.name, format=FORMAT)
        self.data: Any = self._json() if self.is_json else self._toml()

    def place(self, error: ModelError, under: tuple[str, ...]) -> ModelError:
        """The error of a part of this file, with the file's name, the line and the whole path."""
        inside = ".".join(part for part in (*map(printable, under), error.place) if part)
        error = ModelError(error.code, inside, **error.facts)
        line = line_of(error, lines_of_json(self.text) if self.is_json else lines_of_toml(self.text))
        where = f"{self.name}:{line}" if line else self.name
        return ModelError(error.code, f"{where}: {inside}" if inside else where, **error.facts)

    def _json(self) -> object:
        try:
            return read_json(self.text, ModelError)
        except ModelError as error:
            line = error.facts.get("line")
            raise ModelError(error.code, f"{self.name}:{line}" if line else self.name, **error.facts) from None

    def _toml(self) -> object:
        import tomllib

        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as broken:
            at = _AT.search(str(broken))
            raise ModelError("not-toml", f"{self.name}:{at[1]}" if at else self.name, reason=str(broken)) from None


class _Part(NamedTuple):
    """A table of a file: what one parser reads."""

    source: _Source
    under: tuple[str, ...]

    def parse[Parsed](self, parser: Callable[[Any], Parsed]) -> Parsed:
        """What the parser makes of the table; its errors are told with the file and the line."""
        data = self.source.data
        for key in self.under:
            data = data[key]
        try:
            return parser(data)
        except ModelError as error:
            raise self.source.place(error, self.under) from None

    def fail(self, code: str, place: str, **facts: object) -> NoReturn:
        """Say what is wrong at a place in the table."""
        raise self.source.place(ModelError(code, place, **facts), self.under)


def _whole(part: _Part, texts: Mapping[str, _Part], releases: Mapping[str, _Part]) -> Bundle:
    """A model from its parts, if they belong together."""
    model = part.parse(parse_model)
    if model.id == OURS and model._replace(languages=load_model().languages) != load_model():
        part.fail("model-id-taken", "id", id=model.id)
    if not model.languages:
        part.fail("languages-missing", "languages")
    for language in model.languages:
        if language not in texts:
            part.fail("texts-missing", "languages", language=language)
    for language, words in texts.items():
        if language not in model.languages:
            words.fail("texts-extra", "", language=printable(language))
    return Bundle(
        model,
        {language: texts[language].parse(partial(_texts, model, language)) for language in model.languages},
        {version: _release(release, version, model) for version, release in releases.items()},
    )


def _texts(model: Model, language: str, data: Mapping[str, object]) -> Texts:
    return parse_texts(data, model, language)


def _release(part: _Part, version: str, model: Model) -> Model:
    release = part.parse(parse_model)
    if (release.id, release.version) != (model.id, version):
        part.fail("release-other", "version", id=model.id, version=printable(version))
    return release


def _part(file: Path) -> _Part:
    return _Part(_Source(_read(file), str(file)), ())


def _read(file: Path) -> str:
    name = printable(str(file), 1_000)
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ModelError("model-missing", name) from None
    except OSError as error:
        symbol = errorcode.get(error.errno or 0, type(error).__name__)
        raise ModelError("model-unreadable", name, reason=symbol) from None
    except UnicodeDecodeError:
        raise ModelError("not-model", name, format=FORMAT) from None
