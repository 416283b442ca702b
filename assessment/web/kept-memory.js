/**
 * The memory of a Python that has started and been asked nothing, kept in the browser for the next visit.
 *
 * It holds what the site's own files made of it, and nothing that anybody gave: it is copied before
 * the first request. It is kept under the address of the runtime and of this very script, which both
 * change with any byte in them, together with its digest. At most one is kept. Where the browser
 * refuses, or anything is unlike what it should be, Python starts as on the first visit.
 */

/** @import { Layout, System } from "./python-system.js" */
/** @import { Places } from "./python-core.js" */

import { sha256 } from "./download.js";

const CACHE = "cx-atlas-python";
const FORM = "cx-atlas python memory 1";
/** More is not kept: a phone's storage is not ours. */
const MOST_BYTES = 32 * 2 ** 20;
const PAGE = 65536;

/**
 * What stands before the memory itself, as JSON.
 * @typedef {object} Head
 * @property {string} form
 * @property {Layout} layout
 * @property {Places} places
 * @property {number[]} globals
 * @property {boolean} counts  whether Python counted parameters by WebAssembly
 * @property {number} pages  of the memory
 * @property {[number, number][]} parts  of the memory that are kept: where, and how many bytes
 */
/** @typedef {{head: Head, content: Uint8Array}} Memory */

export class Kept {
  #key;
  #own;

  /** @param {string} base  the runtime's folder */
  constructor(base) {
    this.#key = `${base}memory?${new URLSearchParams({ by: import.meta.url })}`;
    // In a page of somebody else's, storage is theirs.
    this.#own = new URL(base).origin === self.origin;
  }

  /**
   * @param {Layout} layout
   * @returns {Promise<Memory | undefined>}
   */
  async read(layout) {
    if (!this.#own) return undefined;
    try {
      const response = await (await caches.open(CACHE)).match(this.#key);
      if (!response) return undefined;
      const content = new Uint8Array(await response.arrayBuffer());
      const digest = await sha256(content);
      const head = /** @type {Head} */ (JSON.parse(response.headers.get("X-Head") ?? ""));
      const same = head.form === FORM && JSON.stringify(head.layout) === JSON.stringify(layout);
      if (!digest || digest !== response.headers.get("X-Digest") || !same) throw new Error("another one");
      return { head, content };
    } catch (error) {
      this.forget();
      return undefined;
    }
  }

  /**
   * Put a memory into its place.
   * @param {Memory} memory
   * @param {System} system  with an instance, but nothing called
   * @returns {Places}
   */
  restore({ head, content }, system) {
    if (head.counts !== system.counts) throw new Error("this browser counts parameters in another way");
    const pages = system.memory.buffer.byteLength / PAGE;
    if (head.pages > pages) system.memory.grow(head.pages - pages);
    let at = 0;
    for (const [begin, size] of head.parts) {
      system.bytes.set(content.subarray(at, at + size), begin);
      at += size;
    }
    head.globals.forEach((value, place) => {
      /** @type {WebAssembly.Global} */ (system.globals[place]).value = value;
    });
    return head.places;
  }

  /**
   * Copy the memory now, and keep the copy when there is time.
   * @param {System} system
   * @param {Places} places
   */
  keep(system, places) {
    if (!this.#own || !system.files.idle || !("caches" in self) || !self.crypto.subtle) return;
    const { layout, bytes } = system;
    const words = new Uint32Array(bytes.buffer);
    let last = words.length;
    while (last > layout.heap / 4 && !words[last - 1]) last -= 1;
    const end = 4 * last;
    /** @type {[number, number][]} */
    const parts = [
      [layout.data, layout.stackEnd - layout.data],
      [layout.heap, end - layout.heap],
    ];
    const size = parts.reduce((sum, [, part]) => sum + part, 0);
    if (size > MOST_BYTES) return;
    const content = new Uint8Array(size);
    content.set(bytes.subarray(parts[0]?.[0], layout.stackEnd));
    content.set(bytes.subarray(layout.heap, end), layout.stackEnd - layout.data);
    /** @type {Head} */
    const head = {
      form: FORM,
      layout,
      places: { ...places },
      globals: system.globals.map((global) => global.value),
      counts: system.counts,
      pages: bytes.length / PAGE,
      parts,
    };
    setTimeout(() => void this.#store(head, content), 1000);
  }

  /** Without waiting, and without a word: there may be none, or no storage at all. */
  forget() {
    void self.caches?.delete(CACHE).catch(() => {});
  }

  /**
   * @param {Head} head
   * @param {Uint8Array<ArrayBuffer>} content
   */
  async #store(head, content) {
    try {
      const digest = await sha256(content);
      const headers = { "X-Head": JSON.stringify(head), "X-Digest": String(digest) };
      const cache = await caches.open(CACHE);
      for (const older of await cache.keys()) await cache.delete(older);
      await cache.put(this.#key, new Response(content, { headers }));
    } catch {
      this.forget(); // no room, or none for us
    }
  }
}
