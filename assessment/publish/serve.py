"""Serve the site on this machine while it is written: build, show, and build again when a file changes."""

from __future__ import annotations

import logging
import mimetypes
import os
import socket
import sys
import time

from mkdocs.livereload import LiveReloadServer

from assessment.publish.build import BUILD_ERRORS, build
from assessment.publish.pages import DOCS, ROOT
from assessment.publish.serving import TYPES

HOST = "127.0.0.1"
FOLDER = ROOT / "build" / "serve"
WATCHED = (DOCS, ROOT / "assessment", ROOT / "mkdocs.yml")


def serve(port: int) -> int:
    """Builds and serves until interrupted; returns 1 at once if the port is taken."""
    address = f"http://{HOST}:{port}/"
    if _is_taken(port):
        print(
            f"Port {port} is in use, perhaps by another ‘make serve’. "
            f"Stop that one, or choose another port: python -m assessment.publish serve --port {port + 1}",
            file=sys.stderr,
        )
        return 1
    # What Python compiles on the way would count as a change of a watched file.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for suffix, content_type in TYPES.items():
        mimetypes.add_type(content_type.partition(";")[0], suffix)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")

    server = LiveReloadServer(lambda: _build(address), HOST, port, str(FOLDER))
    server.error_handler = lambda code: _missing_page() if code == 404 else None
    for path in WATCHED:
        server.watch(str(path))
    _build(address)
    print(f"CX Atlas is at {address} – it builds anew when you save a file. Ctrl+C stops it.", flush=True)
    try:
        server.serve()
    finally:
        server.shutdown()
    return 0


def _build(address: str) -> None:
    """Builds, and says in the terminal what is wrong; after a failure the site before it stays."""
    start = time.perf_counter()
    try:
        # No page that is being written comes out of a browser's store.
        messages = build(FOLDER, address, strict=False, offline=False)
    except BUILD_ERRORS as error:
        print(
            f"{error}\nThe site was not built; it will be tried again when a file changes.", file=sys.stderr, flush=True
        )
        return
    for message in messages:
        print(message, flush=True)
    print(f"Built in {time.perf_counter() - start:.1f} s", flush=True)


def _missing_page() -> bytes | None:
    page = FOLDER / "404.html"
    return page.read_bytes() if page.is_file() else None


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False
