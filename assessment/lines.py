"""Where a table or a key stands in the text of a TOML or JSON file: what their parsers do not tell.

Only for messages: the text is known to be sound, or nearly so, and what is not understood gets no line.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from assessment.core.errors import AtlasError
from assessment.core.shape import printable

_TOKEN = re.compile(
    r"""
      (?P<text> \"\"\"(?:\\.|[^\\])*?\"{3,5} | '''.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<comment> \#[^\n]* )
    | (?P<sign> [\[\]{}=:,\n] )
    | (?P<bare> [^\s\[\]{}=:,\#"']+ )
    """,
    re.DOTALL | re.VERBOSE,
)
Lines = dict[str, int]
"""Place, as an error names it → line."""


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def depth_of(text: str) -> int:
    """How deep brackets are nested outside of quotation marks, as a parser would have to follow them."""
    depth = deepest = 0
    for match in _TOKEN.finditer(text):
        if match[0] in ("[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in ("]", "}"):
            depth -= 1
    return deepest


def lines_of_json(text: str) -> Lines:
    """The line of every key and list entry of a JSON file."""
    scan = _Scan(text)
    scan.value(())
    return scan.lines


def lines_of_toml(text: str) -> Lines:
    """The line of every table, key and list entry of a TOML file."""
    scan = _Scan(text)
    table: tuple[str, ...] = ()
    while (token := scan.next(lambda found: found.text != "\n")) is not None:
        if token.text == "[":
            table = scan.header()
        else:
            scan.value(scan.key(token, table))
    return scan.lines


def line_of(error: AtlasError, lines: Lines) -> int | None:
    """The line that an error means: that of the key it names, of its place, or of the nearest table around it."""
    named = str(error.facts.get("key", "")) or str(error.facts.get("ids", "")).split(", ")[0]
    place = ".".join(part for part in (error.place, named) if part)
    while place:
        if place in lines:
            return lines[place]
        place = place.rpartition(".")[0]
    return None


class _Scan:
    """One walk over the text, from left to right."""

    def __init__(self, text: str) -> None:
        self.lines: Lines = {}
        self._tokens = _tokens(text)
        self._back: list[_Token] = []

    def next(self, wanted: Callable[[_Token], bool] = lambda token: True) -> _Token | None:
        """The next token that is wanted; None at the end."""
        while True:
            token = self._back.pop() if self._back else next(self._tokens, None)
            if token is None or wanted(token):
                return token

    def header(self) -> tuple[str, ...]:
        """The table that a header names, whose first bracket has been read."""
        parts: list[str] = []
        line = 0
        while (token := self.next()) is not None and token.text != "\n":
            if token.kind in ("bare", "text"):
                parts += _parts(token)
                line = line or token.line
        self._record(parts, line)
        return tuple(parts)

    def key(self, first: _Token, table: tuple[str, ...]) -> tuple[str, ...]:
        """The path of a key in a table; the key ends at = or :."""
        parts = [*table]
        token: _Token | None = first
        while token is not None and token.text not in ("=", ":"):
            if token.kind in ("bare", "text"):
                parts += _parts(token)
            token = self.next()
        self._record(parts, first.line)
        return tuple(parts)

    def value(self, path: tuple[str, ...]) -> None:
        """Walk over the value of a key, and note what is in it."""
        token = self.next(lambda found: found.text != "\n")
        if token is None:
            return
        if token.text == "{":
            while (inner := self.next(lambda found: found.text not in (",", "\n"))) and inner.text != "}":
                self.value(self.key(inner, path))
        elif token.text == "[":
            index = 0
            while (inner := self.next(lambda found: found.text not in (",", "\n"))) and inner.text != "]":
                self._back.append(inner)
                self._record([*path, str(index)], inner.line)
                self.value((*path, str(index)))
                index += 1

    def _record(self, parts: Iterable[str], line: int) -> None:
        place = ""
        for part in parts:
            place = f"{place}.{part}" if place else part
            self.lines.setdefault(place, line)


def _tokens(text: str) -> Iterator[_Token]:
    line, done = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", done, match.start())
        done = match.start()
        if match.lastgroup != "comment":
            yield _Token(str(match.lastgroup), match[0], line)


def _parts(token: _Token) -> list[str]:
    """The parts of a dotted key, as an error's place would name them."""
    if token.kind == "text":
        return [printable(token.text.strip("\"'"))]
    return [printable(part) for part in token.text.split(".") if part]
