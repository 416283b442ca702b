/**
 * The page's end of the Python engine: one object to start, ask and watch.
 *
 * Nothing that is asked waits for ever. A boot that fails, a worker that crashes and a worker that
 * falls silent each reject what waits with an `EngineError`, whose `code` is one of FAILURE_CODES
 * in `protocol.js`.
 */

import { EngineError, EngineProgressEvent, EngineRequestsEvent, StateEvent } from "./engine-news.js";
import { NewestScore } from "./newest-score.js";
import { trusted } from "./trusted.js";
import { Unanswered } from "./unanswered.js";
import { WorkerLife, startable } from "./worker-life.js";

export { EngineError, EngineProgressEvent, EngineRequestsEvent, StateEvent };

/** @import { Superseded } from "./newest-score.js" */
/** @import { Failure, FromWorker, ToWorker } from "./protocol.js" */
/** @import { Waiting } from "./unanswered.js" */
/** @typedef {import("./engine-news.js").Reply} Reply */
/** @typedef {import("./engine-news.js").State} State */

/**
 * The Python engine, in a worker of its own.
 *
 * Events: `state` (StateEvent), `progress` and `more` (EngineProgressEvent), `requests` (EngineRequestsEvent),
 * `replaced` (the stock runtime is on its way in the cut-down one's place). User Timing: marks
 * `assessment:engine-start`, `assessment:engine-ready`, `assessment:first-score` and a measure
 * `assessment:score` per scoring.
 */
export class Engine extends EventTarget {
  /**
   * Milliseconds of silence after which the worker counts as hung: while it boots, while it owes
   * the answer to a request, and while it owes that to a tool's, which may compute for long.
   */
  static PATIENCE = { boot: 60_000, request: 20_000, tool: 120_000 };

  #address;
  #runtime;
  #open;
  #patience;

