/**
 * The runtime's files, fetched with checks: what comes is what was built, or a failure that says which
 * file it is and what is wrong with it.
 */

/** @import { Failure, FromWorker, Progress } from "./protocol.js" */

/**
 * `runtime.json`, written by assessment/publish/runtime.py.
 * @typedef {object} Manifest
 * @property {{info: Record<string, string>, packages: {}}} lock
 * @property {Record<string, {bytes: number, sha256: string}>} files
 * @property {import("./python-system.js").Layout} [layout]  of the cut-down runtime, where there is one
 * @property {import("./python-memory.js").State} [state]  of its copied memory
 */

const MANIFEST = "runtime.json";

/** The smallest module: eight bytes that a browser with WebAssembly compiles at once. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** The real one, before the door is closed to whatever else runs here. */
const download = fetch;

scope.fetch = async (input) => {
  throw new TypeError(`This worker fetches nothing, so not ${input} either.`);
};

/** @type {Map<string, Promise<Response>>} responses that nobody has asked for yet, by address */
const ahead = new Map();

/**
 * Begin to fetch files that will be asked for, while the scripts that do so are still on their way.
 * @param {string} base  the folder's address
 * @param {readonly string[]} files
 */
export function fetchAhead(base, files) {
  for (const file of files) {
    const response = download(base + file);
    response.catch(() => {}); // whoever asks for it hears of its failure
    ahead.set(base + file, response);
  }
}

/** A failure on its way to the page. */
export class Stop extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/** @param {FromWorker} message */
export function post(message) {
  scope.postMessage(message);
}

export function requireWebAssembly() {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Stop({ code: "no-webassembly", detail: String(error) });
  }
}

/** The files of one folder, with the progress of those that are expected. */
export class Download {
  #base;
  #stage;
  #loaded = 0;
  #told = 0;
  #total = 0;

  /**
   * @param {string} base  the folder's address
   * @param {Manifest} manifest
   * @param {Progress["stage"]} stage
   * @param {readonly string[]} files  those whose progress counts
   */
  constructor(base, manifest, stage, files) {
    this.#base = base;
    this.manifest = manifest;
    this.#stage = stage;
    this.#total = files.reduce((sum, file) => sum + (manifest.files[file]?.bytes ?? 0), 0);
    this.#tell(stage);
  }

  /** Everything is here, and Python starts. */
  finish() {
    this.#loaded = this.#total;
    // What takes another's place says nothing of it: the page is at work.
    this.#tell(this.#stage === "download" ? "start" : this.#stage);
  }

  /**
   * All of a file, checked.
   * @param {string} file
   * @param {AbortSignal} [signal]
   */
  async bytes(file, signal) {
    const response = await fetched(this.#base, file, signal);
    const whole = response.clone();
    await this.#arrived(response, file);
    const content = new Uint8Array(await whole.arrayBuffer());
    if (!(await isIntact(content, file, this.manifest))) {
      throw new Stop({ code: "damaged", file, detail: `${file}: ${content.length} bytes that are not the ones built` });
    }
    return content;
  }

  /**
   * Compile WebAssembly while it arrives.
   * @param {string} file
   */
  async compiled(file) {
    const response = await fetched(this.#base, file);
    // The browser keeps what it compiled for the next visit only if it is given the very response
    // that it fetched: so the bytes are counted on a copy.
    const arriving = this.#arrived(response.clone(), file);
    const [compiled] = await Promise.allSettled([WebAssembly.compileStreaming(asWebAssembly(response)), arriving]);
    const size = await arriving;
    const expected = this.manifest.files[file]?.bytes;
    if (size !== expected) {
      throw new Stop({ code: "damaged", file, detail: `${file}: ${size} bytes in place of ${expected}` });
    }
    if (compiled.status === "fulfilled") return compiled.value;
    // As long as it should be: either other bytes, or bytes that this browser does not know.
    const content = new Uint8Array(await (await fetched(this.#base, file)).arrayBuffer());
    const code = (await isIntact(content, file, this.manifest)) ? "no-webassembly" : "damaged";
    throw new Stop({ code, file, detail: String(compiled.reason) });
  }

  /**
   * A script, which the browser loads as a module.
   * @param {string} file
   * @returns {Promise<any>} its exports: Pyodide's own types are not part of this project
   */
  async script(file) {
    let exports;
    try {
      exports = await import(this.#base + file);
    } catch (error) {
      await fetched(this.#base, file); // says why, if it is the host's doing
      throw new Stop({ code: "damaged", file, detail: `${file}: ${error}` });
    }
    this.#add(this.manifest.files[file]?.bytes ?? 0);
    return exports;
  }

  /**
   * Wait for a response's end and tell of its progress.
   * @param {Response} response
   * @param {string} file
   * @returns {Promise<number>} its bytes
   */
  async #arrived(response, file) {
    let size = 0;
    const counter = new WritableStream({
      write: (/** @type {Uint8Array} */ chunk) => {
        size += chunk.byteLength;
        this.#add(chunk.byteLength);
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

  /** @param {number} bytes */
  #add(bytes) {
    this.#loaded += bytes;
    if (this.#loaded - this.#told > this.#total / 100) this.#tell(this.#stage);
  }

  /** @param {Progress["stage"]} stage */
  #tell(stage) {
    this.#told = this.#loaded;
    post({ type: "progress", stage, loaded: this.#loaded, total: this.#total });
  }
}

/**
 * @param {string} base
 * @returns {Promise<Manifest>}
 */
export async function readManifest(base) {
  const response = await fetched(base, MANIFEST);
  try {
    const manifest = /** @type {Manifest} */ (await response.json());
    Object.keys(manifest.files);
    return manifest;
  } catch (error) {
    throw new Stop({ code: "damaged", file: MANIFEST, detail: `${MANIFEST}: ${error}` });
  }
}

/**
 * A response that is there, and is not a page of the host's that says that it is not.
 * @param {string} base
 * @param {string} file
 * @param {AbortSignal} [signal]
 */
async function fetched(base, file, signal) {
  const address = base + file;
  const begun = ahead.get(address);
  ahead.delete(address);
  let response;
  try {
    response = await (begun ?? download(address, { signal }));
  } catch (error) {
    throw new Stop({ code: "download-failed", file, status: 0, detail: `${file}: ${error}` });
  }
  const { status } = response;
  if (!response.ok) {
    throw new Stop({ code: "download-failed", file, status, detail: `${file}: the host answered ${status}` });
  }
  const type = response.headers.get("Content-Type") ?? "";
  if (/^text\/(html|plain)\b/.test(type)) {
    throw new Stop({ code: "damaged", file, detail: `${file} came as ${type}` });
  }
  return response;
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
  const digest = await sha256(content);
  return digest === undefined || digest === expected.sha256;
}

/**
 * A digest in hexadecimal; none on a page without HTTPS, where the length must do.
 * @param {Uint8Array<ArrayBuffer>} content
 */
export async function sha256(content) {
  if (!scope.crypto.subtle) return undefined;
  return hexadecimal(new Uint8Array(await scope.crypto.subtle.digest("SHA-256", content)));
}

/** @param {Uint8Array} bytes */
function hexadecimal(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
