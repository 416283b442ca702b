import { bind } from "./typography.js";

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
 * A text as it is shown in a place: what must not be separated at the end of a line is bound, in the place's language.
 * @param {string} text
 * @param {Element} place
 */
export function shown(text, place) {
  const language = place.closest("[lang]")?.getAttribute("lang") ?? document.documentElement.lang;
  return bind(text, language);
}

/**
 * Set a text, as it is shown there, unless it stands there already: again would make screen readers and the layout work
 * for nothing.
 * @param {Element} place
 * @param {string} text
 */
export function setText(place, text) {
  const wanted = shown(text, place);
  if (place.textContent !== wanted) place.textContent = wanted;
}
