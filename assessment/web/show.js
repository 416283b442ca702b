/**
 * Puts a view, as Python made it (report/view.py), into the page. The HTML says what goes where:
 *
 *   data-say="path"         the element's text
 *   data-level-from="path"  the element's data-level, if the value is a level
 *   data-area-from="path"   the element's data-area
 *   data-share-from="path"  the element's custom property --share, from a number between 0 and 100, for bars
 *   data-if="path"          shown only if the value is there (and not 0, "" or null)
 *   data-unless="path"      the contrary
 *   data-href="path"        the link's address
 *   data-to-block="path"    the link leads to the block of that id on this page
 *   data-to-item="path"     the link leads to the question of that id on this page
 *   data-list="path"        its <template>, one element, once for each entry; paths inside are the entry's own, "." is
 *                           the entry. What else stands in the list stays where it is.
 *
 * Only text and known attributes are set, never HTML: what a person wrote stays text. What is there already is changed
 * in place, so that focus and scroll positions stay and screen readers hear of changes only.
 */

import { setText } from "./dom.js";

const BOUND = ["say", "level-from", "area-from", "share-from", "if", "unless", "href", "to-block", "to-item", "list"]
  .map((name) => `[data-${name}]`)
  .join(",");

/**
 * @param {Element | DocumentFragment} root
 * @param {unknown} view
 */
export function show(root, view) {
  for (const element of bound(root)) bind(element, view);
}

/**
 * The value at a path like "areas.0.score"; undefined if there is none.
 * @param {any} value
 * @param {string | undefined} path
 */
export function at(value, path) {
  if (path === "." || path === undefined) return value;
  return path.split(".").reduce((inner, key) => (inner === null || inner === undefined ? undefined : inner[key]), value);
}

/**
 * @param {HTMLElement} element
 * @param {unknown} view
 */
function bind(element, view) {
  const { say, levelFrom, areaFrom, shareFrom, if: when, unless, href, toBlock, toItem, list } = element.dataset;
  if (list !== undefined) fillList(element, at(view, list));
  if (say !== undefined) setText(element, String(at(view, say) ?? ""));
  if (levelFrom !== undefined) {
    const level = String(at(view, levelFrom) ?? "");
    setAttribute(element, "data-level", /^\d$/.test(level) ? level : null);
  }
  if (areaFrom !== undefined) setAttribute(element, "data-area", String(at(view, areaFrom)));
  if (shareFrom !== undefined) element.style.setProperty("--share", String(Number(at(view, shareFrom)) || 0));
  if (when !== undefined) setAttribute(element, "hidden", at(view, when) ? null : "");
  if (unless !== undefined) setAttribute(element, "hidden", at(view, unless) ? "" : null);
  if (href !== undefined) setAddress(element, at(view, href));
  if (toBlock !== undefined) setAddress(element, `#${at(view, toBlock)}`);
  if (toItem !== undefined) setAddress(element, `#item-${at(view, toItem)}`);
}

/**
 * @param {HTMLElement} list
 * @param {unknown} entries
 */
function fillList(list, entries) {
  const template = [...list.children].find((child) => child instanceof HTMLTemplateElement);
  if (!(template instanceof HTMLTemplateElement)) throw new Error("a list without a template");
  const wanted = Array.isArray(entries) ? entries : [];
  const there = [...list.children].filter((child) => "entry" in /** @type {HTMLElement} */ (child).dataset);
  for (const child of there.slice(wanted.length)) child.remove();
  let last = /** @type {Element} */ (template);
  wanted.forEach((entry, place) => {
    let element = there[place];
    if (!element) {
      element = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
      /** @type {HTMLElement} */ (element).dataset.entry = "";
      last.after(element);
    }
    show(element, entry);
    last = element;
  });
}

/**
 * @param {HTMLElement} link
 * @param {unknown} address
 */
function setAddress(link, address) {
  setAttribute(link, "href", typeof address === "string" ? address : null);
}

/**
 * Set an attribute unless it is so already: again would have styles worked out anew.
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string | null} value  null for none
 */
function setAttribute(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * What is bound to the root's own view: the root itself, and all in it but the entries of its lists.
 * @param {Element | DocumentFragment} root
 * @returns {HTMLElement[]}
 */
function bound(root) {
  const found = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(BOUND)]).filter((element) => {
    const entry = element.closest("[data-entry]");
    return !entry || entry === root || !root.contains(entry);
  });
  if (root instanceof HTMLElement && root.matches(BOUND)) found.unshift(root);
  return found;
}
