"""Measure the merging of many forms against reading their JSON and doing nothing with it.

    python -m assessment.publish.bench_panel [PEOPLE …]

Each number of people is merged by a process of its own, from a file of lines, so that its peak memory is its own.
Seconds are the processor's, for others may be at work on the same machine.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assessment.core.model import Model
from assessment.files import load_model

PEOPLE = (10_000, 100_000)
ROLES = ("owner", "cashier", "driver", "buyer", "service")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each number of people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("people", nargs="*", type=int, default=PEOPLE)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.part:
        print(json.dumps(PARTS[asked.part](Path(asked.file))))
        return 0
    print("| people | merged | with json.loads alone | ratio | result | peak memory |")
    print("|---|---|---|---|---|---|")
    for people in asked.people:
        print(measured(people), flush=True)
    return 0


def measured(people: int) -> str:
    """One line of the table: three paired runs, by turns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "forms.jsonl"
        write_forms(file, people)
        runs = [(_process("json", file), _process("merge", file)) for _ in range(3)]
    alone = statistics.median(run[0]["seconds"] for run in runs)
    merging = statistics.median(run[1]["seconds"] for run in runs)
    result = statistics.median(run[1]["result"] for run in runs)
    memory = max(run[1]["memory"] for run in runs)
    return (
        f"| {people:,} | {people / merging:,.0f}/s | {people / alone:,.0f}/s | {merging / alone:.2f} "
        f"| {result:.2f} s | {memory / 1e6:,.0f} MB |"
    )


def write_forms(file: Path, people: int) -> None:
    """Full forms of people who differ, a line each."""
    model, chance = load_model(), random.Random(people)
    with file.open("w", encoding="utf-8") as out:
        for _ in range(people):
            out.write(json.dumps(_form(model, chance)) + "\n")


def _form(model: Model, chance: random.Random) -> dict[str, object]:
    answers: dict[str, dict[str, object]] = {
        item.id: {"level": level}
        for item, level in zip(
            model.items, chance.choices(range(1, 6), (1, 3, 4, 3, 1), k=len(model.items)), strict=True
        )
    }
    answers[chance.choice(model.items).id] = {"unknown": True}
    return {
        "format": "cx-atlas/answers",
        "version": 1,
        "model": {"id": model.id, "version": model.version},
        "form": "full",
        "date": "2026-11-21",
        "profile": {"role": chance.choice(ROLES), "site": f"shop {chance.randrange(40)}"},
        "answers": answers,
    }


def _process(part: str, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "assessment.publish.bench_panel", "--part", part, "--file", str(file)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def _json_alone(file: Path) -> dict[str, float]:
    start = time.process_time()
    with file.open("rb") as lines:
        for line in lines:
            json.loads(line.decode())
    return {"seconds": time.process_time() - start}


def _merge(file: Path) -> dict[str, float]:
    from assessment.core.team.merged import merge
    from assessment.core.team.panel import Panel
    from assessment.files import count_in

    start = time.process_time()
    panel = Panel(load_model())
    with file.open("rb") as lines:
        for line in lines:
            count_in(panel, line.decode())
    added = time.process_time()
    merge(panel.gathered)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": added - start, "result": time.process_time() - added, "memory": kilobytes * 1024.0}


PARTS = {"json": _json_alone, "merge": _merge}
"""What a process of its own does."""


if __name__ == "__main__":
    raise SystemExit(main())
