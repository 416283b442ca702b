"""The forms of many people, gathered one by one into counts.

What is kept does not grow with the number of people, but for eight bytes each, by which a form that comes twice is
recognised, and for the states of the first KEPT people's items, which intervals and reliability are worked out from.
The order in which forms come leaves no trace in any of it.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from assessment.core.answers import Answers
from assessment.core.model import FORMS, Form, Item, Model
from assessment.core.team.rows import GROUPINGS, Reader, Row

LEAST = 3
"""Fewer people than this are never shown, not as a panel, a group, nor as those who answered an item."""

KEPT = 20_000
"""So many people's states are kept. Where there are more, an interval would be narrower than the decimal shown."""

MOST_NAMES = 200
"""A grouping of more names than this groups nobody, and would not fit on a page: it is left out."""

Key = tuple[str, ...]
"""The groups that a person is in, one for each of GROUPINGS: names in lower case, "" where none was given."""

Status = Literal["counted", "duplicate"]


class Counted(NamedTuple):
    """What became of a form."""

    status: Status
    form: Form


class Gathered:
    """The people who filled in one form."""

    def __init__(self, model: Model, form: Form, width: int) -> None:
        self.model, self.form, self.width = model, form, width
        self.items: Sequence[Item] = model.of_form(form)
        self.people = 0
        self.digests: set[int] = set()
        self.cells: dict[Key, list[int]] = {}
        """For everybody in the same groups: how many people are in each state, item after item."""
        self.names: dict[str, dict[str, str] | None] = {by: {} for by in GROUPINGS}
        """How the names of a grouping are written; None where there are too many."""
        self.importance = {block.id: 0 for block in model.blocks}
        """What people said of each block's importance, as the sum of what they said above the model's default."""
        self._rows: bytearray | None = bytearray()
        self._offsets = range(0, len(self.items) * width, width)

    def add(self, row: Row) -> Status:
        """Count a person in; a form that says the same in every word as one before is not counted again."""
        if row.digest in self.digests:
            return "duplicate"
        self.digests.add(row.digest)
        self.people += 1
        counts = self._cell(row.groups)
        for offset, state in zip(self._offsets, row.states, strict=True):
            counts[offset + state] += 1
        for block, importance in row.importance.items():
            self.importance[block] += importance - self.model.rules.importance_default
        if self._rows is not None:
            self._rows += row.states
            if self.people > KEPT:
                self._rows = None
        return "counted"

    @property
    def rows(self) -> list[bytes] | None:
        """The states of each person's items, in an order of their own; None where there are more people than KEPT."""
        if self._rows is None:
            return None
        n = len(self.items)
        return sorted(bytes(self._rows[start : start + n]) for start in range(0, len(self._rows), n))

    def _cell(self, groups: Sequence[str]) -> list[int]:
        """The counts of people in these groups."""
        key = tuple([self._key(by, name) for by, name in zip(GROUPINGS, groups, strict=True)])
        counts = self.cells.get(key)
        if counts is None:
            counts = self.cells[key] = [0] * (len(self.items) * self.width)
        return counts

    def _key(self, by: str, name: str) -> str:
        names = self.names[by]
        if names is None:
            return ""
        key = name.casefold()
        written = names.get(key)
        if written is None:
            if len(names) == MOST_NAMES:
                self._leave_out(by)
                return ""
            names[key] = name
        elif name != written and _plainer(name) < _plainer(written):
            names[key] = name
        return key

    def _leave_out(self, by: str) -> None:
        """Put everybody into one group of this grouping."""
        self.names[by] = None
        place = GROUPINGS.index(by)
        cells: dict[Key, list[int]] = {}
        for key, counts in self.cells.items():
            whole = (*key[:place], "", *key[place + 1 :])
            cells[whole] = (
                [one + other for one, other in zip(cells[whole], counts, strict=True)] if whole in cells else counts
            )
        self.cells = cells


class Panel:
    """Everybody's forms. A panel is over one form: the one that more people filled in, the full one if as many did."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.duplicates = 0
        self._reader = Reader(model)
        self._gathered: Mapping[Form, Gathered] = {form: Gathered(model, form, self._reader.width) for form in FORMS}

    def add(self, answers: Answers) -> Counted:
        """Count a person in. The answers are to the panel's model."""
        return self._add(self._reader.row_of(answers))

    def add_data(self, data: object) -> Counted | None:
        """Count a person in from a file's plain data; None, and nobody counted, where the parser has to look at it."""
        row = self._reader.row_of_data(data)
        return None if row is None else self._add(row)

    def of(self, form: Form) -> Gathered:
        """Those who filled in a form."""
        return self._gathered[form]

    @property
    def gathered(self) -> Gathered:
        """Those who count."""
        full, quick = self.of("full"), self.of("quick")
        return quick if quick.people > full.people else full

    @property
    def left_out(self) -> int:
        """How many people filled in the other form."""
        return sum(gathered.people for gathered in self._gathered.values()) - self.gathered.people

    def _add(self, row: Row) -> Counted:
        status = self._gathered[row.form].add(row)
        self.duplicates += status == "duplicate"
        return Counted(status, row.form)


def _plainer(name: str) -> tuple[bool, str]:
    """The least of the ways to write a name is shown, whichever came first: "Sales" before "SALES" and "sales"."""
    return name.isupper(), name
