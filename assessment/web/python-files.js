/**
 * The files of a Python that runs in a worker: archives to read, and two streams of lines to write.
 *
 * Nothing is ever written to a file. Numbers of errors and file types are those of Emscripten's C
 * library, whose calls `python-system.js` answers with these.
 */

export const EBADF = 8;
export const EINVAL = 28;
export const EISDIR = 31;
export const ENOENT = 44;
export const ENOSYS = 52;
export const ENOTDIR = 54;
export const ENOTTY = 59;
export const EROFS = 69;
export const ESPIPE = 70;

const DIRECTORY = 0o040555;
const REGULAR = 0o100444;
const DEVICE = 0o020666;

/** Flags of `open` that ask for more than reading. */
const WRITING = 0o3 | 0o100 | 0o1000 | 0o2000;

/** An error of a C call, on its way to being a number. */
export class CError extends Error {
  /** @param {number} errno */
  constructor(errno) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

/**
 * What `stat` tells of a file.
 * @typedef {{inode: number, mode: number, size: number}} Status
 */

/** @typedef {{length: number, read: () => Uint8Array}} Late  a file that comes when it is first opened */
/** @typedef {Uint8Array | Late} Content */
/** @typedef {{path: string, content?: Uint8Array, position: number}} Open */

const STREAMS = ["<stdin>", "<stdout>", "<stderr>"];

export class Files {
  /** @type {Map<string, Content | null>} content of each file; null is a folder */
  #nodes = new Map();
  /** @type {Map<number, Open>} by descriptor; the first three are the streams */
  #open = new Map(STREAMS.map((path, descriptor) => [descriptor, { path, position: 0 }]));
  #lines;

  /** @param {Record<1 | 2, (line: string) => void>} say  what takes the lines of a stream */
  constructor(say) {
    this.#nodes.set("/", null);
    this.#lines = new Map([1, 2].map((to) => [to, new Lines(say[/** @type {1 | 2} */ (to)])]));
  }

  /** Whether nothing but the streams is open. */
  get idle() {
    return this.#open.size === STREAMS.length;
  }

  /**
   * Put a file there, and the folders above it.
   * @param {string} path
   * @param {Content | null} content  null for a folder
   */
  put(path, content) {
    const above = path.slice(0, path.lastIndexOf("/"));
    if (above) this.put(above, null);
    this.#nodes.set(path, content);
  }

  /**
   * @param {string} path
   * @returns {Status}
   */
  status(path) {
    const whole = absolute(path);
    const content = this.#nodes.get(whole);
    if (content === undefined) throw new CError(ENOENT);
    const inode = 16 + [...this.#nodes.keys()].indexOf(whole);
    return { inode, mode: content ? REGULAR : DIRECTORY, size: content?.length ?? 0 };
  }

  /**
   * @param {number} descriptor
   * @returns {Status}
   */
  statusOf(descriptor) {
    const { path } = this.#at(descriptor);
    return STREAMS.includes(path) ? { inode: descriptor, mode: DEVICE, size: 0 } : this.status(path);
  }

  /**
   * @param {string} path
   * @param {number} flags
   * @returns {number} a descriptor
   */
  open(path, flags) {
    const whole = absolute(path);
    const content = this.#nodes.get(whole);
    if (content === undefined) throw new CError(flags & WRITING ? EROFS : ENOENT);
    if (flags & WRITING) throw new CError(content ? EROFS : EISDIR);
    return this.#add({ path: whole, content: content ? this.#here(whole, content) : undefined, position: 0 });
  }

  /**
   * @param {string} path
   * @param {Content} content
   */
  #here(path, content) {
    if (content instanceof Uint8Array) return content;
    const read = content.read();
    this.#nodes.set(path, read);
    return read;
  }

  /**
   * @param {number} descriptor
   * @returns {number} another one
   */
  duplicate(descriptor) {
    return this.#add({ ...this.#at(descriptor) });
  }

  /** @param {number} descriptor */
  close(descriptor) {
    this.#at(descriptor);
    this.#open.delete(descriptor);
  }

  /**
   * @param {number} descriptor
   * @param {Uint8Array} into  as much as there is room for
   * @param {number} [position]  in place of where the last reading ended
   * @returns {number} bytes read
   */
  read(descriptor, into, position) {
    const file = this.#at(descriptor);
    if (STREAMS.includes(file.path)) return 0;
    if (!file.content) throw new CError(EISDIR);
    const from = position ?? file.position;
    const part = file.content.subarray(from, from + into.length);
    into.set(part);
    if (position === undefined) file.position += part.length;
    return part.length;
  }

  /**
   * @param {number} descriptor
   * @param {Uint8Array} bytes
   * @returns {number} bytes written
   */
  write(descriptor, bytes) {
    const lines = this.#lines.get(STREAMS.indexOf(this.#at(descriptor).path));
    if (!lines) throw new CError(EBADF);
    lines.add(bytes);
    return bytes.length;
  }

  /**
   * @param {number} descriptor
   * @param {number} offset
   * @param {number} whence  0 from the beginning, 1 from here, 2 from the end
   * @returns {number} where that is
   */
  seek(descriptor, offset, whence) {
    const file = this.#at(descriptor);
    if (!file.content) throw new CError(ESPIPE);
    const from = [0, file.position, file.content.length][whence] ?? 0;
    if (from + offset < 0) throw new CError(EINVAL);
    file.position = from + offset;
    return file.position;
  }

  /**
   * The next names in an open folder; none at its end.
   * @param {number} descriptor
   * @param {number} most
   * @returns {{name: string, status: Status}[]}
   */
  list(descriptor, most) {
    const folder = this.#at(descriptor);
    if (folder.content || STREAMS.includes(folder.path)) throw new CError(ENOTDIR);
    const within = folder.path === "/" ? "/" : `${folder.path}/`;
    const names = [...this.#nodes.keys()]
      .filter((path) => path.startsWith(within) && path !== within)
      .map((path) => path.slice(within.length))
      .filter((name) => !name.includes("/"));
    const next = [".", "..", ...names].slice(folder.position, folder.position + most);
    folder.position += next.length;
    return next.map((name) => ({ name, status: this.status(`${within}${name}`) }));
  }

  /** @param {number} descriptor */
  #at(descriptor) {
    const file = this.#open.get(descriptor);
    if (!file) throw new CError(EBADF);
    return file;
  }

  /** @param {Open} file */
  #add(file) {
    let descriptor = 0;
    while (this.#open.has(descriptor)) descriptor += 1;
    this.#open.set(descriptor, file);
    return descriptor;
  }
}

/** Bytes in, lines out. */
class Lines {
  #decoder = new TextDecoder();
  #begun = "";
  #say;

  /** @param {(line: string) => void} say */
  constructor(say) {
    this.#say = say;
  }

  /** @param {Uint8Array} bytes */
  add(bytes) {
    const lines = (this.#begun + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#begun = lines.pop() ?? "";
    for (const line of lines) this.#say(line);
  }
}

/**
 * A path from the root, without `.`, `..` and double slashes. The folder we are in is the root.
 * @param {string} path
 */
function absolute(path) {
  /** @type {string[]} */
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
