// @ts-check
/** Finds the pages of one language for a query, best first. */

import MiniSearch from "minisearch";
import { Vocabulary } from "./words.js";

/**
 * What is searched, as `contents.py` writes it.
 * @typedef {object} Part  a section of a page, a term of the glossary, a question of the questionnaire
 * @property {string} at  its anchor, with the #
 * @property {string} title
 * @property {string} text
 * @property {number} [weight]  of what it says, where it is not 1
 *
 * @typedef {object} Page
 * @property {string} at  its address inside its language
 * @property {string} title
 * @property {string} text  before the first section
 * @property {string} [tags]
 * @property {number} [weight]  of everything on it, where it is not 1
 * @property {Part[]} parts
 *
 * @typedef {object} Contents
 * @property {string} language
 * @property {Page[]} pages
 * @property {string[][]} same  groups of phrases that mean the same
 * @property {[string, string][]} instead  a phrase that readers may use, and the one that we use
 * @property {{ meant: string, source?: string }} words  for `answer.js`
 */

/**
 * @typedef {object} Hit
 * @property {Part | null} part  null is the page itself
 * @property {number} score
 *
 * @typedef {object} Found
 * @property {Page} page
 * @property {Hit[]} hits  best first
 * @property {number} score  of the page; a page with every word of the query is above one without
 * @property {Record<string, boolean>} words  the query's words, and whether the page has them
 *
 * @typedef {object} Finding
 * @property {Found[]} found  best first
 * @property {Set<string>} terms  the index's terms that were searched, for highlighting
 */

/**
 * @typedef {import("./words.js").Word} Word
 * @typedef {{ word: string, scores: Map<number, number>, terms: Set<string>, share: number }} Unit  a word looked up:
 *   the score of each place that has it, the index's terms that were found, and the share of pages that have it
 */

/** What a word counts in the title of a page, a heading, a tag, the text. */
const BOOST = { title: 6, heading: 2, tags: 2, text: 1 };
const LONGEST_QUERY = 200;
const MOST_WORDS = 12;
/** What a page with a synonym of the query's words counts, against one with the words. */
const OTHER_WORDING = 0.8;
/** A word on more than this share of the pages says nothing about which page is wanted. */
const EVERYWHERE = 0.8;
/** A page with all the words is above every page that lacks one: no score comes near to this. */
const COMPLETE = 1e6;
/** What a page's score is multiplied with at least, twice, where it has but one of the words. */
const SOME = 0.1;
/** From this many letters on, a word may have a typing error; from LONG on, two. */
const FUZZY_FROM = 6;
const LONG = 9;

/** What a word with the same stem counts: at least so much, and the more the more like it is. */
const FLOOR = 0.3;
const LIKENESS = 3;
/** What a word counts that is only like it, where another has its stem. */
const NEAR = 0.5;
/** What a longer word counts that begins so, where the word itself is there too. */
const BEGINNING = 0.1;

const COMPOUND = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu;

export class Finder {
  /** @type {{ page: number, part: Part | null }[]} The places of the index: a page's beginning or a part of it. */
  #places = [];
  /** @type {{ from: Word[], to: Word[] }[]} */
  #wordings = [];

  /**
   * @param {Contents} contents
   * @param {import("./words.js").Stemmers} stemmers
   */
  constructor(contents, stemmers) {
    this.contents = contents;
    this.vocabulary = new Vocabulary(stemmers);
    this.#wordings = [...this.#readWordings()];
    this.index = new MiniSearch({
      fields: Object.keys(BOOST),
      tokenize: (text) => [
        ...Array.from(this.vocabulary.words(text), (word) => word.text),
        ...Array.from(text.matchAll(COMPOUND), ([compound]) => compound.replaceAll("-", "")),
      ],
      processTerm: (text) => {
        const word = this.vocabulary.word(text);
        this.vocabulary.learn(word);
        return word.plain;
      },
    });
    contents.pages.forEach((page, number) => {
      this.#add(number, null, { title: page.title, tags: page.tags ?? "", text: page.text });
      for (const part of page.parts) this.#add(number, part, { heading: part.title, text: part.text });
    });
  }

