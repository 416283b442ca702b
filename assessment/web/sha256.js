/**
 * SHA-256 (FIPS 180-4) that is computed at once: the browser's own has to be waited for, which cannot
 * be done in the middle of a call from WebAssembly.
 */

const BITS = 32;

/** The first bits of the fraction of a root of each of the first primes. */
const PRIMES = Array.from({ length: 312 }, (_, number) => number).filter(
  (number) => number > 1 && !Array.from({ length: number - 2 }, (_, less) => less + 2).some((less) => number % less === 0),
);
const K = Int32Array.from(PRIMES.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** @param {number} root */
function fraction(root) {
  return ((root % 1) * 2 ** BITS) | 0;
}

/**
 * @param {Uint8Array} content
 * @returns {string} in hexadecimal
 */
export function sha256AtOnce(content) {
  const blocks = Math.ceil((content.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(content);
  padded[content.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(content.length) * 8n);
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(block + 4 * at);
    mix(state, words);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * @param {Int32Array} state
 * @param {Int32Array} words  sixteen of them, and room for the others
 */
function mix(state, words) {
  for (let at = 16; at < 64; at += 1) {
    const [late, early] = [/** @type {number} */ (words[at - 2]), /** @type {number} */ (words[at - 15])];
    const high = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    const low = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    words[at] = (Number(words[at - 16]) + low + Number(words[at - 7]) + high) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const high = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + high + ((e & f) ^ (~e & g)) + Number(K[at]) + Number(words[at])) | 0;
    const low = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, place) => {
    state[place] = Number(state[place]) + value;
  });
}

/**
 * @param {number} word
 * @param {number} by
 */
function turned(word, by) {
  return (word >>> by) | (word << (BITS - by));
}
