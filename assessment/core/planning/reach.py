"""The smallest ways to reach a level: of one block, and of the whole, whose gate stands over the levels of the blocks.

The fewest items of a block are independent of those of another, so the whole is a choice of one rung for each block:
how high it must climb to count. Dynamic programming over (blocks that count, so far) finds the best choice exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from assessment.core.answers import Answers
from assessment.core.model import Item, Model, Rules
from assessment.core.planning.cover import NOTHING, Climber, Gate, Ways, both, smallest, ways_through
from assessment.core.score import Cell, Score, score_cells

End = Literal["point", "low", "high"]
"""Which level of a block: the one it stands at, or an end of its range."""


class Party(NamedTuple):
    """The applicable items of a block: those that are answered, and the others, which cannot be raised."""

    block: str
    items: tuple[Climber, ...]
    open: tuple[Item, ...]
    score: Score

    @property
    def missing(self) -> int:
        """The weight of what is not answered."""
        return sum(item.weight for item in self.open)

    @property
    def scored(self) -> bool:
        """Whether enough is answered for a level."""
        return self.score.level is not None


class Rung(NamedTuple):
    """A height that a block can climb to, and how. Whoever stands on a rung stands on those below it, too."""

    counts: tuple[int, int, int, int]
    """What the block counts as: reached, possibly reached, surely reached, surely not too far below."""
    ways: Ways


def parties(model: Model, answers: Answers, efforts: Mapping[str, int]) -> list[Party]:
    """The blocks of which anything applies, in the model's order; `efforts` are by item, for each level climbed."""
    items = [item for item in model.of_form(answers.form) if answers.to(item.id).state != "not_applicable"]
    rank = ranks(model, answers)
    found = []
    for block in model.blocks:
        own = [(item, answers.to(item.id).level) for item in items if item.block == block.id]
        if own:
            climbers = (
                Climber(rank[item.id], level, item.weight, efforts[item.id]) for item, level in own if level is not None
            )
            score = score_cells([Cell(item.id, item.weight, level) for item, level in own], model.rules)
            unanswered = tuple(item for item, level in own if level is None)
            found.append(Party(block.id, tuple(climbers), unanswered, score))
    return found


def ranks(model: Model, answers: Answers) -> dict[str, int]:
    """Item → its place counted from the end of the form; in the form's order."""
    items = model.of_form(answers.form)
    return {item.id: len(items) - 1 - place for place, item in enumerate(items)}


def share(total: int, rules: Rules) -> int:
    """How much of a weight the gate asks for, in whole numbers."""
    return -(-total * rules.gate_percent // 100)


def ways_to_level(party: Party, level: int, rules: Rules, end: End = "point") -> Ways | None:
    """The smallest ways for a block's level, or an end of its range, to reach a level; None if nothing can do it."""
    if level <= 1:
        return NOTHING
    floor = level - rules.gate_slack
    if end == "low" and party.missing and floor > 1:  # the missing answers count as 1
        return None
    total = sum(item.weight for item in party.items) + (0 if end == "point" else party.missing)
    needed = share(total, rules) - (party.missing if end == "high" else 0)
    return ways_through(Gate(level, floor, needed), party.items)


def rungs(party: Party, level: int, rules: Rules, bounds: bool) -> list[Rung]:
    """What a block can count as towards the whole's level, from the least to the most.

    Without `bounds`, only its own level matters. With them, so do the ends of its range (see `ways_to_whole`). Each
    rung implies those before it: a block that may reach the level has no answer below the floor, so its own level holds
    the floor; and whether the lower end of its range does hangs only on how much is missing.
    """
    floor = level - rules.gate_slack
    steps: list[tuple[End, int, tuple[int, int, int]]] = [
        ("point" if party.scored else "high", floor, (0, 0, 0)),
        ("low", floor, (0, 0, 0)),
        ("high", level, (0, 1, 0)),
        ("point", level, (1, 1, 0)),
        ("low", level, (int(party.scored), 1, 1)),
    ]
    sustained = 0
    found: list[Rung] = []
    for end, height, counts in steps:
        if (end == "point" and not party.scored) or (end != "point" and not bounds):
            continue
        ways = ways_to_level(party, height, rules, end)
        if ways is None:
            continue
        if end == "low":
            sustained = 1
        if found and found[-1].ways == ways:  # the same items, and they count for more
            found.pop()
        found.append(Rung((*counts, sustained), ways))
    return found


def ways_to_whole(parties: Sequence[Party], level: int, rules: Rules) -> tuple[Ways, list[list[Rung]]]:
    """The smallest ways for the whole to reach a level, and the rungs of each block that they choose from.

    The whole stands where the gate over the blocks' levels says, kept within the range that the blocks without a level
    leave open. So it reaches the level if the blocks' levels do and the range's upper end allows it – or if already its
    lower end does.
    """
    bounds = not all(party.scored for party in parties)
    climbs = [rungs(party, level, rules, bounds) for party in parties]
    of_scored, of_all = (share(number, rules) for number in (sum(party.scored for party in parties), len(parties)))
    most = (of_scored, of_all, of_all, len(parties))
    states = {(0, 0, 0, 0): NOTHING}
    for climb in climbs:
        grown: dict[tuple[int, int, int, int], list[Ways]] = {}
        for state, before in states.items():
            for counts, ways in _exclusive(climb):
                a, b, c, d = (
                    min(*three) for three in zip(map(sum, zip(state, counts, strict=True)), most, strict=True)
                )
                grown.setdefault((a, b, c, d), []).append(both(before, ways))
        states = {state: smallest(options) for state, options in grown.items()}
    enough = [
        ways
        for (reached, possible, sure, sustained), ways in states.items()
        if (reached == of_scored and possible == of_all) or (sure == of_all and sustained == len(parties))
    ]
    return smallest(enough), climbs


def _exclusive(climb: Sequence[Rung]) -> Iterator[Rung]:
    """The rungs, each counting only the sets of items that do not reach the next one: else they would count twice."""
    for rung, above in zip(climb, (*climb[1:], None), strict=True):
        again = above.ways.sets if above is not None and above.ways.size == rung.ways.size else 0
        yield rung._replace(ways=rung.ways._replace(sets=rung.ways.sets - again))
