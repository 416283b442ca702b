/**
 * One person, two tabs: what was changed in each counts, even where neither tab had heard of the other's change yet.
 */

/** @import { AnswersDocument } from "./form.js" */

const TABLES = /** @type {const} */ (["profile", "answers", "importance", "targets"]);

/**
 * Both tabs' changes to the same document. Where both changed the same entry, both tabs choose the same of the two.
 * @param {AnswersDocument} base  before either change
 * @param {AnswersDocument} ours
 * @param {AnswersDocument} theirs
 * @returns {AnswersDocument}
 */
export function merge(base, ours, theirs) {
  /** @type {any} */
  const merged = entries(base, ours, theirs);
  for (const table of TABLES) {
    if (ours[table] || theirs[table]) merged[table] = entries(base[table] ?? {}, ours[table] ?? {}, theirs[table] ?? {});
  }
  return merged;
}

/**
 * @param {object} base
 * @param {object} ours
 * @param {object} theirs
 */
function entries(base, ours, theirs) {
  const was = new Map(Object.entries(base));
  const here = new Map(Object.entries(ours));
  const there = new Map(Object.entries(theirs));
  const keys = [...new Set([...here.keys(), ...there.keys()])];
  const both = keys.map((key) => [key, chosen(was.get(key), here.get(key), there.get(key))]);
  return Object.fromEntries(both.filter(([, value]) => value !== undefined));
}

/**
 * What was changed, here or there; of two changes that of the later letters, for the other tab chooses too.
 * @param {unknown} was
 * @param {unknown} here
 * @param {unknown} there
 */
function chosen(was, here, there) {
  const [before, ours, theirs] = [was, here, there].map((value) => JSON.stringify(value) ?? "");
  if (ours === before) return there;
  if (theirs === before) return here;
  return String(ours) > String(theirs) ? here : there;
}
