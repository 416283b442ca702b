// The steps of making the cut-down runtime, one a run:
//
//   node make.mjs cut PYODIDE FOLDER     Pyodide's WebAssembly alone at fixed addresses, and marked for learning
//   node make.mjs learn FOLDER           what the requests in FOLDER/task.json reach, on standard output
//   node make.mjs split FOLDER           the two halves and the memory to begin from, by FOLDER/reached.json
//   node make.mjs ask FOLDER             the replies of the finished halves to FOLDER/task.json, on standard output
//
// See README.md, and ../cutdown/__init__.py, which runs them.

import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const [step, ...given] = process.argv.slice(2);
const folder = given.at(-1);
const bytes = (name) => readFileSync(join(folder, name));
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const keep = (name, content) => writeFileSync(join(folder, name), content);

function say(answer) {
  for (let rest = Buffer.from(JSON.stringify(answer)); rest.length > 0; ) rest = rest.subarray(writeSync(1, rest));
}

const STEPS = {
  async cut(pyodide) {
    const { cut, layoutOf } = await import("./cut.mjs");
    const { marked } = await import("./split.mjs");
    const glue = readFileSync(join(pyodide, "pyodide.asm.js"), "utf8");
    const made = cut(readFileSync(join(pyodide, "pyodide.asm.wasm")), layoutOf(glue));
    keep("cut.wasm", made.bytes);
    keep("layout.json", JSON.stringify(made.layout));
    keep("pointers.json", JSON.stringify(made.pointers));
    keep("marked.wasm", marked(made.bytes));
  },

  async learn() {
    const { reached } = await import("./learn.mjs");
    const { python, requests } = json("task.json");
    const [archive, more] = ["python.zip", "more.zip"].map(bytes);
    say(reached({ bytes: bytes("marked.wasm"), layout: json("layout.json"), archive, more, python, requests }));
  },

  async split() {
    const { coldPieces, shared } = await import("./data.mjs");
    const { changes, copied, started, used } = await import("./memory.mjs");
    const { split } = await import("./split.mjs");
    const [layout, whole, { functions, modules, python }] = [json("layout.json"), bytes("cut.wasm"), json("reached.json")];
    const memory = started({ bytes: whole, layout, archive: bytes("core.zip"), python, modules });
    const ranges = changes(memory, layout);
    const { table, ...halves } = split(whole, functions, layout.table);
    const pieces = coldPieces(whole, functions, json("pointers.json"), layout, used(memory, ranges, layout));
    const { first, rest } = shared(halves, pieces, layout.data);
    console.error(`${pieces.length} pieces of data in the second half: ${pieces.join(" ")}`);
    keep("first.wasm", first);
    keep("rest.wasm", rest);
    keep("layout.json", JSON.stringify({ ...layout, table }));
    keep("memory.bin", copied(memory, ranges));
    keep("state.json", JSON.stringify(memory.state));
  },

  async ask() {
    const { replies } = await import("./ask.mjs");
    const { python, requests, state } = json("task.json");
    const [archive, more, copy] = ["core.zip", "more.zip", "memory.bin"].map(bytes);
    const halves = ["first.wasm", "rest.wasm"].map(bytes);
    say(replies({ halves, layout: json("layout.json"), archive, more, python, requests, state, copy }));
  },
};

await STEPS[step](...given);
