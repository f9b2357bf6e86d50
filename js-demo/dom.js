/** Making elements. Texts become text nodes, never HTML: what an item bank says cannot become code. */

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "rect", "circle", "line", "path"]);

/**
 * An element. Properties whose name begins with `on` are event listeners, `true` is an empty attribute, and `false`, `null`
 * and `undefined` are left out, among the children too.
 */
export function h(tag, properties, ...children) {
  const element = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== false && child != null));
  return element;
}
