"""The thin seam between MkDocs and us: what a page's Markdown and HTML get while MkDocs builds a language.

It replaces citations and markers, tells the templates what they need in ``page.meta`` and ``config.extra``, and stops
the build, with the file and the remedy, where something that it relies on is not there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode

from babel.dates import format_date
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from pymdownx.slugs import slugify as unicode_slugify

from assessment.publish import (
    bibliography,
    cards,
    citations,
    coverage,
    figures,
    fonts,
    glossary,
    navigation,
    status,
    typography,
    write,
)
from assessment.publish.contribute import ways
from assessment.publish.discovery import feeds, structured
from assessment.publish.discovery.listing import card_of
from assessment.publish.forge import forge
from assessment.publish.pages import (
    DOCS,
    LANGUAGE_NAMES,
    LANGUAGES,
    SOURCE_LANGUAGE,
    PageError,
    SourcePage,
    address_of,
    counterpart,
    prefix,
    read_page,
    read_pages,
    read_site,
    shown,
)
from assessment.publish.tooltips import Tooltips
from assessment.publish.untranslated import lead_to_english
from assessment.publish.wording import interface_words, reading

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

MARKER = re.compile(r"<!--\s*cx-atlas:\s*(.+?)\s*-->")

#: What the overrides expect to find in Material's templates; without it they would silently do nothing.
_EXPECTED_BLOCKS = {
    "base.html": (
        "block announce",
        "block header",
        "block tabs",
        "block content",
        "block footer",
        "block extrahead",
        "block styles",
        "block site_meta",
    )
}
_EXPECTED_PARTS = {
    "partials/header.html": 'data-md-component="header"',
    "partials/search.html": 'data-md-component="search" role="dialog"',
    "partials/palette.html": 'data-md-component="palette"',
    "partials/content.html": "page.content",
    "partials/nav.html": 'for="__drawer"',
}

_TASK = re.compile(
    r'(<li class="task-list-item">\s*(?:<p>)?)(?:<label[^>]*>)?<input type="checkbox"[^>]*>(?:</label>)?\s*'
    r"(.*?)(?=</p>|\s*<(?:ul|ol|p)>|</li>)",
    re.DOTALL,
)
_INSTANT = "navigation.instant"
_SETTINGS = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_SEARCH_WORKER = "assets/javascripts/workers/search."
#: Material's names for what its list of results says, by ours in extra.words.search.
_SEARCH_WORDS = {
    "start": "placeholder",
    "none": "none",
    "one": "one",
    "other": "other",
    "more_one": "more.one",
    "more_other": "more.other",
    "missing": "term.missing",
}
_THEME_FILE = re.compile(r'((?:href|src)=")(?:\.\./|\./)*assets/(?=(?:javascripts|stylesheets)/)')


def slugify(text: str, separator: str) -> str:
    """The id of a heading: lower-case ASCII, with ł folded too, which has no decomposition."""
    plain = unicodedata.normalize("NFKD", text.translate(str.maketrans("łŁ", "lL")))
    return str(unicode_slugify(case="lower")(plain.encode("ascii", "ignore").decode(), separator))


class Options(Config):
    """The plugin has none: what may be set stands in ``extra``."""


class AtlasPlugin(BasePlugin[Options]):
    """MkDocs' plugin ``cx-atlas``."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Completes the navigation, and works out where the languages' common root is."""
        self.language = str(config.theme["language"])
        self.docs = Path(config.docs_dir).parent
        self.words: dict[str, Any] = config.extra["words"]
        if config.site_url:
            config.theme["features"] = [*config.theme["features"], _INSTANT]
        try:
            nav = navigation.with_unlisted(config.nav or [], read_pages(self.language, self.docs))
        except (navigation.NavigationError, PageError) as error:
            raise PluginError(str(error)) from error
        config.nav = navigation.existing(nav, Path(config.docs_dir))
        self.order = navigation.paths(config.nav)
        try:
            self.terms = glossary.read(self.docs / "glossary.toml")
        except glossary.GlossaryError as error:
            raise PluginError(str(error)) from error
        self.tooltips = Tooltips(self.terms, self.language)
        if "assets" not in config.extra:
            raise PluginError(
                "Build with ‘python -m assessment.publish build’: MkDocs alone makes one language of three"
            )
        root = "../" if prefix(self.language) else ""
        config.edit_uri = ""  # the pages' own links lead to the editor
        self.pages = read_site(self.docs)
        self.forge = forge(config.repo_url or "")
        config.theme["favicon"] = f"{root}{config.extra['assets']['look']}images/favicon.svg"
        config.extra["faces"] = fonts.first(self.language)
        self.site = (config.site_url or "").removesuffix(prefix(self.language))
        return config

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Writes section ids out as names."""
        for section in navigation.sections(nav.items):
            try:
                section.title = self.words["sections"][section.title]
            except KeyError:
                raise PluginError(
                    f"mkdocs.yml: nav: the section ‘{section.title}’ has no name in {self.language}: "
                    "add it to extra.words.sections in mkdocs.yml, docs/pl.yml and docs/ro.yml"
                ) from None
        return nav

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Stops the build if Material no longer has what the overrides replace or extend."""
        assert env.loader
        for template, blocks in _EXPECTED_BLOCKS.items():
            text = _theme_text(config, template)
            for block in blocks:
                if block not in text:
                    _theme_changed(template, block)
        for template, part in _EXPECTED_PARTS.items():
            if part not in _theme_text(config, template):
                _theme_changed(template, part)
        return env

    @event_priority(50)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Writes citations out, appends the references, and gives the templates what they show about the page."""
        source = self._source(page)
        meta = page.meta
        if title := meta.get("title"):
            meta["title"] = typography.bind_text(str(title), self.language)
        page.title = meta.get("nav_title") or meta.get("title") or page.title
        meta["alternates"] = [self._alternate(page, source.path, language) for language in LANGUAGES]
        # The folders that the languages share, from this page.
        meta["addresses"] = {name: self._from(page, there) for name, there in config.extra["assets"].items()}
        address = f"{self.site}{prefix(self.language)}{page.url}" if self.site else ""
        markdown = lead_to_english(markdown, source, self.pages)
        meta["contribute"] = ways(self.forge, source, self.docs, address)
        self._tell(source, meta)
        if not source.is_article:
            return markdown
        if source.path != glossary.PAGE:  # which is looked up, not read
            meta["minutes"] = max(1, round(len(re.findall(r"\w+", markdown)) / reading(self.language).words_a_minute))
        for key in ("reviewed", "review_by"):
            if meta.get(key):
                meta[f"{key}_shown"] = format_date(meta[key], "d MMMM y", locale=self.language)
        meta["stale"] = self._is_stale(source)
        return self._with_references(markdown, source)

    @event_priority(50)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Explains terms where readers meet them, and puts what is generated in place of the markers."""
        path = page.file.src_uri
        if path.startswith("learn/") and path not in ("learn/index.md", glossary.PAGE) and glossary.PAGE in self.order:
            there = get_relative_url(glossary.ADDRESS, page.url)
            html = self.tooltips.add(html, str(page.meta.get("slug", "")), there)
        try:
            html = figures.framed(html, Path(config.docs_dir) / "assets" / "figures")
        except figures.FigureError as error:
            raise PluginError(str(error)) from error
        html = MARKER.sub(lambda marker: self._generated(marker[1], page), html)
        # A box to tick has its text for a label.
        return _TASK.sub(r'\1<label class="atlas-task"><input type="checkbox"> <span>\2</span></label>', html)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Binds what must not break at a line's end, and shares Material's files between the languages."""
        if "<cx-assessment" in output:
            # The theme takes the first Back between two steps of the questionnaire for a way to another page, and puts
            # the page anew: what is in the tools below the result would be gone. A reader who comes from another page
            # of the site has the theme's instant navigation all the same, and then the theme knows where it is.
            output = output.replace(f', "{_INSTANT}"', "")
        return typography.bind(self._with_shared_theme(output, page), self.language)

    def _with_shared_theme(self, html: str, page: Page) -> str:
        """HTML that loads Material's files from the site's root, and searches with our worker and in our words."""
        html = _SETTINGS.sub(lambda script: f"{script[1]}{self._settings(script[2], page)}{script[3]}", html)
        shared = self._from(page, "assets/")
        return _THEME_FILE.sub(lambda file: f"{file[1]}{shared}", html)

    def _settings(self, theirs: str, page: Page) -> str:
        """What Material's script is told on a page, with our search in place of its own."""
        settings = json.loads(theirs)
        if _SEARCH_WORKER not in settings["search"]:
            _theme_changed("base.html", _SEARCH_WORKER)
        query = urlencode({"language": self.language, "source": SOURCE_LANGUAGE})
        settings["search"] = f"{page.meta['addresses']['search']}search.js?{query}"
        for ours, name in _SEARCH_WORDS.items():
            settings["translations"][f"search.result.{name}"] = self.words["search"][ours]
        return json.dumps(settings).replace("<", "\\u003c")

    def _source(self, page: Page) -> SourcePage:
        file = Path(page.file.abs_src_path or "")
        try:
            return read_page(file, self.language, self.docs)
        except PageError as error:
            raise PluginError(str(error)) from error

    def _from(self, page: Page, address: str) -> str:
        """An address inside the site, as a link on a page of this language; MkDocs' own filter ends at the language."""
        return get_relative_url(address, prefix(self.language) + page.url)

    def _alternate(self, page: Page, path: str, language: str) -> dict[str, Any]:
        """The same page in a language, for the language switcher and the hreflang links."""
        there = counterpart(path, language, self.docs)
        address = prefix(language) + address_of(there)
        return {
            "language": language,
            "name": LANGUAGE_NAMES[language],
            "address": self._from(page, address),
            "absolute": self.site + address if self.site else None,
            "is_here": language == self.language,
            "is_source": language == SOURCE_LANGUAGE,
            "is_missing": there != path,
            "missing": interface_words(language)["site"]["missing"],
        }

    def _tell(self, source: SourcePage, meta: MutableMapping[str, Any]) -> None:
        """What the page's head tells others: what it is, the picture of a link to it, and where the feed is."""
        address = prefix(self.language) + address_of(source.path)
        meta["structured"] = structured.describe(source, self.site, self.terms, self._sources(source))
        if self.site and "title" in source.meta:
            meta["card"] = self.site + card_of(address)
            meta["feed"] = self.site + prefix(self.language) + feeds.FILE

    def _is_stale(self, source: SourcePage) -> bool:
        """Whether the English page has changed since this page was translated from it."""
        english = self.docs / SOURCE_LANGUAGE / source.path
        if self.language == SOURCE_LANGUAGE or not english.is_file() or "source" not in source.meta:
            return False
        return source.meta["source"] != read_page(english, SOURCE_LANGUAGE, self.docs).digest

    def _sources(self, source: SourcePage) -> list[citations.Source]:
        """What the page cites, in the order of its references."""
        try:
            sources = citations.read_bibliography(self.docs / "references.bib")
            return citations.in_order(citations.keys_of(source), sources)
        except citations.CitationError as error:
            raise PluginError(f"{source.shown}: {error}") from error

    def _with_references(self, markdown: str, source: SourcePage) -> str:
        try:
            sources = citations.read_bibliography(self.docs / "references.bib")
            keys = citations.keys_of(source)
            text = citations.cite(markdown, self.language, sources)
            references = citations.reference_list(keys, self.language, sources)
        except citations.CitationError as error:
            raise PluginError(f"{source.shown}: {error}") from error
        if not keys:
            return text
        return f"{text}\n\n## {self.words['article']['references']} {{ #references }}\n\n{references}\n"

    def _written(self, language: str) -> Iterable[SourcePage]:
        """A language's pages in the order of their paths, as they were when the build began."""
        return self.pages.pages[language].values()

    def _glossary(self, page: Page) -> str:
        articles = (article for article in self._written(self.language) if article.is_article)
        titles = {str(article.meta.get("slug")): str(article.meta.get("title")) for article in articles}
        return glossary.page(self.terms, self.language, page.url, titles, self.words["glossary"])

    def _articles(self, language: str) -> list[SourcePage]:
        return cards.in_nav_order(self._written(language), self.order)

    def _bibliography(self, page: Page) -> str:
        try:
            sources = citations.read_bibliography(self.docs / "references.bib")
            articles = self._articles(self.language)
            return bibliography.page(articles, self.language, page.url, sources, self.words["bibliography"])
        except citations.CitationError as error:
            raise PluginError(str(error)) from error

    def _coverage(self, page: Page) -> str:
        try:
            concepts = coverage.read(self.docs / "concepts.toml")
        except coverage.ConceptError as error:
            raise PluginError(str(error)) from error
        articles = {language: self._articles(language) for language in LANGUAGES}
        return coverage.page(concepts, self.language, page.url, articles, self.words["coverage"])

    def _generated(self, marker: str, page: Page) -> str:
        name, *arguments = marker.split()
        where = f"{shown(Path(page.file.abs_src_path or ''))}: <!-- cx-atlas: {marker} -->"
        makers: dict[str, Callable[[], str]] = {
            "articles": lambda: cards.article_cards(self._written(self.language), self.order, page.url, *arguments),
            "areas": lambda: cards.area_cards(self._written(self.language), page.url),
            "library": lambda: cards.library(self._written(self.language), self.order, page.url, self.words),
            "glossary": lambda: self._glossary(page),
            "bibliography": lambda: self._bibliography(page),
            "coverage": lambda: self._coverage(page),
            "status": lambda: status.page(self.language, page.url, self.pages, self.words, self.forge, self.order),
            "write": lambda: write.form(self.language, page, self.words, self.forge),
            "grid": lambda: cards.grid_picture(self.language),
            "assessment": lambda: _questionnaire("assessment", self.language, page),
            "team": lambda: _questionnaire("team", self.language, page),
            "method": lambda: _questionnaire("method", self.language, page),
            "items": lambda: _questionnaire("items", self.language, page),
        }
        if name not in makers:
            raise PluginError(f"{where}: no such marker. There are: {', '.join(sorted(makers))}")
        try:
            html = makers[name]()
        except (ValueError, LookupError) as error:
            raise PluginError(f"{where}: {error}") from error
        if not html.strip() and self.language == SOURCE_LANGUAGE:  # others may not have the articles yet
            raise PluginError(
                f"{where}: there is nothing to put here. Give the page what it needs, or take the marker out"
            )
        return html


def _questionnaire(marker: str, language: str, page: Page) -> str:
    from assessment.publish import questionnaire  # late: a page without it needs neither the model nor the words

    return questionnaire.render(marker, language, page)


def _theme_text(config: MkDocsConfig, template: str) -> str:
    """A template as the theme brings it, whatever our overrides say."""
    ours = str(DOCS / "overrides")
    for folder in config.theme.dirs:
        file = Path(folder) / template
        if str(folder) != ours and not str(folder).startswith(ours) and file.is_file():
            return file.read_text(encoding="utf-8")
    return ""


def _theme_changed(template: str, part: str) -> NoReturn:
    raise PluginError(
        f"Material's {template} has no ‘{part}’ any more, which docs/overrides/ relies on. "
        "Compare the override with the new template and mend both, or pin the version of Material that has it."
    )
