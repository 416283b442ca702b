/**
 * One area at a time, and the way between them. The links are plain anchors (`#SAL`, `#assessment-result`), so they work
 * without this too; a step is part of the page's address, so that the browser's Back leads back.
 */

const RESULT = "result";

export class Steps {
  /**
   * @param {HTMLElement} root
   * @param {AbortSignal} signal
   * @param {() => void} leftOut  the address names a question that the form does not ask now
   */
  constructor(root, signal, leftOut) {
    this.root = root;
    this.leftOut = leftOut;
    this.blocks = this.#found();
    root.addEventListener("click", (event) => this.#clicked(event), { signal });
    addEventListener("popstate", () => this.arrive(), { signal });
    addEventListener("hashchange", () => this.arrive(), { signal });
    this.current = String(this.blocks[0]?.dataset.block);
  }

  /** The form has other areas: begin at the first of them. */
  renew() {
    this.blocks = this.#found();
    this.restart();
    this.blocks[0]?.querySelector("h2")?.focus();
  }

  /** @returns {HTMLElement[]} */
  #found() {
    return [...this.root.querySelectorAll("[data-block]")].map((block) => /** @type {HTMLElement} */ (block));
  }

  /** Back to the first area, without moving the reader. */
  restart() {
    this.#show(String(this.blocks[0]?.dataset.block));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = event.target instanceof Element ? event.target.closest("a[data-step]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // the theme's instant navigation would take it for another page
    // Not the hash alone: on a page that embeds us, <base> may lead elsewhere.
    history.pushState(null, "", new URL(link.hash, location.href));
    this.arrive();
  }

  /**
   * Show what the address names.
   * @param {boolean} [move]  also bring it into view, and the focus to it
   */
  arrive(move = true) {
    const id = location.hash.slice(1); // our ids need no decoding, and what cannot be decoded is none of them
    if (!id) {
      this.restart(); // where the way began, before the first step
      return;
    }
    const target = this.root.querySelector(`#${CSS.escape(id)}`);
    if (!target) {
      if (!this.root.dataset.view) this.restart(); // a place elsewhere on the page: the step stays as it is
      return;
    }
    const block = /** @type {HTMLElement | null} */ (target.closest("[data-block]"));
    this.#show(block ? String(block.dataset.block) : RESULT);
    const item = /** @type {HTMLElement | null} */ (target.closest("[data-item]"));
    if (item?.hidden) {
      this.leftOut();
      return;
    }
    const place = item ?? target.querySelector("h2") ?? target;
    if (!move && !item && block) return;
    place.scrollIntoView({ block: "start" });
    const focus = item ? (item.querySelector("input:checked") ?? item.querySelector("input")) : place;
    if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  }

  /** @param {string} step  a block's id, or "result" */
  #show(step) {
    if (step !== RESULT) this.current = step;
    this.root.dataset.view = step === RESULT ? "result" : "questions";
    for (const block of this.blocks) block.dataset.current = String(block.dataset.block === this.current);
    for (const link of this.root.querySelectorAll("nav a[data-step]")) {
      if (/** @type {HTMLElement} */ (link).dataset.step === step) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    const back = this.root.querySelector("[data-to-questions]");
    back?.setAttribute("href", `#${this.current}`);
  }
}
