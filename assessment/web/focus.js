/**
 * The focus when what had it has gone: a button that was pressed and is not wanted any more, a message that was answered.
 * Browsers let it fall to the top of the page, where nobody was.
 *
 * @param {Element} place  where that was: the focus goes to the heading above it, or else to the next one below
 */
export function refocus(place) {
  const root = place.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  const { activeElement } = root;
  if (activeElement && activeElement !== document.body && activeElement.checkVisibility()) return;
  const whole = place.closest("cx-assessment, cx-team") ?? root;
  const headings = /** @type {HTMLElement[]} */ ([...whole.querySelectorAll("h2[tabindex='-1']")]);
  const shown = headings.filter((heading) => heading.checkVisibility());
  const above = shown.filter((heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
  (above.at(-1) ?? shown[0])?.focus();
}
