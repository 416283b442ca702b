"""Score a file of answers and print the report."""

import argparse
import sys

from assessment.commands import Desk, Output
from assessment.core.result import measure
from assessment.report.formats import BINARY, write_report
from assessment.report.formats import FORMATS as TEXTS

HELP = "Score a file of answers and print the report."
FORMATS = (*TEXTS, *BINARY)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", help='a file saved by the questionnaire; "-" reads standard input')


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """The report in the format that was asked for."""
    result = measure(desk.model, desk.answers(asked.file))
    if asked.format in TEXTS:
        return write_report(result, desk.texts, desk.words, asked.format)
    from assessment.report.xlsx import xlsx

    sys.stdout.buffer.write(xlsx(result, desk.texts, desk.words))
    return ""
