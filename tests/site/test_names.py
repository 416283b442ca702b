"""What is said to those who hear a page: in the page's language, and of every page alike."""

import pytest

SPOKEN = ("aria-label", "title", "placeholder", "alt", "aria-roledescription")
# The same in the other language, or no word of a language.
SHARED = {"CX Atlas", "Menu", "English", "Polski", "Română", "EN – English", "PL – Polski", "RO – Română"}


def spoken(page):
    """Names that a page gives for listening or pointing at, and where."""
    for element in page.elements:
        if element.attributes.get("type") != "application/atom+xml":
            for key in SPOKEN:
                if name := element.attributes.get(key, "").strip():
                    yield name, element


@pytest.mark.parametrize("language", ["pl", "ro"])
def test_no_name_is_left_in_english(site, language):
    english = {name for page in site.in_language("en").values() for name, _ in spoken(page)} - SHARED
    left = {
        f"{page.path}:{element.line}: {name}"
        for page in site.in_language(language).values()
        for name, element in spoken(page)
        if name in english and "lang" not in element.attributes
    }
    assert left == set()


def test_a_link_to_another_language_says_so_in_that_language(site):
    for page in site.pages.values():
        links = [link.attributes for link in page.find("a") if "data-atlas-language" in link.attributes]
        assert links or page.path == "offline.html", page.path
        for link in links:
            language = link["data-atlas-language"]
            assert link["lang"] == link["hreflang"] == language, page.path
            assert {"en": "English", "pl": "Polski", "ro": "Română"}[language] in link["aria-label"], page.path


def test_every_page_has_one_link_that_skips_to_its_content(site):
    for page in site.pages.values():
        if page.find("header"):
            skips = [
                link.attributes["href"] for link in page.find("a") if "atlas-skip" in link.attributes.get("class", "")
            ]
            assert skips == ["#atlas-content"], page.path
            assert len(page.find("article", id="atlas-content")) == 1, page.path


def test_every_page_leads_to_the_accessibility_statement(site):
    for page in site.pages.values():
        if page.find("footer"):
            found = [
                site.resolve(page, link.attributes["href"]) for link in page.find("a") if "href" in link.attributes
            ]
            start = "" if page.language == "en" else f"{page.language}/"
            assert (f"{start}accessibility/", "") in found, page.path
