/**
 * The service worker: keeps one release of the assessment in this browser, whole or not at all, and the pages that were
 * read, so that both open without a network.
 *
 * The build writes `self.RELEASE` in front of this (publish/offline/release.py), so that another release is another
 * script, which the browser takes for an update: it is fetched and compared file by file with its digest, and takes
 * over once the last page of the one before is closed, or a person asks for it. Whatever is not here, or not as it was
 * built, comes from the network, as if this were not here at all.
 *
 * Every release has a cache of its own, whose name carries the site's root: others may live at the same origin.
 */

/** @typedef {{digest: string, files: Record<string, string>, offline: string}} Release  SHA-256 by path from the root */

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const release = /** @type {Release} */ (/** @type {any} */ (self).RELEASE);

const ROOT = scope.registration.scope;
const OURS = `cx-atlas ${new URL(ROOT).pathname} `;
const NAME = OURS + release.digest;

/** Addresses that change with their content. */
const NAMED_BY_CONTENT = /\/[0-9a-f]{12,64}\/|[.-][0-9a-f]{8,64}\./;
/** Large, and checked by the worker that boots Python: it streams them, which a check here would prevent. */
const CHECKED_ELSEWHERE = /\.(wasm|zip)$/;
/** Other people's pages are none of ours. */
const NOT_OURS = /^(embed\/|assets\/embed\.js$)/;
/** Requests at once while a release is fetched: the page that is open comes first. */
const LINES = 3;
/** Milliseconds that the network has for a page that is kept already. */
const PATIENCE = 3000;
/** Files beside the release: those of pages that were read. */
const MOST_READ = 300;

/** The tab in which somebody asked for the new release. @type {string | undefined} */
let asking;

scope.addEventListener("install", (event) => event.waitUntil(keepRelease()));
scope.addEventListener("activate", (event) => event.waitUntil(tidy(asking).then(() => scope.clients.claim())));
scope.addEventListener("message", (event) => {
  if (event.data === "take over") {
    asking = /** @type {Client | null} */ (event.source)?.id;
    event.waitUntil(scope.skipWaiting());
  } else if (event.data === "check") {
    event.waitUntil(dropDamaged());
  }
});
scope.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const address = origin + pathname;
  const path = address.slice(ROOT.length);
  if (event.request.method !== "GET" || !address.startsWith(ROOT) || NOT_OURS.test(path)) return;
  if (event.request.headers.has("Range")) return;
  if (event.request.mode === "navigate" && path in release.files) event.waitUntil(tidy(event.resultingClientId));
  event.respondWith(path in release.files || NAMED_BY_CONTENT.test(path) ? lasting(event, path) : newest(event, path));
});

// -- a release ---------------------------------------------------------------------------------------------------------

/** Fetch what is not here yet; what an earlier try brought stays. Rejects unless all of it is here and right. */
async function keepRelease() {
  const cache = await caches.open(NAME);
  const wanted = Object.keys(release.files);
  const queue = [...wanted];
  let fetched = 0;
  const line = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (await cache.match(ROOT + path)) continue;
      const known = await whole(path, await find(path));
      if (!known) await tell({ fetched: ++fetched });
      await cache.put(ROOT + path, known ?? (await download(path)));
    }
  };
  try {
    await Promise.all(Array.from({ length: LINES }, line));
  } catch (error) {
    // A browser without room for it would be left with half of it for nothing.
    if (error instanceof DOMException && error.name === "QuotaExceededError") await caches.delete(NAME);
    throw error;
  }
  await renewRead(cache);
}

/**
 * A file of the release from the network, as it was built.
 * @param {string} path
 */
async function download(path) {
  // What the browser has kept by itself may be of the release before.
  for (const cache of /** @type {const} */ (["default", "reload"])) {
    const response = await fetch(ROOT + path, { cache });
    const intact = response.ok ? await whole(path, response) : undefined;
    if (intact) return labelled(intact);
  }
  throw new Error(`${path} is not that of the release ${release.digest}`);
}

/**
 * The response if it holds what was built.
 * @param {string} path
 * @param {Response | undefined} response
 */
async function whole(path, response) {
  if (!response) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return found === release.files[path] ? response : undefined;
}

/**
 * As it is kept. The label lets the page's counter of requests tell what never left the browser.
 * @param {Response} response
 */
function labelled(response) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set("Server-Timing", "kept");
  return new Response(response.body, { headers });
}

/**
 * Pages that were read under the release before, as they are now.
 * @param {Cache} cache
 */
