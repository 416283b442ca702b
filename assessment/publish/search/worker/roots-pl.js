// @ts-check
/**
 * Polish words without their endings, and without what an ending does to the sounds before it.
 *
 * Words come in small letters without marks: ó is o already, ą is a, ę is e, and a soft consonant is as the hard one.
 */

import { bases } from "./endings.js";

/** Of a noun or an adjective, after a hard or a soft consonant. */
const CASES = "i?(?:ego|emu|ej|em|om|ami|ach|owi|owie|ow|a|e|o|u)|[yi](?:m|ch|mi)?|ii|j[aei]|jom|jami|jach|owie";
/** The comparative: nowszy, łatwiejsze. */
const MORE = "(?:i?ej)?sz";
/** What a verb becomes a noun or an adjective with: pisanie, oferowany, zgnieciony, uniknięta, piszący. */
const PARTICIPLE = "(?:owa|[yi]wa|ia|a|i?o|i?e)n|n?i?e[ct]|[yui]t|(?:uj|aj|ej|i|j)?ac";
/** The past: kupował, unikną‹ł› or unikn‹ęł›a, with its persons and the conditional. */
const PAST = "(?:owa|[yi]wa|nie|na|ne|ia|ie|a|i|y|e|u)l[aoiy]?(?:by)?(?:m|s|smy|scie)?";
/** The present and the imperative: oferuje, kupujcie, czekasz, mówimy. */
const PRESENT = "(?:uj|aj|ej|ij|yj)?(?:i?e|i|y|a)?(?:sz|my|cie)|(?:uj|aj|ej|ij|yj)(?:a|e)?|n(?:iesz|iemy|iecie|ij|ijcie)|am|em|ia|a|e|i|y";
const INFINITIVE = "(?:owa|[yi]wa|na|ie|ia|a|i|y|e|u)c";

const ENDINGS = [
  new RegExp(`(?:${MORE})?(?:${CASES})$`, "y"),
  new RegExp(`(?:${INFINITIVE}|${PAST}|${PRESENT}|(?:${PARTICIPLE})(?:${CASES})?)$`, "y"),
];
const HIGHEST = /^naj(?=.{3,}sz[a-z]{1,3}$)/;

/** What a sound at the end may have come from. @type {Record<string, string[]>} */
const SOURCES = { ch: ["h"], sz: ["h", "s"], cz: ["k"], c: ["k", "t"], rz: ["r"], dz: ["d", "g"], z: ["z", "g"] };
const SOUND = /ch|sz|cz|rz|dz|[a-z]/g;
/** What is before the last vowel, the vowel if it may change, and the consonants after it. */
const SYLLABLE = /^(.*?)([aeo]?)([^aeiouy]*)$/;
/** A word's end may have come from so many others. */
const MOST = 4;

/**
 * @param {string} word
 * @returns {string[]} what it may come from: ręce from ręk- or ręt-, with its e or without
 */
export function roots(word) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const base of bases(word.replace(HIGHEST, ""), ENDINGS)) {
    const [, before = "", vowel = "", after = ""] = SYLLABLE.exec(base.replace(/[ij]+$/, "")) ?? [];
    // An e comes and goes (biurek, biurka), or is an a in another form (lecie, lato).
    const starts = vowel === "e" ? [before.replace(/i$/, ""), `${before}a`] : [before + vowel];
    let ends = [""];
    for (const [sound] of after.matchAll(SOUND)) {
      ends = ends.flatMap((end) => (SOURCES[sound] ?? [sound]).map((source) => end + source));
    }
    for (const start of starts) for (const end of ends.slice(0, MOST)) found.add(start + end);
  }
  return [...found];
}
