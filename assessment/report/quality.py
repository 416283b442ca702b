"""What is worth a second look in the answers, in words: for the person who answers, and for nobody else."""

from collections.abc import Sequence

from assessment.core.answers import Answers
from assessment.core.model import Model
from assessment.core.quality import Quality
from assessment.core.texts import Texts
from assessment.report.words import Words

View = dict[str, object]

SHOWN = 6
"""Answers without evidence that are named; the rest are counted."""


def quality_view(found: Quality, answers: Answers, model: Model, texts: Texts, words: Words) -> View:
    """Everything that the coach says, each remark with the items that it is about."""

    def item(item_id: str) -> View:
        level = answers.to(item_id).level or 0
        line = words.say("quality.answered", level=level, text=texts.items[item_id].levels[level - 1])
        return {"item": item_id, "title": texts.title(model, item_id), "line": line}

    def items(ids: Sequence[str]) -> list[View]:
        return [item(item_id) for item_id in ids]

    remarks = []
    for clash in found.clashes:
        text = words.say(f"quality.pair_{clash.name}")
        remarks.append({"kind": "clash", "text": text, "items": items((clash.high, clash.low)), "more": ""})
    if found.alike:
        level, times, answered = found.alike
        text = words.say("quality.alike", times=times, n=answered, level=level)
        remarks.append({"kind": "alike", "text": text, "items": [], "more": ""})
    if found.run:
        text = words.say("quality.run", n=len(found.run.items), level=found.run.level)
        remarks.append(
            {"kind": "run", "text": text, "items": items((found.run.items[0], found.run.items[-1])), "more": ""}
        )
    if found.bare:
        n, rest = len(found.bare), len(found.bare) - SHOWN
        text = words.say("quality.bare", n=n, level=model.rules.evidence_from)
        more = words.say("quality.more", n=rest) if rest > 0 else ""
        remarks.append({"kind": "bare", "text": text, "items": items(found.bare[:SHOWN]), "more": more})
    key = "empty" if not found.answered else "found" if remarks else "fine"
    return {"lead": words.say(f"quality.{key}"), "remarks": remarks}
