/**
 * CPython by its C API alone: started, and asked through one function of ours.
 *
 * Pyodide's own part, the bridge between Python's objects and JavaScript's, is not there: a string
 * in and a string out is all that we need.
 */

/** @import { Content } from "./python-files.js" */
/** @import { System } from "./python-system.js" */

/** The names of C functions that are called here: the build keeps these, and what they need. */
export const CALLED = /** @type {const} */ ([
  "__wasm_call_ctors",
  "__main_argc_argv",
  "malloc",
  "free",
  "PyBytes_AsStringAndSize",
  "PyErr_Clear",
  "PyErr_GetRaisedException",
  "PyErr_Print",
  "PyErr_SetRaisedException",
  "PyImport_ImportModule",
  "PyObject_CallOneArg",
  "PyObject_GetAttrString",
  "PyObject_Str",
  "PyUnicode_AsEncodedString",
  "PyUnicode_AsUTF8AndSize",
  "PyUnicode_FromStringAndSize",
  "Py_DecRef",
]);

/** @typedef {Record<typeof CALLED[number], (...given: number[]) => number>} CFunctions */

/** Nothing is installed, so Python need not look for it. */
const COMMAND = ["python", "-S"];


/** Where a memory has what `Core` needs of it. */
/** @typedef {{handle: number, room: number}} Places */

/** What Python raised. It can be asked again: it is as it was. */
export class PythonError extends Error {
  /**
   * @param {string} type  the exception's class
   * @param {string} text
   */
  constructor(type, text) {
    super(`${type}: ${text}`);
    this.name = "PythonError";
    this.type = type;
  }
}

export class Core {
  #system;
  #c;
  /** @type {Places} */
  #places = { handle: 0, room: 0 };
  #encoder = new TextEncoder();
  #decoder = new TextDecoder();

  /**
   * @param {System} system
   * @param {WebAssembly.Exports} exports  of the instance that imports `system`
   */
  constructor(system, exports) {
    this.#system = system;
    this.#c = /** @type {CFunctions} */ (/** @type {unknown} */ (exports));
    this.#system.prepare();
  }

  get places() {
    return this.#places;
  }

  /**
   * Start Python with our package.
   * @param {Content} archive  the library and the package
   * @param {string} python  its version, as in 3.13
   */
  start(archive, python) {
    this.provide(archive, python);
    this.#c.__wasm_call_ctors();
    this.#places.room = this.#allocated(8);
    const words = COMMAND.map((word) => this.#string(word));
    const list = this.#c.malloc(4 * (words.length + 1));
    new Uint32Array(this.#system.memory.buffer, list, words.length + 1).set([...words, 0]);
    const status = this.#c.__main_argc_argv(words.length, list);
    if (status !== 0) throw new Error(`Python ended with ${status}`);
    this.#places.handle = this.#attribute("assessment.bridge", "handle");
  }

  /**
   * Import modules, and let the engine read its model, for who asks later finds them there.
   * @param {readonly string[]} members  of the archive
   */
  warmUp(members) {
    for (const member of members.filter((name) => name.endsWith(".pyc"))) {
      const name = this.#string(member.replace(/(\/__init__)?\.pyc$/, "").replaceAll("/", "."));
      this.#c.Py_DecRef(this.#made(this.#c.PyImport_ImportModule(name)));
      this.#c.free(name);
    }
    this.handle("{}"); // which asks nothing
  }

  /**
   * Go on where a memory was copied, which is in its place already.
   * @param {Places} places
   * @param {Content} archive
   * @param {string} python
   */
  resume(places, archive, python) {
    this.provide(archive, python);
    this.#places = places;
  }

  /**
   * @param {string} request
   * @returns {string} what `handle` of assessment/bridge.py returns
   * @throws {PythonError} what it raised
   */
  handle(request) {
    return this.#text(this.#call(this.#places.handle, request));
  }

  /**
   * Call any function of Python's that takes a string and returns one.
   * @param {string} module
   * @param {string} name
   * @param {string} text
   */
  ask(module, name, text) {
    const callable = this.#attribute(module, name);
    try {
      return this.#text(this.#call(callable, text));
    } finally {
      this.#c.Py_DecRef(callable);
    }
  }

  /**
   * Let Python import from a second archive too.
   * @param {string} path  where it is to be
   * @param {Uint8Array} archive
   */
  add(path, archive) {
    this.#system.files.put(path, archive);
    const add = this.#attribute("assessment.archives", "add");
    this.#c.Py_DecRef(this.#call(add, path));
    this.#c.Py_DecRef(add);
  }

  /**
   * @param {Content} archive
   * @param {string} python
   */
  provide(archive, python) {
    const [major, minor] = python.split(".");
    for (const folder of ["lib-dynload", "site-packages"]) {
      this.#system.files.put(`/lib/python${major}.${minor}/${folder}`, null);
    }
    this.#system.files.put(`/lib/python${major}${minor}.zip`, archive);
  }

  /**
   * @param {number} callable
   * @param {string} text
   */
  #call(callable, text) {
    const bytes = this.#encoder.encode(text);
    const at = this.#allocated(bytes.length || 1);
    this.#system.bytes.set(bytes, at);
    const given = this.#made(this.#c.PyUnicode_FromStringAndSize(at, bytes.length));
    this.#c.free(at);
    const result = this.#c.PyObject_CallOneArg(callable, given);
    this.#c.Py_DecRef(given);
    return this.#made(result);
  }

  /**
   * The text of a Python string, which is then let go.
   * @param {number} string
   */
  #text(string) {
    try {
      const at = this.#c.PyUnicode_AsUTF8AndSize(string, this.#places.room);
      if (at) return this.#decoder.decode(this.#slice(at, this.#room(0)));
      this.#c.PyErr_Clear();
      return this.#surrogates(string);
    } finally {
      this.#c.Py_DecRef(string);
    }
  }

