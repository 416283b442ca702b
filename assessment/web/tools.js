/**
 * The tools below the result: each a <details data-tool="name"> of the page, and a module `tool-name.js` that is loaded
 * when the reader opens it, and not before.
 */

/** @import { AnswersDocument } from "./form.js" */
/** @import { Engine } from "./engine.js" */
/** @import { Models } from "./models.js" */
/** @import { Notices } from "./notices.js" */
/** @import { Words } from "./words.js" */

/**
 * What a tool is given to work with.
 * @typedef {object} Desk
 * @property {HTMLElement} root  <cx-assessment>
 * @property {Engine} engine
 * @property {Words} words
 * @property {Notices} notices
 * @property {Models} models
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
    /** @type {Map<HTMLDetailsElement, Node>} as the build made them, for `renew` */
    this.fresh = new Map(this.places.map((place) => [place, place.cloneNode(true)]));
    for (const place of this.places) this.#listen(place);
    addEventListener("hashchange", () => this.#arrive(), { signal: desk.signal });
    this.#arrive();
  }

  /** The answers have changed: tell the tools that are open. */
  update() {
    for (const place of this.places) if (place.open) void this.#opened(place);
  }

  /** The page asks by another model: what the tools show is of the one before, so each begins anew, closed. */
  renew() {
    for (const [place, fresh] of [...this.fresh]) {
      if (!this.#started.delete(place)) continue;
      const anew = /** @type {HTMLDetailsElement} */ (fresh.cloneNode(true));
      place.replaceWith(anew);
      this.places[this.places.indexOf(place)] = anew;
      this.fresh.delete(place);
      this.fresh.set(anew, fresh);
      this.#listen(anew);
    }
  }

  /** @param {HTMLDetailsElement} place */
  #listen(place) {
    const { signal } = this.desk;
    place.addEventListener("toggle", () => place.open && void this.#opened(place), { signal });
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
      const resume = holdPresses(place);
      started = import(`./tool-${place.dataset.tool}.js`).then((tool) => tool.start(place, this.desk) ?? {});
      started.catch(() => {}).then(resume);
      this.#started.set(place, started);
    }
    return started;
  }
}

/**
 * The buttons of a tool are there before what they do is: a press waits for it.
 * @param {HTMLElement} place
 * @returns {() => void} press, now, what was pressed last
 */
function holdPresses(place) {
  const held = new AbortController();
  /** @type {HTMLElement | undefined} */
  let pressed;
  const hold = (/** @type {Event} */ event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button) return;
    event.stopPropagation();
    pressed = button;
  };
  place.addEventListener("click", hold, { capture: true, signal: held.signal });
  place.ariaBusy = "true";
  return () => {
    held.abort();
    place.ariaBusy = "false";
    pressed?.click();
  };
}
