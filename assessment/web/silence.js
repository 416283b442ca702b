/**
 * "0 requests since your first answer": counted by the page, its Python and what keeps the page for later, and said
 * with what was asked for, so that a person can compare it with what the browser's own tools show.
 */

import { one, setText } from "./dom.js";
import { watchRequests } from "./requests.js";

/** @import { Asked } from "./requests.js" */
/** @import { Engine, EngineRequestsEvent } from "./engine.js" */
/** @import { Offline } from "./offline.js" */
/** @import { Words } from "./words.js" */

export class Silence {
  /** When the person gave the first answer, in milliseconds of the page. */
  #began = Infinity;
  /** @type {Asked[]} by the page */
  #asked = [];
  /** Files that Python has asked for. */
  #python = 0;

  /**
   * @param {object} desk
   * @param {HTMLElement} desk.place
   * @param {string} desk.worker  address of the worker's script
   * @param {Engine} desk.engine
   * @param {Offline} desk.offline
   * @param {Words} desk.words
   * @param {AbortSignal} desk.signal  aborted when the page is left
   */
  constructor({ place, worker, engine, offline, words, signal }) {
    this.place = place;
    // The browser lists a worker's script, and what that imports at its head, among the page's requests.
    const script = new URL(worker, document.baseURI).href;
    this.scripts = [script, new URL("download.js", script).href];
    this.offline = offline;
    this.words = words;
    watchRequests((asked) => this.#hear(asked), signal);
    const heard = (/** @type {Event} */ event) => this.#hearPython(/** @type {EngineRequestsEvent} */ (event).asked);
    engine.addEventListener("requests", heard, { signal });
    offline.addEventListener("change", () => this.#show(), { signal });
  }

  /** The person has given an answer: from the first one on, requests count. */
  began() {
    if (this.#began < Infinity) return;
    this.#began = performance.now();
    this.#show();
  }

  /** @param {Asked[]} asked */
  #hear(asked) {
    const sent = asked.filter(({ kept }) => !kept);
    const own = sent.filter(({ address }) => !this.scripts.includes(address));
    this.#asked.push(...own);
    this.#python += sent.length - own.length;
    this.#show();
  }

  /** @param {Asked[]} asked */
  #hearPython(asked) {
    this.#python += asked.filter(({ kept }) => !kept).length;
    this.#show();
  }

  #show() {
    this.place.hidden = this.#began === Infinity;
    if (this.place.hidden) return;
    const since = this.#asked.filter(({ at }) => at >= this.#began);
    this.#say("count", "silence", { n: since.length });
    this.#say("asked", "silence_asked", { n: since.length, files: since.map(({ address }) => address).join(", ") });
    // What starts Python and what keeps the page comes once, of itself: it is told of, and apart.
    this.#say("besides", "silence_besides", { n: this.#python + this.offline.fetched });
    one(this.place, "[data-kept]", HTMLElement).hidden = !this.offline.isKept;
  }

  /**
   * @param {string} part  all but the count are hidden where there is nothing to say
   * @param {string} key  of the words' table `page`
   * @param {{n: number, files?: string}} facts
   */
  #say(part, key, facts) {
    const place = one(this.place, `[data-silence="${part}"]`, HTMLElement);
    setText(place, this.words.say(`page.${key}`, facts));
    place.hidden = part !== "count" && facts.n === 0;
  }
}
