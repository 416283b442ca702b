"""What became of answers that were given to another version of the model, in words and as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from assessment.core.answers import Answer
from assessment.core.history.change import scores_of
from assessment.core.history.migration import Migration, RuleChange, SetAside
from assessment.core.history.noise import Key
from assessment.core.model import Item, Model
from assessment.core.result import measure
from assessment.core.score import Score, rounded, stored
from assessment.core.texts import Texts
from assessment.report.outline import Heading, Paragraph, Part, Points, Table
from assessment.report.words import Words

FORMAT = "cx-atlas/migration"
VERSION = 1
View = dict[str, Any]


def migration_view(migration: Migration, texts: Texts, words: Words) -> View:
    """Everything that is said of a migration. `texts` are those of the new model."""
    return _View(migration, texts, words).whole()


def migration_outline(view: View, words: Words) -> Iterator[Part]:
    """The parts of the report, from its view."""
    say = words.say
    yield Heading(say("migration.title"), 1)
    yield Paragraph(view["notice"])
    yield Paragraph(view["unchanged"])
    if view["nothing"]:
        yield Paragraph(view["nothing"])
    for key in ("revised", "set_aside", "added", "unasked"):
        if view[key]:
            yield Heading(say(f"migration.{key}"), 2)
            yield Points([(entry["title"], entry["lines"]) for entry in view[key]])
    for key in ("aims", "weights", "rules"):
        if view[key]:
            yield Heading(say(f"migration.{key}"), 2)
            yield Points([(line, ()) for line in view[key]])
    yield Heading(say("migration.scores"), 2)
    yield Paragraph(say("migration.scores_about"))
    yield Table(say("migration.scores"), view["head"], [[row["name"], *row["cells"]] for row in view["scores"]])


def migration_data(migration: Migration) -> dict[str, object]:
    """A migration as plain data: ids and numbers, no sentences."""
    scores = _scores(migration)
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": {"id": migration.new.id, "from": migration.old.version, "to": migration.new.version},
        "form": migration.given.form,
        "date": migration.given.date or None,
        "revised": list(migration.revised),
        "set_aside": [
            {"item": entry.item, "state": entry.answer.state, "level": entry.answer.level, "instead": entry.instead}
            for entry in migration.set_aside
        ],
        "added": list(migration.added),
        "unasked": list(migration.unasked),
        "reweighted": [change._asdict() for change in migration.reweighted],
        "rules": [change._asdict() for change in migration.rules],
        "aims": [dict(zip(("table", "block", "number"), aim, strict=True)) for aim in migration.aims],
        "scores": {
            name: {
                "before": score_data(before),
                "after": score_data(after),
                "change": None if change is None else stored_change(change),
            }
            for (_, name), (before, after, change) in scores.items()
        },
    }


def score_data(score: Score) -> dict[str, object]:
    """A score and its level as numbers."""
    return {"score": None if score.score is None else stored(score.score), "level": score.level}


def stored_change(value: Fraction) -> float:
    """A difference of scores as a file stores it: two decimals, the same up and down."""
    return (rounded(abs(value), 2) if value > 0 else -rounded(abs(value), 2)) / 100


def signed(value: Fraction | None, words: Words) -> str:
    """A difference of scores as people read it: one decimal, with its sign."""
    if value is None:
        return words.say("report.no_score")
    number = words.number(abs(value))
    if not rounded(abs(value), 1):
        return number
    return words.say("change.plus" if value > 0 else "change.minus", number=number)


def item_title(item: Item, model: Model, texts: Texts) -> str:
    """What an item is called, also one that the texts, being those of another version, do not know."""
    if item.practice is not None:
        return texts.practices.get(item.practice, item.id)
    if item.block not in texts.blocks or item.pillar not in texts.pillars:
        return item.id
    return texts.title(model, item.id)


def answer_line(answer: Answer, texts: Texts, words: Words) -> str:
    """An answer as it is called, with what goes with it: "Level 3 – Defined"."""
    if answer.level is not None:
        known = answer.level <= len(texts.levels)
        name = texts.levels[answer.level - 1].name if known else ""
        line = words.say("report.level_line", level=answer.level, name=name) if known else str(answer.level)
    else:
        key = {"unknown": "cell_unknown_label", "not_applicable": "cell_na_label"}.get(answer.state, "cell_open_label")
        line = words.say(f"report.{key}")
    return words.list(part for part in (line, answer.not_applicable, *answer.evidence, answer.note) if part)


class _View:
    def __init__(self, migration: Migration, texts: Texts, words: Words) -> None:
        self.migration, self.texts, self.words = migration, texts, words

    def whole(self) -> View:
        migration, say = self.migration, self.words.say
        versions = {"old": migration.old.version, "new": migration.new.version}
        changed = {*migration.revised, *migration.unasked}
        view = {
            "notice": say("migration.notice", **versions)
            if migration.old.version != migration.new.version
            else say("migration.same_version", version=migration.new.version),
            "unchanged": say("migration.unchanged", n=len(migration.answers.given.keys() - changed)),
            "revised": [self.revised(item) for item in migration.revised],
            "set_aside": [self.set_aside(entry) for entry in migration.set_aside],
            "added": [self.asked(item) for item in migration.added],
            "unasked": [self.entry(item, []) for item in migration.unasked],
            "aims": [self.aim(*aim) for aim in migration.aims],
            "weights": [
                say("migration.weight", name=self.name(change.id), before=change.before, after=change.after)
                for change in migration.reweighted
            ],
            "rules": [self.rule(change) for change in migration.rules],
        }
        nothing = not any(value for key, value in view.items() if key not in ("notice", "unchanged"))
        return view | {
            "nothing": say("migration.nothing") if nothing else "",
            "head": ["", *(say("migration.version", version=name) for name in versions.values()), say("change.change")],
            "scores": [
                {
                    "name": score_name(key, self.texts, self.words),
                    "cells": [
                        score_cell(before, self.words),
                        score_cell(after, self.words),
                        signed(change, self.words),
                    ],
                }
                for key, (before, after, change) in _scores(migration).items()
            ],
        }

    def entry(self, item: str, lines: Sequence[str]) -> View:
        """A line of a list; `item` is where it leads on the page, "" for what has no place there."""
        return {"item": item, "title": self.title(item), "lines": list(lines)}

    def asked(self, item: str) -> View:
        return self.entry(item, [self.texts.items[item].question] if item in self.texts.items else [])

    def revised(self, item: str) -> View:
        answer = answer_line(self.migration.answers.to(item), self.texts, self.words)
        question = self.texts.items[item].question if item in self.texts.items else ""
        kept = self.words.say("migration.revised_line", answer=answer)
        return self.entry(item, [line for line in (question, kept) if line])

    def set_aside(self, entry: SetAside) -> View:
        say = self.words.say
        answer = answer_line(entry.answer, self.texts, self.words)
        if any(item.id == entry.item for item in self.migration.new.items):
            line = say("migration.beyond", levels=self.migration.new.rules.levels, answer=answer)
        else:
            line = say("migration.set_aside_line", answer=answer)
        questions = [self.texts.items[item].question for item in entry.instead if item in self.texts.items]
        instead = [say("migration.instead", items=self.words.list(questions))] if questions else []
        return {"item": "", "title": f"{self.title(entry.item)} ({entry.item})", "lines": [line, *instead]}

    def aim(self, table: str, block: str, number: int) -> str:
        return self.words.say(f"migration.aim_{table}", name=self.name(block), number=number)

    def rule(self, change: RuleChange) -> str:
        before, after = (
            self.words.list(map(str, value)) if isinstance(value, tuple) else value
            for value in (change.before, change.after)
        )
        name = self.words.say(f"migration.rule_{change.name}")
        return self.words.say("migration.rule", name=name, before=before, after=after)

    def title(self, item: str) -> str:
        for model in (self.migration.new, self.migration.old):
            if found := [entry for entry in model.items if entry.id == item]:
                return item_title(found[0], model, self.texts)
        return item

    def name(self, key: str) -> str:
        """A block's name, or an item's."""
        block = self.texts.blocks.get(key)
        return block.name if block else self.title(key)


def score_cell(score: Score, words: Words) -> str:
    """A score and its level in few words."""
    if score.score is None:
        return words.say("report.no_score")
    return words.say("change.score_level", score=words.number(score.score), level=score.level)


def score_name(key: Key, texts: Texts, words: Words) -> str:
    """What a score is called."""
    kind, name = key
    if kind in ("overall", "experience"):
        return words.say(f"report.{kind}")
    table: Mapping[str, Any] = texts.pillars if kind == "pillar" else texts.blocks
    return str(table[name].name) if name in table else name


def _scores(migration: Migration) -> dict[Key, tuple[Score, Score, Fraction | None]]:
    """Every score that there is under both versions, with the answers as given and as carried, and the difference."""
    before = scores_of(measure(migration.old, migration.given))
    after = scores_of(measure(migration.new, migration.answers))
    one_scale = migration.old.rules.levels == migration.new.rules.levels
    found = {}
    for key, now in after.items():
        if key in before and now.status != "not_in_form":
            was = before[key]
            change = None if was.score is None or now.score is None or not one_scale else now.score - was.score
            found[key] = (was, now, change)
    return found
