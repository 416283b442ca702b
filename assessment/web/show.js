/**
 * Puts a view, as Python made it (report/view.py), into the page. The HTML says what goes where:
 *
 *   data-say="path"         the element's text
 *   data-level-from="path"  the element's data-level, if the value is a level
 *   data-if="path"          shown only if the value is there (and not 0, "" or null)
 *   data-unless="path"      the contrary
 *   data-href="path"        the link's address
 *   data-list="path"        its <template> once for each entry; paths inside are the entry's own, "." is the entry
 *
 * Only text and known attributes are set, never HTML: what a person wrote stays text.
 */

import { setText } from "./dom.js";

/**
 * @param {ParentNode} root
 * @param {unknown} view
 */
export function show(root, view) {
  for (const list of each(root, "list")) fillList(list, at(view, list.dataset.list));
  for (const element of each(root, "say")) setText(element, String(at(view, element.dataset.say) ?? ""));
  for (const element of each(root, "levelFrom")) {
    const level = String(at(view, element.dataset.levelFrom) ?? "");
    if (/^\d$/.test(level)) element.dataset.level = level;
    else delete element.dataset.level;
  }
  for (const element of each(root, "if")) element.hidden = !at(view, element.dataset.if);
  for (const element of each(root, "unless")) element.hidden = Boolean(at(view, element.dataset.unless));
  for (const link of each(root, "href")) setAddress(link, at(view, link.dataset.href));
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
 * @param {HTMLElement} list
 * @param {unknown} entries
 */
function fillList(list, entries) {
  const template = list.querySelector("template");
  if (!template) throw new Error("a list without a template");
  const fresh = (Array.isArray(entries) ? entries : []).map((entry) => {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    show(copy, entry);
    return copy;
  });
  list.replaceChildren(template, ...fresh);
}

/**
 * @param {HTMLElement} link
 * @param {unknown} address
 */
function setAddress(link, address) {
  if (typeof address === "string") link.setAttribute("href", address);
  else link.removeAttribute("href");
}

/**
 * The elements with a data attribute, outside of lists' entries, which are filled on their own.
 * @param {ParentNode} root
 * @param {string} key  as in dataset
 * @returns {HTMLElement[]}
 */
function each(root, key) {
  const attribute = `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(`[${attribute}]`))].filter((element) => {
    const list = element.parentElement?.closest("[data-list]");
    return !list || !root.contains(list);
  });
}
