"""Panels for tests: a small model, people who answer it, and an attacker who adds and subtracts all that is shown."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from hypothesis import strategies as st

from assessment.core.answers import parse_answers
from assessment.core.model import Model, parse_model
from assessment.core.team.panel import LEAST, Panel

_RULES = {
    "levels": 5,
    "gate_percent": 80,
    "gate_slack": 1,
    "coverage_percent": 60,
    "areas_needed": 1,
    "evidence_from": 4,
    "evidence_fallback": 3,
    "strength_from": 4,
    "list_length": 3,
    "importance": [1, 2, 3],
    "importance_default": 2,
    "target_default": 3,
    "clear_difference_tenths": 6,
    "tie_pillars": ["P1"],
}
SMALL = parse_model(
    {
        "id": "small",
        "version": "1.0.0",
        "languages": ["en"],
        "practices": ["01"],
        "rules": _RULES,
        "management": {"id": "MGT"},
        "areas": {"A": {"weight": 1}},
        "pillars": {"P1": {}, "P2": {}},
        "items": {
            "A-1": {"area": "A", "pillar": "P1", "weight": 1, "quick": True},
            "A-2": {"area": "A", "pillar": "P2", "weight": 1, "quick": False},
            "M-1": {"practice": "01", "weight": 1, "quick": True},
        },
    }
)
"""Three items."""

ITEMS = [item.id for item in SMALL.items]
_STATES: Mapping[str, dict[str, object]] = {"?": {"unknown": True}, "-": {"not_applicable": "no"}, ".": {}}


class Person(NamedTuple):
    """A person's groups, and a character for each item: a level, "?" unknown, "-" not applicable, "." open."""

    role: str
    site: str
    said: str


def document(person: Person, model: Model = SMALL, number: int = 0, form: str = "full") -> dict[str, Any]:
    """A person's file; the number tells people apart who say the same."""
    answers = {
        item.id: _STATES.get(said) or {"level": int(said)} if said != "." else {}
        for item, said in zip(model.of_form(form), person.said, strict=True)  # type: ignore[arg-type]
    }
    return {
        "format": "cx-atlas/answers",
        "version": 1,
        "model": {"id": model.id, "version": model.version},
        "form": form,
        "profile": {"organisation": f"person {number}", "role": person.role, "site": person.site},
        "answers": answers,
    }


def panel_of(people: Iterable[Person], model: Model = SMALL, form: str = "full") -> Panel:
    """These people as a panel."""
    panel = Panel(model)
    for number, person in enumerate(people):
        panel.add(parse_answers(document(person, model, number, form), model))
    return panel


def crowds(least: int = LEAST, most: int = 14) -> st.SearchStrategy[list[Person]]:
    """People in few groups, so that these are small and cross each other."""
    person = st.builds(
        Person,
        st.sampled_from(["r", "s", "t", ""]),
        st.sampled_from(["x", "y", "z"]),
        st.text(st.sampled_from("12355?-.."), min_size=len(ITEMS), max_size=len(ITEMS)),
    )
    return st.lists(person, min_size=least, max_size=most)


# -- the attacker ---------------------------------------------------------------------------------------------------

Told = Sequence[tuple[str, str]]
"""The sums that are shown: grouping and name, ("", "") being everybody."""


def worked_out(people: Sequence[Person], told: Told) -> list[set[int]]:
    """The smallest sets of fewer than LEAST people of whom something follows from sums over groups.

    The attacker knows who is in which group and adds and subtracts sums with any factors. What follows about no one
    but some people is a combination in which everybody else cancels out: there is one, if the sums are less
    independent without these people than with them.
    """
    rows = [
        [int(not by or getattr(person, by).casefold() == name.casefold()) for person in people] for by, name in told
    ]
    # People in the same groups are told apart by no sum, so one column stands for all of them.
    alike: dict[tuple[int, ...], list[int]] = {}
    for number, column in enumerate(zip(*rows, strict=True)):
        alike.setdefault(column, []).append(number)
    columns = [(column, set(numbers)) for column, numbers in alike.items() if any(column)]
    whole = _rank([list(column) for column, _ in columns])
    found = []
    for count in (1, 2):
        for chosen in combinations(columns, count):
            few = set().union(*(numbers for _, numbers in chosen))
            if len(few) < LEAST:
                others = [list(column) for column, numbers in columns if not numbers & few]
                if _rank(others) < whole:
                    found.append(few)
    return found


def _rank(vectors: list[list[int]]) -> int:
    """The rank of a matrix, exactly."""
    rows = [[Fraction(entry) for entry in vector] for vector in vectors]
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for n in range(rank + 1, len(rows)):
            if rows[n][column]:
                factor = rows[n][column] / rows[rank][column]
                rows[n] = [one - factor * other for one, other in zip(rows[n], rows[rank], strict=True)]
        rank += 1
    return rank
