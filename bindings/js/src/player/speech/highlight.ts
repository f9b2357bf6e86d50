/** Marks what is being read: the element, and in it the word where the voice says where it is. */

/** Name of the highlight, styled by `::highlight(thetis-reading)`. The registry belongs to the document; one reader reads at a time. */
const NAME = "thetis-reading";

/** The range of a part of a text within an element that shows it; `null` if it shows something else as well or instead. */
const rangeOf = (element: Element, text: string, from: number, to: number): Range | null => {
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  const begin = nodes.map(({ data }) => data).join("").indexOf(text);
  if (begin < 0) return null;

  const range = document.createRange();
  let passed = 0;
  let started = false;
  for (const node of nodes) {
    const at = (offset: number): number => begin + offset - passed;
    if (!started && at(from) < node.length) {
      range.setStart(node, at(from));
      started = true;
    }
    if (started && at(to) <= node.length) {
      range.setEnd(node, at(to));
      return range;
    }
    passed += node.length;
  }
  return null;
};

const elementOf = (root: ParentNode, say: string): Element | null => root.querySelector(`[data-say="${CSS.escape(say)}"]`);

/** Takes every mark away. */
export const unmark = (root: ParentNode): void => {
  for (const element of root.querySelectorAll("[data-reading]")) element.removeAttribute("data-reading");
  CSS.highlights?.delete(NAME);
};

/** Marks the element of a passage, and brings it into sight if it is not. */
export const mark = (root: ParentNode, say: string): void => {
  unmark(root);
  const element = elementOf(root, say);
  element?.setAttribute("data-reading", "");
  element?.scrollIntoView({ block: "nearest" });
};

/** Marks a word too, where the browser has highlights (Chrome 105, Safari 17.2, Firefox 140). */
export const markWord = (root: ParentNode, say: string, text: string, from: number, to: number): void => {
  if (!CSS.highlights) return;
  const element = elementOf(root, say);
  const range = element && rangeOf(element, text, from, to);
  if (range) CSS.highlights.set(NAME, new Highlight(range));
  else CSS.highlights.delete(NAME);
};
