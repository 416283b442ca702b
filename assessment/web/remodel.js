/**
 * Another model in the same form: its questions are asked with the very HTML that the build made for our own, cloned.
 *
 * There is no second copy of the markup, and no HTML is made from text: one area, one question, one level and one link
 * of the page serve as patterns; their clones get other ids, names and texts. The page's own parts are kept aside, so
 * that leaving a model brings them back.
 */

import { one, setText, shown } from "./dom.js";
import { draw } from "./drawing.js";

/** @import { DrawingNode } from "./drawing.js" */

/**
 * A form in words, as report/form.py makes it.
 * @typedef {object} FormView
 * @property {{id: string, version: string}} model
 * @property {string} language  of the model's texts
 * @property {string} in_use  a sentence that names the model
 * @property {Record<string, string>} about  form → what it is
 * @property {DrawingNode} radar  of its areas, without a result
 * @property {BlockView[]} blocks
 * @property {OptionView[]} importance
 * @property {OptionView[]} targets
 */
/** @typedef {{value: string, name: string, default: boolean}} OptionView */
/** @typedef {{id: string, label: string} | null} StepView */
/** @typedef {{id: string, name: string, about: string, items: ItemView[], back: StepView, next: StepView}} BlockView */
/**
 * @typedef {object} ItemView
 * @property {string} id
 * @property {boolean} quick
 * @property {string} about  its pillar, or its practice
 * @property {string} question
 * @property {string[]} levels
 * @property {string} evidence
 * @property {{href: string, label: string} | null} article
 */

/** The attributes in which the build writes an area's or a question's id, alone or after a word in small letters. */
const NAMED = [
  ...["id", "name", "for", "href", "aria-labelledby", "aria-describedby"],
  ...["data-item", "data-block", "data-step", "data-open", "data-progress"],
];

export class Remodel {
  /** @param {HTMLElement} root  <cx-assessment> */
  constructor(root) {
    this.form = one(root, "form", HTMLFormElement);
    this.steps = one(this.form, "nav ol", HTMLOListElement);
    this.about = [...this.form.querySelectorAll('input[name="form"]')].map((input) => ({
      form: /** @type {HTMLInputElement} */ (input).value,
      place: one(/** @type {Element} */ (input.closest("label")), "small", HTMLElement),
    }));
    this.figure = one(root, ".cx-radar", HTMLElement);
    this.own = {
      radar: one(this.figure, "svg", SVGElement),
      model: root.getAttribute("model"),
      blocks: [...this.form.querySelectorAll("[data-block]")],
      steps: [...this.steps.children],
      about: this.about.map(({ place }) => String(place.textContent)),
    };
    this.pattern = this.#patterns();
    this.language = String(/** @type {HTMLElement | null} */ (root.closest("[lang]"))?.lang);
  }

  /** Our own model's form, as it was. */
  restore() {
    this.#put(this.own.blocks, this.own.steps);
    this.#draw(this.own.radar);
    this.about.forEach(({ place }, at) => setText(place, String(this.own.about[at])));
  }

  /** @param {FormView} view */
  use(view) {
    const foreign = view.language !== this.language ? view.language : "";
    const last = /** @type {Element} */ (this.own.steps.at(-1));
    const steps = view.blocks.map((block) => this.#step(block, foreign));
    this.#put(view.blocks.map((block) => this.#block(block, view, foreign)), [...steps, last]);
    this.#draw(draw(view.radar));
    const ours = view.model.id === this.own.model; // in another language, or as it is
    this.about.forEach(({ form, place }, at) => setText(place, String(ours ? this.own.about[at] : view.about[form])));
  }

  /**
   * @param {Element[]} blocks
   * @param {Element[]} steps
   */
  #put(blocks, steps) {
    for (const block of this.form.querySelectorAll("[data-block]")) block.remove();
    this.form.append(...blocks);
    this.steps.replaceChildren(...steps);
  }

