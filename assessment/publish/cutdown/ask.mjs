// The finished halves, asked as a worker asks them.

import { Core } from "../../web/python-core.js";
import { restore } from "../../web/python-memory.js";
import { System } from "../../web/python-system.js";
import { halves as joined } from "../../web/python-halves.js";

/**
 * The reply to each request, in turn; the second archive comes when Python first misses a module.
 * @returns {{answers: string[], anew: string[]}} of a Python that goes on from the copied memory, and of one that starts
 */
export function replies(made) {
  return { answers: asked({ ...made, isCopied: true }), anew: asked({ ...made, isCopied: false }) };
}

function asked({ halves, layout, archive, more, python, requests, state, copy, isCopied }) {
  const [first, rest] = halves.map((half) => new WebAssembly.Module(half));
  const system = new System(layout, { 1: console.error, 2: console.error });
  const { imports, attach } = joined(system, () => rest);
  const instance = new WebAssembly.Instance(first, imports);
  attach(instance);
  const core = new Core(system, instance.exports);
  if (isCopied) {
    restore(system, state, copy);
    core.resume(state.places, archive, python);
  } else {
    core.start(archive, python);
  }
  let complete = false;
  return requests.map((given) => {
    const request = JSON.stringify(JSON.parse(given)); // as a page writes it
    try {
      return core.handle(request);
    } catch (error) {
      if (complete || error.type !== "ModuleNotFoundError") throw error;
      complete = true;
      core.add("/lib/more.zip", more);
      return core.handle(request);
    }
  });
}
