/**
 * "Try changes": other levels beside the answers, and what would follow. Only the trial lives here; the form's answers
 * are never touched.
 */

import { one, setText } from "./dom.js";
import { fill } from "./options.js";
import { show } from "./show.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Desk } from "./tools.js" */
/** @import { Asker } from "./asker.js" */

export class Trial {
  /** @type {Record<string, number>} item → level that is tried */
  #changes = {};
  /** @type {AnswersDocument | null} */
  #answers = null;
  /** @type {any} what can be tried */
  #choices = null;

  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   * @param {Asker} asker
   */
  constructor(place, desk, asker) {
    this.place = place;
    this.words = desk.words;
    this.asker = asker;
    this.items = one(place, "[data-choices]", HTMLElement);
    const { signal } = desk;
    this.items.addEventListener("change", ({ target }) => this.#changed(target), { signal });
    one(place, "[data-reset]", HTMLElement).addEventListener("click", () => this.#reset(), { signal });
  }

  /**
   * @param {AnswersDocument} answers
   * @param {any} choices  as report/planning/whatif.py makes them
   */
  async update(answers, choices) {
    this.#answers = answers;
    this.#choices = choices;
    show(this.items, choices);
    const known = new Set(this.#entries().map(({ entry }) => entry.item));
    this.#changes = Object.fromEntries(Object.entries(this.#changes).filter(([item]) => known.has(item)));
    for (const { select, entry } of this.#entries()) {
      fill(select, [["", entry.as_is], ...choices.levels.map((/** @type {any} */ { level, name }) => [String(level), name])]);
    }
    await this.#tried();
  }

  /** @param {{item: string}[]} steps  of the plan: they can be tried if there are any */
  offer(steps) {
    const section = /** @type {HTMLElement} */ (this.place);
    one(section, "[data-try]", HTMLButtonElement).disabled = steps.length === 0;
  }

  /** @param {{item: string, to: number}[]} steps */
  tryOut(steps) {
    for (const { item, to } of steps) this.#changes[item] = to;
    void this.#tried();
    const head = one(this.place, "h3", HTMLElement);
    head.tabIndex = -1;
    head.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
  }

  #reset() {
    this.#changes = {};
    void this.#tried();
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    if (!(target instanceof HTMLSelectElement)) return;
    const found = this.#entries().find(({ select }) => select === target);
    if (!found) return;
    if (target.value) this.#changes[found.entry.item] = Number(target.value);
    else delete this.#changes[found.entry.item];
    void this.#tried();
  }

  /** Show what is tried, and what would follow. */
  async #tried() {
    this.#mark();
    const reply = await this.asker.ask({ do: "plan.trial", answers: this.#answers, changes: this.#changes });
    if (reply) show(this.place, { ...reply.view, blocks: this.#choices.blocks });
  }

  #mark() {
    for (const { select, entry, text } of this.#entries()) {
      const level = this.#changes[entry.item];
      select.value = level === undefined ? "" : String(level);
      setText(text, entry.levels[(level ?? entry.level ?? 0) - 1] ?? "");
    }
    const counts = [...this.items.querySelectorAll("[data-tried]")];
    this.#choices.blocks.forEach((/** @type {any} */ block, /** @type {number} */ place) => {
      const n = block.items.filter((/** @type {any} */ { item }) => item in this.#changes).length;
      setText(/** @type {Element} */ (counts[place]), n ? this.words.say("plan.trial_count", { n }) : "");
    });
  }

  /** Every item that can be tried: its select, what the engine said of it, and where the tried level is described. */
  #entries() {
    const places = [...this.items.querySelectorAll(".cx-trial__item")];
    const entries = this.#choices.blocks.flatMap((/** @type {any} */ block) => block.items);
    return places.map((place, at) => ({
      entry: entries[at],
      select: one(place, "[data-item-level]", HTMLSelectElement),
      text: one(place, "[data-text]", HTMLElement),
    }));
  }
}
