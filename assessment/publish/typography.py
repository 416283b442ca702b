"""Typography that no writer should have to type: what must not be separated at the end of a line.

Polish leaves no one-letter word at the end of a line; Polish and Romanian keep a number and its unit together. The
build binds what it writes; what scripts put on a page, `web/typography.js` binds there by the same rules.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "web" / "typography.js"
"""The script that binds in the browser; the build writes the rules into it."""

NBSP = "\N{NO-BREAK SPACE}"
NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"

#: Elements whose text is not prose.
_VERBATIM = frozenset({"code", "pre", "script", "style", "kbd", "samp", "textarea", "svg", "math"})
#: Classes of a <template> that holds data; any other holds what scripts will show.
_DATA = frozenset({"cx-language", "cx-answers"})

_UNITS = {
    "pl": r"%|‰|°C|€|zł|gr|r\.|w\.|kg|g|dag|t|km|m|cm|mm|m²|l|ml|godz\.|h|min|s|tys\.|mln|mld|pkt|proc\.|euro"
    r"|PLN|EUR|lei|RON|MB|kB|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "ro": r"%|‰|°C|€|lei|bani|euro|kg|g|km|m|cm|mm|m²|l|ml|ore|min|s|mil\.|mld\.|RON|EUR|PLN|zloți|MB|kB"
    r"|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
}
_LETTER = "[aiouwzAIOUWZ]"


def _number_and_unit(units: str) -> tuple[str, str]:
    return rf"(?<=\d) (?=(?:{units})(?![\wÀ-ɏ]))", NBSP


_DASH = r"(?<=\S) (?=–\s)", NBSP

RULES = {
    "pl": (
        _number_and_unit(_UNITS["pl"]),
        _DASH,
        # between the thousands of a number
        (rf"(?<=\d)(?<![,.]\d)(?<![,.]\d\d)(?<![\d,.]\d{{3}})[ {NBSP}](?=\d{{3}}(?!\d))", NARROW_NBSP),
        # after a word of one letter
        (rf"(?:(?<=[\s(\[„«‚”»–—/]{_LETTER})|(?<=^{_LETTER}))[ \n](?!\s)", NBSP),
    ),
    "ro": (
        _number_and_unit(_UNITS["ro"]),
        _DASH,
        (r"(?<=\d) (?=de \S)", NBSP),
    ),
}
"""By language: patterns of a space that must not break, and what takes its place, one after another.

They are written in what the expressions of Python and of JavaScript have in common.
"""

_COMPILED = {name: [(re.compile(pattern), space) for pattern, space in rules] for name, rules in RULES.items()}
_LONE_LETTER = re.compile(rf"(?:^|[\s(\[„«]){_LETTER}$")
_HERE = re.compile(r"^const RULES = .*;$", re.MULTILINE)


class TypographyError(Exception):
    """The script cannot be given the rules; the message says what to mend."""


def bind_text(text: str, language: str) -> str:
    """A line of plain prose with the spaces that must not break made non-breaking; English stays as it is."""
    for pattern, space in _COMPILED.get(language, ()):
        text = pattern.sub(space, text)
    return text


def script() -> str:
    """`web/typography.js` with the rules of every language."""
    rules = f"const RULES = {json.dumps(RULES, separators=(',', ':'))};"
    text, found = _HERE.subn(lambda _: rules, SCRIPT.read_text(encoding="utf-8"))
    if not found:
        raise TypographyError("typography.js: the rules are not where typography.py looks for them")
    return text


def bind(html: str, language: str) -> str:
    """HTML with its prose bound as by bind_text; tags, attributes, comments, code and drawings stay byte for byte."""
    if language not in RULES:
        return html
    binder = _Binder(language)
    binder.feed(html)
    binder.close()
    return "".join(binder.pieces)


class _Binder(HTMLParser):
    """Copies HTML through and binds the text outside verbatim elements."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=False)
        self.language = language
        self.pieces: list[str] = []
        self.verbatim: list[str] = []
        self.before = ""  # the last prose, for a word that stands in an element of its own: <em>i</em> tak

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(self.get_starttag_text() or "")
        if tag in _VERBATIM or (tag == "template" and dict(attrs).get("class") in _DATA):
            self.verbatim.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")
        if self.verbatim and self.verbatim[-1] == tag:
            self.verbatim.pop()

    def handle_data(self, data: str) -> None:
        if not self.verbatim:
            if data.startswith(" ") and self._is_held(data):
                data = NBSP + data[1:]
            self.before = (self.before + data)[-2:]
            data = bind_text(data, self.language)
        self.pieces.append(data)

    def _is_held(self, data: str) -> bool:
        """Whether what begins with this space must not be separated from what stands before."""
        if data.startswith(" –") and self.before[-1:].strip():
            return True
        return self.language == "pl" and _LONE_LETTER.search(self.before) is not None

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")
