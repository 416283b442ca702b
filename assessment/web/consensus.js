/**
 * What a team has agreed on: one answer document, kept in this browser, changed from the list and from the workshop
 * alike. Every change can be undone; the last one even after a reload.
 */

import { today } from "./form.js";
import { Store } from "./store.js";

/** @import { AnswerEntry, AnswersDocument } from "./form.js" */

/** Where it is kept. */
const NAME = "cx-atlas:consensus";

/** So many changes back. */
const DEPTH = 500;

/** Event `change`: the answers are others than before. */
export class Consensus extends EventTarget {
  #store = new Store(NAME);
  /** @type {AnswersDocument[]} */
  #past = [];
  /** @type {string | null} the item whose words are being written: one change until something else is done */
  #writing = null;

  /**
   * @param {{id: string, version: string}} model
   * @param {string[]} items  the ids of the model's items
   * @param {AbortSignal} signal
   */
  constructor(model, items, signal) {
    super();
    this.model = model;
    this.items = items;
    const kept = this.#store.load();
    /** @type {AnswersDocument} */
    this.document = kept ? this.#known(kept) : this.#blank("full");
    this.#store.onElsewhere((answers) => this.#show(this.#known(answers)), signal);
  }

  /** False once the browser refused to keep something. */
  get keeps() {
    return this.#store.keeps;
  }

  /** Whether anything is agreed, or noted. */
  get isEmpty() {
    return Object.keys(this.document.answers).length === 0;
  }

  /** @returns {boolean} */
  get canUndo() {
    return this.#past.length > 0 || this.#store.before !== null;
  }

  /**
   * @param {string} item
   * @returns {AnswerEntry}
   */
  entry(item) {
    return this.document.answers[item] ?? {};
  }

  /**
   * What stands for an item.
   * @param {string} item
   * @returns {string} a level, "unknown", "na", or "" where nothing is agreed
   */
  value(item) {
    const { level, unknown, not_applicable: reason } = this.entry(item);
    return unknown ? "unknown" : reason === undefined ? String(level ?? "") : "na";
  }

  /**
   * Whether an item has an answer that counts: not applicable needs its reason.
   * @param {string} item
   */
  isAgreed(item) {
    return this.value(item) !== "" && this.entry(item).not_applicable !== "";
  }

  /**
   * Agree on a level, "unknown" or "na"; "" takes it back. A note stays.
   * @param {string} item
   * @param {string} value
   */
  agree(item, value) {
    const { note } = this.entry(item);
    /** @type {AnswerEntry} */
    const answer = value === "unknown" ? { unknown: true } : value === "na" ? { not_applicable: "" } : {};
    this.#change({ [item]: { ...(/^\d$/.test(value) ? { level: Number(value) } : answer), note } }, null);
  }

  /**
   * Words that belong to an item's answer.
   * @param {string} item
   * @param {"note" | "not_applicable"} kind
   * @param {string} text
   */
  write(item, kind, text) {
    this.#change({ [item]: { ...this.entry(item), [kind]: text } }, `${item}:${kind}`);
  }

  /**
   * Agree on several levels at once.
   * @param {Record<string, number>} levels
   */
  take(levels) {
    const entries = Object.entries(levels).map(([item, level]) => [item, { level, note: this.entry(item).note }]);
    this.#change(Object.fromEntries(entries), null);
  }

  /** @param {"full" | "quick"} form */
  choose(form) {
    const next = { ...this.document, form };
    if (this.isEmpty) this.#keep(next); // nothing that anybody would want back
    else this.#replace(next);
  }

  clear() {
    this.#replace(this.#blank(this.document.form));
  }

  undo() {
    const before = this.#past.pop() ?? this.#store.before;
    if (!before) return;
    const older = this.#past.at(-1);
    if (older) this.#store.setAside(older);
    else this.#store.forgetBefore();
    this.#writing = null;
    this.#keep(this.#known(before));
  }

  /**
   * @param {Record<string, AnswerEntry>} entries
   * @param {string | null} writing  of which words this is another letter
   */
  #change(entries, writing) {
    const continues = writing !== null && writing === this.#writing;
    const given = { ...this.document.answers, ...entries };
    const ordered = this.items.map((item) => /** @type {const} */ ([item, ordinary(given[item])]));
    const answers = Object.fromEntries(ordered.filter(([, entry]) => Object.keys(entry).length));
    const next = { ...this.document, date: today(), answers };
    if (continues) this.#keep(next);
    else this.#replace(next);
    this.#writing = writing;
  }

  /** @param {AnswersDocument} next */
  #replace(next) {
    this.#past.push(this.document);
    if (this.#past.length > DEPTH) this.#past.shift();
    this.#store.setAside(this.document);
    this.#writing = null;
    this.#keep(next);
  }

  /** @param {AnswersDocument} next */
  #keep(next) {
    this.#store.save(next);
    this.#show(next);
  }

  /** @param {AnswersDocument} answers */
  #show(answers) {
    this.document = answers;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * What was kept, without what this page cannot show.
   * @param {AnswersDocument} kept
   * @returns {AnswersDocument}
   */
  #known(kept) {
    const answers = Object.entries(kept.answers).filter(([item, entry]) => this.items.includes(item) && isEntry(entry));
    const form = kept.form === "quick" ? "quick" : "full";
    return { ...this.#blank(form), date: kept.date ?? today(), answers: Object.fromEntries(answers) };
  }

  /**
   * @param {"full" | "quick"} form
   * @returns {AnswersDocument}
   */
  #blank(form) {
    return { format: "cx-atlas/answers", version: 1, model: this.model, form, date: today(), answers: {} };
  }
}

/**
 * What is said in an entry, in the order that files have.
 * @param {AnswerEntry | undefined} entry
 * @returns {AnswerEntry}
 */
function ordinary({ level, unknown, not_applicable: reason, note } = {}) {
  return {
    ...(level !== undefined && { level }),
    ...(unknown && { unknown }),
    ...(reason !== undefined && { not_applicable: reason }),
    ...(note && { note }),
  };
}

/** @param {unknown} entry */
function isEntry(entry) {
  return typeof entry === "object" && entry !== null && !Array.isArray(entry);
}

/**
 * Put agreed answers where the assessment takes its own from; what was there is set aside for its undo.
 * @param {AnswersDocument} answers
 * @returns {boolean} whether the browser keeps them
 */
export function handOver(answers) {
  const store = new Store();
  const present = store.load();
  if (present && Object.keys({ ...present.answers, ...present.profile, ...present.importance, ...present.targets }).length) {
    store.setAside(present);
  }
  store.save(answers);
  return store.keeps;
}
