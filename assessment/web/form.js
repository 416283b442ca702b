/**
 * The form and the answer document: reading one from the other, both ways. No other module knows the form's names.
 */

/**
 * @typedef {object} AnswerEntry
 * @property {number} [level]
 * @property {true} [unknown]
 * @property {string} [not_applicable]  the reason; "" while it is still to be given
 * @property {string[]} [evidence]
 * @property {string} [note]
 */
/**
 * A file of answers, as design/product.md describes it.
 * @typedef {object} AnswersDocument
 * @property {"cx-atlas/answers"} format
 * @property {1} version
 * @property {{id: string, version: string}} model
 * @property {"quick" | "full"} form
 * @property {string} [date]
 * @property {Record<string, string>} [profile]
 * @property {Record<string, AnswerEntry>} answers
 * @property {Record<string, number>} [importance]
 * @property {Record<string, number>} [targets]
 */

const PROFILE = ["organisation", "sector", "role", "site"];

export class AnswerForm {
  /** The day on which the answers were given: the document's own, until something is changed. */
  #date = today();
  /**
   * The fields by name. The form's own `elements` look through all of its several hundred at every question.
   * @type {Map<string, HTMLInputElement[]>}
   */
  #fields = new Map();
  /** @type {Map<string, HTMLFieldSetElement[]>} by block */
  #items = new Map();

  /**
   * @param {HTMLFormElement} form
   * @param {{id: string, version: string}} model
   */
  constructor(form, model) {
    this.form = form;
    this.model = model;
    /** @type {HTMLFieldSetElement[]} */
    this.items = [];
    /** @type {string[]} */
    this.blocks = [];
    this.asks(model);
  }

  /**
   * The form asks the questions of this model, and holds them.
   * @param {{id: string, version: string}} model
   */
  asks(model) {
    this.model = model;
    this.items = [...this.form.querySelectorAll("fieldset[data-item]")].map((item) => /** @type {any} */ (item));
    this.blocks = [...this.form.querySelectorAll("[data-block]")].map((block) => /** @type {any} */ (block).dataset.block);
    this.#items = new Map(this.blocks.map((block) => [block, this.items.filter((item) => isIn(item, block))]));
    this.#fields = new Map();
    for (const field of /** @type {any} */ (this.form.elements)) {
      if (field.name) this.#fields.set(field.name, [...(this.#fields.get(field.name) ?? []), field]);
    }
  }

  /** @param {string} block */
  itemsOf(block) {
    return this.#items.get(block) ?? [];
  }

  /** @returns {"quick" | "full"} */
  get kind() {
    return this.#radio("form") === "quick" ? "quick" : "full";
  }

  /** Choose the full form. */
  askAll() {
    this.#check("form", "full");
  }

  /**
   * A document that says nothing, of the form that is chosen.
   * @returns {AnswersDocument}
   */
  empty() {
    return { format: "cx-atlas/answers", version: 1, model: this.model, form: this.kind, ...dated(today()), answers: {} };
  }

  /** Somebody changed an answer: from now on they are today's. */
  touch() {
    this.#date = today();
  }

