// @ts-check
/**
 * What Material's search box lacks: other queries offered in the list, text that comes without the keyboard, and the
 * way back to where somebody was.
 */

const box = document.querySelector("[data-md-component=search]");
const input = box?.querySelector("[data-md-component=search-query]");
const meta = box?.querySelector(".md-search-result__meta");
const list = box?.querySelector(".md-search-result__list");

if (box && input instanceof HTMLInputElement && meta && list) {
  /** Material looks at the box after a key only. */
  const look = () => input.dispatchEvent(new KeyboardEvent("keyup"));
  input.addEventListener("input", look);

  // A line that leads to another search puts it into the box, if that search is on these pages.
  const home = new URL(config().base, location.href);
  box.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const query = link && wanted(link);
      if (!link || query === null || new URL(link.href).pathname !== home.pathname) return;
      event.preventDefault();
      event.stopPropagation(); // Material would close the box
      input.value = query;
      input.focus();
      look();
    },
    { capture: true },
  );

  // Material counts the lines of the list: where they only offer other searches, nothing was found.
  const { translations } = config();
  new MutationObserver(() => {
    const first = list.querySelector("a");
    if (first && wanted(first) !== null) meta.textContent = translations["search.result.none"] ?? "";
  }).observe(list, { childList: true });

  // Where nothing is offered either, there are pages to look through.
  const elsewhere = document.createElement("p");
  elsewhere.className = "atlas-elsewhere";
  elsewhere.hidden = true;
  list.after(elsewhere);
  const help = () => {
    const isNothing = meta.textContent === translations["search.result.none"] && !list.querySelector("a");
    if (isNothing === !elsewhere.hidden) return;
    const words = document.querySelector("template[data-atlas-nothing]");
    if (words instanceof HTMLTemplateElement) elsewhere.replaceChildren(words.content.cloneNode(true));
    elsewhere.hidden = !isNothing;
  };
  for (const place of [meta, list]) new MutationObserver(help).observe(place, { childList: true });
  meta.setAttribute("role", "status");

  // Escape closes the box, and would leave the keyboard nowhere.
  /** @type {Element | null} */
  let before = null;
  box.addEventListener("focusin", (event) => {
    const from = event instanceof FocusEvent ? event.relatedTarget : null;
    if (from instanceof HTMLElement && !box.contains(from)) before = from;
  });
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(before instanceof HTMLElement) || !before.isConnected) return;
    before.focus();
    before = null;
  });
}

/** @param {HTMLAnchorElement} link @returns {string | null} the query that a line of the list offers */
function wanted(link) {
  return new URL(link.href).searchParams.get("q");
}

/** @returns {{ base: string, translations: Record<string, string> }} */
function config() {
  return JSON.parse(document.getElementById("__config")?.textContent ?? "{}");
}
