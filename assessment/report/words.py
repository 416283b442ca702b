"""A language's words: sentences with gaps, plural forms, numbers as that language writes them."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from assessment.core.errors import AtlasError, ModelError
from assessment.core.model import OURS
from assessment.core.score import shown


def _one_other(n: int) -> str:
    return "one" if n == 1 else "other"


def _polish(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _romanian(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n == 0 or 1 <= n % 100 <= 19 else "other"


def _none(n: int) -> str:
    return "other"


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if n in (2, 3, 4) else "other"


def _ukrainian(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


PLURALS: Mapping[str, Callable[[int], str]] = {
    "other": _none,  # Japanese, Vietnamese, Indonesian …
    "one-other": _one_other,  # English, German, Hungarian, Greek …
    "one-few-many": _polish,
    "one-few-other": _romanian,
    "one-few-other-slovak": _czech,  # and Czech
    "one-few-many-ukrainian": _ukrainian,  # and Belarusian
}
"""Plural categories of whole numbers, after the Unicode CLDR; a language names its rule in its words."""


class Words:
    """The words of one language, from the folder `data/words/<language>`."""

    def __init__(self, data: Mapping[str, object]) -> None:
        """`data` is the file as plain data; ModelError if its head is not sound."""
        rule = str(data.get("plural"))
        if rule not in PLURALS:
            raise ModelError("not-a-choice", "plural", value=rule, choices=", ".join(PLURALS))
        self.language = str(data["language"])
        self.data = data
        self._plural = PLURALS[rule]
        self._decimal = str(data["decimal"])
        self._separator = str(data["list_separator"])

    def say(self, key: str, **facts: object) -> str:
        """The sentence under "table.key", its gaps filled; where it counts, in the plural form of `n`."""
        table, _, name = key.partition(".")
        entry = self.data[table][name]  # type: ignore[index]
        if isinstance(entry, dict):
            n = facts["n"]
            entry = entry[self._plural(n if isinstance(n, int) else 0)]
        return fill(str(entry), facts)

    def importance(self, value: int) -> str:
        """How much a block matters: low, normal or high for 1 to 3; other values of a model as they are."""
        key = f"page.importance_{value}"
        return self.say(key) if 1 <= value <= 3 else str(value)

    def honest(self, model: str) -> str:
        """What a result by the model of that id does not say."""
        return self.say("report.honest" if model == OURS else "own.honest")

    def number(self, value: Fraction) -> str:
        """A score as people of this language read it."""
        return self.decimal(shown(value))

    def decimal(self, text: str) -> str:
        """A number written with a point, with this language's decimal sign instead."""
        return text.replace(".", self._decimal)

    def list(self, entries: Iterable[str]) -> str:
        """Entries in one line."""
        return self._separator.join(entries)

    def error(self, error: AtlasError) -> str:
        """What is wrong, where, and what to do, in one line."""
        entry = self.data["errors"][error.code]  # type: ignore[index]
        what, mend = (fill(str(entry[part]), error.facts) for part in ("what", "mend"))
        key = "errors.line" if error.place else "errors.line_plain"
        return self.say(key, place=error.place, what=what, mend=mend)


def fill(sentence: str, facts: Mapping[str, object]) -> str:
    """The sentence with its {gaps} filled. A fact's own braces stay what they are."""
    pieces = sentence.split("{")
    done = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        done.append(f"{facts[name]}{rest}" if closed and name in facts else "{" + piece)
    return "".join(done)
