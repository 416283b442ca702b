"""Renews what the corpus expects, after a change that is meant: `python -m tests.renew`, then read the differences.

It writes what the engine says now into tests/cases/*/report.* and tests/invalid/*.toml. That it is right is for the
reader of `git diff` to see: nothing here can know.
"""

import json

from assessment.core.errors import AnswersError, AtlasError
from assessment.core.result import measure
from assessment.files import load_model, load_texts, load_words, read_answers
from assessment.report.formats import write_report
from assessment.report.words import Words
from tests.corpus import LANGUAGES, Case, Invalid, cases, invalid


def renew() -> None:
    """Write every expectation anew."""
    for case in cases():
        _renew_case(case)
    for broken in invalid():
        _renew_message(broken)


def _renew_case(case: Case) -> None:
    model = load_model()
    result = measure(model, read_answers(case.answers.read_text("utf-8"), model))
    for expected in case.expected:
        texts, words = load_texts(model, expected.language), Words(load_words(expected.language))
        expected.file.write_bytes(write_report(result, texts, words, expected.form).encode())


def _renew_message(broken: Invalid) -> None:
    error = _error(broken)
    lines = [f'code = "{error.code}"']
    for language in LANGUAGES:
        words = Words(load_words(language))
        line = words.say("errors.in_file", file=broken.file.name, message=words.error(error))
        lines.append(f"{language} = {json.dumps(line, ensure_ascii=False)}")  # a JSON text is a TOML text, too
    broken.message.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _error(broken: Invalid) -> AtlasError:
    try:
        text = broken.file.read_bytes().decode()
    except UnicodeDecodeError:
        return AnswersError("file-not-text")
    if "\0" in text:
        return AnswersError("file-not-text")
    try:
        read_answers(text, load_model())
    except AtlasError as error:
        return error
    raise AssertionError(f"{broken.file.name} can be read")


if __name__ == "__main__":
    renew()
