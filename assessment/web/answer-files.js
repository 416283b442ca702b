/**
 * Answers that come in a file or in the page's address, and leave in a file.
 *
 * What comes may be anything: Python says whether it is answers, and nothing is replaced before.
 */

import { one } from "./dom.js";
import { reasonOf } from "./failure.js";
import { FileError, download, readText } from "./files.js";
import { fileText } from "./form.js";
import { ShareError, isShared, readShared } from "./share.js";

/** @import { Engine, EngineError } from "./engine.js" */
/** @import { AnswerForm, AnswersDocument } from "./form.js" */
/** @import { Notices } from "./notices.js" */
/** @import { Words } from "./words.js" */

export class AnswerFiles {
  /**
   * @param {object} page
   * @param {HTMLElement} page.root
   * @param {AnswerForm} page.form
   * @param {Engine} page.engine
   * @param {Words} page.words
   * @param {Notices} page.notices
   * @param {AbortSignal} page.signal  aborted when the page is left
   * @param {(answers: AnswersDocument, told: string, items?: {item: string, title: string}[]) => void} page.replace
   *   show other answers; undo brings these back. `told` is what the notice says, `items` the questions that it leads to
   */
  constructor({ root, form, engine, words, notices, signal, replace }) {
    this.form = form;
    this.engine = engine;
    this.words = words;
    this.notices = notices;
    this.replace = replace;
    this.input = one(root, "[data-file]", HTMLInputElement);
    this.input.addEventListener("change", () => void this.#openChosen(), { signal });
    window.addEventListener("hashchange", () => this.offerShared(), { signal });
  }

  /** Save what is here; it needs no Python, so that it always works. */
  save() {
    const answers = this.form.read();
    const day = answers.date ? `-${answers.date}` : "";
    download(`cx-atlas-answers${day}.json`, fileText(answers));
    this.notices.tell(this.#say("saved"));
  }

  /** Let the person choose a file to open. */
  choose() {
    this.input.click();
  }

  /** Answers that the page's address carries: nothing is replaced before the reader says so. */
  offerShared() {
    const { hash } = location;
    if (!isShared(hash)) return;
    const name = this.#say("shared_link");
    const open = () => {
      history.replaceState(history.state, "", `${location.pathname}${location.search}`);
      void this.open(name, () => readShared(hash));
    };
    this.notices.tell(this.#say("shared_found"), { [this.#say("shared_open")]: open });
  }

  /**
   * Show what a file or a link holds, once Python has found that it holds answers.
   * @param {string} name  of the file, for messages
   * @param {() => Promise<string>} read
   * @param {Record<string, () => void>} [refused]  what can be done where it is refused
   * @returns {Promise<boolean>} whether it is shown
   */
  async open(name, read, refused = {}) {
    /** @param {string} reason */
    const refuse = (reason) => this.notices.warn(`${name}: ${reason} ${this.#say("opened_nothing_lost")}`, refused);
    try {
      const reply = await this.engine.ask({ do: "read", text: await read() });
      if (!reply.ok) refuse(reply.error.message);
      else if (reply.migration) this.replace(reply.answers, reply.migration.notice, reply.migration.revised);
      else this.replace(reply.answers, this.#say("opened"));
      return reply.ok;
    } catch (error) {
      const known = error instanceof FileError || error instanceof ShareError;
      refuse(known ? this.words.error(error.code, error.facts) : reasonOf(/** @type {EngineError} */ (error), this.words));
      return false;
    }
  }

  async #openChosen() {
    const file = this.input.files?.[0];
    this.input.value = ""; // so that the same file can be chosen again
    if (file) await this.open(file.name, () => readText(file));
  }

  /** @param {string} key  of the words' table `page` */
  #say(key) {
    return this.words.say(`page.${key}`);
  }
}
