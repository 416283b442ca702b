/**
 * The answers as a link.
 */

import { one, setText } from "./dom.js";
import { SAFE, ShareError, makeShared, withoutWords } from "./share.js";
import { Part } from "./takeout-part.js";

/** @import { AnswersDocument } from "./form.js" */
/** @import { Desk } from "./tools.js" */

export class Share extends Part {
  #turn = 0;

  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    super(place, desk);
    this.all = one(place, "[data-share-all]", HTMLInputElement);
    this.link = one(place, "[data-share-link]", HTMLInputElement);
    this.told = this.at("[data-share-status]");
    this.on("[data-share-all]", "change", () => void this.update(desk.answers()));
    this.on("[data-share-copy]", "click", () => void this.#copy());
    this.on("[data-share-link]", "focus", () => this.link.select());
  }

  /**
   * @override
   * @param {AnswersDocument} answers
   */
  async update(answers) {
    const turn = ++this.#turn;
    const all = this.all.checked;
    setText(this.at("[data-share-holds]"), this.say(all ? "takeout.share_holds_all" : "takeout.share_holds"));
    setText(this.told, "");
    try {
      const given = all ? answers : withoutWords(answers, this.say("takeout.share_reason"));
      const link = await makeShared(given, location.href);
      if (turn !== this.#turn) return;
      this.link.value = link;
      const long = link.length > SAFE ? [this.say("takeout.share_long")] : [];
      const length = [this.say("takeout.share_length", { n: link.length }), ...long].join(" ");
      setText(this.at("[data-share-length]"), length);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.link.value = "";
      const code = error instanceof ShareError ? error : new ShareError("share-unsupported");
      setText(this.at("[data-share-length]"), this.desk.words.error(code.code, code.facts));
    }
    one(this.place, "[data-share-copy]", HTMLButtonElement).disabled = !this.link.value;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.link.value);
      setText(this.told, this.say("takeout.share_copied"));
    } catch {
      this.link.focus();
      setText(this.told, this.say("takeout.share_copy_failed"));
    }
  }
}
