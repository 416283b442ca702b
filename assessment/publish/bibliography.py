"""The bibliography: every work that the articles of a language cite, once, with the articles that cite it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape

from assessment.publish import cards, citations
from assessment.publish.pages import SourcePage


def page(
    articles: Iterable[SourcePage],
    language: str,
    from_address: str,
    sources: Mapping[str, citations.Source],
    words: Mapping[str, str],
) -> str:
    """All cited works by author and year, as HTML, an anchor for each key; empty where nothing is cited.

    Args:
        articles: the articles, in the order in which an entry names them.
        language: the language of the page.
        from_address: the page's address, for links to articles.
        sources: the works of references.bib.
        words: the table ``extra.words.bibliography`` of the language.

    Raises:
        CitationError: an article names a key that the bibliography has not.
    """
    citing: defaultdict[str, list[SourcePage]] = defaultdict(list)
    for article in articles:
        for key in citations.keys_of(article):
            citing[key].append(article)
    entries = []
    for source in citations.in_order(citing, sources):
        links = "; ".join(cards.link(article, from_address) for article in citing[source.key])
        cited_in = f'<span class="atlas-references__in">{escape(words["cited_in"])}: {links}</span>'
        entries.append(f'<li id="ref-{source.key}">{source.reference(language)} {cited_in}</li>')
    return "\n".join(['<ul class="atlas-references">', *entries, "</ul>"]) if entries else ""
