/**
 * The plan document as this browser keeps it, for each model its own. Nothing in here throws: a browser that refuses
 * storage (private window, full, blocked) is a state, not an error.
 */

/** @typedef {{block: string | null, level: number}} Target */
/** @typedef {"small" | "medium" | "large"} Effort */
/**
 * A step of the roadmap.
 * @typedef {object} Task
 * @property {string} item
 * @property {number} from
 * @property {number} to
 * @property {string} owner
 * @property {string} date  YYYY-MM-DD, or ""
 * @property {true} [done]
 */
/**
 * A plan file, as core/planning/roadmap.py describes it.
 * @typedef {object} PlanDocument
 * @property {"cx-atlas/plan"} format
 * @property {1} version
 * @property {{id: string, version: string}} model
 * @property {Target} target
 * @property {Record<string, Effort>} efforts
 * @property {Task[]} steps
 */

const KEY = "cx-atlas:plan";

export class PlanStore {
  /** False once the browser refused to keep something. */
  keeps = true;

  /** @param {string} model  its id; the site's own needs no name */
  constructor(model) {
    this.key = model === "cx-atlas" ? KEY : `${KEY}:${model}`;
  }

  /** The text of what was kept, unread; null if there is nothing. */
  load() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      this.keeps = false;
      return null;
    }
  }

  /** @param {PlanDocument} plan */
  save(plan) {
    this.#write(this.key, JSON.stringify(plan));
  }

  /**
   * Put aside what cannot be read, so that the next plan does not take its place.
   * @param {string} text
   */
  setAside(text) {
    this.#write(`${this.key}-damaged`, text);
    try {
      localStorage.removeItem(this.key);
    } catch {
      this.keeps = false;
    }
  }

  /**
   * Hear of a plan that another tab keeps.
   * @param {(text: string) => void} heard
   * @param {AbortSignal} signal
   */
  onElsewhere(heard, signal) {
    const listen = (/** @type {StorageEvent} */ { key, newValue }) => {
      if (key === this.key && newValue !== null) heard(newValue);
    };
    addEventListener("storage", listen, { signal });
  }

  /**
   * @param {string} key
   * @param {string} text
   */
  #write(key, text) {
    try {
      localStorage.setItem(key, text);
      this.keeps = true;
    } catch {
      this.keeps = false;
    }
  }
}
