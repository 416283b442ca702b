"""Whether a report follows from the answers in it: it is computed again, and every figure compared.

The seal is no signature. It shows that nobody has changed a figure without the answers, not who gave the answers.
"""

from collections.abc import Callable, Iterator, Mapping
from json import dumps
from typing import Any, NamedTuple

from assessment.core.answers import Answers
from assessment.core.errors import AnswersError
from assessment.core.model import Model
from assessment.core.result import ENGINE, measure
from assessment.core.shape import Shape, brief, printable
from assessment.report.data import FORMAT, VERSION, report
from assessment.report.words import Words

Read = Callable[[str], tuple[Model, Answers]]
"""Reads the text of a file of answers: the version of the model that it was given to, and the answers."""

SHOWN, ROWS = 10, 50
"""Differences that are named one by one: in a line, and in a table."""


class Difference(NamedTuple):
    """A figure that does not follow from the answers. `found` and `computed` are short enough for a message."""

    place: str
    found: str
    computed: str


class Seal(NamedTuple):
    """The outcome of computing a report again."""

    model: Model
    answers: Answers
    engine: str
    """The version of the scoring that the report names."""
    differences: tuple[Difference, ...]


def is_report(data: object) -> bool:
    """Whether this is meant to be a report, whatever else is wrong with it."""
    return isinstance(data, dict) and data.get("format") == FORMAT


def check_report(data: object, read: Read) -> Seal:
    """A report as plain data, computed again; AnswersError if it cannot be, because of its answers or without them."""
    if not is_report(data):
        raise AnswersError("not-a-report")
    shape = Shape(data, "", AnswersError).table()
    version = shape.child("version").value if shape.has("version") else None
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        shape.fail("report-too-new", version=brief(version), newest=VERSION)
    if not shape.has("given"):
        shape.fail("report-without-answers")
    table: dict[str, Any] = shape.value  # type: ignore[assignment]
    try:
        model, answers = read(dumps(table["given"]))
    except AnswersError as error:
        raise AnswersError(error.code, f"given.{error.place}".removesuffix("."), **error.facts) from None
    computed = report(measure(model, answers))
    compared = {key: value for key, value in table.items() if key not in ("engine", "given")}
    expected = {key: value for key, value in computed.items() if key not in ("engine", "given")}
    engine = printable(str(table.get("engine", "–")), 40)
    return Seal(model, answers, engine, tuple(_differences(compared, expected, "")))


def confirmed(seal: Seal, words: Words) -> str:
    """One sentence for a report that follows from its answers; AnswersError names what does not."""
    if seal.differences:
        raise AnswersError("report-differs", differences=words.list(_lines(seal, words)))
    sentence = words.say("takeout.confirmed", model=seal.model.id, version=seal.model.version)
    return " ".join(part for part in (sentence, _other_engine(seal, words)) if part)


def seal_view(seal: Seal, words: Words) -> dict[str, object]:
    """What the page says of a report that was computed again."""
    return {
        "confirmed": not seal.differences,
        "text": words.say("takeout.differs", n=len(seal.differences)) if seal.differences else confirmed(seal, words),
        "engine": _other_engine(seal, words) if seal.differences else "",
        "rows": [entry._asdict() for entry in seal.differences[:ROWS]],
        "signature": words.say("takeout.no_signature"),
    }


def _lines(seal: Seal, words: Words) -> list[str]:
    shown = [f"{entry.place}: {entry.found} → {entry.computed}" for entry in seal.differences[:SHOWN]]
    other = _other_engine(seal, words)
    return [*shown, *(["…"] if len(seal.differences) > SHOWN else []), *([other] if other else [])]


def _other_engine(seal: Seal, words: Words) -> str:
    if seal.engine == ENGINE:
        return ""
    return words.say("takeout.other_engine", found=seal.engine, ours=ENGINE)


def _differences(found: object, computed: object, place: str) -> Iterator[Difference]:
    """Where two pieces of plain data differ, in the order of the second. True is not 1."""
    if isinstance(found, Mapping) and isinstance(computed, Mapping):
        for key in [*computed, *(key for key in found if key not in computed)]:
            inner = ".".join(filter(None, (place, printable(str(key)))))
            if key not in found or key not in computed:
                yield Difference(inner, *(brief(table[key]) if key in table else "–" for table in (found, computed)))
            else:
                yield from _differences(found[key], computed[key], inner)
    elif isinstance(found, list) and isinstance(computed, list) and len(found) == len(computed):
        for n, (one, other) in enumerate(zip(found, computed, strict=True)):
            yield from _differences(one, other, f"{place}.{n}")
    elif found != computed or isinstance(found, bool) != isinstance(computed, bool):
        yield Difference(place, _short(found), _short(computed))


def _short(value: object) -> str:
    """A list of ids as it is, for `[…]` would say nothing."""
    if isinstance(value, list) and all(isinstance(entry, (str, int)) for entry in value):
        return printable(f"[{', '.join(map(str, value))}]", 80)
    return brief(value)
