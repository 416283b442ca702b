/**
 * The page's end of the Python engine: one object to start, ask and watch.
 *
 * Nothing that is asked waits for ever. A boot that fails, a worker that crashes and a worker that
 * falls silent each reject what waits with an `EngineError`, whose `code` is one of FAILURE_CODES
 * in `protocol.js`.
 */

import { trusted } from "./trusted.js";

/** @import { Failure, FailureCode, FromWorker, Progress, ToWorker } from "./protocol.js" */

/**
 * What `assessment/bridge.py` replies: `ok` and more, or `error`.
 * @typedef {{ok: true, [name: string]: any} | {ok: false, error: BridgeError}} Reply
 */
/** @typedef {{code: string, message: string, place: string | null, remedy: string | null}} BridgeError */
/** @typedef {{superseded: true}} Superseded */
/** @typedef {"idle" | "starting" | "ready" | "failed" | "stopped"} State */
/** @typedef {{resolve: (reply: Reply) => void, reject: (error: EngineError) => void}} Waiting */
/** @typedef {Waiting & {patience: number}} Asked */
/**
 * A scoring that was asked for; `superseded` once a newer one was.
 * @typedef {object} Scoring
 * @property {object} answers
 * @property {number} since
 * @property {(reply: Reply | Superseded) => void} resolve
 * @property {(error: EngineError) => void} reject
 */

/** Milliseconds by which an alarm is not late on a page that is awake. */
const LATE = 2_000;

/** Why the engine did not do what it was asked. */
export class EngineError extends Error {
  /** @param {Failure} failure */
  constructor({ code, detail, file, status }) {
    super(detail);
    this.name = "EngineError";
    /** @type {FailureCode} */
    this.code = code;
    /** The file that did not come, for `download-failed` and `damaged`. */
    this.file = file;
    /** The HTTP status it came with, 0 for none. */
    this.status = status;
  }
}

/** A change of the engine's state: event `state`. */
export class StateEvent extends Event {
  /**
   * @param {State} state
   * @param {EngineError} [error]  with state `failed`
   */
  constructor(state, error) {
    super("state");
    this.state = state;
    this.error = error;
  }
}

/**
 * News of a download: event `progress` of the boot's, event `more` of what the page's tools need.
 * `loaded` of `total` bytes are here.
 */
export class EngineProgressEvent extends Event {
  /** @param {Progress} progress */
  constructor({ stage, loaded, total }) {
    super(stage === "more" ? "more" : "progress");
    this.stage = stage;
    this.loaded = loaded;
    this.total = total;
  }
}

