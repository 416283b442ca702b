/**
 * Python beside the page: boots it from our own files, then answers requests one after the other.
 *
 * What a start and scoring need comes first. The rest of Python's modules, those of the page's tools,
 * are fetched when Python first misses one of them.
 *
 * Nothing can come from another host. Before Python starts, this worker's `fetch` is replaced by
 * one that knows only the runtime's two files, both of them here already; the lock file that would
 * name packages elsewhere is empty.
 *
 * `loadPyodide` waits for ever when its WebAssembly does not arrive or cannot be compiled. So the
 * files are fetched and compiled here, with checks, and Pyodide is handed what passed them.
 */

/** @import { Start, Ask, FromWorker, Progress, ToWorker, Failure } from "./protocol.js" */

/**
 * `runtime.json`, written by assessment/publish/runtime.py.
 * @typedef {object} Manifest
 * @property {{info: Record<string, string>, packages: {}}} lock
 * @property {Record<string, {bytes: number, sha256: string}>} files
 */

const WASM = "pyodide.asm.wasm";
const ARCHIVE = "python.zip";
const MORE = "more.zip";
const SCRIPTS = ["pyodide.mjs", "pyodide.asm.js"];
const FIRST = [...SCRIPTS, WASM, ARCHIVE];

/** Milliseconds that the second archive may take: less than the page waits for an answer. */
const MORE_PATIENCE = 90_000;

/** The smallest module: eight bytes that a browser with WebAssembly compiles at once. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** The real one, before the doors are closed. */
const download = fetch;

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** @type {Python | undefined} */
let python;

scope.addEventListener("message", (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if (data.type === "start") void start(data);
  else void answer(data);
});

/** A failure on its way to the page. */
class Stop extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/** @param {FromWorker} message */
function post(message) {
  scope.postMessage(message);
}

/** @param {Start} message */
async function start({ runtime, open }) {
  try {
    python = await boot(runtime);
    post({ type: "ready", reply: python.handle(open) });
  } catch (error) {
    post({ type: "failed", failure: asFailure(error) });
  }
}

/** @param {Ask} message */
async function answer({ id, request }) {
  try {
    if (!python) throw new Error("asked before it was ready");
    post({ type: "answer", id, reply: await reply(python, request) });
  } catch (error) {
    const failure = asFailure(error);
    // A Python exception, or an archive that did not come, leaves Python as it was. Anything else has broken it.
    if (error instanceof Stop || isRaised(error)) post({ type: "answer", id, failure });
    else post({ type: "failed", failure });
  }
}

/**
 * Python's reply, if need be with the second archive; other requests are answered while that comes.
 * @param {Python} python
 * @param {string} request
 */
async function reply(python, request) {
  try {
    return python.handle(request);
  } catch (error) {
    if (!isRaised(error, "ModuleNotFoundError")) throw error;
    await python.more();
    return python.handle(request);
  }
}

/**
 * Whether Python raised this, of this type.
 * @param {unknown} error
 * @param {string} [type]
 */
