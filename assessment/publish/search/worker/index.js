// @ts-check
/**
 * The index of a language's words, as MiniSearch keeps it when it is saved.
 *
 * The words are counted here and then loaded: adding text after text would look every single word up in MiniSearch's
 * tree, which takes several times as long.
 */

import MiniSearch from "minisearch";
import { WORD } from "./words.js";

/** What a word counts in the title of a page, a heading, a tag, the text. */
export const FIELDS = { title: 6, heading: 2, tags: 2, text: 1 };

/** @typedef {Partial<Record<keyof typeof FIELDS, string>>} Fields */

const NAMES = /** @type {(keyof typeof FIELDS)[]} */ (Object.keys(FIELDS));
/** Of MiniSearch's format. */
const VERSION = 2;
const COMPOUND = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu;

/**
 * @param {Fields[]} places  their ids are their numbers
 * @param {import("./words.js").Vocabulary} vocabulary  learns the words
 * @returns {MiniSearch}
 */
export function indexed(places, vocabulary) {
  /** @typedef {Record<number, Record<number, number>>} Counts  how often a word is in each field of each place */
  /** @type {Map<string, Counts>} */
  const counts = new Map();
  /** @type {Map<string, { counts: Counts, times: number }>} by the word as it is written */
  const written = new Map();
  /** @type {Record<number, number[]>} how many words each place has in each field */
  const lengths = {};
  places.forEach((fields, place) => {
    lengths[place] = NAMES.map((name, field) => {
      const words = wordsOf(fields[name] ?? "");
      for (const text of words) {
        let seen = written.get(text);
        if (!seen) {
          const { plain } = vocabulary.word(text);
          seen = { counts: counts.get(plain) ?? {}, times: 0 };
          counts.set(plain, seen.counts);
          written.set(text, seen);
        }
        seen.times += 1;
        const inPlaces = (seen.counts[field] ??= {});
        inPlaces[place] = (inPlaces[place] ?? 0) + 1;
      }
      return new Set(words).size;
    });
  });
  for (const [text, { times }] of written) vocabulary.learn(vocabulary.word(text), times);
  return MiniSearch.loadJS(
    {
      documentCount: places.length,
      nextId: places.length,
      documentIds: Object.fromEntries(places.map((_, place) => [place, place])),
      fieldIds: Object.fromEntries(NAMES.map((name, field) => [name, field])),
      fieldLength: lengths,
      averageFieldLength: NAMES.map((_, field) => mean(Object.values(lengths), field)),
      storedFields: {},
      dirtCount: 0,
      index: [...counts],
      serializationVersion: VERSION,
    },
    { fields: NAMES },
  );
}

/**
 * @param {number[][]} lengths
 * @param {number} field
 * @returns {number} how many words the field has, where it has any
 */
function mean(lengths, field) {
  const some = lengths.map((ofPlace) => ofPlace[field] ?? 0).filter((length) => length > 0);
  return some.reduce((sum, length) => sum + length, 0) / Math.max(some.length, 1);
}

/** @param {string} text @returns {string[]} its words, and those with hyphens once more without them */
function wordsOf(text) {
  const words = text.match(WORD) ?? [];
  return text.includes("-") ? [...words, ...(text.match(COMPOUND) ?? []).map((word) => word.replaceAll("-", ""))] : words;
}
