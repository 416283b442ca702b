/**
 * "Plan and what-if": the smallest set of improvements that reaches a level. What is tried out stands in
 * tool-plan-trial.js, the roadmap in tool-plan-roadmap.js; this module holds the plan and lets them know of each other.
 */

import { Asker } from "./asker.js";
import { one } from "./dom.js";
import { fill } from "./options.js";
import { PlanStore } from "./plan-file.js";
import { show } from "./show.js";
import { Roadmap } from "./tool-plan-roadmap.js";
import { Trial } from "./tool-plan-trial.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Effort, PlanDocument } from "./plan-file.js" */
/** @import { Desk, Tool } from "./tools.js" */

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @returns {Promise<Tool>}
 */
export async function start(place, desk) {
  const tool = new PlanTool(place, desk);
  await tool.resume();
  return { update: (answers) => void tool.update(answers) };
}

class PlanTool {
  /** @type {any} the view of the plan that is shown */
  #view = null;
  /** @type {AnswersDocument | null} what the plan is made from */
  #answers = null;
  /** Which of the plan and its alternatives is shown. */
  #use = 0;
  /** Whether the reader, or what was kept, has named a target. */
  #chosen = false;

  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    this.desk = desk;
    this.place = place;
    this.section = one(place, "[data-plan]", HTMLElement);
    this.block = one(place, "[data-for]", HTMLSelectElement);
    this.level = one(place, "[data-level-wanted]", HTMLSelectElement);
    const failed = one(place, "[data-failed]", HTMLElement);
    this.choices = new Asker(desk, failed);
    this.plans = new Asker(desk, failed);
    const { model } = desk.answers();
    /** @type {PlanDocument} */
    this.plan = { format: "cx-atlas/plan", version: 1, model, target: { block: null, level: 1 }, efforts: {}, steps: [] };
    this.store = new PlanStore(model.id);
    this.roadmap = new Roadmap(one(place, "[data-roadmap]", HTMLElement), desk, new Asker(desk, failed), {
      plan: () => this.plan,
      changed: () => this.#keep(),
      opened: (plan) => this.#opened(plan),
    });
    this.trial = new Trial(one(place, "[data-trial]", HTMLElement), desk, new Asker(desk, failed));
    this.#listen();
  }

  #listen() {
    const { signal } = this.desk;
    this.block.addEventListener("change", () => this.#aim(true), { signal });
    this.level.addEventListener("change", () => this.#aim(false), { signal });
    this.section.addEventListener("change", ({ target }) => this.#estimated(target), { signal });
    this.place.addEventListener("click", ({ target }) => this.#clicked(target), { signal });
    this.store.onElsewhere((text) => void this.#heard(text), signal);
  }

  /** Take up what this browser kept. */
  async resume() {
    const text = this.store.load();
    await this.roadmap.show();
    if (text === null) return;
    const refused = await this.roadmap.read(text);
    if (!refused) return;
    const { words, notices } = this.desk;
    this.store.setAside(text);
    notices.warn(words.say("plan.roadmap_damaged", { reason: refused }), {
      [words.say("plan.roadmap_damaged_save")]: () => this.roadmap.download("cx-atlas-plan-unreadable.txt", text),
    });
  }

  /** @param {AnswersDocument} answers */
  async update(answers) {
    this.#answers = answers;
    this.#use = 0;
    const reply = await this.choices.ask({ do: "plan.choices", answers });
    if (!reply) return;
    const { empty, targets, levels } = reply.view;
    one(this.place, "[data-empty]", HTMLElement).hidden = !empty;
    this.section.hidden = this.trial.place.hidden = empty;
    if (empty) return;
    fill(this.block, targets.map((/** @type {any} */ target) => [target.block ?? "", target.name]));
    fill(this.level, levels.map((/** @type {any} */ level) => [String(level.level), level.name]));
    this.targets = targets;
    if (!this.#chosen) this.plan.target = { block: null, level: targets[0].next };
    this.block.value = this.plan.target.block ?? "";
    this.level.value = String(this.plan.target.level);
    await Promise.all([this.#make(), this.trial.update(answers, reply.view)]);
  }

  /** @param {boolean} anew  another block: begin with the level above its own */
  #aim(anew) {
    const block = this.block.value || null;
    if (anew) this.level.value = String(this.targets.find((/** @type {any} */ one) => one.block === block).next);
    this.plan.target = { block, level: Number(this.level.value) };
    this.#replan();
  }

  /** @param {EventTarget | null} target */
  #estimated(target) {
    if (!(target instanceof HTMLSelectElement && "effort" in target.dataset)) return;
    this.plan.efforts[this.#item(target)] = /** @type {Effort} */ (target.value);
    this.#replan();
  }

  #replan() {
    this.#use = 0;
    this.#chosen = true;
    this.#keep();
    void this.#make();
  }

  /** @param {Element} inside  something in a step @returns {string} the step's item */
  #item(inside) {
    const step = /** @type {Element} */ (inside.closest("li"));
    return this.#view.steps[this.#steps().indexOf(step)].item;
  }

  #steps() {
    return [...this.section.querySelectorAll(".cx-steps > li")];
  }

  async #make() {
    const { target, efforts } = this.plan;
    const reply = await this.plans.ask({ do: "plan.make", answers: this.#answers, target, efforts, use: this.#use });
    if (!reply) return;
    this.#view = reply.view;
    show(this.section, reply.view);
    this.#steps().forEach((step, place) => {
      one(step, "[data-effort]", HTMLSelectElement).value = reply.view.steps[place].effort;
    });
    this.trial.offer(reply.view.steps);
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button || !this.#view) return;
    if ("use" in button.dataset) {
      const all = [...this.section.querySelectorAll("[data-use]")];
      this.#through(all.indexOf(button));
    } else if ("take" in button.dataset) {
      void this.roadmap.take(this.#view.steps);
    } else if ("try" in button.dataset) {
      this.trial.tryOut(this.#view.steps);
    }
  }

  /**
   * Show another plan of the same size. The alternatives on the page are all plans but the one that is shown.
   * @param {number} place
   */
  #through(place) {
    this.#use = place < this.#use ? place : place + 1;
    void this.#make();
    this.section.querySelector("h3")?.scrollIntoView({ block: "nearest" });
    this.block.focus({ preventScroll: true });
  }

  #keep() {
    this.store.save(this.plan);
    if (!this.store.keeps) this.desk.notices.warn(this.desk.words.say("page.not_kept"));
  }

  /** @param {PlanDocument} plan  of a file, or kept */
  #opened(plan) {
    this.plan = plan;
    this.#chosen = true;
    if (this.#answers) void this.update(this.#answers);
  }

  /** @param {string} text  kept by another tab */
  async #heard(text) {
    if (text !== JSON.stringify(this.plan)) await this.roadmap.read(text);
  }
}
