/**
 * The Markdown of an article, from what somebody filled in: the same that `make article` begins, with its texts.
 */

/** @typedef {Record<string, string>} Filled  the fields of the form by their names */

/**
 * @typedef {object} Language
 * @property {string} language
 * @property {Record<string, string>} say
 * @property {Record<string, string>} skeleton  headings, as extra.words.skeleton has them
 * @property {Record<string, string>} headings  the id of each heading that every article has
 * @property {string[]} keys  of the front matter, in their order
 * @property {Record<string, { minLength?: number, maxLength?: number, pattern?: string }>} limits
 * @property {[string, string]} quotes
 */

/** What is no prose: code, addresses, where links lead. */
const NOT_PROSE = /(```[\s\S]*?```|`[^`\n]+`|https?:\/\/\S+|\]\([^)\n]*\)|<!--[\s\S]*?-->)/u;

/** What YAML takes for a text without quotation marks. */
const UNQUOTED = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)\p{L}(?:[\p{L}\p{N} .;()’–-]*[\p{L}\p{N}.)’])?$/iu;
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * The whole article.
 * @param {Filled} filled
 * @param {Language} language
 * @param {Date} today
 */
export function article(filled, language, today) {
  const { skeleton, headings } = language;
  /** @param {string} name */
  const text = (name) => tidy(filled[name] ?? "", language).trim();
  /** @param {string} key @param {string} body */
  const section = (key, body) => `## ${skeleton[key]} { #${headings[key]} }\n\n${body}`;
  const grade = filled.grade ?? "";
  const parts = [
    box("in-short", skeleton.in_short ?? "", text("in_short")),
    `## ${oneLine(text("heading"))} { #what-it-is }\n\n${withIds(text("main"), new Set(["what-it-is", "references", ...Object.values(headings)]))}`,
    section("example", box("example", skeleton.example_title ?? "", text("example"))),
    section("try", list("- [ ] ", text("try"))),
    section("mistakes", list("- ", text("mistakes"))),
    section("evidence", box("evidence", (skeleton.evidence_title ?? "").replace("{grade}", grade), text("evidence"))),
  ];
  const sources = list("- ", text("sources"));
  if (sources) parts.push(section("further", `<!-- ${language.say.editors} -->\n\n${sources}`));
  return `${frontMatter(filled, language, today)}\n${parts.join("\n\n")}\n`;
}

/**
 * What keeps a field from being right, as a sentence; or nothing.
 * @param {string} name
 * @param {string} value
 * @param {boolean} isRequired
 * @param {Language} language
 */
export function fault(name, value, isRequired, { say, limits }) {
  const text = value.trim();
  if (!text) return isRequired ? say.needed ?? "" : "";
  const { minLength = 0, maxLength = Infinity, pattern } = limits[name] ?? {};
  if (pattern && !new RegExp(pattern, "u").test(text)) return say.wrong_slug ?? "";
  if (text.length < minLength || text.length > maxLength) return fill(say.wrong_length ?? "", text, minLength, maxLength);
  return "";
}

/**
 * A sentence about how long a text is.
 * @param {string} sentence
 * @param {string} text
 * @param {number} least
 * @param {number} most
 */
export function fill(sentence, text, least, most) {
  return sentence.replace("{n}", String(text.length)).replace("{least}", String(least)).replace("{most}", String(most));
}

/**
 * An address for a title: small letters without marks, and hyphens.
 * @param {string} title
 */
export function slugOf(title) {
  const plain = title.toLowerCase().replaceAll("ł", "l").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).replace(/-+$/, "");
}

/**
 * Text with the marks that its language prints, in place of those that keyboards have.
 * @param {string} text
 * @param {Language} language
 */
