/**
 * Short messages above the form: what has happened, and what can be done about it. They stay until the next one.
 */

export class Notices {
  /** @param {HTMLElement} place  a live region */
  constructor(place) {
    this.place = place;
  }

  /**
   * Good to know.
   * @param {string} text
   * @param {Record<string, () => void>} [actions]  button → what it does
   */
  tell(text, actions = {}) {
    this.#put("tell", text, actions);
  }

  /**
   * Needs attention.
   * @param {string} text
   * @param {Record<string, () => void>} [actions]
   */
  warn(text, actions = {}) {
    this.#put("warn", text, actions);
  }

  /**
   * @param {"tell" | "warn"} kind
   * @param {string} text
   * @param {Record<string, () => void>} actions
   */
  #put(kind, text, actions) {
    if (this.place.firstElementChild?.firstChild?.textContent === text) return;
    const notice = document.createElement("div");
    notice.className = `cx-notice cx-notice--${kind}`;
    const words = document.createElement("p");
    words.textContent = text;
    notice.append(words);
    for (const [label, act] of Object.entries(actions)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cx-button cx-button--quiet";
      button.textContent = label;
      button.addEventListener("click", () => {
        notice.remove();
        act();
      });
      notice.append(button);
    }
    this.place.replaceChildren(notice);
  }
}