  /**
   * The document that the form shows.
   * @returns {AnswersDocument}
   */
  read() {
    /** @type {AnswersDocument} */
    const document = {
      format: "cx-atlas/answers",
      version: 1,
      model: this.model,
      form: this.kind,
      ...dated(this.#date),
      ...filled("profile", PROFILE, (key) => this.#text(`profile:${key}`).trim()),
      answers: {},
      ...filled("importance", this.blocks, (block) => this.#chosen(`importance:${block}`)),
      ...filled("targets", this.blocks, (block) => this.#chosen(`target:${block}`)),
    };
    for (const item of this.items) {
      const entry = this.#entry(String(item.dataset.item));
      if (Object.keys(entry).length) document.answers[String(item.dataset.item)] = entry;
    }
    return document;
  }

  /**
   * Show a document. What it does not say is empty afterwards.
   * @param {AnswersDocument} document
   */
  write(document) {
    this.#check("form", document.form === "quick" ? "quick" : "full");
    this.#date = string(document.date);
    for (const key of PROFILE) this.#set(`profile:${key}`, string(document.profile?.[key]));
    for (const block of this.blocks) {
      this.#choose(`importance:${block}`, document.importance?.[block]);
      this.#choose(`target:${block}`, document.targets?.[block]);
    }
    for (const item of this.items) {
      const id = String(item.dataset.item);
      const entry = document.answers[id] ?? {};
      const na = typeof entry.not_applicable === "string";
      this.#check(id, entry.unknown ? "unknown" : na ? "na" : string(entry.level));
      this.#set(`${id}:reason`, string(entry.not_applicable));
      this.#set(`${id}:evidence`, Array.isArray(entry.evidence) ? entry.evidence.map(string).join("\n") : "");
      this.#set(`${id}:note`, string(entry.note));
    }
  }

  /**
   * An item's state as the page counts it.
   * @param {HTMLElement} item
   * @returns {"answered" | "open" | "reason-missing"}
   */
  state(item) {
    const id = String(item.dataset.item);
    const value = this.#radio(id);
    if (value === "na") return this.#text(`${id}:reason`).trim() ? "answered" : "reason-missing";
    return value ? "answered" : "open";
  }

  /** @param {HTMLElement} item */
  clear(item) {
    this.#check(String(item.dataset.item), "");
  }

  /** @param {HTMLElement} item  whether anything stands in its evidence or note */
  hasDetails(item) {
    const id = String(item.dataset.item);
    return Boolean(this.#text(`${id}:evidence`).trim() || this.#text(`${id}:note`).trim());
  }

  /**
   * @param {string} id
   * @returns {AnswerEntry}
   */
  #entry(id) {
    /** @type {AnswerEntry} */
    const entry = {};
    const value = this.#radio(id);
    if (value === "unknown") entry.unknown = true;
    else if (value === "na") entry.not_applicable = this.#text(`${id}:reason`).trim();
    else if (value) entry.level = Number(value);
    const evidence = this.#text(`${id}:evidence`).split("\n").map((line) => line.trim()).filter(Boolean);
    if (evidence.length) entry.evidence = evidence;
    const note = this.#text(`${id}:note`).trim();
    if (note) entry.note = note;
    return entry;
  }

  /** @param {string} name  of a field that there is one of */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.#fields.get(name)?.[0]);
  }

  /** @param {string} name @returns {string} */
  #radio(name) {
    return this.#fields.get(name)?.find((radio) => radio.checked)?.value ?? "";
  }

  /** @param {string} name @returns {string} */
  #text(name) {
    return this.#field(name).value;
  }

  /** @param {string} name @param {string} value */
  #set(name, value) {
    this.#field(name).value = value;
  }

  /** @param {string} name @param {string} value  "" for none */
  #check(name, value) {
    for (const radio of this.#fields.get(name) ?? []) radio.checked = radio.value === value;
  }

  /** @param {string} name  @returns {number | undefined} what a person chose; a default only where a document states it */
  #chosen(name) {
    const select = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (this.#field(name)));
    const option = select.selectedOptions[0];
    return option && (!("default" in option.dataset) || "stated" in select.dataset) ? Number(select.value) : undefined;
  }

  /** @param {string} name @param {number | undefined} value */
  #choose(name, value) {
    const select = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (this.#field(name)));
    const options = [...select.options];
    const option = options.find((one) => one.value === String(value)) ?? options.find((one) => "default" in one.dataset);
    if (option) option.selected = true;
    select.toggleAttribute("data-stated", option?.value === String(value));
  }
}

/**
 * What may be scored and saved: a document without the answers that are still half given.
 * @param {AnswersDocument} document
 * @returns {AnswersDocument}
 */
export function finished(document) {
  const answers = Object.fromEntries(
    Object.entries(document.answers).map(([id, entry]) => {
      const { not_applicable: reason, ...rest } = entry;
      return [id, reason === "" ? rest : entry];
    }),
  );
  return { ...document, answers };
}

/**
 * The text of a file of answers: the same bytes as `files.write_answers` in Python.
 * @param {AnswersDocument} document
 */
export function fileText(document) {
  const { answers, ...rest } = finished(document);
  const given = Object.fromEntries(Object.entries(answers).filter(([, entry]) => Object.keys(entry).length));
  const { importance, targets, ...head } = rest;
  return `${JSON.stringify({ ...head, answers: given, ...some({ importance, targets }) }, null, 1)}\n`;
}

/** @param {Record<string, unknown>} table */
function some(table) {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined));
}

/**
 * A table of what is there, under a name; nothing if nothing is there.
 * @param {string} name
 * @param {string[]} keys
 * @param {(key: string) => string | number | undefined} value
 */
function filled(name, keys, value) {
  const table = Object.fromEntries(keys.map((key) => [key, value(key)]).filter(([, found]) => found));
  return Object.keys(table).length ? { [name]: table } : {};
}

/**
 * @param {HTMLElement} item
 * @param {string} block
 */
function isIn(item, block) {
  return item.closest("[data-block]")?.getAttribute("data-block") === block;
}

/** @param {unknown} value */
function string(value) {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** @param {string} date */
function dated(date) {
  return date ? { date } : {};
}

/** The day here and now, as a file has it; "" where the clock is so wrong that no file can hold it. */
export function today() {
  const now = new Date();
  if (!(now.getFullYear() >= 1000 && now.getFullYear() <= 9999)) return "";
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
