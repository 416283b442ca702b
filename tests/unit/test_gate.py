"""The gate against its definition, read by brute force."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.gate import Member, blocking, gated_level
from assessment.core.model import Rules
from tests.unit.generated import REAL


@st.composite
def blocks(draw: st.DrawFn, weighted: bool = True) -> tuple[list[Member], Rules]:
    """Up to six members with levels and weights, and rules to judge them by."""
    levels = draw(st.integers(2, 6))
    rules = REAL.rules._replace(
        levels=levels,
        gate_percent=draw(st.sampled_from([1, 50, 66, 67, 75, 80, 100]) | st.integers(1, 100)),
        gate_slack=draw(st.integers(0, levels - 1)),
    )
    member = st.tuples(st.integers(1, levels), st.integers(1, 5 if weighted else 1))
    found = draw(st.lists(member, min_size=1, max_size=6))
    return [Member(f"m{n}", level, weight) for n, (level, weight) in enumerate(found)], rules


def holds(level: int, members: list[Member], rules: Rules) -> bool:
    """The definition: enough weight at the level or above, and nothing further below it than the slack."""
    reached = sum(member.weight for member in members if member.level >= level)
    share = reached / sum(member.weight for member in members)
    return share >= rules.gate_percent / 100 - 1e-9 and all(m.level >= level - rules.gate_slack for m in members)


@given(blocks())
def test_the_level_is_the_highest_that_the_definition_allows(block: tuple[list[Member], Rules]) -> None:
    members, rules = block
    assert gated_level(members, rules) == max(
        n for n in range(1, rules.levels + 1) if n == 1 or holds(n, members, rules)
    )


@given(blocks())
def test_if_a_level_holds_so_does_every_level_below_it(block: tuple[list[Member], Rules]) -> None:
    members, rules = block
    assert all(holds(level, members, rules) for level in range(1, gated_level(members, rules) + 1))


@given(blocks())
def test_needed_is_the_fewest_that_reach_the_next_level(block: tuple[list[Member], Rules]) -> None:
    members, rules = block
    stop = blocking(members, rules)
    if stop is None:
        assert gated_level(members, rules) == rules.levels
        return
    goal = stop.next_level
    assert goal == gated_level(members, rules) + 1
    assert set(stop.short) == {m.id for m in members if m.level < goal}
    assert set(stop.below) == {m.id for m in members if m.level < goal - rules.gate_slack}
    # The others rise as far as they must in any case, and stay below the next level.
    others = [m._replace(level=max(m.level, min(goal - 1, goal - rules.gate_slack))) for m in members]
    others = [other if m.id in stop.short else m for m, other in zip(members, others, strict=True)]
    fewest = min(
        len(chosen)
        for size in range(len(stop.short) + 1)
        for chosen in itertools.combinations(stop.short, size)
        if holds(goal, [m._replace(level=goal) if m.id in chosen else m for m in others], rules)
    )
    assert stop.needed == fewest


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        ([3, 3, 3, 3, 3], 3),
        ([3, 3, 3, 3, 2], 3),  # 80 % is enough
        ([3, 3, 3, 2, 2], 2),  # 60 % is not
        ([5, 5, 5, 5, 1], 2),  # one answer far below holds everything back
        ([5, 5, 5, 5, 4], 5),
        ([4, 4, 4, 4, 4, 4, 3], 4),
        ([1], 1),
        ([5], 5),
        ([2, 3, 3, 3, 3, 3], 3),
        ([1, 3, 3, 3, 3, 3], 2),
    ],
)
def test_the_published_gate_on_hand_made_blocks(levels: list[int], level: int) -> None:
    members = [Member(f"m{n}", value) for n, value in enumerate(levels)]
    assert gated_level(members, REAL.rules) == level


def test_a_heavy_member_counts_by_its_weight() -> None:
    assert gated_level([Member("heavy", 3, 4), Member("light", 2, 1)], REAL.rules) == 3
    assert gated_level([Member("heavy", 2, 4), Member("light", 3, 1)], REAL.rules) == 2


def test_without_slack_all_short_members_must_reach_the_next_level() -> None:
    rules = REAL.rules._replace(gate_slack=0)
    stop = blocking([Member(f"m{n}", level) for n, level in enumerate([3, 3, 3, 3, 2])], rules)
    assert stop is not None
    assert (stop.next_level, stop.below, stop.needed) == (3, ("m4",), 1)
