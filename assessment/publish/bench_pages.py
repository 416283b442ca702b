"""Measure what pages cost a reader and what Lighthouse thinks of them, on a site built for the purpose.

    python -m assessment.publish.bench_pages [--runs 3] [--languages en pl ro] [--pages home article assessment]

The site is built with the address at which it is then served, compressed, and with the headers that `hosting.py` would
have a host send. Lighthouse plays a phone on slow 4G with a processor four times slower, by its own simulation from a
page load without either; the score for performance is the median of the runs, the others are the lowest. Bytes are
those that went over the line before anybody touched the page, with the cache empty, as Lighthouse saw them: headers and
bodies. Below the table stands every audit that took points away, and what it found.

Lighthouse is larger than all else that the site takes from npm, so it has a `package.json` of its own (in
`publish/lighthouse/`) and is installed into `build/` when it is first needed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessment.publish import hosting
from assessment.publish.browser import NoBrowserError, ensure_chromium, launch_arguments
from assessment.publish.build import BUILD_ERRORS, build
from assessment.publish.node import NodeError, node_executable
from assessment.publish.pages import LANGUAGES, ROOT, prefix
from assessment.publish.precompress import precompress
from assessment.publish.serving import StaticServer

PAGES = {"home": "", "article": "learn/touchpoint-sales/", "assessment": "assessment/"}
CATEGORIES = {"performance": "Perf.", "accessibility": "Acc.", "best-practices": "Best pr.", "seo": "SEO"}
#: Columns of bytes, with Lighthouse's names of what is in each; all else is in the last.
KINDS = {
    "HTML": ("Document",),
    "CSS": ("Stylesheet",),
    "scripts": ("Script",),
    "fonts": ("Font",),
    "images": ("Image",),
    "other": (),
}
ARTICLE_LIMIT = 250_000
"""Bytes over the line that an article may take before anybody touches it."""

_SOURCE = Path(__file__).with_name("lighthouse")
_INSTALLED = ROOT / "build" / "lighthouse"
_SECONDS = 300
#: On a busy machine the browser now and then gives it no trace.
_TRIES = 3
_FULL = 100


class LighthouseError(Exception):
    """Lighthouse could not be installed, or failed on a page. The message says which, with the end of what it said."""


@dataclass
class Judged:
    """What Lighthouse says of a page."""

    scores: dict[str, int]
    """By category, up to 100."""
    bytes: dict[str, int]
    """Over the line, by kind."""
    speed: float
    """Lighthouse's measure of this machine's processor while it looked."""
    lost: dict[str, str] = field(default_factory=dict)
    """Audits that took points away, by name, with what each found."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; returns 1 where it cannot be made, or an article is too heavy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="how often each page is loaded (default: 3)")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES)
    options = parser.parse_args(arguments)
    try:
        lighthouse = installed()
        chromium = ensure_chromium()
        with tempfile.TemporaryDirectory(prefix="pages-") as folder:
            site = Path(folder) / "site"
            server = StaticServer(site)
            with server as address:
                print("Building the site …", file=sys.stderr)
                build(site, address)
                precompress(site)
                rules = hosting.rules(site)
                server.headers = lambda path: hosting.headers_for(rules, path)
                print(_line("", "", CATEGORIES.values(), (*KINDS, "kB in all")))
                judged = {}
                for page in options.pages:
                    for language in options.languages:
                        there = f"{address}{prefix(language)}{PAGES[page]}"
                        reports = [run(lighthouse, chromium, there) for _ in range(options.runs)]
                        judged[page, language] = verdict = judge(reports)
                        print(_row(page, language, verdict), flush=True)
    except (NoBrowserError, NodeError, LighthouseError, *BUILD_ERRORS) as error:
        print(error, file=sys.stderr)
        return 1
    return _say_shortfalls(judged)


