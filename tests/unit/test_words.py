"""The words: complete in every language, and every one of them used."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel import Locale

import assessment
from assessment.bridge import MORE
from assessment.core.errors import AnswersError, AtlasError, ModelError, RequestError
from assessment.files import load_words
from assessment.report.words import Words

PACKAGE = Path(assessment.__file__).parent
LANGUAGES = ("en", "pl", "ro")
TABLES = tuple(file.stem for file in sorted((PACKAGE / "data/words/en").glob("*.toml")) if file.stem != "language")
SOURCES = [file for kind in ("*.py", "*.js", "*.html") for file in sorted(PACKAGE.rglob(kind))]
_GAP = re.compile(r"\{(\w+)\}")
_KEY = rf"(?:{'|'.join(TABLES)})\.\w*"
_NO_KEYS = {  # files, what MkDocs calls a page's text, and requests
    "page.content",
    *(file.name for file in PACKAGE.rglob("*.*")),
    *(f"{tool}.{verb}" for tool, verbs in MORE.items() for verb in verbs),
}
_CEDILLA = re.compile("[ŞşŢţ]")
Entry = str | Mapping[str, str]


def entries(language: str) -> dict[str, Entry]:
    """Every entry of a language by "table.key"; what an error says is under "errors.code.what" and ".mend"."""
    found: dict[str, Entry] = {}
    data = load_words(language)
    for table in TABLES:
        for key, entry in _table(data[table]).items():
            if table == "errors" and isinstance(entry, dict):
                found |= {f"errors.{key}.{part}": text for part, text in entry.items()}
            else:
                found[f"{table}.{key}"] = entry
    return found


def _table(value: object) -> dict[str, Entry]:
    assert isinstance(value, dict)
    return value


def forms(entry: Entry) -> list[str]:
    """An entry's sentences: one, or one for each plural form."""
    return [entry] if isinstance(entry, str) else list(entry.values())


def categories(language: str) -> set[str]:
    """The plural forms of a language: those of whole numbers, and "other", which the CLDR has everywhere."""
    return {Locale(language).plural_form(n) for n in range(201)} | {"other"}


WORDS = {language: entries(language) for language in LANGUAGES}


# -- the same in every language -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_exactly_the_same_words(language: str) -> None:
    assert list(load_words(language)) == list(load_words("en"))
    assert load_words(language)["language"] == language
    assert list(WORDS[language]) == list(WORDS["en"]), "the same keys, in the same order"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_same_gaps_as_in_english(language: str) -> None:
    for key, entry in WORDS[language].items():
        expected = {gap for sentence in forms(WORDS["en"][key]) for gap in _GAP.findall(sentence)}
        assert {gap for sentence in forms(entry) for gap in _GAP.findall(sentence)} == expected, (language, key)
        for category, sentence in ({} if isinstance(entry, str) else entry).items():
            found = set(_GAP.findall(sentence))  # where there is one of something, it may be said without {n}
            assert found == expected or (category == "one" and found == expected - {"n"}), (language, key, category)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_counts_has_every_plural_form_of_its_language(language: str) -> None:
    for key, entry in WORDS[language].items():
        assert isinstance(entry, str) == isinstance(WORDS["en"][key], str), key
        if not isinstance(entry, str):
            assert set(entry) == categories(language), key
            assert "{n}" in entry["other"], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_empty_or_has_spaces_around_it(language: str) -> None:
    for key, entry in WORDS[language].items():
        for sentence in forms(entry):
            assert sentence == sentence.strip() != "", key
            assert "  " not in sentence, key
            assert sentence.count("{") == sentence.count("}"), key


