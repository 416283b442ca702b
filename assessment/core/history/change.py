"""Change over time: two or more dated results, and what may be said of their difference.

A difference of scores is split exactly: *you* is what changed on the items that ask the same in both versions of the
model, scored by the newer one's weights and rules; *the model* is all the rest (items added, retired or reworded,
weights, rules, another form). The two always add up to the whole. Whether it is more than noise is in `noise`.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from assessment.core.answers import Answers
from assessment.core.history.migration import Migration, comparable, migrate
from assessment.core.history.noise import Key, Kind, about, detectable, imprecision, is_clear
from assessment.core.model import Model
from assessment.core.result import Result, measure
from assessment.core.score import Score

Verdict = Literal["rose", "fell", "unclear", "same", "unknown"]


class Wave(NamedTuple):
    """One result: answers, the version of the model that they were given to, and what the file is called."""

    model: Model
    answers: Answers
    name: str = ""
    present: bool = False
    """Whether these are the answers on the page, which are the newest if they bear no date."""


class Difference(NamedTuple):
    """How one score differs between two results. What cannot be computed is None."""

    kind: Kind
    id: str
    before: Score
    after: Score
    total: Fraction | None
    you: Fraction | None
    model: Fraction | None
    verdict: Verdict
    """On *you*: clear enough to say so, or not."""
    clear_from: int | None
    """From about so many tenths of a level on, a change here is clear."""
    made_by: tuple[str, ...]
    """Where the level differs: the items or blocks that made it so; if there are none, the model did."""


class Move(NamedTuple):
    """An item answered with two levels."""

    item: str
    before: int
    after: int


class Change(NamedTuple):
    """All that differs between two results."""

    earlier: Wave
    later: Wave
    same_form: bool
    """If not, only the overall score is compared, and only the items of both forms count as *you*."""
    same_answers: bool
    migration: Migration | None
    """Between two versions of the model: the earlier answers, carried to the later version."""
    parts: tuple[Difference, ...]
    moved: tuple[Move, ...]
    """Items that ask the same and are answered with another level; those that moved most come first."""
    answered: tuple[str, ...]
    """Items with a level now and none before."""
    unanswered: tuple[str, ...]
    """Items with a level before and none now."""


# -- in which order ---------------------------------------------------------------------------------------------------


def in_order(waves: Sequence[Wave]) -> tuple[tuple[Wave, ...], bool]:
    """The waves from the earliest to the latest, each once, and whether that is by date.

    If one has no date, they stay in the order given; only the present answers may do without and are then the latest.
    """
    distinct: list[Wave] = []
    for wave in waves:
        if not any(same_answers(wave, other) and wave.answers.date == other.answers.date for other in distinct):
            distinct.append(wave)
    present = [wave for wave in distinct if wave.present and not wave.answers.date]
    kept = [wave for wave in distinct if wave not in present]
    dated = all(wave.answers.date for wave in kept)
    if dated:
        kept.sort(key=lambda wave: (wave.answers.date, wave.present))
    return (*kept, *present), dated


def same_answers(one: Wave, other: Wave) -> bool:
    """Whether two results hold the same answers to the same model, whatever their date and profile."""
    bare = [wave.answers._replace(date="", profile={}) for wave in (one, other)]
    return one.model.version == other.model.version and bare[0] == bare[1]


def day_number(date: str) -> int:
    """A date "YYYY-MM-DD" as a count of days, to tell how far two are apart."""
    year, month, day = map(int, date.split("-"))
    if month < 3:  # the year begins in March, so that the leap day is its last
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


# -- what changed -----------------------------------------------------------------------------------------------------


def compare(earlier: Wave, later: Wave) -> Change:
    """What changed from one result to another, of the same model in the same or in another version."""
    same_form = earlier.answers.form == later.answers.form
    whole = (measure(*earlier[:2]), measure(*later[:2]))
    common = _common(earlier, later)
    alike = (_on(common, earlier.answers, same_form), _on(common, later.answers, same_form))
    levels = [(item.id, earlier.answers.to(item.id).level, later.answers.to(item.id).level) for item in common.items]
    moved = [Move(item, was, now) for item, was, now in levels if was is not None and now is not None and was != now]
    versions = earlier.model.version != later.model.version
    return Change(
        earlier,
        later,
        same_form,
        same_answers(earlier, later),
        migrate(earlier.answers, earlier.model, later.model) if versions else None,
        _differences(whole, alike, same_form),
        tuple(sorted(moved, key=lambda move: -abs(move.after - move.before))),
        tuple(item for item, was, now in levels if was is None and now is not None),
        tuple(item for item, was, now in levels if was is not None and now is None),
    )


def scores_of(result: Result) -> Mapping[Key, Score]:
    """Every score of a result as stated, in reading order: the whole, the areas, management, the pillars."""
    stated = result.stated
    return {
        ("overall", "overall"): stated.overall,
        ("experience", "experience"): stated.experience,
        **{("area", key): score for key, score in stated.areas.items()},
        ("management", result.model.management.id): stated.management,
        **{("pillar", key): score for key, score in stated.pillars.items()},
    }


def _common(earlier: Wave, later: Wave) -> Model:
    """The later model with only those items that both results were asked, and that ask the same."""
    asked = [{item.id for item in wave.model.of_form(wave.answers.form)} for wave in (earlier, later)]
    items = [item for item in comparable(earlier.model, later.model) if item.id in asked[0] & asked[1]]
    if earlier.answers.form != later.answers.form:  # then both are read as quick forms
        items = [item._replace(quick=True) for item in items]
    return later.model._replace(items=tuple(items))


def _on(common: Model, answers: Answers, same_form: bool) -> Result:
    return measure(common, answers if same_form else answers._replace(form="quick"))


def _differences(whole: tuple[Result, Result], alike: tuple[Result, Result], same_form: bool) -> tuple[Difference, ...]:
    (before, after), stable = map(scores_of, whole), [scores_of(result) for result in alike]
    vague, model = [imprecision(result) for result in alike], whole[1].model
    one_scale = whole[0].model.rules.levels == model.rules.levels
    found = []
    for key, score in after.items():
        was = before.get(key)
        if was is None or "not_in_form" in (was.status, score.status) or not (same_form or key[0] == "overall"):
            continue
        total = _minus(score.score, was.score) if one_scale else None
        you = _minus(stable[1][key].score, stable[0][key].score)
        both = [part.get(key) for part in vague]
        square = None if both[0] is None or both[1] is None else detectable(both[0], both[1], model)
        found.append(
            Difference(
                *key,
                was,
                score,
                total,
                you,
                _minus(total, you),
                _verdict(you, square),
                None if square is None else about(square),
                _made_by(key, whole) if same_form and one_scale else (),
            )
        )
    return tuple(found)


def _minus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def _verdict(you: Fraction | None, square: Fraction | None) -> Verdict:
    if you is None or square is None:
        return "unknown"
    if you == 0:
        return "same"
    if not is_clear(you, square):
        return "unclear"
    return "rose" if you > 0 else "fell"


# -- what made a level change -----------------------------------------------------------------------------------------


def _made_by(key: Key, results: tuple[Result, Result]) -> tuple[str, ...]:
    """The members of a score that went past what its level asks of them, in the direction that the level went."""
    was, now = (scores_of(result)[key].level for result in results)
    if was is None or now is None or was == now:
        return ()
    goal, slack = max(was, now), results[1].model.rules.gate_slack

    def lacks(level: int | None) -> int:
        return 0 if level is None else (level < goal) + (level < goal - slack)

    before, after = (_members(result, key) for result in results)
    found = []
    for member, later in after.items():
        if member not in before:
            continue
        earlier = before[member]
        if now < was:
            earlier, later = later, earlier
        joined = earlier is None and later is not None and later >= goal
        if joined or lacks(later) < lacks(earlier):
            found.append(member)
    return tuple(found)


def _members(result: Result, key: Key) -> dict[str, int | None]:
    """What has a level and counts in a score's level."""
    kind, name = key
    items = {item: result.answers.to(item.id).level for item in result.items}
    if kind in ("area", "management"):
        return {item.id: level for item, level in items.items() if item.block == name}
    if kind == "pillar":
        return {item.id: level for item, level in items.items() if item.pillar == name}
    stated = result.stated
    if result.answers.form == "quick":
        found = {item.id: level for item, level in items.items() if item.pillar is not None}
    else:
        found = {area: score.level for area, score in stated.areas.items()}
    return found if kind == "experience" else {**found, result.model.management.id: stated.management.level}
