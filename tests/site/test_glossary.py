"""The glossary explains every term in three languages, and articles lead to it without becoming restless."""

import itertools
import re
from urllib.parse import unquote

import pytest

from assessment.publish import checks, glossary
from assessment.publish.pages import DOCS
from assessment.publish.tooltips import MOST_IN_A_PARAGRAPH, MOST_ON_A_PAGE, Tooltips
from assessment.publish.wording import interface_words

LANGUAGES = ("en", "pl", "ro")
TERMS = glossary.read()

SMALL = """
[touchpoint]
article = "touchpoints-overview"
tooltip = true
[touchpoint.en]
term = "touchpoint"
definition = "Where a customer meets a firm."
forms = ["touchpoint|"]
[touchpoint.pl]
term = "punkt styku"
definition = "Gdzie klient spotyka firmę."
rejected = ["punkt| dotyku", "touchpoint|y|ów"]
forms = ["punkt| styku"]
[touchpoint.ro]
term = "punct de contact"
definition = "Unde se întâlnesc."
"""


@pytest.fixture
def small(tmp_path):
    """Reads a glossary from text; the one above, changed."""

    def read(before="", after=""):
        assert before in SMALL
        (tmp_path / "glossary.toml").write_text(SMALL.replace(before, after, 1), encoding="utf-8")
        return glossary.read(tmp_path / "glossary.toml")

    return read


def linked(html, terms=None, language="en", slug="some-article"):
    return Tooltips(TERMS if terms is None else terms, language).add(html, slug, "../glossary/")


# The page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_its_anchor_in_every_language(site, language):
    page = site.in_language(language)[glossary.ADDRESS]
    assert len(TERMS) == 97
    headings = [element.attributes.get("id") for element in page.find("h4")]
    assert sorted(headings) == sorted(term.id for term in TERMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_the_list_leads_to_its_section(site, language):
    page = site.in_language(language)[glossary.ADDRESS]
    letters = [element.attributes["id"] for element in page.find("section") if "id" in element.attributes]
    assert len(letters) > 12
    links = [unquote(link.attributes.get("href", "")) for link in page.find("a")]
    assert [link.removeprefix("#") for link in links if link.startswith("#letter-")] == letters


def test_a_term_shows_its_names_in_the_other_languages(site):
    page = site.in_language("pl")[glossary.ADDRESS]
    html = page.file.read_text(encoding="utf-8")
    assert '<span lang="en">touchpoint</span>' in html
    assert '<span lang="ro">punct de contact</span>' in html


def test_a_term_links_only_to_an_article_that_there_is(small):
    words = interface_words("en")["glossary"]
    with_article = glossary.page(small(), "en", glossary.ADDRESS, {"touchpoints-overview": "Touchpoints"}, words)
    assert '<a href="../touchpoints-overview/">Touchpoints</a>' in with_article
    assert "touchpoints-overview" not in glossary.page(small(), "en", glossary.ADDRESS, {}, words)


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("en", ["to arrive", "channel", "to meet", "need"]),
        ("pl", ["lojalność", "łatwość", "samoobsługa", "średnia", "zaplecze", "źródło", "żal"]),
        ("ro", ["autoservire", "ăsta", "interval", "a îndeplini", "sondaj", "șablon", "timp", "țel"]),
    ],
)
def test_terms_stand_in_the_order_of_the_language(language, in_order):
    def made(text):
        wording = glossary.Wording(text, "…")
        return glossary.Term(text, "", False, dict.fromkeys(LANGUAGES, wording))

    terms = [made(text) for text in reversed(in_order)]
    html = glossary.page(terms, language, glossary.ADDRESS, {}, interface_words(language)["glossary"])
    assert re.findall(r"<h4[^>]*>([^<]*)", html) == in_order


def test_hostile_text_is_escaped(small):
    hostile = '<img src=x onerror=alert(1)> \\"&'
    terms = small("Where a customer meets a firm.", hostile)
    html = glossary.page(terms, "en", glossary.ADDRESS, {}, interface_words("en")["glossary"])
    assert "<img" not in html
    # In a title twice, for Material makes HTML of it.
    html = linked("<p>A touchpoint.</p>", terms)
    assert "<img" not in html
    assert 'title="&amp;lt;img src=x onerror=alert(1)&amp;gt; &quot;&amp;amp;"' in html


# In articles


def test_the_first_occurrence_leads_to_the_term(small):
    html = linked("<h2>Touchpoints</h2>\n<p>Two touchpoints, one touchpoint.</p>", small())
    assert html == (
        '<h2>Touchpoints</h2>\n<p>Two <a class="atlas-term" href="../glossary/#touchpoint" '
        'title="Where a customer meets a firm.">touchpoints</a>, one touchpoint.</p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h2>A touchpoint</h2>",
        '<p><a href="x">a touchpoint</a></p>',
        "<p><code>touchpoint</code></p>",
        "<table><tr><th>Touchpoint</th></tr></table>",
        "<figure><figcaption><p>A touchpoint</p></figcaption></figure>",
        '<ul class="atlas-references"><li>The touchpoint</li></ul>',
        '<p class="admonition-title">A touchpoint</p>',
        '<p><img alt="a > touchpoint"></p>',
        "<p><!-- touchpoint --></p>",
        "<p>A touch-point, a non-touchpoint</p>",
    ],
)
def test_what_is_no_running_text_stays(small, html):
    assert linked(html, small()) == html