  /**
   * @param {string} query
   * @returns {Finding}
   */
  find(query) {
    const isOpen = /[\p{L}\p{N}]$/u.test(query); // somebody may still be at the last word
    const words = this.vocabulary.words(query.slice(0, LONGEST_QUERY)).slice(0, MOST_WORDS);
    /** @type {Map<number, Found>} */
    const best = new Map();
    /** @type {Set<string>} */
    const terms = new Set();
    this.#readings(words).forEach((reading, number) => {
      const units = reading.map((word, place) =>
        this.#lookUp(word, isOpen && number === 0 && place === reading.length - 1),
      );
      for (const [page, found] of this.#together(units, number === 0 ? 1 : OTHER_WORDING)) {
        if (found.score > (best.get(page)?.score ?? 0)) best.set(page, found);
      }
      const telling = units.filter((unit) => unit.share <= EVERYWHERE);
      for (const unit of telling.length ? telling : units) for (const term of unit.terms) terms.add(term);
    });
    return { found: [...best.values()].sort((a, b) => b.score - a.score), terms };
  }

  /**
   * The query as it is, and with a phrase of the glossary in place of another.
   * @param {Word[]} words
   * @returns {Word[][]}
   */
  #readings(words) {
    const readings = [words];
    for (const { from, to } of this.#wordings) {
      for (let start = 0; start + from.length <= words.length; start += 1) {
        const is = from.every((word, offset) => isSame(word, /** @type {Word} */ (words[start + offset])));
        if (is) readings.push([...words.slice(0, start), ...to, ...words.slice(start + from.length)]);
      }
    }
    return readings.slice(0, 6);
  }

  /** @returns {Iterable<{ from: Word[], to: Word[] }>} */
  *#readWordings() {
    for (const phrases of this.contents.same) {
      for (const from of phrases) {
        for (const to of phrases) if (!to.includes(from)) yield this.#wording(from, to);
      }
    }
    for (const [from, to] of this.contents.instead) yield this.#wording(from, to);
  }

  /** @param {string} from @param {string} to */
  #wording(from, to) {
    return { from: this.vocabulary.words(from), to: this.vocabulary.words(to) };
  }

  /**
   * @param {number} page
   * @param {Part | null} part
   * @param {Partial<Record<keyof typeof BOOST, string>>} fields
   */
  #add(page, part, fields) {
    this.index.add({ id: this.#places.length, ...fields });
    this.#places.push({ page, part });
  }

  /**
   * @param {Word} word
   * @param {boolean} isOpen  whether it may be the beginning of a longer word
   * @returns {Unit}
   */
  #lookUp(word, isOpen) {
    const unit = { word: word.text, scores: new Map(), terms: new Set(), share: 0 };
    const length = word.plain.length;
    this.#collect(unit, this.#askLike(this.vocabulary.family(word)));
    const isKnown = unit.scores.size > 0;
    if (isOpen && length > 1) {
      this.#collect(unit, this.#ask([word.plain], { prefix: true }), isKnown ? BEGINNING : 1);
    }
    if (!this.vocabulary.learnt(word.plain)) {
      const errors = length < FUZZY_FROM ? 0 : length < LONG ? 1 : 2;
      const near = this.vocabulary.neighbours(word, errors);
      this.#collect(unit, this.#askLike(near), unit.scores.size ? NEAR : 1);
    }
    const pages = new Set(Array.from(unit.scores.keys(), (place) => this.#place(place).page));
    return { ...unit, share: pages.size / this.contents.pages.length };
  }

  /**
   * @param {Unit} unit  gets what was found
   * @param {import("minisearch").SearchResult[]} results
   * @param {number} [weight]
   */
  #collect(unit, results, weight = 1) {
    for (const { id, score, terms } of results) {
      const { page, part } = this.#place(id);
      const weighed = score * weight * (this.contents.pages[page]?.weight ?? 1) * (part?.weight ?? 1);
      unit.scores.set(id, (unit.scores.get(id) ?? 0) + weighed);
      for (const term of terms) unit.terms.add(term);
    }
  }

  /** @param {Map<string, number>} words  with how like they are to what was asked for */
  #askLike(words) {
    return this.#ask([...words.keys()], { boostTerm: (term) => FLOOR + (1 - FLOOR) * (words.get(term) ?? 0) ** LIKENESS });
  }

  /**
   * @param {string[]} terms
   * @param {import("minisearch").SearchOptions} [options]
   */
  #ask(terms, options) {
    return this.index.search("·", {
      boost: BOOST,
      tokenize: () => terms,
      processTerm: (term) => term,
      ...options,
    });
  }

  /**
   * The pages that have any of a reading's words.
   * @param {Unit[]} units
   * @param {number} weight
   * @returns {Map<number, Found>}
   */
  #together(units, weight) {
    const counted = units.filter((unit) => unit.share <= EVERYWHERE);
    const needed = counted.length ? counted : units;
    /** @type {Map<number, Map<number, number>>} each page's places, with the sum of all words */
    const pages = new Map();
    /** @type {Map<number, Map<Unit, number>>} each page's words, with the best score of each */
    const having = new Map();
    for (const unit of units) {
      for (const [place, score] of unit.scores) {
        const { page } = this.#place(place);
        const places = getOr(pages, page, () => new Map());
        places.set(place, (places.get(place) ?? 0) + score);
        const bests = getOr(having, page, () => new Map());
        bests.set(unit, Math.max(score, bests.get(unit) ?? 0));
      }
    }
    const found = new Map();
    for (const [number, places] of pages) {
      const bests = having.get(number) ?? new Map();
      const hits = Array.from(places, ([place, score]) => ({ part: this.#place(place).part, score }));
      hits.sort((a, b) => b.score - a.score);
      const sum = [...bests.values()].reduce((total, score) => total + score, 0) + (hits[0]?.score ?? 0);
      const mean = sum / units.length; // a wording with more words is no better for it
      const share = needed.filter((unit) => bests.has(unit)).length / needed.length;
      found.set(number, {
        page: /** @type {Page} */ (this.contents.pages[number]),
        hits,
        score: weight * mean * Math.max(share, SOME) ** 2 + (share === 1 ? COMPLETE : 0),
        words: Object.fromEntries(units.map((unit) => [unit.word, bests.has(unit)])),
      });
    }
    return found;
  }

  /** @param {number} id */
  #place(id) {
    return /** @type {{ page: number, part: Part | null }} */ (this.#places[id]);
  }
}

/** @param {Word} a @param {Word} b */
function isSame(a, b) {
  return a.stems.some((stem) => b.stems.includes(stem));
}

/**
 * @template K, V
 * @param {Map<K, V>} map
 * @param {K} key
 * @param {() => V} make
 * @returns {V}
 */
function getOr(map, key, make) {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
