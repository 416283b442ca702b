"""What if, in words: what stands where now and then, and what moved."""

from typing import Any

from assessment.core.answers import Answers
from assessment.core.model import Item, Model
from assessment.core.planning.whatif import WhatIf
from assessment.core.result import measure
from assessment.core.score import Score
from assessment.core.texts import Texts
from assessment.report.view import View, view
from assessment.report.words import Words

_Part = dict[str, Any]
"""What a report's view says of one score."""


def trial_view(found: WhatIf, texts: Texts, words: Words) -> View:
    """The scores side by side, in the order of a report; what moved, in sentences; what would then stop the whole."""
    tried = sum(found.now.answers.to(item.id) != found.then.answers.to(item.id) for item in found.now.items)
    pairs = _pairs(found, texts, words)
    sentences = _moved(pairs, words) if tried else []
    return {
        "count": words.say("plan.trial_count", n=tried) if tried else "",
        "rows": [
            {
                "name": before["name"],
                "now": _stand(before),
                "then": _stand(after),
                "moved": _stand(before) != _stand(after),
            }
            for before, after in pairs
        ],
        "moved": sentences,
        "blocking": pairs[0][1]["blocking"] if tried else [],
        "announce": words.list(sentences) if tried else words.say("plan.trial_none"),
    }


def moved(found: WhatIf, texts: Texts, words: Words) -> list[str]:
    """One sentence for each score that is not what it was; one that says so if there is none."""
    return _moved(_pairs(found, texts, words), words)


def _pairs(found: WhatIf, texts: Texts, words: Words) -> list[tuple[_Part, _Part]]:
    """Every score now and then: the whole, experience, management, the areas where the form has them."""
    now, then = (_parts(view(result, texts, words, {})) for result in found)
    return list(zip(now, then, strict=True))


def _parts(shown: dict[str, Any]) -> list[_Part]:
    areas = [area for area in shown["areas"] if area["status"] != "not_in_form"]
    return [shown["overall"], shown["experience"], shown["management"], *areas]


def _stand(part: _Part) -> dict[str, str]:
    return {key: part[key] for key in ("score", "level", "line", "range_short")}


def _moved(pairs: list[tuple[_Part, _Part]], words: Words) -> list[str]:
    sentences = []
    for before, after in pairs:
        name = before["name"]
        if not before["level"] or not after["level"]:
            if before["line"] != after["line"]:
                sentences.append(words.say("plan.moved_other", name=name, before=before["line"], after=after["line"]))
        elif before["level"] != after["level"]:
            sentences.append(words.say("plan.moved_level", name=name, before=before["level"], after=after["level"]))
        elif before["score"] != after["score"]:
            facts = {"before": before["score"], "after": after["score"], "level": after["level"]}
            sentences.append(words.say("plan.moved_score", name=name, **facts))
    return sentences or [words.say("plan.moved_none")]


def choices_view(model: Model, answers: Answers, texts: Texts, words: Words) -> View:
    """What a page offers: targets with the next level above each, and the levels to try for each item, by block."""
    scores = measure(model, answers).stated
    items = model.of_form(answers.form)
    found: list[tuple[str | None, Score]] = [
        (None, scores.overall),
        *scores.areas.items(),
        (model.management.id, scores.management),
    ]
    top = model.rules.levels
    return {
        "empty": all(answers.to(item.id).level is None for item in items),
        "targets": [
            {
                "block": block,
                "name": words.say("report.overall") if block is None else texts.blocks[block].name,
                "next": min(top, (score.level or model.rules.target_default - 1) + 1),
            }
            for block, score in found
        ],
        "levels": [
            {"level": n, "name": words.say("plan.trial_level", level=n, name=level.name)}
            for n, level in enumerate(texts.levels, 1)
        ],
        "blocks": [
            {
                "block": block.id,
                "name": texts.blocks[block.id].name,
                "items": [_item(item, answers, texts, model, words) for item in items if item.block == block.id],
            }
            for block in model.blocks
        ],
    }


def _item(item: Item, answers: Answers, texts: Texts, model: Model, words: Words) -> View:
    answer = answers.to(item.id)
    labels = {"unknown": "cell_unknown_label", "not_applicable": "cell_na_label", "open": "cell_open_label"}
    said = str(answer.level) if answer.level is not None else words.say(f"report.{labels[answer.state]}")
    return {
        "item": item.id,
        "title": texts.title(model, item.id),
        "question": texts.items[item.id].question,
        "levels": list(texts.items[item.id].levels),
        "level": answer.level,
        "as_is": words.say("plan.trial_as_is", answer=said),
    }
