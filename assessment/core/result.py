"""From a model and answers to a result: the whole of the scoring in one call."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from assessment.core.advice import FindOut, Priority, Strength, find_out, priorities, strengths
from assessment.core.answers import Answer, Answers, State
from assessment.core.model import Item, Model
from assessment.core.score import NOT_IN_FORM, Cell, Score, score_cells, score_index, score_whole

ENGINE = "1"
"""The version of the scoring, which every report names.

It is raised whenever the same answers to the same model could give another result than before.
"""


class Scores(NamedTuple):
    """The scores of one reading of the answers: as stated, or as far as evidence carries them."""

    overall: Score
    experience: Score
    management: Score
    areas: Mapping[str, Score]
    pillars: Mapping[str, Score]


class Result(NamedTuple):
    """All that the engine says about a form. `answers` is part of it, so that a renderer needs nothing else."""

    model: Model
    answers: Answers
    stated: Scores
    evidenced: Scores
    strengths: tuple[Strength, ...]
    priorities: tuple[Priority, ...]
    find_out: tuple[FindOut, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the form that was filled in."""
        return self.model.of_form(self.answers.form)

    def count(self, state: State) -> int:
        """How many items of the form are in a state."""
        return sum(self.answers.to(item.id).state == state for item in self.items)


def measure(model: Model, answers: Answers) -> Result:
    """The result of these answers under this model. It depends on nothing else: not on time, order or language."""
    items = model.of_form(answers.form)
    stated = _scores(model, answers, lambda answer: answer.level)
    bare = any(_evidenced(answer, model) != answer.level for answer in answers.given.values())
    evidenced = _scores(model, answers, lambda answer: _evidenced(answer, model)) if bare else stated
    by_block = {**stated.areas, model.management.id: stated.management}
    return Result(
        model,
        answers,
        stated,
        evidenced,
        strengths(items, answers, model),
        priorities(items, answers, model, by_block),
        find_out(items, answers),
    )


def _evidenced(answer: Answer, model: Model) -> int | None:
    """A high level that no evidence is named for counts as the model's fallback."""
    if answer.level is not None and answer.level >= model.rules.evidence_from and not answer.evidence:
        return model.rules.evidence_fallback
    return answer.level


def _scores(model: Model, answers: Answers, level: Callable[[Answer], int | None]) -> Scores:
    rules = model.rules
    by_block: dict[str, list[Cell]] = {block.id: [] for block in model.blocks}
    by_pillar: dict[str, list[Cell]] = {pillar.id: [] for pillar in model.pillars}
    for item in model.of_form(answers.form):
        answer = answers.to(item.id)
        if answer.state == "not_applicable":
            continue
        cell = Cell(item.id, item.weight, level(answer))
        by_block[item.block].append(cell)
        if item.pillar is not None:
            by_pillar[item.pillar].append(cell)
    areas = {area.id: score_cells(by_block[area.id], rules) for area in model.areas}
    management = score_cells(by_block[model.management.id], rules)
    parts = [(area.id, area.weight, areas[area.id]) for area in model.areas]
    experience = score_index(parts, rules, rules.areas_needed)
    overall = score_whole(experience, management, parts, model.management.id, rules)
    if answers.form == "quick":  # one item says nothing about an area or a pillar
        areas = dict.fromkeys(areas, NOT_IN_FORM)
        return Scores(overall, experience, management, areas, dict.fromkeys(by_pillar, NOT_IN_FORM))
    pillars = {key: score_cells(cells, rules) for key, cells in by_pillar.items()}
    return Scores(overall, experience, management, areas, pillars)
