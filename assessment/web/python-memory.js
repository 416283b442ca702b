/**
 * The memory of a Python that has started and been asked nothing: the build copies it
 * (assessment/publish/cutdown/memory.mjs), and pages go on from there instead of starting.
 *
 * A copy is the places in which it differs from the memory that WebAssembly begins with:
 *
 *   u32       the number of places
 *   u32, u32  of each, where it begins, and its bytes, four or more at a time
 *   …         their content, one after the other
 */

/** @import { Places } from "./python-core.js" */
/** @import { System } from "./python-system.js" */

/**
 * What else belongs to a memory.
 * @typedef {object} State
 * @property {Places} places
 * @property {number[]} globals
 * @property {boolean} counts  whether Python counted parameters by WebAssembly
 * @property {number} pages
 */

const PAGE = 65536;

/**
 * @param {System} system  with an instance, but nothing called
 * @param {State} state
 * @param {Uint8Array} copy
 */
export function restore(system, state, copy) {
  if (state.counts !== system.counts) throw new Error("this browser counts parameters in another way");
  const pages = system.bytes.length / PAGE;
  if (state.pages > pages) system.memory.grow(state.pages - pages);
  const { bytes } = system;
  const view = new DataView(copy.buffer, copy.byteOffset);
  const number = view.getUint32(0, true);
  let at = 4 + 8 * number;
  for (let place = 0; place < number; place += 1) {
    const begin = view.getUint32(4 + 8 * place, true);
    const size = view.getUint32(8 + 8 * place, true);
    bytes.set(copy.subarray(at, at + size), begin);
    at += size;
  }
  state.globals.forEach((value, place) => {
    /** @type {WebAssembly.Global} */ (system.globals[place]).value = value;
  });
}
