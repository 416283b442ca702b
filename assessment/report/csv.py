"""A form with its scores as CSV: one row for each item and each score, for a spreadsheet."""

from collections.abc import Iterable, Sequence

from assessment.core.result import Result
from assessment.core.score import Score, stored
from assessment.core.texts import Texts
from assessment.report.words import Words

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(result: Result, texts: Texts, words: Words) -> str:
    """RFC 4180 with a byte order mark, for spreadsheets; nothing that a person wrote can become a formula."""
    say = words.say
    head = ["id", *(say(f"report.{key}") for key in ("item", "answer", "level", "score", "evidence", "note"))]
    rows = [head]
    for item in result.items:
        answer = result.answers.to(item.id)
        key = {"unknown": "cell_unknown_label", "not_applicable": "cell_na_label", "open": "cell_open_label"}
        state = "" if answer.level is not None else say(f"report.{key[answer.state]}")
        described = texts.items[item.id].levels[answer.level - 1] if answer.level is not None else state
        note = " ".join(part for part in (answer.not_applicable, answer.note) if part)
        level = "" if answer.level is None else str(answer.level)
        evidence = words.list(answer.evidence)
        rows.append([item.id, texts.items[item.id].question, described, level, "", evidence, note])
    stated = result.stated
    for name, part in (("overall", stated.overall), ("experience", stated.experience)):
        rows.append(_score_row(name, say(f"report.{name}"), part))
    blocks = {**stated.areas, result.model.management.id: stated.management}
    rows += [_score_row(key, texts.blocks[key].name, score) for key, score in blocks.items()]
    rows += [_score_row(key, texts.pillars[key].name, score) for key, score in stated.pillars.items()]
    return table(rows)


def table(rows: Iterable[Sequence[str | float]]) -> str:
    """Rows of text and numbers as CSV; a number, unlike text, may begin with a minus."""
    return "\ufeff" + "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def _score_row(key: str, name: str, score: Score) -> list[str]:
    level = "" if score.level is None else str(score.level)
    return [key, name, "", level, "" if score.score is None else f"{stored(score.score):.2f}", "", ""]


def _cell(text: str | float) -> str:
    if not isinstance(text, str):
        return f"{text:.2f}"
    if text.startswith(_FORMULA):
        text = "'" + text
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if any(c in text for c in ',"\r\n') else text
