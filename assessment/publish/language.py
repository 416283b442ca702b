"""`make language`: a new language, begun from English, that already passes the check and can be built.

Everything that it says is English until somebody translates it; the titles of its pages begin with ✎. What Unicode
knows of the language (its name, plural forms, decimal sign) is filled in.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

from assessment.publish.pages import LANGUAGES, ROOT, SOURCE_LANGUAGE
from assessment.publish.prose import PLACEHOLDER
from assessment.report.words import PLURALS

_PAGES = ("index.md", "assessment.md", "about.md")
"""What a language begins with: where people arrive, what they can do, and what happens to their answers."""


_TABLE = re.compile(r"^([\w-]+ = )(\{.*\})[ \t]*$", re.MULTILINE)
"""An entry with plural forms."""


class LanguageError(Exception):
    """The language was not begun; the message says in one line why, and what to do."""


def start(code: str, root: Path = ROOT) -> list[Path]:
    """Writes the files of a language that the site does not have, and returns what was written or changed.

    Args:
        code: the language's code of two or three letters: ``cs``.
        root: the repository's folder.

    Raises:
        LanguageError: there is no such language, or it is there already.
    """
    if code in LANGUAGES or (root / "docs" / f"{code}.yml").exists():
        raise LanguageError(f"‘{code}’ is there already. Translate what begins with {PLACEHOLDER}, file by file.")
    try:
        locale = Locale.parse(code) if re.fullmatch(r"[a-z]{2,3}", code) else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        raise LanguageError(f"Unicode knows no language ‘{code[:20]}’. Write its code: make language LANGUAGE=cs")
    return [file for part in (_words, _texts, _configuration, _pages, _terms) for file in part(locale, root)]


def _words(locale: Locale, root: Path) -> Iterator[Path]:
    """The words of the interface, with as many plural forms as the language has."""
    forms = [form for form in ("zero", "one", "two", "few", "many", "other") if form in {*_forms(locale), "other"}]
    folder = root / "assessment" / "data" / "words"
    (folder / str(locale)).mkdir()
    for english in sorted((folder / SOURCE_LANGUAGE).glob("*.toml")):
        file = folder / str(locale) / english.name
        text = english.read_text(encoding="utf-8")
        if english.name == "language.toml":
            text = _facts(locale)
        else:
            text = re.sub(
                r"^([\w-]+ = )(\{.*\})[ \t]*$", lambda line: line[1] + _counted(line[2], forms), text, flags=re.M
            )
        file.write_text(text, encoding="utf-8", newline="\n")
        yield file


def _forms(locale: Locale) -> list[str]:
    return [str(locale.plural_form(n)) for n in range(200)]


def _facts(locale: Locale) -> str:
    rule = next((name for name, form in PLURALS.items() if [form(n) for n in range(200)] == _forms(locale)), "")
    name = str(locale.get_display_name(str(locale)) or locale.english_name)
    facts = {
        "language": str(locale),
        "name": name[:1].upper() + name[1:],
        "locale": str(locale),
        "plural": rule,
        "decimal": get_decimal_symbol(locale),
        "list_separator": "; ",
    }
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items())
    return f"# {name}: how the language works. The words stand beside this file; see ../en/language.toml.\n\n{lines}"


def _counted(table: str, forms: Sequence[str]) -> str:
    """A table of English plural forms as one of the language's: what English does not tell apart is said alike."""
    english: Mapping[str, str] = tomllib.loads(f"entry = {table}")["entry"]
    entries = (f"{form} = {json.dumps(english.get(form, english['other']), ensure_ascii=False)}" for form in forms)
    return f"{{ {', '.join(entries)} }}"


def _texts(locale: Locale, root: Path) -> Iterator[Path]:
    """The model's words, and its list of languages."""
    data = root / "assessment" / "data"
    file = data / "texts" / f"{locale}.toml"
    file.write_bytes((data / "texts" / f"{SOURCE_LANGUAGE}.toml").read_bytes())
    yield file
    yield _change(data / "model.toml", r"^(languages = \[.*)\]", rf'\1, "{locale}"]')


def _configuration(locale: Locale, root: Path) -> Iterator[Path]:
    """What the site says around the pages, and how MkDocs builds the language."""
    english = (root / "mkdocs.yml").read_text(encoding="utf-8")
    words = english[english.index("  words:\n") :]
    description = re.search(r"^site_description: .*$", english, re.MULTILINE)
    file = root / "docs" / f"{locale}.yml"
    file.write_text(
        f"# {locale.english_name}: only what differs from ../mkdocs.yml. How the language is read (`reading`) may be "
        f"added as in pl.yml.\nINHERIT: ../mkdocs.yml\n\n{description[0] if description else ''}\n"
        f"docs_dir: {locale}\nsite_dir: ../site/{locale}\n\n"
        f"theme:\n  custom_dir: overrides\n  language: {locale}\n\nextra:\n{words}",
        encoding="utf-8",
        newline="\n",
    )
    yield file


def _pages(locale: Locale, root: Path) -> Iterator[Path]:
    docs = root / "docs"
    for path in _PAGES:
        file = docs / str(locale) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (docs / SOURCE_LANGUAGE / path).read_text(encoding="utf-8")
        text = re.sub(r"^(title: )\"?(.*?)\"?$", rf'\1"{PLACEHOLDER} \2"', text, count=1, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8", newline="\n")
        yield file


def _terms(locale: Locale, root: Path) -> Iterator[Path]:
    """The glossary and the ideas, each with the English words once more under the language's name."""
    file = root / "docs" / "concepts.toml"
    yield _change(file, rf"^({SOURCE_LANGUAGE} = )(.*)$", rf"\1\2\n{locale} = \2")
    file = root / "docs" / "glossary.toml"
    tables = []
    for id_, term in tomllib.loads(file.read_text(encoding="utf-8")).items():
        texts = ((key, json.dumps(term[SOURCE_LANGUAGE][key], ensure_ascii=False)) for key in ("term", "definition"))
        tables.append(f"\n[{id_}.{locale}]\n" + "".join(f"{key} = {text}\n" for key, text in texts))
    with file.open("a", encoding="utf-8", newline="\n") as appended:
        appended.write("".join(tables))
    yield file


def _change(file: Path, pattern: str, to: str) -> Path:
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, to, text, flags=re.MULTILINE), encoding="utf-8", newline="\n")
    return file
