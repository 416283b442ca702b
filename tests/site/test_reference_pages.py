"""The bibliography and the table of what is explained where agree with the articles that they are made from."""

import re

import pytest

from assessment.publish import bibliography, checks, citations, coverage, data_checks
from assessment.publish.pages import DOCS, LANGUAGES, read_pages
from assessment.publish.wording import interface_words

CONCEPTS = coverage.read()
NUMBER = len(CONCEPTS)

SMALL = """
[C001]
en = "What it is"
pl = "Co to jest"
ro = "Ce este"
[C002]
en = "A <b> & more"
pl = "I więcej"
ro = "Și altele"
"""


def articles(language):
    return [page for page in read_pages(language) if page.is_article]


def links_of(site, page):
    """Where the page's links lead, without those that leave the site."""
    targets = (site.resolve(page, link.attributes["href"]) for link in page.find("a") if "href" in link.attributes)
    return [target for target in targets if target]


def html_of(page):
    return page.file.read_text(encoding="utf-8")


# The bibliography


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cited_work_stands_once_in_order(site, language):
    page = site.in_language(language)["bibliography/"]
    ids = [element.attributes["id"] for element in page.find("li") if "id" in element.attributes]
    keys = [id_.removeprefix("ref-") for id_ in ids if id_.startswith("ref-")]
    cited = set().union(*map(citations.keys_of, articles(language)))
    assert sorted(keys) == sorted(cited)
    assert keys == [source.key for source in citations.in_order(cited, citations.read_bibliography())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_work_leads_to_every_article_that_cites_it(site, language):
    page = site.in_language(language)["bibliography/"]
    entries = dict(re.findall(r'<li id="ref-([^"]+)">(.*?)</li>', html_of(page), re.DOTALL))
    for key, entry in entries.items():
        hrefs = re.findall(r'<a href="([^"]+)">', entry.partition("atlas-references__in")[2])
        targets = {site.resolve(page, href)[0] for href in hrefs}
        citing = {article.path for article in articles(language) if key in citations.keys_of(article)}
        start = "" if language == "en" else f"{language}/"
        assert targets == {f"{start}{path.removesuffix('.md')}/" for path in citing}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_checked_is_said_as_in_the_articles(site, language):
    sources = citations.read_bibliography()
    cited = set().union(*map(citations.keys_of, articles(language)))
    unchecked = sum(not sources[key].is_checked for key in cited)
    assert html_of(site.in_language(language)["bibliography/"]).count('class="atlas-unchecked"') == unchecked


def test_an_article_s_citations_stay_on_its_page(site):
    page = site.in_language("en")["learn/touchpoint-sales/"]
    cites = [link.attributes["href"] for link in page.find("a") if link.attributes.get("class") == "atlas-cite"]
    assert cites
    assert all(href.startswith("#ref-") and href[1:] in page.ids for href in cites)


def test_without_articles_there_is_no_bibliography():
    words = interface_words("en")["bibliography"]
    assert bibliography.page([], "en", "bibliography/", citations.read_bibliography(), words) == ""


# What is explained where


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_its_row_and_anchor(site, language):
    page = site.in_language(language)["coverage/"]
    rows = [element.attributes.get("id") for element in page.find("th", scope="row")]
    assert rows == [concept.id for concept in CONCEPTS]
    assert NUMBER == 145
    assert f"{NUMBER}" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("generated", ["bibliography/", "coverage/"])
def test_every_link_arrives(site, language, generated):
    page = site.in_language(language)[generated]
    links = links_of(site, page)
    assert len(links) > 100
    for path, fragment in links:
        assert site.file(path), path
        assert not fragment or fragment in site.pages[path].ids, (path, fragment)


def test_a_row_says_in_which_languages_there_is_an_article(tmp_path):
    (tmp_path / "concepts.toml").write_text(SMALL, encoding="utf-8")
    concepts = coverage.read(tmp_path / "concepts.toml")
    english = [page for page in articles("en") if "C001" in page.meta["concepts"]]
    there = {"en": english, "pl": [], "ro": []}
    html = coverage.page(concepts, "en", "coverage/", there, interface_words("en")["coverage"])
    assert '<a href="../learn/what-is-customer-experience/">' in html
    assert "<td>EN<br>not yet: PL, RO</td>" in html
    assert "A &lt;b&gt; &amp; more" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_short_and_differ(language):
    labels = [concept.labels[language] for concept in CONCEPTS]
    assert len(set(labels)) == NUMBER
    assert [label for label in labels if not 3 <= len(label.replace("–", " ").split()) <= 8] == []


# The check


def findings(docs, part):
    return [finding for finding in checks.check(docs) if part in finding.what]


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    """A copy of the concepts and the articles' front matter, to be changed by one test at a time."""
    folder = tmp_path_factory.mktemp("docs")
    for language in LANGUAGES:
        for page in articles(language):
            file = folder / language / page.path
            file.parent.mkdir(parents=True, exist_ok=True)
            head = "\n".join(page.file.read_text(encoding="utf-8").splitlines()[: page.body_line - 1])
            file.write_text(f"{head}\n", encoding="utf-8")
    for name in ("concepts.toml", "references.bib"):
        (folder / name).write_bytes((DOCS / name).read_bytes())
    return folder


@pytest.fixture
def without(docs):
    """Takes what a pattern finds out of files of the copy, and puts it back afterwards."""
    before = {}

    def take_out(pattern, *names):
        for name in names:
            for file in sorted(docs.glob(name)):
                before[file] = text = file.read_text(encoding="utf-8")
                file.write_text(re.sub(pattern, "", text), encoding="utf-8")

    yield take_out
    for file, text in before.items():
        file.write_text(text, encoding="utf-8")


def test_our_concepts_items_and_slugs_have_nothing_to_mend(docs):
    ours = ("explains C", "no concept", "names the item", "no article")
    assert [str(finding) for finding in checks.check(docs) if any(part in finding.what for part in ours)] == []


def test_a_concept_that_no_article_names_is_found_in_its_language(docs, without):
    without(r"C046,? ?", "pl/learn/*.md")
    (finding,) = findings(docs, "C046")
    assert finding.file.endswith("concepts.toml")
    line = (docs / "concepts.toml").read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line == "[C046]"
    assert "no article in ‘pl’ explains C046" in finding.what
    assert "Add C046 to ‘concepts’" in finding.remedy


def test_a_concept_that_is_not_in_the_file_is_found_where_it_is_named(docs, without):
    without(r"(?s)\[C046\].*?(?=\n\[)", "concepts.toml")
    found = findings(docs, "there is no concept C046")
    assert {finding.file.partition("/learn/")[0][-2:] for finding in found} == set(LANGUAGES)
    assert all(finding.line > 1 and finding.blocks for finding in found)


def test_an_item_that_no_article_names_is_found(docs, without):
    without(r"SAL-INT,? ?", "*/learn/*.md")
    (finding,) = findings(docs, "SAL-INT")
    assert finding.file == "assessment/data/model.toml"
    assert finding.line > 1
    assert "Add SAL-INT to ‘items’" in finding.remedy


def test_an_article_that_the_model_names_is_planned_or_there(docs, monkeypatch):
    monkeypatch.setattr(data_checks, "nav", list)
    assert findings(docs, "there is no article ‘touchpoint-sales’") == []
    for language in LANGUAGES:
        (docs / language / "learn" / "touchpoint-sales.md").rename(docs / language / "aside.md")
    found = findings(docs, "there is no article ‘touchpoint-sales’")
    for language in LANGUAGES:
        (docs / language / "aside.md").rename(docs / language / "learn" / "touchpoint-sales.md")
    assert [finding.file for finding in found] == ["assessment/data/model.toml"]


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ('ro = "Ce este"\n', "", 2, "C001 has no name in ‘ro’"),
        ("[C002]", "[K2]", 6, "‘K2’ is no concept"),
        ('ro = "Ce este"', 'ro = "Ce este"\nde = "Was"', 2, "nothing reads ‘C001.de’"),
        ("[C002]", "[C002", 6, "Correct the TOML"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_line(tmp_path, before, after, line, message):
    (tmp_path / "concepts.toml").write_text(SMALL.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(coverage.ConceptError, match=re.escape(message)) as error:
        coverage.read(tmp_path / "concepts.toml")
    assert f"concepts.toml:{line}:" in str(error.value)
