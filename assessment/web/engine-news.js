/**
 * What the engine tells: replies, errors and events. `engine.js` passes all of it on, and is where others take it from.
 */

/** @import { Failure, FailureCode, Progress } from "./protocol.js" */

/**
 * What `assessment/bridge.py` replies: `ok` and more, or `error`.
 * @typedef {{ok: true, [name: string]: any} | {ok: false, error: BridgeError}} Reply
 */
/** @typedef {{code: string, message: string, place: string | null, remedy: string | null}} BridgeError */
/** @typedef {"idle" | "starting" | "ready" | "failed" | "stopped"} State */

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
