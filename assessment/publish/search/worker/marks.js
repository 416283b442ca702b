// @ts-check
/** Pieces of a page as Material's list shows them: HTML, with the words that were found marked. */

/** How long an excerpt is about, in letters. */
const LENGTH = 220;
/** How much of it stands before the first word that was found. */
const BEFORE = 50;

/** @param {string} text @returns {string} the text as HTML that shows it, whatever it holds */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/**
 * @param {string} text
 * @param {Set<string>} terms  the words to mark, in small letters without marks
 * @param {import("./words.js").Vocabulary} vocabulary
 * @returns {string} HTML
 */
export function marked(text, terms, vocabulary) {
  let html = "";
  let done = 0;
  for (const word of vocabulary.words(text)) {
    if (!terms.has(word.plain)) continue;
    html += `${escapeHtml(text.slice(done, word.start))}<mark>${escapeHtml(word.text)}</mark>`;
    done = word.start + word.text.length;
  }
  return html + escapeHtml(text.slice(done));
}

/**
 * The piece of a text with the most of the words that were found, or its beginning.
 * @param {string} text
 * @param {Set<string>} terms
 * @param {import("./words.js").Vocabulary} vocabulary
 * @returns {string} HTML
 */
export function excerpt(text, terms, vocabulary) {
  const found = vocabulary.words(text).filter((word) => terms.has(word.plain)).slice(0, 50);
  let [first, most] = [found[0], 0];
  for (const word of found) {
    const near = found.filter((other) => other.start >= word.start && other.start < word.start + LENGTH - BEFORE);
    const count = new Set(near.map((other) => other.stems[0])).size;
    if (count > most) [first, most] = [word, count];
  }
  const start = (first?.start ?? 0) > BEFORE ? text.indexOf(" ", (first?.start ?? 0) - BEFORE) + 1 : 0;
  const whole = text.length - start <= LENGTH;
  const end = whole ? text.length : text.lastIndexOf(" ", start + LENGTH);
  const piece = text.slice(start, end > start ? end : start + LENGTH);
  return `${start > 0 ? "… " : ""}${marked(piece, terms, vocabulary)}${whole ? "" : " …"}`;
}
