"""What a page of the site may do: its content security policy, in every page and in a file of headers for the host.

Everything comes from the site itself. The few scripts that stand inside a page (Material's, which must run before the
page is drawn) are allowed by the digest of their text, and no others. A worker obeys the headers of its own file and
not its page's policy; only the worker may compile WebAssembly.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_RUNS = re.compile(r"^$|type=\"?module")
"""The attributes of a script that runs: others hold data."""
_HEAD = re.compile(r"<meta charset=[^>]*>")

_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data: blob:",  # blob: a chart on its way to a PNG file
    "connect-src": "'self'",
    "worker-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",  # without scripts, too, what is filled in is sent nowhere
}
_NAMED_BY_CONTENT = ("embed", "fonts", "look", "runtime", "search", "web")
"""Folders of assets/ whose files never change at their address."""


class PolicyError(Exception):
    """A page has no place for the policy. The message names it."""


def policy(digests: frozenset[str] = frozenset(), *, worker: bool = False) -> str:
    """The policy of a page whose inline scripts have these digests, or of a worker's file."""
    scripts = [_DIRECTIVES["script-src"], *(f"'sha256-{digest}'" for digest in sorted(digests))]
    if worker:
        scripts.append("'wasm-unsafe-eval'")
    directives = {**_DIRECTIVES, "script-src": " ".join(scripts)}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def protect(site: Path) -> None:
    """Write its policy into every page, and a file of headers beside them; PolicyError if a page has no head for it."""
    everywhere: set[str] = set()
    for file in sorted(site.rglob("*.html")):
        page = file.read_text(encoding="utf-8")
        digests = inline_digests(page)
        everywhere |= digests
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(digests)}">'
        protected, found = _HEAD.subn(lambda head, meta=meta: head[0] + meta, page, count=1)  # type: ignore[misc]
        if not found:
            raise PolicyError(f"{file.relative_to(site)} has no <meta charset>, behind which its policy would stand")
        file.write_text(protected, encoding="utf-8")
    (site / "_headers").write_text(headers(frozenset(everywhere)), encoding="utf-8")


def inline_digests(page: str) -> frozenset[str]:
    """The digests of the scripts inside a page, as a policy names them."""
    return frozenset(
        b64encode(sha256(text.encode()).digest()).decode()
        for attributes, text in _INLINE.findall(page)
        if _RUNS.search(attributes.strip())
    )


def headers(digests: frozenset[str]) -> str:
    """The file `_headers`, which several hosts of static sites read: the policy, and that nobody guesses types."""
    return (
        "/*\n"
        f"  Content-Security-Policy: {policy(digests)}; frame-ancestors 'self'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: no-referrer\n"
        "  Cross-Origin-Opener-Policy: same-origin\n"
        "/embed/*\n"
        "  ! Content-Security-Policy\n"
        f"  Content-Security-Policy: {policy(digests)}\n"
        "  Access-Control-Allow-Origin: *\n"
        "/assets/*\n"
        "  Access-Control-Allow-Origin: *\n"
        "  Cross-Origin-Resource-Policy: cross-origin\n"
        + "".join(
            f"/assets/{part}/*\n  Cache-Control: public, max-age=31536000, immutable\n" for part in _NAMED_BY_CONTENT
        )
        + "/assets/web/*/worker.js\n"
        "  ! Content-Security-Policy\n"
        f"  Content-Security-Policy: {policy(worker=True)}\n"
    )
