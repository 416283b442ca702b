// @ts-check
/** Finds the pages of one language for a query, best first. */

import { FIELDS, indexed } from "./index.js";
import { Wordings } from "./wordings.js";
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
/** A heading that more pages than these have says nothing about any of them: it is as good as text. */
const MOST_HEADED = 5;
/** From this many letters on, a word may have a typing error; from LONG on, two. */
const FUZZY_FROM = 6;
const LONG = 9;

/** What a longer word counts that begins so, where the word itself is there too. */
const BEGINNING = 0.1;

export class Finder {
  /** @type {{ page: number, part: Part | null, fields: import("./index.js").Fields }[]} A page's beginning or a part of it. */
  #places;

  /**
   * @param {Contents} contents
   * @param {import("./words.js").Stemmers} stemmers
   */
  constructor(contents, stemmers) {
    this.contents = contents;
    this.vocabulary = new Vocabulary(stemmers);
    this.wordings = new Wordings(contents, this.vocabulary);
    const isCommon = common(contents.pages);
    this.#places = contents.pages.flatMap((page, number) => [
      { page: number, part: null, fields: { title: page.title, tags: page.tags ?? "", text: page.text } },
      ...page.parts.map((part) => {
        const { title: heading, text } = part;
        return { page: number, part, fields: isCommon(heading) ? { text: `${heading} ${text}` } : { heading, text } };
      }),
    ]);
    this.index = indexed(this.#places.map(({ fields }) => fields), this.vocabulary);
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
    this.wordings.readings(words).forEach((reading, number) => {
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
   * @param {Word} word
   * @param {boolean} isOpen  whether it may be the beginning of a longer word
   * @returns {Unit}
   */
  #lookUp(word, isOpen) {
    const unit = { word: word.text, scores: new Map(), terms: new Set(), share: 0 };
    const length = word.plain.length;
    this.#collect(unit, this.#askFor(this.vocabulary.family(word)));
    const isKnown = unit.scores.size > 0;
    if (isOpen && length > 1) {
      this.#collect(unit, this.#ask([word.plain], { prefix: true }), isKnown ? BEGINNING : 1);
    }
    if (unit.scores.size === 0) {
      // No form of a word of ours: mistyped, or kin of one.
      const errors = length < FUZZY_FROM ? 0 : length < LONG ? 1 : 2;
      this.#collect(unit, this.#askFor(this.vocabulary.neighbours(word, errors)));
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

  /** @param {Map<string, number>} words  with what each counts */
  #askFor(words) {
    return this.#ask([...words.keys()], { boostTerm: (term) => words.get(term) ?? 0 });
  }

  /**
   * @param {string[]} terms
   * @param {import("minisearch").SearchOptions} [options]
   */
  #ask(terms, options) {
    return this.index.search("·", {
      boost: FIELDS,
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

/** @param {Page[]} pages @returns {(heading: string) => boolean} whether many of the pages have the heading */
function common(pages) {
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const { parts } of pages) {
    for (const title of new Set(parts.map((part) => part.title))) times.set(title, (times.get(title) ?? 0) + 1);
  }
  return (heading) => (times.get(heading) ?? 0) > MOST_HEADED;
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
