// The finished halves, asked as a worker asks them.

import { Core } from "../../web/python-core.js";
import { System } from "../../web/python-system.js";
import { halves as joined } from "../../web/python-halves.js";

/** The reply to each request, in turn; the second archive comes when Python first misses a module. */
export function replies({ halves, layout, archive, more, python, requests }) {
  const [first, rest] = halves.map((half) => new WebAssembly.Module(half));
  const system = new System(layout, { 1: console.error, 2: console.error });
  let loaded = false;
  const { imports, attach } = joined(system, () => {
    loaded = true;
    return rest;
  });
  const instance = new WebAssembly.Instance(first, imports);
  attach(instance);
  const core = new Core(system, instance.exports);
  core.start(archive, python);
  let complete = false;
  const answers = requests.map((given) => {
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
  return { answers, loaded };
}
