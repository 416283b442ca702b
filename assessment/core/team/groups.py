"""Which counts may be shown, so that nobody can be made out: the whole, and groups of people within it.

A count is shown of at least LEAST people. That is not enough, for what is shown can be subtracted: the whole less the
groups shown leaves the groups hidden, and with people grouped both by role and by site, much more can be worked out.
Draw each person as an edge from the node of their role to the node of their site, all hidden roles being one node and
all hidden sites another. Then the sums of people that can be worked out from what is shown, by any adding and
subtracting, are exactly the graph's cuts (the cut space of a bipartite graph is spanned by what meets at its nodes).
So the rule is: no cut of fewer than LEAST edges. As long as there is one, another group is hidden, the smallest first.
Roles come first: as many sites are shown beside them as the rule allows. Which groups are shown depends on nothing but
the people, never on what is asked for, or several requests could be subtracted from each other.

The same is done for each item with those who answered it: their levels are shown, or not, by the same rule. How many
did not answer is a count of everybody in a group, and needs no rule of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assessment.core.team.cuts import small_cut
from assessment.core.team.panel import LEAST, Gathered, Key
from assessment.core.team.rows import GROUPINGS


class Tally(NamedTuple):
    """What people said of an item."""

    open: int
    levels: tuple[int, ...] | None
    """How many chose each level, 1 first; None where too few did to show it, or where it could be worked out."""
    answered: int
    unknown: int
    not_applicable: int

    @property
    def people(self) -> int:
        """Everybody."""
        return self.open + self.answered + self.unknown + self.not_applicable


class Group(NamedTuple):
    """People of one role, or at one site, who may be shown."""

    by: str
    name: str
    """As people wrote it; "" for those who gave none."""
    people: int
    tallies: Mapping[str, Tally]


class Shown(NamedTuple):
    """All the counts that leave a panel. What else is said of it is worked out from these, or from everybody."""

    people: int
    tallies: Mapping[str, Tally]
    """Item → what everybody said."""
    groups: Mapping[str, tuple[Group, ...]]
    """Grouping → its groups, the largest first. It has none where all are in one."""
    hidden: Mapping[str, int]
    """Grouping → how many people are in groups that are not shown: none, or LEAST at least."""
    too_many: tuple[str, ...]
    """Groupings with more names than are read."""


def shown(gathered: Gathered) -> Shown:
    """What may be shown of at least LEAST people; ValueError if there are fewer."""
    if gathered.people < LEAST:
        raise ValueError(f"{gathered.people} people")
    width = gathered.width
    everybody, by_group = _sums(gathered)
    sizes = {key: sum(counts[:width]) for key, counts in gathered.cells.items()}
    visible = visible_groups(sizes, [frozenset(sums) for sums in by_group])
    tallies: dict[str, Tally] = {}
    of_group: dict[tuple[int, str], dict[str, Tally]] = {
        (place, name): {} for place, names in enumerate(visible) for name in names
    }
    known: dict[tuple[int, ...], Sequence[frozenset[str]]] = {}
    for item, start in zip(gathered.items, range(0, len(everybody), width), strict=True):
        levels = slice(start + 1, start + width - 2)
        answered = {key: sum(counts[levels]) for key, counts in gathered.cells.items()}
        weights = tuple(answered.values())
        if weights not in known:  # usually everybody answered
            known[weights] = visible_groups(answered, visible)
        item_visible, states = known[weights], slice(start, start + width)
        tallies[item.id] = _tally(everybody[states], sum(weights) >= LEAST)
        for (place, name), found in of_group.items():
            found[item.id] = _tally(by_group[place][name][states], name in item_visible[place])
    groups = {}
    for place, by in enumerate(GROUPINGS):
        if len(by_group[place]) > 1:
            written = gathered.names[by] or {}
            found_groups = [
                Group(by, written.get(name, ""), sum(by_group[place][name][:width]), of_group[place, name])
                for name in sorted(visible[place])
            ]
            groups[by] = tuple(sorted(found_groups, key=lambda group: -group.people))
    return Shown(
        gathered.people,
        tallies,
        groups,
        {by: gathered.people - sum(group.people for group in found) for by, found in groups.items()},
        tuple(by for by in GROUPINGS if gathered.names[by] is None),
    )


def visible_groups(people: Mapping[Key, int], candidates: Sequence[frozenset[str]]) -> Sequence[frozenset[str]]:
    """Of the candidates, by grouping, those whose counts may be shown beside each other and the whole.

    `people` says how many are in the same groups. Where there are fewer than LEAST in all, none is shown.
    """
    if sum(people.values()) < LEAST:
        return [frozenset() for _ in candidates]
    sizes: list[Counter[str]] = [Counter() for _ in candidates]
    for key, n in people.items():
        for place, name in enumerate(key):
            sizes[place][name] += n
    visible: list[set[str]] = [set() for _ in candidates]
    for place, names in enumerate(candidates):
        visible[place] = {name for name in names if not 0 < sizes[place][name] < LEAST}
        while (cut := _cut(people, visible)) is not None:
            visible[place].discard(_to_hide(cut, place, sizes[place]))
    return [frozenset(names) for names in visible]


_Node = tuple[int, str | None]
"""A group shown, by grouping and name; None is all that are hidden."""


def _cut(people: Mapping[Key, int], visible: Sequence[set[str]]) -> tuple[set[_Node], set[_Node]] | None:
    """Two sides that fewer than LEAST people hold together: they, and nobody else, could be worked out."""
    number: dict[_Node, int] = {}
    edges: dict[tuple[int, int], int] = {}
    for key in sorted(people):
        if people[key]:
            ends = [(place, name if name in visible[place] else None) for place, name in enumerate(key)]
            one, other = (number.setdefault(end, len(number)) for end in ends)
            edges[one, other] = edges.get((one, other), 0) + people[key]
    side = small_cut(edges, LEAST)
    if side is None:
        return None
    return {node for node, n in number.items() if n in side}, {node for node, n in number.items() if n not in side}


def _to_hide(cut: tuple[set[_Node], set[_Node]], place: int, sizes: Mapping[str, int]) -> str:
    """The smallest group of a grouping whose hiding joins the two sides; where none does, the smallest on a side.

    To hide a group is to put its people among those hidden, so it joins the sides if these are on the other one.
    """
    sides = [{name for where, name in side if where == place and name is not None} for side in cut]
    joining = {name for side, across in zip(sides, cut[::-1], strict=True) if (place, None) in across for name in side}
    return min(joining or sides[0] or sides[1], key=lambda name: (sizes[name], name))


def _tally(counts: Sequence[int], levels_shown: bool) -> Tally:
    levels = tuple(counts[1:-2])
    return Tally(counts[0], levels if levels_shown else None, sum(levels), counts[-2], counts[-1])


def _sums(gathered: Gathered) -> tuple[list[int], Sequence[Mapping[str, list[int]]]]:
    """The counts of everybody, and of each group of each grouping."""
    everybody = [0] * (len(gathered.items) * gathered.width)
    by_group: list[dict[str, list[int]]] = [{} for _ in GROUPINGS]
    for key, counts in gathered.cells.items():
        everybody = _plus(everybody, counts)
        for sums, name in zip(by_group, key, strict=True):
            sums[name] = _plus(sums[name], counts) if name in sums else counts
    return everybody, by_group


def _plus(counts: Sequence[int], others: Sequence[int]) -> list[int]:
    return [n + other for n, other in zip(counts, others, strict=True)]
