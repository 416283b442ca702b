/**
 * One scoring at a time, and after it the newest: a reader who drags through the levels makes no queue.
 */

/** @import { EngineError, Reply } from "./engine-news.js" */

/** @typedef {{superseded: true}} Superseded */
/**
 * A scoring that was asked for; `superseded` once a newer one was.
 * @typedef {object} Scoring
 * @property {object} answers
 * @property {number} since
 * @property {(reply: Reply | Superseded) => void} resolve
 * @property {(error: EngineError) => void} reject
 */

export class NewestScore {
  #start;
  #send;
  /** @type {Scoring | undefined} the one that Python is working on */
  #scoring;
  /** @type {Scoring | undefined} the newest of those that came meanwhile */
  #next;

  /**
   * @param {() => Promise<unknown>} start  resolves when Python can be asked
   * @param {(answers: object, since: number) => Promise<Reply>} send  asks it; `since` is when the person did
   */
  constructor(start, send) {
    this.#start = start;
    this.#send = send;
  }

  /**
   * Score these answers after those that are worked on. An older scoring that is not done resolves to
   * `{superseded: true}`.
   * @param {object} answers
   * @returns {Promise<Reply | Superseded>}
   */
  ask(answers) {
    for (const older of [this.#scoring, this.#next]) older?.resolve({ superseded: true });
    return new Promise((resolve, reject) => {
      this.#next = { answers, since: performance.now(), resolve, reject };
      this.#start().then(() => this.#sendNext(), reject);
    });
  }

  /**
   * Forget what waits, whose Python has ended.
   * @returns {Scoring[]} for the caller to reject
   */
  drop() {
    const waiting = [this.#scoring, this.#next].filter((one) => one !== undefined);
    this.#scoring = this.#next = undefined;
    return waiting;
  }

  async #sendNext() {
    if (this.#scoring || !this.#next) return;
    const scoring = this.#next;
    this.#next = undefined;
    this.#scoring = scoring;
    try {
      scoring.resolve(await this.#send(scoring.answers, scoring.since));
    } catch (error) {
      scoring.reject(/** @type {EngineError} */ (error));
    }
    if (scoring !== this.#scoring) return; // dropped meanwhile: another scoring's turn
    this.#scoring = undefined;
    void this.#sendNext();
  }
}
