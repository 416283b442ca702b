"""A form with its scores, and a plan if there is one, as a workbook for Excel, LibreOffice and the like."""

from collections.abc import Iterable, Sequence
from typing import Any

from assessment.core.advice import importance_of, target_of
from assessment.core.result import ENGINE, Result
from assessment.core.score import Score, rounded, stored
from assessment.core.texts import Texts
from assessment.report.data import report
from assessment.report.view import view
from assessment.report.words import Words
from assessment.report.workbook import Cell, Sheet, Workbook


def xlsx(result: Result, texts: Texts, words: Words, plan: Sequence[Sequence[str]] = ()) -> bytes:
    """The file: the same bytes for the same result. `plan` is a roadmap's rows, its head first.

    RequestError where XlsxWriter is not installed.
    """
    shown: dict[str, Any] = view(result, texts, words, {})
    book = Workbook(shown["title"])
    _summary(book, result, shown, words)
    for sheet in _sheets(result, shown, texts, words, plan):
        book.table(sheet)
    return book.content()


def _summary(book: Workbook, result: Result, shown: dict[str, Any], words: Words) -> None:
    """The first sheet: what a reader wants to see at once."""
    say = words.say
    page = book.sheet(say("takeout.sheet_summary"), (34, 12, 34, 12, 12, 12))
    line = book.lines(page, 0, [(shown["title"], book.title)])
    facts = [f"{say(f'page.profile_{key}')}: {value}" for key, value in shown["profile"].items()]
    facts += [f"{say('report.date')}: {shown['date']}"] if shown["date"] else []
    line = book.lines(page, line, [(text, None) for text in (*facts, shown["label"], shown["counts"])])
    line = _figures(book, page, line + 1, result, shown, words)
    stops = [shown["overall"]["range"], *shown["overall"]["blocking"]]
    line = book.lines(page, line + 1, [(say("report.blocks_next"), book.heading), *((text, None) for text in stops)])
    line = book.lines(page, line + 1, [(say("report.priorities"), book.heading)])
    for priority in shown["priorities"]:
        book.cell(page, line, 0, priority["title"], book.strong)
        line = book.lines(page, line, [(f"{priority['why']} {priority['next']}", None)], first=1)
    if not shown["priorities"]:
        line = book.lines(page, line, [(shown["priorities_none"], None)])
    book.lines(page, line + 1, [(shown["honest"], None), (shown["made"], None)])


def _figures(book: Workbook, page: Any, line: int, result: Result, shown: dict[str, Any], words: Words) -> int:
    """The table of the summary; the next free line."""
    evidenced = {name: getattr(result.evidenced, name).score for name in ("overall", "experience")}
    parts = [
        {**shown[name], "evidenced": words.say("report.no_score") if score is None else words.number(score)}
        for name, score in evidenced.items()
    ]
    parts += [*(shown["areas"] if shown["form"] == "full" else ()), shown["management"]]
    head = ("score", "level", "range", "coverage", "with_evidence")
    rows = [["", *(words.say(f"report.{key}") for key in head)]]
    rows += [[part[key] for key in ("name", "score", "line", "range_short", "coverage", "evidenced")] for part in parts]
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            book.cell(page, line + place, column, text, book.strong if column == 0 else None if place else book.head)
    return line + len(rows)


def _sheets(
    result: Result, shown: dict[str, Any], texts: Texts, words: Words, plan: Sequence[Sequence[str]]
) -> Iterable[Sheet]:
    say = words.say
    yield _answers(result, texts, words)
    yield _scores(result, texts, words)
    if plan:
        yield Sheet(say("takeout.sheet_plan"), plan[0], plan[1:], (12, 28, 40, 8, 8, 24, 12, 8))
    keys = ("item", "question", "ask", "look", "note")
    head = [say("report.item"), "", say("takeout.ask"), say("takeout.look"), say("report.note"), say("takeout.found")]
    rows = [[*(entry[key] for key in ("title", *keys[1:])), ""] for entry in shown["find_out"]]
    yield Sheet(say("takeout.sheet_find_out"), head, rows, (28, 50, 36, 36, 30, 50))
    yield _seal(result, shown, words)


