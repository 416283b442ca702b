"""A page that asks for something that cannot be made stops the build, and the message says where and what."""

import shutil

import pytest

from assessment.publish.build import BuildError, build
from assessment.publish.pages import DOCS, ROOT


@pytest.fixture
def small_site(tmp_path):
    """A copy of the configuration with one page per language, and what a build of it needs."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(DOCS / "overrides", tmp_path / "docs" / "overrides")
    shutil.copy(DOCS / "references.bib", tmp_path / "docs")
    for language in ("en", "pl", "ro"):
        page = tmp_path / "docs" / language / "index.md"
        page.parent.mkdir()
        page.write_text("---\ntitle: Home\ndescription: A page.\n---\n\n# Home\n\nText.\n", encoding="utf-8")
    for language in ("pl", "ro"):
        shutil.copy(DOCS / f"{language}.yml", tmp_path / "docs")

    def run():
        configs = {"en": tmp_path / "mkdocs.yml", **{name: tmp_path / "docs" / f"{name}.yml" for name in ("pl", "ro")}}
        return build(tmp_path / "site", configs=configs)

    return tmp_path, run


def add(folder, text, name="index.md"):
    page = folder / "docs" / "en" / name
    page.parent.mkdir(exist_ok=True)
    before = page.read_text(encoding="utf-8") + "\n" if page.exists() else ""
    page.write_text(f"{before}{text}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "<!-- cx-atlas: nonsense -->",
            "no such marker. There are: areas, articles, assessment, bibliography, coverage, glossary, grid, items, "
            "library, method, status, team, write",
        ),
        ("<!-- cx-atlas: articles Nowhere -->", "there is nothing to put here"),
        ("[a page](nowhere.md)", "nowhere.md"),
        ("[a place](index.md#nowhere)", "nowhere"),
        ("[a root](/about/)", "absolute"),
    ],
)
def test_what_cannot_be_made_stops_the_build(small_site, text, message):
    folder, run = small_site
    add(folder, text)
    with pytest.raises(BuildError, match=r"index\.md") as stopped:
        run()
    assert message in str(stopped.value)
    assert not (folder / "site").exists()


def test_an_unknown_citation_stops_the_build(small_site):
    folder, run = small_site
    add(folder, "---\ntitle: X\nsection: Pillars\ntype: guide\n---\nSee [@Nobody1900].", "learn/x.md")
    with pytest.raises(BuildError, match=r"learn/x.md.*Nobody1900"):
        run()


def test_an_article_in_no_section_stops_the_build(small_site):
    folder, run = small_site
    add(folder, "---\ntitle: X\nsection: Elsewhere\ntype: guide\n---\nText.", "learn/x.md")
    with pytest.raises(BuildError, match="no section ‘Elsewhere’"):
        run()


def test_a_changed_theme_stops_the_build(small_site, monkeypatch):
    from assessment.publish import plugin

    monkeypatch.setattr(plugin, "_theme_text", lambda config, template: "")
    with pytest.raises(Exception, match=r"Material's base\.html has no ‘block announce’"):
        plugin.AtlasPlugin().on_env(type("Environment", (), {"loader": True})(), config=None, files=None)


def test_a_failed_build_leaves_the_site_before_it(small_site):
    folder, run = small_site
    add(folder, "## Six { #touchpoints }")
    add(folder, "## Who { #privacy }", "about.md")
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("before", encoding="utf-8")
    add(folder, "<!-- cx-atlas: nonsense -->")
    with pytest.raises(BuildError):
        run()
    assert (folder / "site" / "index.html").read_text(encoding="utf-8") == "before"
