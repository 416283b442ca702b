"""The coach: what is worth a second look in one's own answers."""

from collections.abc import Mapping

from assessment.core.quality import quality
from assessment.report.quality import quality_view
from assessment.requests import Desk


def coach(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"answers"} → {"view"}."""
    answers = desk.answers(asked.get("answers"))
    return {"view": quality_view(quality(desk.model, answers), answers, desk.model, desk.texts, desk.words)}
