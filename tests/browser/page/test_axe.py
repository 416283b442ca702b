"""What axe-core finds: each component of each page in every look, and the assessment while somebody uses it.

Every page by itself is looked at in test_every_page.py, and what is particular to a language on a phone in
test_reflow.py; the team page and its workshop in test_workshop.py, another model in test_own_model.py.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from assessment.publish import exercise
from assessment.publish.serving import StaticServer
from tests.browser.page.axe import violations
from tests.browser.page.reader import LANGUAGES, MODEL

FULL = exercise.full_form(MODEL)
#: The start of an element, with its classes.
ELEMENT = re.compile(r'<([a-z][\w-]*)(?:\s[^<>]*?class="?([^">]*))?[^<>]*>')


def components(html: str) -> set[tuple[str, str]]:
    """Each element's name with each of its classes: what a stylesheet can see of a page."""
    shown = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    return {(name, one) for name, classes in ELEMENT.findall(shown) for one in classes.split() or [""]}


def pages_with_everything(folder: Path) -> list[str]:
    """English pages that together have every component that any English page has, those with the most first."""
    left = {
        file.relative_to(folder).as_posix(): components(file.read_text(encoding="utf-8"))
        for file in sorted(folder.rglob("*.html"))
        if file.relative_to(folder).parts[0] not in LANGUAGES
    }
    chosen: list[str] = []
    while any(left.values()):
        best = max(left, key=lambda path: len(left[path]))
        chosen.append(best)
        seen = left.pop(best)
        left = {path: has - seen for path, has in left.items()}
    return chosen


def test_axe_finds_nothing_in_any_look_of_pages_that_together_have_every_component(
    invite, watch, site: StaticServer
) -> None:
    watch.forgive("404 (Not Found)")  # the page for a wrong address looks for the site's root
    pages = pages_with_everything(site.folder)
    assert {"assessment/index.html", "team/index.html", "index.html"} <= set(pages)
    reader = invite(reduced_motion="reduce")
    found = [line for path in pages for line in violations(reader.visit(path).page, path)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_while_somebody_answers_nor_in_the_result(invite) -> None:
    reader = invite("pl", reduced_motion="reduce").visit()
    reader.answer("SAL-INT", 4)
    reader.answer("SAL-EXP", "na")  # a reason is wanted
    reader.page.locator('[data-item="SAL-INT"] summary').click()
    reader.expect_state("ready")
    reader.button("start_over").click()
    reader.notices.get_by_role("button", name=reader.say("undo"), exact=True).click()
    reader.button("start_over").click()  # its notice is there, and something to answer
    reader.answer("SAL-INT", 4)
    found = violations(reader.page, "in mid-form", within="cx-assessment")
    reader.open_file({"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(FULL).encode()})
    reader.expect_score_of(FULL)
    reader.step("result")
    expect(reader.page.locator(".cx-tools")).to_be_visible()
    found += violations(reader.page, "result", within="cx-assessment")
    assert not found, "\n".join(found)
