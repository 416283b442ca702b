"""The questionnaire for other people's pages: one page a language without the site around it, and its own styles.

`web/embed.js`, at an address that stays, puts it into a shadow tree of the other page; an <iframe> may show it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.utils import get_relative_url

from assessment.publish import questionnaire, tokens, typography
from assessment.publish.pages import LANGUAGES, ROOT, prefix

WEB = ROOT / "assessment" / "web"
SCRIPT = "assets/embed.js"
"""Where the script is for ever: people have its address in their pages."""
STYLES = ("embed", "assessment", "tools")
"""The style sheets of a questionnaire in another page, after the tokens."""

_LANGUAGES = re.compile(r"^const LANGUAGES = .*;$", re.MULTILINE)
_REM = re.compile(r"(?<![\w.-])(-?\d*\.?\d+)rem\b")


class EmbedError(Exception):
    """The questionnaire cannot be made ready for other pages; the message says what to mend."""


class _Spot(NamedTuple):
    """A page outside of the languages' folders; `home` in its meta says where its language's is."""

    url: str
    meta: Mapping[str, Any]


def write_styles(folder: Path) -> None:
    """Put the style sheet of a questionnaire in another page into a folder, which is made."""
    folder.mkdir(parents=True)
    (folder / "embed.css").write_text(styles(), encoding="utf-8")


def page_of(language: str) -> str:
    """Where a language's page is, from the site's root."""
    return f"embed/{language}.html"


def write(site: Path, assets: Mapping[str, str]) -> None:
    """Put the languages' pages and the script into a built site; `assets` are the addresses of shared folders."""
    (site / SCRIPT).write_text(script(), encoding="utf-8")
    for language in LANGUAGES:
        file = site / page_of(language)
        file.parent.mkdir(exist_ok=True)
        file.write_text(_page(language, assets), encoding="utf-8")


def script() -> str:
    """The script for other people's pages, which knows the languages of the site."""
    text, found = _LANGUAGES.subn(f"const LANGUAGES = {json.dumps(LANGUAGES)};", (WEB / "embed.js").read_text("utf-8"))
    if not found:
        raise EmbedError("embed.js: the list of languages is not where embed.py looks for it")
    return text


def _page(language: str, assets: Mapping[str, str]) -> str:
    url = page_of(language)
    addresses = {name: get_relative_url(there, url) for name, there in assets.items()}
    spot = _Spot(url, {"addresses": addresses, "home": prefix(language)})
    html = questionnaire.page(
        "embed.html",
        language,
        addresses=addresses,
        script=get_relative_url(SCRIPT, url),
        questionnaire=questionnaire.assessment(language, spot, bare=True),
    )
    return typography.bind(html, language)


def styles() -> str:
    """The styles of a questionnaire in another page: our tokens in both schemes, what the theme would give, our own.

    A `rem` is the host page's there, so sizes are written in a unit of their own that `embed.css` defines.
    """
    site, around, own, tools = (
        file.read_text(encoding="utf-8") for file in (tokens.FILE, *(WEB / f"{name}.css" for name in STYLES))
    )
    return "\n".join((_in_our_unit(_tokens(site)), around, _in_our_unit(own), _in_our_unit(tools)))


def _in_our_unit(css: str) -> str:
    return _REM.sub(r"calc(\1 * var(--cx-rem))", css)


def _tokens(css: str) -> str:
    """The site's tokens as custom properties of the host element, which the host page may set otherwise.

    Where they differ between the schemes, the browser chooses by the `color-scheme` of the host page.
    """
    try:
        light, dark = tokens.schemes(css)
    except tokens.TokenError as error:
        raise EmbedError(str(error)) from error
    both = [f"{name}: light-dark({light[name]}, {value});" for name, value in dark.items()]
    return (
        f":host, :root {{\n{_block(f'{name}: {value};' for name, value in light.items())}}}\n"
        f"@supports (color: light-dark(#000, #fff)) {{\n:host, :root {{\n{_block(iter(both))}}}\n}}\n"
    )


def _block(lines: Iterator[str]) -> str:
    return "".join(f"  {line}\n" for line in lines)
