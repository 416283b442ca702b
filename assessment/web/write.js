/**
 * <cx-write>: a form that becomes an article, which its writer copies, downloads, or continues in the repository.
 *
 * Nothing is sent from here. The draft is kept in this browser as it is written.
 */

import { one, setText } from "./dom.js";
import { download } from "./files.js";
import { article, fault, fill, slugOf } from "./write-article.js";

/** @import { Filled, Language } from "./write-article.js" */

/** What stands in the editor's address for the file's name and for the text; see publish/write.py. */
const NAME = "ARTICLE-NAME";
const TEXT = "ARTICLE-TEXT";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

class WriteElement extends HTMLElement {
  /** @type {Desk | undefined} */
  #desk;

  connectedCallback() {
    this.#desk ??= new Desk(this);
  }
}

class Desk {
  /** @type {Filled | undefined} what “undo” brings back */
  #before;
  /** Whether the address still follows the title. */
  #follows = true;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = one(root, "form", HTMLFormElement);
    this.result = one(root, "[data-article]", HTMLTextAreaElement);
    /** @type {Language & { editor: string, longest: number }} */
    this.language = JSON.parse(one(root, "template.cx-language", HTMLTemplateElement).content.textContent ?? "");
    this.name = `cx-atlas:article-${this.language.language}`;
    this.form.addEventListener("input", (event) => this.#written(event.target));
    this.form.addEventListener("change", (event) => this.#judge(event.target));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("click", (event) => this.#clicked(event.target));
    this.#put(this.#kept());
    this.form.hidden = false;
  }

  /** @returns {Field[]} */
  get fields() {
    return /** @type {Field[]} */ ([...this.form.querySelectorAll("[data-field] [name]")]);
  }

  /** @returns {Filled} */
  get filled() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  }

  get markdown() {
    return article(this.filled, this.language, new Date());
  }

  /** @param {EventTarget | null} field */
  #written(field) {
    if (!isField(field)) return;
    if (field.name === "slug") this.#follows = field.value === "";
    if (field.name === "title" && this.#follows) this.#field("slug").value = slugOf(field.value);
    if (field.getAttribute("aria-invalid") === "true") this.#judge(field);
    this.#keep(this.filled);
    this.#show();
  }

  /** Say what is wrong with a field, once somebody has left it. @param {EventTarget | null} field */
  #judge(field) {
    if (!isField(field)) return;
    const wrong = this.#fault(field);
    field.setAttribute("aria-invalid", String(wrong !== ""));
    setText(one(this.#place(field), "[data-error]", HTMLElement), wrong);
  }

  /** @param {Field} field */
  #fault(field) {
    return fault(field.name, field.value, field.required, this.language);
  }

  /** Show the article as it is, and what it lacks. */
  #show() {
    this.result.value = this.markdown;
    const missing = this.fields.filter((field) => this.#fault(field));
    const notice = one(this.root, "[data-to-mend]", HTMLElement);
    notice.hidden = missing.length === 0;
    notice.classList.toggle("cx-notice--warn", this.fields.some((field) => field.value.trim())); // nothing is wrong yet
    one(this.root, "[data-ready]", HTMLElement).hidden = missing.length > 0;
    this.#lead(one(this.root, "[data-missing]", HTMLElement), missing);
    for (const [name, { minLength = 0, maxLength }] of Object.entries(this.language.limits)) {
      const place = this.#place(this.#field(name)).querySelector("[data-length]");
      const text = this.#field(name).value.trim();
      if (place && maxLength) setText(place, fill(this.language.say.length ?? "", text, minLength, maxLength));
    }
  }

