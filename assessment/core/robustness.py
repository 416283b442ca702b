"""How far a result hangs on the model's own choices: the same answers under a thousand other sets of assumptions.

After Saisana, Saltelli & Tarantola (2005): what the authors of an index could as well have chosen is drawn at random,
all at once, and what follows is counted; then one assumption at a time, to see which matters. What the person said,
importance and targets included, is never drawn.

Everything is whole numbers, so that the same answers give the same counts on every machine. With whole-number
parameters a Dirichlet draw is the gaps between sorted uniform numbers, so it needs no logarithm; and geometric means
are compared by their logarithms, which are whole numbers here, made of those of the primes, so that equal stays equal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from random import Random
from typing import Literal, NamedTuple

from assessment.core.advice import importance_of, target_of
from assessment.core.answers import Answers
from assessment.core.gate import level_of
from assessment.core.model import Item, Model, Rules

DRAWS = 1_000
SEED = 2005
CONCENTRATION = 25
"""Dirichlet parameter of an average weight: weights then vary by about a fifth (standard deviation over mean)."""
SPREAD = 5
"""Thresholds vary by so many percentage points, up and down."""

Assumption = Literal["weights", "gate", "coverage", "aggregation"]
ASSUMPTIONS: tuple[Assumption, ...] = ("weights", "gate", "coverage", "aggregation")

_BITS = 30  # the largest whole numbers that Python sorts at full speed
_EXACT = 80  # means of 30-bit weights that differ at all differ by more than 2 to the power of -80
_TWO, _THREE, _FIVE, _SEVEN = 693_147_180_560, 1_098_612_288_668, 1_609_437_912_434, 1_945_910_149_055
_LOG = (0, 0, _TWO, _THREE, 2 * _TWO, _FIVE, _TWO + _THREE, _SEVEN, 3 * _TWO, 2 * _THREE)
"""Natural logarithms of the levels in 10^-12; index 0 is unused."""


class Assumed(NamedTuple):
    """One set of assumptions. `items`: block → the weights of its applicable items; `blocks`: their own weights."""

    items: Mapping[str, Sequence[int]]
    blocks: Mapping[str, int]
    gate: int
    coverage: int
    geometric: bool


class Outcome(NamedTuple):
    """What follows from one set of assumptions: levels, or None where there is none, and the first priorities."""

    overall: int | None
    blocks: tuple[int | None, ...]
    """The areas, then management."""
    priorities: tuple[str, ...]


class Change(NamedTuple):
    """How often something is no longer as published, 0 to 1."""

    overall: Fraction
    blocks: Fraction
    """At least one area, or management."""
    priorities: Fraction
    """As a set."""


class Robustness(NamedTuple):
    """Counts out of `draws`, beside what was published."""

    draws: int
    published: Outcome
    levels: tuple[int, ...]
    """How often the overall level was each; index 0 counts "no level"."""
    blocks: tuple[int, ...]
    """How often the level of each block was as published."""
    same_set: int
    """How often the first priorities were the same, in any order."""
    same_first: int
    """How often the very first was the same."""
    among_first: Mapping[str, int]
    """Item → how often it was among the first priorities; the most frequent first."""
    alone: Mapping[Assumption, Change]
    """What each assumption changes by itself."""


def robustness(model: Model, answers: Answers, draws: int = DRAWS) -> Robustness:
    """The robustness of the result of these answers under this model."""
    form = _Form(model, answers)
    published = form.outcome(form.published)
    levels, same_blocks = [0] * (model.rules.levels + 1), [0] * len(model.blocks)
    same_set = same_first = 0
    among: dict[str, int] = {}
    drawn = [form.draw(random) for random in [Random(SEED)] for _ in range(draws)]
    for outcome in map(form.outcome, drawn):
        levels[outcome.overall or 0] += 1
        for place, (found, was) in enumerate(zip(outcome.blocks, published.blocks, strict=True)):
            same_blocks[place] += found == was
        same_set += set(outcome.priorities) == set(published.priorities)
        same_first += outcome.priorities[:1] == published.priorities[:1]
        for item in outcome.priorities:
            among[item] = among.get(item, 0) + 1
    order = {item.id: place for place, item in enumerate(model.items)}
    return Robustness(
        draws,
        published,
        tuple(levels),
        tuple(same_blocks),
        same_set,
        same_first,
        {key: among[key] for key in sorted(among, key=lambda key: (-among[key], order[key]))},
        {name: _change([form.outcome(one) for one in form.alone(name, drawn)], published) for name in ASSUMPTIONS},
    )


class _Form:
    """The answers laid out for many evaluations."""

    def __init__(self, model: Model, answers: Answers) -> None:
        self.model, self.quick = model, answers.form == "quick"
        rules = model.rules
        items = [item for item in model.of_form(answers.form) if answers.to(item.id).state != "not_applicable"]
        within = {block.id: [item for item in items if item.block == block.id] for block in model.blocks}
        self.levels = {key: [answers.to(item.id).level for item in own] for key, own in within.items()}
        self.rules = {
            percent: rules._replace(gate_percent=percent)
            for percent in (rules.gate_percent, *_around(rules.gate_percent))
        }
        self.published = Assumed(
            {key: [item.weight for item in own] for key, own in within.items()},
            dict.fromkeys(within, 1),
            rules.gate_percent,
            rules.coverage_percent,
            geometric=False,
        )
        self.alphas = {key: _alphas(weights) for key, weights in self.published.items.items()}
        self.urgent = list(_urgent(items, answers, model))

    def draw(self, random: Random) -> Assumed:
        """Other assumptions, all at once."""
        rules = self.model.rules
        return Assumed(
            {key: dirichlet(alphas, random) for key, alphas in self.alphas.items()},
            dict(zip(self.alphas, dirichlet([CONCENTRATION] * len(self.alphas), random), strict=True)),
            _one_of(_around(rules.gate_percent), random),
            _one_of(_around(rules.coverage_percent), random),
            geometric=bool(random.getrandbits(1)),
        )

    def alone(self, name: Assumption, drawn: Sequence[Assumed]) -> Iterator[Assumed]:
        """One assumption switched, each of its values as likely as the others: drawn where it cannot be listed."""
        rules, published = self.model.rules, self.published
        if name == "weights":
            return (published._replace(items=one.items, blocks=one.blocks) for one in drawn)
        if name == "gate":
            return (published._replace(gate=percent) for percent in _around(rules.gate_percent))
        if name == "coverage":
            return (published._replace(coverage=percent) for percent in _around(rules.coverage_percent))
        return (published._replace(geometric=geometric) for geometric in (False, True))

    def outcome(self, assumed: Assumed) -> Outcome:
        """What `core.result` would say under these assumptions, as far as levels and priorities go."""
        rules = self.rules[assumed.gate]
        points: dict[str, int] = {}
        lows, highs, scores = dict(points), dict(points), dict(points)
        value: Callable[[int], int] = _LOG.__getitem__ if assumed.geometric else int
        for key, levels in self.levels.items():
            if not levels:
                continue
            at, missing, total = [0] * (rules.levels + 1), 0, 0
            for level, weight in zip(levels, assumed.items[key], strict=True):
                if level is None:
                    missing += weight
                else:
                    at[level] += weight
                    total += value(level) * weight
            answered = sum(at)
            lows[key] = highs[key] = level_of(_with(at, 1, missing), rules)
            if missing:
                highs[key] = level_of(_with(at, rules.levels, missing), rules)
            if answered * 100 >= (answered + missing) * assumed.coverage:
                points[key] = level_of(at, rules) if missing else lows[key]
                scores[key] = (total << _EXACT) // answered
        shown = points if not self.quick else {key: points[key] for key in (self.model.management.id,) if key in points}
        return Outcome(
            self.overall(points, lows, highs, assumed.blocks, rules),
            tuple(shown.get(block.id) for block in self.model.blocks),
            self.first({key: scores[key] for key in shown}, value(rules.levels) << _EXACT),
        )

    def overall(
        self,
        points: Mapping[str, int],
        lows: Mapping[str, int],
        highs: Mapping[str, int],
        weights: Mapping[str, int],
        rules: Rules,
    ) -> int | None:
        """The gate over the blocks' levels, within its range; None where a half of the whole is missing."""
        management = self.model.management.id
        if management not in points or len(points) <= rules.areas_needed:
            return None

        def gate(levels: Mapping[str, int]) -> int:
            at = [0] * (rules.levels + 1)
            for key, level in levels.items():
                at[level] += weights[key]
            return level_of(at, rules)

        return max(gate(lows), min(gate(highs), gate(points)))

    def first(self, scores: Mapping[str, int], otherwise: int) -> tuple[str, ...]:
        """The first priorities: of equally urgent items, those of the weaker block; then the model's order."""
        found: list[str] = []
        for group in self.urgent:
            if len(group) > 1:
                group = sorted(group, key=lambda entry: scores.get(entry[1], otherwise))
            found += [item for item, _ in group]
            if len(found) >= self.model.rules.list_length:
                break
        return tuple(found[: self.model.rules.list_length])