async function renewRead(cache) {
  for (const name of await ours()) {
    for (const { url } of name === NAME ? [] : await (await caches.open(name)).keys()) {
      const path = url.slice(ROOT.length);
      if (path in release.files || NAMED_BY_CONTENT.test(path)) continue;
      const response = await fetch(url, { cache: "no-cache" }).catch(() => undefined);
      if (response && isWorthKeeping(response)) await cache.put(url, labelled(response));
    }
  }
}

/** What is kept and large is not checked on its way out; Python found that something is wrong with it. */
async function dropDamaged() {
  const cache = await caches.open(NAME);
  for (const path of Object.keys(release.files).filter((one) => CHECKED_ELSEWHERE.test(one))) {
    if (!(await whole(path, await cache.match(ROOT + path)))) await cache.delete(ROOT + path);
  }
}

/**
 * Older releases go when no page is open that may be of theirs.
 * @param {string} [present]  the tab that is, or is about to be, of this one
 */
async function tidy(present) {
  try {
    // The cache of a release that is on its way must stay.
    if (scope.registration.installing || scope.registration.waiting) return;
    const open = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (open.some(({ id, url }) => id !== present && url.startsWith(ROOT))) return;
    for (const name of await ours()) if (name !== NAME) await caches.delete(name);
    const cache = await caches.open(NAME);
    const read = (await cache.keys()).filter(({ url }) => !(url.slice(ROOT.length) in release.files));
    for (const one of read.slice(0, -MOST_READ)) await cache.delete(one);
  } catch {
    // the browser refuses its store: then there is nothing to tidy
  }
}

// -- answers to the page -----------------------------------------------------------------------------------------------

/**
 * What never changes at its address while this release lasts: as it is kept, or else from the network.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function lasting(event, path) {
  // A page that asks for it anew has reason not to trust what is kept.
  const kept = event.request.cache === "reload" ? undefined : await find(path);
  const trusted = path in release.files && !CHECKED_ELSEWHERE.test(path) ? await whole(path, kept) : kept;
  return trusted ?? fetchAndKeep(event, path);
}

/**
 * What may have changed: from the network, for a text that is out of date is worse than a moment's waiting; as it was
 * read last where the network is slow or away.
 * @param {FetchEvent} event
 * @param {string} path
 */
async function newest(event, path) {
  const known = await find(path);
  const fresh = fetchAndKeep(event, path);
  event.waitUntil(fresh.catch(() => {})); // what comes too late for this time is kept for the next
  if (!known) return fresh.catch((error) => apology(event.request, error));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, known));
  const first = await Promise.race([fresh.catch(() => known), late]);
  return first.status < 500 ? first : known;
}

/**
 * From the network, and into the store for the next time. That the browser keeps nothing is no reason to fail.
 * @param {FetchEvent} event
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function fetchAndKeep(event, path) {
  const response = await fetch(event.request);
  if (isWorthKeeping(response)) event.waitUntil(keep(path, response.clone()).catch(() => {}));
  return response;
}

/**
 * @param {string} path
 * @param {Response} response
 */
async function keep(path, response) {
  const kept = path in release.files ? await whole(path, response) : response;
  if (kept) await (await caches.open(NAME)).put(ROOT + path, labelled(kept));
}

/**
 * A page that was never read cannot be shown without a network: one of ours says so, at the address that was asked for.
 * @param {Request} request
 * @param {unknown} error
 */
async function apology(request, error) {
  const page = request.mode === "navigate" ? await find(release.offline) : undefined;
  if (!page) throw error;
  // It is shown at any depth: its addresses, which begin with a slash, are from the site's root.
  const text = (await page.text()).replaceAll('="/', `="${new URL(ROOT).pathname}`);
  return new Response(text, { status: 503, headers: page.headers });
}

/** @param {Response} response */
function isWorthKeeping(response) {
  return response.status === 200 && response.type === "basic";
}

/**
 * What is kept for a path: by this release, or by one before, of which pages may still be open.
 * @param {string} path
 * @returns {Promise<Response | undefined>}
 */
async function find(path) {
  try {
    const own = await (await caches.open(NAME)).match(ROOT + path);
    if (own) return own;
    for (const name of await ours()) {
      const older = await (await caches.open(name)).match(ROOT + path);
      if (older) return older;
    }
  } catch {
    // the browser refuses its store: as if nothing were kept
  }
  return undefined;
}

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

/** @param {unknown} news  for every open page of the site */
async function tell(news) {
  const open = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of open) if (page.url.startsWith(ROOT)) page.postMessage(news);
}
