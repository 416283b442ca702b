"""The commands of `cx-atlas`: one module a command, with HELP, FORMATS, `arguments(parser)` and `run(asked, desk)`."""

import sys
from collections.abc import Iterable, Mapping
from errno import errorcode
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.core.answers import Answers
from assessment.core.errors import AnswersError, AtlasError
from assessment.core.model import Model
from assessment.core.shape import printable
from assessment.core.texts import Texts
from assessment.files import LARGEST, load_texts, read_given
from assessment.report.words import Words

if TYPE_CHECKING:
    from assessment.bundle import Bundle

Output = str | Iterable[str]


def unreadable(error: OSError) -> AnswersError:
    """Why a file cannot be read, with the error's symbol: the system's sentence would be in the system's language."""
    if isinstance(error, FileNotFoundError):
        return AnswersError("file-missing")
    return AnswersError("file-unreadable", reason=errorcode.get(error.errno or 0, type(error).__name__))


def decoded(raw: bytes) -> str:
    """The text of a file; AnswersError if it is none."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise AnswersError("file-not-text") from None


class Desk:
    """What a command works with: the model, the language, and the files that it is given."""

    def __init__(self, model: Model, words: Words) -> None:
        self.model, self.words = model, words
        self._file = ""
        self.own: Bundle | None = None
        """The other model that is in use, if any."""

    def use(self, path: str) -> None:
        """Work with another model from here on, the one in a folder or a file; ModelError if it is not sound."""
        from assessment.bundle import open_model  # only where another model is asked for

        self.own = open_model(Path(path))
        self.model = self.own.model

    @property
    def texts(self) -> Texts:
        """The model's words in the language that was asked for; another model may have only others."""
        return self.own.texts_for(self.words.language) if self.own else load_texts(self.model, self.words.language)

    def text(self, file: str) -> str:
        """The text of a file, or of standard input for "-"; until the next one, errors are this file's."""
        self._file = file
        try:
            raw = sys.stdin.buffer.read(LARGEST * 4 + 1) if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise unreadable(error) from None
        return decoded(raw)

    def answers(self, file: str) -> Answers:
        """The answers in a file, or on standard input for "-"; it is told if they are older than the model."""
        return self.answers_in(self.text(file), file)

    def answers_in(self, text: str, file: str) -> Answers:
        """The same, where the file's text has been read already."""
        asked, answers = read_given(text, self.model, self.releases)
        if asked is self.model:
            return answers
        from assessment.core.history.migration import migrate

        note = self.words.say("migration.note", old=asked.version, new=self.model.version)
        print(self.about(file, note), file=sys.stderr)
        return migrate(answers, asked, self.model).answers

    def given(self, file: str) -> tuple[Model, Answers]:
        """The answers in a file as they were given, and the version of the model that they were given to."""
        return read_given(self.text(file), self.model, self.releases)

    @property
    def releases(self) -> Mapping[str, Model] | None:
        """Other versions of the model that is in use; None for those of the model that ships with CX Atlas."""
        return self.own.releases if self.own else None

    def message(self, error: AtlasError) -> str:
        """An error in one line: the file that was read last, the place, what is wrong, what to do."""
        message = self.words.error(error)
        return " ".join((self.about(self._file, message) if self._file else message).split())

    def about(self, file: str, message: str) -> str:
        """A line about a file."""
        return self.words.say("errors.in_file", file=printable(file, 1_000), message=message)
