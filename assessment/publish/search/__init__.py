"""Search: what a language's pages say, the stemmers, and the worker that Material's search box talks to.

`contents` makes what is searched, from the built pages, the questionnaire and the glossary. `worker/` searches it in
the browser, with stemmers that `stemmers` translates from Snowball's own. `assets` puts the worker's files together.
"""
