/**
 * The roadmap: the steps that the reader has taken from a plan, each with who does it, by when, and whether it is done.
 * The plan document is its memory; it is kept after every change, and leaves the browser only as a file.
 */

import { one, setText } from "./dom.js";
import { FileError, download, readText } from "./files.js";
import { show } from "./show.js";

/** @import { PlanDocument, Task } from "./plan-file.js" */
/** @import { Desk } from "./tools.js" */
/** @import { Asker } from "./asker.js" */

/**
 * @typedef {object} Owner
 * @property {() => PlanDocument} plan  the document as it is now
 * @property {() => void} changed  its steps have changed
 * @property {(plan: PlanDocument) => void} opened  another document takes its place
 */

export class Roadmap {
  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   * @param {Asker} asker
   * @param {Owner} owner
   */
  constructor(place, desk, asker, owner) {
    this.place = place;
    this.desk = desk;
    this.asker = asker;
    this.owner = owner;
    this.file = one(place, "[data-plan-file]", HTMLInputElement);
    const { signal } = desk;
    place.addEventListener("input", ({ target }) => this.#filledIn(target), { signal });
    place.addEventListener("click", ({ target }) => this.#clicked(target), { signal });
    this.file.addEventListener("change", () => void this.#openFile(), { signal });
  }

  /** Show the document's steps. */
  async show() {
    const { steps } = this.owner.plan();
    if (!steps.length) {
      show(this.place, { tasks: [], state: "" });
      return;
    }
    const reply = await this.asker.ask({ do: "plan.roadmap", plan: this.owner.plan() });
    if (reply) this.#present(reply.view);
  }

  /**
   * Take a plan document from text.
   * @param {string} text
   * @returns {Promise<string>} why it cannot be read; "" if it can
   */
  async read(text) {
    const reply = await this.desk.engine.ask({ do: "plan.read", text });
    if (!reply.ok) return reply.error.message;
    this.owner.opened(reply.plan);
    this.#present(reply.view);
    return "";
  }

  /**
   * Make these steps the roadmap. What was filled in for the same items stays; undo brings the others back.
   * @param {{item: string, from: number, to: number}[]} steps
   */
  async take(steps) {
    const { words } = this.desk;
    const before = new Map(this.owner.plan().steps.map((task) => [task.item, task]));
    const tasks = steps.map(({ item, from, to }) => {
      const { owner = "", date = "", done } = before.get(item) ?? {};
      return /** @type {Task} */ ({ item, from, to, owner, date, ...(done && { done }) });
    });
    await this.#replace(tasks, words.say("plan.roadmap_taken", { n: tasks.length }));
    one(this.place, "[data-owner]", HTMLElement).focus();
  }

  /**
   * @param {Task[]} tasks
   * @param {string} told
   */
  async #replace(tasks, told) {
    const { notices, words } = this.desk;
    const before = this.owner.plan().steps;
    this.#set(tasks);
    await this.show();
    if (!before.length) {
      notices.tell(told);
      return;
    }
    notices.tell(told, { [words.say("plan.undo")]: () => void this.#replace(before, words.say("plan.roadmap_undone")) });
  }

  /** @param {Task[]} tasks */
  #set(tasks) {
    this.owner.plan().steps = tasks;
    this.owner.changed();
  }

  /** @param {any} view  as report/planning/roadmap.py makes it */
  #present(view) {
    show(this.place, view);
    this.#rows().forEach((row, at) => {
      const task = view.tasks[at];
      const fields = this.#fields(row);
      if (fields.owner.value !== task.owner) fields.owner.value = task.owner;
      if (fields.date.value !== task.date) fields.date.value = task.date;
      fields.done.checked = task.done;
      this.#look(row, fields);
    });
  }

  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.place.querySelectorAll("tbody > tr")]);
  }

  /** @param {HTMLElement} row */
  #fields(row) {
    return {
      owner: one(row, "[data-owner]", HTMLInputElement),
      date: one(row, "[data-date]", HTMLInputElement),
      done: one(row, "[data-done]", HTMLInputElement),
    };
  }

  /**
   * What print and style have to know of a row.
   * @param {HTMLElement} row
   * @param {{date: HTMLInputElement, done: HTMLInputElement}} fields
   */
  #look(row, { date, done }) {
    row.classList.toggle("cx-roadmap__row--done", done.checked);
    date.classList.toggle("cx-roadmap__date--open", !date.value);
  }

  /** @param {EventTarget | null} target */
  #filledIn(target) {
    const row = target instanceof HTMLElement ? target.closest("tr") : null;
    const at = row ? this.#rows().indexOf(row) : -1;
    if (!row || at < 0) return;
    const fields = this.#fields(row);
    const { owner, date, done } = fields;
    const { steps } = this.owner.plan();
    const { item, from, to } = /** @type {Task} */ (steps[at]);
    steps[at] = { item, from, to, owner: owner.value, date: date.value, ...(done.checked && { done: true }) };
    this.#look(row, fields);
    const facts = { done: steps.filter((task) => task.done).length, total: steps.length };
    setText(one(this.place, ".cx-roadmap__state", HTMLElement), this.desk.words.say("plan.roadmap_state", facts));
    this.owner.changed();
  }

  // -- files and print ------------------------------------------------------------------------------------------------

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    if ("print" in button.dataset) this.#print();
    else if ("save" in button.dataset) void this.#export("json");
    else if (button.dataset.export) void this.#export(button.dataset.export);
    else if ("open" in button.dataset) this.file.click();
    else if ("clearRoadmap" in button.dataset) void this.#replace([], this.desk.words.say("plan.roadmap_emptied"));
  }

  /** @param {string} format */
  async #export(format) {
    const reply = await this.asker.ask({ do: "plan.export", plan: this.owner.plan(), format });
    if (reply) this.download(reply.name, reply.text);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  download(name, text) {
    download(name, text);
  }

  async #openFile() {
    const { notices, words } = this.desk;
    const file = this.file.files?.[0];
    this.file.value = ""; // so that the same file can be chosen again
    if (!file) return;
    const before = JSON.stringify(this.owner.plan());
    let refused = words.say("page.engine_failed");
    try {
      refused = await this.read(await readText(file));
    } catch (error) {
      if (error instanceof FileError) refused = words.error(error.code, error.facts);
    }
    if (refused) {
      notices.warn(`${file.name}: ${refused}`);
      return;
    }
    this.owner.changed();
    notices.tell(words.say("plan.roadmap_opened"), {
      [words.say("plan.undo")]: () => void this.read(before).then(() => this.owner.changed()),
    });
  }

  /** Print the roadmap and nothing else. */
  #print() {
    const { root } = this.desk;
    root.dataset.print = "roadmap";
    addEventListener("afterprint", () => delete root.dataset.print, { once: true });
    print();
  }
}
