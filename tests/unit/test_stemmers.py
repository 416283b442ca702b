"""The stemmers of search: what is translated to JavaScript cuts every word as Snowball's own does."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import snowballstemmer

from assessment.publish.node import node_executable
from assessment.publish.pages import DOCS, LANGUAGES, ROOT
from assessment.publish.search import assets, stemmers

STEM = """
import { readFileSync } from "node:fs";
const { stem, plainStem } = await import(process.argv[1]);
const { fold } = await import(process.argv[2]);
const words = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify([words.map(stem), words.map((word) => plainStem(fold(word)))]));
"""


ROOTS = """
import { readFileSync } from "node:fs";
const { roots } = await import(process.argv[1]);
const { fold } = await import(process.argv[2]);
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((word) => roots(fold(word)))));
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the worker's files."""
    folder = tmp_path_factory.mktemp("worker")
    assets.write(folder)
    return folder


def asked(worker: Path, language: str, program: str, words: Sequence[str]) -> list[list[str]]:
    """What a program says of the words, with the worker's modules."""
    modules = [(worker / name).as_uri() for name in (f"stem-{language}.js", "words.js")]
    done = subprocess.run(
        [node_executable(), "--input-type=module", "--eval", program, *modules],
        input=json.dumps(words),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return list(json.loads(done.stdout))


def stems(worker: Path, language: str, words: list[str]) -> list[list[str]]:
    """The words' stems by the JavaScript, and those without marks."""
    return asked(worker, language, STEM, words)


def roots(worker: Path, language: str, *words: str) -> list[set[str]]:
    """The words' roots by the JavaScript."""
    return [set(found) for found in asked(worker, language, ROOTS, words)]


def words_of_the_site(language: str) -> list[str]:
    """Every word in the sources of a language's pages, questionnaire and glossary."""
    files = [*(DOCS / language).rglob("*.md"), DOCS / "glossary.toml"]
    files += (ROOT / "assessment" / "data" / "texts").glob(f"{language}.toml")
    text = " ".join(file.read_text(encoding="utf-8") for file in files).lower().replace("’", "'")
    return sorted(set(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_site_is_cut_as_snowball_cuts_it(worker: Path, language: str) -> None:
    words = words_of_the_site(language)
    assert len(words) > 4000
    expected = snowballstemmer.stemmer(stemmers.ALGORITHMS[language]).stemWords(words)
    found, _ = stems(worker, language, words)
    assert [row for row in zip(words, expected, found, strict=True) if row[1] != row[2]] == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("pl", "ekranów", "ekranami"),
        ("pl", "płynęły", "płynęli"),
        ("ro", "reclamațiilor", "reclamația"),
        ("ro", "calculaseși", "calculat"),
    ],
)
def test_forms_typed_without_marks_have_the_same_stem(worker: Path, language: str, one: str, other: str) -> None:
    _, (first, second) = stems(worker, language, [one, other])
    assert first == second


@pytest.mark.parametrize(
    ("language", "pairs", "apart"),
    [
        (
            "pl",
            "ręka ręce, noga nodze, biurko biurek, kupiec kupcami, krąg kręgiem, cecha cesze, książka książek,"
            " droga dróg, rata racie, lato lecie, biały bielszego, klient klienci, oferuje oferowaną"
            ", zwołuje zwoływane, uniknąć uniknięta, siostra siostrze",
            "kot kod, ręka rzeka, praca brak",
        ),
        (
            "ro",
            "coală colilor, amendă amenzi, piatră pietrele, neamț nemți, cafeaua cafelelor, vizitează vizitând,"
            " românesc românești, lucru lucrurilor",
            "cal car, carte curte",
        ),
    ],
)
def test_forms_whose_sounds_change_have_a_root_in_common(worker: Path, language: str, pairs: str, apart: str) -> None:
    found = roots(worker, language, *f"{pairs}, {apart}".replace(",", "").split())
    related = [bool(one & other) for one, other in zip(found[::2], found[1::2], strict=True)]
    count = pairs.count(",") + 1
    assert dict(zip(pairs.split(", "), related, strict=False)) == dict.fromkeys(pairs.split(", "), True)
    assert not any(related[count:])


def test_a_language_without_rules_keeps_its_words(worker: Path) -> None:
    (worker / "stem-xx.js").write_text(stemmers.stemmer("xx"), encoding="utf-8")
    assert stems(worker, "xx", ["příběhy"])[0] == ["příběhy"]
    assert roots(worker, "xx", "příběhy") == [set()]


def test_a_statement_that_is_not_known_stops_the_build() -> None:
    (statement,) = ast.parse("for letter in word: pass").body
    with pytest.raises(stemmers.StemmerError, match="for letter in word"):
        stemmers._statement(statement)
