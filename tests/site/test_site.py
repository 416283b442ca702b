"""What holds for every page of the built site."""

import json
import re
from xml.etree import ElementTree

import pytest

LANGUAGES = ("en", "pl", "ro")
PAGES = ("", "assessment/", "scoring/", "about/", "learn/")
FIRST_ARTICLES = (
    "what-is-customer-experience",
    "touchpoints-overview",
    "touchpoint-sales",
    "touchpoint-marketing",
    "touchpoint-service",
    "touchpoint-product",
    "touchpoint-reputation",
    "touchpoint-rest-of-journey",
    "six-pillars",
)
XHTML = "{http://www.w3.org/1999/xhtml}link"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def links(page):
    for element in page.elements:
        for key in ("href", "src", "poster", "data", "action", "runtime", "worker"):
            if key in element.attributes and element.name not in ("use",):
                yield element, element.attributes[key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_page(site, language):
    expected = {*PAGES, *(f"learn/{slug}/" for slug in FIRST_ARTICLES)}
    assert expected <= set(site.in_language(language))


def test_every_internal_link_leads_to_a_file_and_an_anchor(site):
    broken = []
    for page in site.pages.values():
        for element, link in links(page):
            if link.startswith(("data:", "mailto:", "javascript:")):
                continue
            target = site.resolve(page, link)
            if target is None:
                continue
            path, fragment = target
            if not site.file(path) and not (site.folder / path).is_dir():
                broken.append(f"{page.path}:{element.line}: {link}")
            elif fragment and path in site.pages and fragment not in site.pages[path].ids:
                broken.append(f"{page.path}:{element.line}: {link} (no such anchor)")
    assert not broken, "\n".join(broken)


def test_the_page_says_its_language(site):
    for page in site.pages.values():
        assert [html.attributes.get("lang") for html in page.find("html")] == [page.language], page.path


def test_a_page_has_one_main_heading_and_a_description(site):
    for page in site.pages.values():
        # One in the questionnaire is for a printed sheet, and empty until somebody prints it.
        assert len([heading for heading in page.find("h1") if "data-say" not in heading.attributes]) == 1, page.path
        assert all(meta.attributes["content"] for meta in page.find("meta", name="description")), page.path
        assert page.find("meta", name="description"), page.path


def test_an_id_stands_once_on_a_page(site):
    for page in site.pages.values():
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), (page.path, {id_ for id_ in ids if ids.count(id_) > 1})


def test_every_box_to_tick_has_its_text_for_a_label(site):
    for page in site.pages.values():
        if "/learn/" in f"/{page.path}":
            html = page.file.read_text(encoding="utf-8")
            boxes = html.count('<li class="task-list-item"')
            assert boxes == html.count('<label class="atlas-task"><input'), page.path


def test_every_picture_has_an_alternative(site):
    for page in site.pages.values():
        for image in page.find("img"):
            assert "alt" in image.attributes, (page.path, image)


def test_each_translation_is_announced_by_all_and_only_by_pages_that_exist(site, address):
    announced = {}
    for page in site.pages.values():
        mine = {}
        for link in page.find("link"):
            if link.attributes.get("rel", "").split() == ["alternate"] and "hreflang" in link.attributes:
                path, _ = site.resolve(page, link.attributes["href"])
                assert path in site.pages, (page.path, path)
                mine[link.attributes["hreflang"]] = path
        assert mine[page.language] == page.path
        announced[page.path] = mine
    for path, mine in announced.items():
        for other in mine.values():
            assert announced[other] == mine, (path, other)
        assert mine["x-default"] == mine["en"]


def test_no_alternate_is_written_so_that_material_asks_it_for_a_sitemap(site):
    for page in site.pages.values():
        assert not page.find("link", rel="alternate"), page.path


