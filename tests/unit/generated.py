"""Generated models, files of answers and results, for tests of what must hold whatever is answered."""

from typing import Any

from hypothesis import strategies as st

from assessment.core.answers import Answers, parse_answers
from assessment.core.model import Model, parse_model
from assessment.core.result import Result, Scores, measure
from assessment.core.score import Score
from assessment.files import load_model

REAL = load_model()

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_SAID = _TEXT.filter(lambda text: bool(text.strip()))
_WEIGHTS = st.integers(1, 4)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A small model with rules and weights of its own: one to four areas, one to three pillars and practices."""
    areas, pillars, practices = (
        [f"{prefix}{n}" for n in range(draw(st.integers(1, most)))] for prefix, most in (("A", 4), ("P", 3), ("0", 3))
    )
    items: dict[str, Any] = {}
    for block, columns in [*((area, pillars) for area in areas), ("M", practices)]:
        always_quick = draw(st.sampled_from(columns))
        for column in columns:
            where = {"practice": column} if block == "M" else {"area": block, "pillar": column}
            quick = column == always_quick or draw(st.booleans())
            items[f"{block}-{column}"] = {**where, "weight": draw(_WEIGHTS), "quick": quick, "article": "a"}
    levels = draw(st.integers(2, 6))
    evidence_from = draw(st.integers(1, levels))
    return parse_model(
        {
            "id": "small",
            "version": "0.1.0",
            "languages": ["en"],
            "practices": practices,
            "rules": {
                "levels": levels,
                "gate_percent": draw(st.sampled_from([1, 50, 66, 67, 75, 80, 100]) | st.integers(1, 100)),
                "gate_slack": draw(st.integers(0, levels - 1)),
                "coverage_percent": draw(st.integers(1, 100)),
                "areas_needed": draw(st.integers(1, len(areas))),
                "evidence_from": evidence_from,
                "evidence_fallback": draw(st.integers(max(1, evidence_from - 1), evidence_from)),
                "strength_from": draw(st.integers(1, levels)),
                "list_length": draw(st.integers(1, 5)),
                "importance": [1, 2, 3],
                "importance_default": 2,
                "target_default": draw(st.integers(1, levels)),
                "clear_difference_tenths": 6,
                "tie_pillars": pillars[:1],
            },
            "management": {"id": "M", "article": "a"},
            "areas": {area: {"weight": draw(_WEIGHTS), "article": "a"} for area in areas},
            "pillars": {pillar: {"article": "a"} for pillar in pillars},
            "items": items,
        }
    )


def _answers(levels: int) -> st.SearchStrategy[dict[str, object]]:
    extra = {"note": _TEXT, "evidence": st.lists(_SAID, max_size=2)}
    level: st.SearchStrategy[Any] = st.fixed_dictionaries({"level": st.integers(1, levels)}, optional=extra)
    return st.one_of(
        level,
        level,
        level,
        st.fixed_dictionaries({"unknown": st.just(True)}, optional={"note": _TEXT}),
        st.fixed_dictionaries({"not_applicable": _SAID}, optional={"note": _TEXT}),
        st.just({}),
    )


@st.composite
def documents(draw: st.DrawFn, model: Model, most: int | None = None) -> dict[str, Any]:
    """A file of answers to a model as plain data, with all four states, in any order; to its first items alone."""
    ids = draw(st.permutations([item.id for item in model.items[:most]]))
    one = _answers(model.rules.levels)
    data = {
        "format": "cx-atlas/answers",
        "version": 1,
        "model": {"id": model.id, "version": model.version},
        "form": draw(st.sampled_from(["full", "full", "quick"])),
        "answers": {key: draw(one) for key in ids},
    }
    blocks = [block.id for block in model.blocks]
    if draw(st.booleans()):
        data["importance"] = draw(
            st.dictionaries(st.sampled_from(blocks), st.sampled_from(model.rules.importance), max_size=3)
        )
        data["targets"] = draw(st.dictionaries(st.sampled_from(blocks), st.integers(1, model.rules.levels), max_size=3))
    if draw(st.booleans()):
        data["date"] = draw(st.dates()).isoformat()
        data["profile"] = draw(st.dictionaries(st.sampled_from(["organisation", "sector", "role", "site"]), _TEXT))
    return data


@st.composite
def cases(draw: st.DrawFn) -> tuple[Model, Answers]:
    """A small model, or one time in six the real one, and answers to it."""
    model = REAL if draw(st.integers(0, 5)) == 5 else draw(models())
    return model, parse_answers(draw(documents(model)), model)


def with_answer(answers: Answers, item: str, **change: Any) -> Answers:
    """The answers with one of them changed."""
    return answers._replace(given={**answers.given, item: answers.to(item)._replace(**change)})


def parts(scores: Scores) -> dict[str, Score]:
    """Every score of a reading, by name."""
    return {
        "overall": scores.overall,
        "experience": scores.experience,
        "management": scores.management,
        **{f"area {key}": score for key, score in scores.areas.items()},
        **{f"pillar {key}": score for key, score in scores.pillars.items()},
    }


def both_readings(model: Model, answers: Answers) -> dict[str, Score]:
    """Every score of a result, stated and evidenced, by name."""
    result: Result = measure(model, answers)
    return {
        f"{reading} {name}": score
        for reading, scores in (("stated", result.stated), ("evidenced", result.evidenced))
        for name, score in parts(scores).items()
    }
