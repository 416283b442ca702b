// @ts-check
// The few things that the pages themselves cannot do. Everything else works without scripts.
import { reachMenu } from "./panels.js";
import { reachWideTables } from "./wide-tables.js";
import "./search-box.js";

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
  reachMenu();
  // The same place in the other language: headings have the same ids there.
  for (const link of document.querySelectorAll("a[data-atlas-language]:not(.atlas-languages__missing)")) {
    link.addEventListener("click", () => {
      if (link instanceof HTMLAnchorElement) link.hash = location.hash;
    });
  }
}

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
