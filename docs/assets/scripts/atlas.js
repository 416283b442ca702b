// @ts-check
// The few things that the pages themselves cannot do. Everything else works without scripts.

/**
 * Buttons that open Material's menu and search. Material draws labels, which a keyboard cannot reach.
 */
for (const button of document.querySelectorAll("[data-atlas-toggle]")) {
  const toggle = document.getElementById(button.getAttribute("data-atlas-toggle") ?? "");
  if (!(toggle instanceof HTMLInputElement)) continue;
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => button.setAttribute("aria-expanded", String(toggle.checked)));
}
document.addEventListener("keydown", (event) => {
  const drawer = document.getElementById("__drawer");
  if (event.key === "Escape" && drawer instanceof HTMLInputElement && drawer.checked) {
    drawer.click();
    const button = document.querySelector("[data-atlas-toggle=__drawer]");
    if (button instanceof HTMLElement) button.focus();
  }
});

/** A page's review date is judged today, not when the site was built. */
const today = new Date().toISOString().slice(0, 10);
for (const notice of document.querySelectorAll("[data-atlas-review-by]")) {
  if (notice instanceof HTMLElement) notice.hidden = today <= (notice.dataset.atlasReviewBy ?? today);
}

/** A table that is wider than the page can be scrolled with the keyboard too. Material wraps tables before the page has loaded. */
const reachTables = () => {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (wrap instanceof HTMLElement) wrap.tabIndex = wrap.scrollWidth > wrap.clientWidth ? 0 : -1;
  }
};
addEventListener("load", reachTables);
addEventListener("resize", reachTables);

/** The same place in the other language: headings have the same ids there. */
for (const link of document.querySelectorAll("a[data-atlas-language]:not(.atlas-languages__missing)")) {
  link.addEventListener("click", () => {
    if (link instanceof HTMLAnchorElement) link.hash = location.hash;
  });
}
