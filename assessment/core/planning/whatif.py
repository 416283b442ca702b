"""What if: the result as it would be with other levels, beside the result as it is. The answers stay as they are."""

from collections.abc import Mapping
from typing import NamedTuple

from assessment.core.answers import Answers
from assessment.core.model import Model
from assessment.core.result import Result, measure
from assessment.core.shape import Shape, printable


class WhatIf(NamedTuple):
    """Two results: of the answers, and of the answers with the changes."""

    now: Result
    then: Result


def what_if(model: Model, answers: Answers, changes: Mapping[str, int]) -> WhatIf:
    """Try levels out. An item of any state may be tried: one that is unknown, or that does not apply, as well."""
    given = dict(answers.given)
    for item, level in changes.items():
        given[item] = answers.to(item)._replace(level=level, unknown=False, not_applicable="")
    return WhatIf(measure(model, answers), measure(model, answers._replace(given=given)))


def parse_changes(shape: Shape, model: Model) -> dict[str, int]:
    """Item → level to try, from plain data."""
    known = {item.id for item in model.items}
    changes = {}
    for key, entry in shape.table().entries():
        if key not in known:
            entry.fail("item-unknown", item=printable(key))
        changes[key] = entry.whole(1, model.rules.levels)
    return changes
