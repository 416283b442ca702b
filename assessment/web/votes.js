/**
 * How many chose each level: from the files, where there are any, else counted by hand in the workshop. What is counted
 * by hand is kept in this browser together with what was agreed on.
 */

const NAME = "cx-atlas:consensus-votes";

/** Event `change`: somebody counted. */
export class HandVotes extends EventTarget {
  /** @type {Map<string, number[]>} */
  #counts = new Map();
  /** @type {Map<string, number[]>} what the last clearing took away */
  #cleared = new Map();

  /** @param {number} levels  how many there are */
  constructor(levels) {
    super();
    this.levels = levels;
    this.#load();
  }

  /** Whether anything was counted. */
  get isEmpty() {
    return this.#counts.size === 0;
  }

  /**
   * @param {string} item
   * @returns {number[]}
   */
  of(item) {
    return this.#counts.get(item) ?? Array(this.levels).fill(0);
  }

  /**
   * @param {string} item
   * @param {number} level
   * @param {1 | -1} by
   */
  count(item, level, by) {
    const counts = [...this.of(item)];
    counts[level - 1] = Math.max(0, (counts[level - 1] ?? 0) + by);
    if (counts.some((n) => n > 0)) this.#counts.set(item, counts);
    else this.#counts.delete(item);
    this.#changed();
  }

  clear() {
    this.#cleared = this.#counts;
    this.#counts = new Map();
    this.#changed();
  }

  /** Undo the last clearing. */
  bringBack() {
    this.#counts = this.#cleared;
    this.#cleared = new Map();
    this.#changed();
  }

  #changed() {
    try {
      if (this.isEmpty) localStorage.removeItem(NAME);
      else localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(this.#counts)));
    } catch {
      // a browser that keeps nothing: the counts last as long as the page
    }
    this.dispatchEvent(new Event("change"));
  }

  #load() {
    try {
      const kept = Object.entries(JSON.parse(localStorage.getItem(NAME) ?? "{}"));
      this.#counts = new Map(kept.filter(([, counts]) => isCounts(counts, this.levels)));
    } catch {
      // nothing that can be read: nothing was counted
    }
  }
}

/**
 * @param {unknown} counts
 * @param {number} levels
 */
function isCounts(counts, levels) {
  return Array.isArray(counts) && counts.length === levels && counts.every((n) => Number.isInteger(n) && n >= 0);
}
