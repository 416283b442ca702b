"""One person's answers as a row of states: all that a panel keeps of a form, and how it tells two forms apart.

A panel may hold a million forms, so `Reader.row_of_data` makes a row of a file's plain data without building the
answers first. It knows the usual file only; whatever it has not seen before it leaves, with None, to the strict parser
and `Reader.row_of`, which must then come to the same row.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from assessment.core.answers import FORMAT, PROFILE, VERSION, Answer, Answers
from assessment.core.model import FORMS, Form, Model

OPEN = 0
"""The state of an item that is not answered yet; the levels from 1 up are their own states, and two more follow."""

_TOP = {"format", "version", "model", "form", "answers", "date", "profile", "importance", "targets"}


class Row(NamedTuple):
    """A form as a panel sees it."""

    form: Form
    states: bytes
    """A state for each item of the form, in order."""
    groups: tuple[str, ...]
    """The names that the person gave to what GROUPINGS names; "" where none was given."""
    importance: Mapping[str, int]
    digest: int
    """Eight bytes that two forms share only if they say the same in every word (or by a chance of one in 2^64)."""


GROUPINGS = ("role", "site")
"""The entries of the profile by which people are grouped."""

_Extra = tuple[int, str, str, tuple[str, ...]]


class Reader:
    """Makes rows of the answers to one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.unknown, self.not_applicable = model.rules.levels + 1, model.rules.levels + 2
        self.width = model.rules.levels + 3
        """How many states there are."""
        self._place = {item.id: place for place, item in enumerate(model.items)}
        self._of_form = {
            form: None if form == "full" else [self._place[item.id] for item in model.of_form(form)] for form in FORMS
        }
        self._model = {"id": model.id, "version": model.version}
        self._blocks = frozenset(block.id for block in model.blocks)
        self._levels = frozenset(range(1, model.rules.levels + 1))
        self._importance = frozenset(model.rules.importance)

    def row_of(self, answers: Answers) -> Row:
        """The row of answers that have been read."""
        states = bytearray(len(self._place))
        extras: list[_Extra] = []
        for item, answer in answers.given.items():
            place = self._place[item]
            states[place] = self._state(answer)
            if answer.note or answer.evidence or answer.not_applicable:
                extras.append((place, answer.note, answer.not_applicable, answer.evidence))
        return self._row(
            answers.form, states, extras, answers.date, answers.profile, answers.importance, answers.targets
        )

    def row_of_data(self, data: object) -> Row | None:
        """The row of plain data that is a sound file of answers to this very model; None leaves it to the parser."""
        if type(data) is not dict or not data.keys() <= _TOP:
            return None
        form, date, answers = data.get("form"), data.get("date", ""), data.get("answers")
        version = data.get("version")
        if data.get("format") != FORMAT or version != VERSION or type(version) is not int:
            return None
        if data.get("model") != self._model or form not in FORMS or type(answers) is not dict:
            return None
        if date != "" and not _is_plain_date(date):
            return None
        profile = self._texts(data.get("profile", {}))
        importance = self._numbers(data.get("importance", {}), self._importance)
        targets = self._numbers(data.get("targets", {}), self._levels)
        if profile is None or importance is None or targets is None or ("date" in data and not date):
            return None
        states = bytearray(len(self._place))
        extras: list[_Extra] = []
        place_of, highest = self._place.get, self.model.rules.levels
        for item, answer in answers.items():
            place = place_of(item)
            if place is None or type(answer) is not dict:
                return None
            if len(answer) == 1 and type(level := answer.get("level")) is int and 0 < level <= highest:
                states[place] = level
            elif not self._unusual(place, answer, states, extras):
                return None
        return self._row(form, states, extras, date, profile, importance, targets)

    def _unusual(self, place: int, answer: dict[str, object], states: bytearray, extras: list[_Extra]) -> bool:
        """Take in an answer that is more than a level; False if the parser has to see it."""
        note = reason = ""
        evidence: tuple[str, ...] = ()
        said = 0
        for key, value in answer.items():
            if key == "level" and type(value) is int and value in self._levels:
                said, states[place] = said + 1, value
            elif key == "unknown" and value is True:
                said, states[place] = said + 1, self.unknown
            elif key == "not_applicable" and _is_text(value, 2_000):
                said, states[place], reason = said + 1, self.not_applicable, str(value)
            elif key == "note" and (value == "" or _is_text(value, 20_000)):
                note = str(value)
            elif key == "evidence" and type(value) is list and len(value) <= 50:
                if not all(_is_text(entry, 2_000) for entry in value):
                    return False
                evidence = tuple(value)
            else:
                return False
        if note or reason or evidence:
            extras.append((place, note, reason, evidence))
        return said < 2

    def _texts(self, profile: object) -> Mapping[str, str] | None:
        if type(profile) is not dict or not all(
            key in PROFILE and (value == "" or _is_text(value, 1_000)) for key, value in profile.items()
        ):
            return None
        return {key: value for key, value in profile.items() if value}

    def _numbers(self, numbers: object, allowed: frozenset[int]) -> Mapping[str, int] | None:
        if type(numbers) is not dict or not all(
            block in self._blocks and type(number) is int and number in allowed for block, number in numbers.items()
        ):
            return None
        return numbers

    def _state(self, answer: Answer) -> int:
        if answer.level is not None:
            return answer.level
        if answer.unknown:
            return self.unknown
        return self.not_applicable if answer.not_applicable else OPEN

    def _row(
        self,
        form: Form,
        states: bytearray,
        extras: Iterable[_Extra],
        date: str,
        profile: Mapping[str, str],
        importance: Mapping[str, int],
        targets: Mapping[str, int],
    ) -> Row:
        everything = bytes(states)
        numbers = tuple(sorted(importance.items())), tuple(sorted(targets.items()))
        said = (form, everything, tuple(sorted(extras)), date, tuple(sorted(profile.items())), numbers)
        places = self._of_form[form]
        return Row(
            form,
            everything if places is None else bytes([everything[place] for place in places]),
            tuple([_name(profile.get(by, "")) for by in GROUPINGS]),
            importance,
            hash(said),
        )


def _name(text: str) -> str:
    """A group's name on one line, without spaces around it."""
    return " ".join(text.split())


def _is_plain_date(value: object) -> bool:
    """A day that every month has; others are for the parser, who has a calendar."""
    return (
        type(value) is str
        and len(value) == 10
        and value.isascii()
        and value[4] == value[7] == "-"
        and (value[:4] + value[5:7] + value[8:]).isdigit()
        and value[:4] != "0000"
        and "01" <= value[5:7] <= "12"
        and "01" <= value[8:] <= "28"
    )


def _is_text(value: object, longest: int) -> bool:
    """Text that says something and can be stored. Half a character, which cannot, is never ASCII nor printable."""
    return (
        type(value) is str
        and len(value) <= longest
        and (value.isascii() or value.isprintable())
        and bool(value.strip())
    )
