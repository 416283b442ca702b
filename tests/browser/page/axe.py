"""What axe-core finds on an open page: every rule once, and again only what another width or scheme can change."""

from __future__ import annotations

from playwright.sync_api import Page

from assessment.publish.runtime import ROOT

SCRIPT = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# What depends on colours; on where things stand and what is shown; and both, which is most of what axe costs.
COLOURS = ("color-contrast", "link-in-text-block")
PLACES = ("aria-hidden-focus", "scrollable-region-focusable", "target-size")
RUN = """async ([within, tags, only, without]) => {
  const runOnly = only.length ? { type: "rule", values: only } : { type: "tag", values: tags };
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const { violations } = await axe.run(within ?? document, { runOnly, rules, resultTypes: ["violations"] });
  const told = ({ target, failureSummary }) => `${target}: ${failureSummary}`;
  return violations.map(({ id, nodes }) => [id, nodes.map(told)]);
}"""
# Material follows the system's change of scheme a moment later, to what the reader chose: this comes after it.
PAINT = """async (scheme) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  if (!document.body.dataset.mdColorScheme) return scheme;
  document.body.dataset.mdColorScheme = `atlas-${scheme}`;
  return getComputedStyle(document.body).colorScheme;
}"""


def violations(page: Page, name: str, within: str | None = None) -> list[str]:
    """What axe finds by every rule on a desk, then on a phone and in the dark by those that can see the difference.

    Args:
        within: a selector, where the rest of the page has been looked at before.
    """
    paint(page, "light")
    page.set_viewport_size({"width": 1440, "height": 900})
    found = look(page, name, within=within)
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_function(REACHED)
    found += look(page, f"{name} on a phone", within=within, only=COLOURS + PLACES)
    page.set_viewport_size({"width": 1440, "height": 900})
    paint(page, "dark")
    found += look(page, f"{name} in the dark", within=within, only=COLOURS)
    paint(page, "light")
    return found


REACHED = """() => [...document.querySelectorAll(".md-typeset__scrollwrap, .cx-scroll, .atlas-figure")]
  .every((one) => one.scrollWidth <= one.clientWidth || one.tabIndex === 0)"""
"""Whether the page's script has made everything that scrolls sideways at this width reachable by keyboard."""


def look(
    page: Page, name: str, *, within: str | None = None, only: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> list[str]:
    """What axe finds on the page as it stands: a line for each broken rule, with the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)  # the page's policy lets in no script of a test
    result: list[tuple[str, list[str]]] = page.evaluate(RUN, [within, list(TAGS), list(only), list(without)])
    return [f"{name}: {rule}: {len(nodes)} × {nodes[0]}" for rule, nodes in result]


def paint(page: Page, scheme: str) -> None:
    """Show the page, as it is, in the light or the dark scheme."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    assert page.evaluate(PAINT, scheme) == scheme
