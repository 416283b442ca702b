// @ts-check
// The few things that the pages themselves cannot do. Everything else works without scripts.
import "./search-box.js";

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

/**
 * What belongs to a page and not to the frame. Runs again after instant navigation.
 */
function enhance() {
  // A page's review date is judged today, not when the site was built.
  const today = new Date().toISOString().slice(0, 10);
  for (const notice of document.querySelectorAll("[data-atlas-review-by]")) {
    if (notice instanceof HTMLElement) notice.hidden = today <= (notice.dataset.atlasReviewBy ?? today);
  }
  reachWideTables();
  // The same place in the other language: headings have the same ids there.
  for (const link of document.querySelectorAll("a[data-atlas-language]:not(.atlas-languages__missing)")) {
    link.addEventListener("click", () => {
      if (link instanceof HTMLAnchorElement) link.hash = location.hash;
    });
  }
}

/** A table that is wider than its place can be scrolled with the keyboard too. */
function reachWideTables() {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap, .cx-scroll")) {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.setAttribute("tabindex", "0");
    else wrap.removeAttribute("tabindex");
  }
}
addEventListener("resize", reachWideTables);

/** Instant navigation keeps the header of the page before: mark the present part, lead to this page's translations. */
function renewHeader() {
  const carried = document.querySelector("template[data-atlas-header]");
  const header = document.querySelector(".atlas-header");
  if (!(carried instanceof HTMLTemplateElement) || !header) return;
  const parts = /** @type {DocumentFragment} */ (carried.content.cloneNode(true));
  for (const link of parts.querySelectorAll("a")) link.href = new URL(link.getAttribute("href") ?? "", location.href).href;
  for (const name of [".atlas-tabs", ".atlas-languages"]) {
    const [old, fresh] = [header.querySelector(name), parts.querySelector(name)];
    if (old && fresh) old.replaceWith(fresh);
  }
}

/** Material's stream of pages: the present one, then each that instant navigation brings. */
const pages = /** @type {{document$?: {subscribe: (next: () => void) => void}}} */ (/** @type {unknown} */ (window)).document$;
let isFirst = true;
if (pages) {
  pages.subscribe(() => {
    if (!isFirst) renewHeader();
    isFirst = false;
    enhance();
  });
} else {
  enhance();
}
