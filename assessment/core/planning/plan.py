"""The plan: the provably smallest set of improvements that reaches a level, of one block or of the whole.

An improvement is one item raised to a named level. The fewest improvements come first; among plans of that size, the
cheapest by the person's own estimates of effort; among those, the first by the form's order. A plan is made on the
stated reading, and raises only answered items: where a score is missing, it says which items to answer first.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from assessment.core.answers import Answers
from assessment.core.model import Model, Rules
from assessment.core.planning.cover import Route, Ways
from assessment.core.planning.reach import Party, Rung, parties, ranks, share, ways_to_level, ways_to_whole
from assessment.core.result import measure
from assessment.core.score import Score

Effort = Literal["small", "medium", "large"]
EFFORTS: Mapping[Effort, int] = {"small": 1, "medium": 2, "large": 3}
"""What climbing one level costs. It only puts plans of the same size in order."""
EFFORT_DEFAULT: Effort = "medium"

Status = Literal["plan", "reached", "unanswered", "not_assessed", "not_in_form"]


class Target(NamedTuple):
    """The level to reach: of a block, or of the whole where `block` is None."""

    block: str | None
    level: int


class Step(NamedTuple):
    """An improvement: one item, raised from its level to another one."""

    item: str
    start: int
    to: int
    effort: int


class Gap(NamedTuple):
    """Why a block's plan cannot be smaller. Numbers of items where all weigh the same (`even`), else of weight."""

    even: bool
    total: int
    needed: int
    there: int
    forced: tuple[str, ...]
    """Items so low that each of them must rise, whatever else does."""
    further: int
    """The least number of items besides those."""


class BlockNeed(NamedTuple):
    """Why the whole's plan cannot be smaller: the least number of items that each height costs a block."""

    block: str
    level: int | None
    """Its level now; None while too few of its items are answered."""
    least_held: int
    """To stand no further below the target than the gate allows."""
    least_reached: int | None
    """To reach the target itself; None where the block has no level to reach it with."""


class Lacking(NamedTuple):
    """A block that needs more answers before there is a score to plan with."""

    block: str
    open: tuple[str, ...]
    fewest: int
    """How many of the open items must be answered, at the least."""


class Plan(NamedTuple):
    """A plan, or why there is none.

    `steps` is empty unless the status is "plan". `alternatives` are the next cheapest plans through different items,
    of the same size; `sets` is the number of all sets of items of that size that reach the target.
    """

    target: Target
    status: Status
    level: int | None
    """The level now."""
    steps: tuple[Step, ...] = ()
    alternatives: tuple[tuple[Step, ...], ...] = ()
    sets: int = 0
    gap: Gap | None = None
    blocks: tuple[BlockNeed, ...] = ()
    needed: int = 0
    """Of a plan for the whole: how many of the blocks with a level must reach the target."""
    lacking: tuple[Lacking, ...] = ()
    areas_short: int = 0
    """Where areas are lacking: how many of them must be answered, at the least."""

    @property
    def effort(self) -> int:
        """What all steps cost together."""
        return effort_of(self.steps)

    def through(self, alternative: int) -> "Plan":
        """The plan by way of its n-th alternative, counted from 1; where there is none, the plan itself."""
        ways = (self.steps, *self.alternatives)
        if not 0 < alternative < len(ways):
            return self
        others = (*ways[:alternative], *ways[alternative + 1 :])
        return self._replace(steps=ways[alternative], alternatives=others)


def effort_of(steps: Iterable[Step]) -> int:
    """What steps cost together."""
    return sum(step.effort for step in steps)


def make_plan(model: Model, answers: Answers, target: Target, efforts: Mapping[str, Effort] | None = None) -> Plan:
    """The plan for a target. `efforts` are the person's estimates by item; the others are medium.

    The target's block must be one of the model's, its level one of the model's levels.
    """
    score = _score(model, answers, target.block)
    found = Plan(target, "plan", score.level)
    cost = {item.id: EFFORTS[(efforts or {}).get(item.id, EFFORT_DEFAULT)] for item in model.items}
    blocks = parties(model, answers, cost)
    if score.status in ("not_assessed", "not_in_form"):
        return found._replace(status=score.status)
    if score.level is None:
        return _unanswered(found, blocks, model)
    if score.level >= target.level:
        return found._replace(status="reached")
    found, ways = (_whole if target.block is None else _block)(found, blocks, model, answers)
    first, *others = (_steps(route, model, answers, cost) for route in ways.routes)
    return found._replace(steps=first, alternatives=tuple(others), sets=ways.sets)


