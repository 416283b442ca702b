"""Generated questions for the plan: a model, answers, a target and efforts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from assessment.core.answers import Answer, Answers
from assessment.core.model import Form, Model, parse_model
from assessment.core.planning.plan import EFFORTS, Effort, Target
from assessment.core.result import measure
from assessment.core.score import Score
from tests.unit.generated import REAL, cases

MOST_TRIALS = 300
"""How many ways of raising answers are tried out for one example, at the most."""


class Case(NamedTuple):
    """A question for the plan."""

    model: Model
    answers: Answers
    target: Target
    efforts: Mapping[str, Effort]


@st.composite
def small_models(draw: st.DrawFn) -> Model:
    """Two to four areas of one to four items, one to four practices, weights, and rules of their own."""
    areas = [f"A{n}" for n in range(draw(st.integers(2, 4)))]
    pillars = [f"P{n}" for n in range(draw(st.integers(1, 4)))]
    practices = [f"0{n}" for n in range(draw(st.integers(1, 4)))]
    weight = st.integers(1, 3) if draw(st.booleans()) else st.just(1)
    items: dict[str, Any] = {}
    for block, columns in [*((area, pillars) for area in areas), ("M", practices)]:
        always_quick = draw(st.sampled_from(columns))
        for column in columns:
            where = {"practice": column} if block == "M" else {"area": block, "pillar": column}
            quick = column == always_quick or draw(st.booleans())
            items[f"{block}-{column}"] = {**where, "weight": draw(weight), "quick": quick}
    levels = draw(st.integers(3, 5))
    published = REAL.rules._asdict()
    return parse_model(
        {
            "id": "small",
            "version": "0.1.0",
            "languages": ["en"],
            "practices": practices,
            "rules": {
                **{key: list(value) if isinstance(value, tuple) else value for key, value in published.items()},
                "levels": levels,
                "gate_percent": draw(st.sampled_from([50, 60, 66, 67, 75, 80, 100])),
                "gate_slack": draw(st.integers(0, min(2, levels - 1))),
                "coverage_percent": draw(st.sampled_from([1, 50, 60, 80])),
                "areas_needed": draw(st.integers(1, len(areas))),
                "evidence_from": 3,
                "evidence_fallback": 3,
                "strength_from": 3,
                "tie_pillars": ["P0"],
            },
            "management": {"id": "M"},
            "areas": {area: {"weight": 1} for area in areas},
            "pillars": {pillar: {} for pillar in pillars},
            "items": items,
        }
    )


@st.composite
def questions(draw: st.DrawFn, *, raised_to_the_top: bool = False) -> Case:
    """A small model with answers that leave few enough ways to try them all out: to any level, or to the top alone."""
    model = draw(small_models())
    levels = model.rules.levels
    level = st.builds(Answer, st.integers(1, levels))
    given = {
        item.id: draw(st.one_of(level, level, level, st.sampled_from([Answer(), Answer(not_applicable="x")])))
        for item in model.items
    }
    form: Form = draw(st.sampled_from(["full", "full", "quick"]))
    trials = 1
    for item in draw(st.permutations(model.of_form(form))):
        found = given[item.id].level
        if found is not None and found < levels:
            ways = 2 if raised_to_the_top else levels - found + 1
            if trials * ways > MOST_TRIALS:
                given[item.id] = Answer(levels)
            else:
                trials *= ways
    block = draw(st.sampled_from([None, None, None, *(block.id for block in model.blocks)]))
    efforts = draw(st.dictionaries(st.sampled_from([item.id for item in model.items]), st.sampled_from(list(EFFORTS))))
    return Case(model, Answers(form, given, {}, {}, "", {}), Target(block, draw(st.integers(2, levels))), efforts)


def level_of(case: Case, answers: Answers) -> int | None:
    """The level that the target is about."""
    return score_of(case, answers).level


def score_of(case: Case, answers: Answers) -> Score:
    """The score that the target is about."""
    scores = measure(case.model, answers).stated
    if case.target.block is None:
        return scores.overall
    return {**scores.areas, case.model.management.id: scores.management}[case.target.block]


@st.composite
def larger(draw: st.DrawFn) -> Case:
    """Any generated model or the published one; answers of all states, or levels alone; mostly out of reach yet."""
    model, answers = draw(cases())
    levels = model.rules.levels
    if draw(st.integers(0, 3)):
        level = st.builds(Answer, st.integers(1, levels))
        answers = answers._replace(given={item.id: draw(level) for item in model.items})
    block = draw(st.sampled_from([None, None, *(block.id for block in model.blocks)]))
    efforts = draw(st.dictionaries(st.sampled_from([item.id for item in model.items]), st.sampled_from(list(EFFORTS))))
    case = Case(model, answers, Target(block, levels), efforts)
    now = level_of(case, answers) or 1
    return case._replace(target=Target(block, draw(st.integers(min(now + 1, levels), levels))))
