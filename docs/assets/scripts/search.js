// @ts-check
/// <reference lib="webworker" />
// The worker that Material's search box talks to. It holds back the index, which is larger than all the rest of a page,
// and Material's own worker until somebody searches. Both speak Material's messages, whose types are numbered so:
const SETUP = 0;
const READY = 1;
const QUERY = 2;

/** @typedef {{ type: number, data?: any }} Message */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const address = new URL(scope.location.href);
// This file is at assets/look/<digest>/scripts/; the page names the other two from the site's root.
const root = new URL("../../../../", address);
const pages = new URL(address.searchParams.get("pages") ?? "", root);
const engineAddress = new URL(address.searchParams.get("engine") ?? "", root);

/** @type {Message | null} What Material told its worker at the start, without pages. */
let setup = null;
/** @type {Worker | null} */
let engine = null;
let isReady = false;
/** @type {Message | null} The newest query that still waits; older ones nobody needs any more. */
let waiting = null;

scope.addEventListener("message", (/** @type {MessageEvent<Message>} */ { data: message }) => {
  if (message.type === SETUP) {
    setup = message;
    scope.postMessage({ type: READY });
  } else if (isReady) {
    engine?.postMessage(message);
  } else if (message.type === QUERY && message.data !== "") {
    // Material sends an empty query when a page opens.
    waiting = message;
    if (engine === null) start();
  }
});

/** Starts Material's worker with the whole index. */
async function start() {
  engine = new Worker(engineAddress);
  engine.addEventListener("message", ({ data: message }) => {
    if (message.type !== READY) return scope.postMessage(message);
    isReady = true;
    engine?.postMessage(waiting);
  });
  try {
    const answer = await fetch(pages);
    if (!answer.ok) throw new Error(`${pages}: ${answer.status}`);
    engine.postMessage({ ...setup, data: { ...setup?.data, ...(await answer.json()) } });
  } catch {
    engine.terminate();
    engine = null; // the next keystroke tries again
  }
}
