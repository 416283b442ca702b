"""Strengths, priorities and what to find out: which items, in which order."""

from typing import Any

from hypothesis import given

from assessment.core.answers import Answer, Answers
from assessment.core.model import Model
from assessment.core.result import Result, measure
from assessment.files import load_model
from tests.unit.generated import cases

MODEL = load_model()


def result(levels: dict[str, int], rest: int = 3, **change: Any) -> Result:
    """The result of a full form in which every item has a level."""
    given = {item.id: Answer(levels.get(item.id, rest)) for item in MODEL.items}
    return measure(MODEL, Answers("full", given, {}, {}, "", {})._replace(**change))


def test_the_largest_gap_comes_first() -> None:
    found = result({"SAL-TIM": 2, "MKT-EMP": 1, "MGT-05": 2}).priorities
    assert [(entry.item, entry.gap) for entry in found] == [("MKT-EMP", 2), ("SAL-TIM", 1), ("MGT-05", 1)]


def test_importance_multiplies_the_gap() -> None:
    found = result({"SAL-TIM": 1, "MKT-TIM": 2}, importance={"SAL": 1, "MKT": 3}).priorities
    assert [(entry.item, entry.urgency) for entry in found] == [("MKT-TIM", 3), ("SAL-TIM", 2)]


def test_in_a_tie_integrity_and_resolution_come_first() -> None:
    found = result({"SAL-EMP": 2, "SAL-TIM": 2, "JRN-RES": 2, "REP-INT": 2}).priorities
    assert [entry.item for entry in found] == ["REP-INT", "JRN-RES", "SAL-TIM"]


def test_then_the_weaker_block_comes_first_and_then_the_order_of_the_model() -> None:
    found = result({"SAL-TIM": 2, "SRV-TIM": 2, "SRV-PER": 2, "MKT-TIM": 2}).priorities
    assert [entry.item for entry in found] == ["SRV-TIM", "SRV-PER", "SAL-TIM"]


def test_an_item_at_its_target_is_no_priority() -> None:
    assert result({}).priorities == ()
    assert result({}, rest=1, targets={block.id: 1 for block in MODEL.blocks}).priorities == ()


def test_a_target_of_its_own_changes_what_is_missing() -> None:
    found = result({}, targets={"PRD": 5}).priorities
    assert [(entry.item, entry.target, entry.gap) for entry in found] == [
        ("PRD-INT", 5, 2),
        ("PRD-RES", 5, 2),
        ("PRD-EXP", 5, 2),
    ]


def test_what_is_done_elsewhere_on_the_same_pillar_can_be_copied() -> None:
    found = result({"SAL-TIM": 1, "REP-TIM": 4, "JRN-TIM": 5, "SAL-INT": 5}).priorities[0]
    assert (found.item, found.copy_from) == ("SAL-TIM", "JRN-TIM")


def test_one_level_higher_is_no_example_and_a_practice_has_none() -> None:
    assert result({"SAL-TIM": 2}).priorities[0].copy_from is None
    assert result({"MGT-01": 1}).priorities[0].copy_from is None


def test_strengths_with_evidence_come_first_among_equals() -> None:
    given = {"SAL-INT": Answer(4), "JRN-INT": Answer(4, evidence=("log",)), "MGT-01": Answer(5), "REP-INT": Answer(3)}
    found = measure(MODEL, Answers("full", given, {}, {}, "", {})).strengths
    assert [tuple(entry) for entry in found] == [("MGT-01", 5, False), ("JRN-INT", 4, True), ("SAL-INT", 4, False)]


def test_strengths_of_important_blocks_come_first_among_equals() -> None:
    found = result({}, rest=4, importance={"JRN": 3}).strengths
    assert [entry.item for entry in found] == ["JRN-INT", "JRN-RES", "JRN-EXP"]


def test_everything_unknown_goes_on_the_list_in_the_order_of_the_model_with_its_note() -> None:
    given = {"MGT-01": Answer(unknown=True, note="ask Ana"), "SAL-INT": Answer(unknown=True), "SAL-RES": Answer(3)}
    found = measure(MODEL, Answers("full", given, {}, {}, "", {})).find_out
    assert [tuple(entry) for entry in found] == [("SAL-INT", ""), ("MGT-01", "ask Ana")]


def test_the_quick_form_advises_on_its_own_items_only() -> None:
    found = result({"SAL-INT": 1, "SAL-TIM": 2}, form="quick").priorities
    assert [entry.item for entry in found] == ["SAL-TIM"]


@given(cases())
def test_priorities_are_the_most_urgent_of_all(case: tuple[Model, Answers]) -> None:
    model, answers = case
    found = measure(model, answers).priorities
    rules = model.rules
    urgencies = []
    for item in model.of_form(answers.form):
        level = answers.to(item.id).level
        if level is not None:
            gap = answers.targets.get(item.block, rules.target_default) - level
            urgencies.append(answers.importance.get(item.block, rules.importance_default) * max(gap, 0))
    most = sorted((urgency for urgency in urgencies if urgency), reverse=True)[: rules.list_length]
    assert [entry.urgency for entry in found] == most


@given(cases())
def test_a_strength_is_never_a_priority_of_the_default_kind(case: tuple[Model, Answers]) -> None:
    model, answers = case
    found = measure(model, answers._replace(targets={}))
    if model.rules.target_default <= model.rules.strength_from:
        assert not {entry.item for entry in found.strengths} & {entry.item for entry in found.priorities}
