"""The site's typefaces, from npm packages into files of our own: our languages' letters, in the weights we use."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from assessment.publish.pages import LANGUAGES, ROOT, config_file

PACKAGES = ROOT / "node_modules" / "@fontsource-variable"

#: The weights that the style sheets name.
_WEIGHTS = (400, 700)
#: The parts of a face: what all languages share, and letters that some have beyond it.
_SUBSETS = ("latin", "latin-ext")
_SHARED = range(0x100)


class FontError(Exception):
    """A typeface is not where npm puts it; the message says what to do."""


@dataclass(frozen=True)
class _Face:
    package: str
    family: str


#: For text: made by the Braille Institute for readers with low vision. For headings: a Polish face of 1918, revived.
_FACES = (
    _Face("atkinson-hyperlegible-next", "Atkinson Hyperlegible Next Variable"),
    _Face("brygada-1918", "Brygada 1918 Variable"),
)


def write(folder: Path) -> None:
    """Writes the files that `rules` names, and their licences, into a folder.

    Raises:
        FontError: a package is missing.
    """
    folder.mkdir(parents=True)
    for face in _FACES:
        for subset in _SUBSETS:
            font = _cut(face.package, subset)
            font.flavor = "woff2"
            font.save(folder / _name(face, subset))
        shutil.copy(PACKAGES / face.package / "LICENSE", folder / f"{face.package}-LICENSE.txt")


def rules(address: str) -> str:
    """The style sheet's rules for the files, which are at an address from it; a browser fetches what a page needs."""
    return "".join(
        f"@font-face {{\n  font-family: '{face.family}';\n  font-style: normal;\n  font-display: swap;\n"
        f"  font-weight: {_WEIGHTS[0]} {_WEIGHTS[1]};\n  src: url({address}{_name(face, subset)}) format('woff2');\n"
        f"  unicode-range: {_ranges(_characters(face.package, subset))};\n}}\n"
        for face in _FACES
        for subset in _SUBSETS
    )


def first(language: str) -> list[str]:
    """The files that every page of a language needs at once."""
    subsets = _SUBSETS if _letters([language]) else _SUBSETS[:1]
    return [_name(face, subset) for face in _FACES for subset in subsets]


def file_of(face: str, subset: str) -> Path:
    """The file that holds a face's letters of one alphabet, ``latin`` or ``latin-ext``, in all weights.

    Raises:
        FontError: its package is missing.
    """
    file = PACKAGES / face / "files" / f"{face}-{subset}-wght-normal.woff2"
    if not file.is_file():
        raise FontError(f"The typeface {face} is not installed: run ‘make setup’, or ‘npm ci’")
    return file


def _name(face: _Face, subset: str) -> str:
    return f"{face.package}-{subset}.woff2"


def _cut(package: str, subset: str) -> TTFont:
    """The face with nothing that no page of ours shows."""
    font = TTFont(file_of(package, subset), recalcTimestamp=False)  # the same bytes on every day
    if subset != _SUBSETS[0]:
        cutter = Subsetter(Options(layout_features=["*"]))
        cutter.populate(unicodes=_characters(package, subset))
        cutter.subset(font)
    lightest, boldest = _WEIGHTS
    (weight,) = font["fvar"].axes
    if (weight.minValue, weight.maxValue) != (lightest, boldest):
        font = instantiateVariableFont(font, {weight.axisTag: (lightest, boldest)})
    return font


@cache
def _characters(package: str, subset: str) -> frozenset[int]:
    """The characters that are left: all that languages share, since readers write too, and our languages' letters."""
    characters = frozenset(TTFont(file_of(package, subset), lazy=True).getBestCmap())
    return characters if subset == _SUBSETS[0] else characters & _letters(LANGUAGES)


def _letters(languages: Iterable[str]) -> frozenset[int]:
    """The letters of languages beyond those that all share, small and capital: those that their interfaces write."""
    written = "".join(config_file(language).read_text(encoding="utf-8") for language in languages)
    return frozenset(
        ord(letter) for letter in {*written.lower(), *written.upper()} - {*map(chr, _SHARED)} if letter.isalpha()
    )


def _ranges(characters: Iterable[int]) -> str:
    """Characters as CSS writes them, neighbours together."""
    runs: list[list[int]] = []
    for one in sorted(characters):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ", ".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in runs)
