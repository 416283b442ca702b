/**
 * What must not be separated at the end of a line, in texts that scripts put on the page: by the rules that the build
 * binds its pages with (publish/typography.py). Only what is seen is bound; what is kept, sent or saved stays plain.
 */

/**
 * By language: patterns of a space that must not break, and what takes its place. The build writes them here.
 * @type {Record<string, [string, string][]>}
 */
const RULES = {};

const COMPILED = new Map(
  Object.entries(RULES).map(([language, rules]) => [
    language,
    rules.map(([pattern, space]) => /** @type {const} */ ([new RegExp(pattern, "g"), space])),
  ]),
);

/**
 * A text with the spaces that must not break made non-breaking. One of several lines is somebody's own, and stays.
 * @param {string} text
 * @param {string} language  of the text
 */
export function bind(text, language) {
  if (text.includes("\n")) return text;
  return (COMPILED.get(language) ?? []).reduce((made, [pattern, space]) => made.replace(pattern, space), text);
}
