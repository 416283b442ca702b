"""Measure how well the search finds pages, against the engine that Material brings, on the built site.

    python -m assessment.publish.bench_search [--site site] [--tuning]

What is typed are forms that the site does not contain, of words that are on at most ten of its pages
(`search/forms.py`); what counts is a page with that word among the first five. Half of the words are only for tuning
and are never scored. Both engines get the same pages, and Material's the settings that it has by default.

That finding more forms does not mean finding more of everything, the other columns show: the mean reciprocal rank of
the first relevant page, and of a page whose title is typed; and of a hundred words that have nothing to do with the
site, those that are answered with pages all the same. `bench_scale` measures sizes and times.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from assessment.publish.finish import SEARCH_PAGES
from assessment.publish.node import NodeError
from assessment.publish.pages import LANGUAGES, ROOT, prefix
from assessment.publish.search import trial
from assessment.publish.search.forms import Case, cases, strangers

FIRST = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; returns 1 where there is no built site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site (default: site/)")
    parser.add_argument("--tuning", action="store_true", help="ask for the words for tuning, and list what is missed")
    options = parser.parse_args(arguments)
    try:
        (folder,) = (options.site / "assets" / "search").iterdir()
    except (FileNotFoundError, ValueError):
        print(f"{options.site} is no built site. Run `make build`.", file=sys.stderr)
        return 1
    try:
        _quality(options.site, folder, tuning=options.tuning)
    except (ImportError, NodeError) as error:
        print(f"{error}\nThe dictionaries come with `make test`.", file=sys.stderr)
        return 1
    return 0


def plain(text: str) -> str:
    """A text as people type it who leave out the marks: zażółć as zazolc."""
    letters = unicodedata.normalize("NFD", text.translate(str.maketrans("łŁ", "lL")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def share(asked: Sequence[Case], places: Sequence[Sequence[str]], first: int = FIRST) -> float:
    """Of a hundred cases, those with a relevant page among the first."""
    hits = sum(not set(found[:first]).isdisjoint(case.relevant) for case, found in zip(asked, places, strict=True))
    return 100 * hits / len(asked)


def reciprocal_rank(relevant: Sequence[Iterable[str]], places: Sequence[Sequence[str]]) -> float:
    """The mean of 1 / the place of the first relevant page, 0 where there is none among those given."""
    ranks = (
        next((1 / place for place, page in enumerate(found, 1) if page in pages), 0.0)
        for pages, found in zip(map(set, relevant), places, strict=True)
    )
    return statistics.mean(ranks)


def _quality(site: Path, folder: Path, *, tuning: bool) -> None:
    print(f"A relevant page among the first {FIRST}, of a hundred unseen forms")
    print(f"{'':4}{'engine':<10}{'forms':>6}{'as written':>12}{'no marks':>10}{'first':>8}{'rank':>7}", end="")
    print(f"{'titles':>8}{'strangers':>11}{'ms':>7}")
    for language in LANGUAGES:
        contents = _contents(site, language)
        asked = [case for case in cases(language, contents["pages"]) if case.is_for_tuning == tuning]
        forms = [case.form for case in asked]
        titles = [page["title"] for page in contents["pages"]]
        strange = strangers(language, contents["pages"])
        # The space says that the last word is whole.
        queries = [*forms, *map(plain, forms), *(f"{text} " for text in (*titles, *strange))]
        ours = trial.ask_ours(folder, contents, queries)
        outcomes = {"ours": ours, "Material": trial.ask_materials(_config(site, language), contents, queries)}
        for engine, outcome in outcomes.items():
            answers = iter(outcome.places)
            marked, unmarked, titled, odd = (
                list(islice(answers, len(group))) for group in (forms, forms, titles, strange)
            )
            found = 100 * sum(map(bool, odd)) / len(odd)
            print(
                f"{language:4}{engine:<10}{len(forms):>6}{share(asked, marked):>12.1f}{share(asked, unmarked):>10.1f}"
                f"{share(asked, marked, 1):>8.1f}{reciprocal_rank([case.relevant for case in asked], marked):>7.3f}"
                f"{reciprocal_rank([[page['at']] for page in contents['pages']], titled):>8.3f}{found:>11.1f}"
                f"{statistics.median(outcome.times):>7.2f}"
            )
        if tuning:
            for case, found_pages in zip(asked, ours.places, strict=False):
                if set(found_pages[:FIRST]).isdisjoint(case.relevant):
                    print(f"    {case.form}: {', '.join(case.known)}")


def _contents(site: Path, language: str) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads((site / prefix(language) / SEARCH_PAGES).read_text(encoding="utf-8"))
    return contents


def _config(site: Path, language: str) -> dict[str, Any]:
    index = json.loads((site / prefix(language) / "search" / "search_index.json").read_text(encoding="utf-8"))
    config: dict[str, Any] = index["config"]
    return config


if __name__ == "__main__":
    sys.exit(main())
