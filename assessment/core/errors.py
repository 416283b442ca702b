"""What can go wrong that a person can mend.

An error carries a code, a place and facts, never a sentence: the sentence stands, in each language, under the code in
`data/words/<language>/errors.toml`, and `report.messages` puts them together.
"""


class AtlasError(Exception):
    """The base of all errors of ours. Its children are named by whose it is to mend."""

    def __init__(self, code: str, place: str = "", **facts: object) -> None:
        """`code` names the message; `place` is where, as a person would point at it: `answers.SAL-INT.level`."""
        super().__init__(code, place, facts)
        self.code = code
        self.place = place
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return " ".join(part for part in (self.code, self.place and f"at {self.place}", facts and f"({facts})") if part)


class ModelError(AtlasError):
    """The model, or its words, is not sound: its author mends it."""


class AnswersError(AtlasError):
    """A file of answers cannot be read: whoever holds the file mends it."""


class RequestError(AtlasError):
    """The engine was asked something that it does not understand: the caller mends it."""
