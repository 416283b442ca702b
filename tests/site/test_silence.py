"""Nothing that a page loads comes from another host, and nothing of ours asks one."""

import re

#: Names and licences, which no browser fetches.
NAMES = ("http://www.w3.org/", "https://schema.org", "http://www.sitemaps.org/")
#: In Material's own script: hosts for features that are off (repository facts, a search shim for file://).
MATERIAL = re.compile(r"assets/(javascripts|stylesheets)/")
ADDRESS = re.compile(r"(?:https?:)?//[a-zA-Z0-9][\w.-]+\.[a-z]{2,}[^\s\"'`<>)]*")
LOADING = ("src", "srcset", "poster", "data", "action", "runtime", "worker")


def test_no_page_loads_anything_from_another_host(site, address):
    foreign = []
    for page in site.pages.values():
        for element in page.elements:
            keys = [*LOADING, *(["href"] if element.name in ("link", "use", "image", "base") else [])]
            for key in keys:
                link = element.attributes.get(key, "")
                if link and not link.startswith("data:") and site.resolve(page, link) is None:
                    foreign.append(f"{page.path}:{element.line}: <{element.name} {key}={link}>")
    assert not foreign, "\n".join(foreign)


def test_no_style_or_script_of_ours_names_another_host(site):
    foreign = []
    for file in site.folder.rglob("*"):
        path = file.relative_to(site.folder).as_posix()
        if file.suffix not in (".css", ".js", ".mjs", ".svg") or MATERIAL.search(path) or "/runtime/" in path:
            continue
        text = re.sub(r"^\s*(//|\*|/\*).*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        foreign += [f"{path}: {found}" for found in ADDRESS.findall(text) if not found.startswith(NAMES)]
    assert not foreign, "\n".join(foreign)


def test_material_loads_nothing_from_elsewhere(site):
    for file in site.folder.glob("assets/stylesheets/*.css"):
        assert not re.findall(r"url\(['\"]?(?!['\"]?data:)[^)]*//", file.read_text(encoding="utf-8"))
    for page in site.pages.values():
        assert "fonts.googleapis.com" not in page.file.read_text(encoding="utf-8")


def test_no_inline_script_names_another_host(site):
    for page in site.pages.values():
        # JSON-LD is no script: it names the page and its licence to search engines.
        scripts = r"<script(?! type=\"application/ld\+json)[^>]*>(.*?)</script>"
        for script in re.findall(scripts, page.file.read_text(encoding="utf-8"), re.DOTALL):
            assert not [found for found in ADDRESS.findall(script) if not found.startswith(NAMES)], page.path


def test_links_that_leave_go_to_sources_and_licences_only(site, address):
    for page in site.pages.values():
        for link in page.find("a"):
            href = link.attributes.get("href", "")
            if site.resolve(page, href) is None:
                assert href.startswith(("https://", "http://")), (page.path, href)
                assert "ping" not in link.attributes