  /** @type {State} */
  #state = "idle";
  /** @type {WorkerLife | undefined} */
  #worker;
  /** @type {Promise<Reply> | undefined} */
  #started;
  /** @type {Waiting | undefined} */
  #boot;
  #unanswered;
  #scores = new NewestScore(
    () => this.start(),
    (answers, since) => this.#sendScore(answers, since),
  );
  /** @type {Record<string, unknown> | null} what Python is asked at every start, before anything else */
  #remembered = null;
  #readyAt = 0;
  #shown = false;

  /**
   * Costs nothing before `start`, `ask` or `score`.
   * @param {object} options
   * @param {string | URL} options.worker  address of worker.js
   * @param {string | URL} options.runtime  address of the runtime's folder
   * @param {object} options.openRequest  what Python is asked first after every start
   * @param {Partial<typeof Engine.PATIENCE>} [options.patience]
   */
  constructor({ worker, runtime, openRequest, patience }) {
    super();
    this.#address = new URL(worker, document.baseURI).href;
    this.#runtime = new URL(runtime, document.baseURI).href.replace(/\/?$/, "/");
    this.#open = JSON.stringify(openRequest);
    this.#patience = { ...Engine.PATIENCE, ...patience };
    this.#unanswered = new Unanswered(this.#patience);
  }

  /** @returns {State} */
  get state() {
    return this.#state;
  }

  /**
   * Boot, unless that has begun already.
   * @returns {Promise<Reply>} the reply to `openRequest`; rejects when the boot failed, until `restart`
   */
  start() {
    this.#started ??= this.#begin();
    return this.#started;
  }

  /**
   * Ask one thing, after starting if need be. The first request of a tool (`tool.verb`) also waits
   * for its modules; when they do not come, only that request is rejected.
   * @param {Record<string, unknown>} request
   * @returns {Promise<Reply>} also for an answer that says no (`ok: false`)
   */
  async ask(request) {
    await this.start();
    return this.#send(request);
  }

  /**
   * Score, after starting if need be. Only the newest answers count: a scoring that is still
   * waiting or worked on when this is called resolves to `{superseded: true}`.
   * @param {object} answers  an answer document
   * @returns {Promise<Reply | Superseded>}
   */
  score(answers) {
    return this.#scores.ask(answers);
  }

  /**
   * Ask this again at every start, as its last part: Python forgets what it was told beyond `openRequest`.
   * @param {Record<string, unknown> | null} request  one that it has answered already; null for nothing
   */
  remember(request) {
    this.#remembered = request;
  }

  /** Tell the engine that a score is on screen: marks the first one. */
  shown() {
    if (this.#shown) return;
    this.#shown = true;
    performance.mark("assessment:first-score");
  }

  /**
   * Boot anew, after a failure or in place of what runs now, whose requests are rejected.
   * @returns {Promise<Reply>} as `start`
   */
  restart() {
    this.#end("idle", new EngineError({ code: "stopped", detail: "restarted" }));
    return this.start();
  }

  /** End the worker for good. What waits, and what is asked later, is rejected with `stopped`. */
  dispose() {
    const error = new EngineError({ code: "stopped", detail: "disposed" });
    this.#end("stopped", error);
    this.#started = rejected(error);
  }

  /** @returns {Promise<Reply>} */
  #begin() {
    const promise = new Promise((resolve, reject) => {
      this.#boot = { resolve, reject };
    });
    // Whoever awaits a start hears of its failure; so do listeners. That is enough.
    promise.catch(() => {});
    performance.mark("assessment:engine-start");
    this.#enter("starting");
    try {
      this.#worker = new WorkerLife({
        address: this.#address,
        script: trusted(startable(this.#address)),
        hear: (message) => this.#hear(message),
        fail: (failure) => this.#fail(failure),
      });
    } catch (error) {
      this.#fail({ code: "no-worker", detail: String(error) });
      return promise;
    }
    this.#post({ type: "start", runtime: this.#runtime, open: this.#open });
    return promise;
  }

  /** @param {ToWorker} message */
  #post(message) {
    this.#worker?.post(message);
    this.#watch();
  }

  /** @param {FromWorker} message */
  #hear(message) {
    switch (message.type) {
      case "progress":
        // The worker itself gives up what does not come, and whoever needs it waits until then.
        if (message.stage === "more") this.#unanswered.extend();
        this.dispatchEvent(new EngineProgressEvent(message));
        break;
      case "ready":
        void this.#opened(JSON.parse(message.reply));
        break;
      case "answer":
        this.#unanswered.answer(message);
        break;
      case "requests":
        this.dispatchEvent(new EngineRequestsEvent(message.asked));
        return; // no sign that Python lives
      case "replaced":
        this.dispatchEvent(new Event("replaced"));
        break;
      case "failed":
        this.#fail(message.failure);
        return;
    }
    this.#watch();
  }

  /** @param {Reply} opened */
  async #opened(opened) {
    const boot = this.#boot;
    let last = opened;
    try {
      if (opened.ok && this.#remembered) last = await this.#send(this.#remembered);
    } catch (error) {
      const { code, message: detail, file, status } = /** @type {EngineError} */ (error);
      if (boot === this.#boot) this.#fail({ code, detail, file, status });
      return;
    }
    if (boot !== this.#boot) return; // ended meanwhile
    if (!last.ok) {
      this.#fail({ code: "refused", detail: `${last.error.code}: ${last.error.message}` });
      return;
    }
    this.#readyAt = performance.mark("assessment:engine-ready").startTime;
    this.#enter("ready");
    this.#boot?.resolve(opened);
    this.#boot = undefined;
    this.#watch();
  }

  /**
   * @param {Record<string, unknown>} request
   * @returns {Promise<Reply>}
   */
  #send(request) {
    if (!this.#worker) return this.start(); // ended meanwhile, and rejected as that was
    const { message, reply } = this.#unanswered.add(request);
    this.#post(message);
    return reply;
  }

  /**
   * @param {object} answers
   * @param {number} since
   */
  async #sendScore(answers, since) {
    const reply = await this.#send({ do: "score", answers });
    // The wait for the boot is not the scoring's.
    performance.measure("assessment:score", { start: Math.max(since, this.#readyAt) });
    return reply;
  }

  /** Silence is a failure if the worker owes us anything, and only then. */
  #watch() {
    this.#worker?.watch(this.#boot ? this.#patience.boot : this.#unanswered.patience);
  }

  /** @param {Failure} failure */
  #fail(failure) {
    const error = new EngineError(failure);
    this.#end("failed", error);
    this.#started = rejected(error);
  }

  /**
   * End the worker and reject what waits.
   * @param {State} state
   * @param {EngineError} error
   */
  #end(state, error) {
    this.#worker?.end();
    this.#worker = undefined;
    const waiting = [this.#boot, ...this.#scores.drop(), ...this.#unanswered.drop()];
    this.#boot = this.#started = undefined;
    this.#enter(state, error);
    for (const one of waiting) one?.reject(error);
  }

  /**
   * @param {State} state
   * @param {EngineError} [error]
   */
  #enter(state, error) {
    this.#state = state;
    this.dispatchEvent(new StateEvent(state, state === "failed" ? error : undefined));
  }
}

/**
 * A rejection that counts as heard.
 * @param {EngineError} error
 * @returns {Promise<never>}
 */
function rejected(error) {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  return promise;
}
