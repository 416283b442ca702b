"""Carry a file of answers to another version of the model, and say what became of them."""

import argparse
from errno import errorcode
from pathlib import Path

from assessment.commands import Desk, Output
from assessment.core.errors import AnswersError, RequestError
from assessment.core.history.migration import migrate
from assessment.core.model import Model
from assessment.core.shape import printable
from assessment.files import load_release, release_names, write_answers
from assessment.report.history.comparison import MIGRATION_FORMATS, write_migration

HELP = "Carry a file of answers to another version of the model, and say what became of them."
FORMATS = MIGRATION_FORMATS


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", help='a file saved by the questionnaire; "-" reads standard input')
    parser.add_argument("--to", metavar="VERSION", help="default: the present version")
    parser.add_argument("--output", metavar="FILE", help="write the carried answers to this file")


def run(asked: argparse.Namespace, desk: Desk) -> Output:
    """What became of the answers; with --output, the answers themselves are written."""
    new = _version(asked.to, desk)
    old, answers = desk.given(asked.file)
    migration = migrate(answers, old, new)
    if asked.output:
        try:
            Path(asked.output).write_bytes(write_answers(migration.answers, new).encode())
        except OSError as error:
            symbol = errorcode.get(error.errno or 0, type(error).__name__)
            raise AnswersError("file-unwritable", file=printable(asked.output, 1_000), reason=symbol) from None
    return write_migration(migration, desk.texts, desk.words, asked.format)


def _version(version: str | None, desk: Desk) -> Model:
    if version in (None, desk.model.version):
        return desk.model
    assert version is not None
    found = load_release(version) if desk.releases is None else desk.releases.get(version)
    if found is None:
        known = release_names() if desk.releases is None else desk.releases
        versions = dict.fromkeys([*known, desk.model.version])
        raise RequestError("release-unknown", version=printable(version), known=desk.words.list(versions))
    return found
