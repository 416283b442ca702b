"""Print the questionnaire."""

import argparse

from assessment.commands import Desk, Output
from assessment.core.model import FORMS
from assessment.report.questions import QUESTION_FORMATS, write_questions

HELP = "Print the questionnaire."
FORMATS = tuple(QUESTION_FORMATS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--form", choices=FORMS, default="full", help="default: full")


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """The questions in the format that was asked for."""
    return write_questions(desk.model, desk.texts, desk.words, asked.form, asked.format)
