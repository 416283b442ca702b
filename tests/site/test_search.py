"""Search on the built site, asked under Node as the worker asks it: the right page, whatever form somebody types."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from assessment.publish.pages import LANGUAGES, prefix
from assessment.publish.search import trial

#: Forms that the site did not contain when they were drawn, with the forms of the same word that it did. They are from
#: the half of the words that bench_search never scores.
FORMS = json.loads(Path(__file__).with_name("search-forms.json").read_text(encoding="utf-8"))
#: Of a hundred, so many lead to a page with the word among the first five, at least, with marks and without.
FLOORS = {"en": 95, "pl": 95, "ro": 95}
FIRST = 5
#: Of a hundred pages with any form of a word, five for each word at most, so many are found by each of its forms.
OTHER_FORMS = {"en": 90, "pl": 85, "ro": 95}
#: Words of dictionaries that the site has no form of, as `forms.strangers` draws them.
STRANGERS = json.loads(Path(__file__).with_name("search-strangers.json").read_text(encoding="utf-8"))
#: Of a hundred, so many are answered with pages, at most.
CEILINGS = {"en": 25, "pl": 25, "ro": 30}


def contents_of(site: Path, language: str) -> dict[str, Any]:
    """What the worker fetches."""
    return dict(json.loads((site / prefix(language) / "search" / "pages.json").read_text(encoding="utf-8")))


def ask(site: Path, language: str, *queries: str) -> list[list[str]]:
    """The first pages for each query."""
    (folder,) = (site / "assets" / "search").iterdir()
    return trial.ask_ours(folder, contents_of(site, language), queries).places


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(page: dict[str, Any]) -> set[str]:
    texts = [page["title"], page["text"], *(f"{part['title']} {part['text']}" for part in page["parts"])]
    return set("".join(letter if letter.isalpha() else " " for letter in " ".join(texts).lower()).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_unseen_forms_lead_to_the_pages_with_the_word(built_site: Path, language: str) -> None:
    pages = {page["at"]: words(page) for page in contents_of(built_site, language)["pages"]}
    relevant = {
        form: {at for at, here in pages.items() if not here.isdisjoint(known)}
        for form, known in FORMS[language].items()
    }
    asked = [form for form in relevant if relevant[form]]
    assert len(asked) >= 40, "the pages have changed: draw new forms"
    places = ask(built_site, language, *asked, *map(without_marks, asked))
    for group in (places[: len(asked)], places[len(asked) :]):
        missed = [form for form, found in zip(asked, group, strict=True) if relevant[form].isdisjoint(found[:5])]
        assert 100 * (1 - len(missed) / len(asked)) >= FLOORS[language], missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_some_pages_have_leads_to_those_with_other_forms_too(built_site: Path, language: str) -> None:
    pages = {page["at"]: words(page) for page in contents_of(built_site, language)["pages"]}
    asked = [(form, known) for known in FORMS[language].values() if len(known) > 1 for form in known]
    places = ask(built_site, language, *(f"{form} " for form, _ in asked))
    wanted = found = 0
    for (_, known), first in zip(asked, places, strict=True):
        relevant = {at for at, here in pages.items() if not here.isdisjoint(known)}
        wanted += min(len(relevant), FIRST)
        found += min(len(relevant.intersection(first)), FIRST)
    assert 100 * found / wanted >= OTHER_FORMS[language]


@pytest.mark.parametrize(
    ("form", "known"),
    [
        ("extrageți", {"extras"}),
        ("frânsei", {"frânge"}),
        ("cuveniți", {"cuvine"}),
        ("anunțare", {"anunțarea"}),
        ("frecvențelor", {"frecvența", "frecvență"}),
        ("pîini", {"pâine", "pâinea", "pâini"}),
    ],
)
def test_romanian_sounds_change_and_the_word_is_found(built_site: Path, form: str, known: set[str]) -> None:
    having = {page["at"] for page in contents_of(built_site, "ro")["pages"] if not words(page).isdisjoint(known)}
    assert having, "the pages have changed: take another word"
    (found,) = ask(built_site, "ro", form)
    assert having.intersection(found[:FIRST])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_leads_to_its_page_and_a_strange_word_to_none(built_site: Path, language: str) -> None:
    titles = {page["at"]: page["title"] for page in contents_of(built_site, language)["pages"]}
    # The space says that the last word is whole.
    places = ask(built_site, language, *(f"{text} " for text in (*titles.values(), *STRANGERS[language])))
    ranks = [found.index(at) if at in found else 10 for at, found in zip(titles, places, strict=False)]
    assert sum(rank == 0 for rank in ranks) >= 0.95 * len(ranks), dict(zip(titles, ranks, strict=True))
    answered = [word for word, found in zip(STRANGERS[language], places[len(titles) :], strict=True) if found]
    assert 100 * len(answered) / len(STRANGERS[language]) <= CEILINGS[language], answered


@pytest.mark.parametrize(
    ("language", "query", "page"),
    [
        ("pl", "reklamacją", "learn/template-complaint-handling/"),
        ("pl", "rozpatrywania reklamacji", "learn/template-complaint-handling/"),
        ("ro", "reclamațiilor", "learn/template-complaint-handling/"),
        ("en", "complaints", "learn/template-complaint-handling/"),
    ],
)
def test_marks_do_not_matter(built_site: Path, language: str, query: str, page: str) -> None:
    marked, unmarked = ask(built_site, language, query, without_marks(query))
    assert page in marked[:3]
    assert page in unmarked[:3]


def test_a_word_of_more_than_five_letters_may_have_a_typing_error(built_site: Path) -> None:
    right, wrong, short = ask(built_site, "en", "satisfaction", "satisfactoin", "nsp")
    assert right[0] in wrong[:3]
    assert "learn/nps/" not in short


@pytest.mark.parametrize(
    ("language", "ours", "other"),
    [
        ("pl", "podróż klienta", "ścieżka klienta"),
        ("pl", "podróży klienta", "ścieżki klienta"),
        ("pl", "punkty styku", "touchpoint"),
        ("ro", "călătoria clientului", "parcursul clientului"),
        ("en", "pain point", "irritant"),
    ],
)
def test_words_that_the_glossary_lists_beside_ours_lead_to_the_same_page(
    built_site: Path, language: str, ours: str, other: str
) -> None:
    found, also = ask(built_site, language, ours, other)
    assert found[0] in also[:5]


def test_pages_with_every_word_come_first(built_site: Path) -> None:
    (found,) = ask(built_site, "en", "complaint template deadline")
    texts = {page["at"]: " ".join(words(page)) for page in contents_of(built_site, "en")["pages"]}
    has_all = [all(stem in texts[at] for stem in ("complain", "template", "deadline")) for at in found]
    assert has_all[0]
    assert has_all == sorted(has_all, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_and_terms_are_searched(built_site: Path, language: str) -> None:
    pages = {page["at"]: page for page in contents_of(built_site, language)["pages"]}
    questions = {part["at"]: part["title"] for part in pages["assessment/"]["parts"]}
    assert sum(at.startswith("#item-") for at in questions) == 48
    assert {"#customer-journey", "#accessibility"} <= {part["at"] for part in pages["learn/glossary/"]["parts"]}
    (found,) = ask(built_site, language, questions["#item-SAL-INT"])
    assert "assessment/" in found[:3]


@pytest.mark.parametrize(
    "query",
    ["", " ", "·", "~", "<script>alert(1)</script>", "__proto__ constructor", "a" * 5000, "\u0000 \ud83d\ude00"],
)
def test_any_query_is_answered(built_site: Path, query: str) -> None:
    (found,) = ask(built_site, "en", query)
    assert len(found) <= 10
