"""The assessment, the method and the items of an article as HTML, made when the site is built.

The questionnaire is a plain form that can be read, printed and filled in without any script; `web/assessment.js` adds
the rest. Its words come from `data/texts` and `data/words`, its shape from the model, its look from
`web/assessment.css`.
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from assessment.core.model import Item, Model
from assessment.core.result import measure
from assessment.core.robustness import DRAWS, SPREAD
from assessment.core.team.panel import LEAST
from assessment.core.texts import Texts
from assessment.files import load_model, load_texts, load_texts_data, load_words, load_worked_example, write_answers
from assessment.publish.pages import DOCS, read_page
from assessment.report.formats import FORMATS
from assessment.report.radar import radar_svg
from assessment.report.view import view
from assessment.report.words import Words

TEMPLATES = Path(__file__).parent / "templates"
TOOLS = ("plan", "robustness", "change", "takeout", "quality", "model")
"""The tools below the result, in order: each a template in `templates/tools`."""


class Spot(Protocol):
    """A page, or what stands for one that MkDocs does not make (`embed.py`)."""

    @property
    def url(self) -> str:
        """Its address, from its language's home."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """Under "addresses", those of shared folders; under "home", the language's folder, if `url` begins outside."""


def render(marker: str, language: str, page: Page) -> str:
    """The HTML for a marker ("assessment", "team", "method" or "items") on a page of a language.

    `page.meta["addresses"]` holds the addresses of the folders "web" and "runtime", relative to the page.
    """
    makers = {"assessment": assessment, "team": _team, "method": _method, "items": _items}
    return makers[marker](language, page)


@cache
def _words(language: str) -> tuple[Model, Texts, Words]:
    model = load_model()
    return model, load_texts(model, language), Words(load_words(language))


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def assessment(language: str, page: Spot, *, bare: bool = False) -> str:
    """The whole questionnaire as HTML; a bare one brings neither styles nor script."""
    model, texts, words = _words(language)
    names = [texts.blocks[area.id].name for area in model.areas]
    articles = _articles(language, page, model)
    return (
        _templates()
        .get_template("assessment.html")
        .render(
            model=model,
            texts=texts,
            say=words.say,
            items=lambda block: [item for item in model.items if item.block == block],
            article=lambda item: _article(item, articles, model),
            addresses=page.meta.get("addresses", {}),
            bare=bare,
            method=_to("scoring/", page),
            own_model=_to("own-model/", page),
            tools=[tool for tool in TOOLS if (TEMPLATES / "tools" / f"{tool}.html").is_file()],
            radar=radar_svg(names, "", "", words.say("report.radar"), model.rules),
            language_data=_language_data(language, articles),
        )
    )


def page(template: str, language: str, **parts: object) -> str:
    """A page that MkDocs does not make, from a template, in the words of a language."""
    _, _, words = _words(language)
    return _templates().get_template(template).render(language=language, say=words.say, **parts)


def _team(language: str, page: Page) -> str:
    model, texts, words = _words(language)
    return (
        _templates()
        .get_template("team.html")
        .render(
            model=model,
            texts=texts,
            say=words.say,
            items=lambda block: [item for item in model.items if item.block == block],
            addresses=page.meta.get("addresses", {}),
            assessment=get_relative_url("assessment/", page.url),
            formats=list(FORMATS),
            language_data=_language_data(language, _articles(language, page, model)),
        )
    )


def _language_data(language: str, articles: Mapping[str, Mapping[str, str]]) -> str:
    """What the engine is opened with, as JSON: the page's words, and the articles that it can point to."""
    _, _, words = _words(language)
    data = {"texts": load_texts_data(language), "words": words.data, "articles": articles}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _to(path: str, page: Spot) -> str:
    """The address of a page of the language, from this one."""
    return str(get_relative_url(page.meta.get("home", "") + path, page.url))


def _articles(language: str, page: Spot, model: Model) -> dict[str, dict[str, str]]:
    """The articles that exist, of those the model names: title, and address from the page."""
    slugs = {item.article for item in model.items} | {block.article for block in model.blocks}
    found = {}
    for slug in sorted(slugs):
        file = DOCS / language / "learn" / f"{slug}.md"
        if file.is_file():
            title = str(read_page(file, language).meta["title"])
            found[slug] = {"title": title, "href": _to(f"learn/{slug}/", page)}
    return found


def _article(item: Item, articles: Mapping[str, Mapping[str, str]], model: Model) -> Mapping[str, str] | None:
    """The page that helps with an item: its own, or its block's, whichever exists."""
    block = next(block for block in model.blocks if block.id == item.block)
    return next((articles[slug] for slug in (item.article, block.article) if slug in articles), None)


def _items(language: str, page: Page) -> str:
    """The questions that an article helps with, each a link into the assessment."""
    model, texts, _ = _words(language)
    wanted = page.meta.get("items") or []
    target = get_relative_url("assessment/", page.url)
    lines = []
    for item_id in wanted:
        try:
            item = model.item(str(item_id))
        except KeyError:
            raise ValueError(f"front matter: items: there is no item ‘{item_id}’ in the model") from None
        title = escape(texts.title(model, item.id))
        question = escape(texts.items[item.id].question)
        lines.append(f'<li><a href="{target}#item-{item.id}">{title}</a> – {question}</li>')
    return f'<ul class="cx-items">{"".join(lines)}</ul>' if lines else ""


def _method(language: str, page: Page) -> str:
    model, texts, words = _words(language)
    answers = load_worked_example(model)
    result = measure(model, answers)
    shown: dict[str, Any] = view(result, texts, words, {})
    return (
        _templates()
        .get_template("method.html")
        .render(
            model=model,
            texts=texts,
            words=words,
            say=words.say,
            view=shown,
            number=words.number,
            difference=words.number(Fraction(model.rules.clear_difference_tenths, 10)),
            draws=DRAWS,
            spread=SPREAD,
            smallest=LEAST,
            result=result,
            example=write_answers(answers, model),
            language_data=_language_data(language, _articles(language, page, model)),
            addresses=page.meta.get("addresses", {}),
            assessment=get_relative_url("assessment/", page.url),
        )
    )
