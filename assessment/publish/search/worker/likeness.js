// @ts-check
/** How like two words are, by their letters. */

/** @param {string} a @param {string} b @returns {number} 1 for the same word, 0 for one without a letter in common */
export function likeness(a, b) {
  return 1 - distance(a, b) / Math.max(a.length, b.length);
}

/**
 * How many letters have to be changed, added, taken out or exchanged with the next to make one word of the other.
 * @param {string} a
 * @param {string} b
 * @param {number} [most]  more than this need not be counted out
 */
export function distance(a, b, most = Infinity) {
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
