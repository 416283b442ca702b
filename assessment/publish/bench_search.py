"""Measure how well the search finds pages, against the engine that Material brings, on the built site.

    python -m assessment.publish.bench_search [--site site] [--tuning]

What is typed are forms that the site does not contain, of words that are on at most ten of its pages
(`search/forms.py`); what counts is a page with that word among the first five. Half of the words are only for tuning
and are never scored. Both engines get the same pages, and Material's the settings that it has by default.

Sizes and times are those of English contents that are put together anew from the site's sections.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import brotli

from assessment.publish.finish import SEARCH_PAGES
from assessment.publish.node import NodeError
from assessment.publish.pages import LANGUAGES, ROOT, prefix
from assessment.publish.search import trial
from assessment.publish.search.forms import Case, cases

FIRST = 5
SIZES = (100, 300, 1000)


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
        if not options.tuning:
            _sizes(options.site, folder)
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


def _quality(site: Path, folder: Path, *, tuning: bool) -> None:
    print(f"A relevant page among the first {FIRST}, of a hundred unseen forms")
    print(f"{'':4}{'engine':<10}{'forms':>6}{'as written':>12}{'without marks':>15}{'first of all':>14}{'ms':>8}")
    for language in LANGUAGES:
        contents = _contents(site, language)
        asked = [case for case in cases(language, contents["pages"]) if case.is_for_tuning == tuning]
        forms = [case.form for case in asked]
        queries = [*forms, *map(plain, forms)]
        ours = trial.ask_ours(folder, contents, queries)
        outcomes = {"ours": ours, "Material": trial.ask_materials(_config(site, language), contents, queries)}
        for engine, outcome in outcomes.items():
            marked, unmarked = outcome.places[: len(forms)], outcome.places[len(forms) :]
            print(
                f"{language:4}{engine:<10}{len(forms):>6}{share(asked, marked):>12.1f}{share(asked, unmarked):>15.1f}"
                f"{share(asked, marked, 1):>14.1f}{statistics.median(outcome.times):>8.2f}"
            )
        if tuning:
            for case, found in zip(asked, ours.places, strict=False):
                if set(found[:FIRST]).isdisjoint(case.relevant):
                    print(f"    {case.form}: {', '.join(case.known)}")


def _sizes(site: Path, folder: Path) -> None:
    print("\nContents of other sizes")
    print(f"{'pages':>6}{'kB':>8}{'kB brotli':>11}{'ready ms':>10}{'median ms':>11}{'95 % ms':>9}")
    contents = _contents(site, LANGUAGES[0])
    words = sorted({word for page in contents["pages"] for word in page["title"].split() if len(word) > 3})
    queries = [*words, *(f"{one} {other}" for one, other in zip(words, reversed(words), strict=True))]
    for size in (len(contents["pages"]), *SIZES):
        pages = contents["pages"] if size == len(contents["pages"]) else _generated(contents["pages"], size)
        text = json.dumps({**contents, "pages": pages}, ensure_ascii=False).encode()
        outcome = trial.ask_ours(folder, {**contents, "pages": pages}, queries)
        times = sorted(outcome.times)
        print(
            f"{size:>6}{len(text) / 1000:>8.0f}{len(brotli.compress(text, quality=9)) / 1000:>11.0f}"
            f"{outcome.ready:>10.0f}{statistics.median(times):>11.2f}{times[len(times) * 95 // 100]:>9.2f}"
        )


def _generated(pages: Sequence[Mapping[str, Any]], size: int) -> list[dict[str, Any]]:
    """Pages of the site's sections in other company, each with some words of its own."""
    chance = random.Random(size)
    sections = [part for page in pages for part in page["parts"] if part["text"]]
    made = []
    for number in range(size):
        parts = [dict(part, at=f"#part-{place}") for place, part in enumerate(chance.sample(sections, 10))]
        words = parts[0]["text"].split()
        parts[0]["text"] += " " + " ".join(f"{chance.choice(words)}{chance.choice(words)}" for _ in range(10))
        like = chance.choice(pages)
        made.append({"at": f"page-{number}/", "title": like["title"], "text": like["text"], "parts": parts})
    return made


def _contents(site: Path, language: str) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads((site / prefix(language) / SEARCH_PAGES).read_text(encoding="utf-8"))
    return contents


def _config(site: Path, language: str) -> dict[str, Any]:
    index = json.loads((site / prefix(language) / "search" / "search_index.json").read_text(encoding="utf-8"))
    config: dict[str, Any] = index["config"]
    return config


if __name__ == "__main__":
    sys.exit(main())
