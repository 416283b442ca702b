"""A person who knows no Markdown writes an article, in three languages, and the check finds nothing to mend in it."""

import json
import re
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from assessment.publish import checks, write
from assessment.publish.forge import forge
from assessment.publish.pages import DOCS, LANGUAGES, read_page
from assessment.publish.wording import interface_words

REPOSITORY = "https://github.com/example/cx-atlas"
FILLED = {
    "en": {
        "title": 'Waiting: why "two minutes" feels long',
        "description": "Waiting without news feels longer than it is. What to say, when, and how to try it out.",
        "author": "Anna Nowak",
        "in_short": 'People don\'t count minutes. Tell them "how long" - and why.',
        "heading": "What waiting is made of",
        "main": "Waiting has two parts.\n\n## The clock\n\nIt  runs , always.\n\n## The news\n\nShe's told — or not.",
        "example": 'A baker says "five minutes".\n\nNobody leaves.',
        "try": "- Time ten waits.\n2. Say how long it takes.",
        "mistakes": "Saying nothing.",
        "evidence": "Our own advice; we checked no study.",
        "sources": "Maister, D., The psychology of waiting lines, 1985",
    },
    "pl": {
        "title": 'Czekanie: dlaczego "dwie minuty" to długo',
        "description": "Czekanie bez wieści dłuży się bardziej, niż trwa. Co powiedzieć i jak to wypróbować.",
        "author": "Łucja Żak",
        "in_short": 'Ludzie nie liczą minut. Powiedz im, "ile to potrwa" - i dlaczego.',
        "heading": "Z czego składa się czekanie",
        "main": "Czekanie ma dwie części.\n\n## Zegar\n\nIdzie “zawsze”.\n\n## Wieści\n\nKtoś je ma — albo nie.",
        "example": "Piekarka mówi: ‘pięć minut’.\n\nNikt nie wychodzi.",
        "try": "Zmierz dziesięć czekań.\nPowiedz, ile to potrwa.",
        "mistakes": "Milczenie.",
        "evidence": "To nasza własna rada; nie sprawdziliśmy żadnego badania.",
        "sources": "",
    },
    "ro": {
        "title": 'Aşteptarea: de ce "două minute" par mult',
        "description": "Aşteptarea fără veşti pare mai lungă decât este. Ce le spuneți și cum încercați.",
        "author": "Ștefan Țurcanu",
        "in_short": 'Oamenii nu numără minutele. Spuneți-le "cât durează" - şi de ce.',
        "heading": "Din ce se compune aşteptarea",
        "main": "Aşteptarea are două părți.\n\n## Ceasul\n\nMerge mereu.\n\n## Veştile\n\nLe are cineva — sau nu.",
        "example": "Brutarul spune: “cinci minute”.\n\nNu pleacă nimeni.",
        "try": "Cronometrați zece aşteptări.",
        "mistakes": "Tăcerea.",
        "evidence": "Este sfatul nostru; nu am verificat niciun studiu.",
        "sources": "",
    },
}
SLUG = {"en": "waiting-why-two-minutes-feels-long", "pl": "waiting", "ro": "waiting"}


