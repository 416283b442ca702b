"""Terms explained where readers meet them: the first occurrence in an article becomes a link to the glossary.

The link carries the definition as its title. Material shows it on hover and on focus, and a screen reader as the
link's description; without scripts the link still leads to the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from assessment.publish.glossary import Term, pattern
from assessment.publish.typography import bind_text

#: More would make a page restless.
MOST_ON_A_PAGE = 8
MOST_IN_A_PARAGRAPH = 2

_TAG = re.compile(r"""(<!--.*?-->|</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_CLASSES = re.compile(r"""\sclass\s*=\s*["']([^"']*)""")
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

#: Where running text stands, and what inside or around it is none.
_PARAGRAPHS = frozenset({"p", "li", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_QUOTED = frozenset({"blockquote", "code", "kbd", "pre", "q", "samp"})
_NOT_TEXT = _HEADINGS | _QUOTED | {"a", "abbr", "button", "figure", "label", "nav", "script", "style", "svg", "table"}
_NOT_TEXT_CLASSES = frozenset({"admonition-title", "atlas-references", "task-list-item"})


class Tooltips:
    """The terms of a language that readers may not know, ready to be found in running text."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        explained = [term for term in terms if term.tooltip]
        self._definitions = {term.id: bind_text(term.words[language].definition, language) for term in explained}
        forms = [(form, term) for term in explained for form in term.words[language].all_forms]
        forms.sort(key=lambda form: -len(form[0]))  # so that a journey map is not taken for a journey
        self._terms = [term for _, term in forms]
        self._pattern = pattern(form for form, _ in forms)

    def add(self, html: str, slug: str, glossary: str) -> str:
        """HTML of an article with its terms linked; those that the article itself explains are left alone.

        Args:
            html: what Markdown made of the article.
            slug: the article's slug.
            glossary: the glossary's address from the article.
        """
        unknown = {term.id for term in self._terms if term.article != slug}
        left = min(MOST_ON_A_PAGE, len(unknown))
        pieces = _TAG.split(html)
        inside: list[tuple[str, bool]] = []  # the open elements, and whether each bars terms
        in_paragraph = 0
        for index, piece in enumerate(pieces):
            if left == 0:
                break
            if index % 2:
                in_paragraph = 0 if _follow(piece, inside) else in_paragraph
                continue
            if any(bars for _, bars in inside) or not any(name in _PARAGRAPHS for name, _ in inside):
                continue
            made, end = [], 0
            for match in self._pattern.finditer(piece):
                if left == 0 or in_paragraph == MOST_IN_A_PARAGRAPH:
                    break
                term = self._terms[(match.lastindex or 0) - 1].id  # each form is a group
                if term not in unknown:
                    continue
                # Twice, because Material reads a title as HTML.
                title = escape(escape(self._definitions[term], quote=False))
                link = f'<a class="atlas-term" href="{escape(glossary)}#{term}" title="{title}">{match[0]}</a>'
                made.append(piece[end : match.start()] + link)
                end = match.end()
                unknown.remove(term)
                left -= 1
                in_paragraph += 1
            pieces[index] = "".join(made) + piece[end:]
        return "".join(pieces)


def _follow(tag: str, inside: list[tuple[str, bool]]) -> bool:
    """Keeps account of the open elements, and says whether a paragraph begins."""
    name_of = _NAME.match(tag)
    if not name_of:
        return False
    name = name_of[1].lower()
    if tag.startswith("</"):
        while any(open_ == name for open_, _ in inside) and inside.pop()[0] != name:
            pass
        return False
    if name not in _VOID and not tag.endswith("/>"):
        classes = _CLASSES.search(tag)
        bars = name in _NOT_TEXT or bool(classes and _NOT_TEXT_CLASSES.intersection(classes[1].split()))
        inside.append((name, bars))
    return name in _PARAGRAPHS
