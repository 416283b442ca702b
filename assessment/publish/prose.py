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
_TOML_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')

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
    for pattern, what, remedy in (*_EVERYWHERE, *_ONLY[language]):
        for fault in re.finditer(pattern, text):
            around = text[max(0, fault.start() - 18) : fault.end() + 12].replace(_NO_PROSE, "").split("\n")
            here = " ".join(part.strip() for part in around if part.strip())
            line = text.count("\n", 0, fault.start()) + 1
            yield line, f"{what} in ‘… {here} …’", remedy.format(quotes=_QUOTES[language])


def plain(markdown: str) -> str:
    """The same text with everything that is no prose blanked out: lines and columns stay."""
    text = _FENCED.sub(lambda code: _blank(code[0]), markdown)
    text = _NOT_PROSE.sub(lambda part: _blank(part[0]), text)
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
    text = re.sub(r"`[^`\n]+`", lambda code: _blank(code[0]), text)
    for link in _LINK.finditer(text):
        yield link[1].strip("<>"), text.count("\n", 0, link.start()) + 1


def heading_ids(markdown: str) -> list[str]:
    """The explicit ids of a text's headings, in their order."""
    return _HEADING_ID.findall(_FENCED.sub("", markdown))


def _blank(text: str) -> str:
    return re.sub(r"[^\n\s]", _NO_PROSE, text)