@pytest.mark.parametrize(
    "file", sorted((PACKAGE / "data").rglob("*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_romanian_is_written_with_a_comma_below(file: Path) -> None:
    assert not _CEDILLA.findall(file.read_text("utf-8"))


def test_a_translation_is_not_left_in_english() -> None:
    same_in_all = {"report.no_score", "report.cell_unknown", "report.cell_open", "report.range_short"}
    for language in ("pl", "ro"):
        left = {
            key
            for key, entry in WORDS[language].items()
            if entry == WORDS["en"][key] and any(len(_GAP.sub("", form)) > 12 for form in forms(entry))
        }
        assert left <= same_in_all, language


# -- every error has words, every word is used ----------------------------------------------------------------------


class Raised(NamedTuple):
    """An error that the code raises: its code, its facts, and where."""

    code: str
    facts: frozenset[str]
    where: str


def raised() -> Iterator[Raised]:
    """Every error with a code of its own that the engine or the command line raises, from the source."""
    for file in SOURCES:
        if file.suffix != ".py" or "publish" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _raises(node.func):
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    facts = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                    yield Raised(code.value, facts, f"{file.name}:{node.lineno}")


def _raises(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "fail"
    ours = {"error", *(kind.__name__ for kind in AtlasError.__subclasses__())}
    return isinstance(function, ast.Name) and function.id in ours


def raised_by_the_page() -> set[str]:
    """Every error that the page itself words."""
    found = set()
    for file in SOURCES:
        if file.suffix == ".js":
            found |= set(re.findall(r"(?:#message|new \w+Error)\(\s*\"([a-z-]+)\"", file.read_text("utf-8")))
    return found


CODES = {key.split(".")[1] for key in WORDS["en"] if key.startswith("errors.") and key.count(".") == 2}


def test_every_error_that_is_raised_has_words_in_every_language() -> None:
    found = list(raised())
    assert len(found) > 30, "the walk sees too little"
    for error in found:
        assert error.code in CODES, error.where
        for language in LANGUAGES:
            gaps = {
                gap
                for part in ("what", "mend")
                for gap in _GAP.findall(str(WORDS[language][f"errors.{error.code}.{part}"]))
            }
            assert gaps <= error.facts, (language, error.where)


def test_every_fact_of_an_error_is_told() -> None:
    for error in raised():
        gaps = {
            gap for part in ("what", "mend") for gap in _GAP.findall(str(WORDS["en"][f"errors.{error.code}.{part}"]))
        }
        assert error.facts == gaps, error.where


def test_every_error_in_the_words_is_raised_somewhere() -> None:
    assert {error.code for error in raised()} | raised_by_the_page() == CODES


def test_an_error_says_what_and_what_to_do() -> None:
    for code in CODES:
        for language in LANGUAGES:
            assert _table(load_words(language)["errors"])[code].keys() == {"what", "mend"}  # type: ignore[union-attr]


def test_every_other_entry_is_used() -> None:
    used = re.compile("|".join(asked_for()))
    unused = [key for key in WORDS["en"] if not key.startswith("errors.") and not used.fullmatch(key)]
    assert unused == []


def test_every_entry_that_is_used_exists() -> None:
    keys = "\n".join(WORDS["en"])
    missing = [pattern for pattern in asked_for() if not re.search(f"^{pattern}$", keys, re.MULTILINE)]
    assert missing == []


@cache
def asked_for() -> list[str]:
    """Patterns of the keys that the code asks for; what is put together at run time matches any word."""
    found: set[str] = set()
    for file in SOURCES:
        text = file.read_text("utf-8")
        if file.suffix == ".py":
            found |= set(_asked_for_by_python(text))
        elif file.suffix == ".html":  # say("page.key"), say("page.form_" ~ form ~ "_about")
            for key, rest in re.findall(rf'say\("({_KEY})"([^,)]*)', text):
                pieces = [piece.strip() for piece in rest.split("~")[1:]]
                found.add(_pattern([key, *(piece.strip('"') if piece[:1] == '"' else None for piece in pieces)]))
        else:  # `failed_${code}` or "saved", of the table `page`; "page.saved"
            for key in re.findall(rf"[\"'`]((?:(?:{'|'.join(TABLES)})\.)?[a-z](?:\w|\$\{{[\w.]+\}})*)[\"'`]", text):
                full = key if "." in key.split("$")[0] else f"page.{key}"
                pieces = re.split(r"\$\{[\w.]+\}", full)
                pattern = _pattern([part for piece in pieces for part in (piece, None)][:-1])
                if key in _NO_KEYS:
                    continue
                if "." in key or any(re.fullmatch(pattern, name) for name in WORDS["en"]):
                    found.add(pattern)  # any other string of the script is not a key
    return sorted(found)


def _asked_for_by_python(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        pieces: list[str | None] = []
        if isinstance(node, ast.JoinedStr):
            pieces = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            pieces = [node.value]
        if pieces and re.fullmatch(_KEY, pieces[0] or "") and pieces[0] not in _NO_KEYS:
            yield _pattern(pieces)


def _pattern(pieces: list[str | None]) -> str:
    return "".join(r"\w+" if piece is None else re.escape(piece) for piece in pieces)


# -- how an error is told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_told_in_one_line_with_its_place_first(language: str) -> None:
    words = Words(load_words(language))
    line = words.error(AnswersError("text-too-long", "answers.SAL-INT.note", length=30_000, longest=20_000))
    assert line.startswith("answers.SAL-INT.note: ")
    assert "30000" in line
    assert "20000" in line
    assert "\n" not in line
    assert words.error(AnswersError("file-empty")) == " ".join(
        str(WORDS[language][f"errors.file-empty.{part}"]) for part in ("what", "mend")
    )


def test_braces_in_a_fact_stay_what_they_are() -> None:
    words = Words(load_words("en"))
    assert "{known}" in words.error(AnswersError("key-unknown", "here", key="{known}", known="a, b"))


def test_an_error_can_be_read_without_its_words() -> None:
    error = RequestError("format-unknown", "somewhere", format="pdf")
    assert str(error) == "format-unknown at somewhere (format='pdf')"
    assert str(AtlasError("file-empty")) == "file-empty"


def test_words_without_a_known_plural_rule_are_refused() -> None:
    with pytest.raises(ModelError, match="not-a-choice at plural"):
        Words({"language": "xx", "plural": "one-two-few-many-other", "decimal": ".", "list_separator": ", "})
