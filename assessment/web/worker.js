/**
 * Python beside the page: boots it from our own files, then answers requests one after the other.
 *
 * There are two ways to boot. The cut-down runtime comes first, where the build made one. Whatever
 * goes wrong with it, at its start or later, the stock one takes its place and is told what the other
 * had been told; the page hears only of what that one cannot do either.
 *
 * Nothing can come from another host: only download.js fetches, and that from the runtime's folder.
 *
 * What a start and scoring need comes first. The rest of Python's modules, those of the page's tools,
 * are fetched when Python first misses one of them.
 */

import { Download, fetchAhead, post, readManifest, requireWebAssembly, Stop } from "./download.js";

/** @import { Manifest } from "./download.js" */
/** @import { Start, Ask, ToWorker, Failure, Progress } from "./protocol.js" */

/**
 * Python with our package.
 * @typedef {object} Python
 * @property {(request: string) => string} handle  that of assessment/bridge.py; throws a PythonError for what it raised
 * @property {(path: string, archive: Uint8Array, rest?: Uint8Array) => void} add  lets Python import from a second
 *   archive; `rest` is the second half of the cut-down one
 */

/** What the cut-down runtime begins with. */
const CORE = ["core.wasm", "core-memory.bin"];
/** What the page's tools take besides: modules, and the other functions, which the modules call. */
const MORE = "more.zip";
const REST = "core-rest.wasm";

/** Milliseconds that the second archive may take: less than the page waits for an answer. */
const MORE_PATIENCE = 90_000;

/** Requests that change what Python knows: another Python is told them again. */
const TOLD = /^(model\.(open|close)|team\.(begin|add))$/;

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** @type {Session | undefined} */
let session;

// Comes beside the files that it boots from. Whoever awaits it hears of its failure.
const cutdown = import("./boot-cutdown.js");
cutdown.catch(() => {});

// Not waited for: it hears of what was asked before, too.
void import("./requests.js").then(({ watchRequests }) => watchRequests((asked) => post({ type: "requests", asked })));
scope.addEventListener("message", (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if (data.type === "start") void start(data);
  else void answer(data);
});

/** @param {Start} message */
async function start({ runtime, open }) {
  try {
    requireWebAssembly();
    session = new Session(runtime, await readManifest(runtime));
    post({ type: "ready", reply: await session.open(open) });
  } catch (error) {
    post({ type: "failed", failure: asFailure(error) });
  }
}

/** @param {Ask} message */
async function answer({ id, request }) {
  try {
    if (!session) throw new Error("asked before it was ready");
    post({ type: "answer", id, reply: await session.ask(request) });
  } catch (error) {
    const failure = asFailure(error);
    // A Python exception, or an archive that did not come, leaves Python as it was. Anything else has broken it.
    if (error instanceof Stop || isRaised(error)) post({ type: "answer", id, failure });
    else post({ type: "failed", failure });
  }
}

/** One page's Python: first the cut-down one, then, if need be, the stock one. */
class Session {
  #base;
  #manifest;
  /** @type {Python | undefined} */
  #python;
  #cutdown = false;
  /** @type {Promise<void> | undefined} */
  #replaced;
  /** @type {Promise<Uint8Array[]> | undefined} */
  #more;
  #added = false;
  /** @type {string[]} */
  #told = [];

  /**
   * @param {string} base  the runtime's folder
   * @param {Manifest} manifest
   */
  constructor(base, manifest) {
    this.#base = base;
    this.#manifest = manifest;
  }

  /**
   * Boot, and ask the first request.
   * @param {string} request
   */
  async open(request) {
    this.#told.push(request);
    if (this.#manifest.layout) {
      try {
        fetchAhead(this.#base, CORE);
        const { boot } = await cutdown;
        this.#python = await boot(this.#base, this.#manifest, "download");
        this.#cutdown = true;
        return this.#python.handle(request);
      } catch (error) {
        if (this.#cutdown && isRaised(error)) throw error;
        replaced(error);
      }
    }
    await this.#stock("download");
    return /** @type {string} */ (this.#reply);
  }

  /** @type {string | undefined} the last reply of a Python that was told everything anew */
  #reply;

  /**
   * @param {string} request
   * @returns {Promise<string>} Python's reply; other requests are answered while more of Python comes
   */
  async ask(request) {
    await this.#replaced;
    try {
      return await this.#asked(request);
    } catch (error) {
      if (!this.#cutdown || error instanceof Stop || isRaised(error)) throw error;
      replaced(error instanceof Broken ? error.cause : error);
      this.#replaced ??= this.#stock("more");
      await this.#replaced;
      return this.#asked(request);
    }
  }

  /** @param {string} request */
  async #asked(request) {
    try {
      return this.#handle(request);
    } catch (error) {
      if (!isRaised(error, "ModuleNotFoundError")) throw error;
      await this.#addMore();
      return this.#handle(request);
    }
  }

  /** @param {string} request */
  #handle(request) {
    const python = /** @type {Python} */ (this.#python);
    const reply = attempt(() => python.handle(request));
    if (TOLD.test(String(JSON.parse(request).do))) this.#told.push(request);
    return reply;
  }

  /** Fetch what tools take, once, and let Python import from it; after a failure, anew. */
  async #addMore() {
    this.#more ??= this.#downloadMore().catch((error) => {
      this.#more = undefined; // the next request that needs it tries again
      throw error;
    });
    const [archive, rest] = await this.#more;
    if (this.#added || !archive) return;
    this.#added = true;
    attempt(() => this.#python?.add(`/lib/${MORE}`, archive, rest));
  }

  #downloadMore() {
    const files = this.#cutdown ? [MORE, REST] : [MORE];
    const progress = new Download(this.#base, this.#manifest, "more", files);
    const patience = AbortSignal.timeout(MORE_PATIENCE);
    return Promise.all(files.map((file) => progress.bytes(file, patience)));
  }

  /**
   * Boot from the stock runtime, and tell it what the other was told.
   * @param {Progress["stage"]} stage
   */
  async #stock(stage) {
    this.#python = undefined;
    const { boot } = await import("./boot-stock.js").catch((error) => {
      throw new Stop({ code: "download-failed", file: "boot-stock.js", status: 0, detail: String(error) });
    });
    this.#cutdown = false;
    this.#added = false;
    this.#python = await boot(this.#base, this.#manifest, stage);
    const told = this.#told;
    this.#told = told.slice(0, 1);
    this.#reply = this.#python.handle(String(told[0]));
    for (const request of told.slice(1)) await this.#asked(request);
  }
}

/**
 * The page hears of it too: what its browser keeps may be damaged.
 * @param {unknown} reason
 */
function replaced(reason) {
  console.info(`The stock runtime takes over: ${reason}`);
  post({ type: "replaced" });
}

/** Not an answer of Python's: Python itself is broken. */
class Broken extends Error {}

/**
 * @template Result
 * @param {() => Result} act
 * @returns {Result}
 */
function attempt(act) {
  try {
    return act();
  } catch (error) {
    if (isRaised(error)) throw error;
    throw new Broken(String(error), { cause: error });
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
