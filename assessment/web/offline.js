/**
 * The page's end of the service worker (publish/offline/worker/sw.js): it is hired once Python has started, so that
 * what it fetches comes out of the browser's cache for the most part, and who only reads pays nothing.
 */

import { trusted } from "./trusted.js";

/** Something about what is kept has changed: event `change`. */
export class Offline extends EventTarget {
  /** Files that were fetched to be kept, since this page was opened. */
  fetched = 0;
  /** @type {ServiceWorkerRegistration | undefined} */
  #registration;
  #address;
  #signal;

  /**
   * @param {string | null} address  of the service worker; null where the site has none
   * @param {AbortSignal} signal  aborted when the page is left
   */
  constructor(address, signal) {
    super();
    this.#address = address && new URL(address, document.baseURI).href;
    this.#signal = signal;
    if (!this.#address || !this.#workers) return;
    this.#workers.addEventListener("message", ({ data }) => this.#hear(data), { signal });
    void this.#look();
  }

  /** Whether the page is kept here whole. */
  get isKept() {
    return Boolean(this.#registration?.active);
  }

  /** Whether a newer release is here and waits. */
  get isRenewable() {
    return Boolean(this.#registration?.waiting && this.#workers?.controller);
  }

  /** Keep this release, unless that has been done. Refusals are silent: everything works without. */
  async keep() {
    const saves = /** @type {any} */ (navigator).connection?.saveData;
    if (!this.#address || !this.#workers || this.#registration || saves) return;
    try {
      const address = /** @type {string} */ (trusted(this.#address));
      this.#watch(await this.#workers.register(address, { updateViaCache: "all" }));
    } catch {
      // no secure address, a private window, a browser's setting, or the host's script did not come
    }
  }

  /** Let the newer release take over, and show it. */
  renew() {
    this.#workers?.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#registration?.waiting?.postMessage("take over");
  }

  /** What is kept may be damaged: have it looked through, so that another try gets it from the network. */
  distrust() {
    this.#workers?.controller?.postMessage("check");
  }

  /** Undefined where the browser has none, or the address is not secure. */
  get #workers() {
    return /** @type {ServiceWorkerContainer | undefined} */ (navigator.serviceWorker);
  }

  async #look() {
    try {
      const there = await this.#workers?.getRegistration(String(this.#address));
      // Another one may hold the whole origin.
      const isOurs = there?.scope === new URL(".", String(this.#address)).href;
      if (there && isOurs && !this.#signal.aborted) this.#watch(there);
    } catch {
      // as in `keep`
    }
  }

  /** @param {ServiceWorkerRegistration} registration */
  #watch(registration) {
    this.#registration = registration;
    const signal = this.#signal;
    const follow = () => {
      for (const worker of [registration.installing, registration.waiting]) {
        worker?.addEventListener("statechange", () => this.#changed(), { signal });
      }
      this.#changed();
    };
    registration.addEventListener("updatefound", follow, { signal });
    follow();
  }

  /** @param {{fetched?: number} | undefined} news */
  #hear(news) {
    if (typeof news?.fetched !== "number") return;
    this.fetched = Math.max(this.fetched, news.fetched);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
