/**
 * Tool "another model": opens a file and hands it to Models, which asks by it from then on.
 */

import { one, setText } from "./dom.js";
import { FileError, readText } from "./files.js";

/** @import { Desk } from "./tools.js" */

/**
 * @param {HTMLElement} place
 * @param {Desk} desk
 */
export function start(place, { models, notices, words, signal }) {
  const button = one(place, "[data-choose]", HTMLButtonElement);
  const input = one(place, "input", HTMLInputElement);
  const status = one(place, "[data-status]", HTMLElement);
  const problem = one(place, "[data-problem]", HTMLElement);

  /** @param {File | undefined} file */
  async function open(file) {
    if (!file || button.disabled) return;
    button.disabled = true;
    problem.hidden = true;
    setText(status, words.say("own.checking"));
    const found = await tryToUse(file);
    setText(status, "");
    setText(problem, found && `${found} ${words.say("own.nothing_changed")}`);
    problem.hidden = !found;
    button.disabled = false;
    if (!found) notices.tell(words.say("own.opened"));
  }

  /** @param {File} file */
  async function tryToUse(file) {
    try {
      return await models.use(await readText(file), file.name);
    } catch (error) {
      const known = error instanceof FileError;
      return known ? `${file.name}: ${words.error(error.code, error.facts)}` : words.say("page.engine_failed");
    }
  }

  button.addEventListener("click", () => input.click(), { signal });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    void open(file);
  }, { signal });
  place.addEventListener("dragover", (event) => event.preventDefault(), { signal });
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    void open(event.dataTransfer?.files[0]);
  }, { signal });
}
