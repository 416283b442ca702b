"""What others wrote stays text where it came by a colleague's file or by a link: markup in it is shown, never made."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.page.colleagues import TORN, Facilitator, colleague
from tests.browser.page.reader import Reader
from tests.browser.page.test_files import HOSTILE
from tests.browser.page.test_takeout import PACK

Invite = Callable[..., Reader]
WRITTEN = "<img src=x onerror=\"document.title='broken into'\"><b>&amp;</b>"


def test_what_colleagues_wrote_is_text_in_the_tables_and_in_the_workshop(invite: Invite) -> None:
    people = []
    for place in range(8):
        profile = {"role": (WRITTEN, "office")[place % 2], "organisation": WRITTEN, "sector": WRITTEN}
        one = colleague(place, profile=profile)
        one["answers"][TORN] |= {"note": f"{WRITTEN} {place}", "evidence": [WRITTEN]}
        people.append(one)
    team = Facilitator(invite())
    team.gather(people)
    assert any(row.startswith(WRITTEN) for row in team.root.locator("th[scope=row]").all_inner_texts())
    team.button("workshop_start").click()
    expect(team.workshop).to_be_visible()
    assert team.root.locator("img, b").count() == 0


def test_what_a_link_brings_is_text(invite: Invite) -> None:
    hostile = json.loads(HOSTILE.read_text(encoding="utf-8"))
    link = invite().visit("about/").page.evaluate(PACK, json.dumps(hostile))
    reader = invite().visit(f"assessment/{link}")
    reader.button("shared_open").click()
    reader.expect_score_of(hostile)
    expect(reader.page.locator('[name="profile:organisation"]')).to_have_value(hostile["profile"]["organisation"])
    expect(reader.page.locator('[name="SAL-INT:note"]')).to_have_value(hostile["answers"]["SAL-INT"]["note"])
    assert reader.page.locator("cx-assessment img").count() == 0
