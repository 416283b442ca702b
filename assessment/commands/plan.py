"""Find the fewest improvements that reach a level."""

import argparse

from assessment.commands import Desk, Output
from assessment.core.errors import RequestError
from assessment.core.planning.plan import Target, make_plan
from assessment.core.planning.roadmap import parse_efforts
from assessment.core.shape import Shape
from assessment.report.planning.plan import PlanWords
from assessment.report.planning.planfile import FORMATS as PLAN_FORMATS
from assessment.report.planning.planfile import write_plan

HELP = "Find the fewest improvements that reach a level, overall or in one area."
FORMATS = tuple(PLAN_FORMATS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", help='a file saved by the questionnaire; "-" reads standard input')
    parser.add_argument("--target", type=int, required=True, metavar="LEVEL", help="the level to reach")
    parser.add_argument("--area", metavar="ID", help="an area, or management (MGT); default: the overall level")
    parser.add_argument(
        "--effort",
        action="append",
        default=[],
        type=_effort,
        metavar="ITEM=EFFORT",
        help="small, medium (the default) or large for one item, as in SAL-INT=small; may be repeated",
    )


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """The plan in the format that was asked for."""
    model = desk.model
    level = Shape(asked.target, "--target", RequestError).whole(1, model.rules.levels)
    area = Shape(asked.area, "--area", RequestError)
    block = None if area.value is None else area.one_of(block.id for block in model.blocks)
    efforts = parse_efforts(Shape(dict(asked.effort), "--effort", RequestError), model)
    answers = desk.answers(asked.file)
    spoken = PlanWords(model, answers, desk.texts, desk.words, {})
    return write_plan(make_plan(model, answers, Target(block, level), efforts), efforts, spoken, asked.format)


def _effort(text: str) -> tuple[str, str]:
    """ITEM=EFFORT as a pair; what is wrong in it is said with the rest of the input."""
    item, _, effort = text.partition("=")
    return item, effort
