"""The site's tokens, its colours, sizes and faces, as docs/assets/stylesheets/atlas.css states them in both schemes."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from assessment.publish.pages import DOCS

FILE = DOCS / "assets" / "stylesheets" / "atlas.css"

_RULE = re.compile(r"^(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}", re.MULTILINE)
_TOKEN = re.compile(r"(--atlas-[\w-]+):\s*([^;]+);")


class TokenError(Exception):
    """The tokens are not where they are looked for. The message names the file."""


class Schemes(NamedTuple):
    """The tokens by their names, ``--atlas-ink``; what a scheme does not state it has from the light one."""

    light: dict[str, str]
    dark: dict[str, str]


@cache
def of_the_site() -> Schemes:
    """The tokens that the site has. Raises as `schemes`."""
    return schemes(FILE.read_text(encoding="utf-8"))


def schemes(css: str) -> Schemes:
    """The tokens that a style sheet states.

    Raises:
        TokenError: it has no rules that do.
    """
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for rule in _RULE.finditer(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        tokens = dict(_TOKEN.findall(rule["body"]))
        if "atlas-dark" in rule["selectors"]:
            dark |= tokens
        elif ":root" in rule["selectors"]:
            light |= tokens
    if not light or not dark or not dark.keys() <= light.keys():
        raise TokenError(f"{FILE.name}: the tokens of the two schemes are not where tokens.py looks for them")
    return Schemes(light, dark)
