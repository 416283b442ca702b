"""The form of a model in words: what the page needs to ask another model's questions with its own HTML."""

from collections.abc import Mapping

from assessment.core.model import Block, Item, Model
from assessment.core.texts import Texts
from assessment.report.radar import radar
from assessment.report.words import Words

View = dict[str, object]
Articles = Mapping[str, Mapping[str, str]]
"""Article slug → {"href", "title"}; only articles that exist."""


def form_view(model: Model, texts: Texts, words: Words, articles: Articles) -> View:
    """Everything that a form says, in the order of the model: the same words as in the form that the build renders."""
    say, rules = words.say, model.rules
    return {
        "model": {"id": model.id, "version": model.version},
        "language": texts.language,
        "in_use": say("own.in_use", name=f"{model.id} {model.version}"),
        "about": {form: say(f"own.form_{form}", n=len(model.of_form(form))) for form in ("quick", "full")},
        "radar": radar([texts.blocks[area.id].name for area in model.areas], "", "", say("report.radar"), rules),
        "blocks": [_block(block, model, texts, words, articles) for block in model.blocks],
        "importance": [
            {"value": str(value), "name": words.importance(value), "default": value == rules.importance_default}
            for value in rules.importance
        ],
        "targets": [
            {"value": str(level), "name": f"{level} – {text.name}", "default": level == rules.target_default}
            for level, text in enumerate(texts.levels, start=1)
        ],
    }


def _block(block: Block, model: Model, texts: Texts, words: Words, articles: Articles) -> View:
    blocks = model.blocks
    place = blocks.index(block)
    back = blocks[place - 1] if place else None
    further = blocks[place + 1] if place + 1 < len(blocks) else None
    return {
        "id": block.id,
        "name": texts.blocks[block.id].name,
        "about": texts.blocks[block.id].about,
        "items": [_item(item, texts, words, _article(item, block, articles)) for item in _items(model, block)],
        "back": back and {"id": back.id, "label": words.say("page.back", name=texts.blocks[back.id].name)},
        "next": further and {"id": further.id, "label": words.say("page.next", name=texts.blocks[further.id].name)},
    }


def _items(model: Model, block: Block) -> list[Item]:
    return [item for item in model.items if item.block == block.id]


def _article(item: Item, block: Block, articles: Articles) -> Mapping[str, str] | None:
    return next((articles[slug] for slug in (item.article, block.article) if slug in articles), None)


def _item(item: Item, texts: Texts, words: Words, article: Mapping[str, str] | None) -> View:
    said = texts.items[item.id]
    examples = "; ".join(said.evidence)
    return {
        "id": item.id,
        "quick": item.quick,
        "about": texts.practices[item.practice] if item.practice else texts.pillars[item.pillar or ""].name,
        "question": said.question,
        "levels": list(said.levels),
        "evidence": words.say("page.evidence_examples", examples=examples) if examples else "",
        "article": article
        and {"href": article["href"], "label": f"{words.say('page.item_article')}: {article['title']}"},
    }
