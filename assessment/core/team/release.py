"""Whether a panel may be shown after others: two panels that differ by one or two people would give these away."""

from collections.abc import Set
from typing import NamedTuple

from assessment.core.errors import AnswersError
from assessment.core.team.panel import LEAST, Gathered


class Difference(NamedTuple):
    """How many people a panel has gained and lost since it was shown."""

    came: int
    went: int

    @property
    def gives_away(self) -> bool:
        """Whether fewer than LEAST people, but some, came or went: what they said could be worked out."""
        return 0 < self.came < LEAST or 0 < self.went < LEAST


class Releases:
    """The panels that have been shown, by the digests of their people's forms."""

    def __init__(self) -> None:
        self._shown: list[frozenset[int]] = []

    def held_by(self, people: Set[int]) -> Difference | None:
        """What this panel would give away beside those shown before; None if it may be shown, which is remembered."""
        if self._shown and people == self._shown[-1]:
            return None
        for before in reversed(self._shown):
            difference = Difference(len(people - before), len(before - people))
            if difference.gives_away:
                return difference
        self._shown.append(frozenset(people))
        return None


def enough(gathered: Gathered) -> Gathered:
    """These people, if they are LEAST at least; or AnswersError."""
    if not gathered.people:
        raise AnswersError("panel-empty")
    if gathered.people < LEAST:
        raise AnswersError("panel-few", n=gathered.people, least=LEAST)
    return gathered