  /**
   * The text of a Python string with half characters in it, which JavaScript's strings may hold too.
   * @param {number} string
   */
  #surrogates(string) {
    const [encoding, errors] = [this.#string("utf-16-le"), this.#string("surrogatepass")];
    const bytes = this.#made(this.#c.PyUnicode_AsEncodedString(string, encoding, errors));
    this.#c.PyBytes_AsStringAndSize(bytes, this.#places.room, this.#places.room + 4);
    const units = new Uint16Array(this.#slice(this.#room(0), this.#room(4)).slice().buffer);
    this.#c.Py_DecRef(bytes);
    for (const one of [encoding, errors]) this.#c.free(one);
    let text = "";
    for (let at = 0; at < units.length; at += 4096) text += String.fromCharCode(...units.subarray(at, at + 4096));
    return text;
  }

  /**
   * @param {string} module
   * @param {string} name
   */
  #attribute(module, name) {
    const names = [module, name].map((one) => this.#string(one));
    const imported = this.#made(this.#c.PyImport_ImportModule(Number(names[0])));
    const found = this.#made(this.#c.PyObject_GetAttrString(imported, Number(names[1])));
    this.#c.Py_DecRef(imported);
    for (const one of names) this.#c.free(one);
    return found;
  }

  /**
   * An object that a C function made, or what it raised instead.
   * @param {number} object
   */
  #made(object) {
    if (object) return object;
    const raised = this.#c.PyErr_GetRaisedException();
    const error = new PythonError(this.#typeOf(raised), this.#described(raised));
    if (error.type === "ModuleNotFoundError") {
      this.#c.Py_DecRef(raised);
    } else {
      this.#c.PyErr_SetRaisedException(raised);
      this.#c.PyErr_Print(); // with where it came from, to the console
    }
    throw error;
  }

  /** @param {number} object */
  #typeOf(object) {
    const names = ["__class__", "__name__"].map((one) => this.#string(one));
    const type = this.#c.PyObject_GetAttrString(object, Number(names[0]));
    const name = this.#c.PyObject_GetAttrString(type, Number(names[1]));
    this.#c.Py_DecRef(type);
    for (const one of names) this.#c.free(one);
    return this.#text(name);
  }

  /** @param {number} object */
  #described(object) {
    const text = this.#c.PyObject_Str(object);
    if (text) return this.#text(text);
    this.#c.PyErr_Clear();
    return "";
  }

  /**
   * A C string, to be freed.
   * @param {string} text
   */
  #string(text) {
    const bytes = this.#encoder.encode(`${text}\0`);
    const at = this.#allocated(bytes.length);
    this.#system.bytes.set(bytes, at);
    return at;
  }

  /** @param {number} bytes */
  #allocated(bytes) {
    const at = this.#c.malloc(bytes) >>> 0;
    if (!at) throw new RangeError(`no memory for ${bytes} bytes`);
    return at;
  }

  /**
   * @param {number} at
   * @param {number} size
   */
  #slice(at, size) {
    return this.#system.bytes.subarray(at >>> 0, (at >>> 0) + size);
  }

  /** @param {number} offset */
  #room(offset) {
    return new DataView(this.#system.memory.buffer).getUint32(this.#places.room + offset, true);
  }
}
