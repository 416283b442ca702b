"""Say whether files of answers can be read and reports follow from their answers; and whether a model is sound."""

import argparse

from assessment.bundle import Bundle
from assessment.commands import Desk, Output
from assessment.core.result import measure
from assessment.files import read_document, read_given
from assessment.report.seal import check_report, confirmed, is_report

HELP = (
    "Say whether files of answers can be read, and what is in them; whether reports (JSON) follow from the answers in "
    "them; with --model, whether that model is sound."
)
FORMATS = ()


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "files", nargs="*", metavar="file", help="answers, or a report; may be left out where a --model is given"
    )
    parser.set_defaults(parser=parser)


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """One line a file, after one for the model if it was named."""
    if not asked.files and not desk.own:
        asked.parser.error("name a file of answers, or a model with --model")
    lines = [desk.about(asked.model, _model(desk.own, desk))] if desk.own else []
    return "".join(f"{line}\n" for line in (*lines, *(_line(file, desk) for file in asked.files)))


def _model(own: Bundle, desk: Desk) -> str:
    model = own.model
    return desk.words.say(
        "own.fine",
        name=f"{model.id} {model.version}",
        areas=len(model.areas),
        pillars=len(model.pillars),
        practices=len(model.practices),
        items=len(model.items),
        levels=model.rules.levels,
        languages=desk.words.list(model.languages),
        releases=len(own.releases),
    )


def _line(file: str, desk: Desk) -> str:
    text = desk.text(file)
    data = read_document(text)
    if is_report(data):
        seal = check_report(data, lambda given: read_given(given, desk.model, desk.releases))
        return desk.about(file, confirmed(seal, desk.words))
    result = measure(desk.model, desk.answers_in(text, file))
    counts = desk.words.say(
        "report.counts",
        total=len(result.items),
        answered=result.count("level"),
        unknown=result.count("unknown"),
        not_applicable=result.count("not_applicable"),
        open=result.count("open"),
    )
    return desk.about(file, counts)
