// @ts-check
/**
 * Words: how they are found in a text, and which of them are forms of one another.
 *
 * Words are compared in small letters without marks. A word has up to two stems: that of the word as it is written is
 * the better one; the other, by the rules for words without marks, is what a query without them leads to. An older
 * spelling may add a third. Its roots are a looser key, for words whose sounds change with the ending: ręka and ręce,
 * coală and coli.
 */

import { distance, likeness } from "./likeness.js";

/**
 * @typedef {object} Word
 * @property {string} text  as it is written
 * @property {string} plain  in small letters without marks
 * @property {number} start  where it starts in the text
 * @property {string[]} stems  one to three
 * @property {string[]} roots  where the language has rules for them
 *
 * @typedef {object} Stemmers  of one language, for words in small letters
 * @property {(word: string) => string} stem
 * @property {(word: string) => string} plainStem  for words without marks
 * @property {(word: string) => string[]} roots  for words without marks
 */

/** A word in a text. */
export const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;
/** What words of a family have in common. */
const KINDS = /** @type {const} */ (["stems", "roots"]);
/** What a stem in common counts, of all that two words may have in common; the rest are their roots. */
const BY_STEM = 0.5;
/** What a word counts that shares only roots with one that the pages have as it is typed. */
const BY_ROOT = 0.1;
/** From this many letters on, a word that the pages have is known well enough by its roots. */
const ROOTS_FROM = 4;
/** What a word of the same family counts at least, and how much more the more like it is. */
const FLOOR = 0.03;
const LIKENESS = 5;
/** So many letters two words have in common at the beginning, and so like they are, before they are taken for kin. */
const SAME_START = 4;
const LEAST_LIKE = 0.55;
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
  /** The pages' words with each stem and with each root. */
  #families = {
    stems: /** @type {Map<string, Word[]>} */ (new Map()),
    roots: /** @type {Map<string, Word[]>} */ (new Map()),
  };
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
      const stems = [...new Set([stem, this.stemmers.plainStem(plain), ...this.#olderStem(text)])];
      word = { text, plain, start: 0, stems, roots: this.stemmers.roots(plain) };
      this.#known.set(text, word);
    }
    return word;
  }

  /** @param {string} text @returns {string[]} the stem of a Romanian word as it was spelt before 1993: gînd of gând */
  #olderStem(text) {
    const newer = text.normalize("NFC").replace(/(\p{L})î/giu, "$1â");
    return newer === text ? [] : [this.stemmers.plainStem(fold(newer))];
  }

  /**
   * @param {Word} word  of the pages
   * @param {number} times  how often they have it so
   */
  learn(word, times) {
    const learnt = this.#learnt.get(word.plain);
    if (learnt) {
      learnt.count += times;
      return;
    }
    this.#learnt.set(word.plain, { written: word.text.toLowerCase(), count: times });
    for (const kind of KINDS) {
      for (const key of word[kind]) {
        const family = this.#families[kind].get(key);
        if (family) family.push(word);
        else this.#families[kind].set(key, [word]);
      }
    }
  }

  /**
   * The pages' words that may be forms of this one, and what each counts, up to 1: the more the more like it is, and the
   * more they have in common. Where the pages have the word as it is typed, a word without its stem has to have more than
   * half of the roots of both.
   * @param {Word} word
   * @returns {Map<string, number>}
   */
  family(word) {
    const isKnown = this.#learnt.has(word.plain);
    /** @type {Map<string, number>} */
    const related = new Map();
    for (const other of new Set(KINDS.flatMap((kind) => this.#sharing(word, kind)))) {
      const hasStem = sharesStem(word, other);
      const roots = inCommon(word.roots, other.roots);
      if (isKnown && !hasStem && (roots <= 0.5 || word.plain.length < ROOTS_FROM)) continue;
      const common = word.roots.length ? (hasStem ? BY_STEM : 0) + (1 - BY_STEM) * roots ** 2 : 1;
      const like = FLOOR + (1 - FLOOR) * likeness(word.plain, other.plain) ** LIKENESS;
      related.set(other.plain, like * common * (isKnown && !hasStem ? BY_ROOT : 1));
    }
    return related;
  }

  /** @param {Word} word @param {(typeof KINDS)[number]} kind @returns {Word[]} the pages' words with any of its keys */
  #sharing(word, kind) {
    return word[kind].flatMap((key) => this.#families[kind].get(key) ?? []);
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
    for (const other of this.#learnt.keys()) {
      const mayBe = errors > 0 && Math.abs(other.length - plain.length) <= errors;
      const isMistyped = mayBe && distance(plain, other, errors) <= errors;
      if (!isMistyped && (start.length < SAME_START || !other.startsWith(start))) continue;
      const like = likeness(plain, other);
      if (isMistyped || like >= LEAST_LIKE) near.push([other, like]);
    }
    near.sort(([, a], [, b]) => b - a);
    const best = near[0]?.[1] ?? 0;
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

/** @param {Word} a @param {Word} b */
export function sharesStem(a, b) {
  return a.stems.some((stem) => b.stems.includes(stem));
}

/** @param {string[]} some @param {string[]} others @returns {number} the share that is in both, of what is in any */
function inCommon(some, others) {
  const both = some.filter((one) => others.includes(one)).length;
  return both / Math.max(some.length + others.length - both, 1);
}
