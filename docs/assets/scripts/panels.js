// @ts-check
/**
 * Material's menu and search for those who use a keyboard or hear the page.
 *
 * Material opens them by labels of hidden boxes: nothing to focus, nothing with a state, and the focus stays behind
 * what opens. Here they get buttons, the focus goes in and comes back, and what an open menu covers cannot be reached.
 */

const COVERED = ".atlas-skip, .atlas-header, .md-content, .md-sidebar--secondary, .md-top, .md-footer";

for (const button of document.querySelectorAll("[data-atlas-toggle]")) {
  const toggle = box(button.getAttribute("data-atlas-toggle") ?? "");
  if (!toggle || !(button instanceof HTMLElement)) continue;
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(toggle.checked));
    if (toggle.id === "__drawer") cover(toggle.checked);
    else if (toggle.checked) searchField()?.focus();
    if (!toggle.checked) giveBack(button);
  });
}

document.addEventListener("keydown", (event) => {
  const drawer = box("__drawer");
  if (event.key === "Escape" && drawer?.checked) drawer.click();
});

/**
 * Material goes to the next page at N, to the search at S, and so on: keys that a voice or a slip presses too, and that
 * nobody could switch off (WCAG 2.1.4). It listens at the window; listeners of our own have heard the key by then.
 * The search has a key that is not typed.
 */
document.addEventListener("keydown", (event) => {
  if (event.key.length === 1 && event.key !== " ") event.stopPropagation();
  if (event.key === "k" && (event.ctrlKey || event.metaKey) && box("__search")?.checked === false) {
    event.preventDefault();
    box("__search")?.click();
  }
});

/** Where the menu is a drawer, whose parts open over each other. */
const isDrawer = matchMedia("(max-width: 76.2344em)");
isDrawer.addEventListener("change", reachMenu);

/**
 * The parts of the menu: Material opens them, and the way back, by labels that say neither what they are nor whether
 * they are open, and some of which cannot be focused. Runs again for each page that instant navigation brings.
 */
export function reachMenu() {
  for (const toggle of document.querySelectorAll(".md-nav--primary input.md-nav__toggle")) {
    if (toggle instanceof HTMLInputElement && toggle.parentElement) reachPart(toggle, toggle.parentElement);
  }
}

/** @param {HTMLInputElement} toggle @param {HTMLElement} item  the entry of the menu that the toggle opens */
function reachPart(toggle, item) {
  const [opener, title] = /** @type {HTMLElement[]} */ ([...item.querySelectorAll(`label[for="${toggle.id}"]`)]);
  const labels = [opener, title].filter((label) => label !== undefined);
  const tell = () => labels.forEach((label) => label.setAttribute("aria-expanded", String(toggle.checked)));
  for (const label of labels) {
    const isFirstTime = label.dataset.atlasTabindex === undefined;
    label.dataset.atlasTabindex ??= label.getAttribute("tabindex") ?? "";
    const tabindex = isDrawer.matches ? "0" : label.dataset.atlasTabindex;
    if (tabindex) label.setAttribute("tabindex", tabindex);
    else label.removeAttribute("tabindex");
    if (!isFirstTime) continue;
    label.setAttribute("role", "button");
    if (!label.textContent?.trim()) label.setAttribute("aria-label", label.previousElementSibling?.textContent?.trim() ?? "");
    label.addEventListener("keydown", (event) => {
      if (event.key !== " ") return; // Material listens to Enter
      event.preventDefault();
      toggle.click();
    });
    if (label !== opener) continue;
    toggle.addEventListener("change", () => {
      tell();
      if (isDrawer.matches && item.contains(document.activeElement)) (toggle.checked ? title : opener)?.focus();
    });
  }
  tell();
}

/** @param {boolean} isOpen */
function cover(isOpen) {
  for (const part of document.querySelectorAll(COVERED)) part.toggleAttribute("inert", isOpen);
  if (isOpen) first()?.focus();
}

/** The menu's first entry that can be seen. @returns {HTMLElement | undefined} */
function first() {
  const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".md-nav--primary :is(a, label[tabindex='0'])")]);
  return entries.find((entry) => entry.checkVisibility({ visibilityProperty: true }));
}

/** @returns {HTMLElement | null} */
function searchField() {
  return document.querySelector(".md-search__input");
}

/** Closing leaves the focus nowhere, or in what is hidden. @param {HTMLElement} button */
function giveBack(button) {
  const focused = document.activeElement;
  const isLost = !focused || focused === document.body || focused.closest(".md-search, .md-sidebar--primary");
  if (isLost && button.checkVisibility()) button.focus();
}

/** @param {string} id @returns {HTMLInputElement | null} */
function box(id) {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found : null;
}
