// What is wrong with what is on the screen, seen from within the page: for the tests of accessibility.

/**
 * Runs in the page. `rules` are axe-core's options, or none. `target` is the smallest side of what can be tapped. Returns a
 * sentence for everything found.
 */
export async function inspect({ rules, target }) {
  const found = [];
  const all = (root) => [...root.querySelectorAll("*")].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  const elements = all(document.body).filter((element) => element.checkVisibility());
  const called = (element) => `${element.localName}.${element.getAttribute("class")} “${(element.innerText || element.getAttribute("aria-label") || "").slice(0, 40)}”`;
  const parentOf = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const within = (node, selector) => {
    for (let up = node; up; up = parentOf(up)) if (up.matches(selector)) return up;
    return null;
  };

  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} pixels too wide`);

  // Of an input what is tapped is its label.
  const operable = elements.filter((element) => element.matches("button, select, summary, a[href], label, audio, [role=button]") || (element.matches("input") && !element.labels?.length));
  for (const element of operable) {
    const { width, height } = element.getBoundingClientRect();
    if (width > 0 && (width < target || height < target)) found.push(`${called(element)} is ${width} × ${height}`);
  }

  // Text lies within the screen, within what would cut it off, and within its button or card; or within something that can be scrolled.
  const overflow = (element) => [getComputedStyle(element)].map(({ overflowX, overflowY }) => `${overflowX} ${overflowY}`)[0];
  for (const element of elements) {
    if (within(element, ".unseen, svg, select, audio, script, style, noscript")) continue;
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (!text.width) continue;
      const out = (box) => text.left < box.left - 1 || text.right > box.right + 1;
      for (let up = element; up; up = parentOf(up)) {
        if (up === document.documentElement) {
          if (out({ left: 0, right: innerWidth })) found.push(`${called(element)} sticks out of the screen`);
          break;
        }
        if (/scroll|auto/.test(overflow(up))) break;
        const box = up.getBoundingClientRect();
        const cut = /hidden|clip/.test(overflow(up));
        const framed = up.matches("button, label, .card, .stimulus, .notice, .missing");
        const tall = (cut || framed) && (text.top < box.top - 1 || text.bottom > box.bottom + 1);
        if ((framed || cut) && (out(box) || tall)) found.push(`${called(element)} sticks out of ${called(up)}`);
      }
    }
  }

  if (rules) {
    const { violations } = await globalThis.axe.run(document, { ...rules, resultTypes: ["violations"] });
    for (const { id, nodes } of violations) found.push(`${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  }
  return found;
}
