"""What the home page and the list of articles show: cards made from front matter, and a picture of the grid."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from mkdocs.utils import get_relative_url

from assessment import files
from assessment.publish.pages import SourcePage
from assessment.publish.typography import bind_text
from assessment.publish.wording import interface_words

#: An invented result, row by row: it shows what the reader gets, and belongs to nobody.
INVENTED = (
    (3, 2, 3, 4, 2, 3),
    (3, 1, 2, 3, 2, 2),
    (4, 3, 3, 2, 3, 5),
    (4, 4, 3, 3, 2, 3),
    (2, 2, 1, 2, 1, 2),
    (2, 3, 2, 1, 1, 2),
)
MARKED = (4, 2)
_CELL, _GAP, _EDGE = 48, 4, 34


def article_cards(articles: Iterable[SourcePage], order: Sequence[str], from_address: str, section: str) -> str:
    """A list of cards that lead to a section's articles, in the order of the navigation."""
    wanted = [article for article in articles if article.is_article and article.meta.get("section") == section]
    wanted.sort(key=lambda article: order.index(article.path) if article.path in order else len(order))
    return _list(_card(article, from_address) for article in wanted)


def area_cards(articles: Iterable[SourcePage], from_address: str) -> str:
    """A list of cards that lead to the guides to the model's touchpoint areas, in the model's order."""
    by_slug = {str(article.meta.get("slug")): article for article in articles if article.is_article}
    guides = [area.article for area in files.load_model().areas]
    return _list(_card(by_slug[slug], from_address) for slug in guides if slug in by_slug)


def library(
    articles: Iterable[SourcePage], order: Sequence[str], from_address: str, words: Mapping[str, Mapping[str, str]]
) -> str:
    """Every section that has an article, with its name, a sentence about it where there is one, and its cards."""
    articles = list(articles)
    parts = []
    for section, name in words["sections"].items():
        if cards := article_cards(articles, order, from_address, section):
            about = words["about_sections"].get(section)
            parts.append(f'<h2 id="{section.lower().replace(" ", "-")}">{escape(name, quote=False)}</h2>')
            parts.append(f"<p>{escape(about, quote=False)}</p>" if about else "")
            parts.append(cards)
    return "\n".join(parts)


def grid_picture(language: str) -> str:
    """The grid of touchpoints and pillars as a map sheet, with invented levels, and its legend in words."""
    model = files.load_model()
    texts = files.load_texts(model, language)
    words = interface_words(language)["grid"]
    size = _EDGE + 6 * (_CELL + _GAP)
    drawn = []
    for index in range(6):
        middle = _EDGE + index * (_CELL + _GAP) + _CELL / 2
        drawn.append(f'<text x="{middle:g}" y="20" class="atlas-grid__mark">{"ABCDEF"[index]}</text>')
        drawn.append(f'<text x="14" y="{middle + 6:g}" class="atlas-grid__mark">{index + 1}</text>')
    for row, levels in enumerate(INVENTED):
        for column, level in enumerate(levels):
            x, y = (_EDGE + place * (_CELL + _GAP) for place in (column, row))
            drawn.append(
                f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" rx="3" class="atlas-grid__{level}"/>'
                f'<text x="{x + _CELL / 2:g}" y="{y + _CELL / 2 + 6:g}" class="atlas-grid__on-{level}">{level}</text>'
            )
    x, y = (_EDGE + place * (_CELL + _GAP) - 3 for place in reversed(MARKED))
    drawn.append(f'<rect x="{x}" y="{y}" width="{_CELL + 6}" height="{_CELL + 6}" rx="6" class="atlas-grid__next"/>')
    areas = "".join(f"<li>{_text(texts.blocks[area.id].name, language)}</li>" for area in model.areas)
    pillars = "".join(f"<li>{_text(texts.pillars[pillar.id].name, language)}</li>" for pillar in model.pillars)
    return f"""<figure class="atlas-grid">
<svg viewBox="0 0 {size} {size}" role="img" aria-label="{escape(words["alternative"])}">{"".join(drawn)}</svg>
<figcaption>
<div class="atlas-grid__legend">
<div><p id="atlas-grid-rows">{words["rows"]}</p><ol aria-labelledby="atlas-grid-rows">{areas}</ol></div>
<div><p id="atlas-grid-columns">{words["columns"]}</p>
<ol type="A" aria-labelledby="atlas-grid-columns">{pillars}</ol></div>
</div>
<p class="atlas-grid__note">{_text(words["note"], language)}</p>
</figcaption>
</figure>"""


def in_nav_order(pages: Iterable[SourcePage], order: Sequence[str]) -> list[SourcePage]:
    """The articles among the pages, in the order of the navigation."""
    place = {path: number for number, path in enumerate(order)}
    return sorted(
        (page for page in pages if page.is_article), key=lambda page: (place.get(page.path, len(order)), page.path)
    )


def link(article: SourcePage, from_address: str) -> str:
    """A link to an article, by its title."""
    address = get_relative_url(article.path.removesuffix(".md") + "/", from_address)
    return f'<a href="{address}">{escape(str(article.meta.get("title", "")), quote=False)}</a>'


def _list(cards: Iterable[str]) -> str:
    inside = "\n".join(cards)
    return f'<ul class="atlas-cards">\n{inside}\n</ul>' if inside else ""


def _card(article: SourcePage, from_address: str) -> str:
    description = escape(str(article.meta.get("description", "")), quote=False)
    return f'<li class="atlas-card"><h3>{link(article, from_address)}</h3><p>{description}</p></li>'


def _text(text: str, language: str) -> str:
    return escape(bind_text(text, language), quote=False)