function isRaised(error, type) {
  return error instanceof Error && error.name === "PythonError" && (!type || /** @type {any} */ (error).type === type);
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function asFailure(error) {
  return error instanceof Stop ? error.failure : { code: "python-failed", detail: String(error) };
}

/**
 * Python with our package.
 * @typedef {object} Python
 * @property {(request: string) => string} handle  that of assessment/bridge.py
 * @property {() => Promise<void>} more  gives Python the second archive, once; after a failure, anew
 */

/**
 * Start Python.
 * @param {string} base  the runtime's folder
 * @returns {Promise<Python>}
 */
async function boot(base) {
  requireWebAssembly();
  const progress = new Download("download");
  // All at once, and Pyodide's own preparations while the large files are still on their way.
  const manifest = readManifest(base, progress);
  const module = compile(base, manifest, progress);
  const archive = bytes(base, ARCHIVE, manifest, progress);
  const scripts = Promise.all(SCRIPTS.map((file) => script(base, file, manifest, progress)));
  const [pyodide] = await Promise.all([
    scripts.then(([loader]) => {
      const refused = closeDoors(base, module, archive);
      const booted = loader.loadPyodide({
        indexURL: base,
        packageBaseUrl: base,
        stdLibURL: base + ARCHIVE,
        lockFileContents: manifest.then(({ lock }) => lock),
        args: ["-S"], // nothing is installed, so Python need not look for it
        enableRunUntilComplete: false,
        env: { PYTHONHASHSEED: "0" }, // the same order of a set at every start
        stdout: (/** @type {string} */ line) => console.info(line),
        stderr: (/** @type {string} */ line) => console.warn(line),
      });
      return Promise.race([booted, refused]);
    }),
    // Pyodide waits for ever where one of these fails: so they are waited for here too.
    Promise.all([scripts, manifest, archive, module]).then(() => progress.finish()),
  ]);
  /** @type {Promise<void> | undefined} */
  let more;
  return {
    handle: pyodide.pyimport("assessment.bridge").handle,
    more() {
      more ??= addMore(pyodide, base, manifest).catch((error) => {
        more = undefined; // the next request that needs it tries again
        throw error;
      });
      return more;
    },
  };
}

/**
 * Fetch the second archive and let Python import from it.
 * @param {any} pyodide
 * @param {string} base
 * @param {Promise<Manifest>} manifest
 */
async function addMore(pyodide, base, manifest) {
  const progress = new Download("more");
  progress.expect([MORE], await manifest);
  const content = await bytes(base, MORE, manifest, progress, AbortSignal.timeout(MORE_PATIENCE));
  const place = `/lib/${MORE}`;
  pyodide.FS.writeFile(place, content);
  pyodide.pyimport("assessment.archives").add(place);
}

function requireWebAssembly() {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Stop({ code: "no-webassembly", detail: String(error) });
  }
}

/** Adds up what has come and tells the page, in steps that it can show. */
class Download {
  #stage;
  #loaded = 0;
  #told = 0;
  #total = 0;

  /** @param {Progress["stage"]} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /**
   * @param {string[]} files
   * @param {Manifest} manifest
   */
  expect(files, manifest) {
    this.#total = files.reduce((sum, file) => sum + (manifest.files[file]?.bytes ?? 0), 0);
    this.#tell();
  }

