/**
 * What CPython's WebAssembly imports: the operating system under a Python that runs in a worker.
 *
 * It has memory, a clock that says UTC, chance, and the files of `python-files.js`. Names, numbers
 * and the places inside structures are those of Emscripten's C library and of WASI. Whatever else
 * Pyodide's WebAssembly would import, the build replaced by a trap.
 */

import { CError, EINVAL, ENOENT, ENOTTY, EROFS, Files } from "./python-files.js";

/**
 * Where things are in memory; the build reads it out of Pyodide.
 * @typedef {object} Layout
 * @property {number} memory  its first size, in pages
 * @property {number} stack  where the stack begins, downwards
 * @property {number} stackEnd  and where it ends
 * @property {number} heap  where the heap begins
 * @property {number} table  entries of the table of functions …
 * @property {number} counter  … and the one that is ours
 * @property {number} data  where the data begin; they end where the stack does
 * @property {number[]} shared  the first values of the module's own variables
 * @property {number} interpreter  address of `_PyRuntime` …
 * @property {number} counterOffset  … and of the place that says where in it `countArguments` belongs
 */

const PAGE = 65536;
const MOST_PAGES = 65536;
const ENVIRONMENT = ["HOME=/", "LANG=C.UTF-8", "PATH=/", "PYTHONHASHSEED=0", "PYTHONUNBUFFERED=1"];
const EMPTY_PATH = 0x1000;
/** Bytes of a `struct dirent`. */
const ENTRY = 280;

/**
 * A module that counts the parameters of a function in the table; Python calls C functions of other
 * types than it thinks with its help. Browsers without it take the way through JavaScript.
 * These bytes are CPython's (Python/emscripten_trampoline.c).
 */
// prettier-ignore
const COUNT_ARGUMENTS = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 27, 5, 96, 0, 1, 127, 96, 1, 127, 1, 127, 96, 2, 127, 127, 1, 127, 96, 3, 127, 127,
  127, 1, 127, 96, 1, 127, 0, 2, 9, 1, 1, 101, 1, 116, 1, 112, 0, 0, 3, 2, 1, 1, 7, 5, 1, 1, 102, 0, 0, 10, 68, 1, 66,
  1, 1, 112, 32, 0, 37, 0, 34, 1, 251, 20, 3, 2, 4, 69, 13, 0, 65, 3, 15, 11, 32, 1, 251, 20, 2, 2, 4, 69, 13, 0, 65,
  2, 15, 11, 32, 1, 251, 20, 1, 2, 4, 69, 13, 0, 65, 1, 15, 11, 32, 1, 251, 20, 0, 2, 4, 69, 13, 0, 65, 0, 15, 11, 65,
  127, 11,
);

export class System {
  #decoder = new TextDecoder();
  #encoder = new TextEncoder();
  #counter = 0;

  /**
   * @param {Layout} layout
   * @param {Record<1 | 2, (line: string) => void>} say  what takes the lines of stdout and stderr
   */
  constructor(layout, say) {
    this.layout = layout;
    this.files = new Files(say);
    this.memory = new WebAssembly.Memory({ initial: layout.memory, maximum: MOST_PAGES });
    this.table = new WebAssembly.Table({ initial: layout.table, element: "anyfunc" });
    /** The stack's end that moves, and the variables of the module's own. */
    this.globals = [layout.stack, ...layout.shared].map(
      (first) => new WebAssembly.Global({ value: "i32", mutable: true }, first),
    );
    this.exception = new /** @type {any} */ (WebAssembly).Tag({ parameters: ["i32"] });
  }

  /** All of the memory: anew each time, for it grows. */
  get bytes() {
    return new Uint8Array(this.memory.buffer);
  }

