/**
 * The one policy of Trusted Types: it vouches for the addresses of scripts of our own, and for nothing else.
 */

/** @type {{createScriptURL: (address: string) => unknown} | undefined} */
let policy;

/**
 * Where scripts need a policy (`require-trusted-types-for`), vouch for the address of a worker or a service worker.
 * @param {string} address
 * @returns {unknown} a string, or what stands for one
 */
export function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return address;
  policy ??= types.createPolicy("cx-atlas", {
    createScriptURL(/** @type {string} */ wanted) {
      if (new URL(wanted).origin !== location.origin) throw new TypeError(`not ours: ${wanted}`);
      return wanted;
    },
  });
  return policy?.createScriptURL(address);
}
