/**
 * The score of what the form shows: asked of the engine, and put on the page with what the engine says of itself.
 */

import { finished } from "./form.js";

/** @import { Engine, EngineError, EngineProgressEvent, Reply, StateEvent } from "./engine.js" */
/** @import { AnswersDocument } from "./form.js" */
/** @import { ResultView } from "./result.js" */

export class Scoring {
  #signal;

  /**
   * @param {Engine} engine
   * @param {ResultView} result
   * @param {AbortSignal} signal  aborted when the page is left
   */
  constructor(engine, result, signal) {
    this.engine = engine;
    this.result = result;
    this.#signal = signal;
    engine.addEventListener("state", (event) => result.engineState(/** @type {StateEvent} */ (event)), { signal });
    engine.addEventListener(
      "progress",
      (event) => result.engineProgress(/** @type {EngineProgressEvent} */ (event)),
      { signal },
    );
  }

  /** Let Python boot, unless it has. */
  wake() {
    this.engine.start().catch(() => {}); // told by the engine's state
  }

  /** Let Python boot anew. */
  retry() {
    this.engine.restart().catch(() => {}); // told by the engine's state
  }

  /**
   * Show the score of these answers; where there are none, that there is none.
   * @param {AnswersDocument} answers
   */
  update(answers) {
    if (Object.keys(finished(answers).answers).length) void this.#score(answers);
    else if (this.engine.state !== "failed") this.result.empty(); // what the page says of a failure still holds
  }

  /** @param {AnswersDocument} answers */
  async #score(answers) {
    this.result.loading();
    /** @type {Reply | {superseded: true} | undefined} */
    let reply;
    try {
      reply = await this.engine.score(finished(answers));
    } catch (error) {
      const { code } = /** @type {EngineError} */ (error);
      // Left, or begun anew: somebody else's turn to tell.
      if (code !== "stopped") this.result.failed(/** @type {EngineError} */ (error));
      return;
    }
    if ("superseded" in reply || this.#signal.aborted) return;
    if (!reply.ok) {
      this.result.failed(reply.error.message);
      return;
    }
    this.result.ready(reply.view, answers);
    this.engine.shown();
  }
}
