// What a page's requests reach: functions of the WebAssembly, and modules of the library.

import { Core } from "../../web/python-core.js";
import { System } from "../../web/python-system.js";
import { MARK } from "./split.mjs";

/** What every page asks, of whatever answers. All else comes from its tools, which fetch more before they begin. */
const PLAIN = new Set(["open", "score", "read", "write"]);
const VARIATIONS = 200;
const LEVELS = 5;
/** ../inside/reach.py, which is put into the archive for this. */
const REACH = "reach";

/**
 * Start the marked module and ask it everything.
 * @returns {{functions: number[], modules: string[], refused: string[]}} places of functions that a started Python
 *   calls, members of the first archive that a start and scoring load, and what Python refused in a way that nobody
 *   expects
 */
export function reached({ bytes, layout, archive, more, python, requests }) {
  const module = new WebAssembly.Module(bytes);
  const seen = new Set();
  const page = () => new Page({ module, layout, archive, python, mark: (place) => void seen.add(place) });
  const modules = loaded(page().start(), requests.start);
  const one = page();
  one.start().warmUp(modules);
  one.goOn(); // where pages begin
  seen.clear();
  const refused = [];
  const ask = (request) => {
    const { error } = JSON.parse(one.core.handle(request));
    if (error?.code === "unexpected") refused.push(error.message);
  };
  requests.start.flatMap(spelled).forEach(ask);
  const all = requests.rare.map((request) => spelled(request)[1]);
  const missed = all.filter((request) => PLAIN.has(JSON.parse(request).do)).map((request) => isMissing(() => ask(request)));
  if (!missed.includes(true)) throw new Error("No request needs the second archive.");
  requests.start.flatMap(varied).forEach(ask);
  const functions = [...seen].sort((a, b) => a - b);
  one.core.add("/lib/more.zip", more);
  all.forEach(ask);
  return { functions, modules, refused };
}

/** A request to score, with other levels again and again: numbers decide how they are added, rounded and written. */
function varied(request) {
  const { do: asked, answers } = JSON.parse(request);
  if (asked !== "score" || !answers?.answers) return [];
  let chance = 7;
  const any = (most) => (chance = (chance * 48271) % 0x7fffffff) % most;
  return Array.from({ length: VARIATIONS }, () => {
    const others = Object.entries(answers.answers).map(([item, given]) => {
      if (!given.level) return [item, given];
      return [item, any(12) ? { ...given, level: 1 + any(LEVELS) } : { unknown: true }];
    });
    return JSON.stringify({ do: "score", answers: { ...answers, answers: Object.fromEntries(others) } });
  });
}

/** One memory, and an instance on it. */
class Page {
  constructor({ module, layout, archive, python, mark }) {
    this.given = { module, archive, python };
    this.system = new System(layout, { 1: () => {}, 2: () => {} });
    this.imports = this.system.imports;
    this.imports.env[MARK] = mark;
    standStill(this.imports, this.system);
    this.core = this.#instance();
  }

  #instance() {
    return new Core(this.system, new WebAssembly.Instance(this.given.module, this.imports).exports);
  }

  start() {
    this.core.start(this.given.archive, this.given.python);
    return this.core;
  }

  /** The same memory under another instance, which has told of no function yet. */
  goOn() {
    const { system, core } = this;
    const memory = system.bytes.slice();
    const globals = system.globals.map(({ value }) => value);
    const { places } = core;
    this.core = this.#instance();
    system.bytes.set(memory);
    globals.forEach((value, place) => (system.globals[place].value = value));
    this.core.resume(places, this.given.archive, this.given.python);
  }
}

/** Members of the archive that a start and these requests load. */
function loaded(core, requests) {
  for (const request of requests) core.handle(request);
  return JSON.parse(core.ask(REACH, "listed", ""));
}

/** A request in ASCII, and as a page writes it. */
function spelled(request) {
  return [request, JSON.stringify(JSON.parse(request))];
}

/** Whether Python misses a module, as it does when a tool is first used. */
function isMissing(act) {
  try {
    act();
    return false;
  } catch (error) {
    if (error.type !== "ModuleNotFoundError") throw error;
    return true;
  }
}

/** The same time and the same chance whenever this runs: what is reached must not depend on them. */
export function standStill(imports, system) {
  const { env, wasi_snapshot_preview1: wasi } = imports;
  env.emscripten_date_now = env.emscripten_get_now = () => 1.8e12;
  wasi.clock_time_get = (_clock, _precision, into) => {
    new DataView(system.memory.buffer).setBigInt64(into, 1_800_000_000_000_000_000n, true);
    return 0;
  };
  wasi.random_get = (into, size) => (system.bytes.fill(7, into, into + size), 0);
}
