"""Noise: which difference between two scores is large enough to say something.

Between two measurements of the same thing, less than the minimal detectable change says nothing. For means of n answers
it is 1.96 · √2 · s / √n, s being the standard error of measurement of one answer (Weir 2005). With half a level and the
six answers of an area that is 0.57, which is where the model's `clear_difference_tenths` = 6 comes from. The model's
number holds for the mean of a whole area, so for a mean of n answers it is scaled with √(pillars/n), n being the number
of answers of equal weight that would be as precise (Kish 1965). The errors of answers are taken as independent: a mood
that shifts all of them alike is not noise to this rule. Roots are never taken: squares are compared, exactly.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from typing import Literal

from assessment.core.model import Model
from assessment.core.result import Result
from assessment.core.score import Cell, score_cells

Kind = Literal["overall", "experience", "management", "area", "pillar"]
Key = tuple[Kind, str]
"""Kind of a score, and its id: ("area", "SAL"), ("overall", "overall")."""


def imprecision(result: Result) -> Mapping[Key, Fraction]:
    """1/n of every score of a form, n as above; a score that there is not is missing.

    A score is a weighted sum of answers; this is the sum of its squared weights.
    """
    model, found = result.model, dict[Key, Fraction]()
    cells = [
        (item, Cell(item.id, item.weight, answer.level))
        for item in result.items
        if (answer := result.answers.to(item.id)).state != "not_applicable"
    ]
    groups: dict[Key, list[Cell]] = {}
    for item, cell in cells:
        groups.setdefault(("management" if item.practice else "area", item.block), []).append(cell)
        if item.pillar:
            groups.setdefault(("pillar", item.pillar), []).append(cell)
    for key, group in groups.items():
        if score_cells(group, model.rules).status == "scored":
            weights = [cell.weight for cell in group if cell.level is not None]
            found[key] = Fraction(sum(weight * weight for weight in weights), sum(weights) ** 2)
    areas = [(area.weight, found["area", area.id]) for area in model.areas if ("area", area.id) in found]
    if len(areas) >= model.rules.areas_needed:
        whole = sum(weight for weight, _ in areas) ** 2
        experience = sum((Fraction(weight * weight, whole) * own for weight, own in areas), Fraction(0))
        found["experience", "experience"] = experience
        management = found.get(("management", model.management.id))
        if management is not None:
            found["overall", "overall"] = (experience + management) / 4
    return found


def detectable(before: Fraction, after: Fraction, model: Model) -> Fraction:
    """The square of the minimal detectable change, in square tenths of a level, between two scores so imprecise."""
    tenths = model.rules.clear_difference_tenths
    return tenths * tenths * len(model.pillars) * (before + after) / 2


def is_clear(difference: Fraction, square: Fraction) -> bool:
    """Whether a difference of scores reaches the minimal detectable change, given as its square in tenths."""
    return (10 * difference) ** 2 >= square


def about(square: Fraction) -> int:
    """The minimal detectable change in tenths of a level, rounded to the nearest, to be told."""
    return (isqrt(square.numerator * 4 // square.denominator) + 1) // 2
