/**
 * Why the engine does not run, in the page's words.
 */

/** @import { EngineError } from "./engine.js" */
/** @import { Words } from "./words.js" */

/** Failure code of the engine → the page's words for it. */
const FAILED = /** @type {Record<string, string>} */ ({
  "no-webassembly": "failed_no_webassembly",
  "no-worker": "failed_no_worker",
  "download-failed": "failed_download",
  damaged: "failed_damaged",
  timeout: "failed_timeout",
});

/**
 * What happened and what can be done.
 * @param {EngineError} error
 * @param {Words} words
 */
export function reasonOf(error, words) {
  const file = error.file ? (String(error.file).split("/").pop() ?? "") : "";
  return words.say(`page.${FAILED[error.code] ?? "failed_python"}`, { file });
}
