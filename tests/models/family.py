"""Versions of the model that exist for tests alone: the present one, the next and the one after it.

They are laid over the present model, so that they stay its successors whatever becomes of it.
"""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from assessment import files
from assessment.core.model import Model, parse_model, version_of

HERE = Path(__file__).parent
DATA = Path(str(resources("assessment") / "data"))
Plain = dict[str, Any]


def _versions() -> dict[str, str]:
    number = version_of(_read(DATA / "model.toml")["version"])
    assert number is not None
    return {name: f"{number[0]}.{number[1] + n}.0" for n, name in enumerate(("next", "later"), 1)}


def _read(file: Path) -> Plain:
    return tomllib.loads(file.read_text("utf-8"))


def plain_model(name: str) -> Plain:
    """A version as plain data: "present", "next" or "later"."""
    data = _read(DATA / "model.toml")
    for layer in {"present": (), "next": ("next",), "later": ("next", "later")}[name]:
        text = (HERE / f"{layer}.toml").read_text("utf-8")
        for key, version in _versions().items():
            text = text.replace(f"{{{key}}}", version)
        data = _over(data, tomllib.loads(text))
        for retired in data["retired"]:
            data["items"].pop(retired, None)
    return data


def plain_texts(name: str, language: str) -> Plain:
    """The words of a version in a language, as plain data."""
    model, words = plain_model(name), _read(HERE / "words.toml")[language]
    data: Plain = deepcopy(_read(DATA / "texts" / f"{language}.toml"))
    pattern = data["items"]["MGT-01"]
    reworded = {key for key, item in model["items"].items() if "since" in item or "revised" in item}
    data["items"] = {
        key: {**data["items"].get(key, pattern), **({"question": words["items"][key]} if key in reworded else {})}
        for key in model["items"]
    }
    data["practices"] |= {
        key: {"name": words["practices"][key]} for key in model["practices"] if key in words["practices"]
    }
    return data


@contextmanager
def released(folder: Path) -> Iterator[Model]:
    """CX Atlas as it will be: the next version is the present one, and the present one is released. Gives the model."""
    shutil.copytree(DATA, folder)
    for path, data in {
        "model.toml": plain_model("next"),
        f"releases/{PRESENT.version}.toml": plain_model("present"),
        **{f"texts/{language}.toml": plain_texts("next", language) for language in PRESENT.languages},
    }.items():
        (folder / path).write_text(toml(data), "utf-8")
    before, files.data_folder = files.data_folder, lambda: folder
    try:
        _forget()
        yield files.load_model()
    finally:
        files.data_folder = before
        _forget()


def toml(data: Mapping[str, Any], place: tuple[str, ...] = ()) -> str:
    """Plain data as TOML: single values, lists of these, and tables."""
    lines = [f"[{'.'.join(map(json.dumps, place))}]"] if place else []
    lines += [f"{json.dumps(key)} = {_value(value)}" for key, value in data.items() if not isinstance(value, dict)]
    tables = [toml(value, (*place, key)) for key, value in data.items() if isinstance(value, dict)]
    return "\n".join([*lines, *tables, ""])


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _forget() -> None:
    files.load_model.cache_clear()
    files.load_release.cache_clear()


def _over(data: Plain, change: Plain) -> Plain:
    found = dict(data)
    for key, value in change.items():
        if isinstance(value, dict):
            found[key] = _over(found.get(key, {}), value)
        else:
            found[key] = [*found[key], *value] if isinstance(value, list) and key in found else value
    return found


PRESENT, NEXT, LATER = (parse_model(plain_model(name)) for name in ("present", "next", "later"))
