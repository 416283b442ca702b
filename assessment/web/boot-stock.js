/**
 * Python as Pyodide boots it, from its own scripts and WebAssembly with an archive of ours.
 *
 * Nothing can come from another host. Before Python starts, this worker's `fetch` is replaced by
 * one that knows only the runtime's two files, both of them here already, and that from here; the
 * lock file that would name packages elsewhere is empty.
 *
 * `loadPyodide` waits for ever when its WebAssembly does not arrive or cannot be compiled. So the
 * files are fetched and compiled with checks of ours, and Pyodide is handed what passed them.
 */

import { Download, Stop } from "./download.js";

/** @import { Manifest } from "./download.js" */
/** @import { Progress } from "./protocol.js" */
/** @import { Python } from "./worker.js" */

const WASM = "pyodide.asm.wasm";
const ARCHIVE = "python.zip";
const SCRIPTS = ["pyodide.mjs", "pyodide.asm.js"];
const FIRST = [...SCRIPTS, WASM, ARCHIVE];

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/**
 * @param {string} base  the runtime's folder
 * @param {Manifest} manifest
 * @param {Progress["stage"]} stage  whose progress this is
 * @returns {Promise<Python>}
 */
export async function boot(base, manifest, stage) {
  const progress = new Download(base, manifest, stage, FIRST);
  // All at once, and Pyodide's own preparations while the large files are still on their way.
  const module = progress.compiled(WASM);
  const archive = progress.bytes(ARCHIVE);
  const scripts = Promise.all(SCRIPTS.map((file) => progress.script(file)));
  const [pyodide] = await Promise.all([
    scripts.then(([loader]) => {
      const refused = closeDoors(base, module, archive);
      const booted = loader.loadPyodide({
        indexURL: base,
        packageBaseUrl: base,
        stdLibURL: base + ARCHIVE,
        lockFileContents: manifest.lock,
        args: ["-S"], // nothing is installed, so Python need not look for it
        enableRunUntilComplete: false,
        env: { PYTHONHASHSEED: "0" }, // the same order of a set at every start
        stdout: (/** @type {string} */ line) => console.info(line),
        stderr: (/** @type {string} */ line) => console.warn(line),
      });
      return Promise.race([booted, refused]);
    }),
    // Pyodide waits for ever where one of these fails: so they are waited for here too.
    Promise.all([scripts, archive, module]).then(() => progress.finish()),
  ]);
  return {
    handle: pyodide.pyimport("assessment.bridge").handle,
    add(path, content) {
      pyodide.FS.writeFile(path, content);
      pyodide.pyimport("assessment.archives").add(path);
    },
  };
}

/**
 * Leave Pyodide nothing to fetch but the two large files, and those from here.
 * @param {string} base
 * @param {Promise<WebAssembly.Module>} module
 * @param {Promise<Uint8Array<ArrayBuffer>>} archive
 * @returns {Promise<never>} rejects when this browser cannot instantiate the module
 */
function closeDoors(base, module, archive) {
  scope.fetch = async (input) => {
    const address = String(input);
    if (address === base + ARCHIVE) return new Response(await archive.catch(nothing));
    if (address === base + WASM) return new Response(); // never read: see below
    throw new TypeError(`This worker fetches nothing, so not ${address} either.`);
  };
  return new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (_response, imports) => {
      const compiled = await module.catch(nothing);
      try {
        return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
      } catch (error) {
        reject(new Stop({ code: "no-webassembly", file: WASM, detail: String(error) }));
        throw error;
      }
    };
  });
}

/**
 * In place of a file that did not come: Pyodide is not told, for it would only complain. `boot` knows, and ends this.
 * @returns {Promise<never>}
 */
function nothing() {
  return new Promise(() => {});
}
