// @ts-check
/** Words without their endings. */

/** So many letters are left at least. */
const LEAST = 3;

/**
 * @param {string} word
 * @param {RegExp[]} endings  of kinds of words, each sticky and up to the end of the word
 * @returns {string[]} what the word may be without its longest ending of each kind, each once
 */
export function bases(word, endings) {
  return [...new Set(endings.map((ending) => without(word, ending)))];
}

/** @param {string} word @param {RegExp} ending */
function without(word, ending) {
  for (let start = LEAST; start < word.length; start += 1) {
    ending.lastIndex = start;
    if (ending.test(word)) return word.slice(0, start);
  }
  return word;
}
