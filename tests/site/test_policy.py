"""Every page states one strict policy, needs nothing beyond it, and loads nothing that could change under its name."""

import re
from base64 import b64encode
from hashlib import sha256, sha384
from html.parser import HTMLParser

import pytest

from assessment.publish import hosting, policy
from assessment.publish.__main__ import main


class Page(HTMLParser):
    """One page of any kind, with its tags in order and what stands between `<script>` and `</script>`."""

    def __init__(self, file) -> None:
        super().__init__()
        self.file, self.tags, self.inline = file, [], []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.inline.append((*self.tags[-1], data))

    @property
    def policy(self) -> dict[str, list[str]]:
        (stated,) = [
            attributes["content"]
            for tag, attributes in self.tags
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        return {name: values for name, *values in (part.split() for part in stated.split("; "))}


@pytest.fixture(scope="session")
def pages(built_site) -> list[Page]:
    """Every page that is served: articles, parts for other people's pages, and the one for a wrong address."""
    return [Page(file) for file in sorted(built_site.rglob("*.html"))]


def test_every_page_states_its_policy_before_anything_else(pages) -> None:
    for page in pages:
        head = [tag for tag, attributes in page.tags if "charset" not in attributes]
        assert head[:3] == ["html", "head", "meta"], page.file
        assert page.policy["default-src"] == ["'none'"], page.file
        assert page.policy["require-trusted-types-for"] == ["'script'"], page.file
        assert not [value for values in page.policy.values() for value in values if value.startswith("'unsafe")]


def test_pages_that_replace_each_other_have_the_same_policy(pages) -> None:
    # Instant navigation adds the next page's policy to the first one's, and both hold.
    swapped = [page.policy for page in pages if "default" in page.policy["trusted-types"]]
    assert len(swapped) > 100
    assert all(stated == swapped[0] for stated in swapped)


def test_only_pages_with_materials_script_let_a_string_become_html(pages) -> None:
    for page in pages:
        loads = [attributes.get("src") or "" for tag, attributes in page.tags if tag == "script"]
        material = any("assets/javascripts/bundle." in address for address in loads)
        assert page.policy["trusted-types"] == ["cx-atlas", *(["default"] if material else [])], page.file
        if material:
            order = [address for address in loads if re.search(r"trusted-types\.js$|/bundle\.", address)]
            assert order[0].endswith("trusted-types.js"), page.file


def test_no_page_has_a_style_or_a_handler_in_an_attribute(pages) -> None:
    found = [
        f"{page.file}: <{tag} {name}>"
        for page in pages
        for tag, attributes in page.tags
        for name, value in attributes.items()
        if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
    ]
    assert not found, "\n".join(found)


def test_what_stands_inside_a_page_is_what_its_policy_names(pages) -> None:
    for page in pages:
        for tag, attributes, text in page.inline:
            if tag == "style" or attributes.get("type", "module") == "module":
                digest = b64encode(sha256(text.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in page.policy[f"{tag}-src"], (page.file, text[:60])


def test_scripts_and_styles_have_names_or_digests_of_their_content(pages) -> None:
    checked = 0
    for page in pages:
        for tag, attributes in page.tags:
            address = attributes.get("src" if tag == "script" else "href") or ""
            if not address or not (tag == "script" or attributes.get("rel") == "stylesheet"):
                continue
            file = (page.file.parent / address).resolve()
            if re.search(r"/assets/[a-z]+/[0-9a-f]{16}/", file.as_posix()):
                continue
            digest = b64encode(sha384(file.read_bytes()).digest()).decode()
            assert attributes.get("integrity") == f"sha384-{digest}", (page.file, address)
            checked += 1
    assert checked > 300


def test_a_page_that_loads_what_is_not_there_stops_the_build(tmp_path) -> None:
    (tmp_path / "a.html").write_text('<meta charset="utf-8"><script src="gone.js"></script>', encoding="utf-8")
    with pytest.raises(policy.PolicyError, match=r"gone\.js"):
        policy.protect(tmp_path)


# -- as headers --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def rules(built_site) -> list[hosting.Rule]:
    return hosting.rules(built_site)


def test_no_header_is_set_twice_for_one_address(built_site, rules) -> None:
    for file in built_site.rglob("*"):
        path = f"/{file.relative_to(built_site).as_posix()}"
        names = [name for rule in rules if rule.covers(path) for name in rule.headers]
        assert len(names) == len(set(names)), path


def test_the_headers_of_a_page_allow_what_its_own_policy_allows(built_site, rules, pages) -> None:
    for page in pages:
        sent = hosting.headers_for(rules, f"/{page.file.relative_to(built_site).as_posix()}")
        header = {name: values for name, *values in (p.split() for p in sent["Content-Security-Policy"].split("; "))}
        for name, values in page.policy.items():
            assert set(values) <= set(header[name]), (page.file, name)


def test_other_people_may_frame_the_questionnaire_and_nothing_else(rules) -> None:
    assert "frame-ancestors" not in hosting.headers_for(rules, "/embed/pl.html")["Content-Security-Policy"]
    for path in ("/", "/index.html", "/pl/team/", "/learn/glossary/", "/404.html"):
        assert "frame-ancestors 'self'" in hosting.headers_for(rules, path)["Content-Security-Policy"]


def test_only_the_engines_worker_may_compile(built_site, rules) -> None:
    may = [
        file.name
        for file in built_site.rglob("*")
        if "wasm-unsafe-eval" in str(hosting.headers_for(rules, f"/{file.relative_to(built_site).as_posix()}"))
    ]
    assert may == ["worker.js"]


def test_the_file_of_headers_says_what_the_rules_say(built_site, rules) -> None:
    stated = (built_site / "_headers").read_text(encoding="utf-8")
    assert "!" not in stated  # not every host can take a header back
    for line in [line for line in stated.splitlines() if line.startswith("/")]:
        assert "*" not in line[:-1], line
    (worker,) = built_site.glob("assets/web/*/worker.js")
    block = stated.split(f"/{worker.relative_to(built_site).as_posix()}\n")[1].partition("\n/")[0]
    assert block.strip() == f"Content-Security-Policy: {policy.ENGINE}"


@pytest.mark.parametrize("host", sorted(hosting.HOSTS))
def test_the_headers_are_printed_for_other_hosts(built_site, rules, capsys, host: str) -> None:
    assert main(["headers", "--for", host, "--site", str(built_site), "--base", "cx-atlas"]) == 0
    said = capsys.readouterr().out
    for rule in rules:
        assert rule.pattern("/cx-atlas/") in said
        assert re.match(rule.pattern("/cx-atlas/"), f"/cx-atlas{rule.paths[0].replace('*', 'x')}")
        for name, value in rule.headers.items():
            assert f'"{value}"' in said
            assert name in said


def test_headers_of_a_site_that_is_not_built_are_refused(tmp_path, capsys) -> None:
    assert main(["headers", "--for", "nginx", "--site", str(tmp_path)]) == 1
    assert "build it first" in capsys.readouterr().err


# -- our own scripts ---------------------------------------------------------------------------------------------------

SINKS = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|DOMParser|srcdoc|document\.write"
    r"|eval|new Function|execScript)\b|\bset(?:Timeout|Interval)\(\s*[\"'`]"
)


def test_no_script_of_ours_makes_html_or_code_of_a_string(built_site) -> None:
    ours = [
        file
        for file in built_site.rglob("*.js")
        if not {"runtime", "javascripts"} & set(file.parts) and file.name not in ("minisearch.js", "trusted-types.js")
    ]
    assert len(ours) > 40
    named = []
    for file in ours:
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        named += [f"{file.name}: {found[0]}" for found in SINKS.finditer(code)]
    assert not named, "\n".join(named)
