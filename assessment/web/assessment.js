/**
 * <cx-assessment>: makes the questionnaire, which is plain HTML from the build, keep, count and score what is given.
 *
 * Data flows one way: a person changes the form → the form is read into an answer document → the document is stored and
 * sent to the engine → the engine's view is shown. Nothing else remembers answers.
 */

import { one, setText } from "./dom.js";
import { Engine } from "./engine.js";
import { reasonOf } from "./failure.js";
import { FileError, download, readText } from "./files.js";
import { refocus } from "./focus.js";
import { AnswerForm, fileText, finished } from "./form.js";
import { merge, ours } from "./merge.js";
import { Models } from "./models.js";
import { Notices } from "./notices.js";
import { Offline } from "./offline.js";
import { ResultView } from "./result.js";
import { ShareError, isShared, readShared } from "./share.js";
import { Silence } from "./silence.js";
import { Steps } from "./steps.js";
import { Store } from "./store.js";
import { Tools } from "./tools.js";
import { Words } from "./words.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { ModelName } from "./models.js" */
/** @import { EngineError, EngineProgressEvent, Reply, StateEvent } from "./engine.js" */

/** The tag. What it does is in Questionnaire, which lives from the tag's arrival in the page to its leaving. */
class AssessmentElement extends HTMLElement {
  /** @type {Questionnaire | undefined} */
  #questionnaire;

  connectedCallback() {
    this.#questionnaire = new Questionnaire(this);
  }

  disconnectedCallback() {
    this.#questionnaire?.leave();
  }
}

