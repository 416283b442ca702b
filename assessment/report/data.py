"""A result as plain data: the report file, `cx-atlas/report`, version 1.

A report is sealed: it names the engine and the model it was made by and holds the answers it was made of, so that
anybody can compute it again and see whether it says the same (`report.seal`).
"""

from collections.abc import Mapping
from json import dumps

from assessment.core.answers import plain_answers
from assessment.core.gate import Blocking
from assessment.core.result import ENGINE, Result, Scores
from assessment.core.score import Score, stored
from assessment.report.digest import digest, model_digest

FORMAT = "cx-atlas/report"
VERSION = 1


def report(result: Result) -> dict[str, object]:
    """The report: numbers, ids and what the person wrote, no sentences; the same for the same model and answers."""
    model, answers, stated = result.model, result.answers, result.stated
    given = plain_answers(answers, model)
    return {
        "format": FORMAT,
        "version": VERSION,
        "engine": ENGINE,
        "model": {"id": model.id, "version": model.version, "digest": model_digest(model)},
        "form": answers.form,
        "date": answers.date or None,
        "profile": dict(answers.profile),
        "digest": digest(given),
        "answers": {
            "answered": result.count("level"),
            "unknown": result.count("unknown"),
            "not_applicable": result.count("not_applicable"),
            "open": result.count("open"),
        },
        **_scores(stated),
        "evidenced": _evidenced(result.evidenced),
        "blocking": {
            "overall": _blocking(stated.overall.blocking),
            "experience": _blocking(stated.experience.blocking),
            "management": _blocking(stated.management.blocking),
            "areas": {key: _blocking(score.blocking) for key, score in stated.areas.items()},
            "pillars": {key: _blocking(score.blocking) for key, score in stated.pillars.items()},
        },
        "strengths": [strength._asdict() for strength in result.strengths],
        "priorities": [{**priority._asdict(), "gap": priority.gap} for priority in result.priorities],
        "find_out": [entry._asdict() for entry in result.find_out],
        "given": given,
    }


def report_json(result: Result) -> str:
    """The report as the text of a file."""
    return dumps(report(result), ensure_ascii=False, indent=1) + "\n"


def _scores(scores: Scores) -> dict[str, object]:
    return {
        "overall": _score(scores.overall),
        "experience": _score(scores.experience),
        "management": _score(scores.management),
        "areas": {key: _score(score) for key, score in scores.areas.items()},
        "pillars": {key: _score(score) for key, score in scores.pillars.items()},
    }


def _score(score: Score) -> dict[str, object]:
    return {
        "status": score.status,
        "score": None if score.score is None else stored(score.score),
        "score_range": None if score.score_range is None else [stored(end) for end in score.score_range],
        "level": score.level,
        "level_range": None if score.level_range is None else list(score.level_range),
        "coverage": None if score.coverage is None else stored(score.coverage),
    }


def _evidenced(scores: Scores) -> dict[str, object]:
    def brief(score: Score) -> dict[str, object]:
        return {"score": None if score.score is None else stored(score.score), "level": score.level}

    def table(part: Mapping[str, Score]) -> dict[str, object]:
        return {key: brief(score) for key, score in part.items()}

    return {
        "overall": brief(scores.overall),
        "experience": brief(scores.experience),
        "management": brief(scores.management),
        "areas": table(scores.areas),
        "pillars": table(scores.pillars),
    }


def _blocking(stop: Blocking | None) -> dict[str, object] | None:
    if stop is None:
        return None
    return {"next_level": stop.next_level, "below": list(stop.below), "short": list(stop.short), "needed": stop.needed}
