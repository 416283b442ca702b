/**
 * The workshop: one question at a time for a projector or a shared screen. The votes stay hidden until they are
 * revealed; what the group agrees on goes to the consensus at once.
 */

import { agreedOf } from "./consensus-form.js";
import { one, setText, shown } from "./dom.js";

/** @import { Consensus } from "./consensus.js" */
/** @import { ConsensusForm, Item } from "./consensus-form.js" */
/** @import { HandVotes } from "./votes.js" */
/** @import { Words } from "./words.js" */

/** What the engine says of an item: see `Item` in requests/team.py. @typedef {any} PanelItem */

/**
 * @typedef {object} Table  what lies on the table
 * @property {ConsensusForm} form
 * @property {Consensus} consensus
 * @property {HandVotes} hand
 * @property {Words} words
 * @property {(id: string) => PanelItem | undefined} panel  the votes from files, where they may be shown
 * @property {AbortSignal} signal
 */

/** A presenter's remote control sends Page Up and Page Down. */
const MOVES = /** @type {Record<string, number>} */ ({ ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 });

export class Workshop {
  /** @type {Item[]} in the order of the talk */
  #items = [];
  #at = 0;
  /** @type {Set<string>} */
  #revealed = new Set();

  /**
   * @param {HTMLDialogElement} dialog
   * @param {Table} table
   */
  constructor(dialog, table) {
    this.dialog = dialog;
    this.table = table;
    this.stage = this.#part("[data-stage]");
    this.question = this.#part("[data-question]");
    this.jump = one(dialog, "[data-jump]", HTMLSelectElement);
    this.reason = one(dialog, "#workshop-reason", HTMLInputElement);
    const { signal } = table;
    dialog.addEventListener("click", (event) => this.#clicked(event), { signal });
    dialog.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    dialog.addEventListener("close", () => void this.#leaveFullScreen(), { signal });
    this.jump.addEventListener("change", () => this.#go(this.jump.selectedIndex), { signal });
    this.reason.addEventListener("input", () => this.#agreeNot(), { signal });
    document.addEventListener("fullscreenchange", () => this.#showScreen(), { signal });
    for (const what of [table.consensus, table.hand]) {
      what.addEventListener("change", () => dialog.open && this.#show(), { signal });
    }
    this.#part('[data-workshop="screen"]').hidden = !document.fullscreenEnabled;
  }

  /**
   * Begin, or go on.
   * @param {string[]} order  ids; items of the form that it does not name come after it, in the form's order
   * @param {string} [start]  the item to begin with
   */
  open(order, start) {
    const all = this.table.form.itemsOf(this.table.consensus.document.form);
    const place = new Map(order.map((id, n) => [id, n]));
    this.#items = [...all].sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0);
    const wanted = this.#items.findIndex(({ id }) => id === start);
    this.#at = wanted === -1 ? Math.min(this.#at, this.#items.length - 1) : wanted;
    if (!this.dialog.open) this.dialog.showModal();
    this.#show();
    this.question.focus();
  }

  get #item() {
    return /** @type {Item} */ (this.#items[this.#at]);
  }

  // -- what a person does ---------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  #clicked({ target }) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    const { workshop, answer } = button.dataset;
    if (answer) this.#agree(answer);
    else if (workshop) this.#do(workshop);
    else if ("more" in button.dataset || "less" in button.dataset) {
      const level = Number(/** @type {HTMLElement} */ (button.closest("[data-level]")).dataset.level);
      this.table.hand.count(this.#item.id, level, "more" in button.dataset ? 1 : -1);
      this.#tell(this.#votesInWords());
    }
  }

  /** @param {string} action */
  #do(action) {
    if (action === "reveal") this.#reveal();
    else if (action === "next") this.#go(this.#at + 1);
    else if (action === "previous") this.#go(this.#at - 1);
    else if (action === "close") this.dialog.close();
    else if (action === "screen") void this.#toggleFullScreen();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    if (target === this.reason) {
      if (key !== "Enter" && key !== "Escape") return;
      this.question.focus(); // Escape ends the writing, not the workshop
    } else if (target.closest("select") || !one(this.dialog, "[data-keys]", HTMLInputElement).checked) {
      return;
    } else if (key === " " || key === "Enter") {
      if (target.closest("button, input, summary")) return; // they have a use for these keys themselves
      this.#reveal();
    } else if (!this.#key(key)) {
      return;
    }
    event.preventDefault();
  }

  /**
   * @param {string} key
   * @returns {boolean} whether it means anything
   */
  #key(key) {
    const move = MOVES[key];
    if (move) this.#go(this.#at + move);
    else if (Number(key) >= 1 && Number(key) <= this.#item.levels.length) this.#agree(key);
    else if (key === "d") this.#agree("unknown");
    else if (key === "n") this.#agree("na");
    else if (key === "f" && document.fullscreenEnabled) void this.#toggleFullScreen();
    else return false;
    return true;
  }

  /** @param {number} place */
  #go(place) {
    if (place < 0 || place >= this.#items.length) return;
    this.#at = place;
    this.#show();
    this.#part("[data-body]").scrollTop = 0;
    const { title, question } = this.#item;
    this.#tell(`${this.#place()}: ${title}. ${question}`);
  }

  #reveal() {
    if (this.#revealed.has(this.#item.id)) return;
    this.#revealed.add(this.#item.id);
    this.#show();
    this.question.focus(); // the button has gone
    this.#tell(this.#votesInWords());
  }

  /** @param {string} value  the same again takes it back */
  #agree(value) {
    const { consensus, form, words } = this.table;
    const { id } = this.#item;
    const next = consensus.value(id) === value ? "" : value;
    consensus.agree(id, next);
    if (next === "na") this.reason.focus();
    if (next === "na") this.#tell(words.say("team.reason_wanted"));
    else if (next) this.#tell(words.say("team.now_agreed", { answer: form.inWords(consensus, id) }));
    else this.#tell(words.say("team.now_open"));
  }

  #agreeNot() {
    this.table.consensus.write(this.#item.id, "not_applicable", this.reason.value);
  }

  // -- what is shown --------------------------------------------------------------------------------------------------

  #show() {
    const { consensus, words } = this.table;
    const { id, title, question } = this.#item;
    setText(this.#part("[data-place]"), this.#place());
    setText(this.#part("[data-title]"), title);
    setText(this.question, question);
    this.#showVotes();
    const value = consensus.value(id);
    for (const button of this.dialog.querySelectorAll("button[data-answer]")) {
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.answer === value));
    }
    this.#part("[data-workshop-reason]").hidden = value !== "na";
    const reason = consensus.entry(id).not_applicable ?? "";
    if (this.reason.value !== reason) this.reason.value = reason;
    const counts = { agreed: agreedOf(this.#items, consensus), n: this.#items.length };
    setText(this.#part("[data-agreed-count]"), words.say("team.progress", counts));
    const bar = one(this.dialog, "[data-workshop-progress]", HTMLProgressElement);
    bar.max = counts.n;
    bar.value = counts.agreed;
    this.#part('[data-workshop="previous"]').setAttribute("aria-disabled", String(this.#at === 0));
    this.#part('[data-workshop="next"]').setAttribute("aria-disabled", String(this.#at === counts.n - 1));
    this.#showJump();
  }

  #showVotes() {
    const { hand, words } = this.table;
    const { id, levels } = this.#item;
    const isRevealed = this.#revealed.has(id);
    const panel = this.#panel();
    const counts = this.#counts();
    const most = Math.max(1, ...counts);
    for (const place of this.dialog.querySelectorAll(".cx-workshop__level")) {
      const level = Number(/** @type {HTMLElement} */ (place).dataset.level);
      const n = counts[level - 1] ?? 0;
      setText(one(place, "[data-text]", HTMLElement), levels[level - 1] ?? "");
      const vote = one(place, "[data-vote]", HTMLElement);
      vote.hidden = !isRevealed;
      vote.style.setProperty("--share", String((100 * n) / most));
      setText(one(vote, "[data-n]", HTMLElement), isRevealed ? words.say("team.level_votes", { n }) : "");
      one(place, "[data-hand]", HTMLElement).hidden = !isRevealed || Boolean(panel);
      one(place, "[data-less]", HTMLElement).setAttribute("aria-disabled", String(hand.of(id)[level - 1] === 0));
    }
    this.#part("[data-talk-part]").hidden = !isRevealed;
    this.#part(".cx-workshop__reveal").hidden = isRevealed;
    if (isRevealed) this.#showTalk(panel);
  }

  /** @param {PanelItem | undefined} panel */
  #showTalk(panel) {
    const withheld = this.table.panel(this.#item.id)?.hidden;
    setText(this.#part("[data-line]"), panel?.line ?? [withheld, this.table.words.say("team.by_hand")].filter(Boolean).join(" "));
    const camps = (panel?.camps ?? []).map((/** @type {{head: string}} */ { head }) => {
      const camp = document.createElement("li");
      camp.textContent = shown(head, this.dialog);
      return camp;
    });
    this.#part("[data-camps]").replaceChildren(...camps);
    setText(this.#part("[data-facilitate]"), panel?.facilitate ?? "");
  }

  #showJump() {
    const { consensus } = this.table;
    const labels = this.#items.map(({ id, title }, place) => `${consensus.isAgreed(id) ? "✓ " : ""}${place + 1}. ${title}`);
    if (this.jump.options.length !== labels.length) {
      this.jump.replaceChildren(...labels.map(() => document.createElement("option")));
    }
    labels.forEach((label, place) => setText(/** @type {HTMLOptionElement} */ (this.jump.options[place]), label));
    this.jump.selectedIndex = this.#at;
  }

  /** The votes from files, unless there are none or they may not be shown. */
  #panel() {
    const found = this.table.panel(this.#item.id);
    return found?.state === "shown" ? found : undefined;
  }

  /** @returns {number[]} */
  #counts() {
    const panel = this.#panel();
    return panel ? panel.levels.map((/** @type {{n: number}} */ { n }) => n) : this.table.hand.of(this.#item.id);
  }

  #votesInWords() {
    const { words } = this.table;
    const told = this.#counts().flatMap((n, place) =>
      n ? [words.say("team.votes_shown", { level: place + 1, n: words.say("team.level_votes", { n }) })] : [],
    );
    return told.join("; ") || words.say("team.votes_none");
  }

  #place() {
    return this.table.words.say("team.place", { place: this.#at + 1, n: this.#items.length });
  }

  /** @param {string} text */
  #tell(text) {
    setText(this.#part("[data-workshop-live]"), text);
  }

  // -- full screen ----------------------------------------------------------------------------------------------------

  async #toggleFullScreen() {
    if (document.fullscreenElement) await this.#leaveFullScreen();
    // A browser may refuse; the dialog fills the window anyway.
    else await this.stage.requestFullscreen().catch(() => {});
  }

  async #leaveFullScreen() {
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
  }

  #showScreen() {
    const key = document.fullscreenElement ? "team.full_screen_leave" : "team.full_screen";
    setText(this.#part('[data-workshop="screen"]'), this.table.words.say(key));
  }

  /** @param {string} selector */
  #part(selector) {
    return one(this.dialog, selector, HTMLElement);
  }
}
