"""The words of a model in one language: questions, level descriptions, names. No numbers.

Exactly the ids of the model, in every language, or ModelError names the table.
"""

from collections.abc import Mapping
from typing import NamedTuple

from assessment.core.errors import ModelError
from assessment.core.model import Model
from assessment.core.shape import Shape


class LevelTexts(NamedTuple):
    """A maturity level's name, and what it means."""

    name: str
    meaning: str


class BlockTexts(NamedTuple):
    """The words of an area, or of management. `ask` says who may know what the respondent does not."""

    name: str
    about: str
    ask: str


class PillarTexts(NamedTuple):
    """The words of a pillar."""

    name: str
    about: str


class ItemTexts(NamedTuple):
    """The words of an item: the question, a description for each level from 1 up, examples of evidence."""

    question: str
    levels: tuple[str, ...]
    evidence: tuple[str, ...]


class Texts(NamedTuple):
    """All the words of a model in one language."""

    language: str
    levels: tuple[LevelTexts, ...]
    blocks: Mapping[str, BlockTexts]
    pillars: Mapping[str, PillarTexts]
    practices: Mapping[str, str]
    items: Mapping[str, ItemTexts]

    def title(self, model: Model, item_id: str) -> str:
        """What an item is called where its question would be too long: "Sales – Integrity", "Responsibility"."""
        item = model.item(item_id)
        if item.practice is not None:
            return self.practices[item.practice]
        return f"{self.blocks[item.block].name} – {self.pillars[item.pillar or ''].name}"


def parse_texts(data: Mapping[str, object], model: Model, language: str) -> Texts:
    """The words from plain data, if they fit the model id for id."""
    shape = Shape(data, "", ModelError).table(("levels", "management", "areas", "pillars", "practices", "items"), ())
    levels = shape.child("levels").same_ids(str(level) for level in range(1, model.rules.levels + 1))
    areas = shape.child("areas").same_ids(area.id for area in model.areas)
    pillars = shape.child("pillars").same_ids(pillar.id for pillar in model.pillars)
    practices = shape.child("practices").same_ids(model.practices)
    items = shape.child("items").same_ids(item.id for item in model.items)
    blocks = {key: _block(table) for key, table in areas.entries()}
    blocks[model.management.id] = _block(shape.child("management"))
    return Texts(
        language,
        tuple(LevelTexts(*_all(levels.child(str(n + 1)), LevelTexts._fields)) for n in range(model.rules.levels)),
        blocks,
        {key: PillarTexts(*_all(table, PillarTexts._fields)) for key, table in pillars.entries()},
        {key: _all(table, ("name",))[0] for key, table in practices.entries()},
        {item.id: _item(items.child(item.id), model.rules.levels) for item in model.items},
    )


def _all(table: Shape, keys: tuple[str, ...]) -> tuple[str, ...]:
    table.table(keys, ())
    return tuple(table.child(key).line() for key in keys)


def _block(table: Shape) -> BlockTexts:
    return BlockTexts(*_all(table, BlockTexts._fields))


def _item(table: Shape, levels: int) -> ItemTexts:
    table.table(ItemTexts._fields, ())
    described = table.child("levels").lines()
    if len(described) != levels:
        table.child("levels").fail("levels-count", found=len(described), expected=levels)
    return ItemTexts(table.child("question").line(), described, table.child("evidence").lines())
