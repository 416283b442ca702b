/**
 * <cx-assessment>: makes the questionnaire, which is plain HTML from the build, keep, count and score what is given.
 *
 * Data flows one way: a person changes the form → the form is read into an answer document → the document is stored and
 * sent to the engine → the engine's view is shown. Nothing else remembers answers.
 */

import { AnswerFiles } from "./answer-files.js";
import { one } from "./dom.js";
import { Engine } from "./engine.js";
import { refocus } from "./focus.js";
import { AnswerForm, finished } from "./form.js";
import { KeptAnswers } from "./kept-answers.js";
import { Models } from "./models.js";
import { Notices } from "./notices.js";
import { Offline } from "./offline.js";
import { Progress } from "./progress.js";
import { ResultView } from "./result.js";
import { Scoring } from "./scoring.js";
import { Silence } from "./silence.js";
import { Steps } from "./steps.js";
import { Tools } from "./tools.js";
import { Words } from "./words.js";

/** @import { StateEvent } from "./engine.js" */
/** @import { AnswersDocument } from "./form.js" */
/** @import { ModelName } from "./models.js" */

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
  #left = new AbortController();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const { signal } = this.#left;
    const language = JSON.parse(this.#one(".cx-language", HTMLTemplateElement).content.textContent ?? "");
    this.words = new Words(language.words);
    this.notices = new Notices(this.#one("[data-notices]", HTMLElement));
    this.engine = new Engine({
      worker: String(root.getAttribute("worker")),
      runtime: String(root.getAttribute("runtime")),
      openRequest: { do: "open", language },
    });
    this.offline = new Offline(root.getAttribute("offline"), signal);
    this.silence = this.#silence();
    this.result = new ResultView(this.#one(".cx-result", HTMLElement), this.words);
    this.scoring = new Scoring(this.engine, this.result, signal);
    const desk = { root, engine: this.engine, words: this.words, notices: this.notices, signal };
    this.models = new Models({
      ...desk,
      changed: (model) => this.#asks(model),
      otherwise: () => this.kept.resume(),
    });
    this.form = new AnswerForm(this.#one("form", HTMLFormElement), this.models.standard);
    this.progress = new Progress(root, this.form, this.words);
    this.steps = new Steps(root, signal, () => this.#offerFull());
    this.files = new AnswerFiles({
      ...desk,
      form: this.form,
      replace: (answers, told, items) => this.#replace(answers, told, items),
    });
    this.kept = new KeptAnswers({
      ...desk,
      form: this.form,
      open: (name, read, refused) => this.files.open(name, read, refused),
      shown: () => this.#display(),
    });
    this.#listen();
    this.#enhance();
    this.kept.keepEarly();
    if (!this.models.resume()) this.kept.resume();
    this.steps.arrive(false);
    this.files.offerShared();
    this.tools = new Tools({
      ...desk,
      models: this.models,
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
    this.engine.dispose();
  }

  #listen() {
    const { signal } = this.#left;
    const { form } = this;
    form.form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    form.form.addEventListener("input", ({ target }) => (this.#tellIfFull(target), this.#changed()), { signal });
    // Python boots while the reader is at the first question, and not before: going from area to area is only reading.
    form.form.addEventListener("focusin", ({ target }) => isInput(target) && this.scoring.wake(), { signal });
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    // Back to a page that the browser had put to sleep as it was: another page may have changed the answers since.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.kept.resume(), { signal });
    const { engine, offline } = this;
    engine.addEventListener("state", (event) => this.#engineState(/** @type {StateEvent} */ (event)), { signal });
    offline.addEventListener("change", () => this.#offerRenewal(), { signal });
    engine.addEventListener("replaced", () => offline.distrust(), { signal });
  }

  /** @param {StateEvent} event */
  #engineState(event) {
    // Not sooner: what keeps the page for later must not hold up the first score.
    if (event.state === "ready") void this.offline.keep();
    if (event.state === "failed") this.offline.distrust();
  }

  #offerRenewal() {
    const notice = /** @type {HTMLElement | null} */ (this.root.querySelector("[data-renewable]"));
    if (notice) notice.hidden = !this.offline.isRenewable;
  }

  /**
   * The form asks by another model now: its answers are kept apart, and all that knew the questions begins anew.
   * @param {ModelName} model
   */
  #asks(model) {
    this.form.asks(model);
    this.kept.renew();
    this.tools?.renew();
    this.result.empty();
    this.#display();
    this.steps.renew();
  }

  /** Show what only works with scripts. */
  #enhance() {
    for (const part of this.root.querySelectorAll(".cx-actions, .cx-tools, .cx-start__own, .cx-block__foot, .cx-result__foot, [data-clear]")) {
      /** @type {HTMLElement} */ (part).hidden = false;
    }
    this.root.dataset.ready = "";
  }

  /** The address names a question that the quick form leaves out. */
  #offerFull() {
    const ask = () => {
      this.form.askAll();
      this.#changed();
      this.steps.arrive();
    };
    this.notices.tell(this.words.say("page.left_out"), { [this.words.say("page.ask_all")]: ask });
    this.notices.place.scrollIntoView({ block: "center" });
  }

  /** @param {EventTarget | null} field  that somebody writes into */
  #tellIfFull(field) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    const { maxLength, value } = field;
    if (maxLength > 0 && value.length >= maxLength) this.notices.warn(this.words.say("page.field_full", { n: maxLength }));
  }

  #changed() {
    this.silence?.began();
    this.form.touch();
    this.kept.keep();
    this.#display();
  }

  /**
   * Show other answers, from the first area on; undo brings the present ones back.
   * @param {AnswersDocument} answers
   * @param {string} told  what the notice says
   * @param {{item: string, title: string}[]} [items]  questions that it leads to
   */
  #replace(answers, told, items) {
    this.steps.restart();
    this.kept.replace(answers, told, items);
  }

  /** Everything that follows from the form: counts, visibility, score. */
  #display() {
    const answers = this.form.read();
    this.root.dataset.form = answers.form;
    this.progress.update();
    this.#one('[data-do="undo"]', HTMLElement).hidden = !this.kept.isUndoable;
    this.tools?.update();
    this.scoring.update(answers);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if ("retry" in button.dataset) {
      this.scoring.retry();
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
        this.files.save();
        break;
      case "open":
        this.files.choose();
        break;
      case "print":
        print();
        break;
      case "start-over":
        this.#replace(
          { ...this.form.read(), answers: {}, importance: {}, targets: {}, profile: {} },
          this.words.say("page.started_over"),
        );
        break;
      case "undo":
        this.kept.undo();
        break;
      case "renew":
        this.offline.renew();
        break;
      case "leave-model":
        this.models.leave();
        break;
    }
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
