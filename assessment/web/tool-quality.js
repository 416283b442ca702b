/**
 * The coach: what is worth a second look in one's own answers. Nothing of it is kept, counted or exported.
 */

import { one, setText } from "./dom.js";
import { show } from "./show.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Desk, Tool } from "./tools.js" */

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 * @returns {Tool}
 */
export function start(place, desk) {
  const body = one(place, ".cx-tool__body", HTMLElement);
  const lead = one(place, '[data-say="lead"]', HTMLElement);
  let asked = 0;

  /** @param {AnswersDocument} answers */
  async function update(answers) {
    const turn = ++asked;
    try {
      const reply = await desk.engine.ask({ do: "quality.coach", answers });
      if (turn !== asked) return; // a newer question is on its way
      if (reply.ok) show(body, reply.view);
      else setText(lead, reply.error.message);
    } catch {
      if (turn === asked) setText(lead, desk.words.say("page.engine_failed"));
    }
  }

  return { update: (answers) => void update(answers) };
}
