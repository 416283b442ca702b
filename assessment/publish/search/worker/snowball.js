/**
 * What Snowball's rules work on: a word, a cursor in it, and the ends of the region that may change.
 * The names are those of Snowball, for the rules that use them are generated; see ../stemmers.py.
 */

/** @typedef {[ending: string, result: number, condition?: (this: Snowball) => boolean]} Among */

/** Lists of endings by the letter that is met first, the longest first. */
class Endings {
  /** @type {WeakMap<Among[], Map<string, Among[]>>} */
  #lists = new WeakMap();

  /** @param {(ending: string) => string} letter  the one that is met first */
  constructor(letter) {
    this.letter = letter;
  }

  /**
   * @param {Among[]} among
   * @param {string} letter
   * @returns {Among[]}
   */
  of(among, letter) {
    let lists = this.#lists.get(among);
    if (!lists) {
      const inOrder = [...among].sort(([a], [b]) => b.length - a.length);
      const always = inOrder.filter(([ending]) => ending === "");
      lists = new Map([["", always]]);
      for (const first of new Set(inOrder.map(([ending]) => this.letter(ending)))) {
        if (first) lists.set(first, [...inOrder.filter(([ending]) => this.letter(ending) === first), ...always]);
      }
      this.#lists.set(among, lists);
    }
    return lists.get(letter) ?? lists.get("") ?? [];
  }
}

const forward = new Endings((ending) => ending.charAt(0));
const backward = new Endings((ending) => ending.slice(-1));

export class Snowball {
  current = "";
  cursor = 0;
  limit = 0;
  limit_backward = 0;
  bra = 0;
  ket = 0;

  /** Overridden by the rules of a language. */
  _stem() {}

  /** @param {string} word  in lower case */
  stemWord(word) {
    this.current = word;
    this.cursor = this.limit_backward = this.bra = 0;
    this.limit = this.ket = word.length;
    this._stem();
    return this.current;
  }

  /** @param {string[]} letters */
  in_grouping(letters) {
    if (this.cursor >= this.limit || !letters.includes(this.current.charAt(this.cursor))) return false;
    this.cursor += 1;
    return true;
  }

  /** @param {string[]} letters */
  out_grouping(letters) {
    if (this.cursor >= this.limit || letters.includes(this.current.charAt(this.cursor))) return false;
    this.cursor += 1;
    return true;
  }

  /** @param {string[]} letters */
  in_grouping_b(letters) {
    if (this.cursor <= this.limit_backward || !letters.includes(this.current.charAt(this.cursor - 1))) return false;
    this.cursor -= 1;
    return true;
  }

  /** @param {string[]} letters */
  out_grouping_b(letters) {
    if (this.cursor <= this.limit_backward || letters.includes(this.current.charAt(this.cursor - 1))) return false;
    this.cursor -= 1;
    return true;
  }

  /** @param {string[]} letters */
  go_in_grouping(letters) {
    while (this.in_grouping(letters));
    return this.cursor < this.limit;
  }

  /** @param {string[]} letters */
  go_out_grouping(letters) {
    while (this.out_grouping(letters));
    return this.cursor < this.limit;
  }

  /** @param {string[]} letters */
  go_in_grouping_b(letters) {
    while (this.in_grouping_b(letters));
    return this.cursor > this.limit_backward;
  }

  /** @param {string[]} letters */
  go_out_grouping_b(letters) {
    while (this.out_grouping_b(letters));
    return this.cursor > this.limit_backward;
  }

  /** @param {string} text */
  eq_s(text) {
    if (this.limit - this.cursor < text.length || !this.current.startsWith(text, this.cursor)) return false;
    this.cursor += text.length;
    return true;
  }

  /** @param {string} text */
  eq_s_b(text) {
    if (this.cursor - this.limit_backward < text.length || !this.current.endsWith(text, this.cursor)) return false;
    this.cursor -= text.length;
    return true;
  }

  /** @param {Among[]} among  the result of the longest that stands after the cursor and whose condition holds, or 0 */
  find_among(among) {
    const candidates = forward.of(among, this.cursor < this.limit ? this.current.charAt(this.cursor) : "");
    return this.#first(candidates, (ending) => this.eq_s(ending));
  }

  /** @param {Among[]} among  the same for what stands before the cursor */
  find_among_b(among) {
    const candidates = backward.of(
      among,
      this.cursor > this.limit_backward ? this.current.charAt(this.cursor - 1) : "",
    );
    return this.#first(candidates, (ending) => this.eq_s_b(ending));
  }

  /**
   * @param {Among[]} among  the longest first
   * @param {(ending: string) => boolean} step  moves the cursor over an ending, if it is there
   */
  #first(among, step) {
    const start = this.cursor;
    for (const [ending, result, condition] of among) {
      this.cursor = start;
      if (!step(ending)) continue;
      const end = this.cursor;
      if (!condition || condition.call(this)) {
        this.cursor = end;
        return result;
      }
    }
    this.cursor = start;
    return 0;
  }

  /** @param {string} text */
  slice_from(text) {
    const change = text.length - (this.ket - this.bra);
    this.current = this.current.slice(0, this.bra) + text + this.current.slice(this.ket);
    this.limit += change;
    if (this.cursor >= this.ket) this.cursor += change;
    else if (this.cursor > this.bra) this.cursor = this.bra;
    this.ket = this.bra + text.length;
  }

  slice_del() {
    this.slice_from("");
  }
}
