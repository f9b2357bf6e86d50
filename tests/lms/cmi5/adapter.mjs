// The adapters by themselves, in a page that was launched: a test drives them as `connect` would, and sees what they answer.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const source = (path) => fileURLToPath(new URL(`../../../bindings/js/src/lms/${path}`, import.meta.url));

/** `answer` of a server: a page, and the adapters as a module beside it. */
export async function adapterPage() {
  const contents = `export { findCmi5 } from ${JSON.stringify(source("cmi5/find.ts"))}; export { findXapi } from ${JSON.stringify(source("xapi/find.ts"))};`;
  const { outputFiles } = await build({ stdin: { contents, resolveDir: source("."), loader: "ts" }, bundle: true, format: "esm", target: "es2020", write: false });
  const files = {
    "/adapter.html": '<!doctype html><html lang="en"><meta charset="utf-8"><title>Adapter</title><link rel="icon" href="data:,"><script type="module">import { findCmi5, findXapi } from "./adapter.js"; Object.assign(window, { findCmi5, findXapi });</script></html>',
    "/adapter.js": outputFiles[0].text,
  };
  return (path) => files[path];
}

/** A test of so many questions, as snapshots: the one after each answer, the last with the result. */
export function course(questions, { success = "unknown", score = 62.5, from = 0, language = "en" } = {}) {
  const start = Date.UTC(2026, 0, 1);
  const kinds = [
    ["single-choice", "cold-water", "soap", 0],
    ["multiple-response", ["a-1", "b"], ["a-1", "b"], 1],
    ["ordering", ["wet", "soap", "dry"], ["wet", "soap", "dry"], 1],
    ["matching", { cup: "table", plate: "sink" }, { cup: "sink", plate: "sink" }, 0.5],
    ["confidence", "sure", null, null],
    ["true-false", "true", "true", 1],
    ["true-false", "safe", "not-safe", 0],
  ];
  const interactions = Array.from({ length: questions }, (_, k) => {
    const [kind, response, correct, share] = kinds[k % kinds.length];
    const passed = k % 9 === 8;
    return { item: `item-${k}`, kind, dimensions: ["hygiene"], given: passed ? "dont-know" : "answer", response: passed ? null : response, correct, share: passed ? null : share, timeMs: 1234.5 + k, when: start + 1000 * (from + k) };
  });
  return interactions.map((_, k) => {
    const finished = k === questions - 1;
    return {
      state: `T1.${language}..V${from}${"x".repeat(k + 1)}`,
      language,
      answered: k + 1,
      progress: (k + 1) / questions,
      finished,
      interactions: interactions.slice(0, k + 1),
      objectives: [{ dimension: "hygiene", kind: "evaluation", score: finished ? score : null, level: finished ? { id: "alone", probability: 0.834 } : null }],
      score: finished ? score : null,
      success: finished ? success : "unknown",
      sessionMs: 1000 * (k + 1),
    };
  });
}

/** Everything that `course` asks, as {@link told} says it. */
export const asked = (snapshots, from = 0) => snapshots.at(-1).interactions.slice(from).map(({ item, given }) => `${given === "answer" ? "answered" : "skipped"} ${item}`);

/** Drives an adapter in a page. */
export class Adapter {
  constructor(page, site, find = "findCmi5") {
    Object.assign(this, { page, site, find });
  }
  /** Loads the page of a launch and opens; rejects as the adapter does. */
  async open({ query }) {
    await this.page.goto(`${this.site}adapter.html?${query}`);
    return this.reopen();
  }
  async reopen() {
    await this.page.waitForFunction((find) => window[find], this.find);
    return this.again();
  }
  /** Asks once more in the same page. */
  again() {
    return this.page.evaluate((find) => (window.host ??= window[find](window)).open(), this.find);
  }
  keep(snapshot) {
    return this.page.evaluate((told) => window.host.keep(told), snapshot);
  }
  leave(snapshot) {
    return this.page.evaluate((told) => window.host.leave(told), snapshot);
  }
  /** Leaves as a page does that is closed: in its last moment. */
  async close(snapshot) {
    await this.page.evaluate((told) => {
      window.addEventListener("pagehide", () => void window.host.leave(told));
      // Else the browser would only put the page aside, and it would go on for a while.
      window.addEventListener("unload", () => {});
    }, snapshot);
    await this.page.goto("about:blank");
  }
  /** Keeps until it is taken, as `connect` tries again; returns how often it was not. */
  async insist(snapshot, most = 5) {
    for (let tries = 0; tries < most; tries++) if (await this.keep(snapshot)) return tries;
    throw Error("It is never taken.");
  }
}
