/**
 * One person, the same answers changed in two places that had not heard of each other: two tabs, or this page before its
 * script came and a visit before it. What was changed in each counts.
 */

/** @import { AnswersDocument } from "./form.js" */

const TABLES = /** @type {const} */ (["profile", "answers", "importance", "targets"]);

/**
 * Both changes to the same document.
 * @param {AnswersDocument} base  before either change
 * @param {AnswersDocument} ours
 * @param {AnswersDocument} theirs
 * @param {Settle} [settle]
 * @returns {AnswersDocument}
 */
export function merge(base, ours, theirs, settle = inLaterLetters) {
  /** @type {any} */
  const merged = entries(base, ours, theirs, settle);
  for (const table of TABLES) {
    if (!ours[table] && !theirs[table]) continue;
    merged[table] = entries(base[table] ?? {}, ours[table] ?? {}, theirs[table] ?? {}, settle);
  }
  return merged;
}

/**
 * Which of two changes to the same entry counts, both as JSON ("" for removed): whether it is ours.
 * @callback Settle
 * @param {string} ours
 * @param {string} theirs
 * @returns {boolean}
 */

/**
 * Of two tabs, both choose the same.
 * @type {Settle}
 */
const inLaterLetters = (ours, theirs) => ours > theirs;

/**
 * Ours is the later.
 * @type {Settle}
 */
export const ours = () => true;

/**
 * @param {object} base
 * @param {object} ours
 * @param {object} theirs
 * @param {Settle} settle
 */
function entries(base, ours, theirs, settle) {
  const was = new Map(Object.entries(base));
  const here = new Map(Object.entries(ours));
  const there = new Map(Object.entries(theirs));
  const keys = [...new Set([...here.keys(), ...there.keys()])];
  const both = keys.map((key) => [key, chosen(was.get(key), here.get(key), there.get(key), settle)]);
  return Object.fromEntries(both.filter(([, value]) => value !== undefined));
}

/**
 * What was changed, here or there.
 * @param {unknown} was
 * @param {unknown} here
 * @param {unknown} there
 * @param {Settle} settle
 */
function chosen(was, here, there, settle) {
  const [before, ours, theirs] = [was, here, there].map((value) => JSON.stringify(value) ?? "");
  if (ours === before) return there;
  if (theirs === before) return here;
  return settle(String(ours), String(theirs)) ? here : there;
}
