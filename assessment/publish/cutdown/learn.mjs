// What a page's requests reach: functions of the WebAssembly, and modules of the library.

import { Core } from "../../web/python-core.js";
import { System } from "../../web/python-system.js";
import { MARK } from "./split.mjs";

/** ../inside/reach.py, which is put into the archive for this. */
const REACH = "reach";

/**
 * Start the marked module and ask it everything.
 * @returns {{functions: number[], modules: string[], refused: string[]}} places of functions, members of the first
 *   archive that a start and scoring load, and what Python refused in a way that nobody expects
 */
export function reached({ bytes, layout, archive, more, python, requests }) {
  const said = [];
  const system = new System(layout, { 1: () => {}, 2: (line) => said.push(line) });
  const seen = new Set();
  const imports = system.imports;
  imports.env[MARK] = (place) => void seen.add(place);
  standStill(imports, system);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  const core = new Core(system, instance.exports);
  core.start(archive, python);
  const refused = [];
  const ask = (request) => {
    const { error } = JSON.parse(core.handle(request));
    if (error?.code === "unexpected") refused.push(error.message);
  };
  requests.start.flatMap(spelled).forEach(ask);
  const modules = JSON.parse(core.ask(REACH, "listed", ""));
  expectMissing(core, requests.rare);
  core.add("/lib/more.zip", more);
  requests.rare.map((request) => spelled(request)[1]).forEach(ask);
  core.ask(REACH, "half", ""); // a reply that is no UTF-8
  return { functions: [...seen].sort((a, b) => a - b), modules, refused };
}

/** A request in ASCII, and as a page writes it. */
function spelled(request) {
  return [request, JSON.stringify(JSON.parse(request))];
}

/** Let Python miss a module, as it does when a tool is first used. */
function expectMissing(core, requests) {
  for (const request of requests) {
    try {
      core.handle(request);
    } catch (error) {
      if (error.type !== "ModuleNotFoundError") throw error;
      return;
    }
  }
  throw new Error("No request needs the second archive.");
}

/** The same time and the same chance whenever this runs: what is reached must not depend on them. */
function standStill(imports, system) {
  const { env, wasi_snapshot_preview1: wasi } = imports;
  env.emscripten_date_now = env.emscripten_get_now = () => 1.8e12;
  wasi.clock_time_get = (_clock, _precision, into) => {
    new DataView(system.memory.buffer).setBigInt64(into, 1_800_000_000_000_000_000n, true);
    return 0;
  };
  wasi.random_get = (into, size) => (system.bytes.fill(7, into, into + size), 0);
}