  /** @param {SVGElement} radar */
  #draw(radar) {
    this.figure.querySelector("svg")?.replaceWith(radar);
  }

  /** One of each kind, without what the script has written into it. */
  #patterns() {
    const { blocks, steps } = this.own;
    const [first, last] = [/** @type {Element} */ (blocks[0]), /** @type {Element} */ (blocks.at(-1))];
    const questions = [...this.form.querySelectorAll("[data-item]")];
    const question = questions.find((item) => item.querySelector(".cx-item__foot a")) ?? questions[0];
    return {
      block: copy(first),
      question: copy(/** @type {Element} */ (question)),
      step: copy(/** @type {Element} */ (steps[0])),
      back: copy(one(last, "a.cx-button--quiet[data-step]", HTMLElement)),
      next: copy(one(first, "a.cx-button[data-step]:not(.cx-button--quiet)", HTMLElement)),
      result: copy(one(last, "a.cx-button[data-step]:not(.cx-button--quiet)", HTMLElement)),
    };
  }

  /**
   * @param {BlockView} block
   * @param {string} foreign
   */
  #step(block, foreign) {
    const step = copy(this.pattern.step);
    rename(step, idOf(one(step, "[data-step]", HTMLElement).dataset.step), block.id);
    put(one(step, ".cx-overview__name", HTMLElement), block.name, foreign);
    return step;
  }

  /**
   * @param {BlockView} block
   * @param {FormView} view
   * @param {string} foreign
   */
  #block(block, view, foreign) {
    const section = copy(this.pattern.block);
    for (const item of section.querySelectorAll("[data-item]")) item.remove();
    rename(section, idOf(section.dataset.block), block.id);
    put(one(section, "h2", HTMLElement), block.name, foreign);
    put(one(section, "h2 + p", HTMLElement), block.about, foreign);
    const questions = block.items.map((item, at) => this.#question(item, at + 1, foreign));
    one(section, ".cx-aims", HTMLElement).before(...questions);
    fillOptions(one(section, '[name^="importance:"]', HTMLSelectElement), view.importance, "");
    fillOptions(one(section, '[name^="target:"]', HTMLSelectElement), view.targets, foreign);
    this.#foot(one(section, ".cx-block__foot", HTMLElement), block);
    return section;
  }

  /**
   * @param {HTMLElement} foot
   * @param {BlockView} block
   */
  #foot(foot, block) {
    for (const link of foot.querySelectorAll("a")) link.remove();
    if (block.back) foot.prepend(stepLink(copy(this.pattern.back), block.back));
    foot.append(block.next ? stepLink(copy(this.pattern.next), block.next) : copy(this.pattern.result));
  }

  /**
   * @param {ItemView} item
   * @param {number} number  its place in the area, from 1
   * @param {string} foreign
   */
  #question(item, number, foreign) {
    const question = copy(this.pattern.question);
    rename(question, idOf(question.dataset.item), item.id);
    question.toggleAttribute("data-quick", item.quick);
    if (foreign) one(question, "legend", HTMLElement).lang = foreign;
    const about = one(question, ".cx-item__about", HTMLElement);
    const numbered = one(about, ".cx-item__number", HTMLElement);
    setText(numbered, `${number} · `);
    about.replaceChildren(numbered, shown(item.about, about));
    setText(one(question, ".cx-item__question", HTMLElement), item.question);
    setText(one(question, '[id^="evidence-about-"]', HTMLElement), item.evidence);
    fillLevels(one(question, ".cx-choices", HTMLElement), item.levels, foreign);
    fillArticle(one(question, ".cx-item__foot", HTMLElement), item.article);
    return question;
  }
}

/**
 * @param {HTMLElement} choices
 * @param {string[]} levels
 * @param {string} foreign
 */
function fillLevels(choices, levels, foreign) {
  const present = [...choices.querySelectorAll(":scope > label")];
  const fresh = levels.map((text, at) => {
    const level = copy(/** @type {Element} */ (present[0]));
    one(level, "input", HTMLInputElement).setAttribute("value", String(at + 1));
    setText(one(level, ".cx-choice__mark", HTMLElement), String(at + 1));
    put(one(level, ".cx-choice__text", HTMLElement), text, foreign);
    return level;
  });
  present[0]?.before(...fresh);
  for (const level of present) level.remove();
}

/**
 * @param {HTMLElement} foot
 * @param {ItemView["article"]} article
 */
function fillArticle(foot, article) {
  const link = foot.querySelector("a") ?? document.createElement("a");
  if (!article) {
    link.remove();
    return;
  }
  link.setAttribute("href", article.href);
  setText(link, article.label);
  if (!link.isConnected && link.parentElement !== foot) foot.prepend(link);
}

/**
 * @param {HTMLSelectElement} select
 * @param {OptionView[]} options
 * @param {string} foreign
 */
function fillOptions(select, options, foreign) {
  const pattern = /** @type {HTMLOptionElement} */ (select.options[0]);
  const fresh = options.map((option) => {
    const element = /** @type {HTMLOptionElement} */ (copy(pattern));
    element.setAttribute("value", option.value);
    put(element, option.name, foreign);
    element.toggleAttribute("selected", option.default);
    element.toggleAttribute("data-default", option.default);
    return element;
  });
  select.replaceChildren(...fresh);
}

/**
 * @param {HTMLElement} link
 * @param {NonNullable<StepView>} step
 */
function stepLink(link, step) {
  link.setAttribute("href", `#${step.id}`);
  link.dataset.step = step.id;
  setText(link, step.label);
  return link;
}

/**
 * A clone as the build made it: without states, counts and what was filled in.
 * @param {Element} element
 */
function copy(element) {
  const clone = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const part of [clone, .../** @type {NodeListOf<HTMLElement>} */ (clone.querySelectorAll("*"))]) {
    for (const state of ["state", "current", "complete", "stated"]) delete part.dataset[state];
    part.removeAttribute("aria-current");
    if (part.matches("[data-item]")) part.hidden = false;
    if (part.matches("[data-filled]")) part.hidden = true;
    if (part.matches("[data-progress] span, [data-open]")) part.textContent = "";
    if (part.matches("details")) part.removeAttribute("open");
  }
  return clone;
}

/**
 * Give an element and all in it another id. What stands before the old one are words in small letters, which no id
 * holds at its beginning (core/shape.py), so the first occurrence is the id.
 * @param {Element} element
 * @param {string} before
 * @param {string} after
 */
function rename(element, before, after) {
  for (const part of [element, ...element.querySelectorAll("*")]) {
    for (const name of NAMED) {
      const value = part.getAttribute(name);
      if (!value?.includes(before) || (name === "href" && !value.startsWith("#"))) continue;
      part.setAttribute(name, value.replace(before, () => after));
    }
  }
}

/** @param {string | undefined} id */
function idOf(id) {
  if (!id) throw new Error("cx-assessment: a pattern without an id");
  return id;
}

/**
 * A text of the model's, in its language where that is not the page's.
 * @param {HTMLElement} place
 * @param {string} text
 * @param {string} foreign
 */
function put(place, text, foreign) {
  if (foreign) place.lang = foreign;
  setText(place, text);
}
