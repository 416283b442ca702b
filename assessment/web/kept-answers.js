/**
 * The answers that the form shows and this browser keeps, apart for each model: shown again on return, followed when
 * another tab changes them, and put aside for undo when others take their place.
 */

import { download } from "./files.js";
import { merge, ours } from "./merge.js";
import { Store } from "./store.js";

/** @import { AnswerFiles } from "./answer-files.js" */
/** @import { AnswerForm, AnswersDocument } from "./form.js" */
/** @import { Notices } from "./notices.js" */
/** @import { Words } from "./words.js" */

export class KeptAnswers {
  #store = new Store();
  /** @type {Map<string, Store>} by model */
  #stores = new Map();
  /** Ends listening to the store's other tabs. */
  #elsewhere = new AbortController();
  /** @type {AnswersDocument["answers"]} given before the page's script came */
  #early = {};

  /**
   * @param {object} page
   * @param {AnswerForm} page.form
   * @param {Words} page.words
   * @param {Notices} page.notices
   * @param {AbortSignal} page.signal  aborted when the page is left
   * @param {AnswerFiles["open"]} page.open  shows answers to another version of the questions
   * @param {() => void} page.shown  the form shows other answers than before
   */
  constructor({ form, words, notices, signal, open, shown }) {
    this.form = form;
    this.words = words;
    this.notices = notices;
    this.open = open;
    this.shown = shown;
    this.#stores.set(form.model.id, this.#store);
    this.#listenElsewhere();
    signal.addEventListener("abort", () => this.#elsewhere.abort());
  }

  /** Keep what the form shows: a person has changed it. */
  keep() {
    this.#store.save(this.form.read());
    if (!this.#store.keeps) this.notices.warn(this.#say("not_kept"));
  }

  /** Keep what was answered before the page's script came. */
  keepEarly() {
    const given = this.form.read();
    this.form.form.reset();
    const built = this.form.read();
    if (JSON.stringify(given) === JSON.stringify(built)) return;
    this.#early = given.answers;
    const { date } = given;
    this.#store.save({ ...merge(built, given, this.#store.load() ?? built, ours), ...(date && { date }) });
  }

  /** Show the answers from last time. */
  resume() {
    const found = this.#recalled();
    if (found) {
      this.form.write(found);
      if (Object.keys(found.answers).some((id) => !(id in this.#early))) this.notices.tell(this.#say("restored"));
    }
    this.#offerDamaged();
    this.shown();
  }

  /** The form asks by another model now: show the answers to that one. `shown` is not called. */
  renew() {
    this.#store = this.#storeOf(this.form.model.id);
    this.#listenElsewhere();
    this.form.write(this.#recalled() ?? this.form.empty());
    this.#offerDamaged();
  }

  /**
   * Show other answers; undo brings the present ones back.
   * @param {AnswersDocument} answers
   * @param {string} told  what the notice says
   * @param {{item: string, title: string}[]} [items]  questions that it leads to
   */
  replace(answers, told, items = []) {
    this.#setAside();
    this.form.write(answers);
    this.#store.save(this.form.read());
    this.notices.tell(told, { [this.#say("undo")]: () => this.undo() }, items);
    this.shown();
  }

  /** Whether undo would bring anything back. */
  get isUndoable() {
    return this.#store.before !== null;
  }

  undo() {
    const before = this.#store.before;
    if (!before) return;
    this.#store.forgetBefore();
    this.#setAside(); // so that an undo can be undone
    this.form.write(before);
    this.#store.save(before);
    this.notices.tell(this.#say("undone"));
    this.shown();
  }

  /** Keep the present answers for undo; an empty form is not worth the place of what is kept there. */
  #setAside() {
    const present = this.form.read();
    const { answers, profile, importance, targets } = present;
    if (Object.keys({ ...answers, ...profile, ...importance, ...targets }).length) this.#store.setAside(present);
  }

  /**
   * A model's answers; the same object again, for a browser that keeps nothing has them nowhere else.
   * @param {string} model
   */
  #storeOf(model) {
    const store = this.#stores.get(model) ?? new Store(`cx-atlas:answers:${model}`);
    this.#stores.set(model, store);
    return store;
  }

  #listenElsewhere() {
    this.#elsewhere.abort();
    this.#elsewhere = new AbortController();
    this.#store.onElsewhere((answers) => {
      this.form.write(answers);
      this.notices.tell(this.#say("changed_elsewhere"));
      this.shown();
    }, this.#elsewhere.signal);
  }

  /** The answers from last time, if they were given to these questions; those to another version follow. */
  #recalled() {
    const kept = this.#store.load();
    if (!kept?.model?.version || kept.model.version === this.form.model.version) return kept;
    void this.#carry(kept);
    return null;
  }

  /**
   * Let Python carry over what was kept for another version of the questions, while the form rests. What it cannot
   * carry is put aside, and as much of it shown as fits.
   * @param {AnswersDocument} kept
   */
  async #carry(kept) {
    const { form } = this.form;
    form.inert = true;
    const carried = await this.open(this.#say("kept"), async () => JSON.stringify(kept), this.#saveDamaged());
    if (!carried) {
      this.#store.putAside(JSON.stringify(kept));
      this.form.write(kept);
      this.shown();
    }
    form.inert = false;
  }

  /** Offer what could not be read, if there is any. */
  #offerDamaged() {
    if (this.#store.damaged !== null) this.notices.warn(this.#say("store_damaged"), this.#saveDamaged());
  }

  /** A button for what was put aside. */
  #saveDamaged() {
    return {
      [this.#say("store_damaged_save")]: () => {
        download("cx-atlas-unreadable.txt", String(this.#store.damaged));
        this.#store.forgetDamaged();
      },
    };
  }

  /** @param {string} key  of the words' table `page` */
  #say(key) {
    return this.words.say(`page.${key}`);
  }
}
