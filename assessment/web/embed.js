/**
 * The questionnaire in any page, of any origin: this script, and
 *
 *   <cx-assessment language="pl"></cx-assessment>
 *
 * where `language` is one of the site's (en, pl, ro), `form` may be "quick", and `model` the address of a model of your
 * own. What stands inside the tag is shown until the questionnaire is there, and stays if it does not come: a link is
 * best.
 *
 * The script lies at an address that stays; all else it finds through the page embed/<language>.html beside it.
 */

/** @import { Questionnaire } from "./assessment.js" */

/** The languages that there is a page for; the build writes all of the site's here. */
const LANGUAGES = ["en"];

/** Of attributes that hold an address. */
const ADDRESSES = ["worker", "runtime", "script"];

class EmbeddedAssessment extends HTMLElement {
  /** @type {Questionnaire | undefined} */
  #questionnaire;

  connectedCallback() {
    if (this.hasAttribute("script")) void this.#begin(String(this.getAttribute("script")));
    else if (!this.shadowRoot) void this.#fill();
  }

  disconnectedCallback() {
    this.#questionnaire?.leave();
    this.#questionnaire = undefined;
  }

  /**
   * This is a whole questionnaire: ours from the build, in a page of its own or in the shadow of another tag.
   * @param {string} script
   */
  async #begin(script) {
    this.addEventListener("click", openBeside, { capture: true });
    const { Questionnaire } = await import(new URL(script, document.baseURI).href);
    if (!this.isConnected || this.#questionnaire) return;
    this.#questionnaire = new Questionnaire(this);
  }

  /** This is a tag that somebody wrote: put the questionnaire into its shadow. */
  async #fill() {
    const shadow = this.attachShadow({ mode: "open" });
    shadow.append(document.createElement("slot")); // what the host wrote inside
    try {
      const { questionnaire, styles } = await fetchParts(this.#language);
      this.#prepare(questionnaire);
      await Promise.all(styles.map((style) => loaded(style, shadow)));
      shadow.querySelector("slot")?.remove();
      shadow.append(questionnaire);
    } catch (error) {
      console.error("cx-assessment:", error);
    }
  }

  /** @param {HTMLElement} questionnaire */
  #prepare(questionnaire) {
    questionnaire.lang = this.#language;
    const form = this.getAttribute("form");
    for (const radio of questionnaire.querySelectorAll('input[name="form"]')) {
      if (form === "quick" || form === "full") radio.toggleAttribute("checked", radio.getAttribute("value") === form);
    }
    const model = this.getAttribute("model");
    if (model) questionnaire.setAttribute("bundle", new URL(model, document.baseURI).href);
  }

  get #language() {
    const asked = this.getAttribute("language") ?? document.documentElement.lang.slice(0, 2);
    return LANGUAGES.includes(asked) ? asked : "en";
  }
}

/**
 * The questionnaire of a language, with addresses that hold anywhere, and the addresses of its styles.
 * @param {string} language
 */
async function fetchParts(language) {
  const page = await fetchPage(new URL(`../embed/${language}.html`, import.meta.url).href);
  const questionnaire = /** @type {HTMLElement} */ (page.querySelector("cx-assessment"));
  for (const name of ADDRESSES) {
    questionnaire.setAttribute(name, new URL(String(questionnaire.getAttribute(name)), page.baseURI).href);
  }
  for (const link of questionnaire.querySelectorAll('a[href]:not([href^="#"])')) {
    link.setAttribute("href", /** @type {HTMLAnchorElement} */ (link).href);
  }
  const data = /** @type {HTMLTemplateElement} */ (questionnaire.querySelector(".cx-language")).content;
  const told = JSON.parse(String(data.textContent));
  for (const article of Object.values(told.articles)) article.href = new URL(article.href, page.baseURI).href;
  data.textContent = JSON.stringify(told);
  const styles = [...page.querySelectorAll('link[rel="stylesheet"]')].map((link) => /** @type {HTMLLinkElement} */ (link).href);
  return { questionnaire, styles };
}

/**
 * A page as a document whose scripts do not run. No text is made into HTML here: that a host's rules may forbid.
 * @param {string} address
 * @returns {Promise<Document>}
 */
function fetchPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.addEventListener("load", () => {
      const page = request.status === 200 ? request.responseXML : null;
      if (page?.querySelector("cx-assessment")) resolve(page);
      else reject(new Error(`${address}: the host answered ${request.status}`));
    });
    request.addEventListener("error", () => reject(new Error(`${address} did not come, or may not be read here`)));
    request.send();
  });
}

/**
 * A style sheet in a shadow, once it holds.
 * @param {string} address
 * @param {ShadowRoot} shadow
 */
function loaded(address, shadow) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(`${address} did not come`)));
    shadow.append(link);
  });
}

/**
 * Links that leave the questionnaire open beside the page that it is in, and answers stay in view.
 * @param {Event} event
 */
function openBeside({ target }) {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.getAttribute("href")?.startsWith("#")) return;
  link.target = "_blank";
  link.rel = "noopener";
}

if (!customElements.get("cx-assessment")) customElements.define("cx-assessment", EmbeddedAssessment);
