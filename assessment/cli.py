"""cx-atlas: the same engine on the command line.

Exit status: 0 on success; 2 on bad input, with one line on standard error: file, place, what is wrong, what to do.
"""

import argparse
import sys
from collections.abc import Sequence
from errno import errorcode
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.errors import AnswersError, AtlasError
from assessment.core.model import FORMS
from assessment.core.result import measure
from assessment.core.shape import printable
from assessment.files import LARGEST, load_model, load_texts, load_words, read_answers
from assessment.report.formats import FORMATS, write_report
from assessment.report.questions import QUESTION_FORMATS, write_questions
from assessment.report.words import Words


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the result."""
    # The same bytes on every system; and a file's name may hold what is not text.
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    asked = _parser().parse_args(arguments)
    words = Words(load_words(asked.language))
    try:
        output = asked.run(asked, words)
    except AtlasError as error:
        message = words.error(error)
        if asked.current_file:
            message = words.say("errors.in_file", file=printable(asked.current_file, 1_000), message=message)
        print(" ".join(message.split()), file=sys.stderr)
        return 2
    sys.stdout.write(output)
    return 0


def _score(asked: argparse.Namespace, words: Words) -> str:
    model = load_model()
    result = measure(model, _answers(asked.file, asked))
    return write_report(result, load_texts(model, asked.language), words, asked.format)


def _questions(asked: argparse.Namespace, words: Words) -> str:
    model = load_model()
    return write_questions(model, load_texts(model, asked.language), words, asked.form, asked.format)


def _check(asked: argparse.Namespace, words: Words) -> str:
    lines = []
    for file in asked.files:
        result = measure(load_model(), _answers(file, asked))
        counts = words.say(
            "report.counts",
            total=len(result.items),
            answered=result.count("level"),
            unknown=result.count("unknown"),
            not_applicable=result.count("not_applicable"),
            open=result.count("open"),
        )
        lines.append(words.say("errors.in_file", file=printable(file, 1_000), message=counts))
    return "".join(f"{line}\n" for line in lines)


def _answers(file: str, asked: argparse.Namespace) -> Answers:
    """The answers in a file, or on standard input for "-"."""
    asked.current_file = file
    try:
        raw = sys.stdin.buffer.read(LARGEST * 4 + 1) if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        raise AnswersError("file-missing") from None
    except OSError as error:  # its symbol, for the system's sentence would be in the system's language
        raise AnswersError("file-unreadable", reason=errorcode.get(error.errno or 0, type(error).__name__)) from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise AnswersError("file-not-text") from None
    if "\0" in text:
        raise AnswersError("file-not-text")
    return read_answers(text, load_model())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cx-atlas", description="Score and print the CX Atlas self-assessment.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: object, help: str, formats: Sequence[str] = ()) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.add_argument("--language", choices=load_model().languages, default="en", help="default: en")
        if formats:
            sub.add_argument("--format", choices=formats, default="text", help="default: text")
        sub.set_defaults(run=run, current_file="")
        return sub

    score = command("score", _score, "Score a file of answers and print the report.", tuple(FORMATS))
    score.add_argument("file", help='a file saved by the questionnaire; "-" reads standard input')
    questions = command("questions", _questions, "Print the questionnaire.", tuple(QUESTION_FORMATS))
    questions.add_argument("--form", choices=FORMS, default="full", help="default: full")
    check = command("check", _check, "Say whether files of answers can be read, and what is in them.")
    check.add_argument("files", nargs="+", metavar="file")
    return parser
