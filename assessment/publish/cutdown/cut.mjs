// Pyodide's WebAssembly for one page: at addresses that are fixed, and with nothing but what starts
// CPython and calls it.
//
// Pyodide's own is made to be linked with others at run time. It asks for the addresses of its data
// and functions, computes 28,000 pointers from them at each start, and exports everything. Ours is
// alone. So the addresses are put in, the pointers into the data, and what nobody calls goes.

import { System } from "../../web/python-system.js";
import { CALLED } from "../../web/python-core.js";
import { binaryen as B, exported, exports_, functions, globals, number, read, sections, written } from "./wasm.mjs";

const PASSES = [
  "remove-unused-module-elements",
  "propagate-globals-globally",
  "simplify-globals",
  "precompute",
  "dce",
  "optimize-instructions",
  "vacuum",
  "remove-unused-module-elements",
];

/** Imports that a start calls for what Python then never uses: they return nothing, in place of trapping. */
const NOTHING = ["__hiwire_deduplicate_new"];

/** The initializer of Pyodide's own module, which is never imported. */
const PYODIDE = "PyInit__pyodide_core";

/**
 * Addresses that Pyodide's loader decides, from its source, and what they are called there.
 * @param {string} glue  pyodide.asm.js
 */
export function layoutOf(glue) {
  const immutable = 'new WebAssembly\\.Global\\({value:"i32",mutable:false},(\\d+)\\)';
  const found = (pattern) => {
    const match = glue.match(pattern);
    if (!match) throw new Error(`pyodide.asm.js has changed: it holds no ${pattern}.`);
    return Number(match[1]);
  };
  return {
    memory: found(/INITIAL_MEMORY"\]\|\|(\d+)/) / 65536,
    data: found(`___memory_base=${immutable}`),
    functions: found(`___table_base=${immutable}`),
    table: found(/wasmTable=new WebAssembly\.Table\({initial:(\d+)/),
    heap: found(/___heap_base=(\d+)/),
    stackEnd: found(/___stack_low=(\d+)/),
    stack: found(/___stack_high=(\d+)/),
  };
}

/**
 * @param {Uint8Array} bytes  pyodide.asm.wasm
 * @param {ReturnType<typeof layoutOf>} placed
 */
export function cut(bytes, placed) {
  const module = read(bytes);
  const values = new Map(globals(module).map((global) => [global.name, initial(global, placed)]));
  const start = module.getStart();
  const set = assignments(body(start), values);
  for (const [name, value] of set) values.set(name, value);
  const relocations = module.getFunction(exported(module, "__wasm_apply_data_relocs"));
  const pointers = stores(body(relocations), values);
  const address = (name) => values.get(exported(module, name)) + placed.data;
  const layout = {
    ...placed,
    table: placed.table + 1,
    counter: placed.table,
    interpreter: address("_PyRuntime"),
    counterOffset: address("_PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET"),
    shared: [],
  };
  for (const done of [start, relocations]) B.Function.setBody(done, module.nop());
  B.Function.setBody(module.getFunction(exported(module, PYODIDE)), module.i32.const(0));
  for (const { name } of exports_(module)) if (!CALLED.includes(name)) module.removeExport(name);
  for (const name of CALLED) exported(module, name);
  trap(module, layout);
  for (const { name, module: from } of globals(module)) {
    const value = values.get(name);
    if (value !== undefined && (from || set.has(name))) fix(module, name, value);
  }
  B.setOptimizeLevel(2);
  B.setShrinkLevel(1);
  module.runPasses(PASSES);
  layout.shared = share(module, values);
  return { layout, pointers, bytes: pointed(written(module), pointers, placed.data) };
}

function body(function_) {
  return B.getFunctionInfo(function_).body;
}

/** A global's value as Pyodide's loader decides it; that of one defined here stands there. */
function initial({ init, module, base }, placed) {
  if (!module) return B.getExpressionInfo(init).value;
  if (base === "__stack_pointer") return undefined; // it moves: both halves import it
  if (module === "GOT.func") return 0; // WebGL, which is not there
  const known = {
    __memory_base: placed.data,
    __table_base: placed.functions,
    __heap_base: placed.heap,
    __stack_low: placed.stackEnd,
    __stack_high: placed.stack,
  };
  if (!(base in known)) throw new Error(`Nobody knows Pyodide's new ${module}.${base}.`);
  return known[base];
}

/** The number that an expression is, all globals being known. */
function valueOf(expression, values, locals) {
  const e = B.getExpressionInfo(expression);
  if (e.id === B.ConstId) return e.value;
  if (e.id === B.LocalGetId) return locals[e.index];
  if (e.id === B.LocalSetId) return (locals[e.index] = valueOf(e.value, values, locals));
  if (e.id === B.GlobalGetId && values.get(e.name) !== undefined) return values.get(e.name);
  if (e.id === B.BinaryId && [B.AddInt32, B.SubInt32].includes(e.op)) {
    const [left, right] = [e.left, e.right].map((side) => valueOf(side, values, locals));
    return (e.op === B.AddInt32 ? left + right : left - right) | 0;
  }
  throw new Error(`An expression of a start that is new: ${B.emitText(expression).slice(0, 200)}`);
}

/** The statements of a function that computes addresses, each given to `other` unless it sets a local. */
function each(block, values, other) {
  const locals = [];
  const { id, children } = B.getExpressionInfo(block);
  for (const statement of id === B.BlockId ? children : [block]) {
    const s = B.getExpressionInfo(statement);
    if (s.id === B.LocalSetId) valueOf(statement, values, locals);
    else if (!other(s, locals) && ![B.NopId, B.ReturnId].includes(s.id)) {
      throw new Error(`A statement of a start that is new: ${B.emitText(statement).slice(0, 200)}`);
    }
  }
}

/** The globals that a module's start sets. It also clears memory, which is clear. */
function assignments(block, values) {
  const set = new Map();
  each(block, values, (s, locals) => {
    if (s.id === B.GlobalSetId) set.set(s.name, valueOf(s.value, values, locals));
    return s.id === B.GlobalSetId || s.id === B.MemoryFillId;
  });
  return set;
}

/** The words that are stored into the data: where, and which. */
function stores(block, values) {
  const found = [];
  each(block, values, (s, locals) => {
    if (s.id !== B.StoreId || s.bytes !== 4) return false;
    found.push([(valueOf(s.ptr, values, locals) + s.offset) >>> 0, valueOf(s.value, values, locals) >>> 0]);
    return true;
  });
  return found;
}

/** Functions that a page's Python never calls trap, in place of being asked of the page. */
function trap(module, layout) {
  const known = new System(layout, { 1: () => {}, 2: () => {} }).imports;
  for (const { name, module: from, base, params, results } of functions(module).imported) {
    if (known[from]?.[base]) continue;
    module.removeFunction(name);
    const body = NOTHING.includes(base) ? module.ref.null(results) : module.unreachable();
    module.addFunction(name, params, results, [], body);
  }
}

function fix(module, name, value) {
  module.removeGlobal(name);
  module.addGlobal(name, B.i32, false, module.i32.const(value));
}

/** Variables of the module's own, which its two halves must share, become imports. Returns their first values. */
function share(module, values) {
  const own = globals(module).filter(({ mutable, module: from }) => mutable && !from);
  own.forEach(({ name, type }, place) => {
    if (type !== B.i32) throw new Error(`A global that is no number: ${name}.`);
    module.removeGlobal(name);
    module.addGlobalImport(name, "env", `shared_${place}`, B.i32, true);
  });
  return own.map(({ name }) => values.get(name));
}

/** The binary with these words in its data. */
function pointed(bytes, pointers, base) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = [...sections(bytes)].find(({ id }) => id === 11);
  const [count, flags] = number(bytes, data.begin);
  const [kind, offset] = number(bytes, flags);
  const [address, end] = number(bytes, offset + 1);
  if (count !== 1 || kind !== 0 || bytes[offset] !== 0x41 || address !== base) {
    throw new Error("Pyodide's data are not in one piece any more.");
  }
  const [size, first] = number(bytes, end + 1);
  for (const [at, word] of pointers) {
    if (at - base + 4 > size) throw new Error("A pointer lies outside the data.");
    view.setUint32(first + at - base, word, true);
  }
  return bytes;
}
