"""What a page offers to those who would mend it: its text, its translations, a word to the editors."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assessment.publish import article
from assessment.publish.forge import Forge, fits
from assessment.publish.pages import LANGUAGE_NAMES, LANGUAGES, SOURCE_LANGUAGE, SourcePage

GUIDE = "CONTRIBUTING.md"
"""Where to read on if an address would grow too long."""


def ways(forge: Forge | None, page: SourcePage, docs: Path, address: str) -> dict[str, Any] | None:
    """Addresses for the page's template, or None without a forge.

    `edit` is the page's text in the repository's editor, `report` the form for a mistake, and `translate` lists, for
    each language that has no such page, its name and the editor with the beginnings of a translation.

    Args:
        forge: where the repository is.
        page: the page.
        docs: the folder of the languages' folders.
        address: the page's address, or nothing if nobody knows yet where the site will be.
    """
    if forge is None:
        return None
    file = f"docs/{page.language}/{page.path}"
    return {
        "edit": forge.edit(file),
        "report": forge.report(str(page.meta.get("title", "")), address or file),
        "translate": list(_translations(forge, page, docs)),
    }


def _translations(forge: Forge, page: SourcePage, docs: Path) -> Iterator[Mapping[str, str]]:
    if page.language != SOURCE_LANGUAGE:
        return
    for language in LANGUAGES:
        if not (docs / language / page.path).is_file():
            name, there = LANGUAGE_NAMES[language], beginning(forge, page, language)
            yield {"language": language, "name": name, "address": there}


def beginning(forge: Forge, page: SourcePage, language: str) -> str:
    """The editor with a translation begun: with the English text, or if that is too long with the headings only."""
    file, reviewed = f"docs/{language}/{page.path}", page.meta.get("reviewed")
    # Not the day of the build, which would change the bytes of the site; whoever sends the translation puts theirs.
    day = reviewed if isinstance(reviewed, datetime.date) else datetime.date.min
    texts = (article.translation(page, language, day, whole=whole) for whole in (True, False))
    addresses = (forge.begin(file, text) for text in texts)
    return next((address for address in addresses if fits(address)), forge.file(GUIDE))
