/**
 * Drawings: what Python describes as plain data (report/drawing.py) as SVG elements, and these as files.
 *
 * A node is [tag, attributes, children]. Only the tags and attributes listed here are made, the same that Python lists,
 * and never HTML: what a person wrote stays text. Colours come from the page's styles; a file has them written into it.
 */

/** @typedef {[tag: string, attributes: Record<string, string>, children: (DrawingNode | string)[]]} DrawingNode */

const SVG = "http://www.w3.org/2000/svg";
const TAGS = new Set("svg g title desc rect circle ellipse line polyline polygon path text tspan".split(" "));
const ATTRIBUTES = new Set(
  (
    "class role aria-label aria-hidden data-level viewBox preserveAspectRatio x y dx dy x1 y1 x2 y2 cx cy r rx ry " +
    "width height points d transform text-anchor dominant-baseline"
  ).split(" "),
);

/** What decides how a shape looks, and may come from a style sheet that a file does not have. */
const LOOKS = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
];

/**
 * The drawing as an element. Throws on what no drawing may have.
 * @param {DrawingNode} node
 * @returns {SVGElement}
 */
export function draw([tag, attributes, children]) {
  if (!TAGS.has(tag)) throw new Error(`a drawing has no <${tag}>`);
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(name)) throw new Error(`a drawing has no attribute ${name}`);
    element.setAttribute(name, String(value));
  }
  for (const child of children) element.append(typeof child === "string" ? child : draw(child));
  return element;
}

/**
 * The drawing as the text of a file that needs nothing else: it looks as it does on the page now, on the same ground.
 * There is some room around it, for the page's own typeface, which the file has to do without, is a narrow one.
 * @param {SVGElement} element  an <svg> with a viewBox that is in the page
 * @returns {string}
 */
export function toSvgText(element) {
  const copy = /** @type {SVGElement} */ (element.cloneNode(true));
  writeLooks(element, copy);
  const box = (element.getAttribute("viewBox") ?? "0 0 100 100").split(/[ ,]+/).map(Number);
  const [x = 0, y = 0, width = 100, height = 100] = box;
  const margin = Math.round(width / 20);
  const wide = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ ...wide, fill: groundOf(element) })) ground.setAttribute(name, `${value}`);
  copy.prepend(ground);
  copy.setAttribute("viewBox", Object.values(wide).join(" "));
  copy.setAttribute("width", `${wide.width}`);
  copy.setAttribute("height", `${wide.height}`);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

/**
 * The drawing as a picture. It goes by a blob: address, which the page's policy has to allow for images.
 * @param {SVGElement} element  as for toSvgText
 * @param {number} [scale]  pixels to the drawing's unit
 * @returns {Promise<Blob>}
 */
export async function toPng(element, scale = 2) {
  const address = URL.createObjectURL(new Blob([toSvgText(element)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * Write what the style sheets say of an element, and of all in it, into its copy.
 * @param {Element} element
 * @param {Element} copy
 * @param {CSSStyleDeclaration} [around]  that of the element it stands in: what it hands down need not be said again
 */
function writeLooks(element, copy, around) {
  const style = getComputedStyle(element);
  for (const look of LOOKS) {
    const value = style.getPropertyValue(look);
    const handedDown = look !== "opacity" && value === around?.getPropertyValue(look);
    if (value && !handedDown) copy.setAttribute(look, value);
  }
  copy.removeAttribute("class");
  for (const [place, child] of [...element.children].entries()) {
    const twin = copy.children[place];
    if (twin) writeLooks(child, twin, style);
  }
}

/**
 * The colour that the drawing stands on: of the nearest part of the page that has one.
 * @param {Element} element
 */
function groundOf(element) {
  for (let place = /** @type {Element | null} */ (element); place; place = place.parentElement) {
    const colour = getComputedStyle(place).backgroundColor;
    if (colour && colour !== "transparent" && !/^rgba\(.*, 0\)$/.test(colour)) return colour;
  }
  return "#fff";
}
