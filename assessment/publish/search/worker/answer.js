// @ts-check
/** What Material's list is told: groups of a page and its sections, the page first or not, as its own worker tells it. */

import { escapeHtml, excerpt, marked } from "./marks.js";

/**
 * Material's SearchItem. Titles and texts are HTML.
 * @typedef {object} Item
 * @property {string} location  from the language's root, or whole
 * @property {string} title
 * @property {string} text
 * @property {number} score
 * @property {Record<string, boolean>} terms  the query's words, and whether the page has them
 */

/** Pages with an excerpt; what stands further down has only its title. */
const WITH_EXCERPTS = 30;
/** Sections of a page that are listed. */
const SECTIONS = 6;
/** How many other queries are offered. */
const SUGGESTIONS = 3;
/** More than a page can score. */
const ABOVE_PAGES = 1e9;

/**
 * @param {import("./finder.js").Finder} finder
 * @param {import("./finder.js").Finding} finding
 * @param {{ root?: string, language?: string }} [where]  the root of another language's pages, with that language
 * @returns {Item[][]}
 */
export function groups(finder, { found, terms }, { root = "", language = "" } = {}) {
  const { vocabulary } = finder;
  const say = (/** @type {string} */ html) => (language ? `<span lang="${language}">${html}</span>` : html);
  return found.map(({ page, hits, words }, place) => {
    const text = (/** @type {string} */ plain) =>
      place < WITH_EXCERPTS && plain ? say(excerpt(plain, terms, vocabulary)) : "";
    const items = hits.slice(0, SECTIONS).map(({ part, score }, rank) => ({
      location: root + page.at + (part?.at ?? ""),
      title: say(marked((part ?? page).title, terms, vocabulary)),
      text: text((part ?? page).text),
      score,
      terms: rank === 0 ? words : {},
    }));
    if (!hits.slice(0, SECTIONS).some(({ part }) => part === null)) {
      items.push({ location: root + page.at, title: say(escapeHtml(page.title)), text: "", score: 0, terms: {} });
    }
    return items;
  });
}

/**
 * Queries that find something, near to one that does not.
 * @param {import("./finder.js").Finder} finder
 * @param {string} query
 * @returns {Item[][]}
 */
export function suggestions(finder, query) {
  const { vocabulary, contents } = finder;
  const words = vocabulary.words(query.slice(0, 200)).slice(0, 12);
  const unknown = words.find((word) => !vocabulary.learnt(word.plain));
  if (!unknown) return [];
  const errors = unknown.plain.length < 4 ? 1 : unknown.plain.length < 9 ? 2 : 3;
  const near = [...vocabulary.neighbours(unknown, errors)].map(([word, like]) => ({ like, ...vocabulary.learnt(word) }));
  near.sort((a, b) => b.like - a.like || (b.count ?? 0) - (a.count ?? 0));
  return near.slice(0, SUGGESTIONS).map(({ written = "" }, rank) => {
    const meant = words.map((word) => (word === unknown ? written : word.text)).join(" ");
    return [note(contents.words.meant.replace("{words}", meant), `?q=${encodeURIComponent(meant)}`, SUGGESTIONS - rank)];
  });
}

/**
 * A line of the list that says something and leads to another search.
 * @param {string} text
 * @param {string} location
 * @param {number} rank  the highest is what Enter leads to
 * @returns {Item}
 */
export function note(text, location, rank) {
  return { location, title: escapeHtml(text), text: "", score: ABOVE_PAGES + rank, terms: {} };
}
