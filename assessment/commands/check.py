"""Say whether files of answers can be read, and what is in them."""

import argparse

from assessment.commands import Desk, Output
from assessment.core.result import measure

HELP = "Say whether files of answers can be read, and what is in them."
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("files", nargs="+", metavar="file")


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """One line a file."""
    return "".join(f"{_line(file, desk)}\n" for file in asked.files)


def _line(file: str, desk: Desk) -> str:
    result = measure(desk.model, desk.answers(file))
    counts = desk.words.say(
        "report.counts",
        total=len(result.items),
        answered=result.count("level"),
        unknown=result.count("unknown"),
        not_applicable=result.count("not_applicable"),
        open=result.count("open"),
    )
    return desk.about(file, counts)
