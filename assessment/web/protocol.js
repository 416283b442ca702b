/**
 * The vocabulary between the page (`engine.js`) and the Python beside it (`worker.js`).
 *
 * Only plain data crosses. A request and its reply travel as the JSON text that
 * `assessment/bridge.py` reads and writes; nothing here knows what is in them.
 *
 * The other two modules take only types from here, so that no browser waits for this file.
 */

/**
 * Page to worker, once, first: boot, then answer `open`.
 * @typedef {object} Start
 * @property {"start"} type
 * @property {string} runtime  absolute address of the runtime's folder, with the slash at its end
 * @property {string} open  the first request, as JSON
 */

/**
 * Page to worker: one request.
 * @typedef {object} Ask
 * @property {"ask"} type
 * @property {number} id  comes back with the reply
 * @property {string} request  as JSON
 */

/**
 * Worker to page, while it boots, and while it fetches the modules of the page's tools.
 * @typedef {object} Progress
 * @property {"progress"} type
 * @property {"download" | "start" | "more"} stage  the bytes are coming; Python is starting; the
 *   tools' bytes are coming
 * @property {number} loaded  bytes so far, not compressed
 * @property {number} total  bytes in all, known beforehand
 */

/**
 * Worker to page: booted, and this is the reply to `open`.
 * @typedef {object} Ready
 * @property {"ready"} type
 * @property {string} reply  as JSON
 */

/**
 * Worker to page: the reply to one request, or why there is none. Others can still be answered.
 * @typedef {object} Answer
 * @property {"answer"} type
 * @property {number} id
 * @property {string} [reply]  as JSON
 * @property {Failure} [failure]
 */

/**
 * Worker to page: what it has asked the network for, as the browser lists it.
 * @typedef {object} Requests
 * @property {"requests"} type
 * @property {import("./requests.js").Asked[]} asked
 */

/**
 * Worker to page: nothing more will come.
 * @typedef {object} Failed
 * @property {"failed"} type
 * @property {Failure} failure
 */

/**
 * Worker to page: the cut-down runtime did not do, and the stock one is on its way in its place.
 * @typedef {object} Replaced
 * @property {"replaced"} type
 */

/** @typedef {Start | Ask} ToWorker */
/** @typedef {Progress | Ready | Answer | Requests | Replaced | Failed} FromWorker */

/**
 * Why something went wrong: a code for the page's words, and what a maintainer would ask for.
 * @typedef {object} Failure
 * @property {FailureCode} code
 * @property {string} detail  in English, for the console and a bug report
 * @property {string} [file]  the file that did not come
 * @property {number} [status]  the HTTP status it came with; 0 where there was no answer at all
 */

/** @typedef {typeof FAILURE_CODES[number]} FailureCode */

/** Every code, so that a test can hold the page's words to them. */
export const FAILURE_CODES = /** @type {const} */ ([
  "no-worker", //         the browser has no module workers, or forbids this one
  "no-webassembly", //    the browser has no WebAssembly, an old one, or forbids it
  "download-failed", //   a file did not come: `file` and `status` say which and how
  "damaged", //           a file came, and is not the one that was built: `file` says which
  "python-failed", //     Python raised what nobody expected: a mistake of ours
  "refused", //           Python refused to open: a mistake of ours in the page's own data
  "crashed", //           the worker ended by itself: out of memory, most likely
  "timeout", //           nothing was heard for too long
  "stopped", //           the page stopped or restarted the engine
]);
