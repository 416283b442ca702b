"""What somebody hears while answering: how far they are and what comes out, once each, in the page's language."""

from __future__ import annotations

import pytest

from tests.browser.page.reader import LANGUAGES, document, view_of

SOME = document({"SAL-INT": 4, "SAL-RES": 2})
# Keeps what every live region says from now on.
LISTEN = """() => {
  globalThis.heard = [];
  const regions = document.querySelectorAll("cx-assessment :is([role=status], [role=alert], [aria-live])");
  for (const region of regions) {
    new MutationObserver(() => {
      const said = region.textContent.trim().replaceAll("\\u00a0", " ");
      if (said && region.checkVisibility() && heard.at(-1) !== said) heard.push(said);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  }
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_followed_by_one_sentence_that_says_the_result(invite, language: str) -> None:
    reader = invite(language, answers=SOME).visit()
    reader.expect_score_of(SOME)
    live = reader.result.locator("[data-live]")
    assert live.get_attribute("role") == "status"
    none = reader.words.say("report.announce_none", reason="").strip()
    assert none in live.inner_text()
    reader.page.evaluate(LISTEN)
    answers = {"SAL-INT": 4, "SAL-RES": 2}
    for item, level in (("SAL-EXP", 3), ("SAL-TIM", 5), ("SAL-PER", 3)):
        answers[item] = level
        reader.answer(item, level)
        reader.expect_score_of(document(answers))
    heard = reader.page.evaluate("heard")
    expected = view_of(document(answers), language)["announce"].replace("\xa0", " ")
    assert heard == [expected]  # one area got its score; what did not change is not said again
    assert reader.page.locator('[data-progress="SAL"]').inner_text().strip()
