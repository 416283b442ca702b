/**
 * Python from the cut-down runtime: CPython's functions that a page reaches, and the memory of a Python that has
 * started with the modules that scoring takes. The build makes both out of Pyodide
 * (assessment/publish/cutdown/README.md).
 *
 * Where a browser cannot go on from that memory, Python starts by itself.
 */

import { Download, Stop } from "./download.js";
import { Core } from "./python-core.js";
import { halves } from "./python-halves.js";
import { restore } from "./python-memory.js";
import { System } from "./python-system.js";
import { sha256AtOnce } from "./sha256.js";

/** @import { Manifest } from "./download.js" */
/** @import { Progress } from "./protocol.js" */
/** @import { Python } from "./worker.js" */

const FIRST = "core.wasm";
const REST = "core-rest.wasm";
const MEMORY = "core-memory.bin";
const ARCHIVE = "core.zip";

/**
 * @param {string} base  the runtime's folder
 * @param {Manifest} manifest
 * @param {Progress["stage"]} stage  whose progress this is
 * @returns {Promise<Python>}
 */
export async function boot(base, manifest, stage) {
  const { layout, state, files, lock } = manifest;
  const size = files[ARCHIVE]?.bytes;
  if (!layout || !state || !size) throw new Error("there is no cut-down runtime");
  const progress = new Download(base, manifest, stage, [FIRST, MEMORY]);
  const [module, memory] = await Promise.all([progress.compiled(FIRST), progress.bytes(MEMORY)]);
  progress.finish();
  const version = String(lock.info.python);
  /** The memory has what it holds, so that it is hardly ever opened. */
  const archive = { length: size, read: () => fetchedAtOnce(base, ARCHIVE, manifest) };

  /** @type {Uint8Array | undefined} the second half, where it was fetched ahead */
  let rest;
  const fresh = async () => {
    const system = new System(layout, { 1: (line) => console.info(line), 2: (line) => console.warn(line) });
    const { imports, attach } = halves(system, () => asModule(rest ?? fetchedAtOnce(base, REST, manifest)));
    const instance = await WebAssembly.instantiate(module, imports);
    attach(instance);
    return { system, core: new Core(system, instance.exports) };
  };

  /**
   * @param {Core} core
   * @returns {Python}
   */
  const asPython = (core) => ({
    handle: (request) => core.handle(request),
    add(path, more, half) {
      rest ??= half;
      core.add(path, more);
    },
  });

  const { system, core } = await fresh();
  try {
    restore(system, state, memory);
    core.resume(state.places, archive, version);
    return asPython(core);
  } catch (error) {
    console.info(`Python starts by itself: ${error}`);
  }
  const other = await fresh();
  other.core.start(archive, version);
  return asPython(other.core);
}

/** @param {Uint8Array} content */
function asModule(content) {
  return new WebAssembly.Module(/** @type {Uint8Array<ArrayBuffer>} */ (content));
}

/**
 * A file for a Python that waits in the middle of a call: nothing else can happen meanwhile.
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
  return content;
}
