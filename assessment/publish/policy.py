"""What a page of the site may do: its content security policy, and the digests of what it loads.

Everything comes from the site itself. The few scripts that stand inside a page (Material's, which must run before the
page is drawn) are allowed by the digest of their text, and no others. A worker obeys the headers of its own file and
not its page's policy; only the engine's worker may compile WebAssembly. `hosting.py` says the same in headers.

Trusted Types: where a browser has them, no string becomes HTML or a script unless a policy of ours vouches for it.
`web/trusted.js` vouches for the addresses of our workers; nothing of ours needs HTML. Material's script does, for
its search list, its tooltips and instant navigation; on its pages, and only there, the policy `default` in
`trusted-types.js` lets through the shapes that these are made of and turns everything else into text.
"""

import re
from base64 import b64encode
from hashlib import sha256, sha384
from pathlib import Path
from urllib.parse import urlsplit

_HEAD = re.compile(r"<meta charset=[^>]*>")
_INLINE = re.compile(r"<(script|style)(?![^>]*\bsrc=)([^>]*)>(.*?)</\1>", re.DOTALL)
_RUNS = re.compile(r"^$|type=\"?module")
"""The attributes of a script that runs: others hold data."""
_LOADS = re.compile(r"<(?:script\b[^>]*\bsrc|link\b[^>]*\brel=\"?stylesheet\"?[^>]*\bhref)=\"?([^\s\">]+)[^>]*(?=>)")
_BY_CONTENT = re.compile(r"/[0-9a-f]{16}/")
"""In an address that we name after the content; Material's names come from Material and vouch for nothing."""
_VOUCHES_FOR_MATERIAL = "scripts/trusted-types.js"

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
    "require-trusted-types-for": "'script'",
    "trusted-types": "cx-atlas",
}
WORKER = "default-src 'none'; script-src 'self'; connect-src 'self'"
"""The policy of a worker's file: of search, of the service worker."""
ENGINE = WORKER.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""The policy of the worker in which Python runs."""


class PolicyError(Exception):
    """A page has no place for the policy, or loads what is not there. The message names it."""


def policy(inline: frozenset[str] = frozenset()) -> str:
    """The policy of a page with these inline scripts and styles, as `inline_of` finds them."""
    directives = dict(_DIRECTIVES)
    for allowed in sorted(inline):
        name, _, value = allowed.partition(" ")
        directives[name] += f" {value}"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def inline_of(page: str) -> frozenset[str]:
    """What a page needs beyond the common policy: a directive's name and a value, for each."""
    needs = {
        f"{element}-src 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for element, attributes, text in _INLINE.findall(page)
        if element == "style" or _RUNS.search(attributes.strip())
    }
    return frozenset(needs | {"trusted-types default"} if _VOUCHES_FOR_MATERIAL in page else needs)


def protect(site: Path) -> None:
    """Write its policy into every page, and the digest of what it loads where the address is not named after it.

    Raises:
        PolicyError: a page has no head for a policy, or loads a file that is not there.
    """
    for file in sorted(site.rglob("*.html")):
        page = file.read_text(encoding="utf-8")
        metas = (
            f'<meta http-equiv="Content-Security-Policy" content="{policy(inline_of(page))}">'
            '<meta name="referrer" content="no-referrer">'
        )
        protected, found = _HEAD.subn(lambda head, metas=metas: head[0] + metas, page, count=1)  # type: ignore[misc]
        if not found:
            raise PolicyError(f"{file.relative_to(site)} has no <meta charset>, behind which its policy would stand")
        protected = _LOADS.sub(lambda tag, file=file: tag[0] + _integrity(tag[1], file), protected)  # type: ignore[misc]
        file.write_text(protected, encoding="utf-8")


def _integrity(address: str, page: Path) -> str:
    """The attribute with the digest of a file that a page loads; nothing where the address says as much."""
    if _BY_CONTENT.search(address):
        return ""
    try:
        content = (page.parent / urlsplit(address).path).read_bytes()
    except OSError as error:
        raise PolicyError(f"{page} loads {address}, which is not in the site") from error
    return f' integrity="sha384-{b64encode(sha384(content).digest()).decode()}"'
