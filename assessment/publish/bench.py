"""Measure the assessment in a real browser, against the plain way to run Python there.

    python -m assessment.publish.bench [--runs 7]

Plain is stock Pyodide of the same release in a module worker, with our package as a wheel by its
address; trimmed is ours on the stock runtime, cut-down is ours as pages have it. All are served by
the same server with the same compression, are driven by the same page and take turns, so that
whatever else the machine does meets each. The next visit finds the browser's cache as the first left
it. Times vary from machine to machine; what to compare is the ratio.

The slow setting is a line of 9 Mbit/s with 60 ms to and fro (`serving.Line`; the browser's own
emulation does not reach a worker's requests) and a processor four times slower (the page's process
is stopped for three quarters of the time; the browser's own throttling slows only the page's main
thread, and Python runs in a worker).
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import io
import json
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assessment.files import load_model
from assessment.publish import exercise, runtime
from assessment.publish.browser import ensure_chromium, launch_arguments
from assessment.publish.precompress import precompress
from assessment.publish.serving import Line, StaticServer

ROOT = runtime.ROOT
PLAIN = Path(__file__).with_name("plain")
WEB = ROOT / "assessment" / "web"
OUTCOME = ROOT / "build" / "bench.json"

PLAINLY = "plain"
STOCK = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
WHEEL = "cx_atlas-0.1.0-py3-none-any.whl"
PAGE = '<!doctype html><html lang="en"><title>Bench</title><link rel="icon" href="data:,">'
FAST_4G = Line(bits_per_second=9e6, round_trip=0.06)
SLOWNESS = 4
REPEATS = 30
"""Scorings after the first, in every start."""


@dataclass(frozen=True)
class Variant:
    """One way to run Python in the page."""

    name: str
    worker: str
    runtime: str


@dataclass(frozen=True)
class Start:
    """What one start of one variant took: milliseconds and bytes."""

    first_score: float
    rescore: float
    sent: int


@dataclass(frozen=True)
class Figure:
    """One line of the table: medians, and the lowest and highest of the runs."""

    what: str
    unit: str
    values: Mapping[str, tuple[float, float, float]]
    """By variant."""

    @property
    def ratios(self) -> dict[str, float]:
        """Each other variant as a share of plain."""
        plain = self.values[PLAINLY][0]
        return {name: value[0] / plain for name, value in self.values.items() if name != PLAINLY}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m assessment.publish.bench")
    parser.add_argument("--runs", type=int, default=7, help="of each variant, by turns (default 7)")
    parser.add_argument("--fast-only", action="store_true", help="leave out the slow line and processor")
    options = parser.parse_args(arguments)
    figures = bench(options.runs, slow=not options.fast_only)
    print(table(figures, options.runs))
    OUTCOME.parent.mkdir(parents=True, exist_ok=True)
    content = {"runs": options.runs, "figures": [{**asdict(figure), "ratios": figure.ratios} for figure in figures]}
    OUTCOME.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


def bench(runs: int, *, slow: bool = True) -> list[Figure]:
    """Measure each variant `runs` times by turns."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        variants = lay_out(site)
        print("Compressing (slow the first time only) …", file=sys.stderr)
        precompress(site)
        server = StaticServer(site)
        with server as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(ensure_chromium()), args=launch_arguments())
            for variant in variants:  # the browser itself warms up
                visit(browser, address, server, variant)
            figures = compare(browser, address, server, variants, runs, "")
            if slow and hasattr(signal, "SIGSTOP"):
                server.line = FAST_4G
                setting = f", fast 4G, {SLOWNESS} × slower processor"
                figures += compare(browser, address, server, variants, runs, setting, SLOWNESS)
            browser.close()
        return figures


def lay_out(site: Path) -> tuple[Variant, ...]:
    """Write all variants into a folder to serve."""
    made = runtime.build(site / "runtime")
    trimmed = runtime.build(site / "stock", cut=False)
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    (site / "web").mkdir()
    for script in WEB.glob("*.js"):
        (site / "web" / script.name).write_bytes(script.read_bytes())
    # Named by content like ours, so that the browser keeps both for good.
    stock = {name: (runtime.PYODIDE / name).read_bytes() for name in STOCK}
    stock[WHEEL] = wheel(runtime.package_files())
    stock["worker.js"] = (PLAIN / "worker.js").read_bytes().replace(b"WHEEL", WHEEL.encode())
    digest = hashlib.sha256(b"".join(stock.values())).hexdigest()[:16]
    (site / "plain" / digest).mkdir(parents=True)
    for name, content in stock.items():
        (site / "plain" / digest / name).write_bytes(content)
    return (
        Variant("cut-down", "/web/worker.js", f"/runtime/{made.digest}/"),
        Variant("trimmed", "/web/worker.js", f"/stock/{trimmed.digest}/"),
        Variant(PLAINLY, f"/plain/{digest}/worker.js", f"/plain/{digest}/"),
    )


