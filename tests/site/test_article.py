"""`make article` begins an article, or a translation, that passes the check; what a page offers to its menders."""

import datetime
import re
import shutil
from urllib.parse import parse_qs, urlsplit

import jinja2
import pytest

from assessment.publish import article, checks, contribute, frontmatter, language, status
from assessment.publish.forge import LONGEST, Forge, GitLab, forge
from assessment.publish.pages import DOCS, LANGUAGES, read_page, read_site
from assessment.publish.wording import interface_words

TODAY = datetime.date(2028, 2, 29)
REPOSITORY = "https://github.com/example/cx-atlas"


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    """The texts as they are, in a folder where they may be changed."""
    folder = tmp_path_factory.mktemp("docs")
    for each in LANGUAGES:
        shutil.copytree(DOCS / each, folder / each)
    for file in ("glossary.toml", "concepts.toml", "references.bib"):
        shutil.copy(DOCS / file, folder)
    return folder


def test_what_is_begun_passes_the_check_and_says_what_waits(docs):
    begun = [article.start(f"first-impressions-{each}", each, docs=docs, today=TODAY) for each in LANGUAGES]
    shutil.copytree(docs, docs.parent / "whole", dirs_exist_ok=True)
    names = [file.name for file in sorted((docs / "en" / "learn").glob("*.md"))]
    for each in LANGUAGES[1:]:
        for name in names:
            if (
                name not in ("index.md", "glossary.md")
                and (docs / each / "learn" / name).unlink(missing_ok=True) is None
            ):
                begun.append(article.start(name.removesuffix(".md"), each, docs=docs, today=TODAY))
    found = checks.check(docs)
    assert checks.blocking(found) == []
    waiting = {finding.file for finding in found if "wait to be written" in finding.what}
    assert {str(file) for file in begun} <= waiting

    page = read_page(begun[0], "en", docs)
    assert [page.meta["reviewed"], page.meta["review_by"]] == [TODAY, datetime.date(2029, 2, 28)]
    assert list(page.meta) == list(frontmatter.keys())
    english, polish = (read_page(docs / each / "learn" / "journey-mapping.md", each, docs) for each in ("en", "pl"))
    assert polish.meta["source"] == english.digest
    assert re.findall(r"#[\w-]+ \}", polish.body) == re.findall(r"#[\w-]+ \}", english.body)
    assert polish.body.count("<!-- cx-atlas: items -->") == 1
    assert "## Dowody { #evidence }" in polish.body


@pytest.mark.parametrize(
    ("slug", "of", "message"),
    [
        ("", "en", "The article needs a name. Write small letters"),
        ("Über Uns", "en", "‘Über Uns’ cannot name an article"),
        ("../../etc", "en", "cannot name an article"),
        ("nul", "en", "cannot name an article"),
        ("x" * 5000, "en", f"‘{'x' * 40}’ cannot name an article"),
        ("new-one", "xx", "There is no language ‘xx’. There are: en, pl, ro"),
        ("journey-mapping", "en", "is there already. Open it and change it"),
    ],
)
def test_what_cannot_be_begun_is_told_in_one_line(slug, of, message):
    with pytest.raises(article.ArticleError) as told:
        article.start(slug, of)
    assert message in str(told.value)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


def test_a_section_is_one_of_the_navigation(tmp_path):
    with pytest.raises(article.ArticleError, match=r"no section ‘Nope’. There are: Learn, Foundations"):
        article.start("new-one", "en", section="Nope", docs=tmp_path)
    file = article.start("nps", "en", docs=tmp_path)
    assert "section: Measurement\ntype: metric" in file.read_text(encoding="utf-8"), "as the navigation plans it"


@pytest.mark.parametrize(
    ("code", "message"), [("pl", "‘pl’ is there already"), ("xx", "Unicode knows no language ‘xx’")]
)
def test_a_language_that_cannot_be_begun_is_told(code, message):
    with pytest.raises(language.LanguageError, match=message):
        language.start(code)


# -- what a page offers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (REPOSITORY, Forge),
        ("https://github.example.org/a/b/", Forge),
        ("https://gitlab.com/group/part/project", GitLab),
        ("", type(None)),
        ("https://example.org/a/b", type(None)),
        ("https://example.org/github/b", type(None)),
        ("https://github.com/", type(None)),
        ("javascript:alert(1)//github/a/b", type(None)),
    ],
)
def test_only_hosts_whose_addresses_are_known_are_linked_to(address, kind):
    assert type(forge(address)) is kind


@pytest.mark.parametrize("at", [Forge(REPOSITORY), GitLab("https://gitlab.com/example/cx-atlas")])
def test_every_address_is_well_formed_whatever_the_page_is_called(at):
    hostile = "50% & more? #1 „ț” <b>"
    for link in (at.edit("docs/en/a b.md"), at.begin("docs/en/x.md", hostile), at.report(hostile, hostile)):
        parts = urlsplit(link)
        assert link.isascii()
        assert not re.search(r"[\s<>\"#]", link)
        assert parts.path.startswith("/example/cx-atlas/")
    assert [hostile] in parse_qs(urlsplit(at.report(hostile, hostile)).query).values()


def test_a_missing_translation_is_offered_with_its_beginnings(docs):
    page = read_page(DOCS / "en" / "learn" / "evidence-check.md", "en")
    for name in ("evidence-check.md", "six-pillars.md"):
        (docs / "ro" / "learn" / name).unlink()
    ways = contribute.ways(forge(REPOSITORY), page, docs, "https://example.org/cx-atlas/learn/evidence-check/")
    (offered,) = ways["translate"]
    query = parse_qs(urlsplit(offered["address"]).query)
    assert offered["name"] == "Română"
    assert query["filename"] == ["evidence-check.md"]
    assert len(offered["address"]) <= LONGEST
    (text,) = query["value"]
    assert re.findall(r"#[\w-]+ \}", text) == re.findall(r"#[\w-]+ \}", page.body), "too long for the text itself"

    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(DOCS / "overrides"), autoescape=True)
    partial = templates.get_template("partials/contribute.html")
    html = partial.render(page={"meta": {"contribute": ways}}, words=interface_words("en"))
    assert html.count("<a href=") == 3
    assert "Translate this page: Română" in html
    assert partial.render(page={"meta": {"contribute": None}}, words=interface_words("en")).strip() == ""

    words = interface_words("pl")
    table = status.page("pl", "status/", read_site(docs), words, forge(REPOSITORY), [])
    assert table.count(f">{words['status']['missing']}</a>") >= 2
    assert "edit/main" not in status.page("pl", "status/", read_site(docs), words, None, [])


def test_the_table_in_contributing_is_that_of_the_schema():
    guide = (DOCS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert frontmatter.table() in guide, f"Put this into CONTRIBUTING.md:\n{frontmatter.table()}"
