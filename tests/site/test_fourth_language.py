"""A language that the site does not have is data and one configuration file, and a repository is one setting.

Both are tried in a copy of the project: what the languages are is known when it is loaded.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from babel import Locale

from assessment.publish.pages import ROOT
from assessment.report.words import PLURALS

REPOSITORY = "https://github.com/example/cx-atlas"
BUILD = """
from pathlib import Path
from assessment.publish import build, embed
from assessment.publish.search import assets
places = dict.fromkeys(NAMES, "assets/some/")
task = build._Task("cs", build.CONFIG_FILES["cs"], Path("built").resolve(), "", places, True)
print(*build._build_language(task), sep="\\n", end="")
assets.write(Path("built/search-worker"))
Path("built/embed.js").write_text(embed.script(), encoding="utf-8")
"""
GUIDE = ROOT / "CONTRIBUTING.md"
TESTED = re.compile(r"<!-- tested -->\n```sh\n(.*?)```", re.DOTALL)
"""The commands of the guide that cost little."""
NAMES = ("look", "fonts", "web", "embed", "search", "runtime", "offline")


@pytest.fixture(scope="module")
def czech(tmp_path_factory):
    """A copy of the project in which the guide's commands were run, with the address of a repository set.

    They begin an article, its translation and Czech; the second value runs one more command.
    """
    folder = tmp_path_factory.mktemp("copy") / "project"
    folder.mkdir()
    for name in ("assessment", "docs", ".github"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    with_repository = re.sub(r"^repo_url:.*$", f"repo_url: {REPOSITORY}", text, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(with_repository, encoding="utf-8")
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("node_modules", ".venv"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)

    def run(*command):
        environment = {**os.environ, "PYTHONPATH": str(folder), "GITHUB_ACTIONS": ""}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout + done.stderr

    commands = [line for block in TESTED.findall(GUIDE.read_text("utf-8")) for line in block.splitlines()]
    assert len(commands) >= 4
    for command in commands:
        name, *rest = command.split()
        run(name, *(("--old-file=setup",) if name == "make" else ()), *rest)  # it is set up
    return folder, lambda *rest: run(sys.executable, *rest)


def test_a_begun_language_passes_the_check_and_says_what_waits(czech):
    _, run = czech
    said = run("-m", "assessment.publish", "check").splitlines()
    assert said[-1] == "Nothing to mend"
    assert "docs/en/learn/index.md:1: note: there is no translation docs/cs/learn/index.md. Translate the page" in said
    assert any(line.startswith("docs/cs/index.md:2: note: texts that begin with ✎") for line in said)
    assert any("nobody looks after ‘cs’" in line for line in said)
    assert any("learn/first-impressions.md: note: texts that begin" in re.sub(r":\d+:", ":", line) for line in said)
    waits = "docs/en/learn/first-impressions.md:1: note: there is no translation docs/{}/learn/first-impressions.md"
    assert [any(line.startswith(waits.format(each)) for line in said) for each in ("pl", "ro")] == [False, True]


def test_the_questionnaire_and_the_report_speak_it(czech):
    folder, run = czech
    (folder / "answers.json").write_text(
        (folder / "assessment/data/worked-example.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    file = folder / "assessment/data/texts/cs.toml"
    text = file.read_text(encoding="utf-8").replace('name = "Sales"', 'name = "Prodej"')
    file.write_text(text, encoding="utf-8")
    report = run("-m", "assessment", "score", "answers.json", "--language", "cs")
    assert "Prodej" in report
    assert re.search(r"\b\d,\d\b", report), "Czech writes a comma before decimals"


def test_its_pages_are_built_and_lead_to_english_where_they_must(czech):
    folder, run = czech
    assert run("-c", f"NAMES = {NAMES}{BUILD}") == ""
    home, assessment = (
        (folder / "built" / path).read_text("utf-8") for path in ("index.html", "assessment/index.html")
    )
    assert '<html lang="cs"' in home
    assert '<a href="../learn/" hreflang="en">' in home
    assert assessment.count("<fieldset") >= 48
    assert re.search(r'const LANGUAGES = \["en", "cs", "pl", "ro"\];', (folder / "built/embed.js").read_text("utf-8"))
    assert "stem = (word) => word" in (folder / "built/search-worker/stem-cs.js").read_text("utf-8")

    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', home) if "github.com/" in link]
    assert f"{REPOSITORY}/edit/main/docs/cs/index.md" in links
    report = next(link for link in links if "/issues/new" in link)
    assert parse_qs(urlsplit(report).query)["place"] == ["docs/cs/index.md"]
    assert all(link.startswith(REPOSITORY) for link in links)
    assert json.loads((folder / "built/search/search_index.json").read_text("utf-8"))["docs"]


@pytest.mark.parametrize(
    ("language", "rule"),
    [
        ("ja", "other"),
        ("de", "one-other"),
        ("pl", "one-few-many"),
        ("ro", "one-few-other"),
        ("cs", "one-few-other-slovak"),
        ("sk", "one-few-other-slovak"),
        ("uk", "one-few-many-ukrainian"),
    ],
)
def test_a_plural_rule_is_that_of_unicode(language, rule):
    assert [PLURALS[rule](n) for n in range(300)] == [Locale(language).plural_form(n) for n in range(300)]
