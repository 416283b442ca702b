"""What a page costs a reader's line before anybody touches it."""

from __future__ import annotations

import re
from pathlib import Path

import brotli

from assessment.publish.bench_pages import ARTICLE_LIMIT
from assessment.publish.precompress import COMPRESSIBLE

#: What the browser fetches of its own accord: not what links lead to, nor the other sizes of the icon.
FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|preload)"[^>]* href|(?:script|img)[^>]* src)="([^"]+)"')
#: What those files ask for, whatever the page is: all faces, and what Material's script fetches.
ALWAYS = (
    "assets/fonts/*/*.woff2",
    "assets/look/*/scripts/*.js",
    "assets/look/*/images/*.svg",
    "assets/search/*/search.js",
)


def test_no_article_takes_more_than_250_kilobytes_before_it_is_touched(built_site):
    weights: dict[Path, int] = {}

    def weight(file: Path) -> int:
        if file not in weights:
            content = file.read_bytes()
            weights[file] = len(brotli.compress(content, quality=9) if COMPRESSIBLE.fullmatch(file.suffix) else content)
        return weights[file]

    always = {file for pattern in ALWAYS for file in built_site.glob(pattern)}
    sums = {}
    for page in sorted(built_site.rglob("learn/*/index.html")):
        fetched = {(page.parent / path).resolve() for path in FETCHED.findall(page.read_text(encoding="utf-8"))}
        sums[page] = sum(weight(file) for file in {page, *always, *fetched})
    assert len(sums) > 100
    assert {page: total for page, total in sums.items() if total > ARTICLE_LIMIT} == {}
