"""Compress files once, at build, as well as can be: `name.br` and `name.gz` beside `name`."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from pathlib import Path

import brotli

CACHE = Path(__file__).resolve().parents[2] / "build" / "cache" / "compressed"

COMPRESSIBLE = re.compile(r"\.(bin|css|csv|html|js|json|map|md|mjs|svg|toml|ttf|txt|wasm|webmanifest|xml|zip)")
"""File types worth it. A `.zip` of ours holds its members uncompressed."""

SMALLEST = 512
"""Bytes below which a compressed copy saves nobody anything."""


def precompress(folder: Path, *, cache: Path = CACHE) -> int:
    """Write the compressed copies of every compressible file under `folder`; return how many files.

    The WebAssembly alone takes half a minute at the best setting, so outcomes are kept in `cache`
    by content.
    """
    count = 0
    for file in sorted(folder.rglob("*")):
        if COMPRESSIBLE.fullmatch(file.suffix) and file.is_file() and file.stat().st_size >= SMALLEST:
            content = file.read_bytes()
            for suffix in (".br", ".gz"):
                shutil.copyfile(_compressed(content, suffix, cache), file.with_name(file.name + suffix))
            count += 1
    return count


def _compressed(content: bytes, suffix: str, cache: Path) -> Path:
    known = cache / (hashlib.sha256(content).hexdigest()[:32] + suffix)
    if not known.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        part = known.with_name(known.name + ".part")
        part.write_bytes(
            brotli.compress(content, quality=11, lgwin=24) if suffix == ".br" else gzip.compress(content, 9, mtime=0)
        )
        part.replace(known)
    return known
