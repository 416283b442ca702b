/**
 * The panel on the page: what state it is in, what the engine is doing, and what it said of the files together.
 */

import { one, setText } from "./dom.js";
import { reasonOf } from "./failure.js";
import { show } from "./show.js";

/** @import { EngineError, EngineProgressEvent, StateEvent } from "./engine.js" */
/** @import { Words } from "./words.js" */

/** What `team.view` replies: see requests/team.py. @typedef {any} PanelReply */

/** So many points of the agenda stand there at first: see team.css. */
const FIRST = 5;

/** The figures that everybody sees; the others are for those who know what they want. */
const PLAIN = new Set(["krippendorff_ordinal", "icc_absolute", "cronbach"]);

export class PanelView {
  /** @type {any} the last view that may be shown */
  #view = null;

  /**
   * @param {HTMLElement} root  <cx-team>
   * @param {Words} words
   */
  constructor(root, words) {
    this.words = words;
    this.place = one(root, "#team-result", HTMLElement);
    /** @type {HTMLElement[]} */
    this.parts = [...root.querySelectorAll("[data-shown]")].map((part) => /** @type {HTMLElement} */ (part));
    this.said = one(this.place, "[data-engine-text]", HTMLElement);
    this.bar = one(this.place, "[data-engine-progress]", HTMLProgressElement);
    this.retry = one(this.place, '[data-do="retry"]', HTMLElement);
    this.live = one(this.place, "[data-live]", HTMLElement);
  }

  /** The items as the engine described them; none before there is a panel. @returns {any[]} */
  get items() {
    return this.#view?.items ?? [];
  }

  /** Ids of the items in the order of the talk: what is on the agenda, then what many do not know. @returns {string[]} */
  get agenda() {
    const { agenda = [], find_out: unknown = [] } = this.#view ?? {};
    return [...agenda, ...unknown].map(({ item }) => item);
  }

  /** @returns {"full" | "quick" | null} the form of the files */
  get form() {
    return this.#view && (this.#view.blocks.length ? "full" : "quick");
  }

  /** @param {string} id */
  item(id) {
    return this.items.find(({ item }) => item === id);
  }

  /** Where all who chose a level chose the same one, and nobody says that it does not apply: that level. */
  get undisputed() {
    /** @type {Record<string, number>} */
    const levels = {};
    for (const { item, levels: bars, not_applicable: no } of this.items) {
      const chosen = bars.filter((/** @type {{n: number}} */ { n }) => n > 0);
      if (chosen.length === 1 && !no) levels[item] = chosen[0].level;
    }
    return levels;
  }

  /** There are no files. */
  empty() {
    this.#view = null;
    this.place.dataset.state = "empty";
    this.#showParts(false);
    this.#say(this.words.say("team.empty"));
    setText(this.live, "");
  }

  /** There are files, and no view of them yet. What was there before stays. */
  working() {
    if (this.place.dataset.state !== "ready") this.place.dataset.state = "loading";
    this.place.setAttribute("aria-busy", "true");
    this.#say(this.words.say("team.working"));
  }

  /** @param {PanelReply} reply */
  shown(reply) {
    this.place.removeAttribute("aria-busy");
    if (reply.view) this.#view = reply.view;
    else if (reply.state !== "held") this.#view = null;
    this.place.dataset.state = reply.state;
    this.#say(reply.state === "ready" ? this.words.say("team.ready") : reply.line || this.words.say("team.empty"));
    setText(this.live, reply.state === "ready" ? reply.line : "");
    this.#showParts(this.#view !== null);
    if (!reply.view) return;
    const view = forPage(reply.view, this.words);
    one(this.place, ".cx-agenda", HTMLElement).dataset.short = "";
    for (const part of this.parts) show(part, view);
  }

  /**
   * Nothing is lost, and the person is told so.
   * @param {string | EngineError} reason
   */
  failed(reason) {
    const why = typeof reason === "string" ? reason : reasonOf(reason, this.words);
    const what = this.words.say("team.failed");
    this.place.removeAttribute("aria-busy");
    this.place.dataset.state = "error";
    this.#say([what, why, this.words.say("team.failed_safe")].join(" "));
    setText(this.live, what);
  }

  /** @param {StateEvent} event */
  engineState(event) {
    this.bar.hidden = event.state !== "starting";
    this.retry.hidden = event.state !== "failed";
    if (event.state === "starting") this.#say(this.words.say("page.engine_starting"));
    if (event.state === "ready" && this.place.dataset.state === "empty") this.#say(this.words.say("team.empty"));
    if (event.error) this.failed(event.error);
  }

  /** @param {EngineProgressEvent} event */
  engineProgress({ stage, loaded, total }) {
    const percent = total ? Math.min(100, Math.floor((100 * loaded) / total)) : 0;
    this.bar.value = percent;
    const isLoading = stage === "download";
    this.#say(isLoading ? this.words.say("page.engine_progress", { percent }) : this.words.say("page.engine_starting"));
  }

  /** @param {boolean} are */
  #showParts(are) {
    for (const part of this.parts) part.hidden = !are;
  }

  /** @param {string} text */
  #say(text) {
    setText(this.said, text);
  }
}

/**
 * The view with what the page's lists need beside it.
 * @param {any} view
 * @param {Words} words
 */
function forPage(view, words) {
  const n = view.agenda.length;
  return {
    ...view,
    whole_agenda: n > FIRST ? words.say("team.whole_agenda", { n }) : "",
    alike: view.agreement.filter((/** @type {any} */ { id }) => PLAIN.has(id)),
    blocks: view.blocks.map((/** @type {any} */ block) => ({
      ...block,
      agrees: block.agreement[0]?.label ?? "",
      figures: block.agreement.map((/** @type {any} */ { name, value }) => `${name} ${value}`).join("; "),
    })),
    items: view.items.map((/** @type {any} */ item) => ({ ...item, withheld: item.state !== "shown" })),
    groupings: view.groupings.map((/** @type {any} */ grouping) => ({
      ...grouping,
      columns: grouping.groups[0]?.blocks ?? [],
    })),
  };
}
