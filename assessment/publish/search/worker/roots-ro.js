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
const PARTICIPLE = "(?:e|i)?[aeiu](?:r|t|nd)|ez|s";
/** Persons and tenses. */
const PERSON =
  "i?ez|i?ezi|eaza|iaza|i?eze|[aei]?m|[aei]ti|i|u|a|e|esc|esti|este|easca|[aeiu]i?(?:se)?(?:m|si|ram|rati|ra)?|[aeiu](?:ram|rati|ra)|eai?|eau|iau|au";

const ENDINGS = [
  new RegExp(`(?:${CASES})$`, "y"),
  new RegExp(`(?:${PERSON}|(?:${PARTICIPLE})(?:${CASES})?)$`, "y"),
];

/** What is before a word's last vowel, the vowel, and the consonants after it. */
const SYLLABLE = /^(.*?)(ea|oa|ia|ie|[aeo]?)([^aeiou]*)$/;
/** @type {Record<string, string>} */
const VOWELS = { ea: "a", ia: "a", ie: "a", e: "a", a: "a", oa: "o", o: "o" };

/** @param {string} word @returns {string[]} what it may come from: coli from col-, coală from col- too */
export function roots(word) {
  const found = bases(word, ENDINGS).map((base) => {
    const [, before = "", vowel = "", after = ""] = SYLLABLE.exec(base.replace(/i$/, "")) ?? [];
    return before + (VOWELS[vowel] ?? "") + after.replace(/st$/, "sc").replace(/([cg])h$/, "$1").replace(/z$/, "d");
  });
  return [...new Set(found)];
}
