/**
 * Requests of one kind, of which only the newest reply counts.
 */

import { setText } from "./dom.js";

/** @import { Desk } from "./tools.js" */

/** Ask the engine for the newest of a kind of reply: what is overtaken by a later request is dropped. */
export class Asker {
  #turn = 0;

  /**
   * @param {Desk} desk
   * @param {HTMLElement} failed  where it is said that there is no reply
   */
  constructor(desk, failed) {
    this.desk = desk;
    this.failed = failed;
  }

  /**
   * @param {Record<string, unknown>} request
   * @returns {Promise<any>} the reply; null if it was overtaken, refused, or there is none
   */
  async ask(request) {
    const turn = ++this.#turn;
    try {
      const reply = await this.desk.engine.ask(request);
      if (turn !== this.#turn || this.desk.signal.aborted) return null;
      setText(this.failed, reply.ok ? "" : reply.error.message);
      return reply.ok ? reply : null;
    } catch {
      if (turn === this.#turn) setText(this.failed, this.desk.words.say("page.engine_failed"));
      return null;
    }
  }
}