def test_an_article_does_not_link_its_own_subject(small):
    html = "<p>A touchpoint.</p>"
    assert linked(html, small(), slug="touchpoints-overview") == html


def test_inflected_forms_are_found_across_lines_and_fixed_spaces(small):
    for text in ("punktami styku", "Punktów\nstyku", "punktu\u00a0styku"):
        assert f">{text}</a>" in linked(f"<p>Z {text}.</p>", small(), "pl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_not_restless_and_every_link_arrives(site, language):
    seen = set()
    for page in site.in_language(language).values():
        links = [link.attributes for link in page.find("a") if link.attributes.get("class") == "atlas-term"]
        assert len(links) <= MOST_ON_A_PAGE, page.path
        targets = [site.resolve(page, link["href"]) for link in links]
        assert len(targets) == len(set(targets)), page.path
        for path, fragment in targets:
            assert fragment in site.pages[path].ids, (page.path, fragment)
        assert all(link["title"] for link in links)
        for paragraph in re.findall(r"<(?:p|li)>.*?</(?:p|li)>", page.file.read_text(encoding="utf-8"), re.DOTALL):
            assert paragraph.count("atlas-term") <= MOST_IN_A_PARAGRAPH, page.path
        seen |= {fragment for _, fragment in targets}
    assert len(seen) > 10


# The file and the check


def test_the_glossary_has_nothing_to_mend():
    assert [str(finding) for finding in checks.check() if finding.file == "docs/glossary.toml"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_belongs_to_two_terms(language):
    """Which would be explained, nobody could say; nor may a term be rejected by another."""
    for one, other in itertools.combinations([term for term in TERMS if term.tooltip], 2):
        shared = set(one.words[language].all_forms) & set(other.words[language].all_forms)
        assert not shared, (one.id, other.id)
    rejected = [(form, "") for term in TERMS for form in term.words[language].rejected]
    for term in TERMS:
        wording = term.words[language]
        assert not [*glossary.rejected_in("\n".join([wording.term, *wording.also]), rejected)], term.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_term_finds_the_term(language):
    for term in TERMS:
        for form in term.words[language].all_forms:
            assert glossary.pattern([form]).search(glossary.readable(form)), (term.id, form)


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("[touchpoint.pl]", "[touchpoint.de]", 2, "nothing reads ‘touchpoint.de’"),
        ('term = "punkt styku"\n', "", 9, "touchpoint.pl: ‘term’ is missing"),
        ("definition = ", "defintion = ", 7, "nothing reads ‘defintion’"),
        ("tooltip = true", 'tooltip = "yes"', 2, "tooltip = true"),
        ('["touchpoint|"]', '"touchpoint"', 8, "‘forms’ is no list of texts"),
        ('term = "touchpoint"', "term = touchpoint", 6, "Correct the TOML"),
        ("[touchpoint.ro]", "[touchpoint.pl]", 14, "Correct the TOML"),
    ],
)
def test_a_broken_glossary_names_the_line_and_the_remedy(small, before, after, line, message):
    with pytest.raises(glossary.GlossaryError, match=rf"glossary\.toml:{line}: .*{re.escape(message)}"):
        small(before, after)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Dobry punkt styku", []),
        ("raz\ndwa punkty dotyku", [2]),
        ("Punktami\ndotyku i Touchpointów", [1, 2]),
        ("O formie „punkt dotyku” piszemy w słowniczku", []),
        ("„To jest punkt dotyku”", [1]),
        ("touchpointem", []),
    ],
)
def test_a_rejected_form_is_found_where_it_is_used(small, text, lines):
    rejected = [(form, "punkt styku") for form in small()[0].words["pl"].rejected]
    found = sorted(glossary.rejected_in(text, rejected))
    assert [line for line, _, _ in found] == lines
    assert all(instead == "punkt styku" for _, _, instead in found)


def test_the_check_says_what_to_write_instead(tmp_path):
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        head = f"---\ntitle: Strona\ndescription: {'Strona o tym, czym się zajmujemy. ' * 3}\n---\n\n"
        (tmp_path / language / "index.md").write_text(f"{head}Tekst.\n\nNasze punkty bólu.\n", encoding="utf-8")
    (tmp_path / "glossary.toml").write_bytes((DOCS / "glossary.toml").read_bytes())
    (tmp_path / "references.bib").write_text("", encoding="utf-8")
    (finding,) = (finding for finding in checks.check(tmp_path) if "rejects" in finding.what)
    assert (finding.file, finding.line) == (str(tmp_path / "pl" / "index.md"), 8)
    assert "punkty bólu" in finding.what
    assert "bolączka" in finding.remedy
    assert finding.blocks


def test_an_article_that_nobody_plans_is_found(tmp_path):
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
    (tmp_path / "references.bib").write_text("", encoding="utf-8")
    (tmp_path / "glossary.toml").write_text(SMALL.replace("touchpoints-overview", "nowhere"), encoding="utf-8")
    found = [finding for finding in checks.check(tmp_path) if finding.file.endswith("glossary.toml")]
    assert any(finding.line == 3 and "no article ‘nowhere’" in finding.what for finding in found)
    assert any(finding.line == 7 and "6 words" in finding.what for finding in found)