def dirichlet(alphas: Sequence[int], random: Random) -> list[int]:
    """One draw of a Dirichlet distribution with whole parameters, in parts of 2^30; no weight is ever nothing.

    Sorted uniform numbers cut the unit into gaps that are Dirichlet with all parameters 1; gaps taken together add
    their parameters (Devroye 1986, chapter XI, 4.1).
    """
    bits = random.getrandbits
    cuts = sorted([bits(_BITS) for _ in range(sum(alphas) - 1)])
    weights, place, last = [], -1, 0
    for alpha in alphas[:-1]:
        place += alpha
        weights.append(max(1, cuts[place] - last))
        last = cuts[place]
    return [*weights, max(1, (1 << _BITS) - last)] if alphas else []


def _alphas(weights: Sequence[int]) -> list[int]:
    """Parameters around the published weights: whole, CONCENTRATION on average."""
    total, mass = sum(weights), CONCENTRATION * len(weights)
    return [max(1, (2 * mass * weight + total) // (2 * total)) for weight in weights]


def _around(percent: int) -> range:
    """The values of a threshold that are tried."""
    return range(max(1, percent - SPREAD), min(100, percent + SPREAD) + 1)


def _one_of(values: range, random: Random) -> int:
    return values[random.getrandbits(_BITS) * len(values) >> _BITS]


def _with(weights: Sequence[int], level: int, more: int) -> list[int]:
    changed = list(weights)
    changed[level] += more
    return changed


def _urgent(items: Sequence[Item], answers: Answers, model: Model) -> Iterator[list[tuple[str, str]]]:
    """Items below their target with their blocks, in groups that only the blocks' scores can tell apart."""
    found = []
    for item in items:
        level = answers.to(item.id).level
        gap = 0 if level is None else target_of(item.block, answers, model) - level
        if gap > 0:
            urgency = importance_of(item.block, answers, model) * gap
            found.append(((-urgency, item.pillar not in model.rules.tie_pillars), (item.id, item.block)))
    found.sort(key=lambda entry: entry[0])
    for _, group in groupby(found, key=lambda entry: entry[0]):
        yield [entry for _, entry in group]


def _change(outcomes: Sequence[Outcome], published: Outcome) -> Change:
    wanted = set(published.priorities)
    return Change(
        Fraction(sum(one.overall != published.overall for one in outcomes), len(outcomes)),
        Fraction(sum(one.blocks != published.blocks for one in outcomes), len(outcomes)),
        Fraction(sum(set(one.priorities) != wanted for one in outcomes), len(outcomes)),
    )
