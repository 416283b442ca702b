"""Silence: nothing is asked for while somebody answers, and the next visit needs no network at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from assessment.publish.offline import release
from assessment.publish.serving import Fault, StaticServer
from tests.browser.page.reader import MODEL, Reader, document

# What the browser asks for of its own accord, whatever the page does: see `page.silence_how`.
OF_ITS_OWN = ("favicon.svg", "favicon.png", "sw.js")
RENEWED = re.compile("renewed")
FULL = {item.id: 1 + place * 3 % 5 for place, item in enumerate(MODEL.items)}

# Look for a newer release, as the browser does now and then, and wait for what comes of it.
LOOK = """async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  const worker = registration.installing ?? registration.waiting;
  const isOnTheWay = () => worker && ["installing", "activating"].includes(worker.state);
  while (isOnTheWay()) await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
  return worker?.state;
}"""
STORES = "async () => (await caches.keys()).sort()"
DAMAGE = """async ([store, endings]) => {
  const cache = await caches.open(store);
  for (const request of await cache.keys()) {
    if (endings.some((ending) => request.url.endsWith(ending))) await cache.put(request, new Response("damaged"));
  }
}"""

# Wait until Python's damaged modules are gone from the store, so that the next visit fetches them anew.
MENDED = """async (store) => {
  const cache = await caches.open(store);
  const damaged = async () => {
    const found = (await cache.keys()).find(({ url }) => url.endsWith("core-memory.bin"));
    return found && (await (await cache.match(found)).text()) === "damaged";
  };
  while (await damaged()) await new Promise((resolve) => setTimeout(resolve, 50));
}"""


@pytest.fixture
def own_site(built_site: Path, site: StaticServer, tmp_path: Path) -> Iterator[StaticServer]:
    """The site with one language's assessment in a copy that a test may change, in the place of the shared one."""
    shared = site.folder
    site.folder = tmp_path / "site"
    shutil.copytree(shared, site.folder, ignore=shutil.ignore_patterns("learn", "figures", "search.*"))
    yield site
    site.folder = shared


def counter(reader: Reader) -> Locator:
    """The line that counts."""
    return reader.page.locator(".cx-silence > summary")


def wait_until_kept(reader: Reader) -> None:
    """Until the browser has kept all of this release."""
    expect(reader.page.locator("[data-kept]:not([hidden])")).to_be_attached()


def asked(server: StaticServer) -> list[str]:
    """What pages asked the site for."""
    return [request.path for request in server.requests if not request.path.endswith(OF_ITS_OWN)]


def tab(reader: Reader, language: str = "en") -> Reader:
    """Another tab of the same browser."""
    return Reader(reader.page.context.new_page(), reader.home, language)


def publish(site: StaticServer, words: str) -> None:
    """Another release of the site, whose assessment has this in its title."""
    page = site.folder / "assessment" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</title>", f" {words}</title>", 1), encoding="utf-8")
    release.write(site.folder)


def test_answering_asks_the_network_for_nothing_and_the_page_says_so(invite, site) -> None:
    reader = invite("pl").visit()
    reader.answer("SAL-INT", 4)
    reader.expect_state("ready")
    site.requests.clear()
    reader.give({"SAL-RES": 2, "SAL-TIM": 5, "MGT-12": 1})
    reader.fill("MGT-12:note", "zostaje u nas")
    reader.step("result")
    reader.expect_score_of(reader.kept)
    assert asked(site) == []
    expect(counter(reader)).to_have_text(reader.say("silence", n=0))
    counter(reader).click()
    expect(reader.page.locator('[data-silence="besides"]')).to_be_visible()
    # That it can count: a request is a request, whatever it brings.
    reader.page.evaluate("fetch('../scoring/')")
    expect(counter(reader)).to_have_text(reader.say("silence", n=1))
    expect(reader.page.locator('[data-silence="asked"]')).to_contain_text("/pl/scoring/")


