"""The order of the pages: written once in mkdocs.yml, completed from front matter, less what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mkdocs.structure.nav import Section

from assessment.publish.pages import SourcePage

#: An entry of the navigation as YAML gives it: a path, or one title with a path or a list.
Entry = Any


class NavigationError(Exception):
    """A page has no place in the navigation; the message names the file and the sections that there are."""


def paths(nav: Iterable[Entry]) -> list[str]:
    """The paths of the navigation, in its order."""
    found: list[str] = []
    for entry in nav:
        below = entry if isinstance(entry, str) else next(iter(entry.values()))
        found += [below] if isinstance(below, str) else paths(below)
    return found


def section_of(path: str, nav: Iterable[Entry]) -> str:
    """The innermost section that lists a page; empty where none does."""
    for entry in nav:
        if isinstance(entry, dict):
            ((title, below),) = entry.items()
            if isinstance(below, list):
                if path in below:
                    return str(title)
                if found := section_of(path, below):
                    return found
    return ""


def existing(nav: Iterable[Entry], folder: Path) -> list[Entry]:
    """The navigation without pages that a folder has not, and without sections that this leaves empty."""
    kept: list[Entry] = []
    for entry in nav:
        if isinstance(entry, str):
            if (folder / entry).is_file():
                kept.append(entry)
            continue
        ((title, below),) = entry.items()
        if isinstance(below, list):
            if inside := existing(below, folder):
                kept.append({title: inside})
        elif (folder / below).is_file():
            kept.append(entry)
    return kept


def with_unlisted(nav: Sequence[Entry], pages: Iterable[SourcePage]) -> list[Entry]:
    """The navigation with every article that it does not list, at the end of the section that the article names.

    Raises:
        NavigationError: there is no such section.
    """
    completed = _copy(nav)
    listed = set(paths(nav))
    for page in pages:
        if not page.is_article or page.path in listed:
            continue
        section = page.meta.get("section")
        place = _find(completed, section)
        if place is None:
            raise NavigationError(
                f"{page.shown}:{page.line_of('section')}: section: there is no section ‘{section}’ in the navigation. "
                f"There are: {', '.join(titles(nav))}. A new one goes into nav and extra.words.sections in mkdocs.yml"
            )
        place.append(page.path)
    return completed


def sections(items: Iterable[Any]) -> list[Section]:
    """All sections of MkDocs' own navigation, at any depth."""
    found: list[Section] = []
    for item in items:
        if isinstance(item, Section):
            found += [item, *sections(item.children)]
    return found


def _copy(nav: Iterable[Entry]) -> list[Entry]:
    return [
        entry
        if isinstance(entry, str)
        else {key: _copy(below) if isinstance(below, list) else below for key, below in entry.items()}
        for entry in nav
    ]


def _find(nav: Iterable[Entry], title: object) -> list[Entry] | None:
    for entry in nav:
        if isinstance(entry, dict):
            ((name, below),) = entry.items()
            if isinstance(below, list):
                if name == title:
                    return below
                if (found := _find(below, title)) is not None:
                    return found
    return None


def titles(nav: Iterable[Entry]) -> list[str]:
    """The names of the sections, as front matter names them, in their order."""
    found: list[str] = []
    for entry in nav:
        if isinstance(entry, dict):
            ((name, below),) = entry.items()
            if isinstance(below, list):
                found += [name, *titles(below)]
    return found
