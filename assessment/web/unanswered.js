/**
 * What Python was asked and has not answered yet, and how long that may take.
 */

import { EngineError } from "./engine-news.js";

/** @import { Reply } from "./engine-news.js" */
/** @import { Answer, Ask } from "./protocol.js" */

/** @typedef {{resolve: (reply: Reply) => void, reject: (error: EngineError) => void}} Waiting */

export class Unanswered {
  /** @type {Map<number, Waiting & {patience: number}>} */
  #asked = new Map();
  #lastId = 0;
  #patience;

  /** @param {{request: number, tool: number}} patience  in milliseconds */
  constructor(patience) {
    this.#patience = patience;
  }

  /**
   * @param {Record<string, unknown>} request
   * @returns {{message: Ask, reply: Promise<Reply>}} what to post, and what will come of it
   */
  add(request) {
    const id = ++this.#lastId;
    const patience = String(request.do).includes(".") ? this.#patience.tool : this.#patience.request;
    /** @type {Promise<Reply>} */
    const reply = new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject, patience }));
    return { message: { type: "ask", id, request: JSON.stringify(request) }, reply };
  }

  /** @param {Answer} answer */
  answer({ id, reply, failure }) {
    const waiting = this.#asked.get(id);
    this.#asked.delete(id);
    if (failure) waiting?.reject(new EngineError(failure));
    else waiting?.resolve(JSON.parse(/** @type {string} */ (reply)));
  }

  /** Whatever waits may take as long as a tool. */
  extend() {
    for (const one of this.#asked.values()) one.patience = this.#patience.tool;
  }

  /** Milliseconds that the next answer may take; undefined if none is owed. */
  get patience() {
    // Python does one thing at a time: whatever waits, waits for the slowest.
    const all = [...this.#asked.values()].map((one) => one.patience);
    return all.length ? Math.max(...all) : undefined;
  }

  /**
   * Forget what waits, whose Python has ended.
   * @returns {Waiting[]} for the caller to reject
   */
  drop() {
    const waiting = [...this.#asked.values()];
    this.#asked.clear();
    return waiting;
  }
}