def test_the_second_visit_works_as_a_whole_without_a_network(invite, site, watch) -> None:
    first = invite(offline=True)
    first.visit("learn/touchpoint-sales/").visit()
    assert not [path for path in watch.asked if path.endswith("sw.js")], "who only reads pays nothing"
    first.answer("SAL-INT", 3)
    wait_until_kept(first)
    expect(counter(first)).to_have_text(first.say("silence", n=0))
    read = tab(first).visit("learn/touchpoint-service/")
    site.requests.clear()
    first.page.context.set_offline(True)

    reader = tab(first).visit()
    reader.give(FULL)
    reader.step("result")
    reader.expect_score_of(document(FULL))
    assert reader.save_file()[1]
    tool = reader.page.locator("#tool-robustness")
    tool.locator("> summary").click()
    tool.get_by_role("button", name=reader.words.say("robustness.start")).click()
    expect(tool.locator("[data-found]")).to_be_visible()
    expect(counter(reader)).to_have_text(reader.say("silence", n=0))
    polish = Reader(reader.page, site.address, "pl").visit()
    polish.expect_score_of(document(FULL))
    assert asked(site) == []

    read.page.reload()
    expect(read.page.locator("html")).to_have_attribute("lang", "en")
    expect(read.page.locator("article h1")).to_be_visible()
    watch.forgive("503")
    read.visit("learn/touchpoint-product/")
    expect(read.page.get_by_role("heading", level=2)).to_have_count(3)
    read.page.get_by_role("link").nth(1).click()
    read.page.wait_for_url("**/pl/assessment/")
    assert asked(site) == []


def test_a_new_release_takes_over_whole_or_not_at_all(invite, own_site, watch) -> None:
    watch.forgive("rejected")
    watch.forgive("sw.js")
    reader = invite(offline=True).visit()
    page = reader.page
    page.evaluate("Promise.all(['theirs', 'cx-atlas /elsewhere/ 1'].map((name) => caches.open(name)))")
    reader.answer("SAL-INT", 3)
    wait_until_kept(reader)
    (old,) = [name for name in page.evaluate(STORES) if "/cx-atlas/" in name]
    renewal = reader.page.get_by_text(reader.say("renewable"))

    publish(own_site, "(renewed)")
    own_site.faults["/assessment/"] = Fault(body=b"<!doctype html>half of it")
    assert page.evaluate(LOOK) == "redundant"
    page.reload()
    expect(page).not_to_have_title(RENEWED)
    reader.expect_notice(reader.say("restored"))
    expect(renewal).to_be_hidden()

    own_site.faults.clear()
    assert page.evaluate(LOOK) == "installed"
    expect(renewal).to_be_visible()
    page.reload()
    expect(page).not_to_have_title(RENEWED)
    reader.answer("SAL-RES", 5)
    reader.button("renew").click()
    expect(page).to_have_title(RENEWED)
    reader.expect_score_of(document({"SAL-INT": 3, "SAL-RES": 5}))
    expect(renewal).to_be_hidden()
    stores = page.evaluate(STORES)
    assert old not in stores
    assert [name for name in stores if "/cx-atlas/ " not in name] == [
        "cx-atlas /elsewhere/ 1",
        "theirs",
    ]

    release.write_farewell(own_site.folder)
    page.evaluate(LOOK)
    page.reload(wait_until="commit")  # what comes later is waited for below
    reader.expect_notice(reader.say("restored"))
    assert [name for name in page.evaluate(STORES) if name.startswith("cx-atlas /cx-atlas/")] == []


def test_what_is_kept_and_damaged_comes_from_the_network_again(invite, watch) -> None:
    watch.forgive_failing_python()
    reader = invite(offline=True).visit()
    reader.answer("SAL-INT", 3)
    wait_until_kept(reader)
    (store,) = [name for name in reader.page.evaluate(STORES) if "/cx-atlas/" in name]
    reader.page.evaluate(DAMAGE, [store, [".js", ".css", "/assessment/", "core-memory.bin"]])
    reader.page.reload()
    reader.expect_score_of(document({"SAL-INT": 3}))  # by the stock runtime, from the network
    reader.page.evaluate(MENDED, store)
