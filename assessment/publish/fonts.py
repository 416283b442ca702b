"""The site's typefaces, from npm packages into files of our own: only the alphabets that our languages need."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from assessment.publish.pages import ROOT

PACKAGES = ROOT / "node_modules" / "@fontsource-variable"

#: The characters of each file, as its package gives them; a browser fetches only what a page's letters need.
_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,"
    "U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
}


class FontError(Exception):
    """A typeface is not where npm puts it; the message says what to do."""


@dataclass(frozen=True)
class _Face:
    package: str
    family: str
    weights: str


#: For text: made by the Braille Institute for readers with low vision. For headings: a Polish face of 1918, revived.
_FACES = (
    _Face("atkinson-hyperlegible-next", "Atkinson Hyperlegible Next Variable", "200 800"),
    _Face("brygada-1918", "Brygada 1918 Variable", "400 700"),
)


def write(folder: Path) -> None:
    """Writes fonts.css, the files that it names and their licences into a folder.

    Raises:
        FontError: a package is missing.
    """
    folder.mkdir(parents=True)
    rules = []
    for face in _FACES:
        package = PACKAGES / face.package
        for subset, characters in _RANGES.items():
            file = file_of(face.package, subset)
            shutil.copy(file, folder / file.name)
            rules.append(
                f"@font-face {{\n  font-family: '{face.family}';\n  font-style: normal;\n  font-display: swap;\n"
                f"  font-weight: {face.weights};\n  src: url({file.name}) format('woff2');\n"
                f"  unicode-range: {characters};\n}}\n"
            )
        shutil.copy(package / "LICENSE", folder / f"{face.package}-LICENSE.txt")
    (folder / "fonts.css").write_text("".join(rules), encoding="utf-8")


def file_of(face: str, subset: str) -> Path:
    """The file that holds a face's letters of one alphabet, ``latin`` or ``latin-ext``, in all weights.

    Raises:
        FontError: its package is missing.
    """
    file = PACKAGES / face / "files" / f"{face}-{subset}-wght-normal.woff2"
    if not file.is_file():
        raise FontError(f"The typeface {face} is not installed: run ‘make setup’, or ‘npm ci’")
    return file
