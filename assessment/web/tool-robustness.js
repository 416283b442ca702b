/**
 * "How firm is this result?": asks the engine for the thousand draws when the reader presses the button, for they take
 * a moment; what they gave stays until the answers change, and then says that it is out of date.
 */

import { one, setText, shown } from "./dom.js";
import { draw } from "./drawing.js";
import { show } from "./show.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Desk, Tool } from "./tools.js" */

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @returns {Tool}
 */
export function start(place, desk) {
  const { engine, words } = desk;
  const button = one(place, "[data-check]", HTMLButtonElement);
  const status = one(place, "[data-status]", HTMLElement);
  const found = one(place, "[data-found]", HTMLElement);
  const chart = one(place, "[data-chart]", HTMLElement);
  /** The answers that the shown result belongs to. */
  let checked = "";

  button.addEventListener("click", () => void check(), { signal: desk.signal });

  async function check() {
    const answers = desk.answers();
    button.disabled = true;
    setText(status, words.say("robustness.running"));
    try {
      const reply = await engine.ask({ do: "robustness.check", answers });
      if (reply.ok) present(reply.view, said(answers));
      else setText(status, reply.error.message);
    } catch {
      setText(status, words.say("page.engine_failed"));
    } finally {
      button.disabled = false;
    }
  }

  /**
   * @param {any} view
   * @param {string} answers
   */
  function present(view, answers) {
    checked = answers;
    chart.replaceChildren(...(view.chart ? [draw(view.chart)] : []));
    show(found, view);
    found.hidden = false;
    setText(button, words.say("robustness.again"));
    setText(status, "");
    update(desk.answers());
  }

  /** @param {AnswersDocument} answers */
  function update(answers) {
    const nothing = !Object.values(answers.answers).some((answer) => "level" in answer);
    one(place, "[data-nothing]", HTMLElement).hidden = !nothing;
    one(place, "[data-do-row]", HTMLElement).hidden = nothing;
    if (nothing) found.hidden = true;
    const stale = !found.hidden && said(answers) !== checked;
    found.classList.toggle("cx-stale", stale);
    if (stale) setText(status, words.say("robustness.stale"));
    else if (status.textContent === shown(words.say("robustness.stale"), status)) setText(status, "");
  }

  return { update };
}

/**
 * What the result hangs on: not notes, names or the date.
 * @param {AnswersDocument} answers
 */
function said({ form, answers, importance, targets }) {
  const states = Object.entries(answers).map(([item, { level, unknown, not_applicable: reason }]) => [
    item,
    level ?? (unknown ? "unknown" : reason ? "na" : ""),
  ]);
  return JSON.stringify([form, states, importance, targets]);
}
