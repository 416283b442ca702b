"""The questionnaire for other people's pages, as the build writes it."""

import re

import pytest

from assessment.publish import embed
from assessment.publish.pages import LANGUAGES
from assessment.publish.serving import StaticServer

TOKENS = """
:root, [data-md-color-scheme="atlas-light"] { --atlas-ink: #111; --atlas-gap: 1.5rem; }
[data-md-color-scheme="atlas-dark"] { --atlas-ink: #eee; }
"""


def test_sizes_are_in_a_unit_that_the_host_cannot_change() -> None:
    css = embed.styles()
    assert css.count("rem;") + len(re.findall(r"\drem\b", css)) == css.count("1.25rem"), (
        "only the unit itself is in rem"
    )
    assert "calc(0.85 * var(--cx-rem))" in css
    assert css.index("--atlas-ink") < css.index("all: initial") < css.index(".cx-choice")


def test_what_differs_between_the_schemes_follows_the_host_and_the_rest_stands_once() -> None:
    css = embed._in_our_unit(embed._tokens(TOKENS))
    assert "--atlas-ink: light-dark(#111, #eee);" in css
    assert css.count("--atlas-gap") == 1
    assert "--atlas-gap: calc(1.5 * var(--cx-rem));" in css


def test_tokens_that_are_not_where_they_were_stop_the_build() -> None:
    with pytest.raises(embed.EmbedError, match=r"atlas\.css"):
        embed._tokens(":root { --atlas-ink: #111; }")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_s_page_is_whole_and_its_addresses_lead_somewhere(built_site, language: str) -> None:
    file = built_site / embed.page_of(language)
    html = file.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in html
    assert html.count("<cx-assessment") == 1
    assert 'content="noindex"' in html
    server = StaticServer(built_site)
    addresses = re.findall(r'(?<![-\w])(?:href|src|worker|script)="([^"#]+)"', html)
    assert len(addresses) > 10
    for address in addresses:
        if not address.startswith("data:"):
            path = (file.parent / address).resolve().relative_to(built_site.resolve()).as_posix()
            assert server.find(f"/{path}/" if address.endswith("/") else f"/{path}"), address


def test_the_script_is_where_people_have_it_in_their_pages(built_site) -> None:
    assert (built_site / "assets" / "embed.js").is_file()
    assert "/assets/embed.js" not in (built_site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/embed/" not in (built_site / "sitemap.xml").read_text(encoding="utf-8")


def test_the_headers_let_other_pages_read_what_they_need(built_site) -> None:
    headers = (built_site / "_headers").read_text(encoding="utf-8")
    for folder in ("/assets/*", "/embed/*"):
        rules = headers.split(f"{folder}\n")[1].split("\n/")[0]
        assert "Access-Control-Allow-Origin: *" in rules
