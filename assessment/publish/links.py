"""Whether the addresses of other hosts that the pages and the bibliography name still answer; asks the network."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from assessment.publish import citations, prose
from assessment.publish.findings import Finding
from assessment.publish.pages import DOCS, read_site, shown

_GONE = (404, 410)
"""Others say that a host does not like to be asked by a program, or is ill today."""
_PATIENCE = 20.0
_PAUSE = 1.0
"""Seconds: for an answer, and between two questions to one host."""


def addresses(docs: Path = DOCS) -> dict[str, list[tuple[str, int]]]:
    """Every address of another host, with the files and lines that name it."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for page in read_site(docs).all():
        for target, line in prose.links(page.body):
            if target.startswith(("http://", "https://")):
                found[target.partition("#")[0]].append((page.shown, page.body_line + line - 1))
    file = docs / "references.bib"
    text = file.read_text(encoding="utf-8")
    for source in citations.read_bibliography(file).values():
        if source.address:
            place = re.search(rf"^@\w+\{{{re.escape(source.key)}\s*,", text, re.MULTILINE)
            found[source.address].append((shown(file), text.count("\n", 0, place.start()) + 1 if place else 1))
    return dict(found)


def gone(named: Mapping[str, Sequence[tuple[str, int]]]) -> Iterator[Finding]:
    """The addresses that lead to nothing any more, at each place that names them."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in named:
        by_host[urlsplit(address).netloc].append(address)
    with ThreadPoolExecutor(max_workers=16) as pool:
        for answers in pool.map(_ask, by_host.values()):
            for address, status in answers.items():
                for file, line in named[address] if status in _GONE else ():
                    remedy = "Find where it went, or take it out"
                    yield Finding(file, line, f"{address} is gone ({status})", remedy)


def _ask(of_one_host: Sequence[str]) -> dict[str, int]:
    """What a host answers to each address; 0 where it says nothing."""
    answers = {}
    for number, address in enumerate(of_one_host):
        if number:
            time.sleep(_PAUSE)
        request = urllib.request.Request(address, headers={"User-Agent": "cx-atlas-links"})
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
                answers[address] = int(answer.status)
        except urllib.error.HTTPError as error:
            answers[address] = error.code
        except (OSError, ValueError):
            answers[address] = 0
    return answers
