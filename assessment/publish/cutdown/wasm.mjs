// WebAssembly as binaryen sees it: read, looked through and written.

import binaryen from "binaryen";

const F = binaryen.Features;

/** What Pyodide's WebAssembly uses; to allow more would let binaryen write what a browser may not know. */
const FEATURES =
  F.ExceptionHandling |
  F.ReferenceTypes |
  F.BulkMemory |
  F.BulkMemoryOpt |
  F.MutableGlobals |
  F.SignExt |
  F.NontrappingFPToInt |
  F.Multivalue |
  F.CallIndirectOverlong;

export function read(bytes) {
  const module = binaryen.readBinary(bytes, FEATURES);
  module.setFeatures(FEATURES);
  return module;
}

/** Written out, and let go. */
export function written(module) {
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** What binaryen knows of each function, in order: those imported and those defined. */
export function functions(module) {
  const found = { imported: [], defined: [] };
  for (let place = 0; place < module.getNumFunctions(); place += 1) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(place));
    found[info.module ? "imported" : "defined"].push(info);
  }
  return found;
}

export function globals(module) {
  return Array.from({ length: module.getNumGlobals() }, (_, place) =>
    binaryen.getGlobalInfo(module.getGlobalByIndex(place)),
  );
}

export function exports_(module) {
  return Array.from({ length: module.getNumExports() }, (_, place) =>
    binaryen.getExportInfo(module.getExportByIndex(place)),
  );
}

/** The function that is exported under this name. */
export function exported(module, name) {
  const found = module.getExport(name);
  if (!found) throw new Error(`Pyodide's WebAssembly exports no ${name} any more.`);
  return binaryen.getExportInfo(found).value;
}

/** The sections of a binary: number, and where its content begins and ends. */
export function* sections(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const [size, begin] = number(bytes, at + 1);
    yield { id: bytes[at], start: at, begin, end: begin + size };
    at = begin + size;
  }
}

/** A number in LEB128, and where it ends. */
export function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

export { binaryen };
