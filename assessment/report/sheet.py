"""The find-out list as a page to print and to take along."""

from typing import Any

from assessment.core.result import Result
from assessment.core.texts import Texts
from assessment.report.view import view
from assessment.report.words import Words


def sheet_view(result: Result, texts: Texts, words: Words) -> dict[str, object]:
    """What stands on the page: whose it is, and the questions with who may know and what to look at."""
    shown: dict[str, Any] = view(result, texts, words, {})
    answers = result.answers
    head = [part for part in (answers.profile.get("organisation", ""), answers.date) if part]
    return {
        "title": words.say("takeout.sheet_title"),
        "head": " · ".join(head),
        "entries": shown["find_out"],
        "made": shown["made"],
    }
