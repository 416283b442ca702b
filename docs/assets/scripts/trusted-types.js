// @ts-check
/**
 * What Material's script may put into a page, in browsers with Trusted Types; loaded before that script.
 *
 * Material writes HTML in two places: it reads a page that instant navigation brings with DOMParser, where nothing runs,
 * and it sets labels and lines of its search list with innerHTML. This policy lets through documents that state our
 * policy, sitemaps, and the few elements that marks.js and Material's list are made of; anything else becomes text that
 * shows its angle brackets. Scripts must come from assets/. Our own modules need none of this: they build elements, and
 * trusted.js vouches for their workers.
 */
(() => {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
  if (!types || !own) return;
  /** This file is at assets/look/<digest>/scripts/. */
  const assets = new URL("../../../", own).href;
  const page = /^\s*<!doctype html>[^]*?<meta http-equiv="?Content-Security-Policy/i;
  const sitemap = /^\s*<\?xml /;
  const harmless =
    /^(?:[^<]|<\/?(?:mark|h1|h2|del|span)>|<span lang="[a-z]{2}">|<div class="md-search-result__icon md-icon"><\/div>)*$/;

  types.createPolicy("default", {
    createHTML(/** @type {string} */ text, /** @type {string} */ _type, /** @type {string} */ sink) {
      const known = sink === "DOMParser parseFromString" ? page.test(text) || sitemap.test(text) : harmless.test(text);
      return known ? text : text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
    },
    /** Only an element, which runs only if the page's policy has the digest of its text: never eval. */
    createScript(/** @type {string} */ text, /** @type {string} */ _type, /** @type {string} */ sink) {
      return sink.startsWith("HTMLScriptElement ") ? text : null;
    },
    createScriptURL(/** @type {string} */ address) {
      return new URL(address, document.baseURI).href.startsWith(assets) ? address : null;
    },
  });
})();
