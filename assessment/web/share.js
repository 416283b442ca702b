/**
 * Answers in a link: in the part after #, which stays in the browser and never travels to a server.
 *
 * The document is JSON, compressed and written in letters that addresses allow. What comes out of somebody else's link
 * may be anything: it is only text here, and the engine's `read` decides whether it is a file of answers.
 */

/** @import { AnswersDocument } from "./form.js" */

const MARK = "#answers=";
/** Of the text in a link, in characters: a full form with long notes is a tenth of it. */
const LONGEST = 400_000;
/** From this length of the whole link on, some mail and chat programs cut it. */
export const SAFE = 2_000;

/** A link that cannot be made or read; `code` is that of the message in the words' table `errors`. */
export class ShareError extends Error {
  /**
   * @param {"share-broken" | "share-too-large" | "share-unsupported"} code
   * @param {Record<string, number>} [facts]
   */
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/**
 * The link that opens this page with these answers.
 * @param {AnswersDocument} answers
 * @param {string} page  its address
 */
export async function makeShared(answers, page) {
  const text = JSON.stringify(answers);
  if (text.length > LONGEST) throw new ShareError("share-too-large", { longest: LONGEST });
  const bytes = await all(through(new Blob([text]).stream(), "CompressionStream"), LONGEST);
  const address = new URL(page);
  address.search = "";
  address.hash = "";
  return `${address}${MARK}${toLetters(bytes)}`;
}

/**
 * Whether a link carries answers.
 * @param {string} hash  as in location.hash
 */
export function isShared(hash) {
  return hash.startsWith(MARK);
}

/**
 * The text that a link carries. Throws a ShareError for one that is damaged or too large.
 * @param {string} hash  as in location.hash
 */
export async function readShared(hash) {
  const letters = hash.slice(MARK.length);
  if (letters.length > LONGEST) throw new ShareError("share-too-large", { longest: LONGEST });
  const packed = new Blob([fromLetters(letters)]).stream();
  const bytes = await all(through(packed, "DecompressionStream"), 3 * LONGEST);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ShareError("share-broken");
  }
}

/**
 * The answers without what somebody wrote: no names, evidence, notes or reasons.
 * @param {AnswersDocument} answers
 * @param {string} reason  stands in for the reason why something does not apply
 * @returns {AnswersDocument}
 */
export function withoutWords({ format, version, model, form, date, answers, importance, targets }, reason) {
  /** @type {AnswersDocument["answers"]} */
  const bare = {};
  for (const [item, { level, unknown, not_applicable: why }] of Object.entries(answers)) {
    if (level !== undefined) bare[item] = { level };
    else if (unknown) bare[item] = { unknown };
    else if (why) bare[item] = { not_applicable: reason };
  }
  return {
    format,
    version,
    model,
    form,
    ...(date ? { date } : {}),
    answers: bare,
    ...(importance ? { importance } : {}),
    ...(targets ? { targets } : {}),
  };
}

/**
 * @param {ReadableStream<any>} stream
 * @param {"CompressionStream" | "DecompressionStream"} kind
 * @returns {ReadableStream<Uint8Array>}
 */
function through(stream, kind) {
  const Kind = /** @type {any} */ (globalThis)[kind];
  try {
    return stream.pipeThrough(new Kind("deflate-raw"));
  } catch {
    throw new ShareError("share-unsupported");
  }
}

/**
 * Everything in a stream, unless it is more than `most` bytes: a small link may unfold into a very large text.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} most
 */
async function all(stream, most) {
  const reader = stream.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new ShareError("share-broken");
    });
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > most) {
      void reader.cancel().catch(() => {});
      throw new ShareError("share-too-large", { longest: LONGEST });
    }
    parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (value));
  }
}

/** @param {Uint8Array} bytes */
function toLetters(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8_192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8_192));
  }
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} letters */
function fromLetters(letters) {
  try {
    if (!/^[\w-]+$/.test(letters)) throw new Error("not ours");
    return Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  } catch {
    throw new ShareError("share-broken");
  }
}
