/**
 * <cx-assessment>: makes the questionnaire, which is plain HTML from the build, keep, count and score what is given.
 *
 * Data flows one way: a person changes the form → the form is read into an answer document → the document is stored and
 * sent to the engine → the engine's view is shown. Nothing else remembers answers.
 */

import { Engine } from "./engine.js";
import { AnswerForm, fileText, finished } from "./form.js";
import { Notices } from "./notices.js";
import { show } from "./show.js";
import { Steps } from "./steps.js";
import { Store } from "./store.js";
import { Words } from "./words.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { EngineError, EngineProgressEvent, Reply, StateEvent } from "./engine.js" */

/** Failure code of the engine → the page's words for it. */
const FAILED = /** @type {Record<string, string>} */ ({
  "no-webassembly": "failed_no_webassembly",
  "no-worker": "failed_no_worker",
  "download-failed": "failed_download",
  damaged: "failed_damaged",
  timeout: "failed_timeout",
});

/** A file far larger than any form is not even read. */
const LARGEST_FILE = 20_000_000;

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

class Questionnaire {
  #store = new Store();
  #left = new AbortController();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const language = JSON.parse(this.#one(".cx-language", HTMLTemplateElement).content.textContent ?? "");
    this.words = new Words(language.words);
    this.form = new AnswerForm(this.#one("form", HTMLFormElement), {
      id: String(root.getAttribute("model")),
      version: String(root.getAttribute("version")),
    });
    this.result = this.#one(".cx-result", HTMLElement);
    this.notices = new Notices(this.#one("[data-notices]", HTMLElement));
    this.engine = new Engine({
      worker: String(root.getAttribute("worker")),
      runtime: String(root.getAttribute("runtime")),
      openRequest: { do: "open", language },
    });
    this.steps = new Steps(root, this.#left.signal);
    this.#listen();
    this.#enhance();
    this.#resume();
  }

  leave() {
    this.#left.abort();
    this.engine.dispose();
  }

  #listen() {
    const { signal } = this.#left;
    const { form } = this;
    form.form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    form.form.addEventListener("input", () => this.#changed(), { signal });
    // Python boots while the reader is at the first question, and not before.
    form.form.addEventListener("focusin", () => void this.#wake(), { signal });
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#one("[data-file]", HTMLInputElement).addEventListener("change", () => void this.#openFile(), { signal });
    this.#store.onElsewhere((answers) => {
      form.write(answers);
      this.notices.tell(this.#say("changed_elsewhere"));
      this.#display();
    }, signal);
    // Back to a page that the browser had put to sleep as it was: another page may have changed the answers since.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#resume(), { signal });
    const { engine } = this;
    engine.addEventListener("state", (event) => this.#engineState(/** @type {StateEvent} */ (event)), { signal });
    engine.addEventListener("progress", (event) => this.#engineProgress(/** @type {EngineProgressEvent} */ (event)), { signal });
  }

  /** Show what only works with scripts. */
  #enhance() {
    for (const part of this.root.querySelectorAll(".cx-actions, .cx-block__foot, .cx-result__foot, [data-clear]")) {
      /** @type {HTMLElement} */ (part).hidden = false;
    }
    this.root.dataset.ready = "";
  }

  /** Offer the answers from last time. */
  #resume() {
    const found = this.#store.load();
    if (found) {
      this.form.write(found);
      if (Object.keys(found.answers).length) this.notices.tell(this.#say("restored"));
    }
    if (this.#store.damaged !== null) this.#offerDamaged();
    this.#display();
  }

  #offerDamaged() {
    this.notices.warn(this.#say("store_damaged"), {
      [this.#say("store_damaged_save")]: () => {
        download("cx-atlas-unreadable.txt", String(this.#store.damaged));
        this.#store.forgetDamaged();
      },
    });
  }

  #changed() {
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
    if (Object.keys(finished(answers).answers).length === 0) {
      if (this.engine.state === "failed") return; // what the page says of that still holds
      this.result.setAttribute("data-state", "empty");
      this.#one("[data-shown]", HTMLElement).hidden = true;
      if (this.engine.state !== "starting") this.#engineText(this.#say("engine_idle"));
      this.#live("");
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
      for (const item of form.items.filter((one) => one.closest(`[data-block="${block}"]`))) {
        item.hidden = quick && !("quick" in item.dataset);
        const state = form.state(item);
        item.dataset.state = state;
        const mark = /** @type {HTMLElement | null} */ (item.querySelector("[data-filled]"));
        if (mark) mark.hidden = !form.hasDetails(item);
        if (item.hidden) continue;
        own.n += 1;
        if (state === "answered") own.answered += 1;
      }
      this.#progress(block, own);
      const open = this.root.querySelector(`[data-open="${block}"]`);
      const left = own.n - own.answered;
      if (open) open.textContent = left ? this.#say("progress_open", { n: left }) : this.#say("all_answered");
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
    if (short) short.textContent = `${counts.answered}/${counts.n}`;
    if (long) long.textContent = this.#say("progress", counts);
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
    if (this.result.dataset.state !== "ready") this.result.setAttribute("data-state", "loading");
    /** @type {Reply | {superseded: true} | undefined} */
    let reply;
    try {
      reply = await this.engine.score(finished(answers));
    } catch (error) {
      const { code } = /** @type {EngineError} */ (error);
      // Left, or begun anew: somebody else's turn to tell.
      if (code !== "stopped") this.#failed(this.#reason(/** @type {EngineError} */ (error)));
      return;
    }
    if ("superseded" in reply || this.#left.signal.aborted) return;
    if (!reply.ok) {
      this.#failed(reply.error.message);
      return;
    }
    this.#shown(reply.view, answers);
  }

  /**
   * @param {any} view
   * @param {AnswersDocument} answers
   */
  #shown(view, answers) {
    const place = this.#one("[data-shown]", HTMLElement);
    show(place, { ...view, full: view.form === "full" });
    for (const kind of ["stated", "target"]) {
      place.querySelector(`.radar-${kind}`)?.setAttribute("points", view.radar[kind]);
    }
    const date = new Intl.DateTimeFormat(this.words.locale, { dateStyle: "long", timeZone: "UTC" });
    const day = answers.date ? date.format(new Date(`${answers.date}T00:00:00Z`)) : "";
    const head = [answers.profile?.organisation, answers.profile?.sector, day].filter(Boolean).join(" · ");
    this.#one("[data-report-head]", HTMLElement).textContent = head;
    place.hidden = false;
    this.result.setAttribute("data-state", "ready");
    this.#engineText(this.#say("engine_ready"));
    this.#live(view.announce);
    this.engine.shown();
  }

  /** @param {StateEvent} event */
  #engineState(event) {
    const bar = this.#one("[data-engine-progress]", HTMLProgressElement);
    bar.hidden = event.state !== "starting";
    this.#one("[data-retry]", HTMLElement).hidden = event.state !== "failed";
    if (event.state === "starting") this.#engineText(this.#say("engine_starting"));
    if (event.state === "ready" && this.result.dataset.state === "empty") this.#engineText(this.#say("engine_idle"));
    if (event.error) this.#failed(this.#reason(event.error));
  }

  /** @param {EngineError} error */
  #reason(error) {
    const file = error.file ? String(error.file).split("/").pop() ?? "" : "";
    return this.#say(FAILED[error.code] ?? "failed_python", { file });
  }

  /** @param {string} reason  nothing is lost, and the person is told so */
  #failed(reason) {
    this.result.setAttribute("data-state", "error");
    this.#one("[data-shown]", HTMLElement).hidden = true;
    this.#engineText([this.#say("engine_failed"), reason, this.#say("engine_failed_answers")].join(" "));
    this.#live(this.#say("engine_failed"));
  }

  /** @param {EngineProgressEvent} event */
  #engineProgress(event) {
    const percent = event.total ? Math.min(100, Math.floor((100 * event.loaded) / event.total)) : 0;
    this.#one("[data-engine-progress]", HTMLProgressElement).value = percent;
    this.#engineText(
      event.stage === "download" ? this.#say("engine_progress", { percent }) : this.#say("engine_starting"),
    );
  }

  /** @param {string} text */
  #engineText(text) {
    const place = this.#one("[data-engine-text]", HTMLElement);
    if (place.textContent !== text) place.textContent = text;
  }

  /** @param {string} text */
  #live(text) {
    const place = this.#one("[data-live]", HTMLElement);
    if (place.textContent !== text) place.textContent = text;
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
        this.#replace({ ...this.form.read(), answers: {}, importance: {}, targets: {}, profile: {} }, "started_over");
        break;
      case "undo":
        this.#undo();
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
    try {
      if (file.size > LARGEST_FILE) throw new Error(this.#message("file-too-large", { length: file.size }));
      const reply = await this.engine.ask({ do: "read", text: await this.#text(file) });
      if (!reply.ok) throw new Error(reply.error.message);
      this.#replace(reply.answers, "opened");
    } catch (error) {
      const known = error instanceof Error && error.name === "Error";
      const reason = known ? error.message : this.#say("engine_failed");
      this.notices.warn(`${file.name}: ${reason} ${this.#say("opened_nothing_lost")}`);
    }
  }

  /** @param {File} file */
  async #text(file) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch {
      throw new Error(this.#message("file-not-text"));
    }
  }

  /**
   * Show other answers; undo brings the present ones back.
   * @param {AnswersDocument} answers
   * @param {string} told
   */
  #replace(answers, told) {
    this.#setAside();
    this.form.write(answers);
    this.#store.save(this.form.read());
    this.notices.tell(this.#say(told), { [this.#say("undo")]: () => this.#undo() });
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
   * A message of the table `errors`, as Python would say it.
   * @param {string} code
   * @param {Record<string, string | number>} [facts]
   */
  #message(code, facts = {}) {
    return this.words.error(code, facts);
  }

  /**
   * The element that the template promises.
   * @template {Element} E
   * @param {string} selector
   * @param {{new (): E}} type
   * @returns {E}
   */
  #one(selector, type) {
    const found = this.root.querySelector(selector);
    if (!(found instanceof type)) throw new Error(`cx-assessment: there is no ${selector}`);
    return found;
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

if (!customElements.get("cx-assessment")) customElements.define("cx-assessment", AssessmentElement);
