// @ts-check
/**
 * Words: how they are found in a text, and which of them are forms of one another.
 *
 * Words are compared in small letters without marks. A word has up to two stems: that of the word as it is written is
 * the better one; the other, by the rules for words without marks, is what a query without them leads to.
 */

/**
 * @typedef {object} Word
 * @property {string} text  as it is written
 * @property {string} plain  in small letters without marks
 * @property {number} start  where it starts in the text
 * @property {string[]} stems  one or two
 *
 * @typedef {object} Stemmers  of one language, for words in small letters
 * @property {(word: string) => string} stem
 * @property {(word: string) => string} plainStem  for words without marks
 */

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;
/** So many letters two words have in common at the beginning before one is taken for a form of the other. */
const SAME_START = 3;
/** So unlike a word may be at most to count as near, and so many are near at most. */
const LEAST_LIKE = 0.4;
const WINDOW = 0.15;
const NEAREST = 20;

/**
 * A text in small letters without marks: zażółć as zazolc, ş and ș as s.
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l").replaceAll("’", "'");
}

/** The words of a language's pages. */
export class Vocabulary {
  /** @type {Map<string, Word>} Words met before, for most of a text is words met before. */
  #known = new Map();
  /** @type {Map<string, Set<string>>} The pages' words with each stem. */
  #families = new Map();
  /** @type {Map<string, { written: string, count: number }>} The pages' words, as they are first written. */
  #learnt = new Map();

  /** @param {Stemmers} stemmers */
  constructor(stemmers) {
    this.stemmers = stemmers;
  }

  /**
   * @param {string} text
   * @returns {Word[]} its words, in order
   */
  words(text) {
    return Array.from(text.matchAll(WORD), (found) => ({ ...this.word(found[0]), start: found.index }));
  }

  /**
   * @param {string} text
   * @returns {Word}
   */
  word(text) {
    let word = this.#known.get(text);
    if (!word) {
      const plain = fold(text);
      const stem = fold(this.stemmers.stem(text.toLowerCase().normalize("NFC").replaceAll("’", "'")));
      word = { text, plain, start: 0, stems: [...new Set([stem, this.stemmers.plainStem(plain)])] };
      this.#known.set(text, word);
    }
    return word;
  }

  /** @param {Word} word  of the pages */
  learn({ text, plain, stems }) {
    const learnt = this.#learnt.get(plain);
    if (learnt) {
      learnt.count += 1;
      return;
    }
    this.#learnt.set(plain, { written: text.toLowerCase(), count: 1 });
    for (const stem of stems) {
      const family = this.#families.get(stem);
      if (family) family.add(plain);
      else this.#families.set(stem, new Set([plain]));
    }
  }

  /**
   * The pages' words with a stem of this one, and how like it they are, up to 1.
   * @param {Word} word
   * @returns {Map<string, number>}
   */
  family({ plain, stems }) {
    const related = stems.flatMap((stem) => [...(this.#families.get(stem) ?? [])]);
    return new Map(related.map((other) => [other, likeness(plain, other)]));
  }

  /**
   * The pages' words that are like this one, though no stem says so: other forms of it, or what was meant.
   * @param {Word} word
   * @param {number} errors  how many letters may be wrong, missing, too many or exchanged; else the beginning is the same
   * @returns {Map<string, number>}
   */
  neighbours({ plain }, errors) {
    const start = plain.slice(0, SAME_START);
    /** @type {[string, number][]} */
    const near = [];
    let best = 0;
    for (const other of this.#learnt.keys()) {
      if (plain.length < SAME_START || !other.startsWith(start)) {
        if (errors === 0 || Math.abs(other.length - plain.length) > errors) continue;
        if (distance(plain, other, errors) > errors) continue;
      }
      const like = likeness(plain, other);
      if (like < LEAST_LIKE) continue;
      near.push([other, like]);
      best = Math.max(best, like);
    }
    near.sort(([, a], [, b]) => b - a);
    return new Map(near.filter(([, like]) => like > best - WINDOW).slice(0, NEAREST));
  }

  /**
   * @param {string} plain
   * @returns {{ written: string, count: number } | undefined}
   */
  learnt(plain) {
    return this.#learnt.get(plain);
  }
}

/** @param {string} a @param {string} b */
function likeness(a, b) {
  return 1 - distance(a, b) / Math.max(a.length, b.length);
}

/**
 * How many letters have to be changed, added, taken out or exchanged with the next to make one word of the other.
 * @param {string} a
 * @param {string} b
 * @param {number} [most]  more than this need not be counted out
 */
function distance(a, b, most = Infinity) {
  const width = b.length + 1;
  if ((a.length + 1) * width > table.length) return Math.max(a.length, b.length);
  for (let j = 0; j < width; j += 1) table[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    const row = i * width;
    let least = (table[row] = i);
    for (let j = 1; j < width; j += 1) {
      const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let steps = Math.min(at(row - width + j) + 1, at(row + j - 1) + 1, at(row - width + j - 1) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) {
        steps = Math.min(steps, at(row - 2 * width + j - 2) + 1);
      }
      table[row + j] = steps;
      least = Math.min(least, steps);
    }
    if (least > most) return least;
  }
  return at(a.length * width + b.length);
}

/** The steps from each beginning of a word to each of another: one table for all, for two words of 60 letters. */
const table = new Uint8Array(4096);

/** @param {number} place */
function at(place) {
  return /** @type {number} */ (table[place]);
}