def wheel(package: Mapping[str, bytes]) -> bytes:
    """Our package as a wheel of source, as `pip wheel` would make it."""
    info = WHEEL.removesuffix("-py3-none-any.whl") + ".dist-info"
    name, version = info.removesuffix(".dist-info").split("-")
    members = {
        **package,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},{_record_digest(content)},{len(content)}" for path, content in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for path, content in members.items():
            out.writestr(path, content)
    return buffer.getvalue()


def _record_digest(content: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def compare(
    browser: Browser,
    address: str,
    server: StaticServer,
    variants: Sequence[Variant],
    runs: int,
    setting: str,
    slowness: float = 1,
) -> list[Figure]:
    """The variants by turns, each with an empty cache and then again."""
    seen: dict[str, list[tuple[Start, Start]]] = {variant.name: [] for variant in variants}
    for run in range(runs):
        print(f"Run {run + 1} of {runs}{setting} …", file=sys.stderr)
        for variant in variants if run % 2 else variants[::-1]:
            seen[variant.name].append(visit(browser, address, server, variant, slowness))

    def figure(what: str, unit: str, place: int, attribute: str) -> Figure:
        values = {name: spread([getattr(visits[place], attribute) for visits in every]) for name, every in seen.items()}
        return Figure(what + setting, unit, values)

    figures = [
        figure("first score, empty cache", "ms", 0, "first_score"),
        figure("first score, next visit", "ms", 1, "first_score"),
        figure("full form scored again", "ms", 0, "rescore"),
    ]
    if not setting:
        figures.insert(0, figure("bytes over the line", "kB", 0, "sent"))
    return figures


def visit(
    browser: Browser, address: str, server: StaticServer, variant: Variant, slowness: float = 1
) -> tuple[Start, Start]:
    """A first and a second start of a reader whom this browser has not seen."""
    context = browser.new_context()
    starts = []
    for _ in range(2):
        page = context.new_page()
        page.goto(address)
        with slowed(_renderers(browser), slowness):
            starts.append(start(page, server, variant))
        page.close()
    context.close()
    return starts[0], starts[1]


def start(page: Page, server: StaticServer, variant: Variant) -> Start:
    """One start, first score and re-scores in a page."""
    model = load_model()
    page.evaluate('import("/web/engine.js")')
    server.requests.clear()
    took = page.evaluate(
        (PLAIN / "measure.js").read_text(encoding="utf-8"),
        {
            "worker": variant.worker,
            "runtime": variant.runtime,
            "open": exercise.open_request("en"),
            "form": exercise.full_form(model),
            "levels": model.rules.levels,
            "repeats": REPEATS,
        },
    )
    return Start(
        first_score=took["firstScore"],
        rescore=statistics.median(took["again"]),
        sent=sum(request.sent for request in server.requests),
    )


def _renderers(browser: Browser) -> list[int]:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return [process["id"] for process in processes if process["type"] == "renderer"]


@contextlib.contextmanager
def slowed(processes: Sequence[int], slowness: float) -> Iterator[None]:
    """Let processes run for only one part in `slowness` of the time."""
    if slowness == 1:
        yield
        return
    ended = threading.Event()

    def signal_all(what: int) -> None:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, what)

    def alternate() -> None:
        turn = 0.005
        while not ended.is_set():
            signal_all(signal.SIGSTOP)
            time.sleep(turn * (slowness - 1))
            signal_all(signal.SIGCONT)
            time.sleep(turn)

    thread = threading.Thread(target=alternate)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        signal_all(signal.SIGCONT)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, lowest and highest."""
    return statistics.median(values), min(values), max(values)


def table(figures: Sequence[Figure], runs: int) -> str:
    """The figures as a Markdown table, for the README."""
    release = json.loads((ROOT / "package.json").read_bytes())["dependencies"]["pyodide"]
    names = list(figures[0].values)
    others = [name for name in names if name != PLAINLY]
    head = ["", *names, *(f"{name} ÷ {PLAINLY}" for name in others)]
    rows = [
        [
            figure.what,
            *(_shown(figure.values[name], figure.unit) for name in names),
            *(f"{figure.ratios[name]:.2f}" for name in others),
        ]
        for figure in figures
    ]
    lines = [f"Pyodide {release}; medians of {runs} paired runs (lowest to highest).", ""]
    lines += [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def _shown(value: tuple[float, float, float], unit: str) -> str:
    if unit == "kB":
        return f"{value[0] / 1000:,.0f} kB"
    digits = 0 if value[0] >= 100 else 1
    middle, low, high = (f"{number:,.{digits}f}" for number in value)
    return f"{middle} {unit} ({low}–{high})"


if __name__ == "__main__":
    raise SystemExit(main())
