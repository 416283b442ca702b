// The memory of a Python that has started and imported what scoring takes: pages begin there.
// How a copy is written is told in ../../web/python-memory.js, which reads it.

import { Core } from "../../web/python-core.js";
import { System } from "../../web/python-system.js";
import { standStill } from "./learn.mjs";

const PAGE = 65536;
/** Words alike between two places that are not worth beginning another place. */
const GAP = 4;

/**
 * Start the whole module, which has all of its data.
 * @returns {{before: Uint32Array, after: Uint32Array, state: object}} the memory when nothing was called yet, and then
 */
export function started({ bytes, layout, archive, python, modules }) {
  const system = new System(layout, { 1: console.error, 2: console.error });
  const { imports } = system;
  standStill(imports, system);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  const before = words(system);
  const core = new Core(system, instance.exports);
  core.start(archive, python);
  core.warmUp(modules);
  if (!system.files.idle) throw new Error("Python has left a file open");
  const after = words(system);
  const state = {
    places: core.places,
    globals: system.globals.map((global) => global.value),
    counts: system.counts,
    pages: system.bytes.length / PAGE,
  };
  return { before, after, state };
}

/** Where the memory differs from what it was, as ranges of words: of the data, and of the heap. */
export function changes({ before, after }, layout) {
  const found = [];
  const look = (from, to) => {
    for (let at = from; at < to; at += 1) {
      if (after[at] === (before[at] ?? 0)) continue;
      const last = found.at(-1);
      if (last && at - last[1] <= GAP) last[1] = at + 1;
      else found.push([at, at + 1]);
    }
  };
  look(layout.data / 4, layout.stackEnd / 4);
  look(layout.heap / 4, after.length);
  return found;
}

/** What the memory uses of the data, as `coldPieces` takes it. */
export function used({ before, after }, ranges, layout) {
  const changed = [];
  const named = new Set();
  for (const [from, to] of ranges) {
    for (let at = from; at < to; at += 1) {
      if (4 * at < layout.stackEnd && after[at] !== before[at]) changed.push(4 * at);
      if (after[at] >= layout.data && after[at] < layout.stackEnd) named.add(after[at]);
    }
  }
  return { changed, named };
}

/** The copy. */
export function copied({ after }, ranges) {
  const head = new Uint32Array([ranges.length, ...ranges.flatMap(([from, to]) => [4 * from, 4 * (to - from)])]);
  const content = ranges.map(([from, to]) => after.subarray(from, to));
  return Buffer.concat([head, ...content].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
}

function words(system) {
  return new Uint32Array(system.bytes.slice().buffer);
}
