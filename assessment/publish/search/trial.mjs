// Puts queries to a search engine without a browser; see trial.py.
// stdin: { engine: "ours", folder, contents, queries } or { engine: "material", script, config, contents, queries };
// stdout: { ready, places, times }: milliseconds until it is ready, the first pages of each query, its milliseconds.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const FIRST = 10;
const task = JSON.parse(readFileSync(0, "utf8"));

async function ours({ folder, contents }) {
  const load = (name) => import(pathToFileURL(join(folder, name)).href);
  const { Finder } = await load("finder.js");
  const finder = new Finder(contents, await load(`stem-${contents.language}.js`));
  return async (query) => finder.find(query).found.map(({ page }) => page.at);
}

async function materials({ script, contents, config }) {
  const heard = [];
  let tell;
  const self = {};
  Object.assign(self, {
    self,
    console: { ...console, warn() {} },
    addEventListener: (_, listen) => (tell = (data) => listen({ data })),
    postMessage: (message) => heard.push(message),
    importScripts: (...names) => {
      for (const name of names) vm.runInContext(readFileSync(join(dirname(script), name), "utf8"), self);
    },
  });
  vm.createContext(self);
  vm.runInContext(readFileSync(script, "utf8"), self);
  const docs = contents.pages.flatMap(({ at, title, text, tags, parts }) => [
    { location: at, title, text: escape(text), ...(tags ? { tags: tags.split(" ") } : {}) },
    ...parts.map((part) => ({ location: at + part.at, title: part.title, text: escape(part.text) })),
  ]);
  await tell({ type: 0, data: { config, docs, options: { suggest: false } } });
  return async (query) => {
    heard.length = 0;
    await tell({ type: 2, data: query });
    return heard[0].data.items.map((group) => group.find(({ location }) => !location.includes("#")).location);
  };
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const before = performance.now();
const ask = await (task.engine === "ours" ? ours(task) : materials(task));
const ready = performance.now() - before;
const places = [];
const times = [];
for (const query of task.queries) {
  const start = performance.now();
  const found = await ask(query);
  times.push(performance.now() - start);
  places.push(found.slice(0, FIRST));
}
process.stdout.write(JSON.stringify({ ready, places, times }));
