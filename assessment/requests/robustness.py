"""Robustness: how far the result hangs on the model's own choices."""

from collections.abc import Mapping

from assessment.core.robustness import robustness
from assessment.report.robustness import robustness_view
from assessment.requests import Desk


def check(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers"} → {"view"}: a thousand draws; it takes a second or two in a browser."""
    found = robustness(desk.model, desk.answers(asked.get("answers")))
    return {"view": robustness_view(found, desk.model, desk.texts, desk.words)}