  /**
   * Links to fields.
   * @param {HTMLElement} place
   * @param {Field[]} fields
   */
  #lead(place, fields) {
    const names = fields.map((field) => String(this.language.say[field.name]));
    if (place.textContent === names.join(", ")) return;
    place.replaceChildren();
    for (const [at, field] of fields.entries()) {
      const link = document.createElement("a");
      link.href = `#${field.id}`;
      link.textContent = String(names[at]);
      place.append(at ? ", " : "", link);
    }
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const what = target instanceof Element ? target.closest("[data-do]")?.getAttribute("data-do") : null;
    if (what === "clear") this.#clear();
    if (what === "undo") this.#undo();
    if ((what === "copy" || what === "download" || what === "open") && this.#isReady()) {
      if (what === "copy") void this.#copy("copied");
      if (what === "download") download(`${this.filled.slug?.trim()}.md`, new Blob([this.markdown], { type: "text/markdown" }));
      if (what === "open") this.#open();
    }
  }

  /** Whether every field is right; if not, each says so, and the first gets the focus. */
  #isReady() {
    const wrong = this.fields.filter((field) => this.#fault(field));
    for (const field of wrong) this.#judge(field);
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  /** @param {string} said  what to say when it is done */
  async #copy(said) {
    try {
      await navigator.clipboard.writeText(this.markdown);
      this.#tell(said);
    } catch {
      this.result.focus();
      this.result.select();
      this.#tell("not_copied");
    }
  }

  /** Continue in the repository's editor, with the text in the address if that may be so long. */
  #open() {
    const address = this.language.editor.replace(NAME, encodeURIComponent(this.filled.slug?.trim() ?? ""));
    const whole = address.replace(TEXT, encodeURIComponent(this.markdown));
    const fits = address.includes(TEXT) && whole.length <= this.language.longest;
    if (!fits) void this.#copy("opened_long");
    open(fits ? whole : address.replace(TEXT, ""), "_blank", "noopener");
  }

  #clear() {
    this.#before = this.filled;
    this.#put({});
    this.#keep(null);
    one(this.root, "[data-do=undo]", HTMLElement).hidden = false;
    this.#tell("cleared");
  }

  #undo() {
    const undo = one(this.root, "[data-do=undo]", HTMLElement);
    this.#put(this.#before ?? {});
    this.#keep(this.filled);
    one(this.root, "[data-do=clear]", HTMLElement).focus();
    undo.hidden = true;
    this.#tell("");
  }

  /** @param {Filled} filled */
  #put(filled) {
    for (const field of this.fields) {
      field.value = filled[field.name] ?? "";
      field.removeAttribute("aria-invalid");
      setText(one(this.#place(field), "[data-error]", HTMLElement), "");
    }
    const slug = this.#field("slug").value;
    this.#follows = slug === "" || slug === slugOf(this.#field("title").value);
    this.#show();
  }

  /** @param {string} key  of the words */
  #tell(key) {
    setText(one(this.root, "[data-told]", HTMLElement), key && (this.language.say[key] ?? ""));
  }

  /** The draft from last time. @returns {Filled} */
  #kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.name) ?? "{}");
      const texts = Object.entries(Object(kept)).filter(([, value]) => typeof value === "string");
      return /** @type {Filled} */ (Object.fromEntries(texts));
    } catch {
      return {};
    }
  }

  /** @param {Filled | null} filled */
  #keep(filled) {
    try {
      if (filled) localStorage.setItem(this.name, JSON.stringify(filled));
      else localStorage.removeItem(this.name);
    } catch {
      setText(one(this.root, "[data-kept]", HTMLElement), this.language.say.not_kept ?? "");
    }
  }

  /** @param {string} name */
  #field(name) {
    const found = this.fields.find((field) => field.name === name);
    if (!found) throw new Error(`cx-write: there is no field ${name}`);
    return found;
  }

  /** @param {Field} field */
  #place(field) {
    return /** @type {HTMLElement} */ (field.closest("[data-field]"));
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {target is Field}
 */
function isField(target) {
  return target instanceof HTMLElement && "name" in target && target.closest("[data-field]") !== null;
}

customElements.define("cx-write", WriteElement);