def found_in(tmp_path, language, name, markdown):
    """What the check finds in a folder of documents with nothing but this article."""
    for each in LANGUAGES:
        (tmp_path / each / "learn").mkdir(parents=True)
    (tmp_path / "references.bib").write_bytes((DOCS / "references.bib").read_bytes())
    file = tmp_path / language / "learn" / name
    file.write_text(markdown, encoding="utf-8")
    findings = [finding for finding in checks.check(tmp_path) if finding.file == str(file)]
    return findings, read_page(file, language, tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_form_is_an_article_that_passes_the_check(invite, tmp_path, language):
    words = interface_words(language)["write"]
    page = invite(language).visit("write/").page

    def field(name):
        return page.get_by_label(words[name], exact=True)

    page.get_by_role("button", name=words["download"]).click()
    expect(field("title")).to_be_focused()
    expect(field("title")).to_have_accessible_description(re.compile(rf"{words['needed']} {words['title_help']}"))
    for name, text in FILLED[language].items():
        (page.locator(f"#write-{name}") if name == "sources" else field(name)).fill(text)
    if language != "en":
        field("slug").fill("Nie ma")
        field("slug").blur()
        expect(page.get_by_text(words["wrong_slug"].split(":")[0])).to_be_visible()
        field("slug").fill("waiting")
    field("section").select_option("Measurement")
    field("type").select_option("method")
    expect(page.get_by_text(words["ready"], exact=True)).to_be_hidden()
    field("grade").select_option("D")
    expect(page.get_by_text(words["ready"], exact=True)).to_be_visible()

    with page.expect_download() as saved:
        page.get_by_role("button", name=words["download"]).press("Enter")
    assert saved.value.suggested_filename == f"{SLUG[language]}.md"
    markdown = saved.value.path().read_text(encoding="utf-8")
    assert markdown == page.get_by_label("Markdown").input_value()
    findings, written = found_in(tmp_path, language, saved.value.suggested_filename, markdown)
    assert checks.blocking(findings) == []
    assert written.meta["authors"] == [FILLED[language]["author"]]
    assert written.body.count("\n## ") == (8 if language == "en" else 7)

    page.reload()
    expect(field("title")).to_have_value(FILLED[language]["title"])
    page.get_by_role("button", name=words["clear"]).click()
    expect(field("title")).to_have_value("")
    assert page.evaluate("(name) => localStorage.getItem(name)", f"cx-atlas:article-{language}") is None
    page.get_by_role("button", name=words["undo"]).click()
    expect(field("title")).to_have_value(FILLED[language]["title"])
    assert json.loads(page.evaluate("(name) => localStorage.getItem(name)", f"cx-atlas:article-{language}"))


def test_the_article_goes_on_in_the_repository_s_editor(invite):
    reader = invite(permissions=["clipboard-read", "clipboard-write"])
    page, words = reader.page, interface_words("en")

    def with_repository(route):
        answer = route.fetch()
        old = answer.text()
        addresses = {"web": re.search(r'href="([^"]+)write\.css"', old)[1]}
        form = write.form("en", SimpleNamespace(url="write/", meta={"addresses": addresses}), words, forge(REPOSITORY))
        form = form[form.index("<cx-write") : form.index("</cx-write>")]
        route.fulfill(
            response=answer, body=re.sub(r"<cx-write.*?(?=</cx-write>)", lambda _: form, old, flags=re.DOTALL)
        )

    page.route("**/write/", with_repository)
    reader.visit("write/")
    page.evaluate("window.open = (address) => { window.opened = address; }")
    for name, text in FILLED["en"].items():
        page.locator(f"#write-{name}").fill(text)
    for name, value in (("section", "Measurement"), ("type", "method"), ("grade", "D")):
        page.locator(f"#write-{name}").select_option(value)
    article = page.get_by_label("Markdown")
    button = page.get_by_role("button", name=words["write"]["open"])

    def opened():
        button.click()
        address = urlsplit(page.evaluate("window.opened"))
        assert address._replace(query="").geturl() == f"{REPOSITORY}/new/main/docs/en/learn"
        return parse_qs(address.query)

    assert opened() == {"filename": [f"{SLUG['en']}.md"], "value": [article.input_value()]}
    page.locator("#write-main").fill("Long. " * 2000)
    assert opened() == {"filename": [f"{SLUG['en']}.md"]}
    expect(page.get_by_text(words["write"]["opened_long"])).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == article.input_value()


def test_without_a_repository_nothing_offers_one(invite):
    page = invite().visit("write/").page
    expect(page.get_by_role("button", name=interface_words("en")["write"]["download"])).to_be_visible()
    expect(page.get_by_role("button", name=interface_words("en")["write"]["open"])).to_have_count(0)
    expect(page.get_by_role("link", name=interface_words("en")["article"]["edit"])).to_have_count(0)
