"""Links with answers, damaged on their way or made to harm: a text comes out, or a refusal; never anything else."""

import os

from playwright.sync_api import Page

from assessment.files import load_model
from assessment.publish import exercise
from assessment.publish.serving import StaticServer

LINKS = int(os.environ.get("FUZZ_LINKS", "400"))

# In the page: links of ours with letters changed, doubled, lost and put in, and links of any letters. The numbers
# are drawn by a generator that begins anew with the seed (mulberry32), so that a failure comes again.
SPOIL = """async ({ answers, links, seed }) => {
  const { ShareError, makeShared, readShared } = await import("/web/share.js");
  let state = seed;
  const below = (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
  const LETTERS = "ABCXYZabcxyz0189-_=+/%.!<\\u202e\\0\\ud800 ";
  const letters = (most) => Array.from({ length: below(most) }, () => LETTERS[below(LETTERS.length)]).join("");
  const whole = (await makeShared(answers, "https://example.org/")).split("#answers=")[1];
  const changed = (text) => {
    const at = below(text.length + 1), end = at + below(9);
    switch (below(8)) {
      case 0: return text.slice(0, at);
      case 1: return text.slice(0, at) + text.slice(end);
      case 2: return text.slice(0, end) + text.slice(at);
      case 3: return text.slice(0, at) + letters(6) + text.slice(at);
      case 4: return text.slice(0, at) + letters(3) + text.slice(end);
      case 5: return text + letters(4);
      case 6: return "A".repeat(below(500_000));
      default: return letters(40);
    }
  };
  const seen = { text: 0, refused: 0, wrong: [] };
  for (let n = 0; n < links; n += 1) {
    const link = "#answers=" + changed(below(3) ? whole : changed(whole));
    try {
      const text = await readShared(link);
      if (typeof text !== "string" || text.length > 1_200_000) throw new Error("no text");
      seen.text += 1;
    } catch (error) {
      if (error instanceof ShareError && ["share-broken", "share-too-large"].includes(error.code)) seen.refused += 1;
      else seen.wrong.push([String(error), link.slice(0, 300)]);
    }
  }
  return { ...seen, same: (await readShared("#answers=" + whole)) === JSON.stringify(answers) };
}"""


def test_whatever_stands_in_a_link_is_text_or_refused(page: Page, engine_site: StaticServer) -> None:
    page.goto(engine_site.address)
    answers = exercise.mixed_form(load_model())
    seen = page.evaluate(SPOIL, {"answers": answers, "links": LINKS, "seed": LINKS})
    assert seen["wrong"] == []
    assert seen["text"] + seen["refused"] == LINKS
    assert seen["text"] > 0
    assert seen["refused"] > LINKS / 2
    assert seen["same"]
