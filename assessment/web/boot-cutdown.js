/**
 * Python from the cut-down runtime: CPython's functions that a page reaches, and an archive with the
 * modules that it loads. The build makes both out of Pyodide (assessment/publish/cutdown/README.md).
 *
 * The next visit goes on from the memory of a Python that has just started (kept-memory.js). In any
 * doubt Python starts anew.
 */

import { Download, Stop } from "./download.js";
import { Kept } from "./kept-memory.js";
import { Core } from "./python-core.js";
import { halves } from "./python-halves.js";
import { System } from "./python-system.js";
import { sha256AtOnce } from "./sha256.js";

/** @import { Manifest } from "./download.js" */
/** @import { Progress } from "./protocol.js" */
/** @import { Python } from "./worker.js" */

const FIRST = "core.wasm";
const REST = "core-rest.wasm";
const ARCHIVE = "core.zip";

/**
 * @param {string} base  the runtime's folder
 * @param {Manifest} manifest
 * @param {Progress["stage"]} stage  whose progress this is
 * @returns {Promise<Python>}
 */
export async function boot(base, manifest, stage) {
  const { layout } = manifest;
  if (!layout) throw new Error("there is no cut-down runtime");
  const progress = new Download(base, manifest, stage, [FIRST, ARCHIVE]);
  const kept = new Kept(base);
  const [module, archive, memory] = await Promise.all([
    progress.compiled(FIRST),
    progress.bytes(ARCHIVE),
    kept.read(layout),
  ]);
  progress.finish();
  const version = String(manifest.lock.info.python);

  const fresh = async () => {
    const system = new System(layout, { 1: (line) => console.info(line), 2: (line) => console.warn(line) });
    const { imports, attach } = halves(system, () => fetchedAtOnce(base, REST, manifest));
    const instance = await WebAssembly.instantiate(module, imports);
    attach(instance);
    return { system, core: new Core(system, instance.exports) };
  };

  if (memory) {
    try {
      const { system, core } = await fresh();
      core.resume(kept.restore(memory, system), archive, version);
      return asPython(core);
    } catch (error) {
      console.info(`Python starts anew: ${error}`);
      kept.forget();
    }
  }
  const { system, core } = await fresh();
  core.start(archive, version);
  kept.keep(system, core.places);
  return asPython(core);
}

/**
 * @param {Core} core
 * @returns {Python}
 */
function asPython(core) {
  return {
    handle: (request) => core.handle(request),
    add: (path, content) => core.add(path, content),
  };
}

/**
 * The second half, for a Python that waits in the middle of a call: nothing else can happen meanwhile.
 * @param {string} base
 * @param {string} file
 * @param {Manifest} manifest
 */
function fetchedAtOnce(base, file, manifest) {
  const request = new XMLHttpRequest();
  try {
    request.open("GET", base + file, false);
    request.responseType = "arraybuffer";
    request.send();
  } catch (error) {
    throw new Stop({ code: "download-failed", file, status: 0, detail: `${file}: ${error}` });
  }
  const { status } = request;
  if (status !== 200) {
    throw new Stop({ code: "download-failed", file, status, detail: `${file}: the host answered ${status}` });
  }
  const content = new Uint8Array(request.response);
  if (sha256AtOnce(content) !== manifest.files[file]?.sha256) {
    throw new Stop({ code: "damaged", file, detail: `${file}: ${content.length} bytes that are not the ones built` });
  }
  return new WebAssembly.Module(content);
}
