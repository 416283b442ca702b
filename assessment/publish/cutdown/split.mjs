// One WebAssembly module in two: the functions that were reached, and the rest, which is fetched if
// any of it is ever called.
//
// Both halves work on the same memory, table and stack. In the first, each function of the rest is a
// stub: it asks for the second half, once, and then calls through the table, at a place of its own.

import { binaryen as B, exports_, functions, read, sections, written } from "./wasm.mjs";

/** What a stub calls first. */
export const LOAD = "load_rest";
/** The exported global that is 1 once the rest is there. */
export const LOADED = "rest_loaded";
/** What a marked module calls, with the number of a function, when that is first called. */
export const MARK = "mark";

const NO_DATA = [11, 12];

/** The module with each defined function telling, once, that it was called. */
export function marked(bytes) {
  const module = read(bytes);
  module.addFunctionImport(MARK, "env", MARK, B.i32, B.none);
  functions(module).defined.forEach(({ name, body, results }, place) => {
    const seen = `seen ${place}`;
    module.addGlobal(seen, B.i32, true, module.i32.const(0));
    const first = module.block(null, [
      module.global.set(seen, module.i32.const(1)),
      module.call(MARK, [module.i32.const(place)], B.none),
    ]);
    const tell = module.if(module.i32.eqz(module.global.get(seen, B.i32)), first);
    B.Function.setBody(module.getFunction(name), module.block(null, [tell, body], results));
  });
  return written(module);
}

/**
 * @param {Uint8Array} bytes
 * @param {number[]} reached  places of the functions that belong into the first half
 * @param {number} base  the first free place of the table
 */
export function split(bytes, reached, base) {
  const warm = new Set(reached);
  const all = (module) => functions(module).defined.filter((_, place) => !warm.has(place));
  // Stubs that only other functions of the rest call are not needed: find out which are.
  const trial = read(bytes);
  stub(trial, all(trial), base);
  const left = new Set(functions(trial).defined.map(({ name }) => name));
  trial.dispose();

  const first = read(bytes);
  const rest = all(first).filter(({ name }) => left.has(name));
  stub(first, rest, base);
  first.runPasses(["vacuum", "reorder-locals"]);
  return {
    first: written(first),
    rest: withoutData(theRest(bytes, rest.map(({ name }) => name), base)),
    table: base + rest.length,
  };
}

function stub(module, rest, base) {
  const table = B.getTableInfo(module.getTableByIndex(0)).name;
  module.addGlobal(LOADED, B.i32, true, module.i32.const(0));
  module.addGlobalExport(LOADED, LOADED);
  module.addFunctionImport(LOAD, "env", LOAD, B.none, B.none);
  rest.forEach(({ name, params, results }, place) => {
    const given = B.expandType(params).map((type, index) => module.local.get(index, type));
    const absent = module.i32.eqz(module.global.get(LOADED, B.i32));
    const call = module.call_indirect(table, module.i32.const(base + place), given, params, results);
    const body = module.block(null, [module.if(absent, module.call(LOAD, [], B.none)), call], results);
    B.Function.setBody(module.getFunction(name), body);
  });
  module.runPasses(["remove-unused-module-elements"]);
}

/** The module with these functions, put into the table, and what they call. */
function theRest(bytes, names, base) {
  const module = read(bytes);
  const table = B.getTableInfo(module.getTableByIndex(0)).name;
  const segments = Array.from(
    { length: module.getNumElementSegments() },
    (_, place) => B.getElementSegmentInfo(module.getElementSegmentByIndex(place)).name,
  );
  for (const segment of segments) module.removeElementSegment(segment);
  for (const { name } of exports_(module)) module.removeExport(name);
  module.addActiveElementSegment(table, "rest", names, module.i32.const(base));
  module.runPasses(["remove-unused-module-elements"]);
  return written(module);
}

/** Without what would set the memory anew, which is in use by then. */
function withoutData(bytes) {
  const kept = [bytes.slice(0, 8)];
  for (const { id, start, end } of sections(bytes)) if (!NO_DATA.includes(id)) kept.push(bytes.slice(start, end));
  return Buffer.concat(kept);
}
