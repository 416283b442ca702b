/**
 * What this page, or this worker, asks the network for: as the browser itself lists it.
 */

/**
 * @typedef {object} Asked
 * @property {string} address
 * @property {number} at  milliseconds since this page, or this worker, began
 * @property {boolean} kept  it came out of this browser's own stores and asked nobody
 */

/**
 * Hear of every request, those before included; each once it has been answered or has failed.
 * @param {(asked: Asked[]) => void} heard
 * @param {AbortSignal} [signal]  ends it
 */
export function watchRequests(heard, signal) {
  if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("resource")) return;
  const observer = new PerformanceObserver((list) => {
    heard(/** @type {PerformanceResourceTiming[]} */ (list.getEntries()).filter(isOfTheNetwork).map(asked));
  });
  observer.observe({ type: "resource", buffered: true });
  signal?.addEventListener("abort", () => observer.disconnect());
}

/** @param {PerformanceResourceTiming} entry */
function isOfTheNetwork(entry) {
  return /^https?:/.test(entry.name);
}

/**
 * @param {PerformanceResourceTiming} entry
 * @returns {Asked}
 */
function asked(entry) {
  // The browser's cache says so by itself, where the browser knows how; for our own store, see `labelled` in sw.js.
  const ours = (entry.serverTiming ?? []).some(({ name }) => name === "kept");
  const kept = ours || /** @type {any} */ (entry).deliveryType === "cache";
  return { address: entry.name, at: entry.startTime, kept };
}
