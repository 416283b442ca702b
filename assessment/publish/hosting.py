"""The headers that a host sends with the site: one table of rules, written for the hosts that people use.

What a meta element can say stands in every page already (`policy.py`), so the site is safe on a host that sends no
headers of ours, as GitHub Pages does. Headers add who may frame a page, policies for workers, and what may be kept.
No header is set twice for one path: some hosts would send both, and two policies allow only what both allow.

    python -m assessment.publish headers --for nginx
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assessment.publish import policy

_OFF = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi")
"""What a browser could offer to a page, and no page of ours asks for; nor may what somebody slips into one."""
_NAMED_BY_CONTENT = ("embed", "fonts", "javascripts", "look", "runtime", "search", "stylesheets", "web")
"""Folders of assets/ whose files never change at their address."""


@dataclass(frozen=True)
class Rule:
    """Headers for paths from the site's root; `*` in a path stands for anything."""

    paths: tuple[str, ...]
    headers: Mapping[str, str]

    def pattern(self, base: str = "/") -> str:
        """A regular expression for its paths under the path of the site."""
        paths = (re.escape(base + path[1:]).replace(r"\*", ".*") for path in self.paths)
        return f"^({'|'.join(paths)})$"

    def covers(self, path: str) -> bool:
        """Whether the rule is for a path from the site's root."""
        return re.match(self.pattern(), path) is not None


def rules(site: Path) -> list[Rule]:
    """The rules for a built site, whose pages say which inline scripts they have."""
    inline = frozenset(
        need for file in site.rglob("*.html") for need in policy.inline_of(file.read_text(encoding="utf-8"))
    )
    parts = sorted(
        folder.name
        for folder in site.iterdir()
        if folder.is_dir() and folder.name not in ("assets", "embed") and any(folder.rglob("*.html"))
    )
    workers = [f"/{file.name}" for file in sorted(site.glob("*.js"))]
    return [
        Rule(
            ("/*",),
            {
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _OFF),
            },
        ),
        Rule(
            ("/", "/index.html", "/404.html", *(f"/{part}/*" for part in parts)),
            {
                "Content-Security-Policy": f"{policy.policy(inline)}; frame-ancestors 'self'",
                "Cross-Origin-Resource-Policy": "same-origin",
            },
        ),
        # Other people's pages may frame these, fetch them and load what they need.
        Rule(
            ("/embed/*",),
            {
                "Content-Security-Policy": policy.policy(),
                "Access-Control-Allow-Origin": "*",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        ),
        Rule(("/assets/*",), {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}),
        Rule(
            tuple(f"/assets/{part}/*" for part in _NAMED_BY_CONTENT),
            {"Cache-Control": "public, max-age=31536000, immutable"},
        ),
        Rule(("/assets/web/*/worker.js",), {"Content-Security-Policy": policy.ENGINE}),
        Rule(("/assets/search/*/search.js",), {"Content-Security-Policy": policy.WORKER}),
        Rule(("/assets/*.html",), {"Content-Security-Policy": policy.policy()}),
        # The service worker; a browser asks for it at most so often.
        *(
            Rule((worker,), {"Content-Security-Policy": policy.WORKER, "Cache-Control": "max-age=600"})
            for worker in workers
        ),
    ]


def headers_for(rules: list[Rule], path: str) -> dict[str, str]:
    """What a host sends with a path from the site's root."""
    return {name: value for rule in rules if rule.covers(path) for name, value in rule.headers.items()}


def write(site: Path) -> None:
    """Write `_headers` into a built site: Netlify, Cloudflare Pages and several others read it."""
    (site / "_headers").write_text(_netlify(rules(site), site), encoding="utf-8")


def text(host: str, site: Path, base: str = "/") -> str:
    """The rules for a built site in the words of a host; `base` is the path at which the site will be."""
    return HOSTS[host](rules(site), base)


def _netlify(rules: list[Rule], site: Path) -> str:
    """A star ends a path there, so one further up is written out as the folders that it stands for."""
    lines: list[str] = []
    for rule in rules:
        for path in rule.paths:
            found = sorted(site.glob(path[1:])) if "*" in path[:-1] else []
            for there in [f"/{file.relative_to(site).as_posix()}" for file in found] or [path]:
                lines += [there, *(f"  {name}: {value}" for name, value in rule.headers.items())]
    return "\n".join(lines) + "\n"


def _nginx(rules: list[Rule], base: str) -> str:
    lines = ["# nginx. This part inside http { }:"]
    names = list(dict.fromkeys(name for rule in rules for name in rule.headers))
    for name in names:
        lines += [f"map $uri {_variable(name)} {{", '    default "";']
        lines += [f'    "~{rule.pattern(base)}" "{rule.headers[name]}";' for rule in rules if name in rule.headers]
        lines += ["}"]
    lines += ["", "# This part inside server { }, or in the location of the site if that sets headers of its own:"]
    lines += [f"add_header {name} {_variable(name)} always;" for name in names]
    return "\n".join([*lines, ""])


def _variable(header: str) -> str:
    return "$cx_atlas_" + header.lower().replace("-", "_")


def _apache(rules: list[Rule], base: str) -> str:
    lines = ["# Apache 2.4 with mod_headers: in the virtual host, or in an .htaccess file where AllowOverride permits."]
    for rule in rules:
        lines += [f'<If "%{{REQUEST_URI}} =~ m#{rule.pattern(base)}#">']
        lines += [f'    Header always set {name} "{value}"' for name, value in rule.headers.items()]
        lines += ["</If>"]
    return "\n".join([*lines, ""])


def _caddy(rules: list[Rule], base: str) -> str:
    lines = ["# Caddy 2: inside the site's block."]
    for number, rule in enumerate(rules):
        lines += [f"@cx{number} path_regexp {rule.pattern(base)}", f"header @cx{number} {{"]
        lines += [f'    {name} "{value}"' for name, value in rule.headers.items()]
        lines += ["}"]
    return "\n".join([*lines, ""])


HOSTS: Mapping[str, Callable[[list[Rule], str], str]] = {"nginx": _nginx, "apache": _apache, "caddy": _caddy}