  get #view() {
    return new DataView(this.memory.buffer);
  }

  /**
   * The text of a C string.
   * @param {number} address
   */
  text(address) {
    const bytes = this.bytes;
    return this.#decoder.decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }

  /**
   * Let Python count parameters by WebAssembly, where the browser can. Always at the same place of
   * the table: a copied memory knows it by its number.
   */
  #prepareCounter() {
    try {
      const module = new WebAssembly.Module(COUNT_ARGUMENTS);
      const { exports } = new WebAssembly.Instance(module, { e: { t: this.table } });
      this.table.set(this.layout.counter, exports.f);
      return this.layout.counter;
    } catch {
      return 0;
    }
  }

  /** What an instance needs before its first call. */
  prepare() {
    this.#counter = this.#prepareCounter();
  }

  /** Whether Python counts parameters by WebAssembly. */
  get counts() {
    return this.#counter !== 0;
  }

  /** @returns {Record<string, Record<string, any>>} */
  get imports() {
    const [stack, ...shared] = this.globals;
    return {
      env: {
        memory: this.memory,
        __indirect_function_table: this.table,
        __stack_pointer: stack,
        ...Object.fromEntries(shared.map((global, place) => [`shared_${place}`, global])),
        __cpp_exception: this.exception,
        __c_longjmp: this.exception,
        ...this.#python(),
        ...this.#process(),
        ...this.#time(),
        ...this.#paths(),
        ...this.#descriptors(),
      },
      wasi_snapshot_preview1: this.#wasi(),
    };
  }

  /** What CPython's own sources take from JavaScript. */
  #python() {
    return {
      _PyEM_InitTrampoline_js: () => {
        const view = this.#view;
        const offset = view.getInt32(this.layout.counterOffset, true);
        view.setInt32(this.layout.interpreter + offset, this.#counter, true);
      },
      _PyEM_GetCountArgsPtr: () => this.#counter,
      /** @type {(code: number, ...given: number[]) => number} */
      _PyEM_TrampolineCall_JS: (code, ...given) => this.table.get(code)(...given),
      _Py_CheckEmscriptenSignals_Helper: () => 0,
      _Py_emscripten_runtime: () => 0,
    };
  }

  #process() {
    return {
      /** @param {number} bytes */
      emscripten_resize_heap: (bytes) => this.#grow(bytes >>> 0),
      emscripten_get_heap_max: () => (MOST_PAGES - 1) * PAGE,
      emscripten_runtime_keepalive_push: () => {},
      emscripten_runtime_keepalive_pop: () => {},
      _emscripten_runtime_keepalive_clear: () => {},
      /** @type {(buffer: number, size: number) => void} */
      _emscripten_get_progname: (buffer, size) => void this.#putText(buffer, size, "python"),
      /** @type {(action: number, signal: number) => void} */
      __call_sighandler: (action, signal) => this.table.get(action)(signal),
      _setitimer_js: () => 0,
      _abort_js: () => stop("aborted"),
      /** @type {(condition: number, file: number, line: number) => never} */
      __assert_fail: (condition, file, line) => stop(`${this.text(condition)} (${this.text(file)}:${line})`),
      /** @param {number} status */
      exit: (status) => stop(`ended with ${status}`),
    };
  }

  #time() {
    return {
      emscripten_date_now: () => Date.now(),
      emscripten_get_now: () => performance.now(),
      /** @type {(zone: number, daylight: number, ...names: number[]) => void} */
      _tzset_js: (zone, daylight, ...names) => {
        this.#view.setInt32(zone, 0, true);
        this.#view.setInt32(daylight, 0, true);
        for (const name of names) this.#putText(name, 17, "UTC");
      },
      /** @type {(time: bigint, into: number) => void} */
      _localtime_js: (time, into) => this.#putTime(time, into),
      /** @type {(time: bigint, into: number) => void} */
      _gmtime_js: (time, into) => this.#putTime(time, into),
      /** @param {number} at */
      _mktime_js: (at) => this.#timeAt(at),
      /** @param {number} at */
      _timegm_js: (at) => this.#timeAt(at),
    };
  }

  #paths() {
    const nothing = () => -ENOENT;
    const refused = () => -EROFS;
    return {
      /** @type {(folder: number, path: number, flags: number) => number} */
      __syscall_openat: (_, path, flags) => tried(() => this.files.open(this.text(path), flags)),
      /** @type {(path: number, into: number) => number} */
      __syscall_stat64: (path, into) => this.#stat(path, into),
      /** @type {(path: number, into: number) => number} */
      __syscall_lstat64: (path, into) => this.#stat(path, into),
      /** @type {(folder: number, path: number, into: number, flags: number) => number} */
      __syscall_newfstatat: (descriptor, path, into, flags) =>
        flags & EMPTY_PATH && !this.text(path)
          ? tried(() => this.#putStatus(into, this.files.statusOf(descriptor)))
          : this.#stat(path, into),
      /** @type {(folder: number, path: number, mode: number) => number} */
      __syscall_faccessat: (_, path, mode) =>
        tried(() => (this.files.status(this.text(path)), mode & 2 ? -EROFS : 0)),
      /** @type {(into: number, size: number) => number} */
      __syscall_getcwd: (into, size) => this.#putText(into, size, "/") ?? -EINVAL,
      __syscall_readlinkat: () => -EINVAL,
      /** @type {(descriptor: number, into: number, size: number) => number} */
      __syscall_getdents64: (descriptor, into, size) => tried(() => this.#putEntries(descriptor, into, size)),
      __syscall_chdir: nothing,
      __syscall_mkdirat: refused,
      __syscall_unlinkat: refused,
      __syscall_rmdir: refused,
      __syscall_renameat: refused,
    };
  }

  #descriptors() {
    return {
      /** @type {(descriptor: number, into: number) => number} */
      __syscall_fstat64: (descriptor, into) => tried(() => this.#putStatus(into, this.files.statusOf(descriptor))),
      /** @type {(descriptor: number, command: number) => number} */
      __syscall_fcntl64: (descriptor, command) =>
        tried(() => (this.files.statusOf(descriptor), [0, 1030].includes(command) ? this.files.duplicate(descriptor) : 0)),
      /** @param {number} descriptor */
      __syscall_ioctl: (descriptor) => tried(() => (this.files.statusOf(descriptor), -ENOTTY)),
      /** @param {number} descriptor */
      __syscall_dup: (descriptor) => tried(() => this.files.duplicate(descriptor)),
    };
  }

  #wasi() {
    const environment = ENVIRONMENT.map((one) => this.#encoder.encode(`${one}\0`));
    return {
      /** @type {(count: number, size: number) => number} */
      environ_sizes_get: (count, size) => {
        this.#view.setUint32(count, environment.length, true);
        this.#view.setUint32(size, environment.reduce((sum, one) => sum + one.length, 0), true);
        return 0;
      },
      /** @type {(places: number, buffer: number) => number} */
      environ_get: (places, buffer) => {
        let at = buffer;
        environment.forEach((one, place) => {
          this.#view.setUint32(places + 4 * place, at, true);
          this.bytes.set(one, at);
          at += one.length;
        });
        return 0;
      },
      /** @type {(clock: number, into: number) => number} */
      clock_res_get: (_, into) => (this.#view.setBigInt64(into, 1_000_000n, true), 0),
      /** @type {(clock: number, precision: bigint, into: number) => number} */
      clock_time_get: (clock, _, into) => {
        const milliseconds = clock === 0 ? Date.now() : performance.now();
        this.#view.setBigInt64(into, BigInt(Math.round(milliseconds * 1e6)), true);
        return 0;
      },
      /** @type {(into: number, size: number) => number} */
      random_get: (into, size) => {
        for (let at = into; at < into + size; at += PAGE) {
          crypto.getRandomValues(this.bytes.subarray(at, Math.min(at + PAGE, into + size)));
        }
        return 0;
      },
      /** @type {(descriptor: number, vectors: number, count: number, into: number) => number} */
      fd_read: (descriptor, vectors, count, into) =>
        this.#each(vectors, count, into, (part) => this.files.read(descriptor, part)),
      /** @type {(descriptor: number, vectors: number, count: number, position: bigint, into: number) => number} */
      fd_pread: (descriptor, vectors, count, position, into) => {
        let at = Number(position);
        return this.#each(vectors, count, into, (part) => {
          const size = this.files.read(descriptor, part, at);
          at += size;
          return size;
        });
      },
      /** @type {(descriptor: number, vectors: number, count: number, into: number) => number} */
      fd_write: (descriptor, vectors, count, into) =>
        this.#each(vectors, count, into, (part) => this.files.write(descriptor, part)),
      /** @type {(descriptor: number, offset: bigint, whence: number, into: number) => number} */
      fd_seek: (descriptor, offset, whence, into) =>
        -tried(() => {
          this.#view.setBigInt64(into, BigInt(this.files.seek(descriptor, Number(offset), whence)), true);
          return 0;
        }),
      /** @param {number} descriptor */
      fd_close: (descriptor) => -tried(() => (this.files.close(descriptor), 0)),
      fd_sync: () => 0,
      /** @type {(descriptor: number, into: number) => number} */
      fd_fdstat_get: (descriptor, into) =>
        -tried(() => {
          const { mode } = this.files.statusOf(descriptor);
          this.bytes.fill(0, into, into + 24);
          this.#view.setUint8(into, mode & 0o100000 ? 4 : mode & 0o020000 ? 2 : 3);
          return 0;
        }),
      /** @param {number} status */
      proc_exit: (status) => stop(`ended with ${status}`),
    };
  }

  /**
   * Read into, or write from, one buffer after the other.
   * @param {number} vectors
   * @param {number} count
   * @param {number} into  where the number of bytes goes
   * @param {(part: Uint8Array) => number} act
   */
  #each(vectors, count, into, act) {
    return -tried(() => {
      let total = 0;
      for (let one = 0; one < count; one += 1) {
        const at = this.#view.getUint32(vectors + 8 * one, true);
        const size = this.#view.getUint32(vectors + 8 * one + 4, true);
        const done = act(this.bytes.subarray(at, at + size));
        total += done;
        if (done < size) break;
      }
      this.#view.setUint32(into, total, true);
      return 0;
    });
  }

  /**
   * @param {number} bytes
   * @returns {number} 1 if there is as much now
   */
  #grow(bytes) {
    const pages = this.memory.buffer.byteLength / PAGE;
    const needed = Math.ceil(bytes / PAGE);
    for (const wanted of [Math.max(needed, Math.ceil(pages * 1.2)), needed]) {
      try {
        this.memory.grow(Math.min(wanted, MOST_PAGES - 1) - pages);
        return Number(wanted <= MOST_PAGES - 1);
      } catch {
        continue;
      }
    }
    return 0;
  }

  /**
   * @param {number} path
   * @param {number} into
   */
  #stat(path, into) {
    return tried(() => this.#putStatus(into, this.files.status(this.text(path))));
  }

  /**
   * A `struct stat`: nothing in it changes, so times are 0.
   * @param {number} into
   * @param {import("./python-files.js").Status} status
   */
  #putStatus(into, { inode, mode, size }) {
    this.bytes.fill(0, into, into + 96);
    const view = this.#view;
    view.setInt32(into, 1, true);
    view.setInt32(into + 4, mode, true);
    view.setInt32(into + 8, 1, true);
    view.setBigInt64(into + 24, BigInt(size), true);
    view.setInt32(into + 32, 4096, true);
    view.setInt32(into + 36, Math.ceil(size / 4096), true);
    view.setBigInt64(into + 88, BigInt(inode), true);
    return 0;
  }

  /**
   * As many `struct dirent` as there is room for.
   * @param {number} descriptor
   * @param {number} into
   * @param {number} size
   */
  #putEntries(descriptor, into, size) {
    const entries = this.files.list(descriptor, Math.floor(size / ENTRY));
    entries.forEach(({ name, status }, place) => {
      const at = into + ENTRY * place;
      const view = this.#view;
      view.setBigInt64(at, BigInt(status.inode), true);
      view.setBigInt64(at + 8, BigInt(place + 1), true);
      view.setUint16(at + 16, ENTRY, true);
      view.setUint8(at + 18, status.mode & 0o100000 ? 8 : 4);
      this.#putText(at + 19, 256, name);
    });
    return ENTRY * entries.length;
  }

  /**
   * A `struct tm` in UTC.
   * @param {bigint} time
   * @param {number} into
   */
  #putTime(time, into) {
    const date = new Date(Number(time) * 1000);
    const yearBegan = Date.UTC(date.getUTCFullYear(), 0, 1);
    const parts = [
      date.getUTCSeconds(),
      date.getUTCMinutes(),
      date.getUTCHours(),
      date.getUTCDate(),
      date.getUTCMonth(),
      date.getUTCFullYear() - 1900,
      date.getUTCDay(),
      Math.floor((date.getTime() - yearBegan) / 86_400_000),
      0,
      0,
    ];
    parts.forEach((part, place) => this.#view.setInt32(into + 4 * place, part, true));
  }

  /** @param {number} at */
  #timeAt(at) {
    const [second, minute, hour, day, month, year] = [0, 1, 2, 3, 4, 5].map((place) =>
      this.#view.getInt32(at + 4 * place, true),
    );
    const seconds = Date.UTC(Number(year) + 1900, month, day, hour, minute, second) / 1000;
    if (Number.isNaN(seconds)) return -1n;
    this.#putTime(BigInt(seconds), at);
    return BigInt(seconds);
  }

  /**
   * A C string.
   * @param {number} into
   * @param {number} size  of the room for it
   * @param {string} text
   * @returns {number | undefined} its bytes; nothing if there is no room
   */
  #putText(into, size, text) {
    const bytes = this.#encoder.encode(`${text}\0`);
    if (bytes.length > size) return undefined;
    this.bytes.set(bytes, into);
    return bytes.length;
  }
}

/**
 * A C call's result: what `act` returns, or the error as a negative number.
 * @param {() => number} act
 */
function tried(act) {
  try {
    return act();
  } catch (error) {
    if (error instanceof CError) return -error.errno;
    throw error;
  }
}

/**
 * @param {string} why
 * @returns {never}
 */
function stop(why) {
  throw new Error(`Python ${why}`);
}
