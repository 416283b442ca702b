/**
 * The two halves of the cut-down WebAssembly: the second joins when the first first needs it.
 *
 * A function of the second half is a stub in the first (assessment/publish/cutdown/split.mjs). It
 * calls `load_rest`, once, and then the function, in whose middle nothing can be waited for: so the
 * second half has to be had at once.
 */

/** @import { System } from "./python-system.js" */

/**
 * @param {System} system
 * @param {() => WebAssembly.Module} rest  fetches and compiles the second half, at once
 */
export function halves(system, rest) {
  const shared = system.imports;
  /** @type {WebAssembly.Instance | undefined} */
  let first;
  const load = () => {
    new WebAssembly.Instance(rest(), shared); // puts its functions into the table
    const loaded = /** @type {WebAssembly.Global} */ (first?.exports.rest_loaded);
    loaded.value = 1;
  };
  return {
    imports: { ...shared, env: { ...shared.env, load_rest: load } },
    /** @param {WebAssembly.Instance} instance */
    attach(instance) {
      first = instance;
    },
  };
}
