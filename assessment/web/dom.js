/**
 * The element that the template promises.
 * @template {Element} E
 * @param {ParentNode} root
 * @param {string} selector
 * @param {{new (): E}} type
 * @returns {E}
 */
export function one(root, selector, type) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`cx-assessment: there is no ${selector}`);
  return found;
}

/**
 * Set a text unless it stands there already: again would make screen readers and the layout work for nothing.
 * @param {Element} place
 * @param {string} text
 */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
