/**
 * Answers in this browser's storage: kept as they are given, offered again on return, brought back by undo.
 *
 * What is stored is an answer document, the same as in a file. Nothing in here throws: a browser that refuses storage
 * (private window, full, blocked) is a state, not an error.
 */

import { merge } from "./merge.js";

/** @import { AnswersDocument } from "./form.js" */

/** Of the format that is written here; what a newer release keeps is not ours to change. */
const VERSION = 1;

export class Store {
  #current;
  #before;
  #damaged;
  /** False once the browser refused to keep something. */
  keeps = true;
  /** @type {Map<string, string>} what the browser refused to keep: here it lasts as long as the page, for undo */
  #refused = new Map();
  /** @type {string | null} the text that this tab last read or wrote */
  #known = null;

  /** @param {string} name  what is kept: a person's own answers, or others of the same shape */
  constructor(name = "cx-atlas:answers") {
    this.#current = name;
    this.#before = `${name}-before`;
    this.#damaged = `${name}-damaged`;
  }

  /** The answers from last time; null if there are none, or what is there cannot be read (see `damaged`). */
  load() {
    const found = this.#read(this.#current);
    this.#known = this.#get(this.#current);
    return found;
  }

  /** @param {AnswersDocument} answers */
  save(answers) {
    // What a newer release has put there meanwhile is put aside, not overwritten.
    if (this.#get(this.#current) !== this.#known) this.load();
    this.#known = JSON.stringify(answers);
    this.#write(this.#current, this.#known);
  }

  /**
   * Put the present answers aside, so that undo can bring them back.
   * @param {AnswersDocument} answers
   */
  setAside(answers) {
    this.#write(this.#before, JSON.stringify(answers));
  }

  /** What undo would bring back, or null. */
  get before() {
    return this.#read(this.#before);
  }

  forgetBefore() {
    this.#write(this.#before, null);
  }

  /**
   * Put aside what was stored and cannot be used.
   * @param {string} text
   */
  putAside(text) {
    this.#write(this.#damaged, text);
  }

  /** The text of what was stored but could not be read, or null. */
  get damaged() {
    return this.#get(this.#damaged);
  }

  forgetDamaged() {
    this.#write(this.#damaged, null);
  }

  /**
   * Hear of answers that another tab stores: together with this tab's, if the other had not heard of those.
   * @param {(answers: AnswersDocument) => void} heard
   * @param {AbortSignal} signal
   */
  onElsewhere(heard, signal) {
    window.addEventListener(
      "storage",
      ({ key, oldValue, newValue }) => {
        const theirs = key === this.#current && newValue !== null ? parsed(newValue) : null;
        if (!theirs) return;
        const [base, ours] = [oldValue, this.#known].map((text) => (text === null ? null : parsed(text)));
        const unheard = oldValue !== this.#known && base && ours;
        this.#known = newValue;
        const both = unheard ? merge(base, ours, theirs) : theirs;
        if (unheard) this.save(both);
        heard(both);
      },
      { signal },
    );
  }

  /**
   * @param {string} key
   * @returns {AnswersDocument | null}
   */
  #read(key) {
    const text = this.#get(key);
    if (text === null) return null;
    const found = parsed(text);
    if (!found) {
      this.#write(key, null); // first, for where storage is full there is no place for both
      this.putAside(text);
    }
    return found;
  }

  /** @param {string} key */
  #get(key) {
    try {
      return this.#refused.get(key) ?? localStorage.getItem(key);
    } catch {
      this.keeps = false;
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {string | null} text
   */
  #write(key, text) {
    this.#refused.delete(key);
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch {
      this.keeps = false;
      if (text !== null) this.#refused.set(key, text);
    }
  }
}

/**
 * @param {string} text
 * @returns {AnswersDocument | null} null for what this release cannot read
 */
function parsed(text) {
  try {
    const found = JSON.parse(text);
    return found?.format === "cx-atlas/answers" && isTable(found.answers) && !(found.version > VERSION) ? found : null;
  } catch {
    return null;
  }
}

/** @param {unknown} value */
function isTable(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
