/**
 * The life of one worker: started, heard, watched and ended. Whatever else ends it is told: that it did not load, that
 * it crashed, that it fell silent.
 */

/** @import { Failure, FromWorker, ToWorker } from "./protocol.js" */

/** Milliseconds by which an alarm is not late on a page that is awake. */
const LATE = 2_000;

export class WorkerLife {
  #worker;
  #address;
  #fail;
  #ended = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #alarm;

  /**
   * Throws where the browser has no module workers, or forbids this one.
   * @param {object} options
   * @param {string} options.address  of its script, for messages
   * @param {unknown} options.script  what is started: `startable` of the address, vouched for
   * @param {(message: FromWorker) => void} options.hear  not called after the end
   * @param {(failure: Failure) => void} options.fail  not called after the end, which is left to whoever hears this
   */
  constructor({ address, script, hear, fail }) {
    this.#address = address;
    this.#fail = fail;
    this.#worker = hired(script);
    this.#worker.addEventListener("message", ({ data }) => {
      if (!this.#ended) hear(data);
    });
    this.#worker.addEventListener("messageerror", () =>
      this.#told({ code: "crashed", detail: "a message could not be read" }),
    );
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#told(this.#failureOf(event));
    });
  }

  /** @param {ToWorker} message */
  post(message) {
    this.#worker.postMessage(message);
  }

  /**
   * From now on, this many milliseconds of silence are a failure; without a number, none are.
   * @param {number} [patience]
   */
  watch(patience) {
    clearTimeout(this.#alarm);
    if (patience === undefined) return;
    const since = performance.now();
    this.#alarm = setTimeout(() => {
      // A computer that slept, or a tab that was frozen, wakes both of us at once: let the worker speak first.
      if (performance.now() - since > patience + LATE) this.watch(patience);
      else this.#told({ code: "timeout", detail: `nothing was heard for ${patience / 1000} s` });
    }, patience);
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#alarm);
    this.#worker.terminate();
  }

  /** @param {Failure} failure */
  #told(failure) {
    if (!this.#ended) this.#fail(failure);
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
}

/** @param {unknown} script */
function hired(script) {
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
  const worker = new Worker(/** @type {string} */ (script), options);
  if (!understood) {
    worker.terminate();
    throw new Error("this browser has no module workers");
  }
  return worker;
}

/**
 * Another origin's script cannot be started as a worker; one of our own that imports it can.
 * @param {string} address
 * @returns {string} what to start, after `trusted` has vouched for it
 */
export function startable(address) {
  if (new URL(address).origin === location.origin) return address;
  const script = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
  return URL.createObjectURL(script); // never revoked: it is read at a time that nobody tells
}
