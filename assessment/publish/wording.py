"""The interface's words in a language, from the configuration that a translator edits."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import yaml

from assessment.publish.pages import SOURCE_LANGUAGE, config_file


class _PlainLoader(yaml.SafeLoader):  # type: ignore[misc]  # it carries no types
    """YAML in which MkDocs' own tags (``!!python/name:…``) are read over."""


_PlainLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def site_address() -> str:
    """The address of the published site from mkdocs.yml; empty while there is none."""
    return str(_configuration(SOURCE_LANGUAGE).get("site_url") or "")


def site_name() -> str:
    """The site's name, the same in every language."""
    return str(_configuration(SOURCE_LANGUAGE)["site_name"])


def site_description(language: str) -> str:
    """What the site is, in a sentence."""
    return str(_configuration(language)["site_description"])


def repository() -> str:
    """The address of the repository from mkdocs.yml; empty while there is none."""
    return str(_configuration(SOURCE_LANGUAGE).get("repo_url") or "").rstrip("/")


class Reading(NamedTuple):
    """How a language is read: what the site knows of it beside its words. `extra.reading` of its configuration."""

    words_a_minute: int = 200
    """Of reading; where words are longer they are fewer."""
    alphabet: str = "abcdefghijklmnopqrstuvwxyz"
    """The letters in their order; others are sorted as the letter that they are a form of."""
    particle: str = ""
    """What a verb begins with in a dictionary, which does not count for its place."""
    quotes: str = "“”"
    """The marks around what is quoted."""
    people: Sequence[str] = ()
    """What stands after a share of people: “customers” in 71% of customers. The check asks for the share's source."""


def reading(language: str) -> Reading:
    """How a language is read; as most are, where its configuration does not say."""
    if not config_file(language).is_file():  # a language that somebody has begun to add
        return Reading()
    return Reading(**_configuration(language)["extra"].get("reading", {}))


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
    file = config_file(language)
    configuration: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=_PlainLoader)
    return configuration
