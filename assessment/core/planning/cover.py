"""The smallest ways through one gate: which items of a block to raise, and how far. Exact, not greedy.

A gate holds at a goal when enough weight stands at it or above and nothing lies below its floor. So items below the
floor are forced: no way leads past them. If raising all of those to the goal does not fill what is lacking, the fewest
further items that do are added. Which of them, and which forced items climb to the goal rather than to the floor, is a
knapsack over small whole numbers, solved by dynamic programming over (items taken, weight filled).
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

KEPT = 6
"""How many of the cheapest ways are kept: the best one and five alternatives."""


class Climber(NamedTuple):
    """An answered item as the search sees it."""

    rank: int
    """Its place counted from the end of the form."""
    level: int
    weight: int
    effort: int
    """For each level that it climbs."""


class Gate(NamedTuple):
    """What must hold: `weight` at `goal` or above, and nothing below `floor`."""

    goal: int
    floor: int
    weight: int


class Route(NamedTuple):
    """Some items, each raised to a level. The smaller tuple is the better route: cheaper, then by the form's order.

    `order` holds the levels as hexadecimal digits, the form's first item first, negated: of equally cheap routes, the
    one is best that raises the earlier items, and those higher. `items` holds one bit for each item raised. Joining
    routes through different blocks is adding them, part by part.
    """

    effort: int
    order: int
    items: int

    def level_of(self, rank: int) -> int:
        """To which level the item of that rank is raised; 0 if it is not."""
        return -self.order >> 4 * rank & 15


class Ways(NamedTuple):
    """The ways of the fewest items: how many items, how many different sets of them, and the cheapest, best first."""

    size: int
    sets: int
    routes: tuple[Route, ...]


NOTHING = Ways(0, 1, (Route(0, 0, 0),))
"""Nothing needs to be raised."""


def ways_through(gate: Gate, items: Sequence[Climber]) -> Ways | None:
    """The ways through a gate; None if raising every item would not be enough."""
    forced = [item for item in items if item.level < gate.floor]
    further = [item for item in items if gate.floor <= item.level < gate.goal]
    lacking = max(0, gate.weight - sum(item.weight for item in items if item.level >= gate.goal))
    rest = lacking - sum(item.weight for item in forced)
    heaviest = accumulate(sorted((item.weight for item in further), reverse=True), initial=0)
    fewest = next((n for n, weight in enumerate(heaviest) if weight >= rest), None)
    if fewest is None:
        return None
    lifts = _lifts(forced, gate, lacking)
    found: list[Route] = []
    count = 0
    for filled, ways in _choices(further, gate, fewest, lacking).items():
        if filled >= rest:
            count += ways.sets
            lift = min(route for weight, route in lifts.items() if weight + filled >= lacking)
            found += (joined(route, lift) for route in ways.routes)
    return Ways(len(forced) + fewest, count, best(found))


def _lifts(forced: Iterable[Climber], gate: Gate, lacking: int) -> dict[int, Route]:
    """The cheapest lift of all forced items for each weight that it brings to the goal (what is enough is enough)."""
    lifts = {0: Route(0, 0, 0)}
    for item in forced:
        grown: dict[int, Route] = {}
        for weight, route in lifts.items():
            for level in (gate.floor, gate.goal):
                filled = min(lacking, weight + item.weight) if level == gate.goal else weight
                lifted = joined(route, _raised(item, level))
                grown[filled] = min(grown.get(filled, lifted), lifted)
        lifts = grown
    return lifts


def _choices(items: Sequence[Climber], gate: Gate, size: int, lacking: int) -> dict[int, Ways]:
    """All choices of `size` items that climb to the goal, by the weight that they bring there."""
    choices = {(0, 0): NOTHING}
    for left, item in zip(range(len(items) - 1, -1, -1), items, strict=True):
        step = (_raised(item, gate.goal),)
        grown: dict[tuple[int, int], list[Ways]] = {}
        for (taken, weight), ways in choices.items():
            if taken + left >= size:
                grown.setdefault((taken, weight), []).append(ways)
            if taken < size:
                more = Ways(taken + 1, ways.sets, tuple(joined(route, step[0]) for route in ways.routes))
                grown.setdefault((taken + 1, min(lacking, weight + item.weight)), []).append(more)
        choices = {key: smallest(options) for key, options in grown.items()}
    return {weight: ways for (_, weight), ways in choices.items()}


def _raised(item: Climber, level: int) -> Route:
    return Route(item.effort * (level - item.level), -(level << 4 * item.rank), 1 << item.rank)


# -- putting ways together --------------------------------------------------------------------------------------------


def joined(one: Route, other: Route) -> Route:
    """Both routes, through different items."""
    return Route(one[0] + other[0], one[1] + other[1], one[2] + other[2])


def both(one: Ways, other: Ways) -> Ways:
    """The ways through two gates over different items.

    The n-th best of one with the m-th best of the other is not among the first KEPT if n·m is larger than that.
    """
    if other is NOTHING:
        return one
    pairs = (joined(first, second) for n, first in enumerate(one.routes, 1) for second in other.routes[: KEPT // n])
    return Ways(one.size + other.size, one.sets * other.sets, best(pairs))


def smallest(options: Sequence[Ways]) -> Ways:
    """The smallest of several options; the counts of options of the same size are added."""
    if len(options) == 1:
        return options[0]
    size = min(ways.size for ways in options)
    least = [ways for ways in options if ways.size == size]
    return Ways(size, sum(ways.sets for ways in least), best(route for ways in least for route in ways.routes))


def best(routes: Iterable[Route]) -> tuple[Route, ...]:
    """The first KEPT routes, each set of items once."""
    found: dict[int, Route] = {}
    for route in sorted(routes):
        if found.setdefault(route.items, route) is route and len(found) == KEPT:
            break
    return tuple(found.values())
