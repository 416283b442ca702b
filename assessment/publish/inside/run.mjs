// Runs one Python program inside Pyodide under Node: a task as JSON on standard input, what the
// program's main() returned on standard output, everything else on standard error.
// See run_inside in ../node.py.

import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const task = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(task.pyodide, "pyodide.mjs")).href);

try {
  // A missing library module makes loadPyodide wait for ever: Node then ends with status 13, which
  // is a failure like any other.
  const python = await loadPyodide({
    ...(task.library && { stdLibURL: task.library }),
    args: ["-S"],
    enableRunUntilComplete: false,
    stdout: (/** @type {string} */ line) => console.error(line),
    stderr: (/** @type {string} */ line) => console.error(line),
  });
  python.runPython(task.program);
  const answer = python.globals.get("main")(task.argument);
  for (let rest = Buffer.from(answer); rest.length > 0; ) rest = rest.subarray(writeSync(1, rest));
} catch (error) {
  console.error(error.message); // Node itself would show a line of Pyodide's first, all of it
  process.exitCode = 1;
}
