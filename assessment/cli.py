"""cx-atlas: the same engine on the command line.

Exit status: 0 on success; 2 on bad input, with one line on standard error: file, place, what is wrong, what to do.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from assessment.commands import Desk
from assessment.core.errors import AtlasError
from assessment.files import load_model, load_words
from assessment.report.words import Words

COMMANDS = (
    "score",
    "merge",
    "questions",
    "check",
    "plan",
    "compare",
    "migrate",
)
"""Each a module of `assessment.commands`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the result."""
    # The same bytes on every system; and a file's name may hold what is not text.
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    asked = _parser().parse_args(arguments)
    desk = Desk(load_model(), Words(load_words(asked.language)))
    try:
        if asked.model:
            desk.use(asked.model)
        output = asked.run(asked, desk)
        sys.stdout.writelines([output] if isinstance(output, str) else output)
    except AtlasError as error:
        print(desk.message(error), file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cx-atlas", description="Score and print the CX Atlas self-assessment.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        command = import_module(f"assessment.commands.{name}")
        sub = commands.add_parser(name, help=command.HELP, description=command.HELP)
        sub.add_argument("--language", choices=load_model().languages, default="en", help="default: en")
        sub.add_argument("--model", metavar="PATH", help="another model: a folder, or one .toml or .json file")
        if command.FORMATS:
            sub.add_argument("--format", choices=command.FORMATS, default="text", help="default: text")
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return parser
