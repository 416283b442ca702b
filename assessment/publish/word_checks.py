"""What is checked of words: whether a language says everything that English says, with its gaps and plural forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from assessment.lines import lines_of_toml
from assessment.publish.datafile import DATA, broken
from assessment.publish.findings import Finding
from assessment.publish.pages import LANGUAGES, SOURCE_LANGUAGE, Site, config_file, shown
from assessment.publish.wording import interface_words
from assessment.report.words import PLURALS

_GAP = re.compile(r"\{(\w+)\}")


def _engine_words(site: Site) -> Iterator[Finding]:
    """What the questionnaire, the report and the messages say is said in every language, in its plural forms."""
    folder = DATA / "words"
    tables = {language: {file.name for file in (folder / language).glob("*.toml")} for language in LANGUAGES}
    for language in LANGUAGES:
        for name in sorted(tables[SOURCE_LANGUAGE] ^ tables[language]):
            file = folder / language / name
            what = "there is no such table of words" if name in tables[SOURCE_LANGUAGE] else "English has no such table"
            yield Finding(shown(file), 1, what, "Translate it" if name in tables[SOURCE_LANGUAGE] else "Take it out")
        for name in sorted(tables[SOURCE_LANGUAGE] & tables[language] - {"language.toml"}):
            yield from _table(folder / SOURCE_LANGUAGE / name, folder / language / name)


def _table(english: Path, file: Path) -> Iterator[Finding]:
    """What a table of words lacks, has too much, or says with other gaps than the English one."""
    head = file.with_name("language.toml")
    if any(broken(english)) or any(broken(file)) or any(broken(head)):
        return
    rule = str(tomllib.loads(head.read_text(encoding="utf-8")).get("plural"))
    if rule not in PLURALS:
        what = f"‘plural’ is ‘{rule}’, and there is no such rule"
        yield Finding(shown(head), 1, what, f"Write one of: {', '.join(PLURALS)}; the rules are in report/words.py")
        return
    forms = {*(PLURALS[rule](n) for n in range(200)), "other"}
    text = file.read_text(encoding="utf-8")
    expected, found = tomllib.loads(english.read_text(encoding="utf-8")), tomllib.loads(text)
    lines = lines_of_toml(text)
    for key in expected.keys() - found.keys():
        yield Finding(shown(file), 1, f"‘{key}’ is missing", f"Translate it from {shown(english)}")
    for key in found.keys() - expected.keys():
        yield Finding(shown(file), lines.get(key, 1), f"English has no ‘{key}’", "Take it out, or correct its name")
    for key in expected.keys() & found.keys():
        for what, remedy in _entry_faults(expected[key], found[key], forms):
            yield Finding(shown(file), lines.get(key, 1), f"{key}: {what}", remedy)


def _entry_faults(expected: object, found: object, forms: set[str]) -> Iterator[tuple[str, str]]:
    counts = isinstance(expected, dict) and expected.keys() != {"what", "mend"}
    if isinstance(found, dict) != isinstance(expected, dict):
        yield "English has a text here, or a table of them, and this is the other", "Write it as in English"
    elif counts and isinstance(found, dict) and found.keys() != forms:
        remedy = f"Write {', '.join(sorted(forms))}, and no others"
        yield f"the plural forms are {', '.join(sorted(found))}", remedy
    else:
        gaps, ours = ({*_GAP.findall(str(entry))} for entry in (expected, found))
        if gaps != ours:
            different = ", ".join(f"{{{gap}}}" for gap in sorted(gaps ^ ours))
            yield f"the gaps differ from English: {different}", "Keep what stands in {braces} as it is in English"


def _interface_words(site: Site) -> Iterator[Finding]:
    """The interface says everything in every language."""
    expected = _keys(interface_words(SOURCE_LANGUAGE))
    for language in LANGUAGES[1:]:
        file = shown(config_file(language))
        if not config_file(language).is_file():
            yield Finding(file, 1, f"there is no configuration for ‘{language}’", "Copy docs/pl.yml, and translate it")
            continue
        have = _keys(interface_words(language))
        for key in sorted(expected - have):
            yield Finding(file, 1, f"extra.words.{key} is missing", "Translate it from mkdocs.yml")
        for key in sorted(have - expected):
            yield Finding(file, 1, f"extra.words.{key} is not in mkdocs.yml", "Take it out, or add it there")


def _keys(words: Mapping[str, Mapping[str, str]]) -> set[str]:
    return {f"{table}.{key}" for table, entries in words.items() for key in entries}


CHECKS = (_engine_words, _interface_words)
