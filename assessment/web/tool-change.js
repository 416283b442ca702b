/**
 * "Compare with earlier results": files that the reader saved earlier, beside the answers on the page. They are held
 * here, in memory, and handed to the engine anew with every change; nothing is stored.
 */

import { one, setText, shown } from "./dom.js";
import { draw } from "./drawing.js";
import { FileError, readText } from "./files.js";
import { show } from "./show.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Desk, Tool } from "./tools.js" */

/**
 * Name of a file → its text, in the order in which they were opened. It outlives the tool's place in the page, which the
 * theme may build anew when the reader goes back from a question to here; closing or reloading the page ends it.
 * @type {Map<string, string>}
 */
const files = new Map();

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @returns {Tool}
 */
export function start(place, desk) {
  const comparison = new Comparison(place, desk);
  return { update: (answers) => void comparison.update(answers) };
}

class Comparison {
  /** @type {string[]} what could not be read the last time that files were opened */
  #problems = [];
  /** @type {{name: string, present: boolean}[]} the results shown, in their order */
  #waves = [];
  #turn = 0;

  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    this.desk = desk;
    this.status = one(place, "[data-status]", HTMLElement);
    this.problems = one(place, "[data-problems]", HTMLElement);
    this.found = one(place, "[data-found]", HTMLElement);
    this.charts = one(place, "[data-charts]", HTMLElement);
    this.list = one(place, ".cx-change__waves", HTMLElement);
    this.choose = one(place, "[data-choose]", HTMLButtonElement);
    this.#listen(place, one(place, "[data-files]", HTMLInputElement));
  }

  /**
   * @param {HTMLElement} place
   * @param {HTMLInputElement} input
   */
  #listen(place, input) {
    const { signal } = this.desk;
    this.choose.addEventListener("click", () => input.click(), { signal });
    input.addEventListener(
      "change",
      () => {
        const chosen = [...(input.files ?? [])];
        input.value = ""; // so that the same file can be chosen again
        void this.#open(chosen);
      },
      { signal },
    );
    place.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    place.addEventListener(
      "drop",
      (event) => {
        event.preventDefault();
        void this.#open([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    this.list.addEventListener("click", (event) => this.#clicked(event), { signal });
  }

  /** @param {File[]} chosen */
  async #open(chosen) {
    if (!chosen.length) return;
    this.#problems = [];
    for (const file of chosen) {
      try {
        this.#add(file.name, await readText(file));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.#problems.push(`${file.name}: ${this.desk.words.error(error.code, error.facts)}`);
      }
    }
    await this.update(this.desk.answers());
  }

  /**
   * Keep a file under its name; another file of that name gets a number.
   * @param {string} name
   * @param {string} text
   */
  #add(name, text) {
    let free = name;
    for (let n = 2; files.has(free) && files.get(free) !== text; n += 1) free = `${name} (${n})`;
    files.set(free, text);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-remove]") : null;
    if (!button) return;
    const place = [...this.list.querySelectorAll("li")].findIndex((entry) => entry.contains(button));
    const wave = this.#waves[place];
    if (!wave) return;
    files.delete(wave.name);
    this.#problems = [];
    this.choose.focus(); // the button that was pressed goes away
    void this.update(this.desk.answers());
  }

  /**
   * Compare anew: the files here with these answers.
   * @param {AnswersDocument} answers
   */
  async update(answers) {
    const turn = ++this.#turn;
    if (files.size) setText(this.status, this.desk.words.say("change.working"));
    try {
      if (files.size) await this.#compare(answers, turn);
      else this.#clear();
    } catch {
      if (turn === this.#turn) setText(this.status, this.desk.words.say("page.engine_failed"));
    }
  }

  /**
   * @param {AnswersDocument} answers
   * @param {number} turn
   */
  async #compare(answers, turn) {
    const waves = [...files].map(([name, text]) => ({ name, text }));
    const reply = await this.desk.engine.ask({ do: "change.view", waves, answers });
    if (turn !== this.#turn) return; // a newer comparison is on its way
    if (!reply.ok) {
      setText(this.status, reply.error.message);
      return;
    }
    for (const { name, message } of reply.problems) {
      files.delete(name);
      this.#problems.push(`${name}: ${message}`);
    }
    this.#show(reply.view);
  }

  /** @param {any} view  as report/history/change.py makes it */
  #show(view) {
    this.#waves = view.waves;
    show(this.found, { ...view, latest: view.changes.slice(0, 1), others: view.changes.slice(1) });
    this.found.hidden = !files.size;
    show(this.problems, { problems: this.#problems });
    const figures = view.charts.map((/** @type {any} */ chart) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = shown(chart.name, this.charts);
      figure.append(caption, draw(chart.drawing));
      return figure;
    });
    this.charts.replaceChildren(...figures);
    setText(this.status, view.announce);
  }

  #clear() {
    this.#waves = [];
    this.found.hidden = true;
    show(this.problems, { problems: this.#problems });
    setText(this.status, "");
  }
}
