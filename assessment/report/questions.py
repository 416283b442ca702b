"""The questionnaire itself, outside the page: to read, to print, to fill in by hand or by a program."""

from collections.abc import Iterator, Sequence
from json import dumps

from assessment.core.answers import FORMAT, VERSION
from assessment.core.model import Block, Form, Item, Model
from assessment.core.texts import Texts
from assessment.report.csv import table
from assessment.report.html import html
from assessment.report.markdown import markdown
from assessment.report.outline import Heading, Paragraph, Part, Points
from assessment.report.text import text
from assessment.report.words import Words

QUESTION_FORMATS = ("text", "json", "markdown", "html", "csv")


def write_questions(model: Model, texts: Texts, words: Words, form: Form, kind: str) -> str:
    """The questions of a form. As JSON it is a file of answers with everything still open, ready to be filled in."""
    items = model.of_form(form)
    if kind == "json":
        head = {"format": FORMAT, "version": VERSION, "model": {"id": model.id, "version": model.version}}
        return dumps({**head, "form": form, "answers": {item.id: {} for item in items}}, indent=1) + "\n"
    if kind == "csv":
        levels = [f"{n} {level.name}" for n, level in enumerate(texts.levels, 1)]
        rows = [["id", words.say("report.item"), *levels, words.say("report.evidence")]]
        for item in items:
            entry = texts.items[item.id]
            rows.append([item.id, entry.question, *entry.levels, words.list(entry.evidence)])
        return table(rows)
    parts = _parts(model, texts, words, items)
    if kind == "html":
        return html(parts, texts.language, model.rules)
    return markdown(parts) if kind == "markdown" else text(parts)


def _parts(model: Model, texts: Texts, words: Words, items: Sequence[Item]) -> Iterator[Part]:
    yield Heading(words.say("report.title"), 1)
    yield Heading(words.say("page.levels_title"), 2)
    yield Points([(f"{n} {level.name}", [level.meaning]) for n, level in enumerate(texts.levels, 1)])
    for block in model.blocks:
        yield from _block(block, texts, words, [item for item in items if item.block == block.id])


def _block(block: Block, texts: Texts, words: Words, items: Sequence[Item]) -> Iterator[Part]:
    yield Heading(texts.blocks[block.id].name, 2)
    yield Paragraph(texts.blocks[block.id].about)
    entries = []
    for item in items:
        entry = texts.items[item.id]
        lines = [f"{n}: {level}" for n, level in enumerate(entry.levels, 1)]
        lines += [f"{words.say(f'report.cell_{key}')}: {words.say(f'page.answer_{key}')}" for key in ("unknown", "na")]
        entries.append((f"{item.id} {entry.question}", lines))
    yield Points(entries)
