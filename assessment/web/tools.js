/**
 * The tools below the result: each a <details data-tool="name"> of the page, and a module `tool-name.js` that is loaded
 * when the reader opens it, and not before.
 */

/** @import { AnswersDocument } from "./form.js" */
/** @import { Engine } from "./engine.js" */
/** @import { Notices } from "./notices.js" */
/** @import { Words } from "./words.js" */

/**
 * What a tool is given to work with.
 * @typedef {object} Desk
 * @property {HTMLElement} root  <cx-assessment>
 * @property {Engine} engine
 * @property {Words} words
 * @property {Notices} notices
 * @property {AbortSignal} signal  aborted when the page is left
 * @property {() => AnswersDocument} answers  what is given now, without what is half given
 * @property {(answers: AnswersDocument, told: string) => void} replace  show other answers; undo brings these back.
 *   `told` is what the notice says: a whole sentence.
 */
/** @typedef {{update?: (answers: AnswersDocument) => void}} Tool */

export class Tools {
  /** @type {Map<HTMLDetailsElement, Promise<Tool>>} */
  #started = new Map();

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {HTMLDetailsElement[]} */
    this.places = [...desk.root.querySelectorAll("details[data-tool]")].map((place) => /** @type {any} */ (place));
    for (const place of this.places) {
      place.addEventListener("toggle", () => place.open && void this.#opened(place), { signal: desk.signal });
    }
    addEventListener("hashchange", () => this.#arrive(), { signal: desk.signal });
    this.#arrive();
  }

  /** The answers have changed: tell the tools that are open. */
  update() {
    for (const place of this.places) if (place.open) void this.#opened(place);
  }

  /** A link to a tool opens it. */
  #arrive() {
    const place = this.places.find((one) => `#${one.id}` === location.hash);
    if (place) place.open = true;
  }

  /** @param {HTMLDetailsElement} place */
  async #opened(place) {
    try {
      const tool = await this.#start(place);
      if (place.open && !this.desk.signal.aborted) tool.update?.(this.desk.answers());
    } catch {
      this.#started.delete(place); // the next opening tries again
      this.desk.notices.warn(this.desk.words.say("page.tool_failed"));
    }
  }

  /** @param {HTMLDetailsElement} place */
  #start(place) {
    let started = this.#started.get(place);
    if (!started) {
      started = import(`./tool-${place.dataset.tool}.js`).then((tool) => tool.start(place, this.desk) ?? {});
      this.#started.set(place, started);
    }
    return started;
  }
}
