// @ts-check
/// <reference lib="webworker" />
/**
 * The worker that Material's search box talks to, in place of Material's own. Nothing is fetched before somebody types.
 *
 * Material starts it as a script and not as a module; so the modules are imported when they are needed. Its messages are
 * numbered so:
 */
const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

/** @typedef {{ type: number, data?: any }} Message */
/** @typedef {import("./finder.js").Finder} Finder */

const scope = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const address = new URL(scope.location.href);
// This file is at assets/search/<digest>/.
const root = new URL("../../../", address);
const language = address.searchParams.get("language") ?? "";
const source = address.searchParams.get("source") ?? "";

/** @type {Map<string, Promise<Finder>>} */
const finders = new Map();
/** The newest query; what is found for older ones nobody needs any more. */
let newest = "";

scope.addEventListener("message", async (/** @type {MessageEvent<Message>} */ { data: { type, data } }) => {
  if (type === SETUP) scope.postMessage({ type: READY });
  if (type !== QUERY) return;
  newest = String(data);
  const query = newest.trim();
  if (query === "") return tell([]);
  try {
    const items = await answer(query);
    if (query === newest.trim()) tell(items);
  } catch (error) {
    // The next keystroke tries again.
    console.info("Search:", error);
  }
});

/** @param {unknown[]} items */
function tell(items) {
  scope.postMessage({ type: RESULT, data: { items } });
}

/**
 * The pages for a query; where there are none, other queries, and pages in the language that all others come from.
 * @param {string} query
 */
async function answer(query) {
  const [{ groups, note, suggestions }, finder] = await Promise.all([import("./answer.js"), finderOf(language)]);
  const finding = finder.find(query);
  if (finding.found.length > 0) return groups(finder, finding);
  const meant = suggestions(finder, query);
  if (language === source) return meant;
  const other = await finderOf(source);
  const there = other.find(query);
  if (there.found.length === 0) return meant;
  const home = new URL(folder(source), root).href;
  const words = finder.contents.words.source ?? "";
  return [...meant, [note(words, `${home}?q=${encodeURIComponent(query)}`, 0)],
    ...groups(other, there, { root: home, language: source }),
  ];
}

/** @param {string} of  a language */
function folder(of) {
  return of === source ? "" : `${of}/`;
}

/** @param {string} of  a language @returns {Promise<Finder>} */
function finderOf(of) {
  let finder = finders.get(of);
  if (!finder) {
    finder = load(of);
    finders.set(of, finder);
    finder.catch(() => finders.delete(of));
  }
  return finder;
}

/** @param {string} of  a language @returns {Promise<Finder>} */
async function load(of) {
  const pages = new URL(`${folder(of)}search/pages.json`, root);
  const [{ Finder }, stemmers, answer] = await Promise.all([
    import("./finder.js"),
    import(new URL(`stem-${of}.js`, address).href),
    fetch(pages),
  ]);
  if (!answer.ok) throw new Error(`${pages}: ${answer.status}`);
  return new Finder(await answer.json(), stemmers);
}
