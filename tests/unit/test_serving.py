"""The server of `make serve` and of the tests: a browser never shows what a file was before."""

from __future__ import annotations

import os
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from assessment.publish.serving import StaticServer


def ask(address: str, known: str = "") -> tuple[int, str, bytes]:
    """The status, the mark and the body of the page at an address, asked for as a browser that knows a mark does."""
    with closing(HTTPConnection(urlsplit(address).netloc)) as connection:
        connection.request("GET", "/index.html", headers={"If-None-Match": known} if known else {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag") or "", answer.read()


def test_a_page_changed_within_a_second_is_sent_anew_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_bytes(b"before")
    os.utime(page, ns=(1_000_000_001, 1_000_000_001))
    with StaticServer(tmp_path) as address:
        status, mark, body = ask(address)
        assert (status, body) == (200, b"before")
        assert ask(address, mark)[::2] == (304, b"")
        page.write_bytes(b"behind")
        os.utime(page, ns=(1_000_000_002, 1_000_000_002))
        assert ask(address, mark)[::2] == (200, b"behind")
