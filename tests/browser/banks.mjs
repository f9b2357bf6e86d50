// Banks of the demo, changed for a test: with short designs of its own, or with something broken.
import { bankOf, textsOf } from "./support.mjs";

/** A design that asks these items, in this order. */
export const fixed = (order, answers = { skip: "ignored", dontKnow: "lowest", change: "all" }) => ({
  start: { theta: "prior-mean" },
  select: { criterion: { name: "fixed-order", order }, randomesque: 1 },
  estimate: { estimator: "map", range: [-6, 6], confidence: "joint" },
  stop: { minItems: order.length, maxItems: order.length },
  answers,
});

/** A question of every kind that care-basics has. */
export const KINDS = ["sure-cleaning", "hands-order", "hands-when", "kitchen", "lifting", "bleach", "symbols", "raw-meat", "dementia"];
/** A few questions. */
export const FEW = ["sure-cleaning", "bleach", "raw-meat", "hands-when", "symbols"];

/**
 * A bank as `change` has left it, and its texts in the languages that `rewrite` has changed. `answer` serves it in the place of the demo's own;
 * `bank` and `texts` are what a `Person` reads.
 */
export function changed(name, change, rewrite = {}) {
  const bank = structuredClone(bankOf(name));
  change(bank);
  const rewritten = Object.fromEntries(
    Object.entries(rewrite).map(([language, write]) => {
      const texts = structuredClone(textsOf(name, language));
      write(texts);
      return [language, texts];
    }),
  );
  const files = new Map([[`/item-banks/${name}/bank.json`, bank], ...Object.entries(rewritten).map(([language, texts]) => [`/item-banks/${name}/locales/${language}.json`, texts])]);
  return {
    bank,
    texts: (language) => rewritten[language] ?? textsOf(name, language),
    answer: (path) => (files.has(path) ? JSON.stringify(files.get(path)) : undefined),
  };
}

/** care-basics with designs of these names. */
export const care = (designs, rewrite) => changed("care-basics", (bank) => Object.assign(bank.designs, designs), rewrite);

/** A page with these tags, as `answer` of a server: at /page.html. */
export const page = (tags, more = "") => (path) =>
  path === "/page.html"
    ? `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title>${more}<link rel="icon" href="icon.svg"><script type="module" src="thetis/player.js"></script><body><main><h1>A page</h1>${tags}</main></html>`
    : undefined;

/** The first of these that has an answer. */
export const either = (...answers) => (path) => answers.reduce((found, answer) => found ?? answer(path), undefined);
