/**
 * "Take it out": the result as files and charts, the questions to ask as a printed sheet, the answers as a link; and
 * somebody else's report computed again. Everything is made in this browser.
 */

import { one, setText } from "./dom.js";
import { draw, toPng, toSvgText } from "./drawing.js";
import { download } from "./files.js";
import { PlanStore } from "./plan-file.js";
import { show } from "./show.js";
import { Check } from "./takeout-check.js";
import { Share } from "./takeout-link.js";
import { Part, copyOf } from "./takeout-part.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { DrawingNode } from "./drawing.js" */
/** @import { Desk, Tool } from "./tools.js" */

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @returns {Tool}
 */
export function start(place, desk) {
  const parts = [new Files(place, desk), new Charts(place, desk), new Sheet(place, desk), new Share(place, desk)];
  new Check(place, desk);
  return {
    update(answers) {
      for (const part of parts) part.update(answers);
    },
  };
}

class Files extends Part {
  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    super(place, desk);
    this.on("[data-format]", "click", ({ currentTarget }) => void this.#save(/** @type {HTMLElement} */ (currentTarget)));
  }

  /** @param {HTMLElement} button */
  async #save(button) {
    const answers = this.desk.answers();
    setText(this.status, this.say("takeout.working"));
    const plan = new PlanStore(answers.model.id).load();
    const reply = await this.ask({ do: "takeout.file", answers, format: button.dataset.format, plan });
    if (!reply) return;
    download(reply.name, new Blob([reply.text ?? bytesOf(reply.base64)], { type: reply.type }));
    setText(this.status, this.say("takeout.made", { name: reply.name }));
  }
}

class Charts extends Part {
  #turn = 0;

  /**
   * @override
   * @param {AnswersDocument} answers
   */
  async update(answers) {
    const turn = ++this.#turn;
    const reply = await this.ask({ do: "takeout.charts", answers });
    if (!reply || turn !== this.#turn) return;
    this.at("[data-charts]").replaceChildren(...reply.charts.map((/** @type {any} */ chart) => this.#figure(chart)));
    this.at("[data-charts-none]").hidden = reply.charts.length > 0;
    this.at("[data-charts-about]").hidden = !reply.charts.length;
  }

  /** @param {{name: string, title: string, drawing: DrawingNode}} chart */
  #figure({ name, title, drawing }) {
    const figure = /** @type {HTMLElement} */ (copyOf(this.place, "template[data-chart]"));
    show(figure, { title });
    const picture = draw(drawing);
    one(figure, "[data-drawing]", HTMLElement).append(picture);
    for (const button of figure.querySelectorAll("button")) {
      const format = String(button.textContent);
      button.setAttribute("aria-label", this.say("takeout.chart_as", { title, format }));
      button.addEventListener("click", () => void this.#save(picture, `cx-atlas-${name}.${button.dataset.as}`));
    }
    return figure;
  }

  /**
   * @param {SVGElement} picture
   * @param {string} name
   */
  async #save(picture, name) {
    try {
      const svg = name.endsWith(".svg");
      download(name, svg ? new Blob([toSvgText(picture)], { type: "image/svg+xml" }) : await toPng(picture));
      setText(this.status, this.say("takeout.made", { name }));
    } catch {
      setText(this.status, this.say("takeout.chart_failed"));
    }
  }
}

class Sheet extends Part {
  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    super(place, desk);
    this.on("[data-sheet-print]", "click", () => void this.#print());
  }

  /**
   * @override
   * @param {AnswersDocument} answers
   */
  update({ answers }) {
    const something = Object.values(answers).some(({ unknown }) => unknown);
    this.at("[data-sheet-none]").hidden = something;
    this.at("[data-sheet-row]").hidden = !something;
  }

  /** The sheet stands in the page only while it is printed, and nothing else does then. */
  async #print() {
    const reply = await this.ask({ do: "takeout.sheet", answers: this.desk.answers() });
    if (!reply) return;
    const sheet = copyOf(this.place, "template[data-sheet]");
    show(sheet, reply.view);
    document.body.append(sheet);
    addEventListener("afterprint", () => sheet.remove(), { once: true });
    print();
  }
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}