export class Questionnaire {
  #store = new Store();
  /** @type {Map<string, Store>} by model */
  #stores = new Map();
  /** Ends listening to the store's other tabs. */
  #elsewhere = new AbortController();
  #left = new AbortController();
  /** @type {AnswersDocument["answers"]} given before this script came */
  #early = {};

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const language = JSON.parse(this.#one(".cx-language", HTMLTemplateElement).content.textContent ?? "");
    this.words = new Words(language.words);
    this.result = new ResultView(this.#one(".cx-result", HTMLElement), this.words);
    this.notices = new Notices(this.#one("[data-notices]", HTMLElement));
    this.engine = new Engine({
      worker: String(root.getAttribute("worker")),
      runtime: String(root.getAttribute("runtime")),
      openRequest: { do: "open", language },
    });
    this.offline = new Offline(root.getAttribute("offline"), this.#left.signal);
    this.silence = this.#silence();
    this.models = new Models({
      root,
      engine: this.engine,
      words: this.words,
      notices: this.notices,
      changed: (model) => this.#asks(model),
      otherwise: () => this.#resume(),
    });
    this.#stores.set(this.models.standard.id, this.#store);
    this.form = new AnswerForm(this.#one("form", HTMLFormElement), this.models.standard);
    this.steps = new Steps(root, this.#left.signal);
    this.#listen();
    this.#enhance();
    this.#keepEarly();
    if (!this.models.resume()) this.#resume();
    this.#offerShared();
    this.tools = new Tools({
      root,
      engine: this.engine,
      words: this.words,
      notices: this.notices,
      models: this.models,
      signal: this.#left.signal,
      answers: () => finished(this.form.read()),
      replace: (answers, told) => this.#replace(answers, told),
    });
  }

  /** The counter of requests; an embedded questionnaire has none, for its page asks for things of its own. */
  #silence() {
    const place = this.root.querySelector(".cx-silence");
    if (!(place instanceof HTMLElement)) return undefined;
    const { engine, offline, words } = this;
    const { signal } = this.#left;
    return new Silence({ place, worker: String(this.root.getAttribute("worker")), engine, offline, words, signal });
  }

  leave() {
    this.#left.abort();
    this.#elsewhere.abort();
    this.engine.dispose();
  }

  #listen() {
    const { signal } = this.#left;
    const { form } = this;
    form.form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    form.form.addEventListener("input", () => this.#changed(), { signal });
    // Python boots while the reader is at the first question, and not before: going from area to area is only reading.
    form.form.addEventListener("focusin", ({ target }) => void (isInput(target) && this.#wake()), { signal });
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#one("[data-file]", HTMLInputElement).addEventListener("change", () => void this.#openFile(), { signal });
    this.#listenElsewhere();
    // Back to a page that the browser had put to sleep as it was: another page may have changed the answers since.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#resume(), { signal });
    window.addEventListener("hashchange", () => this.#offerShared(), { signal });
    const { engine, offline } = this;
    engine.addEventListener("state", (event) => this.#engineState(/** @type {StateEvent} */ (event)), { signal });
    offline.addEventListener("change", () => this.#offerRenewal(), { signal });
    engine.addEventListener("replaced", () => offline.distrust(), { signal });
    engine.addEventListener(
      "progress",
      (event) => this.result.engineProgress(/** @type {EngineProgressEvent} */ (event)),
      { signal },
    );
  }

  /** @param {StateEvent} event */
  #engineState(event) {
    this.result.engineState(event);
    // Not sooner: what keeps the page for later must not hold up the first score.
    if (event.state === "ready") void this.offline.keep();
    if (event.state === "failed") this.offline.distrust();
  }

  #offerRenewal() {
    const notice = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-renewable]"));
    if (notice) notice.hidden = !this.offline.isRenewable;
  }

  #listenElsewhere() {
    this.#elsewhere.abort();
    this.#elsewhere = new AbortController();
    this.#store.onElsewhere((answers) => {
      this.form.write(answers);
      this.notices.tell(this.#say("changed_elsewhere"));
      this.#display();
    }, this.#elsewhere.signal);
  }

  /**
   * The form asks by another model now: its answers are kept apart, and all that knew the questions begins anew.
   * @param {ModelName} model
   */
  #asks(model) {
    this.#store = this.#storeOf(model.id);
    this.#listenElsewhere();
    this.form.asks(model);
    this.form.write(this.#recalled() ?? this.form.empty());
    if (this.#store.damaged !== null) this.#offerDamaged();
    this.tools?.renew();
    this.result.empty();
    this.#display();
    this.steps.renew();
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

  /** Show what only works with scripts. */
  #enhance() {
    for (const part of this.root.querySelectorAll(".cx-actions, .cx-tools, .cx-start__own, .cx-block__foot, .cx-result__foot, [data-clear]")) {
      /** @type {HTMLElement} */ (part).hidden = false;
    }
    this.root.dataset.ready = "";
  }

  /** Keep what was answered before this script came. */
  #keepEarly() {
    const given = this.form.read();
    this.form.form.reset();
    const built = this.form.read();
    if (JSON.stringify(given) === JSON.stringify(built)) return;
    this.#early = given.answers;
    const { date } = given;
    this.#store.save({ ...merge(built, given, this.#store.load() ?? built, ours), ...(date && { date }) });
  }

  /** Offer the answers from last time. */
  #resume() {
    const found = this.#recalled();
    if (found) {
      this.form.write(found);
      if (Object.keys(found.answers).some((id) => !(id in this.#early))) this.notices.tell(this.#say("restored"));
    }
    if (this.#store.damaged !== null) this.#offerDamaged();
    this.#display();
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
    const carried = await this.#open(this.#say("kept"), async () => JSON.stringify(kept), this.#saveDamaged());
    if (!carried) {
      this.#store.putAside(JSON.stringify(kept));
      this.form.write(kept);
      this.#display();
    }
    form.inert = false;
  }

  #offerDamaged() {
    this.notices.warn(this.#say("store_damaged"), this.#saveDamaged());
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

  #changed() {
    this.silence?.began();
    this.form.touch();
    this.#store.save(this.form.read());
    if (!this.#store.keeps) this.notices.warn(this.#say("not_kept"));
    this.#display();
  }

  /** Everything that follows from the form: counts, visibility, score. */
  #display() {
    const { form } = this;
    const answers = form.read();
    this.root.dataset.form = answers.form;
    this.#count();
    this.#one('[data-do="undo"]', HTMLElement).hidden = this.#store.before === null;
    this.tools?.update();
    if (Object.keys(finished(answers).answers).length === 0) {
      if (this.engine.state !== "failed") this.result.empty(); // what the page says of a failure still holds
      return;
    }
    void this.#score(answers);
  }

  #count() {
    const { form } = this;
    const quick = form.kind === "quick";
    let all = { n: 0, answered: 0 };
    for (const block of form.blocks) {
      const own = { n: 0, answered: 0 };
      for (const item of form.itemsOf(block)) {
        const isLeftOut = quick && !("quick" in item.dataset);
        const state = form.state(item);
        // What is set anew to what it was would still be drawn anew.
        if (item.hidden !== isLeftOut) item.hidden = isLeftOut;
        if (item.dataset.state !== state) item.dataset.state = state;
        const mark = /** @type {HTMLElement | null} */ (item.querySelector("[data-filled]"));
        if (mark && mark.hidden === form.hasDetails(item)) mark.hidden = !mark.hidden;
        if (isLeftOut) continue;
        own.n += 1;
        if (state === "answered") own.answered += 1;
      }
      this.#progress(block, own);
      const open = this.root.querySelector(`[data-open="${block}"]`);
      const left = own.n - own.answered;
      if (open) setText(open, left ? this.#say("progress_open", { n: left }) : this.#say("all_answered"));
      all = { n: all.n + own.n, answered: all.answered + own.answered };
    }
    this.#progress("all", all);
  }

  /**
   * @param {string} block
   * @param {{n: number, answered: number}} counts
   */
  #progress(block, counts) {
    const place = /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-progress="${block}"]`));
    if (!place) return;
    const [short, long] = place.children;
    if (short) setText(short, `${counts.answered}/${counts.n}`);
    if (long) setText(long, this.#say("progress", counts));
    place.dataset.complete = String(counts.n === counts.answered);
  }

  // -- scoring --------------------------------------------------------------------------------------------------------

  async #wake() {
    try {
      await this.engine.start();
    } catch {
      // told by the engine's state
    }
  }

  /** @param {AnswersDocument} answers */
  async #score(answers) {
    this.result.loading();
    /** @type {Reply | {superseded: true} | undefined} */
    let reply;
    try {
      reply = await this.engine.score(finished(answers));
    } catch (error) {
      const { code } = /** @type {EngineError} */ (error);
      // Left, or begun anew: somebody else's turn to tell.
      if (code !== "stopped") this.result.failed(/** @type {EngineError} */ (error));
      return;
    }
    if ("superseded" in reply || this.#left.signal.aborted) return;
    if (!reply.ok) {
      this.result.failed(reply.error.message);
      return;
    }
    this.result.ready(reply.view, answers);
    this.engine.shown();
  }

  // -- actions --------------------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if ("retry" in button.dataset) {
      this.engine.restart().catch(() => {}); // told by the engine's state
      this.#display();
    } else if ("clear" in button.dataset) {
      const item = /** @type {HTMLElement} */ (button.closest("[data-item]"));
      this.form.clear(item);
      this.#changed();
      /** @type {HTMLElement | null} */ (item.querySelector("input"))?.focus();
    } else if (button.dataset.do) {
      this.#do(button.dataset.do);
    }
    refocus(button);
  }

  /** @param {string} action */
  #do(action) {
    switch (action) {
      case "save":
        this.#saveFile();
        break;
      case "open":
        this.#one("[data-file]", HTMLInputElement).click();
        break;
      case "print":
        print();
        break;
      case "start-over":
        this.#replace(
          { ...this.form.read(), answers: {}, importance: {}, targets: {}, profile: {} },
          this.#say("started_over"),
        );
        break;
      case "undo":
        this.#undo();
        break;
      case "renew":
        this.offline.renew();
        break;
      case "leave-model":
        this.models.leave();
        break;
    }
  }

  /** Save what is here; it needs no Python, so that it always works. */
  #saveFile() {
    const answers = this.form.read();
    const day = answers.date ? `-${answers.date}` : "";
    download(`cx-atlas-answers${day}.json`, fileText(answers));
    this.notices.tell(this.#say("saved"));
  }

  async #openFile() {
    const input = this.#one("[data-file]", HTMLInputElement);
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (!file) return;
    await this.#open(file.name, () => readText(file));
  }

  /** Answers that the page's address carries: nothing is replaced before the reader says so. */
  #offerShared() {
    const { hash } = location;
    if (!isShared(hash)) return;
    const name = this.#say("shared_link");
    const open = () => {
      history.replaceState(history.state, "", `${location.pathname}${location.search}`);
      void this.#open(name, () => readShared(hash));
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
  async #open(name, read, refused = {}) {
    /** @param {string} reason */
    const refuse = (reason) => this.notices.warn(`${name}: ${reason} ${this.#say("opened_nothing_lost")}`, refused);
    try {
      const reply = await this.engine.ask({ do: "read", text: await read() });
      if (!reply.ok) refuse(reply.error.message);
      else if (reply.migration) this.#replace(reply.answers, reply.migration.notice, reply.migration.revised);
      else this.#replace(reply.answers, this.#say("opened"));
      return reply.ok;
    } catch (error) {
      const known = error instanceof FileError || error instanceof ShareError;
      refuse(known ? this.words.error(error.code, error.facts) : reasonOf(/** @type {EngineError} */ (error), this.words));
      return false;
    }
  }

  /**
   * Show other answers; undo brings the present ones back.
   * @param {AnswersDocument} answers
   * @param {string} told  what the notice says
   * @param {{item: string, title: string}[]} [items]  questions that it leads to
   */
  #replace(answers, told, items = []) {
    this.#setAside();
    this.form.write(answers);
    this.#store.save(this.form.read());
    this.notices.tell(told, { [this.#say("undo")]: () => this.#undo() }, items);
    this.steps.restart();
    this.#display();
  }

  /** Keep the present answers for undo; an empty form is not worth the place of what is kept there. */
  #setAside() {
    const present = this.form.read();
    const { answers, profile, importance, targets } = present;
    if (Object.keys({ ...answers, ...profile, ...importance, ...targets }).length) this.#store.setAside(present);
  }

  #undo() {
    const before = this.#store.before;
    if (!before) return;
    this.#store.forgetBefore();
    this.#setAside(); // so that an undo can be undone
    this.form.write(before);
    this.#store.save(before);
    this.notices.tell(this.#say("undone"));
    this.#display();
  }

  // -- small things ---------------------------------------------------------------------------------------------------

  /**
   * @param {string} key  of the words' table `page`
   * @param {Record<string, string | number>} [facts]
   */
  #say(key, facts) {
    return this.words.say(`page.${key}`, facts);
  }

  /**
   * @template {Element} E
   * @param {string} selector
   * @param {{new (): E}} type
   */
  #one(selector, type) {
    return one(this.root, selector, type);
  }
}

/** @param {EventTarget | null} target */
function isInput(target) {
  return target instanceof Element && target.matches("input, select, textarea");
}

if (!customElements.get("cx-assessment")) customElements.define("cx-assessment", AssessmentElement);
