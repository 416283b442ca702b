// The plain way, to measure ours against: stock Pyodide in a module worker, our package as a wheel
// by address. It speaks the protocol of assessment/web/protocol.js, so the same page drives both.

import { loadPyodide } from "./pyodide.mjs";

let handle;

self.onmessage = async ({ data }) => {
  if (data.type === "start") {
    const python = await loadPyodide();
    await python.loadPackage(new URL("./WHEEL", import.meta.url).href);
    handle = python.pyimport("assessment.bridge").handle;
    self.postMessage({ type: "ready", reply: handle(data.open) });
  } else {
    self.postMessage({ type: "answer", id: data.id, reply: handle(data.request) });
  }
};
