"""What a program can check of what people write, and how it says so: file, line, what is wrong, how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

from assessment.publish import data_checks, page_checks, word_checks
from assessment.publish.findings import Finding, blocking, from_message
from assessment.publish.pages import DOCS, PageError, read_site

__all__ = ["blocking", "check", "stamp"]

_CHECKS = (*page_checks.CHECKS, *data_checks.CHECKS, *word_checks.CHECKS)


def check(docs: Path = DOCS) -> list[Finding]:
    """Everything there is to mend in the pages and the model's words, in the order of files and lines."""
    try:
        site = read_site(docs)
    except PageError as error:
        return [from_message(str(error))]
    return sorted({finding for look in _CHECKS for finding in look(site)})


def stamp(docs: Path = DOCS) -> list[str]:
    """Writes into every translation what it was translated from, and returns the files that this changed."""
    site = read_site(docs)
    changed = []
    for page in site.all():
        source = site.source_of(page)
        if source is None or not page.is_article or not site.is_stale(page):
            continue
        text = page.file.read_text(encoding="utf-8")
        head, body = text[: -len(page.body)], page.body
        line = f"source: {source.digest}\n" if not source.digest.isdigit() else f'source: "{source.digest}"\n'
        if re.search(r"^source:.*\n", head, re.MULTILINE):
            head = re.sub(r"^source:.*\n", line, head, count=1, flags=re.MULTILINE)
        else:
            head = re.sub(r"^---\n(?=\s*\Z)", f"{line}---\n", head, count=1, flags=re.MULTILINE)
        page.file.write_text(head + body, encoding="utf-8")
        changed.append(page.shown)
    return changed
