/**
 * Which model the page asks by: the one it was built with, or one that a person brought.
 *
 * A model that was brought is kept in this browser as the text that it came as, and checked by Python anew whenever the
 * page is opened: until then it may hold anything.
 */

import { one, setText } from "./dom.js";
import { download } from "./files.js";

/** @import { Engine } from "./engine.js" */
/** @import { FormView, Remodel } from "./remodel.js" */
/** @import { Notices } from "./notices.js" */
/** @import { Words } from "./words.js" */

/** @typedef {{id: string, version: string}} ModelName */
/** @typedef {{name: string, text: string}} Kept */

const KEPT = "cx-atlas:model";

export class Models {
  /** @type {Remodel | undefined} */
  #remodel;
  #inUse = false;

  /**
   * @param {object} page
   * @param {HTMLElement} page.root
   * @param {Engine} page.engine
   * @param {Words} page.words
   * @param {Notices} page.notices
   * @param {(model: ModelName) => void} page.changed  the form asks other questions now
   * @param {() => void} page.otherwise  what was to be used cannot be: the page's own model stays
   */
  constructor({ root, engine, words, notices, changed, otherwise }) {
    this.root = root;
    this.engine = engine;
    this.words = words;
    this.notices = notices;
    this.changed = changed;
    this.otherwise = otherwise;
    /** @type {ModelName} what the page was built with */
    this.standard = { id: String(root.getAttribute("model")), version: String(root.getAttribute("version")) };
    this.place = one(root, "[data-own]", HTMLElement);
  }

  /**
   * Ask by another model from now on, if it is sound.
   * @param {string} text  of its file
   * @param {string} name  of its file
   * @param {{keep?: boolean}} [how]  whether this browser keeps it for the next visit
   * @returns {Promise<string>} what is wrong with it; "" if nothing is. Rejects with an EngineError.
   */
  async use(text, name, { keep = true } = {}) {
    const request = { do: "model.open", text, name };
    const reply = await this.engine.ask(request);
    if (!reply.ok) return reply.error.message;
    this.engine.remember(request);
    const { Remodel } = await import("./remodel.js");
    this.#remodel ??= new Remodel(this.root);
    this.#show(reply.form, this.#remodel);
    if (keep) write(JSON.stringify({ name, text }));
    return "";
  }

  /** Back to the model that the page was built with. */
  leave() {
    if (!this.#inUse) return;
    this.engine.remember(null);
    if (this.engine.state === "ready") this.engine.ask({ do: "model.close" }).catch(() => {}); // the next start is without
    write(null);
    this.#remodel?.restore();
    this.#inUse = false;
    this.place.hidden = true;
    this.changed(this.standard);
    this.notices.tell(this.words.say("own.left"));
  }

  /**
   * Use the model that the embedding page names, or the one from last time.
   * @returns {boolean} whether there is one; then `changed` or `otherwise` follows
   */
  resume() {
    const address = this.root.getAttribute("bundle");
    const kept = address ? null : read();
    if (address) void this.#resting(() => this.#fetch(address));
    else if (kept) void this.#resting(() => this.#useAgain(kept));
    return Boolean(address ?? kept);
  }

  /** @param {Kept} kept */
  async #useAgain(kept) {
    try {
      const problem = await this.use(kept.text, kept.name);
      if (problem) this.#refuse(kept, problem);
      else this.notices.tell(this.words.say("own.kept"));
    } catch {
      this.otherwise();
      this.notices.warn(this.words.say("own.not_started"));
    }
  }

  /** @param {string} address */
  async #fetch(address) {
    const name = address.split(/[?#]/)[0]?.split("/").pop() || address;
    let problem;
    try {
      const response = await fetch(address);
      problem = response.ok ? await this.use(await response.text(), name, { keep: false }) : undefined;
    } catch (error) {
      console.error("cx-assessment:", address, error); // for the host; the reader is told below
    }
    if (problem === "") {
      this.notices.clear();
      return;
    }
    this.otherwise();
    this.notices.warn(problem ?? this.words.say("own.not_fetched", { name }));
  }

  /**
   * @param {FormView} view
   * @param {Remodel} remodel
   */
  #show(view, remodel) {
    remodel.use(view);
    this.#inUse = true;
    setText(one(this.place, "span", HTMLElement), view.in_use);
    this.place.hidden = false;
    this.changed(view.model);
  }

  /**
   * The form rests meanwhile, for it still asks other questions.
   * @param {() => Promise<void>} act
   */
  async #resting(act) {
    const form = one(this.root, "form", HTMLFormElement);
    form.inert = true;
    this.notices.tell(this.words.say("own.checking"));
    await act();
    form.inert = false;
  }

  /**
   * @param {Kept} kept
   * @param {string} message
   */
  #refuse(kept, message) {
    write(null);
    this.otherwise();
    this.notices.warn(this.words.say("own.unreadable", { message }), {
      [this.words.say("own.save")]: () => download(kept.name, kept.text),
    });
  }
}

/** @returns {Kept | null} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return typeof kept?.name === "string" && typeof kept.text === "string" ? kept : null;
  } catch {
    return null;
  }
}

/** @param {string | null} text */
function write(text) {
  try {
    if (text === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, text);
  } catch {
    // a browser that keeps nothing: the model lasts as long as the page
  }
}
