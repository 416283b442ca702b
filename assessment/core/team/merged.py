"""From a panel to its result: what people said together, how far they agree, and what to talk about.

The score of a block is the weighted mean over its items of the mean of all answers to an item. Where everybody
answered everything this is the mean of people's own scores. It is worked out from what is shown (see `groups`), so
that the score gives away nothing more. A mean would hide that people disagree, so it never stands alone: the level is
the gate (see `gate`) over the lower medians of the items, which more than half of those who answered reach; and beside
the score stands how far it would move with other people of the same kind.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from assessment.core.answers import Answer, Answers
from assessment.core.model import Form, Item, Model
from assessment.core.result import Result, measure
from assessment.core.score import Score, mean
from assessment.core.team.agenda import Agenda, agenda
from assessment.core.team.agreement import mean as mean_level
from assessment.core.team.agreement import r_star_wg_j, r_wg_j, variance
from assessment.core.team.groups import Shown, Tally, shown
from assessment.core.team.intervals import MIN_RATERS
from assessment.core.team.panel import LEAST, Gathered
from assessment.core.team.pulls import Margin, Pulls
from assessment.core.team.reliability import Icc, Ratings, krippendorff_alpha


class Standing(NamedTuple):
    """What is said of a block, of experience, or of the whole."""

    score: Fraction | None
    """The mean; None where the median form has no score."""
    interval: Margin | None
    """The 95 % interval of the mean over people; None with fewer than MIN_RATERS, or more than are kept."""
    spread: tuple[int, int] | None
    """The lowest and the highest answer, for panels too small for an interval."""
    median: Score
    """Level, range and coverage of the form that holds the lower median of each item."""
    r_star_wg_j: Fraction | None
    r_wg_j: Fraction | None


class Reliability(NamedTuple):
    """How far the whole panel's answers hang together."""

    ordinal: Fraction | None
    """Krippendorff's alpha, from all answers."""
    interval: Fraction | None
    complete: int
    """How many people answered all items that are shown; 0 where those who did not are too few to tell them apart."""
    icc: Icc | None
    cronbach: Fraction | None