def _answers(result: Result, texts: Texts, words: Words) -> Sheet:
    say = words.say
    keys = ("area", "item", "level", "answer", "evidence", "note")
    states = {"unknown": "cell_unknown_label", "not_applicable": "cell_na_label", "open": "cell_open_label"}
    rows = []
    for item in result.items:
        answer, asked = result.answers.to(item.id), texts.items[item.id]
        said = say(f"report.{states[answer.state]}") if answer.level is None else asked.levels[answer.level - 1]
        note = " ".join(part for part in (answer.not_applicable, answer.note) if part)
        area = texts.blocks[item.block].name
        rows.append([item.id, area, asked.question, answer.level, said, "\n".join(answer.evidence), note])
    head = ["id", *(say(f"report.{key}") for key in keys)]
    return Sheet(say("takeout.sheet_answers"), head, rows, (10, 24, 48, 8, 48, 36, 36), levels=3)


def _scores(result: Result, texts: Texts, words: Words) -> Sheet:
    model, answers, say = result.model, result.answers, words.say
    rows: list[list[Cell]] = []

    def add(key: str, name: str, score: Score, evidenced: Score, aims: Sequence[Cell] = (None, None)) -> None:
        points, levels = score.score_range or (None, None), score.level_range or (None, None)
        coverage = None if score.coverage is None else rounded(score.coverage * 100, 0)
        figures = [None if one is None else stored(one) for one in (score.score, *points)]
        with_evidence = None if evidenced.score is None else stored(evidenced.score)
        rows.append([key, name, score.level, *levels, *figures, coverage, with_evidence, *aims])

    stated, evidenced = result.stated, result.evidenced
    for key in ("overall", "experience"):
        add(key, say(f"report.{key}"), getattr(stated, key), getattr(evidenced, key))
    for block in model.blocks:
        one, other = (
            scores.management if block == model.management else scores.areas[block.id] for scores in (stated, evidenced)
        )
        aims = (target_of(block.id, answers, model), importance_of(block.id, answers, model))
        add(block.id, texts.blocks[block.id].name, one, other, aims)
    for pillar in model.pillars:
        name = texts.pillars[pillar.id].name
        add(pillar.id, name, stated.pillars[pillar.id], evidenced.pillars[pillar.id])
    low, high = (say(f"takeout.{key}") for key in ("lowest", "highest"))
    level, score = (say(f"report.{key}") for key in ("level", "score"))
    head = ["id", "", level, f"{level}: {low}", f"{level}: {high}", score, f"{score}: {low}", f"{score}: {high}"]
    head += [
        f"{say('report.coverage')} (%)",
        *(say(f"report.{key}") for key in ("with_evidence", "target", "importance")),
    ]
    return Sheet(say("takeout.sheet_scores"), head, rows, (12, 32, *(11,) * 10), levels=2)


def _seal(result: Result, shown: dict[str, Any], words: Words) -> Sheet:
    """What the file was made of and by, so that it can be made again; and how its figures are meant."""
    say, sealed = words.say, report(result)
    model: dict[str, str] = sealed["model"]  # type: ignore[assignment]
    rows: list[list[Cell]] = [
        [say("takeout.seal_model"), f"{model['id']} {model['version']}"],
        [say("takeout.seal_numbers"), model["digest"]],
        [say("takeout.seal_engine"), ENGINE],
        [say("takeout.seal_answers"), str(sealed["digest"])],
        [say("takeout.seal_check"), say("takeout.seal_check_how")],
        [say("report.overall"), f"{shown['overall']['how']} {shown['overall']['how_level']}"],
        [say("report.evidenced"), shown["evidenced"]],
        ["", shown["honest"]],
    ]
    return Sheet(say("takeout.sheet_seal"), ["", ""], rows, (30, 110))
