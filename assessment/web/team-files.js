/**
 * Other people's files into the engine: any number of them, a batch at a time, so that the page answers at once
 * meanwhile and reading can be stopped.
 */

import { FileError, readText } from "./files.js";

/** @import { Engine } from "./engine.js" */
/** @import { Words } from "./words.js" */

/** @typedef {{name: string, file: File}} NamedFile  the name with its folders, as the person knows it */
/** @typedef {{n: number, form: string, line: string, notes: string[]}} Summary */

/** A batch is full with so many files, or so many bytes. */
const BATCH = { files: 100, bytes: 4_000_000 };

const OURS = /\.jsonl?$/i;

/**
 * Events: `progress` after every batch, and `end` when nothing more is to be read.
 */
export class TeamFiles extends EventTarget {
  /** @type {NamedFile[]} what the engine has: an engine that begins anew gets it again */
  #given = [];
  /** @type {NamedFile[]} the batch that is with the engine */
  #current = [];
  /** @type {NamedFile[]} */
  #waiting = [];
  /** @type {Promise<void> | undefined} */
  #reading;
  /** @type {string[]} a line for each file that does not count */
  problems = [];
  /** @type {Summary | undefined} what the engine said last */
  summary;
  /** How many were to be read when the person stopped it; 0 otherwise. */
  stoppedOf = 0;

  /**
   * @param {Engine} engine
   * @param {Words} words
   */
  constructor(engine, words) {
    super();
    this.engine = engine;
    this.words = words;
  }

  /** @returns {boolean} */
  get isReading() {
    return this.#reading !== undefined;
  }

  /** Files read so far. */
  get done() {
    return this.#given.length;
  }

  /** Files chosen. */
  get n() {
    return this.#given.length + this.#current.length + this.#waiting.length;
  }

  /**
   * Read more files; while others are being read, after these.
   * @param {NamedFile[]} files
   * @returns {Promise<void>} rejects with an EngineError when the engine fails; `again` then reads on
   */
  add(files) {
    this.#waiting = this.#waiting.concat(files);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
      this.dispatchEvent(new Event("end"));
    });
    return this.#reading;
  }

  /** Read no further than the present batch. What was read counts. */
  stop() {
    if (!this.#waiting.length) return;
    this.stoppedOf = this.n;
    this.#waiting = [];
  }

  /** Give everything to an engine that has begun anew. */
  again() {
    this.#waiting = [...this.#given, ...this.#waiting];
    this.#forgetOutcome();
    return this.add([]);
  }

  /** No files any more. */
  async forget() {
    this.stop();
    await this.#reading?.catch(() => {});
    this.#forgetOutcome();
    this.#waiting = [];
    if (this.engine.state === "ready") await this.engine.ask({ do: "team.begin" }); // else it knows of none
  }

  #forgetOutcome() {
    this.#given = [];
    this.problems = [];
    this.summary = undefined;
  }

  async #read() {
    this.stoppedOf = 0;
    this.dispatchEvent(new Event("progress"));
    while (this.#waiting.length) {
      const n = batchLength(this.#waiting);
      this.#current = this.#waiting.slice(0, n);
      this.#waiting = this.#waiting.slice(n);
      try {
        await this.#give(this.#current);
      } catch (error) {
        this.#waiting = this.#current.concat(this.#waiting);
        throw error;
      } finally {
        this.#current = [];
      }
      this.dispatchEvent(new Event("progress"));
    }
  }

  /** @param {NamedFile[]} batch */
  async #give(batch) {
    const files = (await Promise.all(batch.map((one) => this.#open(one)))).filter((file) => file !== null);
    const reply = await this.engine.ask({ do: "team.add", files });
    if (!reply.ok) throw new Error(reply.error.message);
    this.summary = reply.summary;
    this.problems = this.problems.concat(reply.files.map((/** @type {{message: string}} */ { message }) => message));
    this.#given = this.#given.concat(batch);
  }

  /** @param {NamedFile} named */
  async #open({ name, file }) {
    try {
      return { name, text: await readText(file) };
    } catch (error) {
      // A file that was moved or locked since it was chosen says so only now, in the browser's own words.
      const why = error instanceof FileError ? this.words.error(error.code, error.facts) : String(error);
      this.problems.push(`${name}: ${why}`);
      return null;
    }
  }
}

/**
 * How many of the files go together: one at least.
 * @param {NamedFile[]} files
 */
function batchLength(files) {
  let bytes = 0;
  const full = files.findIndex(({ file }, place) => place === BATCH.files || (bytes += file.size) > BATCH.bytes);
  return full === -1 ? files.length : Math.max(1, full);
}

/**
 * The files that a person chose one by one.
 * @param {FileList | null} files
 * @returns {NamedFile[]}
 */
export function chosen(files) {
  return [...(files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/**
 * Those that may be files of answers; the rest of a folder is none of our business.
 * @param {NamedFile[]} files
 */
export function ours(files) {
  return files.filter(({ name }) => OURS.test(name));
}

/**
 * What was dropped. Folders are looked through, and what in them cannot be a file of answers is left out.
 * @param {DataTransfer} transfer
 * @returns {Promise<{files: NamedFile[], others: number}>}
 */
export async function dropped(transfer) {
  // The list empties itself as soon as the event is over: first take all, then look.
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  /** @type {NamedFile[]} */
  const files = [];
  let others = 0;
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) {
      const inside = await filesIn(/** @type {FileSystemDirectoryEntry} */ (entry));
      const found = ours(inside);
      files.push(...found);
      others += inside.length - found.length;
    } else if (file) {
      files.push({ name: file.name, file });
    }
  }
  return { files, others };
}

/**
 * All files in a folder and the folders in it.
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<NamedFile[]>}
 */
async function filesIn(folder) {
  const reader = folder.createReader();
  /** @type {NamedFile[]} */
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)); // a hundred at a time
    if (!some.length) return files;
    for (const found of await Promise.all(some.map(filesOf))) files.push(...found);
  }
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<NamedFile[]>}
 */
async function filesOf(entry) {
  if (entry.isDirectory) return filesIn(/** @type {FileSystemDirectoryEntry} */ (entry));
  /** @type {File} */
  const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
  return [{ name: entry.fullPath.replace(/^\//, ""), file }];
}
