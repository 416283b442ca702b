"""Typography that no writer should have to type: what must not be separated at the end of a line.

Polish leaves no one-letter word at the end of a line; Polish and Romanian keep a number and its unit together.
"""

import re
from html.parser import HTMLParser

NBSP = "\N{NO-BREAK SPACE}"
NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"

#: Elements whose text is not prose.
_VERBATIM = frozenset({"code", "pre", "script", "style", "kbd", "samp", "textarea", "svg", "math", "template"})

_UNITS = {
    "pl": r"%|‰|°C|€|zł|gr|r\.|w\.|kg|g|dag|t|km|m|cm|mm|m²|l|ml|godz\.|h|min|s|tys\.|mln|mld|pkt|proc\.|euro"
    r"|PLN|EUR|lei|RON|MB|kB|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "ro": r"%|‰|°C|€|lei|bani|euro|kg|g|km|m|cm|mm|m²|l|ml|ore|min|s|mil\.|mld\.|RON|EUR|PLN|zloți|MB|kB"
    r"|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
}
_NUMBER_UNIT = {language: re.compile(rf"(?<=\d)[ {NBSP}](?=(?:{units})(?!\w))") for language, units in _UNITS.items()}
_THOUSANDS = re.compile(rf"(?<![\d,.])(\d{{1,3}}(?:[ {NBSP}]\d{{3}})+)(?!\d)")
_SINGLE_LETTER = re.compile(rf"(?:(?<=[\s{NBSP}(\[„«‚”»–—/])|^)([aiouwzAIOUWZ])[ \n](?=\S|\Z)")
_LONE_LETTER = re.compile(rf"(?:^|[\s{NBSP}(\[„«])[aiouwzAIOUWZ]$")
_DASH = re.compile(r"(?<=\S) –(?=\s)")
_OF = re.compile(r"(?<=\d) de(?= \w)")


def bind_text(text: str, language: str) -> str:
    """A line of plain prose with the spaces that must not break made non-breaking; English stays as it is."""
    if language not in _UNITS:
        return text
    text = _NUMBER_UNIT[language].sub(NBSP, text)
    text = _DASH.sub(f"{NBSP}–", text)
    if language == "pl":
        text = _THOUSANDS.sub(lambda match: re.sub(rf"[ {NBSP}]", NARROW_NBSP, match[1]), text)
        text = _SINGLE_LETTER.sub(rf"\1{NBSP}", text)
    else:
        text = _OF.sub(f"{NBSP}de", text)
    return text


def bind(html: str, language: str) -> str:
    """HTML with its prose bound as by bind_text; tags, attributes, comments, code and drawings stay byte for byte."""
    if language not in _UNITS:
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
        if tag in _VERBATIM:
            self.verbatim.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")
        if self.verbatim and self.verbatim[-1] == tag:
            self.verbatim.pop()

    def handle_data(self, data: str) -> None:
        if not self.verbatim:
            if self.language == "pl" and data.startswith(" ") and _LONE_LETTER.search(self.before):
                data = NBSP + data[1:]
            self.before = (self.before + data)[-2:]
            data = bind_text(data, self.language)
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")
