/**
 * Somebody else's report, computed again.
 */

import { one, setText } from "./dom.js";
import { FileError, readText } from "./files.js";
import { show } from "./show.js";
import { Part } from "./takeout-part.js";

/** @import { Desk } from "./tools.js" */

export class Check extends Part {
  /**
   * @param {HTMLElement} place
   * @param {Desk} desk
   */
  constructor(place, desk) {
    super(place, desk);
    this.file = one(place, "[data-check-file]", HTMLInputElement);
    this.said = this.at("[data-check-status]");
    this.found = this.at("[data-check-found]");
    this.on("[data-check-choose]", "click", () => this.file.click());
    this.on("[data-check-file]", "change", () => void this.#check());
  }

  async #check() {
    const file = this.file.files?.[0];
    this.file.value = ""; // so that the same file can be chosen again
    if (!file) return;
    this.found.hidden = true;
    setText(this.said, this.say("takeout.check_running"));
    try {
      const reply = await this.ask({ do: "takeout.check", text: await readText(file) }, this.said);
      if (!reply) return;
      show(this.found, reply.view);
      this.found.hidden = false;
      setText(this.said, file.name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      setText(this.said, `${file.name}: ${this.desk.words.error(error.code, error.facts)}`);
    }
  }
}
