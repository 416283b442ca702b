/**
 * <cx-team>: several people's files put together, their differences, and what they agree on.
 *
 * The files go to the engine in batches and stay in its session; what it says of them is shown. What is agreed on is an
 * answer document of its own (consensus.js), which the list and the workshop both change.
 */

import { Consensus, handOver } from "./consensus.js";
import { ConsensusForm } from "./consensus-form.js";
import { one, setText } from "./dom.js";
import { Engine, EngineError } from "./engine.js";
import { download } from "./files.js";
import { fileText } from "./form.js";
import { Notices } from "./notices.js";
import { TeamFiles } from "./team-files.js";
import { Reception } from "./team-reception.js";
import { PanelView } from "./team-view.js";
import { HandVotes } from "./votes.js";
import { Words } from "./words.js";
import { Workshop } from "./workshop.js";

/** @import { EngineProgressEvent, StateEvent } from "./engine.js" */

/** Thousands of people take a while to put together. */
const PATIENCE = { ...Engine.PATIENCE, request: 300_000 };

const GROUPS = ["role", "site"];

/** The tag. What it does is in Team, which lives from the tag's arrival in the page to its leaving. */
class TeamElement extends HTMLElement {
  /** @type {Team | undefined} */
  #team;

  connectedCallback() {
    this.#team = new Team(this);
  }

  disconnectedCallback() {
    this.#team?.leave();
  }
}

class Team {
  #left = new AbortController();
  /** @type {Promise<void> | undefined} the reading whose outcome is on the screen */
  #seen;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    const { signal } = this.#left;
    const language = JSON.parse(this.#one(".cx-language", HTMLTemplateElement).content.textContent ?? "");
    this.words = new Words(language.words);
    this.engine = new Engine({
      worker: String(root.getAttribute("worker")),
      runtime: String(root.getAttribute("runtime")),
      openRequest: { do: "open", language },
      patience: PATIENCE,
    });
    this.files = new TeamFiles(this.engine, this.words);
    this.panel = new PanelView(root, this.words);
    this.reception = new Reception(this.#one("#team-files", HTMLElement), this.files, this.words, signal, (files) =>
      void this.#read(this.files.add(files)),
    );
    this.told = new Notices(this.#one("[data-consensus-notices]", HTMLElement));
    this.form = new ConsensusForm(this.#one(".cx-consensus", HTMLFormElement), this.words);
    const model = { id: String(root.getAttribute("model")), version: String(root.getAttribute("version")) };
    this.consensus = new Consensus(model, this.form.items.map(({ id }) => id), signal);
    this.hand = new HandVotes(this.form.items[0]?.levels.length ?? 0);
    this.workshop = new Workshop(this.#one("dialog", HTMLDialogElement), {
      form: this.form,
      consensus: this.consensus,
      hand: this.hand,
      words: this.words,
      panel: (id) => this.panel.item(id),
      signal,
    });
    this.form.bind(this.consensus, signal);
    this.#listen(signal);
    this.#enhance();
  }

  leave() {
    this.#left.abort();
    this.engine.dispose();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { root, engine } = this;
    root.addEventListener("click", (event) => this.#clicked(event), { signal });
    engine.addEventListener("state", (event) => this.panel.engineState(/** @type {StateEvent} */ (event)), { signal });
    engine.addEventListener(
      "progress",
      (event) => this.panel.engineProgress(/** @type {EngineProgressEvent} */ (event)),
      { signal },
    );
    addEventListener("afterprint", () => delete this.root.dataset.print, { signal });
  }

  /** Show what only works with scripts. */
  #enhance() {
    for (const part of this.root.querySelectorAll("[data-scripted]")) /** @type {HTMLElement} */ (part).hidden = false;
    const link = new URL(String(this.root.getAttribute("assessment")), document.baseURI).href;
    this.#one("[data-invitation]", HTMLTextAreaElement).value = this.#say("team.invitation_text", { link });
    if (!this.consensus.isEmpty) this.told.tell(this.#say("team.restored"));
    this.root.dataset.ready = "";
  }

  // -- files ----------------------------------------------------------------------------------------------------------

  /** @param {Promise<void>} reading */
  async #read(reading) {
    try {
      await reading;
      if (this.#seen === reading) return; // what was chosen while others were read came with them
      this.#seen = reading;
      await this.#look();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Ask what there is to see now. */
  async #look() {
    if (this.files.isReading) return; // more came meanwhile
    this.panel.working();
    const reply = await this.engine.ask({ do: "team.view", by: GROUPS });
    if (this.#left.signal.aborted || this.files.isReading) return;
    if (!reply.ok) throw new Error(reply.error.message);
    this.panel.shown(reply);
    this.#one('[data-do="take-agreed"]', HTMLButtonElement).disabled = !this.panel.items.length;
    if (this.consensus.isEmpty && this.panel.form && this.panel.form !== this.consensus.document.form) {
      this.consensus.choose(this.panel.form);
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    if (this.#left.signal.aborted) return;
    if (error instanceof EngineError && error.code === "stopped") return; // begun anew: somebody else's turn to tell
    this.panel.failed(error instanceof EngineError ? error : String(/** @type {Error} */ (error).message));
  }

  async #startOver() {
    try {
      await this.files.forget();
      this.panel.empty();
      this.#one('[data-do="take-agreed"]', HTMLButtonElement).disabled = true;
      this.reception.emptied();
    } catch (error) {
      this.#failed(error);
    }
  }

  #retry() {
    this.engine.restart().catch(() => {}); // told by the engine's state
    if (this.files.n) void this.#read(this.files.again());
  }

  // -- actions --------------------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  #clicked({ target }) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    const { talk, export: format, do: action } = button.dataset;
    if (talk !== undefined) this.#openWorkshop(talk || this.#itemOf(button));
    else if (format) void this.#export(format);
    else if (action) this.#do(action);
  }

  /** @param {string} action */
  #do(action) {
    /** @type {Record<string, () => void>} */
    const actions = {
      copy: () => void this.#copy(),
      "start-over": () => void this.#startOver(),
      retry: () => this.#retry(),
      workshop: () => this.#openWorkshop(),
      "take-agreed": () => this.#takeAgreed(),
      "open-assessment": () => this.#openInAssessment(),
      "save-consensus": () => this.#save(),
      undo: () => this.#undo(),
      "clear-consensus": () => this.#clear(),
      "whole-agenda": () => this.#showWholeAgenda(),
      "print-agenda": () => this.#print("agenda"),
      print: () => this.#print(""),
    };
    actions[action]?.();
  }

  async #copy() {
    const text = this.#one("[data-invitation]", HTMLTextAreaElement);
    text.select();
    const copied = await navigator.clipboard?.writeText(text.value).then(
      () => true,
      () => false,
    );
    setText(this.#one("[data-copied]", HTMLElement), this.#say(copied ? "team.copied" : "team.copy_failed"));
  }

  #showWholeAgenda() {
    delete this.#one(".cx-agenda", HTMLElement).dataset.short;
    this.#one('[data-do="whole-agenda"]', HTMLElement).hidden = true;
  }

  /** @param {string} what  a part of the page, or "" for all that is shown */
  #print(what) {
    if (what) this.root.dataset.print = what;
    print();
  }

