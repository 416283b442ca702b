/**
 * What the parts of the tool "Take it out" have in common.
 */

import { one, setText } from "./dom.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Desk } from "./tools.js" */

/** What the parts have in common: a place in the page, and asking the engine without ever throwing. */
export class Part {
  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    this.place = place;
    this.desk = desk;
    this.status = one(place, "[data-status]", HTMLElement);
  }

  /** @param {AnswersDocument} _answers */
  update(_answers) {}

  /**
   * @param {string} selector
   * @param {string} event
   * @param {(event: Event) => void} heard
   */
  on(selector, event, heard) {
    for (const element of this.place.querySelectorAll(selector)) {
      element.addEventListener(event, heard, { signal: this.desk.signal });
    }
  }

  /** @param {string} selector */
  at(selector) {
    return one(this.place, selector, HTMLElement);
  }

  /**
   * The engine's reply, or null where it could not give one: the reason then stands in `status`.
   * @param {Record<string, unknown>} request
   * @param {HTMLElement} [status]
   * @returns {Promise<any>}
   */
  async ask(request, status = this.status) {
    try {
      const reply = await this.desk.engine.ask(request);
      if (reply.ok) return reply;
      setText(status, reply.error.message);
    } catch {
      setText(status, this.say("page.engine_failed"));
    }
    return null;
  }

  /**
   * @param {string} key
   * @param {Record<string, string | number>} [facts]
   */
  say(key, facts) {
    return this.desk.words.say(key, facts);
  }
}

/**
 * A copy of the one element in a template.
 * @param {ParentNode} place
 * @param {string} selector
 */
export function copyOf(place, selector) {
  const { content } = one(place, selector, HTMLTemplateElement);
  return /** @type {HTMLElement} */ (content.firstElementChild?.cloneNode(true));
}
