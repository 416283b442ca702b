/**
 * <cx-example>: the worked example of the method page, computed again by Python in the reader's browser.
 */

import { setText } from "./dom.js";
import { Engine } from "./engine.js";
import { show } from "./show.js";
import { Words } from "./words.js";

class Example extends HTMLElement {
  /** @type {Engine | undefined} */
  engine;

  connectedCallback() {
    const words = new Words(JSON.parse(this.#text(".cx-language")).words);
    const button = /** @type {HTMLButtonElement} */ (this.querySelector("[data-run]"));
    const status = /** @type {HTMLElement} */ (this.querySelector("[data-status]"));
    const row = /** @type {HTMLElement} */ (this.querySelector(".cx-example__do"));
    row.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      setText(status, words.say("page.engine_starting"));
      const before = this.#numbers();
      const told = await this.#compute().then(
        () => (this.#numbers() === before ? "page.example_done" : "page.example_differs"),
        () => "page.engine_failed",
      );
      setText(status, words.say(told));
      button.disabled = false;
    });
  }

  disconnectedCallback() {
    this.engine?.dispose();
  }

  async #compute() {
    this.engine ??= new Engine({
      worker: String(this.getAttribute("worker")),
      runtime: String(this.getAttribute("runtime")),
      openRequest: { do: "open", language: JSON.parse(this.#text(".cx-language")) },
    });
    if (this.engine.state === "failed") await this.engine.restart();
    const reply = await this.engine.ask({ do: "score", answers: JSON.parse(this.#text(".cx-answers")) });
    if (!reply.ok) throw new Error(reply.error.message);
    show(this, reply.view);
  }

  #numbers() {
    const said = [...this.querySelectorAll("[data-say]")].map((place) => place.textContent).join("|");
    return said.replace(/\s+/g, " "); // the page's own text has spaces that no line breaks at
  }

  /** @param {string} selector */
  #text(selector) {
    return /** @type {HTMLTemplateElement} */ (this.querySelector(selector)).content.textContent ?? "";
  }
}

if (!customElements.get("cx-example")) customElements.define("cx-example", Example);