/** What the worker has asked the network for: event `requests`. */
export class EngineRequestsEvent extends Event {
  /** @param {import("./requests.js").Asked[]} asked */
  constructor(asked) {
    super("requests");
    this.asked = asked;
  }
}

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
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<Reply> | undefined} */
  #started;
  /** @type {Waiting | undefined} */
  #boot;
  /** @type {Map<number, Asked>} */
  #asked = new Map();
  #lastId = 0;
  /** @type {Scoring | undefined} the one that Python is working on */
  #scoring;
  /** @type {Scoring | undefined} the newest of those that came meanwhile */
  #next;
  /** @type {Record<string, unknown> | null} what Python is asked at every start, before anything else */
  #remembered = null;
  #readyAt = 0;
  #shown = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #alarm;

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
    for (const older of [this.#scoring, this.#next]) older?.resolve({ superseded: true });
    const { promise, resolve, reject } = settleable();
    this.#next = { answers, since: performance.now(), resolve, reject };
    this.start().then(
      () => this.#scoreNext(),
      (error) => reject(error),
    );
    return promise;
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
    const { promise, resolve, reject } = settleable();
    // Whoever awaits a start hears of its failure; so do listeners. That is enough.
    promise.catch(() => {});
    this.#boot = { resolve, reject };
    performance.mark("assessment:engine-start");
    this.#enter("starting");
    try {
      this.#worker = this.#hire();
    } catch (error) {
      this.#fail({ code: "no-worker", detail: String(error) });
      return promise;
    }
    this.#post({ type: "start", runtime: this.#runtime, open: this.#open });
    return promise;
  }

  #hire() {
    let understood = false;
    /** @type {WorkerOptions} */
    const options = {
      name: "assessment",
      // A browser that knows no module workers never reads this.
      get type() {
        understood = true;
        return /** @type {const} */ ("module");
      },
    };
    const worker = new Worker(/** @type {string} */ (trusted(startable(this.#address))), options);
    if (!understood) {
      worker.terminate();
      throw new Error("this browser has no module workers");
    }
    /**
     * What a worker says after its end is not heard.
     * @param {() => void} act
     */
    const ifCurrent = (act) => {
      if (worker === this.#worker) act();
    };
    worker.addEventListener("message", ({ data }) => ifCurrent(() => this.#hear(data)));
    worker.addEventListener("messageerror", () =>
      ifCurrent(() => this.#fail({ code: "crashed", detail: "a message could not be read" })),
    );
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      ifCurrent(() => this.#fail(this.#failureOf(event)));
    });
    return worker;
  }

  /**
   * A script that did not load says nothing; one that ran and broke says what.
   * @param {ErrorEvent} event
   * @returns {Failure}
   */
  #failureOf(event) {
    if (event.message) return { code: "crashed", detail: event.message };
    return { code: "download-failed", file: this.#address, status: 0, detail: "the worker did not load" };
  }

  /** @param {ToWorker} message */
  #post(message) {
    this.#worker?.postMessage(message);
    this.#watch();
  }

  /** @param {FromWorker} message */
  #hear(message) {
    switch (message.type) {
      case "progress":
        // The worker itself gives up what does not come, and whoever needs it waits until then.
        if (message.stage === "more") for (const one of this.#asked.values()) one.patience = this.#patience.tool;
        this.dispatchEvent(new EngineProgressEvent(message));
        break;
      case "ready":
        void this.#opened(JSON.parse(message.reply));
        break;
      case "answer": {
        const waiting = this.#asked.get(message.id);
        this.#asked.delete(message.id);
        if (message.failure) waiting?.reject(new EngineError(message.failure));
        else waiting?.resolve(JSON.parse(/** @type {string} */ (message.reply)));
        break;
      }
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
  }

  /**
   * @param {Record<string, unknown>} request
   * @returns {Promise<Reply>}
   */
  #send(request) {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = settleable();
    const patience = String(request.do).includes(".") ? this.#patience.tool : this.#patience.request;
    this.#asked.set(id, { resolve, reject, patience });
    this.#post({ type: "ask", id, request: JSON.stringify(request) });
    return promise;
  }

  /** One scoring at a time: a reader who drags through the levels makes no queue. */
  async #scoreNext() {
    if (this.#scoring || !this.#next) return;
    const scoring = this.#next;
    this.#next = undefined;
    this.#scoring = scoring;
    const worker = this.#worker;
    try {
      const reply = await this.#send({ do: "score", answers: scoring.answers });
      // The wait for the boot is not the scoring's.
      performance.measure("assessment:score", { start: Math.max(scoring.since, this.#readyAt) });
      scoring.resolve(reply);
    } catch (error) {
      scoring.reject(/** @type {EngineError} */ (error));
    }
    if (worker !== this.#worker) return; // restarted meanwhile: another scoring's turn
    this.#scoring = undefined;
    void this.#scoreNext();
  }

  /** Set the alarm if the worker owes us anything, and only then. */
  #watch() {
    clearTimeout(this.#alarm);
    if (!this.#boot && this.#asked.size === 0) return;
    // Python does one thing at a time: whatever waits, waits for the slowest.
    const asked = [...this.#asked.values()].map((one) => one.patience);
    const patience = this.#boot ? this.#patience.boot : Math.max(...asked);
    const since = performance.now();
    this.#alarm = setTimeout(() => {
      // A computer that slept, or a tab that was frozen, wakes both of us at once: let the worker speak first.
      if (performance.now() - since > patience + LATE) this.#watch();
      else this.#fail({ code: "timeout", detail: `nothing was heard for ${patience / 1000} s` });
    }, patience);
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
    clearTimeout(this.#alarm);
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [this.#boot, this.#scoring, this.#next, ...this.#asked.values()];
    this.#boot = this.#scoring = this.#next = this.#started = undefined;
    this.#asked.clear();
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

/** A promise and its two ends: `Promise.withResolvers`, which is not in every browser yet. */
function settleable() {
  /** @type {(reply: any) => void} */
  let resolve = () => {};
  /** @type {(error: EngineError) => void} */
  let reject = () => {};
  const promise = new Promise((settle, refuse) => {
    resolve = settle;
    reject = refuse;
  });
  return { promise, resolve, reject };
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

/**
 * Another origin's script cannot be started as a worker; one of our own that imports it can.
 * @param {string} address
 */
function startable(address) {
  if (new URL(address).origin === location.origin) return address;
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
  return URL.createObjectURL(script); // never revoked: it is read at a time that nobody tells
}