class Merged(NamedTuple):
    """All that the engine says about a panel."""

    model: Model
    form: Form
    shown: Shown
    medians: Result
    """The result of the form that holds the lower median of each item."""
    overall: Standing
    experience: Standing
    blocks: Mapping[str, Standing]
    """Areas and management, by id; in the quick form only management says something."""
    reliability: Reliability
    agenda: Agenda

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the form."""
        return self.model.of_form(self.form)


def merge(gathered: Gathered) -> Merged:
    """The result of at least LEAST people; ValueError if there are fewer. Their order changes nothing."""
    model, visible = gathered.model, shown(gathered)
    medians = measure(model, median_form(gathered, visible.tallies))
    pulls = Pulls(gathered, visible.tallies)
    blocks = {block.id: _block(block.id, gathered, visible, medians, pulls) for block in model.blocks}
    areas = [(blocks[area.id].score, area.weight, area.id) for area in model.areas]
    scored = [(score, weight, area) for score, weight, area in areas if score is not None]
    of_areas, management = medians.stated.experience, blocks[model.management.id]
    experience = Standing(None, None, None, of_areas, None, None)
    overall = Standing(None, None, None, medians.stated.overall, None, None)
    if of_areas.status == "scored" and scored:
        total = sum(weight for _, weight, _ in scored)
        shares = {area: Fraction(weight, total) for _, weight, area in scored}
        score = mean((score, weight) for score, weight, _ in scored)
        experience = experience._replace(score=score, interval=pulls.interval(score, shares))
        if management.score is not None:
            halves = {**{area: share / 2 for area, share in shares.items()}, model.management.id: Fraction(1, 2)}
            score = (score + management.score) / 2
            overall = overall._replace(score=score, interval=pulls.interval(score, halves))
    return Merged(
        model,
        gathered.form,
        visible,
        medians,
        overall._replace(spread=_spread(gathered.items, visible)),
        experience._replace(spread=_spread([item for item in gathered.items if item.pillar], visible)),
        _of_form(blocks, gathered),
        _reliability(gathered, visible.tallies),
        agenda(gathered.items, visible.tallies, gathered.importance, model),
    )


def median_form(gathered: Gathered, tallies: Mapping[str, Tally]) -> Answers:
    """The form that holds the lower median of each item.

    An item with too few answers to show is not applicable there if most people said so, and else unknown.
    """
    given = {}
    for item in gathered.items:
        tally = tallies[item.id]
        if tally.levels is not None and tally.answered:
            given[item.id] = Answer(level=lower_median(tally.levels))
        elif 2 * tally.not_applicable > tally.people:
            given[item.id] = Answer(not_applicable="-")
        else:
            given[item.id] = Answer(unknown=True)
    return Answers(gathered.form, given, {}, {}, "", {})


def lower_median(levels: Sequence[int]) -> int:
    """The level in the middle, or the lower of the two there: the highest that more than half of the people reach.

    There has to be somebody.
    """
    people = sum(levels)
    return next(level for level, so_far in enumerate(accumulate(levels), 1) if 0 < people <= 2 * so_far)


def _block(block: str, gathered: Gathered, visible: Shown, medians: Result, pulls: Pulls) -> Standing:
    items = [item for item in gathered.items if item.block == block]
    levels = [(found, item.weight) for item in items if (found := visible.tallies[item.id].levels) and any(found)]
    management = block == gathered.model.management.id
    median = medians.stated.management if management else medians.stated.areas[block]
    asked = sum(item.weight for item in items if medians.answers.to(item.id).state != "not_applicable")
    answered = sum(weight for _, weight in levels)
    score = interval = None
    if levels and answered * 100 >= asked * gathered.model.rules.coverage_percent:
        score = mean((mean_level(counts), weight) for counts, weight in levels)
        interval = pulls.interval(score, {block: Fraction(1)})
    variances = [spread for counts, _ in levels if (spread := variance(counts)) is not None]
    return Standing(
        score,
        interval,
        _spread(items, visible),
        median,
        r_star_wg_j(variances, gathered.model.rules.levels),
        r_wg_j(variances, gathered.model.rules.levels),
    )


def _of_form(blocks: Mapping[str, Standing], gathered: Gathered) -> Mapping[str, Standing]:
    """In the quick form one item says nothing about an area."""
    if gathered.form == "full":
        return blocks
    areas = {area.id for area in gathered.model.areas}
    return {
        key: Standing(None, None, None, standing.median, None, None) if key in areas else standing
        for key, standing in blocks.items()
    }


def _spread(items: Sequence[Item], visible: Shown) -> tuple[int, int] | None:
    """The lowest and the highest answer, of a panel too small for an interval."""
    chosen = [
        level
        for item in items
        for level, n in enumerate(visible.tallies[item.id].levels or (), 1)
        if n and visible.people < MIN_RATERS
    ]
    return (min(chosen), max(chosen)) if chosen else None


def _reliability(gathered: Gathered, tallies: Mapping[str, Tally]) -> Reliability:
    """The panel's reliability, over the items that are shown.

    ICC and Cronbach's alpha need people who answered all of them. They are worked out if there are LEAST such people
    at least, and as many others or none: or what the others said could be guessed at.
    """
    units = [tallies[item.id].levels for item in gathered.items]
    counts = [levels for levels in units if levels and any(levels)]
    alphas = krippendorff_alpha(counts, "ordinal"), krippendorff_alpha(counts, "interval")
    places = [place for place, levels in enumerate(units) if levels and any(levels)]
    scale = range(1, gathered.model.rules.levels + 1)
    ratings, others = Ratings(len(places)), 0
    for states in gathered.rows or ():
        row = [states[place] for place in places]
        if all(state in scale for state in row):
            ratings.add(row)
        elif any(state in scale for state in row):
            others += 1
    if not places or ratings.raters < LEAST or 0 < others < LEAST:
        return Reliability(*alphas, 0, None, None)
    return Reliability(*alphas, ratings.raters, ratings.icc(), ratings.cronbach_alpha())
