"""The gate: a level is not a band of a mean.

A level holds when at least `gate_percent` of the weight stands at it or above, and nothing stands more than
`gate_slack` levels below it. So the level says what can be relied upon, and one strong answer hides no weak one.
If a level holds, so do all levels below it; and raising a member never lowers the level.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.core.model import Rules


class Member(NamedTuple):
    """Something with a level of its own that counts towards a common one: an item in a block, a block in the whole."""

    id: str
    level: int
    weight: int = 1


class Blocking(NamedTuple):
    """What stands between a common level and the next one."""

    next_level: int
    below: tuple[str, ...]
    """Members so low that each of them must rise, at least to `next_level - gate_slack`."""
    short: tuple[str, ...]
    """Members below the next level, `below` included."""
    needed: int
    """How many of `short` must reach the next level, at the least."""


def gated_level(members: Sequence[Member], rules: Rules) -> int:
    """The highest level that holds, 1 to `rules.levels`. There must be at least one member."""
    return level_of(weights_at(members, rules), rules)


def weights_at(members: Sequence[Member], rules: Rules) -> list[int]:
    """How much weight stands at each level; the index is the level, index 0 is unused."""
    weights = [0] * (rules.levels + 1)
    for member in members:
        weights[member.level] += member.weight
    return weights


def level_of(weights: Sequence[int], rules: Rules) -> int:
    """The highest level that holds, from the weight at each level."""
    total = sum(weights)
    lowest = next(level for level, weight in enumerate(weights) if weight)
    for level in range(min(rules.levels, lowest + rules.gate_slack), 1, -1):
        if sum(weights[level:]) * 100 >= total * rules.gate_percent:
            return level
    return 1


def blocking(members: Sequence[Member], rules: Rules) -> Blocking | None:
    """What stops the level above the one that holds; None at the highest level."""
    goal = gated_level(members, rules) + 1
    if goal > rules.levels:
        return None
    short = [member for member in members if member.level < goal]
    total = sum(member.weight for member in members)
    lacking = total * rules.gate_percent - sum(m.weight for m in members if m.level >= goal) * 100
    heaviest = sorted((member.weight for member in short), reverse=True)
    needed = next(n for n in range(len(short) + 1) if sum(heaviest[:n]) * 100 >= lacking)
    if not rules.gate_slack:  # then none may stay below
        needed = len(short)
    return Blocking(
        goal,
        tuple(member.id for member in short if member.level < goal - rules.gate_slack),
        tuple(member.id for member in short),
        needed,
    )
