"""Change over time in words: every sentence, every table and the charts, made once for the page and for files."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessment.core.history.change import Change, Difference, Move, Wave, compare, day_number, in_order, scores_of
from assessment.core.history.noise import Key
from assessment.core.model import Model
from assessment.core.result import Result, measure
from assessment.core.texts import Texts
from assessment.report.history.migration import item_title, migration_view, score_cell, score_name, signed
from assessment.report.history.trend import Point, trend
from assessment.report.words import Words

MOVES = 5
"""Items that rose, or that fell, named at most."""
View = dict[str, Any]


def change_view(waves: Sequence[Wave], model: Model, texts: Texts, words: Words) -> View:
    """Everything that is said of several results. `model` and `texts` are those of the present version."""
    return _View(waves, model, texts, words).whole()


def pairs(waves: Sequence[Wave]) -> list[tuple[Wave, Wave]]:
    """Which results to compare: the last with the one before it and, where there are more than two, with the first."""
    if len(waves) < 2:
        return []
    return [(waves[-2], waves[-1]), *([(waves[0], waves[-1])] if len(waves) > 2 else [])]


class _View:
    def __init__(self, waves: Sequence[Wave], model: Model, texts: Texts, words: Words) -> None:
        self.given, self.model, self.texts, self.words = waves, model, texts, words
        self.waves, self.dated = in_order(waves)
        self.results = [measure(wave.model, wave.answers) for wave in self.waves]

    def whole(self) -> View:
        say, n = self.words.say, len(self.waves)
        return {
            "title": say("change.report_title"),
            "waves": [self.wave(wave, result) for wave, result in zip(self.waves, self.results, strict=True)],
            "notes": self.notes(),
            "need_two": say("change.need_two") if n < 2 else "",
            "changes": [self.change(compare(*pair)) for pair in pairs(self.waves)],
            "history": self.history() if n > 1 else None,
            "charts": self.charts() if n > 1 else [],
            "chart_about": say("change.chart_about", levels=self.model.rules.levels),
            "split": say("change.split"),
            "noise": say("change.noise", difference=self.tenths(self.model.rules.clear_difference_tenths)),
            "honest": self.words.honest(self.model.id),
            "announce": say("change.announce", n=n) if n > 1 else "",
        }

    # -- the results --------------------------------------------------------------------------------------------------

    def name(self, wave: Wave) -> str:
        """What a result is called: its date, and where there is none or another of that day, its file."""
        date, same_day = wave.answers.date, [one.answers.date for one in self.waves].count(wave.answers.date) > 1
        file = self.words.say("change.present") if wave.present else wave.name
        if not date:
            return file if wave.present else self.words.say("change.undated_name", file=file)
        return f"{date} ({file})" if same_day and file else date

    def wave(self, wave: Wave, result: Result) -> View:
        form = self.words.say(f"page.form_{wave.answers.form}")
        file = self.words.say("change.present") if wave.present else wave.name
        name = f"{wave.answers.date} ({file})" if wave.answers.date else self.name(wave)
        line = self.words.say("change.wave", name=name, form=form, n=result.count("level"), version=wave.model.version)
        return {"name": wave.name, "present": wave.present, "line": line}

    def notes(self) -> list[str]:
        """What one must know before reading on: order, doubles, and what does not belong together."""
        say, notes = self.words.say, []
        if not self.dated:
            files = [wave.name for wave in self.waves if not wave.answers.date and not wave.present]
            notes.append(say("change.undated", files=self.words.list(files)))
        doubles = len(self.given) - len(self.waves)
        if doubles:
            notes.append(say("change.twice", n=doubles))
        names = dict.fromkeys(
            name for wave in self.waves if (name := wave.answers.profile.get("organisation", "").strip())
        )
        if len({name.casefold() for name in names}) > 1:
            notes.append(say("change.organisations", names=self.words.list(names)))
        return notes

    # -- one comparison -----------------------------------------------------------------------------------------------

    def change(self, change: Change) -> View:
        say = self.words.say
        names = {"earlier": self.name(change.earlier), "later": self.name(change.later)}
        split = say("change.model" if change.same_form else "change.form_and_model")
        head = [say(f"change.{key}") for key in ("score_of", "earlier", "later", "change", "you")]
        risen = [move for move in change.moved if move.after > move.before]
        fallen = [move for move in change.moved if move.after < move.before]
        return {
            "title": say("change.between", **names),
            "notes": self.notes_on(change, names),
            "head": [*head, split, say("change.verdict")],
            "parts": [self.part(part) for part in change.parts if part.kind != "pillar"],
            "pillars": [self.part(part) for part in change.parts if part.kind == "pillar"],
            "levels": [self.level(part, change) for part in change.parts if _has_another_level(part)],
            "risen": [self.move(move, change) for move in risen[:MOVES]],
            "risen_more": self.more(len(risen)),
            "fallen": [self.move(move, change) for move in fallen[:MOVES]],
            "fallen_more": self.more(len(fallen)),
            "moved_none": "" if change.moved else say("change.moved_none"),
            "answered": [self.item(item, change) for item in change.answered],
            "unanswered": [self.item(item, change) for item in change.unanswered],
            "migration": migration_view(change.migration, self.texts, self.words) if change.migration else None,
        }

    def notes_on(self, change: Change, names: dict[str, str]) -> list[str]:
        say, notes = self.words.say, []
        if change.same_answers:
            notes.append(say("change.same_answers", **names))
        if not change.same_form:
            notes.append(say("change.other_form"))
        if change.migration:
            old, new = change.earlier.model, change.later.model
            notes.append(say("change.other_model", old=old.version, new=new.version))
            if old.rules.levels != new.rules.levels:
                notes.append(say("change.levels_differ"))
        return notes

    def part(self, part: Difference) -> View:
        words = self.words
        return {
            "kind": part.kind,
            "id": part.id,
            "name": score_name((part.kind, part.id), self.texts, words),
            "earlier": score_cell(part.before, words),
            "later": score_cell(part.after, words),
            "change": signed(part.total, words),
            "you": signed(part.you, words),
            "model": signed(part.model, words),
            "verdict": self.verdict(part),
            "sure": part.verdict in ("rose", "fell"),
        }

    def verdict(self, part: Difference) -> str:
        if part.verdict == "unclear" and part.clear_from is not None:
            return self.words.say("change.unclear_from", difference=self.tenths(part.clear_from))
        return self.words.say(f"change.{part.verdict}")

    def level(self, part: Difference, change: Change) -> str:
        facts = {"before": part.before.level, "after": part.after.level}
        name = score_name((part.kind, part.id), self.texts, self.words)
        if part.made_by:
            items = self.words.list(self.member(key, part, change) for key in part.made_by)
            return self.words.say("change.level_made", name=name, items=items, **facts)
        key = "level_model" if change.migration and change.same_form and not part.you else "level_plain"
        return self.words.say(f"change.{key}", name=name, **facts)

    def member(self, key: str, part: Difference, change: Change) -> str:
        """A member of a score by the name that tells it from the others."""
        found = next((item for item in change.later.model.items if item.id == key), None)
        if found is None:
            return self.texts.blocks[key].name if key in self.texts.blocks else key
        if part.kind == "area" and found.pillar and found.pillar in self.texts.pillars:
            return self.texts.pillars[found.pillar].name
        return item_title(found, change.later.model, self.texts)

    def item(self, item: str, change: Change) -> View:
        return {"item": self.on_page(item), "title": item_title(change.later.model.item(item), self.model, self.texts)}

    def move(self, move: Move, change: Change) -> View:
        entry = self.item(move.item, change)
        return entry | {
            "line": self.words.say("change.move", title=entry["title"], before=move.before, after=move.after)
        }

    def on_page(self, item: str) -> str:
        """An item's id if the present version asks it, so that a link may lead there."""
        return item if item in self.texts.items else ""

    def more(self, n: int) -> str:
        return self.words.say("change.more_moves", n=n - MOVES) if n > MOVES else ""

    def tenths(self, tenths: int) -> str:
        return self.words.number(Fraction(tenths, 10))

    # -- all results --------------------------------------------------------------------------------------------------

    def history(self) -> View:
        """Each result's own scores, as they were measured then."""
        found = [scores_of(result) for result in self.results]
        return {
            "head": [self.words.say("change.score_of"), *map(self.name, self.waves)],
            "rows": [
                {
                    "name": score_name(key, self.texts, self.words),
                    "cells": [
                        score_cell(scores[key], self.words) if key in scores else self.words.say("report.no_score")
                        for scores in found
                    ],
                }
                for key in self.keys()
            ],
        }

    def charts(self) -> list[View]:
        """A small chart for each score but the pillars'."""
        found = []
        for key in self.keys():
            if key[0] == "pillar":
                continue
            name, points = score_name(key, self.texts, self.words), self.points(key)
            told = [
                self.words.say("change.chart_point", date=self.name(wave), score=self.words.number(point.score))
                for wave, point in zip(self.waves, points, strict=True)
                if point.score is not None
            ]
            title = self.words.list([name, *told])
            found.append({"name": name, "drawing": trend(title, points, self.model.rules.levels)})
        return found

    def points(self, key: Key) -> list[Point]:
        dates = [wave.answers.date for wave in self.waves]
        days = [day_number(date) for date in dates if date]
        even = len(days) < len(dates) or days != sorted(set(days))
        found = []
        for place, (wave, result) in enumerate(zip(self.waves, self.results, strict=True)):
            before = self.waves[place - 1] if place else wave
            score, own = scores_of(result).get(key), wave.model.rules.levels == self.model.rules.levels
            found.append(
                Point(
                    place if even else days[place],
                    score.score if score and own else None,
                    wave.answers.date or str(place + 1),
                    (before.model.version, before.answers.form) == (wave.model.version, wave.answers.form),
                )
            )
        return found

    def keys(self) -> list[Key]:
        """The scores that any of the results has, in the order of the present version."""
        found = [scores_of(result) for result in self.results]
        order = dict.fromkeys(key for scores in reversed(found) for key in scores)
        return [key for key in order if any(key in scores and scores[key].score is not None for scores in found)]


def _has_another_level(part: Difference) -> bool:
    levels = (part.before.level, part.after.level)
    return None not in levels and levels[0] != levels[1]
