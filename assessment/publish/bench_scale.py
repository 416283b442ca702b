"""Measure what more pages cost: the build's time and memory, and the search's size and latency.

    python -m assessment.publish.bench_scale [--build | --search] [--site site] [--sizes 100 300 1000]

The build gets copies of the English articles, and the search gets the articles' sections in other company, always the
same ones. The build is the whole command in a copy of the project, as a process of its own: processor seconds with all
its children, and the memory of the largest of them. Whether growth is linear is said below each table: what one more
page costs between two sizes, against the two sizes before. Times vary from machine to machine, their ratios hardly.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import brotli

from assessment.publish.finish import SEARCH_PAGES
from assessment.publish.pages import ROOT
from assessment.publish.search import trial

SIZES = (100, 300, 1000)
#: What the build needs of the project.
_COPIED = (
    "assessment",
    "docs",
    "LICENSE",
    "LICENSE-CONTENT",
    "mkdocs.yml",
    "package.json",
    "package-lock.json",
    "pyproject.toml",
    "requirements.txt",
)
#: The cache spares every build what has nothing to do with its pages: the Python runtime.
_LINKED = ("node_modules", ".venv", "build/cache")
#: Old addresses, which only one page may have.
_ALIASES = re.compile(r"^aliases:.*\n(?:[ -].*\n)*", re.MULTILINE)


class Cost(NamedTuple):
    """What a build took."""

    pages: int
    """How many generated articles it had."""
    seconds: float
    """Of processor time, in all processes together."""
    megabytes: float
    """The most that one of its processes held."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; returns 1 where a build fails or there is no built site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="a built site, for search (default: site/)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many generated articles")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--build", action="store_true", help="measure only the build")
    only.add_argument("--search", action="store_true", help="measure only the search")
    options = parser.parse_args(arguments)
    try:
        if not options.build:
            _search(options.site, options.sizes)
        if not options.search:
            _build(options.sizes)
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The straight line a + b·x nearest to the points (least squares), as (a, b)."""
    slope, start = statistics.linear_regression(*zip(*points, strict=True))
    return start, slope


def marginal_ratios(points: Sequence[tuple[float, float]]) -> list[float]:
    """What one more costs in each step, as a multiple of what it cost in the step before: 1 where growth is linear."""
    steps = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(points)]
    return [later / earlier for earlier, later in pairwise(steps)]


def _build(sizes: Sequence[int]) -> None:
    measured(0)  # makes what is in no cache yet, and has nothing to do with pages
    print("\nThe build, with generated articles beside ours")
    print(f"{'articles':>9}{'CPU s':>9}{'MB':>8}", flush=True)
    costs = []
    for size in (0, *sizes):
        costs.append(measured(size))
        print(f"{size:>9}{costs[-1].seconds:>9.1f}{costs[-1].megabytes:>8.0f}", flush=True)
    _say_growth("CPU s", [(cost.pages, cost.seconds) for cost in costs])
    _say_growth("MB", [(cost.pages, cost.megabytes) for cost in costs])


def _say_growth(what: str, points: Sequence[tuple[float, float]]) -> None:
    start, slope = line(points)
    ratios = ", ".join(f"{ratio:.2f}" for ratio in marginal_ratios(points))
    print(
        f"{what}: {start:.1f} + {slope:.4f} a page; one more page, against the step before: {ratios or 'one step only'}"
    )


def measured(size: int) -> Cost:
    """Builds a copy of the site with so many articles more.

    Raises:
        RuntimeError: the build failed; its messages are on standard error.
    """
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        project = Path(temporary) / "project"
        copy_project(project)
        add_articles(project / "docs" / "en" / "learn", size)
        command = [sys.executable, "-m", "assessment.publish", "build"]
        environment = {**os.environ, "PYTHONPATH": str(project)}
        print(f"Building with {size} more articles …", file=sys.stderr)
        with subprocess.Popen(command, cwd=project, env=environment, stdout=sys.stderr) as child:
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise RuntimeError(f"The build with {size} more articles failed.")
        held = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return Cost(size, used.ru_utime + used.ru_stime, held)


def copy_project(folder: Path) -> None:
    """Copies what a build needs, without what builds leave behind."""
    folder.mkdir()
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for name in _LINKED:
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).symlink_to(ROOT / name, target_is_directory=True)


def add_articles(folder: Path, count: int) -> None:
    """Writes copies of the folder's articles under other names, chosen at random but always the same."""
    chance = random.Random(count)
    # Not the glossary, which takes in every article: a site has one.
    files = [file for file in sorted(folder.glob("*.md")) if file.name != "glossary.md"]
    articles = [text for file in files if re.search(r"^type:", text := file.read_text("utf-8"), re.MULTILINE)]
    for number in range(count):
        slug = f"generated-{number:04}"
        facts, _, body = chance.choice(articles).removeprefix("---\n").partition("\n---\n")
        facts = re.sub(r"^slug:.*$", f"slug: {slug}", _ALIASES.sub("", facts + "\n"), flags=re.MULTILINE)
        facts = re.sub(r"^title:.*$", f"title: Generated article {number}", facts, flags=re.MULTILINE)
        (folder / f"{slug}.md").write_text(f"---\n{facts}---\n{body}", encoding="utf-8")


def _search(site: Path, sizes: Sequence[int]) -> None:
    (folder,) = (site / "assets" / "search").iterdir()
    contents: dict[str, Any] = json.loads((site / SEARCH_PAGES).read_text(encoding="utf-8"))
    own = contents["pages"]
    words = sorted({word for page in own for word in page["title"].split() if len(word) > 3})
    queries = [*words, *(f"{one} {other}" for one, other in zip(words, reversed(words), strict=True))]
    print("The search, with contents of generated pages")
    print(f"{'pages':>6}{'kB':>8}{'kB brotli':>11}{'ready ms':>10}{'mean ms':>9}{'95 % ms':>9}")
    ready, mean = [], []
    for size in (len(own), *sizes):
        pages = own if size == len(own) else generated(own, size)
        text = json.dumps({**contents, "pages": pages}, ensure_ascii=False).encode()
        outcome = trial.ask_ours(folder, {**contents, "pages": pages}, queries)
        times = sorted(outcome.times)
        ready.append((float(size), outcome.ready))
        # The mean: a query costs what the places that it finds cost, and those go with the pages only in sum.
        mean.append((float(size), statistics.fmean(times)))
        print(
            f"{size:>6}{len(text) / 1000:>8.0f}{len(brotli.compress(text, quality=9)) / 1000:>11.0f}"
            f"{outcome.ready:>10.0f}{statistics.fmean(times):>9.2f}{times[len(times) * 95 // 100]:>9.2f}"
        )
    _say_growth("ready ms", ready)
    _say_growth("mean ms", mean)


def generated(pages: Sequence[Mapping[str, Any]], size: int) -> list[dict[str, Any]]:
    """Pages of the site's sections in other company, each with some words of its own."""
    chance = random.Random(size)
    sections = [part for page in pages for part in page["parts"] if part["text"]]
    made = []
    for number in range(size):
        parts = [dict(part, at=f"#part-{place}") for place, part in enumerate(chance.sample(sections, 10))]
        words = parts[0]["text"].split()
        parts[0]["text"] += " " + " ".join(f"{chance.choice(words)}{chance.choice(words)}" for _ in range(10))
        like = chance.choice(pages)
        made.append({"at": f"page-{number}/", "title": like["title"], "text": like["text"], "parts": parts})
    return made


if __name__ == "__main__":
    sys.exit(main())
