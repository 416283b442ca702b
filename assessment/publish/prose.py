"""Reading Markdown as prose: what of a file is words, where its links go, and what its typography gets wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCED = re.compile(r"^([ \t]*)(```+|~~~+).*?^\1\2[ \t]*$", re.DOTALL | re.MULTILINE)
_NOT_PROSE = re.compile(
    r"<!--.*?-->"  # comments and markers
    r"|<(?:style|script|svg)\b.*?</(?:style|script|svg)>"
    r"|`[^`\n]+`"
    r"|\]\([^)\s]*\)"  # where a link goes
    r"|\[@[^\]]*\]"  # citations
    r"|\{[^{}\n]*\}"  # attributes
    r"|</?[a-zA-Z][^<>]*>"
    r"|https?://\S+",
    re.DOTALL,
)
_BOX_TITLE = re.compile(r'^([ \t]*(?:!!!|\?\?\?\+?)[^"\n]*)"(.*)"[ \t]*$', re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HEADING_ID = re.compile(r"^#{2,6} .*\{[^}]*#([\w-]+)[^}]*\}\s*$", re.MULTILINE)
_ID = re.compile(r"\{[^}\n]*#([\w-]+)[^}\n]*\}")
_TOML_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')

PLACEHOLDER = "✎"
"""What a line holds that somebody has yet to write; see `article.py`."""

#: Stands for a character that is no prose: neither a letter nor a space.
_NO_PROSE = "\N{OBJECT REPLACEMENT CHARACTER}"

#: What no language of ours writes, then what one of them does not: pattern, what is wrong, how to mend it.
_EVERYWHERE = (
    (r"[\u015e\u015f\u0162\u0163]", "a letter with a cedilla (ş, ţ)", "Write ș and ț, with a comma below"),
    (r'"', 'a straight quotation mark (")', "Write {quotes}"),
    (r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)", "a straight apostrophe (')", "Write ’"),
    (r"(?<=\s)-(?=\s)(?!\s*\[[ x]\])", "a hyphen for a dash", "Write – (a half-dash with spaces)"),
    ("—", "a long dash (—)", "Write – (a half-dash with spaces)"),
    (r"(?<=[\w,;:]) {2,}(?=\w)", "two spaces", "Write one"),
    (r"(?<=\w) [,;:!?](?=\s)", "a space before a punctuation mark", "Take it out"),
)
_QUOTES = {"en": "‘ ’, and “ ” inside them", "pl": "„ ”, and « » inside them", "ro": "„ ”, and « » inside them"}
_ONLY = {
    "en": ((r"„", "a low quotation mark („)", "Write ‘ ’"),),
    "pl": (
        (r"“", "an English quotation mark (“)", "Write „ before and ” after"),
        (r"(?<!\w)‘|‘(?=\w)", "an English quotation mark (‘)", "Write „ ”, or « » inside them"),
    ),
    "ro": (
        (r"“", "an English quotation mark (“)", "Write „ before and ” after"),
        (r"(?<!\w)‘|‘(?=\w)", "an English quotation mark (‘)", "Write „ ”, or « » inside them"),
    ),
}


def faults(text: str, language: str) -> Iterator[tuple[int, str, str]]:
    """What the typography of plain prose gets wrong: line, what, and how to mend it."""
    for pattern, what, remedy in (*_EVERYWHERE, *_ONLY.get(language, ())):
        for fault in re.finditer(pattern, text):
            around = text[max(0, fault.start() - 18) : fault.end() + 12].replace(_NO_PROSE, "").split("\n")
            here = " ".join(part.strip() for part in around if part.strip())
            line = text.count("\n", 0, fault.start()) + 1
            yield line, f"{what} in ‘… {here} …’", remedy.format(quotes=_QUOTES.get(language, "your language’s own"))


def unless_unwritten(text: object) -> str:
    """A line of front matter, or nothing where somebody has yet to write it."""
    return "" if text is None or PLACEHOLDER in str(text) else str(text)


def plain(markdown: str) -> str:
    """The same text with all that is no prose, or not written yet, blanked out: lines and columns stay."""
    text = _FENCED.sub(lambda code: _blank(code[0]), markdown)
    text = _NOT_PROSE.sub(lambda part: _blank(part[0]), text)
    text = re.sub(rf"{PLACEHOLDER}.*", lambda line: _blank(line[0]), text)
    text = _BOX_TITLE.sub(lambda box: f"{_blank(box[1])} {box[2]} ", text)
    return re.sub(
        r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+(?:\[[ x]\][ \t]+)?", lambda mark: " " * len(mark[0]), text, flags=re.MULTILINE
    )


def toml_texts(toml: str) -> str:
    """The texts of a TOML file, each on its line, and nothing else; an escaped quotation mark was meant, so it goes."""
    lines = []
    for line in toml.split("\n"):
        is_text = not line.lstrip().startswith(("#", "["))
        texts = [text.replace('\\"', "") for text in _TOML_TEXT.findall(line)] if is_text else []
        lines.append(" ⋮ ".join(texts))
    return "\n".join(lines)


def links(markdown: str) -> Iterator[tuple[str, int]]:
    """Where the links and pictures of a text lead, each with its line, from 1."""
    text = _FENCED.sub(lambda code: _blank(code[0]), markdown)
    text = re.sub(r"<!--.*?-->", lambda comment: _blank(comment[0]), text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]+`", lambda code: _blank(code[0]), text)
    for link in _LINK.finditer(text):
        yield link[1].strip("<>"), text.count("\n", 0, link.start()) + 1


def heading_ids(markdown: str) -> list[str]:
    """The explicit ids of a text's headings, in their order."""
    return _HEADING_ID.findall(_FENCED.sub("", markdown))


def headings_without_id(markdown: str) -> Iterator[int]:
    """The lines, from 1, of second-level headings without an id of their own."""
    text = _FENCED.sub(lambda code: _blank(code[0]), markdown)
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## ") and not _HEADING_ID.match(line):
            yield number


def ids(markdown: str) -> set[str]:
    """Every explicit id of a text, of headings and of whatever else has attributes."""
    return set(_ID.findall(_FENCED.sub("", markdown)))


def line_of(text: str, pattern: str, number: int) -> int:
    """The line of a text, from 0, on which a pattern is found for the given time, which it is."""
    found = list(re.finditer(pattern, text, re.MULTILINE))[number - 1]
    return text.count("\n", 0, found.start())


def paragraphs(markdown: str, without: str) -> Iterator[tuple[str, int]]:
    """A text's paragraphs with their lines, from 1, without tables, quotations, headings and a section, by its id."""
    text = _FENCED.sub(lambda code: _blank(code[0]), markdown)
    inside = False
    for block in re.finditer(r"(?:^[^\n]*\S[^\n]*\n?)+", text, re.MULTILINE):
        if block[0].startswith("## "):
            inside = f"#{without} " in block[0]
        if not inside and not block[0].lstrip().startswith(("|", ">", "#", "<!--")):
            yield block[0], text.count("\n", 0, block.start()) + 1


def _blank(text: str) -> str:
    return re.sub(r"[^\n\s]", _NO_PROSE, text)
