"""What search engines, feed readers, assistants and shared links are told of the site."""

import json
import re
import subprocess
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image

from assessment.publish import node
from assessment.publish.discovery.listing import listed
from assessment.publish.pages import LANGUAGES, ROOT, prefix

ATOM = "{http://www.w3.org/2005/Atom}"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TYPES = {
    "index.html": "WebSite",
    "assessment/index.html": "WebApplication",
    "learn/glossary/index.html": "DefinedTermSet",
    "learn/evidence-check/index.html": "Article",
}


@pytest.fixture(scope="module")
def described(built_site):
    """Every page's own description of itself, by file."""
    pages = {file: DATA.findall(file.read_text(encoding="utf-8")) for file in sorted(built_site.rglob("index.html"))}
    return {file.relative_to(built_site).as_posix(): json.loads(found[0]) for file, found in pages.items() if found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_page_says_what_it_is_in_its_language(described, language):
    for file, kind in TYPES.items():
        thing = described[prefix(language) + file]
        assert (thing["@type"], thing["inLanguage"]) == (kind, language)


def test_what_pages_say_of_themselves_is_right_by_the_types_of_schema_org(described, tmp_path):
    lines = ['import type { Article, DefinedTermSet, WebApplication, WebSite, WithContext } from "schema-dts";']
    for number, (file, thing) in enumerate(described.items()):
        text = json.dumps(thing, ensure_ascii=False)
        lines.append(f"export const page{number}: WithContext<{thing['@type']}> = {text}; // {file}")
    (tmp_path / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    compiler = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    options = ["--noEmit", "--strict", "--skipLibCheck", "--types", "", "pages.ts"]
    done = subprocess.run([node.node_executable(), compiler, *options], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_an_article_s_description_agrees_with_what_stands_on_the_page(built_site, described, address):
    file = "pl/learn/evidence-check/index.html"
    page, thing = unescape((built_site / file).read_text(encoding="utf-8")), described[file]
    assert thing["headline"] in page.replace("\u00a0", " ")
    assert f'<time datetime="{thing["dateModified"]}">' in page
    assert thing["url"] == address + "pl/learn/evidence-check/"
    assert len(thing["citation"]) == len(re.findall(r'<li id="ref-', page)) > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_lists_every_article_once_with_the_newest_first(built_site, address, language):
    feed = ElementTree.parse(built_site / prefix(language) / "feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert sorted(links) == sorted({address + page.address for page in listed(language) if page.reviewed})
    assert all((built_site / link.removeprefix(address) / "index.html").is_file() for link in links)
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == moments[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_for_assistants_names_every_page_and_each_is_there(built_site, address, language):
    text = (built_site / prefix(language) / "llms.txt").read_text(encoding="utf-8")
    links = re.findall(r"\]\((.*?)\)", text)
    assert {address + page.address for page in listed(language)} <= set(links)
    for link in links:
        there = built_site / link.removeprefix(address)
        assert there.is_file() or (there / "index.html").is_file(), link


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shared_link_has_a_picture_of_its_own_page(built_site, address, language):
    for page in listed(language):
        html = (built_site / page.address / "index.html").read_text(encoding="utf-8")
        picture = re.search(r'property="og:image" content="(.*?)"', html)[1]
        with Image.open(built_site / picture.removeprefix(address)) as drawn:
            assert drawn.size == (1200, 630)
    assert len({file.read_bytes() for file in (built_site / "assets" / "cards").iterdir()}) > 100


def test_robots_are_told_where_the_sitemap_is(built_site, address):
    assert f"Sitemap: {address}sitemap.xml" in (built_site / "robots.txt").read_text(encoding="utf-8")
    assert (built_site / "sitemap.xml").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_home_screen_the_site_has_its_name_its_icons_and_the_assessment(built_site, language):
    folder = built_site / prefix(language)
    told = json.loads((folder / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (told["lang"], told["short_name"]) == (language, "CX Atlas")
    assert (folder / told["start_url"] / "index.html").is_file()
    for icon in told["icons"]:
        with Image.open(folder / icon["src"]) as drawn:
            assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
    for page in ("index.html", "assessment/index.html"):
        link = re.search(r'rel="?manifest"? href="?(.*?)"?>', (folder / page).read_text(encoding="utf-8"))[1]
        assert ((folder / page).parent / link).resolve() == (folder / "manifest.webmanifest").resolve()
