"""The commands of `cx-atlas`: one module a command, with HELP, FORMATS, `arguments(parser)` and `run(asked, desk)`."""

import sys
from collections.abc import Iterable
from errno import errorcode
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.errors import AnswersError, AtlasError
from assessment.core.model import Model
from assessment.core.shape import printable
from assessment.core.texts import Texts
from assessment.files import LARGEST, load_texts, read_answers
from assessment.report.words import Words

Output = str | Iterable[str]


class Desk:
    """What a command works with: the model, the language, and the files that it is given."""

    def __init__(self, model: Model, words: Words) -> None:
        self.model, self.words = model, words
        self._file = ""

    @property
    def texts(self) -> Texts:
        """The model's words in the language that was asked for."""
        return load_texts(self.model, self.words.language)

    def text(self, file: str) -> str:
        """The text of a file, or of standard input for "-"; until the next one, errors are this file's."""
        self._file = file
        try:
            raw = sys.stdin.buffer.read(LARGEST * 4 + 1) if file == "-" else Path(file).read_bytes()
        except FileNotFoundError:
            raise AnswersError("file-missing") from None
        except OSError as error:  # its symbol, for the system's sentence would be in the system's language
            symbol = errorcode.get(error.errno or 0, type(error).__name__)
            raise AnswersError("file-unreadable", reason=symbol) from None
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise AnswersError("file-not-text") from None
        if "\0" in text:
            raise AnswersError("file-not-text")
        return text

    def answers(self, file: str) -> Answers:
        """The answers in a file, or on standard input for "-"."""
        return read_answers(self.text(file), self.model)

    def message(self, error: AtlasError) -> str:
        """An error in one line: the file that was read last, the place, what is wrong, what to do."""
        message = self.words.error(error)
        return " ".join((self.about(self._file, message) if self._file else message).split())

    def about(self, file: str, message: str) -> str:
        """A line about a file."""
        return self.words.say("errors.in_file", file=printable(file, 1_000), message=message)
