"""Compare two or more results: what changed, how much of it is you and how much the model, and what is noise."""

import argparse
from pathlib import Path

from assessment.commands import Desk, Output
from assessment.core.errors import AnswersError
from assessment.core.history.change import Wave, in_order
from assessment.files import read_result
from assessment.report.history.comparison import FORMATS as COMPARISON_FORMATS
from assessment.report.history.comparison import write_comparison

HELP = "Compare two or more results: what changed, how much of it is you or the model, and what is noise."
FORMATS = COMPARISON_FORMATS


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "files", nargs="+", metavar="file", help="answers or reports (JSON), in any order if each has its date"
    )


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """The comparison in the format that was asked for."""
    found = [(file, read_result(desk.text(file), desk.model, desk.releases)) for file in asked.files]
    waves = [Wave(*result, name=Path(file).name) for file, result in found]
    if len(in_order(waves)[0]) < 2:
        raise AnswersError("results-too-few")
    return write_comparison(waves, desk.model, desk.texts, desk.words, asked.format)
