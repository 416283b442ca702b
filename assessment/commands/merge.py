"""Merge several people's answers into a panel, and print what it says."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from assessment.commands import Desk, Output, decoded, unreadable
from assessment.core.errors import AnswersError, AtlasError
from assessment.core.model import Form
from assessment.core.shape import printable
from assessment.core.team.merged import merge
from assessment.core.team.panel import Panel
from assessment.core.team.release import enough
from assessment.core.team.rows import GROUPINGS
from assessment.files import LARGEST, count_in
from assessment.report.formats import FORMATS as REPORT_FORMATS
from assessment.report.team.formats import write_panel

HELP = "Merge several people's answers, and print where they agree and what to talk about."
FORMATS = tuple(REPORT_FORMATS)

NAMED = 100
"""So many forms that are left out are told by name."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help='a file of answers; a folder, for every .json and .jsonl below it; a .jsonl file or "-", standard input, '
        "with one document of answers in each line",
    )
    parser.add_argument(
        "--by", action="append", choices=GROUPINGS, default=[], help="show groups, too; may be given twice"
    )
    parser.add_argument("--strict", action="store_true", help="fail if a single file cannot be read")


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """The panel; what is wrong with single files goes to standard error, a line each, and the others count."""
    panel, broken = Panel(desk.model), 0
    names: dict[Form, list[str]] = {"full": [], "quick": []}
    for name, text in _texts(asked.files):
        try:
            if isinstance(text, AtlasError):
                raise text
            status, form = count_in(panel, text, desk.releases)
        except AtlasError as error:
            broken += 1
            _tell(desk.about(name, desk.words.error(error)))
            continue
        if status == "duplicate":
            _tell(desk.words.say("panel.file_duplicate", file=printable(name, 1_000)))
        elif len(names[form]) < NAMED:
            names[form].append(name)
    form = panel.gathered.form
    for name in names["quick" if form == "full" else "full"]:
        _tell(desk.words.say(f"panel.file_left_out_{form}", file=printable(name, 1_000)))
    if broken and asked.strict:
        raise AnswersError("panel-broken", n=broken)
    merged = merge(enough(panel.gathered))
    return write_panel(panel, merged, desk.texts, desk.words, asked.by, asked.format)


def _texts(files: list[str]) -> Iterator[tuple[str, str | AtlasError]]:
    """The name and the text of every document of answers, one at a time; or why there is none."""
    for file in files:
        for name in _below(file):
            if name == "-" or name.lower().endswith(".jsonl"):
                yield from _lines(name)
            else:
                yield name, _whole(name)


def _below(file: str) -> Iterator[str]:
    """The file, or those below it if it is a folder."""
    if file != "-" and Path(file).is_dir():
        found = (path for path in Path(file).rglob("*") if path.suffix.lower() in (".json", ".jsonl"))
        yield from sorted(str(path) for path in found if path.is_file())
    else:
        yield file


def _whole(name: str) -> str | AtlasError:
    """The text of a file with one document."""
    try:
        with Path(name).open("rb") as file:
            return _decoded(file.read(LARGEST * 4 + 1))
    except OSError as error:
        return unreadable(error)


def _lines(name: str) -> Iterator[tuple[str, str | AtlasError]]:
    """Each line of a file that is not empty; none is longer in memory than the longest file may be."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            number = 0
            while line := file.readline(LARGEST * 4 + 1):
                number += 1
                if not line.isspace():
                    yield f"{name}:{number}", _decoded(line)
    except OSError as error:
        yield name, unreadable(error)


def _decoded(raw: bytes) -> str | AtlasError:
    try:
        return decoded(raw)
    except AnswersError as error:
        return error


def _tell(line: str) -> None:
    print(" ".join(line.split()), file=sys.stderr)