  /** @param {number} bytes */
  add(bytes) {
    this.#loaded += bytes;
    if (this.#loaded - this.#told > this.#total / 100) this.#tell();
  }

  finish() {
    post({ type: "progress", stage: "start", loaded: this.#total, total: this.#total });
  }

  #tell() {
    if (!this.#total) return;
    this.#told = this.#loaded;
    post({ type: "progress", stage: this.#stage, loaded: this.#loaded, total: this.#total });
  }
}

/**
 * A response that is there, and is not a page of the host's that says that it is not.
 * @param {string} base
 * @param {string} file
 * @param {AbortSignal} [signal]
 */
async function fetched(base, file, signal) {
  let response;
  try {
    response = await download(base + file, { signal });
  } catch (error) {
    throw new Stop({ code: "download-failed", file, status: 0, detail: `${file}: ${error}` });
  }
  if (!response.ok) {
    throw new Stop({
      code: "download-failed",
      file,
      status: response.status,
      detail: `${file}: the host answered ${response.status}`,
    });
  }
  const type = response.headers.get("Content-Type") ?? "";
  if (/^text\/(html|plain)\b/.test(type)) {
    throw new Stop({ code: "damaged", file, detail: `${file} came as ${type}` });
  }
  return response;
}

/**
 * @param {string} base
 * @param {Download} progress
 * @returns {Promise<Manifest>}
 */
async function readManifest(base, progress) {
  const file = "runtime.json";
  const response = await fetched(base, file);
  try {
    const manifest = /** @type {Manifest} */ (await response.json());
    progress.expect(FIRST, manifest);
    return manifest;
  } catch (error) {
    throw new Stop({ code: "damaged", file, detail: `${file}: ${error}` });
  }
}

/**
 * A script of Pyodide's, which the browser loads as a module.
 * @param {string} base
 * @param {string} file
 * @param {Promise<Manifest>} manifest
 * @param {Download} progress
 * @returns {Promise<any>} its exports: Pyodide's own types are not part of this project
 */
async function script(base, file, manifest, progress) {
  let exports;
  try {
    exports = await import(base + file);
  } catch (error) {
    await fetched(base, file); // says why, if it is the host's doing
    throw new Stop({ code: "damaged", file, detail: `${file}: ${error}` });
  }
  progress.add((await manifest).files[file]?.bytes ?? 0);
  return exports;
}

/**
 * All of a file, checked.
 * @param {string} base
 * @param {string} file
 * @param {Promise<Manifest>} manifest
 * @param {Download} progress
 * @param {AbortSignal} [signal]
 */
async function bytes(base, file, manifest, progress, signal) {
  const response = await fetched(base, file, signal);
  const whole = response.clone();
  await arrived(response, file, progress);
  const content = new Uint8Array(await whole.arrayBuffer());
  if (!(await isIntact(content, file, await manifest))) {
    throw new Stop({ code: "damaged", file, detail: `${file}: ${content.length} bytes that are not the ones built` });
  }
  return content;
}

/**
 * Compile the WebAssembly while it arrives.
 * @param {string} base
 * @param {Promise<Manifest>} manifest
 * @param {Download} progress
 */
async function compile(base, manifest, progress) {
  const response = await fetched(base, WASM);
  // The browser keeps what it compiled for the next visit only if it is given the very response
  // that it fetched: so the bytes are counted on a copy.
  const arriving = arrived(response.clone(), WASM, progress);
  const [compiled] = await Promise.allSettled([WebAssembly.compileStreaming(asWebAssembly(response)), arriving]);
  const size = await arriving;
  const expected = (await manifest).files[WASM]?.bytes;
  if (size !== expected) {
    throw new Stop({ code: "damaged", file: WASM, detail: `${WASM}: ${size} bytes in place of ${expected}` });
  }
  if (compiled.status === "fulfilled") return compiled.value;
  // As long as it should be: either other bytes, or bytes that this browser does not know.
  const content = new Uint8Array(await (await fetched(base, WASM)).arrayBuffer());
  const code = (await isIntact(content, WASM, await manifest)) ? "no-webassembly" : "damaged";
  throw new Stop({ code, file: WASM, detail: String(compiled.reason) });
}

/**
 * Wait for a response's end and tell of its progress.
 * @param {Response} response
 * @param {string} file
 * @param {Download} progress
 * @returns {Promise<number>} its bytes
 */
async function arrived(response, file, progress) {
  let size = 0;
  const counter = new WritableStream({
    write(/** @type {Uint8Array} */ chunk) {
      size += chunk.byteLength;
      progress.add(chunk.byteLength);
    },
  });
  try {
    await response.body?.pipeTo(counter);
  } catch (error) {
    const detail = `${file} broke off after ${size} bytes: ${error}`;
    throw new Stop({ code: "download-failed", file, status: response.status, detail });
  }
  return size;
}

/**
 * Hosts that do not know .wasm call it something else, which no browser compiles.
 * @param {Response} response
 */
function asWebAssembly(response) {
  const type = "application/wasm";
  if (response.headers.get("Content-Type") === type) return response;
  return new Response(response.body, { headers: { "Content-Type": type } });
}

/**
 * @param {Uint8Array<ArrayBuffer>} content
 * @param {string} file
 * @param {Manifest} manifest
 */
async function isIntact(content, file, manifest) {
  const expected = manifest.files[file];
  if (content.length !== expected?.bytes) return false;
  // A page without HTTPS has no digests; the length must do there.
  if (!scope.crypto.subtle) return true;
  const digest = new Uint8Array(await scope.crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === expected.sha256;
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
