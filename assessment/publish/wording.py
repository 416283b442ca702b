"""The interface's words in a language, from the configuration that a translator edits."""

from functools import cache
from typing import Any

import yaml

from assessment.publish.pages import DOCS, ROOT, SOURCE_LANGUAGE


class _PlainLoader(yaml.SafeLoader):  # type: ignore[misc]  # it carries no types
    """YAML in which MkDocs' own tags (``!!python/name:…``) are read over."""


_PlainLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def site_address() -> str:
    """The address of the published site from mkdocs.yml; empty while there is none."""
    return str(_configuration(SOURCE_LANGUAGE).get("site_url") or "")


def interface_words(language: str) -> dict[str, dict[str, str]]:
    """The table ``extra.words`` of mkdocs.yml, or of a translation's file in docs/."""
    words: dict[str, dict[str, str]] = _configuration(language)["extra"]["words"]
    return words


def nav() -> list[Any]:
    """The navigation as mkdocs.yml writes it: every page that there is or shall be."""
    entries: list[Any] = _configuration(SOURCE_LANGUAGE)["nav"]
    return entries


@cache
def _configuration(language: str) -> dict[str, Any]:
    file = ROOT / "mkdocs.yml" if language == SOURCE_LANGUAGE else DOCS / f"{language}.yml"
    configuration: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=_PlainLoader)
    return configuration
