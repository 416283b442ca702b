/**
 * The result on the page: what state it is in, what the engine is doing, and what it said.
 */

import { one, setText } from "./dom.js";
import { reasonOf } from "./failure.js";
import { show } from "./show.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { EngineError, EngineProgressEvent, StateEvent } from "./engine.js" */
/** @import { Words } from "./words.js" */

/** Milliseconds in which the browser can draw the figures before it is given the rest of the report. */
const A_FRAME = 20;

export class ResultView {
  /** @type {ReturnType<typeof setTimeout> | undefined} the rest of a report, on its way */
  #rest;
  /** @type {Intl.DateTimeFormat | undefined} */
  #dates;

  /**
   * @param {HTMLElement} place  #assessment-result
   * @param {Words} words
   */
  constructor(place, words) {
    this.place = place;
    this.words = words;
    this.shown = one(place, "[data-shown]", HTMLElement);
    this.full = one(this.shown, ".cx-full", HTMLElement);
    this.said = one(place, "[data-engine-text]", HTMLElement);
    this.bar = one(place, "[data-engine-progress]", HTMLProgressElement);
    this.retry = one(place, "[data-retry]", HTMLElement);
    this.live = one(place, "[data-live]", HTMLElement);
  }

  /** @returns {string | undefined} */
  get state() {
    return this.place.dataset.state;
  }

  /** There are no answers. */
  empty() {
    clearTimeout(this.#rest);
    this.place.dataset.state = "empty";
    this.shown.hidden = true;
    if (this.bar.hidden) this.#say("engine_idle");
    setText(this.live, "");
  }

  /** There are answers, and no score of them yet. */
  loading() {
    if (this.state !== "ready") this.place.dataset.state = "loading";
  }

  /**
   * The figures at once; the long rest, which nobody reads while answering, as a task of its own.
   * @param {any} view  as report/view.py makes it
   * @param {AnswersDocument} answers
   */
  ready(view, answers) {
    const whole = { ...view, full: view.form === "full", blocks: [...view.areas, view.management] };
    for (const part of this.shown.children) if (part !== this.full) show(part, whole);
    const day = answers.date && this.#day(answers.date);
    const head = [answers.profile?.organisation, answers.profile?.sector, day].filter(Boolean).join(" · ");
    setText(one(this.shown, "[data-report-head]", HTMLElement), head);
    this.shown.hidden = false;
    this.retry.hidden = true;
    this.#say("engine_ready");
    setText(this.live, view.announce);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#complete(whole), A_FRAME);
  }

  /**
   * A date written out. The first one takes the browser as long as a whole report: `engineState` has it out of the way.
   * @param {string} date
   */
  #day(date) {
    this.#dates ??= new Intl.DateTimeFormat(this.words.locale, { dateStyle: "long", timeZone: "UTC" });
    return this.#dates.format(new Date(`${date}T00:00:00Z`));
  }

  /** @param {any} whole */
  #complete(whole) {
    show(this.full, whole);
    for (const kind of ["stated", "target"]) {
      this.full.querySelector(`.radar-${kind}`)?.setAttribute("points", whole.radar[kind]);
    }
    this.place.dataset.state = "ready";
  }

  /**
   * Nothing is lost, and the person is told so.
   * @param {string | EngineError} reason
   */
  failed(reason) {
    clearTimeout(this.#rest);
    const why = typeof reason === "string" ? reason : reasonOf(reason, this.words);
    const [what, safe] = [this.words.say("page.engine_failed"), this.words.say("page.engine_failed_answers")];
    this.place.dataset.state = "error";
    this.retry.hidden = typeof reason === "string";
    this.shown.hidden = true;
    setText(this.said, [what, why, safe].join(" "));
    setText(this.live, what);
  }

  /** @param {StateEvent} event */
  engineState(event) {
    this.bar.hidden = event.state !== "starting";
    this.retry.hidden = event.state !== "failed";
    if (event.state === "starting") {
      this.#say("engine_starting");
      setTimeout(() => this.#day("2000-01-01"), A_FRAME);
    }
    if (event.state === "ready" && this.state === "empty") this.#say("engine_idle");
    if (event.error) this.failed(event.error);
  }

  /** @param {EngineProgressEvent} event */
  engineProgress(event) {
    const percent = event.total ? Math.min(100, Math.floor((100 * event.loaded) / event.total)) : 0;
    this.bar.value = percent;
    if (event.stage === "download") this.#say("engine_progress", { percent });
    else this.#say("engine_starting");
  }

  /**
   * @param {string} key
   * @param {Record<string, number>} [facts]
   */
  #say(key, facts) {
    setText(this.said, this.words.say(`page.${key}`, facts));
  }
}
