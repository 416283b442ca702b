"""Several results compared. Files are handed over with each request; nothing is kept."""

from collections.abc import Mapping

from assessment.core.answers import parse_answers
from assessment.core.errors import AtlasError
from assessment.core.history.change import Wave
from assessment.files import read_result
from assessment.report.history.change import change_view
from assessment.requests import Desk, files_in


def view(desk: Desk, asked: Mapping[str, object]) -> dict[str, object]:
    """{"waves": [{"name", "text"}], "answers": those on the page} → {"view", "problems": [{"name", "message"}]}.

    A file that cannot be read is a problem of its own; the others count.
    """
    waves, problems = [], []
    for name, text in files_in(asked, "waves"):
        try:
            waves.append(Wave(*read_result(text, desk.model, desk.releases), name=name))
        except AtlasError as error:
            problems.append({"name": name, "message": desk.words.error(error)})
    present = parse_answers(asked["answers"], desk.model) if asked.get("answers") else None
    if present and present.given:
        waves.append(Wave(desk.model, present, present=True))
    return {"view": change_view(waves, desk.model, desk.texts, desk.words), "problems": problems}