def improved(answers: Answers, steps: Iterable[Step]) -> Answers:
    """The answers as they are once the steps are done."""
    given = {step.item: answers.to(step.item)._replace(level=step.to) for step in steps}
    return answers._replace(given={**answers.given, **given})


def _score(model: Model, answers: Answers, block: str | None) -> Score:
    scores = measure(model, answers).stated
    if block is None:
        return scores.overall
    return scores.management if block == model.management.id else scores.areas[block]


def _whole(found: Plan, blocks: Sequence[Party], model: Model, _: Answers) -> tuple[Plan, Ways]:
    ways, climbs = ways_to_whole(blocks, found.target.level, model.rules)
    needs = tuple(_need(block, climb) for block, climb in zip(blocks, climbs, strict=True))
    return found._replace(blocks=needs, needed=share(sum(block.scored for block in blocks), model.rules)), ways


def _block(found: Plan, blocks: Sequence[Party], model: Model, answers: Answers) -> tuple[Plan, Ways]:
    block = next(block for block in blocks if block.block == found.target.block)
    ways = ways_to_level(block, found.target.level, model.rules)
    assert ways is not None, "raising every answer reaches every level"
    return found._replace(gap=_gap(block, found.target.level, ways, model, answers)), ways


def _steps(route: Route, model: Model, answers: Answers, cost: Mapping[str, int]) -> tuple[Step, ...]:
    """A route in steps, in the form's order."""
    found = []
    for item, rank in ranks(model, answers).items():
        to, level = route.level_of(rank), answers.to(item).level
        if to and level is not None:
            found.append(Step(item, level, to, cost[item] * (to - level)))
    return tuple(found)


def _gap(block: Party, level: int, ways: Ways, model: Model, answers: Answers) -> Gap:
    floor = level - model.rules.gate_slack
    weights = {item.weight for item in block.items}
    unit = weights.pop() if len(weights) == 1 else 0
    total = sum(item.weight for item in block.items)
    there = sum(item.weight for item in block.items if item.level >= level)
    low = {item.rank for item in block.items if item.level < floor}
    return Gap(
        even=bool(unit),
        total=total // (unit or 1),
        needed=share(total // (unit or 1), model.rules),
        there=there // (unit or 1),
        forced=tuple(item for item, rank in ranks(model, answers).items() if rank in low),
        further=ways.size - len(low),
    )


def _need(block: Party, climb: Sequence[Rung]) -> BlockNeed:
    reached = next((rung.ways.size for rung in climb if rung.counts[0]), None)
    return BlockNeed(block.block, block.score.level, climb[0].ways.size, reached)


def _unanswered(found: Plan, blocks: Sequence[Party], model: Model) -> Plan:
    """What to answer first, before there is a score to plan with."""
    rules = model.rules
    areas = [block for block in blocks if block.block != model.management.id]
    short = rules.areas_needed - sum(area.scored for area in areas)
    if found.target.block is not None:
        needed = [block for block in blocks if block.block == found.target.block]
        short = 0
    else:
        needed = [block for block in blocks if not block.scored and (short > 0 or block.block == model.management.id)]
    return found._replace(
        status="unanswered",
        lacking=tuple(_lacking(block, rules) for block in needed),
        areas_short=max(0, short),
    )


def _lacking(block: Party, rules: Rules) -> Lacking:
    answered = sum(item.weight for item in block.items)
    total = answered + block.missing
    heaviest = accumulate(sorted((item.weight for item in block.open), reverse=True), initial=answered)
    fewest = next(n for n, weight in enumerate(heaviest) if weight * 100 >= total * rules.coverage_percent)
    return Lacking(block.block, tuple(item.id for item in block.open), fewest)
