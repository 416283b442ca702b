// @ts-check
/** A query in other words: with a phrase of the glossary in place of another that means the same. */

import { sharesStem } from "./words.js";

/** @typedef {import("./words.js").Word} Word */

/** A query is read in so many ways at most. */
const MOST = 6;

export class Wordings {
  /** @type {{ from: Word[], to: Word[] }[]} */
  #pairs;

  /**
   * @param {import("./finder.js").Contents} contents
   * @param {import("./words.js").Vocabulary} vocabulary
   */
  constructor({ same, instead }, vocabulary) {
    const synonyms = same.flatMap((phrases) =>
      phrases.flatMap((from) => phrases.filter((to) => !to.includes(from)).map((to) => [from, to])),
    );
    this.#pairs = [...synonyms, ...instead].map(([from = "", to = ""]) => ({
      from: vocabulary.words(from),
      to: vocabulary.words(to),
    }));
  }

  /**
   * @param {Word[]} words
   * @returns {Word[][]} the query as it is, and in other words
   */
  readings(words) {
    const readings = [words];
    for (const { from, to } of this.#pairs) {
      for (let start = 0; start + from.length <= words.length; start += 1) {
        const is = from.every((word, offset) => sharesStem(word, /** @type {Word} */ (words[start + offset])));
        if (is) readings.push([...words.slice(0, start), ...to, ...words.slice(start + from.length)]);
      }
    }
    return readings.slice(0, MOST);
  }
}