export function tidy(text, { language, quotes: [open, close] }) {
  const letters = new Map([["ş", "ș"], ["Ş", "Ș"], ["ţ", "ț"], ["Ţ", "Ț"]]);
  return text
    .replaceAll("\r\n", "\n")
    .split(NOT_PROSE)
    .map((part, index) => {
      if (index % 2) return part;
      let prose = part
        .replace(/[şŞţŢ]/g, (letter) => letters.get(letter) ?? letter)
        .replace(/"(?=[\p{L}\p{N}(])|(?<=^|[\s([–])"/gmu, open)
        .replaceAll('"', close)
        .replace(/(?<=[\p{L}\p{N}])'/gu, "’")
        .replace(/[ \t]*—[ \t]*/g, " – ")
        .replace(/(\S[ \t]+)-(?=[ \t])/g, "$1–")
        .replace(/(?<=\S)[ \t]{2,}(?=\S)/g, " ")
        .replace(/(?<=[\p{L}\p{N}]) ([,;:!?])(?=\s|$)/gu, "$1");
      if (language === "en") prose = prose.replaceAll("„", open);
      else prose = prose.replaceAll("“", open).replace(/‘([^‘’\n]*)’/g, "«$1»");
      return prose;
    })
    .join("");
}

/**
 * @param {Filled} filled
 * @param {Language} language
 * @param {Date} today
 */
function frontMatter(filled, language, today) {
  const nextYear = new Date(today);
  nextYear.setFullYear(today.getFullYear() + 1);
  /** @type {Record<string, string | string[]>} */
  const values = {
    title: oneLine(tidy(filled.title ?? "", language)),
    description: oneLine(tidy(filled.description ?? "", language)),
    slug: (filled.slug ?? "").trim(),
    section: filled.section ?? "",
    type: filled.type ?? "",
    authors: [oneLine(filled.author ?? "")],
    grade: filled.grade ?? "",
    reviewed: isoDate(today),
    review_by: isoDate(nextYear),
  };
  const lines = language.keys.map((key) => `${key}: ${yaml(values[key] ?? [])}`);
  return `---\n${lines.join("\n")}\n---\n`;
}

/**
 * @param {string | string[]} value
 * @returns {string}
 */
function yaml(value) {
  if (Array.isArray(value)) return `[${value.map((entry) => yaml(entry)).join(", ")}]`;
  return DATE.test(value) || UNQUOTED.test(value) ? value : JSON.stringify(value);
}

/** @param {Date} day */
function isoDate(day) {
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${day.getFullYear()}-${month}-${date}`;
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * A box with a title.
 * @param {string} kind
 * @param {string} title
 * @param {string} text
 */
function box(kind, title, text) {
  return `!!! ${kind} "${title}"\n${text.replace(/^(?=.*\S)/gm, "    ").replace(/^[ \t]+$/gm, "")}`;
}

/**
 * A list of a text's lines; marks that somebody wrote themselves are taken away.
 * @param {string} mark
 * @param {string} text
 */
function list(mark, text) {
  const lines = text.split("\n").map((line) => line.replace(/^\s*(?:[-*+•]|\d+[.)])\s+(?:\[[ x]\]\s+)?/, "").trim());
  return lines.filter(Boolean).map((line) => `${mark}${line}`).join("\n");
}

/**
 * Markdown whose sections have ids, each of its own.
 * @param {string} text
 * @param {Set<string>} taken
 */
function withIds(text, taken) {
  return text.replace(/^#{1,2}[ \t]+(.+?)[ \t]*$/gm, (heading, /** @type {string} */ name) => {
    const own = /\{[^}]*#([\w-]+)[^}]*\}$/.exec(name);
    if (own && !taken.has(own[1] ?? "")) {
      taken.add(own[1] ?? "");
      return heading;
    }
    const words = name.replace(/\s*\{[^}]*\}$/, "");
    let id = slugOf(words) || "section";
    for (let number = 2; taken.has(id); number += 1) id = `${slugOf(words) || "section"}-${number}`;
    taken.add(id);
    return `## ${words} { #${id} }`;
  });
}
