"""Reading plain data (dicts, lists, strings, numbers) with errors that say where.

`Shape` binds the error class and the place, so that the parsers of the model, its words and the answers read like a
description of the format.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn, cast

from assessment.core.errors import AtlasError

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ID_CHARACTERS = frozenset(CAPITALS + CAPITALS.lower() + DIGITS + "-_")
LONGEST_ID = 40


class Shape:
    """A plain value and the place it came from."""

    def __init__(self, value: object, place: str, error: type[AtlasError]) -> None:
        self.value = value
        self.place = place
        self._error = error

    def fail(self, code: str, **facts: object) -> NoReturn:
        """Raise the bound error, with this place."""
        raise self._error(code, self.place, **facts)

    def child(self, key: str | int) -> "Shape":
        """The value under a key that is known to be there."""
        inner = self.value[key]  # type: ignore[index]
        name = printable(str(key))
        return Shape(inner, f"{self.place}.{name}" if self.place else name, self._error)

    # -- tables ---------------------------------------------------------------------------------------------------

    def table(self, required: Iterable[str] = (), optional: Iterable[str] | None = None) -> "Shape":
        """This value as a table that has the required keys and, unless `optional` is None, no others but those."""
        if not isinstance(self.value, dict):
            self.fail("not-a-table", value=brief(self.value))
        required = tuple(required)
        for key in required:
            if key not in self.value:
                self.fail("key-missing", key=key)
        if optional is not None:
            known = {*required, *optional}
            for key in self.value:
                if key not in known:
                    self.fail("key-unknown", key=printable(key), known=", ".join(sorted(known)))
        return self

    def has(self, key: str) -> bool:
        """Whether the table has the key."""
        return key in cast("Mapping[str, object]", self.value)

    def get(self, key: str) -> "Shape | None":
        """The value under a key, or None."""
        return self.child(key) if self.has(key) else None

    def entries(self) -> Iterator[tuple[str, "Shape"]]:
        """The table's keys and values, in their order."""
        for key in cast("Mapping[str, object]", self.value):
            yield key, self.child(key)

    def named(self, most: int, first: str = CAPITALS) -> "Iterator[tuple[str, Shape]]":
        """The table's keys and values, if each key can be an id (see `id`) and there are not too many."""
        self.table()
        count = len(cast("Mapping[str, object]", self.value))
        if count > most:
            self.fail("table-too-long", length=count, longest=most)
        for key, entry in self.entries():
            Shape(key, entry.place, self._error).id(first)
            yield key, entry

    def same_ids(self, ids: Iterable[str]) -> "Shape":
        """This table, if its keys are exactly these."""
        self.table()
        expected, found = tuple(ids), cast("Mapping[str, object]", self.value)
        missing = [key for key in expected if key not in found]
        if missing:
            self.fail("ids-missing", ids=", ".join(missing))
        extra = [key for key in found if key not in expected]
        if extra:
            self.fail("ids-extra", ids=", ".join(extra))
        return self

    # -- values ---------------------------------------------------------------------------------------------------

    def string(self) -> str:
        """This value as text, whatever it holds: that of a file, say, which is still to be read."""
        if not isinstance(self.value, str):
            self.fail("not-text", value=brief(self.value))
        return self.value

    def text(self, longest: int = 20_000, *, empty: bool = False) -> str:
        """This value as text that can be stored: no lone surrogates, not longer than `longest` characters."""
        value = self.string()
        if not empty and not value.strip():
            self.fail("text-empty")
        if len(value) > longest:
            self.fail("text-too-long", length=len(value), longest=longest)
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            self.fail("text-broken")
        return value

    def line(self) -> str:
        """This value as text on one line, without characters that a terminal or a page would obey."""
        text = self.text()
        found = next((character for character in text if _is_control(character)), None)
        if found is not None:
            self.fail("text-control", character=f"U+{ord(found):04X}")
        return text

    def id(self, first: str = CAPITALS) -> str:
        """This value as an id: it can stand in addresses, names and ids of pages, and in names of files.

        It begins with one of `first`. A page's own names begin with a small letter, so none of them is an id; and
        JavaScript puts keys that are numbers before all others, so an id that is a key there is none.
        """
        text = self.text()
        if not (len(text) <= LONGEST_ID and text[0] in first and set(text) <= ID_CHARACTERS):
            self.fail("id-malformed", value=printable(text, LONGEST_ID))
        return text

    def whole(self, low: int, high: int) -> int:
        """This value as a whole number from `low` to `high`. True is not 1, and "3" is not 3."""
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail("not-a-number", value=brief(value), low=low, high=high)
        if not low <= value <= high:
            self.fail("number-out-of-range", value=brief(value), low=low, high=high)
        return value

    def flag(self) -> bool:
        """This value as true or false."""
        if not isinstance(self.value, bool):
            self.fail("not-a-flag", value=brief(self.value))
        return self.value

    def one_of[Choice](self, choices: Iterable[Choice]) -> Choice:
        """This value, if it is among the choices. True is not 1, and 2.0 is not 2."""
        choices = tuple(choices)
        for choice in choices:
            if type(self.value) is type(choice) and self.value == choice:
                return choice
        self.fail("not-a-choice", value=brief(self.value), choices=", ".join(map(str, choices)))

    def items(self, longest: int = 1_000) -> "Iterator[Shape]":
        """The entries of this list."""
        value = self.value
        if not isinstance(value, list):
            self.fail("not-a-list", value=brief(value))
        if len(value) > longest:
            self.fail("list-too-long", length=len(value), longest=longest)
        return (self.child(index) for index in range(len(value)))

    def texts(self, longest: int = 1_000) -> tuple[str, ...]:
        """This list of texts."""
        return tuple(entry.text() for entry in self.items(longest))

    def lines(self, longest: int = 1_000) -> tuple[str, ...]:
        """This list of texts on one line each."""
        return tuple(entry.line() for entry in self.items(longest))


def _is_control(character: str) -> bool:
    """Whether Unicode counts it among the controls: C0, delete, C1, and what breaks a line or turns its direction."""
    code = ord(character)
    return code < 32 or 127 <= code < 160 or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069


def printable(text: str, longest: int = 80) -> str:
    """A key or a name as it may stand in a message: short, on one line, and nothing that a terminal would obey."""
    shown = text if text.isprintable() else ascii(text)[1:-1]
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def brief(value: object) -> str:
    """A value as it may stand in a message, printable and short."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) >= 10**12:
        return "10…" if value > 0 else "-10…"  # writing it out may take longer than a reader has
    if isinstance(value, float):
        return repr(value).replace("inf", "∞")
    shown = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return printable(shown, 40)
