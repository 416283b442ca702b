/**
 * Answers in this browser's storage: kept as they are given, offered again on return, brought back by undo.
 *
 * What is stored is an answer document, the same as in a file. Nothing in here throws: a browser that refuses storage
 * (private window, full, blocked) is a state, not an error.
 */

/** @import { AnswersDocument } from "./form.js" */

export class Store {
  #current;
  #before;
  #damaged;
  /** False once the browser refused to keep something. */
  keeps = true;
  /** @type {Map<string, string>} what the browser refused to keep: here it lasts as long as the page, for undo */
  #refused = new Map();

  /** @param {string} name  what is kept: a person's own answers, or others of the same shape */
  constructor(name = "cx-atlas:answers") {
    this.#current = name;
    this.#before = `${name}-before`;
    this.#damaged = `${name}-damaged`;
  }

  /** The answers from last time; null if there are none, or what is there cannot be read (see `damaged`). */
  load() {
    return this.#read(this.#current);
  }

  /** @param {AnswersDocument} answers */
  save(answers) {
    this.#write(this.#current, JSON.stringify(answers));
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

  /** The text of what was stored but could not be read, or null. */
  get damaged() {
    return this.#get(this.#damaged);
  }

  forgetDamaged() {
    this.#write(this.#damaged, null);
  }

  /**
   * Hear of answers that another tab stores.
   * @param {(answers: AnswersDocument) => void} heard
   * @param {AbortSignal} signal
   */
  onElsewhere(heard, signal) {
    window.addEventListener(
      "storage",
      (event) => {
        if (event.key !== this.#current || event.newValue === null) return;
        const answers = this.load();
        if (answers) heard(answers);
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
    try {
      const found = JSON.parse(text);
      if (found?.format === "cx-atlas/answers" && isTable(found.answers)) return found;
    } catch {
      // not JSON: put aside below
    }
    this.#write(this.#damaged, text);
    this.#write(key, null);
    return null;
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

/** @param {unknown} value */
function isTable(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
