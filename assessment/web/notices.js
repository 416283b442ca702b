/**
 * Short messages above the form: what has happened, and what can be done about it. They stay until the next one.
 */

import { shown } from "./dom.js";
import { refocus } from "./focus.js";

export class Notices {
  /** What stands there. */
  #told = "";

  /** @param {HTMLElement} place  a live region */
  constructor(place) {
    this.place = place;
  }

  /**
   * Good to know.
   * @param {string} text
   * @param {Record<string, () => void>} [actions]  button → what it does
   * @param {{item: string, title: string}[]} [items]  questions that it leads to
   */
  tell(text, actions = {}, items = []) {
    this.#put("tell", text, actions, items);
  }

  /**
   * Needs attention.
   * @param {string} text
   * @param {Record<string, () => void>} [actions]
   */
  warn(text, actions = {}) {
    const { close } = this.place.dataset; // for it stays in view
    this.#put("warn", text, close ? { ...actions, [close]: () => {} } : actions);
  }

  /** What was said no longer holds. */
  clear() {
    this.place.replaceChildren();
  }

  /**
   * @param {"tell" | "warn"} kind
   * @param {string} text
   * @param {Record<string, () => void>} actions
   * @param {{item: string, title: string}[]} [items]
   */
  #put(kind, text, actions, items = []) {
    if (this.place.firstElementChild && this.#told === text) return;
    this.#told = text;
    const notice = document.createElement("div");
    notice.className = `cx-notice cx-notice--${kind}`;
    const words = document.createElement("p");
    words.textContent = shown(text, this.place);
    notice.append(words);
    if (items.length) notice.append(this.#links(items));
    for (const [label, act] of Object.entries(actions)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cx-button cx-button--quiet";
      button.textContent = shown(label, this.place);
      button.addEventListener("click", () => {
        notice.remove();
        act();
        refocus(this.place);
      });
      notice.append(button);
    }
    this.place.replaceChildren(notice);
  }

  /** @param {{item: string, title: string}[]} items */
  #links(items) {
    const list = document.createElement("ul");
    for (const { item, title } of items) {
      const link = document.createElement("a");
      link.href = `#item-${item}`;
      link.dataset.step = "";
      link.textContent = shown(title, this.place);
      const entry = document.createElement("li");
      entry.append(link);
      list.append(entry);
    }
    return list;
  }
}
