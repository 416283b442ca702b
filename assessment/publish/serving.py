"""A small static server for tests and measurements, as strict as a real host and no cleverer."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

TYPES = {
    ".bib": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}

CONTENT_NAMED = re.compile(r"/[0-9a-f]{12,64}/|[.-][0-9a-f]{8,64}\.")
"""Addresses that change with their content, so that a browser may keep them for good."""

CHUNK = 16 * 1024


@dataclass(frozen=True)
class Fault:
    """What a path answers in place of its file: for tests of what a page does then."""

    status: int = 200
    body: bytes | None = None
    """In place of the file's content."""
    keep: int | None = None
    """Only so many bytes of the content arrive, though all were announced: a line that broke."""
    content_type: str | None = None


@dataclass(frozen=True)
class Line:
    """A slow line, shared by all connections."""

    bits_per_second: float
    round_trip: float
    """Seconds."""


@dataclass
class Request:
    """One request that was answered."""

    path: str
    status: int
    sent: int
    """Bytes of the body, as they went over the line."""


@dataclass
class StaticServer:
    """Serves a folder from a free port while the `with` block runs.

        with StaticServer(site, base="/cx-atlas/") as address:
            browse(address)  # http://127.0.0.1:54321/cx-atlas/

    A folder's address gives its index.html, `404.html` answers what is not there, and `file.br` or
    `file.gz` beside a file travel in its place to who accepts them. Faults, headers and the line
    may be changed between requests.
    """

    folder: Path
    base: str = "/"
    faults: dict[str, Fault] = field(default_factory=dict)
    """By path, without the base: `/assets/a.js`."""
    headers: Mapping[str, str] | Callable[[str], Mapping[str, str]] = field(default_factory=dict)
    """Headers to add, the same for all paths or by path."""
    line: Line | None = None
    requests: list[Request] = field(default_factory=list)
    """What was asked for, in the order answered."""

    def __enter__(self) -> str:
        self._pace = threading.Lock()
        self._free_at = 0.0
        self._server = _Threads(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self.address

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where the folder is, with a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}{self.base}"

    def find(self, path: str) -> Path | None:
        """The file for a path without the base, or nothing. Never one outside the folder."""
        file = (self.folder / unquote(path).lstrip("/")).resolve()
        if not file.is_relative_to(self.folder.resolve()):
            return None
        if path.endswith("/"):
            file /= "index.html"
        return file if file.is_file() else None

    def pieces(self, body: bytes) -> Iterator[bytes]:
        """The body as it leaves, at the line's speed."""
        for start in range(0, len(body), CHUNK):
            piece = body[start : start + CHUNK]
            if self.line:
                with self._pace:
                    begin = max(time.monotonic(), self._free_at)
                    self._free_at = begin + len(piece) * 8 / self.line.bits_per_second
                time.sleep(max(0.0, self._free_at - time.monotonic()))
            yield piece

    def extra_headers(self, path: str) -> Mapping[str, str]:
        """What `headers` says for a path."""
        return self.headers(path) if callable(self.headers) else self.headers

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(_Handler):
            site = server

        return Handler


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # a browser opens many connections at once

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    site: StaticServer
    protocol_version = "HTTP/1.1"
    # Headers and body leave in packets of their own; waiting to join them costs 40 ms each.
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        if self.site.line:
            time.sleep(self.site.line.round_trip)  # opening a connection is a round trip too

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.site.line:
            time.sleep(self.site.line.round_trip)
        if not path.startswith(self.site.base):
            self._answer(path, 404, b"Not found\n", {"Content-Type": "text/plain; charset=utf-8"})
            return
        path = "/" + path.removeprefix(self.site.base)
        file = self.site.find(path)
        if fault := self.site.faults.get(path):
            self._fail(path, file, fault)
        elif file:
            self._send(path, file)
        elif self.site.find(path + "/"):
            location = self.site.base + path.lstrip("/") + "/"
            self._answer(path, 301, b"", {"Location": location})
        else:
            page = self.site.find("/404.html")
            body = page.read_bytes() if page else b"Not found\n"
            self._answer(path, 404, body, {"Content-Type": TYPES[".html"]})

    do_HEAD = do_GET

    def _send(self, path: str, file: Path) -> None:
        headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream")}
        forever = CONTENT_NAMED.search(path)
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        about = file.stat()
        # Not the date of the change, which knows no parts of a second: two files may follow each other within one.
        headers["ETag"] = mark = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
        if not forever and self.headers.get("If-None-Match") == mark:
            self._answer(path, 304, b"", headers)
            return
        accepted = self.headers.get("Accept-Encoding", "")
        for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
            beside = file.with_name(file.name + suffix)
            if coding in accepted and beside.is_file():
                file = beside
                headers |= {"Content-Encoding": coding, "Vary": "Accept-Encoding"}
                break
        self._answer(path, 200, file.read_bytes(), headers)

    def _fail(self, path: str, file: Path | None, fault: Fault) -> None:
        content = file.read_bytes() if file else b""
        content = content if fault.body is None else fault.body
        kind = fault.content_type or TYPES.get(Path(path).suffix, "application/octet-stream")
        headers = {"Content-Type": kind, "Cache-Control": "no-store"}
        self._answer(path, fault.status, content, headers, keep=fault.keep)

    def _answer(
        self,
        path: str,
        status: int,
        body: bytes,
        headers: Mapping[str, str],
        keep: int | None = None,
    ) -> None:
        self.send_response_only(status, HTTPStatus(status).phrase)
        self.send_header("Date", self.date_time_string())
        for name, value in {**headers, **self.site.extra_headers(path)}.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        if keep is not None:
            body, self.close_connection = body[:keep], True
        if self.command == "HEAD":
            body = b""
        self.site.requests.append(Request(path, status, len(body)))
        # The browser may have left: a page closed, a worker ended.
        with contextlib.suppress(ConnectionError):
            self.end_headers()
            for piece in self.site.pieces(body):
                self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: tests read `requests`."""