def installed(into: Path = _INSTALLED) -> Path:
    """Lighthouse's command, installed first if it is not there in the release that is locked.

    Raises:
        LighthouseError: npm failed.
        NodeError: Node is not there.
    """
    command = into / "node_modules" / "lighthouse" / "cli" / "index.js"
    lock = (_SOURCE / "package-lock.json").read_bytes()
    stamp = into / "installed.json"
    if command.is_file() and stamp.is_file() and stamp.read_bytes() == lock:
        return command
    print("Installing Lighthouse into build/ (170 MB) …", file=sys.stderr)
    into.mkdir(parents=True, exist_ok=True)
    for file in (*_SOURCE.glob("*.json"), ROOT / ".npmrc"):
        shutil.copy(file, into)
    npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or "npm"
    done = subprocess.run([npm, "ci", "--loglevel=error"], cwd=into, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise LighthouseError(f"npm could not install Lighthouse:\n{done.stderr[-2000:].strip()}")
    stamp.write_bytes(lock)
    return command


def run(lighthouse: Path, chromium: Path, address: str) -> dict[str, Any]:
    """Lighthouse's report on a page, from one load of it with its mobile preset.

    Raises:
        LighthouseError: it failed, or what the page answered was no page.
    """
    # Into a file: what it writes to a pipe is cut off when it ends.
    written = lighthouse.parent / "loaded.json"
    command = [
        str(node_executable()),
        str(lighthouse),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={written}",
        "--locale=en",
        "--no-enable-error-reporting",
        "--disable-full-page-screenshot",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *launch_arguments()])}",
    ]
    said = ""
    for _ in range(_TRIES):
        written.unlink(missing_ok=True)
        done = subprocess.run(
            command,
            env={**os.environ, "CHROME_PATH": str(chromium)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
        report: dict[str, Any] = json.loads(written.read_bytes()) if written.is_file() else {}
        if done.returncode == 0 and "runtimeError" not in report:
            return report
        said = report.get("runtimeError", {}).get("message") or done.stderr[-2000:].strip()
    raise LighthouseError(f"Lighthouse failed on {address}:\n{said}")


def judge(reports: Sequence[Mapping[str, Any]]) -> Judged:
    """What several reports on one page say together: the median for performance, the worst for all else."""
    scores = {}
    for category in CATEGORIES:
        given = [round(report["categories"][category]["score"] * 100) for report in reports]
        scores[category] = round(statistics.median(given)) if category == "performance" else min(given)
    lost: dict[str, str] = {}
    for report in reports:
        lost |= _lost(report)
    weights = [_weights(report["audits"]["network-requests"]["details"]["items"]) for report in reports]
    heaviest = {kind: max(weight[kind] for weight in weights) for kind in KINDS}
    return Judged(scores, heaviest, min(report["environment"]["benchmarkIndex"] for report in reports), lost)


def _weights(requests: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    weights = dict.fromkeys(KINDS, 0)
    *_, rest = KINDS
    for request in requests:
        kind = next((kind for kind, types in KINDS.items() if request.get("resourceType") in types), rest)
        weights[kind] += int(request["transferSize"])
    return weights


def _lost(report: Mapping[str, Any]) -> dict[str, str]:
    """The audits that count and are not perfect, with the elements or figures that they name."""
    lost = {}
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and round(audit["score"] * 100) < _FULL:
                lost[reference["id"]] = audit.get("displayValue") or _first_finding(audit)
    return lost


def _first_finding(audit: Mapping[str, Any]) -> str:
    items = audit.get("details", {}).get("items") or [{}]
    node = items[0].get("node") or {}
    return str(node.get("snippet") or items[0].get("description") or items[0].get("url") or audit["title"])


def _row(page: str, language: str, verdict: Judged) -> str:
    kilobytes = [size / 1000 for size in (*verdict.bytes.values(), sum(verdict.bytes.values()))]
    return _line(page, language, map(str, verdict.scores.values()), (f"{size:.1f}" for size in kilobytes))


def _line(page: str, language: str, scores: Iterable[str], sizes: Iterable[str]) -> str:
    cells = [f"{score:>9}" for score in scores] + [f"{size:>10}" for size in sizes]
    return f"{page:<11}{language:<3}{''.join(cells)}"


def _say_shortfalls(judged: Mapping[tuple[str, str], Judged]) -> int:
    """Prints what keeps pages from a hundred, and what an article weighs; returns 1 where that is too much."""
    print()
    for (page, language), verdict in judged.items():
        for audit, finding in verdict.lost.items():
            print(f"{page} {language}: {audit}: {finding}")
    slowest, fastest = (choose(verdict.speed for verdict in judged.values()) for choose in (min, max))
    print(f"Lighthouse's index of this processor: {slowest:.0f} to {fastest:.0f}. Other work on it takes points away.")
    articles = [sum(verdict.bytes.values()) for (page, _), verdict in judged.items() if page == "article"]
    if articles:
        print(f"The heaviest article takes {max(articles) / 1000:.1f} kB; it may take {ARTICLE_LIMIT / 1000:.0f} kB.")
    return int(max(articles, default=0) > ARTICLE_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
