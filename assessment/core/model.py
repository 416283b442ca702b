"""The maturity model: areas crossed with pillars, practices, items, and the rules of scoring. No words.

A model is parsed once, from the plain data of `data/model.toml`, into objects that cannot be wrong.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from assessment.core.errors import ModelError
from assessment.core.shape import Shape

Form = Literal["quick", "full"]
FORMS: tuple[Form, ...] = ("quick", "full")


class Rules(NamedTuple):
    """The numbers of the scoring, as `data/model.toml` explains them."""

    levels: int
    gate_percent: int
    gate_slack: int
    coverage_percent: int
    areas_needed: int
    evidence_from: int
    evidence_fallback: int
    strength_from: int
    list_length: int
    importance: tuple[int, ...]
    importance_default: int
    target_default: int
    clear_difference_tenths: int
    tie_pillars: tuple[str, ...]


class Block(NamedTuple):
    """What has a level of its own and a target: a touchpoint area, or management."""

    id: str
    weight: int
    article: str


class Pillar(NamedTuple):
    """A quality that every touchpoint area is asked about."""

    id: str
    article: str


class Item(NamedTuple):
    """One question. It stands where an area meets a pillar, or for one practice of management."""

    id: str
    block: str
    pillar: str | None
    practice: str | None
    weight: int
    quick: bool
    article: str


class Model(NamedTuple):
    """Everything that scoring needs to know. Tuples keep the order of the file, which is that of the questionnaire."""

    id: str
    version: str
    languages: tuple[str, ...]
    rules: Rules
    management: Block
    areas: tuple[Block, ...]
    pillars: tuple[Pillar, ...]
    practices: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The areas, then management."""
        return (*self.areas, self.management)

    def of_form(self, form: Form) -> tuple[Item, ...]:
        """The items of a form, in order."""
        return self.items if form == "full" else tuple(item for item in self.items if item.quick)

    def item(self, item_id: str) -> Item:
        """The item of that id; KeyError if there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


def parse_model(data: Mapping[str, object]) -> Model:
    """A model from plain data; ModelError names the table that is wrong."""
    shape = Shape(data, "", ModelError).table(
        ("id", "version", "languages", "rules", "management", "areas", "pillars", "practices", "items"), ()
    )
    pillars = tuple(
        Pillar(key, table.table(("article",), ()).child("article").text())
        for key, table in shape.child("pillars").table().entries()
    )
    areas = tuple(_block(key, table) for key, table in shape.child("areas").table().entries())
    head = shape.child("management").table(("id", "article"), ())
    management = Block(head.child("id").text(), 1, head.child("article").text())
    practices = shape.child("practices").texts()
    rules = _rules(shape.child("rules"), [pillar.id for pillar in pillars])
    items = tuple(
        _item(key, table, areas, pillars, practices, management.id)
        for key, table in shape.child("items").table().entries()
    )
    model = Model(
        shape.child("id").text(),
        shape.child("version").text(),
        shape.child("languages").texts(),
        rules,
        management,
        areas,
        pillars,
        practices,
        items,
    )
    _whole(model, shape.child("items"))
    return model


def _block(key: str, table: Shape) -> Block:
    table.table(("weight", "article"), ())
    return Block(key, table.child("weight").whole(1, 1_000), table.child("article").text())


def _rules(table: Shape, pillars: Sequence[str]) -> Rules:
    table.table(Rules._fields, ())
    levels = table.child("levels").whole(2, 9)
    level = (1, levels)
    evidence_from = table.child("evidence_from").whole(*level)
    importance = tuple(entry.whole(1, 100) for entry in table.child("importance").items())
    for entry in table.child("tie_pillars").items():
        entry.one_of(pillars)
    return Rules(
        levels=levels,
        gate_percent=table.child("gate_percent").whole(1, 100),
        gate_slack=table.child("gate_slack").whole(0, levels - 1),
        coverage_percent=table.child("coverage_percent").whole(1, 100),
        areas_needed=table.child("areas_needed").whole(1, 100),
        evidence_from=evidence_from,
        # Any other fallback would let a higher answer give a lower evidenced result.
        evidence_fallback=table.child("evidence_fallback").whole(max(1, evidence_from - 1), evidence_from),
        strength_from=table.child("strength_from").whole(*level),
        list_length=table.child("list_length").whole(1, 100),
        importance=importance,
        importance_default=table.child("importance_default").one_of(importance),
        target_default=table.child("target_default").whole(*level),
        clear_difference_tenths=table.child("clear_difference_tenths").whole(0, 10 * levels),
        tie_pillars=table.child("tie_pillars").texts(),
    )


def _item(
    key: str,
    table: Shape,
    areas: tuple[Block, ...],
    pillars: tuple[Pillar, ...],
    practices: tuple[str, ...],
    management: str,
) -> Item:
    common = ("weight", "quick", "article")
    if table.table().has("practice"):
        table.table((*common, "practice"), ())
        block, pillar, practice = management, None, table.child("practice").one_of(practices)
    else:
        table.table((*common, "area", "pillar"), ())
        block = table.child("area").one_of(area.id for area in areas)
        pillar, practice = table.child("pillar").one_of(entry.id for entry in pillars), None
    return Item(
        key,
        block,
        pillar,
        practice,
        table.child("weight").whole(1, 1_000),
        table.child("quick").flag(),
        table.child("article").text(),
    )


def _whole(model: Model, items: Shape) -> None:
    """Every area meets every pillar once, every practice has one item, and the quick form covers every area."""
    cells = [(item.block, item.pillar) for item in model.items if item.pillar]
    for area in model.areas:
        for pillar in model.pillars:
            if cells.count((area.id, pillar.id)) != 1:
                items.fail("cell-not-once", area=area.id, pillar=pillar.id, times=cells.count((area.id, pillar.id)))
    practices = [item.practice for item in model.items if item.practice]
    for practice in model.practices:
        if practices.count(practice) != 1:
            items.fail("practice-not-once", practice=practice, times=practices.count(practice))
    quick = {item.block for item in model.of_form("quick")}
    for block in model.blocks:
        if block.id not in quick:
            items.fail("quick-lacks-block", block=block.id)
    if model.rules.areas_needed > len(model.areas):
        items.fail("areas-needed-too-many", needed=model.rules.areas_needed, areas=len(model.areas))
