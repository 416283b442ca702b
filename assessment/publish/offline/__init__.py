"""The assessment without a network: a release that a browser keeps whole, and the service worker that does so."""
