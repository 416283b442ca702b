/**
 * How far a person has come: each question's state, and the counts at each area and above them all.
 */

import { setText } from "./dom.js";

/** @import { AnswerForm } from "./form.js" */
/** @import { Words } from "./words.js" */

/** @typedef {{n: number, answered: number}} Counts  of the questions that the chosen form asks */

export class Progress {
  /**
   * @param {HTMLElement} root
   * @param {AnswerForm} form
   * @param {Words} words
   */
  constructor(root, form, words) {
    this.root = root;
    this.form = form;
    this.words = words;
  }

  /** Count anew, and show it. */
  update() {
    const all = { n: 0, answered: 0 };
    for (const block of this.form.blocks) {
      const own = this.#block(block);
      all.n += own.n;
      all.answered += own.answered;
      this.#show(block, own);
      const open = this.root.querySelector(`[data-open="${block}"]`);
      const left = own.n - own.answered;
      if (open) setText(open, left ? this.#say("progress_open", { n: left }) : this.#say("all_answered"));
    }
    this.#show("all", all);
  }

  /**
   * Mark an area's questions, and count them.
   * @param {string} block
   * @returns {Counts}
   */
  #block(block) {
    const { form } = this;
    const quick = form.kind === "quick";
    const counts = { n: 0, answered: 0 };
    for (const item of form.itemsOf(block)) {
      const isLeftOut = quick && !("quick" in item.dataset);
      const state = form.state(item);
      // What is set anew to what it was would still be drawn anew.
      if (item.hidden !== isLeftOut) item.hidden = isLeftOut;
      if (item.dataset.state !== state) item.dataset.state = state;
      const mark = /** @type {HTMLElement | null} */ (item.querySelector("[data-filled]"));
      if (mark && mark.hidden === form.hasDetails(item)) mark.hidden = !mark.hidden;
      if (isLeftOut) continue;
      counts.n += 1;
      if (state === "answered") counts.answered += 1;
    }
    return counts;
  }

  /**
   * @param {string} block  or "all"
   * @param {Counts} counts
   */
  #show(block, counts) {
    const place = /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-progress="${block}"]`));
    if (!place) return;
    const [short, long] = place.children;
    if (short) setText(short, `${counts.answered}/${counts.n}`);
    if (long) setText(long, this.#say("progress", counts));
    place.dataset.complete = String(counts.n === counts.answered);
  }

  /**
   * @param {string} key  of the words' table `page`
   * @param {Record<string, number>} [facts]
   */
  #say(key, facts) {
    return this.words.say(`page.${key}`, facts);
  }
}
