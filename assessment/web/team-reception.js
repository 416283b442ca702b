/**
 * The page's part where files come in: chosen, dropped or a whole folder; how far reading them has come, what the files
 * amount to, and which do not count.
 */

import { one, setText } from "./dom.js";
import { Notices } from "./notices.js";
import { show } from "./show.js";
import { chosen, dropped, ours } from "./team-files.js";

/** @import { NamedFile, TeamFiles } from "./team-files.js" */
/** @import { Words } from "./words.js" */

/** So many problems are listed; the rest are counted. */
const LISTED = 20;

export class Reception {
  /**
   * @param {HTMLElement} place  #team-files
   * @param {TeamFiles} files
   * @param {Words} words
   * @param {AbortSignal} signal
   * @param {(files: NamedFile[]) => void} receive  takes files that a person brings
   */
  constructor(place, files, words, signal, receive) {
    this.place = place;
    this.files = files;
    this.words = words;
    this.receive = receive;
    this.notices = new Notices(one(place, "[data-notices]", HTMLElement));
    this.#listen(signal);
    this.#button("choose-folder").hidden = !("webkitdirectory" in HTMLInputElement.prototype);
  }

  /** All files are gone. */
  emptied() {
    this.#show();
    this.notices.tell(this.words.say("team.started_over"));
    one(this.place, "h2", HTMLElement).focus();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const [single, folder] = [this.#input("[data-files]"), this.#input("[data-folder]")];
    single.addEventListener("change", () => this.#bring(taken(single), 0), { signal });
    folder.addEventListener("change", () => this.#bringFolder(taken(folder)), { signal });
    this.#button("choose").addEventListener("click", () => single.click(), { signal });
    this.#button("choose-folder").addEventListener("click", () => folder.click(), { signal });
    this.#button("cancel").addEventListener("click", () => this.files.stop(), { signal });
    const drop = one(this.place, "[data-drop]", HTMLElement);
    drop.addEventListener("drop", (event) => void this.#dropped(event), { signal });
    drop.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      const isOver = kind === "dragenter" || kind === "dragover";
      drop.addEventListener(kind, () => drop.toggleAttribute("data-over", isOver), { signal });
    }
    for (const kind of ["progress", "end"]) this.files.addEventListener(kind, () => this.#show(), { signal });
  }

  /** @param {DragEvent} event */
  async #dropped(event) {
    event.preventDefault();
    if (!event.dataTransfer) return;
    this.notices.tell(this.words.say("team.looking"));
    try {
      const { files, others } = await dropped(event.dataTransfer);
      this.#bring(files, others);
    } catch (error) {
      this.notices.warn(this.words.say("team.folder_failed", { reason: String(error) }));
    }
  }

  /** @param {NamedFile[]} all */
  #bringFolder(all) {
    const files = ours(all);
    this.#bring(files, all.length - files.length);
  }

  /**
   * @param {NamedFile[]} files
   * @param {number} others  how many in the folder are none of answers
   */
  #bring(files, others) {
    const { words } = this;
    if (others) this.notices.tell(words.say(files.length ? "team.other_files" : "team.no_files", { n: others }));
    else this.notices.clear();
    if (files.length) this.receive(files);
  }

  #show() {
    const { words, place } = this;
    const { done, n, isReading, problems, summary, stoppedOf } = this.files;
    one(place, "[data-loading]", HTMLElement).hidden = !isReading;
    const bar = one(place, "[data-bar]", HTMLProgressElement);
    bar.max = Math.max(1, n);
    bar.value = done;
    setText(one(place, "[data-count]", HTMLElement), words.say("team.reading", { done, n }));
    const told = one(place, "[data-summary]", HTMLElement);
    told.hidden = n === 0;
    show(told, summary ?? { line: "", notes: [] });
    const list = one(place, "[data-problems]", HTMLElement);
    list.hidden = problems.length === 0;
    const more = problems.length - LISTED;
    show(list, {
      shown: problems.slice(0, LISTED),
      more: more > 0 ? words.say("team.problems_more", { n: more }) : "",
    });
    if (!isReading && stoppedOf) this.notices.tell(words.say("team.stopped", { done, n: stoppedOf }));
  }

  /** @param {string} selector */
  #input(selector) {
    return one(this.place, selector, HTMLInputElement);
  }

  /** @param {string} action */
  #button(action) {
    return one(this.place, `[data-do="${action}"]`, HTMLElement);
  }
}

/**
 * The files in an input, which is empty afterwards, so that the same ones can be chosen again.
 * @param {HTMLInputElement} input
 */
function taken(input) {
  const files = chosen(input.files);
  input.value = "";
  return files;
}
