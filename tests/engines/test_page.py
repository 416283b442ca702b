"""A person at the assessment page in every browser engine: an area answered, the result, and another visit."""

from __future__ import annotations

from assessment.publish.serving import StaticServer
from tests.browser.page.reader import MODEL, document, view_of
from tests.engines.browsers import Engine

LANGUAGE = "pl"
(AREA, *_) = (item.block for item in MODEL.items)
GIVEN = {item.id: 1 + number % 5 for number, item in enumerate(MODEL.items) if item.block == AREA}

# What the result says, once it counts the answers that were given.
RESULT = r"""async ([area, counts]) => {
  const result = document.querySelector("#assessment-result");
  const said = (place) => place.textContent.replace(/\s+/g, " ").trim(); // some of the page's spaces do not break
  const counted = () => said(result.querySelector('[data-say="counts"]')) === counts;
  while (result.dataset.state !== "error" && !(result.dataset.state === "ready" && counted())) {
    await new Promise(requestAnimationFrame);
  }
  const cells = result.querySelectorAll(`[data-area="${area}"] td`);
  return [result.checkVisibility(), ...[...cells].map(said)];
}"""


def test_an_area_that_is_answered_has_pythons_result_at_this_visit_and_the_next(
    engine: Engine, site: StaticServer
) -> None:
    expected = view_of(document(GIVEN), LANGUAGE)
    area = next(area for area in expected["areas"] if area["id"] == AREA)
    assert area["score"], "an area that is answered whole has a score"
    cells = [area[part] for part in ("score", "line", "range_short", "coverage", "evidenced", "target")]
    with engine.start() as tab:
        tab.open(f"{site.address}{LANGUAGE}/assessment/")
        for item, level in GIVEN.items():
            tab.click(f'input[name="{item}"][value="{level}"]')
        for _ in range(2):
            tab.click('nav a[data-step="result"]')
            assert tab.evaluate(RESULT, [AREA, expected["counts"]]) == [True, *cells]
            tab.open(f"{site.address}{LANGUAGE}/")
            tab.open(f"{site.address}{LANGUAGE}/assessment/")
