"""Score a file of answers and print the report."""

import argparse

from assessment.commands import Desk, Output
from assessment.core.result import measure
from assessment.report.formats import FORMATS as REPORT_FORMATS
from assessment.report.formats import write_report

HELP = "Score a file of answers and print the report."
FORMATS = tuple(REPORT_FORMATS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", help='a file saved by the questionnaire; "-" reads standard input')


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """The report in the format that was asked for."""
    return write_report(measure(desk.model, desk.answers(asked.file)), desk.texts, desk.words, asked.format)