  /** @param {string} format */
  async #export(format) {
    try {
      const reply = await this.engine.ask({ do: "team.export", format, by: GROUPS });
      if (reply.ok) download(reply.name, reply.text);
      else this.reception.notices.warn(this.#say("team.export_failed", { reason: reply.error.message }));
    } catch (error) {
      this.#failed(error);
    }
  }

  // -- agreeing -------------------------------------------------------------------------------------------------------

  /** @param {string} [start]  the item to begin with */
  #openWorkshop(start) {
    const order = this.#one('input[name="order"]:checked', HTMLInputElement).value;
    this.workshop.open(order === "form" ? [] : this.panel.agenda, start);
  }

  /**
   * The item that a point of the agenda is about.
   * @param {Element} button
   */
  #itemOf(button) {
    const point = button.closest("[data-entry]");
    const points = [...(point?.parentElement?.children ?? [])].filter((one) => !(one instanceof HTMLTemplateElement));
    return this.panel.agenda[points.findIndex((one) => one === point)];
  }

  #takeAgreed() {
    const asked = new Set(this.form.itemsOf(this.consensus.document.form).map(({ id }) => id));
    const levels = Object.entries(this.panel.undisputed).filter(([id]) => asked.has(id) && !this.consensus.value(id));
    if (levels.length) this.consensus.take(Object.fromEntries(levels));
    this.told.tell(levels.length ? this.#say("team.taken", { n: levels.length }) : this.#say("team.taken_none"), {
      ...(levels.length && { [this.#say("page.undo")]: () => this.#undo() }),
    });
  }

  #openInAssessment() {
    if (this.consensus.isEmpty) this.told.warn(this.#say("team.open_nothing"));
    else if (!handOver(this.consensus.document)) this.told.warn(this.#say("team.open_refused"));
    else location.assign(`${this.root.getAttribute("assessment")}#assessment-result`);
  }

  /** It needs no Python, so that it always works. */
  #save() {
    const { document } = this.consensus;
    download(`cx-atlas-answers-${document.date}.json`, fileText(document));
    this.told.tell(this.#say("page.saved"));
  }

  #undo() {
    this.consensus.undo();
    if (this.hand.isEmpty) this.hand.bringBack();
    this.told.tell(this.#say("page.undone"));
  }

  #clear() {
    this.consensus.clear();
    this.hand.clear();
    this.told.tell(this.#say("team.cleared"), { [this.#say("page.undo")]: () => this.#undo() });
  }

  // -- small things ---------------------------------------------------------------------------------------------------

  /**
   * @param {string} key
   * @param {Record<string, string | number>} [facts]
   */
  #say(key, facts) {
    return this.words.say(key, facts);
  }

  /**
   * @template {Element} E
   * @param {string} selector
   * @param {{new (): E}} type
   */
  #one(selector, type) {
    return one(this.root, selector, type);
  }
}

if (!customElements.get("cx-team")) customElements.define("cx-team", TeamElement);
