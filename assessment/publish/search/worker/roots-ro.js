// @ts-check
/**
 * Romanian words without their endings, and without what an ending does to the sounds before it.
 *
 * Words come in small letters without marks: ă and â are a already, ț is t, ș is s.
 */

import { bases } from "./endings.js";

/** Of a noun or an adjective, with its articles. */
const CASES = "i?[uiea]?l?ui|i?ul|(?:uri|ur|ele|ii|i|e)?(?:le|lor)|uri|i?[aeo]|ii|i|u|ua|i?ei|elei|ele|ea|eaua";
/** What a verb becomes a noun or an adjective with: vizitare, vizitat, vizitând, vizitator. */
const PARTICIPLE = "(?:e|i)?[aeiu](?:r|t|nd)|ez";
/** Persons and tenses, without those of books in -răm and -răți, which would take too much of repar‹ați›. */
const PERSON =
  "i?ez|i?ezi|eaza|iaza|i?eze|[aei]?m|[aei]ti|i|u|a|e|i?(?:esc|esti|este)|[ei]asca|a(?:sc|sti|ste|sca)|[aeiu]i?(?:se)?(?:m|si|ra)?|eai?|eau|iau|au";

const NOUN = new RegExp(`(?:${CASES})$`, "y");
const VERB = new RegExp(`(?:${PERSON}|(?:${PARTICIPLE})(?:${CASES})?)$`, "y");
const PARTICIPLED = new RegExp(`(?:${PARTICIPLE})$`, "y");
/** A word with one of these is no person of a verb: modelul has nothing of a verb "modelu-". */
const ARTICLE = /(?:ul|ului|[ei]lor)$/;
/** A participle in s, or the past that is made from it: închisă, deschiseră. */
const IN_S = new RegExp(`s(?:${CASES}|e(?:se)?(?:m|si|ra)?)?$`, "y");
/** What the s may have come from: exclus from exclud, extras from extrag, tins from tind. */
const SOURCES = ["d", "g", "c", "n", "t"];
const SOURCES_AFTER_N = ["d", "g"];
const MAY_BE_IN_S = /[aeiounr]$/;

/** What is before a word's last vowel, the vowel, and the consonants after it. */
const SYLLABLE = /^(.*?)(ea|oa|ia|ie|[aeo]?)([^aeiou]*)$/;
/** @type {Record<string, string>} */
const VOWELS = { ea: "a", ia: "a", ie: "a", e: "a", a: "a", oa: "o", o: "o" };

/** @param {string} word @returns {string[]} what it may come from: coli from col-, coală from col- too */
export function roots(word) {
  const nouns = bases(word, [NOUN]);
  const verbs = ARTICLE.test(word) ? nouns.flatMap((noun) => bases(noun, [PARTICIPLED])) : bases(word, [VERB]);
  return [...new Set([...nouns, ...verbs, ...presents(word)].map(root))];
}

/** @param {string} word @returns {string[]} the verb without its endings, of a participle in s */
function presents(word) {
  return bases(word, [IN_S])
    .filter((base) => base !== word && MAY_BE_IN_S.test(base))
    .flatMap((base) => (base.endsWith("n") ? SOURCES_AFTER_N : SOURCES).map((source) => base + source));
}

/** @param {string} base @returns {string} the same for all that its sounds become: vine and veni, poate and pot */
function root(base) {
  const [, before = "", vowel = "", after = ""] = SYLLABLE.exec(base.replace(/i$/, "").replace(/vin$/, "ven")) ?? [];
  return before + (VOWELS[vowel] ?? "") + after.replace(/st$/, "sc").replace(/([cg])h$/, "$1").replace(/z$/, "d");
}
