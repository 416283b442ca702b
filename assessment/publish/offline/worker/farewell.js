/**
 * The service worker of a site that keeps nothing for use without a network: whoever has kept something from before
 * gets rid of it, and of the service worker, at the next visit. `--no-offline` and `serve` build it.
 */

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const ours = `cx-atlas ${new URL(scope.registration.scope).pathname} `;
  for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
  await scope.registration.unregister();
}