def test_the_language_links_stay_on_the_page(site):
    for page in site.pages.values():
        inside = page.path.removeprefix("" if page.language == "en" else f"{page.language}/")
        for link in page.find("a"):
            if language := link.attributes.get("data-atlas-language"):
                path, _ = site.resolve(page, link.attributes["href"])
                there = site.in_language(language)
                if inside in there:
                    assert there[inside].path == path
                else:
                    assert path in site.pages
                    assert "atlas-languages__missing" in link.attributes["class"]


def test_the_sitemap_lists_every_page_with_its_translations(site, address):
    tree = ElementTree.parse(site.folder / "sitemap.xml")
    listed = {}
    for url in tree.getroot().iter(f"{SITEMAP}url"):
        listed[url.findtext(f"{SITEMAP}loc")] = {link.get("hreflang"): link.get("href") for link in url.iter(XHTML)}
    assert set(listed) == {address + path for path in site.pages}
    for alternates in listed.values():
        for other in set(alternates.values()):
            assert listed[other] == alternates
    # The other languages' own sitemaps are for instant navigation: their own pages, so that another language is loaded.
    for file in site.folder.glob("*/sitemap.xml*"):
        own = {entry.text for entry in ElementTree.parse(file).iter(f"{SITEMAP}loc")}
        assert own == {address + page.path for page in site.pages.values() if page.language == file.parent.name}


def test_the_canonical_address_is_the_page_s_own(site, address):
    for page in site.pages.values():
        (link,) = page.find("link", rel="canonical")
        assert link.attributes["href"] == address + page.path


def test_the_page_for_a_wrong_address_speaks_all_languages_and_needs_no_other_file(site):
    text = (site.folder / "404.html").read_text(encoding="utf-8")
    assert re.findall(r'<section lang="(\w+)"', text) == list(LANGUAGES)
    assert not re.findall(r"<link|<img|src=", text)
    assert not [*site.folder.glob("*/404.html")]
    assert json.loads((site.folder / "assets" / "site.json").read_text())["languages"] == list(LANGUAGES)


def test_the_three_languages_share_fonts_look_and_runtime(site):
    for part in ("fonts", "look", "web", "runtime"):
        (folder,) = (site.folder / "assets" / part).iterdir()
        assert re.fullmatch(r"[0-9a-f]{12,64}", folder.name)
        assert not [*site.folder.glob(f"*/assets/{part}")]


@pytest.mark.parametrize("slug", FIRST_ARTICLES)
def test_an_article_asks_the_same_questions_in_all_languages(site, slug):
    questions = [
        [
            link.attributes["href"].partition("#")[2]
            for link in site.in_language(language)[f"learn/{slug}/"].find("a")
            if "/assessment/#" in link.attributes.get("href", "")
        ]
        for language in LANGUAGES
    ]
    assert questions[0] == questions[1] == questions[2]


def test_an_article_has_references_and_says_who_wrote_it(site):
    for language in LANGUAGES:
        for slug in FIRST_ARTICLES:
            page = site.in_language(language)[f"learn/{slug}/"]
            assert "references" in page.ids
            assert any(id_.startswith("ref-") for id_ in page.ids)
            assert "CC BY 4.0" in page.text


def test_polish_pages_leave_no_one_letter_word_before_a_breaking_space(site):
    for page in site.in_language("pl").values():
        prose = re.sub(r"\s+", lambda space: " " if space[0] != "\u00a0" else space[0], page.text)
        loose = re.findall(r"(?<=[ („])[aiouwz] \w+ \w+", prose)
        assert not loose, (page.path, loose[:5])


def test_romanian_pages_have_no_cedilla(site):
    for page in site.in_language("ro").values():
        assert not re.findall(r"[şţŞŢ]", page.text), page.path


def test_each_language_s_search_knows_its_own_pages_only(site):
    for language in LANGUAGES:
        folder = site.folder if language == "en" else site.folder / language
        index = json.loads((folder / "search" / "pages.json").read_text(encoding="utf-8"))
        paths = {page["at"] for page in index["pages"]}
        assert paths <= set(site.in_language(language))
        assert "assessment/" in paths
