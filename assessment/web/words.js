/**
 * The page's own words: the table `page` of data/words/<language>.toml, with the language's plural forms.
 */

/** @typedef {string | Record<string, string>} Entry */
/** @typedef {Record<string, Record<string, Entry>>} Tables */

export class Words {
  /** @param {any} data  the words of one language, as `bridge.py` gets them too */
  constructor(data) {
    /** @type {Tables} */
    this.data = data;
    this.locale = String(data.locale);
    this.plural = new Intl.PluralRules(data.language);
  }

  /**
   * A sentence with its {gaps} filled; where it counts, in the plural form of `n`.
   * @param {string} key  for example "page.progress"
   * @param {Record<string, string | number>} [facts]
   */
  say(key, facts = {}) {
    const [table = "", name = ""] = key.split(".", 2);
    const entry = this.data[table]?.[name];
    const sentence = typeof entry === "object" ? entry[this.plural.select(Number(facts.n))] : entry;
    if (sentence === undefined) throw new Error(`no words under ${key}`);
    return fill(sentence, facts);
  }

  /**
   * What is wrong and what to do, as Python says it.
   * @param {string} code  of the table `errors`
   * @param {Record<string, string | number>} [facts]
   */
  error(code, facts = {}) {
    const entry = this.data.errors?.[code];
    if (typeof entry !== "object") throw new Error(`no words for the error ${code}`);
    return fill(`${entry.what} ${entry.mend}`, facts);
  }
}

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} facts
 */
function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (/** @type {string} */ gap, /** @type {string} */ name) => String(facts[name] ?? gap));
}
