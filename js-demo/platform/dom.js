// Elements of plain values. Text from data becomes text nodes and nothing else; what looks like an address becomes a link only if it
// leads to the web.

const SVG = "http://www.w3.org/2000/svg";

const append = (element, children) => {
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
};

/** An element. In `attributes`, functions listen to the event they are named after; what is null or false is left out. */
export const h = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  return append(element, children);
};

/** A drawing of strokes on a square of 24, for the eye only. */
export const drawing = (strokes, className = "drawing") => {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: className, "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", strokes);
  svg.append(path);
  return svg;
};

/** The address if it leads to the web, else nothing: data may say `javascript:`. */
export const webAddress = (text) => {
  try {
    const { protocol, href } = new URL(text);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
};

/** A link that says `text`; only the text where the address is none. */
export const link = (address, text = address) => {
  const href = webAddress(address);
  return href ? h("a", { href, rel: "noreferrer", dir: "auto" }, text) : h("span", { dir: "auto" }, text);
};

/** Names of two genders may be broken where they are joined: Heimhelfer/Heimhelferin. */
export const breakable = (text) => text.split("/").flatMap((part, place) => (place ? ["/", h("wbr"), part] : [part]));

/** Text of many lines as paragraphs. */
export const prose = (text, lang) => text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => h("p", { lang, dir: "auto" }, line));

/** Sources, one a line: “title: address” becomes a link, other addresses in a line do too. */
export const sources = (text, lang) => {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const shown = lines.map((line) => {
    const titled = /^(.+?):? +(https?:\/\/\S+)$/.exec(line);
    if (titled) return link(titled[2], titled[1]);
    return line.split(/(https?:\/\/[^\s)]+)/).map((part, place) => (place % 2 ? link(part) : part));
  });
  return h("ul", { class: "sources", lang }, shown.map((line) => h("li", { dir: "auto" }, line)));
};

let counter = 0;
/** An id that is on the page once. */
export const freshId = () => `n${++counter}`;
