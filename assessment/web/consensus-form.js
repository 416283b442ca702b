/**
 * The list of agreed answers: shows what the consensus says, and changes it.
 */

import { one, setText } from "./dom.js";

/** @import { Consensus } from "./consensus.js" */
/** @import { Words } from "./words.js" */

/**
 * An item as the page has it.
 * @typedef {object} Item
 * @property {string} id
 * @property {string} block
 * @property {string} title
 * @property {string} question
 * @property {string[]} levels  what each level means, 1 first
 * @property {boolean} quick
 */

export class ConsensusForm {
  /** @type {HTMLFieldSetElement | null} where the pointer was last */
  #previewed = null;

  /**
   * @param {HTMLFormElement} form
   * @param {Words} words
   */
  constructor(form, words) {
    this.form = form;
    this.words = words;
    /** @type {HTMLFieldSetElement[]} */
    this.places = [...form.querySelectorAll("fieldset[data-item]")].map((place) => /** @type {any} */ (place));
    /** @type {Item[]} */
    this.items = this.places.map((place) => ({
      id: String(place.dataset.item),
      block: String(place.closest("details")?.dataset.block),
      title: String(place.dataset.title),
      question: one(place, ".cx-agree__question", HTMLElement).textContent ?? "",
      levels: [...place.querySelectorAll("[data-level] ~ [data-text]")].map((text) => text.textContent ?? ""),
      quick: "quick" in place.dataset,
    }));
  }

  /**
   * Show a consensus, now and whenever it changes, and change it.
   * @param {Consensus} consensus
   * @param {AbortSignal} signal
   */
  bind(consensus, signal) {
    this.form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.form.addEventListener("change", ({ target }) => this.#chosen(target, consensus), { signal });
    this.form.addEventListener("input", ({ target }) => this.#written(target, consensus), { signal });
    this.form.addEventListener("click", ({ target }) => this.#cleared(target, consensus), { signal });
    this.form.addEventListener("pointerover", ({ target }) => this.#preview(target, consensus), { signal });
    consensus.addEventListener("change", () => this.#show(consensus), { signal });
    this.#show(consensus);
  }

  /**
   * The items that are asked in a form.
   * @param {"full" | "quick"} form
   */
  itemsOf(form) {
    return this.items.filter(({ quick }) => form === "full" || quick);
  }

  /**
   * An answer in words: what the level says, "I don't know", "does not apply: reason"; "" for none.
   * @param {Consensus} consensus
   * @param {string} id
   */
  inWords(consensus, id) {
    const value = consensus.value(id);
    if (!value) return "";
    const radio = this.#radio(id, value);
    const text = radio?.parentElement?.querySelector("[data-text]")?.textContent ?? "";
    return /^\d$/.test(value) ? `${value} – ${text}` : text;
  }

  /**
   * @param {EventTarget | null} target
   * @param {Consensus} consensus
   */
  #chosen(target, consensus) {
    if (target instanceof HTMLSelectElement) consensus.choose(target.value === "quick" ? "quick" : "full");
    else if (target instanceof HTMLInputElement && target.type === "radio") consensus.agree(target.name, target.value);
  }

  /**
   * @param {EventTarget | null} target
   * @param {Consensus} consensus
   */
  #written(target, consensus) {
    const isText = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
    if (!isText) return;
    const [item = "", kind] = target.name.split(":");
    consensus.write(item, kind === "reason" ? "not_applicable" : "note", target.value);
  }

  /**
   * @param {EventTarget | null} target
   * @param {Consensus} consensus
   */
  #cleared(target, consensus) {
    const place = target instanceof Element && target.closest("[data-clear]")?.closest("fieldset");
    if (!place) return;
    consensus.agree(String(place.dataset.item), "");
    place.querySelector("input")?.focus();
  }

  /**
   * What a level means is read under the row while the pointer is on it; afterwards, what is agreed stands there again.
   * @param {EventTarget | null} target
   * @param {Consensus} consensus
   */
  #preview(target, consensus) {
    const place = target instanceof Element ? target.closest("fieldset") : null;
    if (this.#previewed && this.#previewed !== place) this.#showChosen(this.#previewed, consensus);
    this.#previewed = place;
    if (!place) return;
    const text = /** @type {Element} */ (target).closest("label")?.querySelector("[data-text]")?.textContent;
    if (text) setText(one(place, "[data-chosen]", HTMLElement), text);
    else this.#showChosen(place, consensus);
  }

  /**
   * @param {HTMLFieldSetElement} place
   * @param {Consensus} consensus
   */
  #showChosen(place, consensus) {
    const text = this.inWords(consensus, String(place.dataset.item)) || this.words.say("team.chosen_none");
    setText(one(place, "[data-chosen]", HTMLElement), text);
  }

  /** @param {Consensus} consensus */
  #show(consensus) {
    const { form } = consensus.document;
    one(this.form, "select", HTMLSelectElement).value = form;
    const asked = new Set(this.itemsOf(form));
    this.items.forEach((item, place) => {
      const fieldset = /** @type {HTMLFieldSetElement} */ (this.places[place]);
      fieldset.hidden = !asked.has(item);
      this.#showItem(fieldset, item, consensus);
    });
    for (const block of this.form.querySelectorAll("details[data-block]")) {
      const own = [...asked].filter((item) => item.block === /** @type {HTMLElement} */ (block).dataset.block);
      setText(one(block, "[data-block-progress]", HTMLElement), this.#progress(own, consensus));
    }
    const bar = one(this.form, "[data-progress-bar]", HTMLProgressElement);
    bar.max = asked.size;
    bar.value = agreedOf([...asked], consensus);
    setText(one(this.form, "[data-progress]", HTMLElement), this.#progress([...asked], consensus));
    one(this.form, '[data-do="undo"]', HTMLButtonElement).disabled = !consensus.canUndo;
  }

  /**
   * @param {HTMLFieldSetElement} place
   * @param {Item} item
   * @param {Consensus} consensus
   */
  #showItem(place, { id }, consensus) {
    const value = consensus.value(id);
    const { note, not_applicable: reason } = consensus.entry(id);
    for (const radio of place.querySelectorAll("input")) if (radio.type === "radio") radio.checked = radio.value === value;
    this.#showChosen(place, consensus);
    place.dataset.agreed = String(consensus.isAgreed(id));
    one(place, "[data-clear]", HTMLElement).hidden = value === "";
    one(place, "[data-reason]", HTMLElement).hidden = value !== "na";
    one(place, "[data-reason-missing]", HTMLElement).hidden = reason !== "";
    setValue(one(place, "[data-reason] input", HTMLInputElement), reason ?? "");
    setValue(one(place, "textarea", HTMLTextAreaElement), note ?? "");
  }

  /**
   * @param {Item[]} items
   * @param {Consensus} consensus
   */
  #progress(items, consensus) {
    return this.words.say("team.progress", { agreed: agreedOf(items, consensus), n: items.length });
  }

  /**
   * @param {string} id
   * @param {string} value
   * @returns {HTMLInputElement | null}
   */
  #radio(id, value) {
    return this.form.querySelector(`input[name="${id}"][value="${value}"]`);
  }
}

/**
 * How many of the items are agreed on.
 * @param {Item[]} items
 * @param {Consensus} consensus
 */
export function agreedOf(items, consensus) {
  return items.filter(({ id }) => consensus.isAgreed(id)).length;
}

/**
 * Set a field unless it says so already: again would move the cursor.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} text
 */
function setValue(field, text) {
  if (field.value !== text) field.value = text;
}
