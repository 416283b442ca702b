// @ts-check
/** A table or a figure that is wider than its place scrolls in it: with the keyboard too, and under a name. */

const WRAPS = ".md-typeset__scrollwrap, .cx-scroll, .atlas-figure";

/** Looks again whenever a place or what is in it changes size: a tool opens, a result comes, text grows. */
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const wrap = target.closest(WRAPS);
    if (wrap) reach(wrap);
  }
});

/** Finds the places of the page that is there now. */
export function reachWideTables() {
  watch(document.body);
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) watch(node);
}).observe(document.body, { childList: true, subtree: true });

/** @param {Element} root */
function watch(root) {
  for (const wrap of root.querySelectorAll(WRAPS)) {
    sizes.observe(wrap);
    const content = wrap.querySelector("img") ?? wrap.firstElementChild; // a <picture> has no size of its own
    if (content) sizes.observe(content);
  }
}

/** @param {Element} wrap */
function reach(wrap) {
  if (wrap.scrollWidth > wrap.clientWidth) {
    wrap.setAttribute("tabindex", "0");
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", nameOf(wrap));
  } else {
    for (const name of ["tabindex", "role", "aria-label"]) wrap.removeAttribute(name);
  }
}

/** The figure's name, the table's caption, or the heading above. @param {Element} wrap @returns {string} */
function nameOf(wrap) {
  const own = wrap.getAttribute("data-atlas-name");
  if (own) return own;
  const headings = [...document.querySelectorAll(".md-content :is(h1, h2, h3, h4, summary)")];
  const above = headings.filter((one) => one.compareDocumentPosition(wrap) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const name = wrap.querySelector("caption") ?? above;
  const text = [...(name?.childNodes ?? [])].filter((node) => !(node instanceof Element && node.matches(".headerlink")));
  return text.map((node) => node.textContent).join("").trim();
}
