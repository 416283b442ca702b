"""The maturity model: areas crossed with pillars, practices, items, and the rules of scoring. No words.

A model is parsed once, from the plain data of `data/model.toml`, into objects that cannot be wrong.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from assessment.core.errors import ModelError
from assessment.core.shape import CAPITALS, DIGITS, ID_CHARACTERS, LONGEST_ID, Shape, printable

Form = Literal["quick", "full"]
FORMS: tuple[Form, ...] = ("quick", "full")

OURS = "cx-atlas"
"""The id of the model that ships with CX Atlas, which no other may have."""
MOST_BLOCKS = 100
"""The most areas, pillars or practices that a model may have."""
MOST_ITEMS = 1_000
"""The most items: a form of more is asked of nobody, and a page of more does not move."""


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
    since: str = ""
    """The version of the model that first asked it; "" where it has been there from the start."""
    revised: str = ""
    """The last version that changed what it means, so that an older answer must be confirmed; "" for none."""


class Retired(NamedTuple):
    """An item that is no longer asked. Its id is never used again, for people keep files that name it."""

    id: str
    since: str
    """The version of the model that no longer asks it."""
    instead: tuple[str, ...]
    """What is asked in its place, if anything."""


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
    retired: tuple[Retired, ...] = ()

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


def version_of(text: str) -> tuple[int, int, int] | None:
    """A semantic version "1.12.0" as numbers, which compare as versions do; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    if any(part != str(int(part)) for part in parts):
        return None
    major, minor, patch = map(int, parts)
    return major, minor, patch


def parse_model(data: Mapping[str, object]) -> Model:
    """A model from plain data; ModelError names the table that is wrong."""
    shape = Shape(data, "", ModelError).table(
        ("id", "version", "languages", "rules", "management", "areas", "pillars", "practices", "items"), ("retired",)
    )
    version = _version(shape.child("version"), "")
    pillars = tuple(
        Pillar(key, _article(table.table((), ("article",)))) for key, table in shape.child("pillars").named(MOST_BLOCKS)
    )
    areas = tuple(_block(key, table) for key, table in shape.child("areas").named(MOST_BLOCKS))
    head = shape.child("management").table(("id",), ("article",))
    management = Block(head.child("id").id(), 1, _article(head))
    _once(head.child("id"), [*(area.id for area in areas), management.id])
    practices = _once(shape.child("practices"), [entry.id(CAPITALS + DIGITS) for entry in _entries(shape, "practices")])
    rules = _rules(shape.child("rules"), [pillar.id for pillar in pillars])
    items = tuple(
        _item(key, table, areas, pillars, practices, management.id, version)
        for key, table in shape.child("items").named(MOST_ITEMS)
    )
    model = Model(
        _name(shape.child("id")),
        version,
        _once(shape.child("languages"), [_name(entry) for entry in _entries(shape, "languages")]),
        rules,
        management,
        areas,
        pillars,
        practices,
        items,
        _retired(shape, [item.id for item in items], version),
    )
    _whole(model, shape.child("items"))
    return model


def _entries(shape: Shape, key: str) -> Iterator[Shape]:
    return shape.child(key).items(MOST_BLOCKS)


def _once(shape: Shape, ids: Sequence[str]) -> tuple[str, ...]:
    for place, entry in enumerate(ids):
        if entry in ids[:place]:
            shape.fail("id-twice", id=entry)
    return tuple(ids)


def _block(key: str, table: Shape) -> Block:
    table.table(("weight",), ("article",))
    return Block(key, table.child("weight").whole(1, 1_000), _article(table))


def _article(table: Shape) -> str:
    """The slug of the page that helps; another model than the site's own may have none."""
    article = table.get("article")
    return article.line() if article else ""


def _name(shape: Shape) -> str:
    """What a model or a language is called in files and their names: "cx-atlas", "pt-BR"."""
    text = shape.text()
    if not (text[0].isalnum() and len(text) <= LONGEST_ID and set(text) <= ID_CHARACTERS):
        shape.fail("name-malformed", value=printable(text, LONGEST_ID))
    return text


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
    version: str,
) -> Item:
    common, more = ("weight", "quick"), ("article", "since", "revised")
    if table.table().has("practice"):
        table.table((*common, "practice"), more)
        block, pillar, practice = management, None, table.child("practice").one_of(practices)
    else:
        table.table((*common, "area", "pillar"), more)
        block = table.child("area").one_of(area.id for area in areas)
        pillar, practice = table.child("pillar").one_of(entry.id for entry in pillars), None
    return Item(
        key,
        block,
        pillar,
        practice,
        table.child("weight").whole(1, 1_000),
        table.child("quick").flag(),
        _article(table),
        *(_version(table.child(name), version) if table.has(name) else "" for name in ("since", "revised")),
    )


def _version(shape: Shape, newest: str) -> str:
    """A semantic version, and one that the model has come to."""
    text = shape.text(40)
    version = version_of(text)
    if version is None:
        shape.fail("version-malformed", value=printable(text))
    if newest and version > (version_of(newest) or version):
        shape.fail("version-too-new", value=text, newest=newest)
    return text


def _retired(shape: Shape, items: Sequence[str], version: str) -> tuple[Retired, ...]:
    table = shape.get("retired")
    if table is None:
        return ()
    entries = dict(table.named(MOST_ITEMS))
    found = []
    for key, entry in entries.items():
        entry.table(("in",), ("instead",))
        if key in items:
            entry.fail("retired-still-asked", item=printable(key))
        instead = tuple(entry.child("instead").items()) if entry.has("instead") else ()
        for other in instead:
            if other.text() == key or other.text() not in (*items, *entries):
                other.fail("instead-unknown", item=printable(other.text()))
        found.append(Retired(key, _version(entry.child("in"), version), tuple(other.text() for other in instead)))
    return tuple(found)


def _whole(model: Model, items: Shape) -> None:
    """Every area meets every pillar once, every practice has one item, and the quick form covers every area."""
    cells = Counter((item.block, item.pillar) for item in model.items)
    for area in model.areas:
        for pillar in model.pillars:
            if cells[area.id, pillar.id] != 1:
                items.fail("cell-not-once", area=area.id, pillar=pillar.id, times=cells[area.id, pillar.id])
    practices = Counter(item.practice for item in model.items)
    for practice in model.practices:
        if practices[practice] != 1:
            items.fail("practice-not-once", practice=practice, times=practices[practice])
    quick = {item.block for item in model.of_form("quick")}
    for block in model.blocks:
        if block.id not in quick:
            items.fail("quick-lacks-block", block=block.id)
    if model.rules.areas_needed > len(model.areas):
        items.fail("areas-needed-too-many", needed=model.rules.areas_needed, areas=len(model.areas))
