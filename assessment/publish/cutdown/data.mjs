// Which of the data the first half needs: what its functions and the memory that pages begin from point to, and what
// that points to.
//
// A third of Pyodide's data, most of what compresses badly, is tables for encodings of East Asia and
// for the names of Unicode. Only functions of the second half read them, so they travel with it.
//
// WebAssembly knows no variables, only addresses. A variable begins at an address that some function
// or pointer names, and ends where the next begins. Whatever is not that plain stays in the first half:
// all numbers in functions count as addresses, each is followed by `REACH` bytes that stay, and only
// long pieces move.

import { binaryen as B, functions, number, read, sections } from "./wasm.mjs";

/** Bytes after an address in use that stay, be it ever so short what seems to begin there. */
const REACH = 32 * 1024;
/** And before it: compilers also name addresses a little before a table that is not counted from 0. */
const BEFORE = 4 * 1024;
/** What moves is at least this long. */
const PIECE = 16 * 1024;

/** Expressions without others inside, which binaryen tells nothing of. */
const LEAVES = new Set([B.NopId, B.UnreachableId, B.PopId, B.RefNullId]);
const PARTS = ["ptr", "value", "left", "right", "condition", "ifTrue", "ifFalse", "body", "target", "dest", "source"];
const MORE_PARTS = ["size", "delta", "ref", "dataSize"];
const LISTS = ["children", "operands", "catchBodies"];

/**
 * The pieces of the data that only functions of the second half need.
 * @param {Uint8Array} bytes
 * @param {number[]} reached  places of the functions in the first half
 * @param {[number, number][]} pointers  words in the data that are addresses: where, and which
 * @param {{data: number, stackEnd: number}} layout
 * @param {{changed: number[], named: Set<number>}} used  of the memory that pages begin from: addresses where the data
 *   have changed, and every word that could be an address
 * @returns {[number, number][]} from, and up to
 */
export function coldPieces(bytes, reached, pointers, layout, used) {
  const module = read(bytes);
  const warm = new Set(reached);
  const named = { all: new Set(pointers.map(([, to]) => to)), warm: new Set() };
  functions(module).defined.forEach(({ body }, place) => {
    for (const value of constants(body)) {
      if (value < layout.data || value >= layout.stackEnd) continue;
      named.all.add(value);
      if (warm.has(place)) named.warm.add(value);
    }
  });
  module.dispose();
  const begins = [...named.all, layout.stackEnd].sort(ascending);
  // What has changed is in use, all of the variable. A word is an address only where a variable begins: numbers of other
  // kinds are as high.
  for (const address of used.changed) named.warm.add(begins[after(begins, address) - 1] ?? address).add(address);
  for (const address of used.named) if (named.all.has(address)) named.warm.add(address);
  return between(followed(named.warm, begins, pointers), begins, layout);
}

/** The addresses in use, with those that pointers inside what begins at them name. */
function followed(used, begins, pointers) {
  const words = [...pointers].sort(([a], [b]) => a - b);
  const places = words.map(([at]) => at);
  const found = new Set(used);
  for (const address of found) {
    const end = begins[after(begins, address)];
    for (let at = after(places, address - 1); at < words.length && places[at] < end; at += 1) found.add(words[at][1]);
  }
  return [...found].sort(ascending);
}

/** The long pieces that no used address is near. */
function between(used, begins, layout) {
  const pieces = [];
  let free = layout.data + REACH;
  for (const address of [...used, layout.stackEnd]) {
    if (address - BEFORE - free >= PIECE) pieces.push([free, address - BEFORE]);
    free = Math.max(free, begins[after(begins, address)] ?? 0, address + REACH);
  }
  return pieces;
}

/** The index of the first number that is greater. */
function after(sorted, number) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

function ascending(a, b) {
  return a - b;
}

/** Every whole number in an expression that could be an address. */
function* constants(expression) {
  const waiting = [expression];
  while (waiting.length) {
    const next = waiting.pop();
    if (LEAVES.has(B.getExpressionId(next))) continue;
    const e = B.getExpressionInfo(next);
    if (e.id === B.ConstId) {
      if (e.type === B.i32) yield e.value >>> 0;
      continue;
    }
    if (e.id === B.LoadId || e.id === B.StoreId) yield e.offset;
    for (const part of [...PARTS, ...MORE_PARTS]) if (e[part] && typeof e[part] === "number") waiting.push(e[part]);
    for (const list of LISTS) for (const part of e[list] ?? []) waiting.push(part);
  }
}

/**
 * The binaries of both halves, with these pieces of the data in the second.
 * @param {{first: Uint8Array, rest: Uint8Array}} halves  the first with all of the data, the second with none
 * @param {[number, number][]} pieces
 * @param {number} base  where the data begin
 */
export function shared(halves, pieces, base) {
  const content = dataOf(halves.first);
  const end = base + content.length;
  const cold = pieces.filter(([from]) => from < end).map(([from, to]) => [from, Math.min(to, end)]);
  const edges = [base, ...cold.flat(), end];
  const warm = edges.flatMap((from, place) => (place % 2 === 0 ? [[from, edges[place + 1]]] : []));
  const cut = ([from, to]) => ({ at: from, bytes: content.subarray(from - base, to - base) });
  return {
    first: withData(halves.first, warm.filter(([from, to]) => to > from).map(cut)),
    rest: withData(halves.rest, cold.map(cut)),
  };
}

function dataOf(bytes) {
  const { begin } = [...sections(bytes)].find(({ id }) => id === 11);
  const [, kind] = number(bytes, begin);
  const [, offset] = number(bytes, kind);
  const [, end] = number(bytes, offset + 1);
  const [size, first] = number(bytes, end + 1);
  return bytes.subarray(first, first + size);
}

function withData(bytes, segments) {
  const kept = [...sections(bytes)].filter(({ id }) => id !== 11 && id !== 12);
  const content = [encoded(segments.length)];
  for (const { at, bytes: data } of segments) {
    content.push(Buffer.of(0, 0x41), signed(at), Buffer.of(0x0b), encoded(data.length), data);
  }
  const section = Buffer.concat(content);
  return Buffer.concat([
    bytes.subarray(0, 8),
    ...kept.map(({ start, end }) => bytes.subarray(start, end)),
    Buffer.of(11),
    encoded(section.length),
    section,
  ]);
}

/** A number in LEB128. */
function encoded(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) return Buffer.from(bytes);
  }
}

/** The same for a number with a sign, which is positive here. */
function signed(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push(rest < 0x40 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x40) return Buffer.from(bytes);
  }
}
