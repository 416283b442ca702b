"""How every page looks, in one folder: pictures, scripts, and the style sheets joined into the one that pages load."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import quote

from assessment.publish import fonts
from assessment.publish.pages import DOCS

SHEET = "stylesheets/site.css"
"""The style sheet of every page, in the folder."""
_PARTS = ("atlas", "frame", "prose", "home")
"""What it is joined from, in this order, after the typefaces."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DRAWING = re.compile(r"url\((\.\./images/[\w-]+\.svg)\)")


def write(folder: Path, typefaces: str) -> None:
    """Put what pages share into a folder, which is made; `typefaces` is where the fonts are, from the style sheet."""
    shutil.copytree(DOCS / "assets", folder)
    styles = folder / "stylesheets"
    parts = [styles / f"{name}.css" for name in _PARTS]
    joined = "\n".join([fonts.rules(typefaces), *(part.read_text(encoding="utf-8") for part in parts)])
    drawings = {styles / name for name in _DRAWING.findall(joined)}
    sheet = _DRAWING.sub(lambda found: _inline(styles / found[1]), _COMMENT.sub("", joined))
    (folder / SHEET).write_text(sheet, encoding="utf-8")
    for held in {*parts, *drawings}:
        held.unlink()


def _inline(drawing: Path) -> str:
    """A drawing as an address that holds it, so that it is there when the page is first painted."""
    return f'url("data:image/svg+xml,{quote(drawing.read_text(encoding="utf-8"), safe=" /:=,")}")'
