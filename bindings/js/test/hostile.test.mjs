// Banks that were made to do harm, and what the package never does whatever it is given.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { BankError, DesignError } from "thetis";
import { engine, softSkills } from "./support.mjs";

const soft = await softSkills();
const DEEP = 200_000;
/** The bank with a design that stops by this rule. */
const stopping = (when) => ({ ...soft, designs: { default: { select: { criterion: { name: "d-optimality" } }, stop: { when } } } });
const nested = (depth) => Array.from({ length: depth }).reduce((rule) => ({ any: [rule] }), { standardErrorAtMost: 0.3 });

test("a stopping rule that is nested without an end is a design refused, not a stack exhausted", () => {
  for (const depth of [17, 100, DEEP]) assert.throws(() => engine.start(stopping(nested(depth)), { seed: 1 }), DesignError, `${depth} deep`);
  // As deep as the engine reads.
  assert.ok(engine.start(stopping(nested(16)), { seed: 1 }).next());
});

test("a bank that is nested without an end is a bank refused", () => {
  for (const text of ["[".repeat(DEEP), "[".repeat(DEEP) + "]".repeat(DEEP), `${'{"items":'.repeat(DEEP)}1${"}".repeat(DEEP)}`]) {
    assert.throws(() => engine.start(text, { seed: 1 }), BankError);
  }
});

test("no module makes code of text, or writes text as markup", async () => {
  const dist = new URL("../dist/", import.meta.url);
  const modules = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith(".js"));
  assert.ok(modules.length > 10);
  for (const name of modules) {
    const text = await readFile(new URL(name.replaceAll("\\", "/"), dist), "utf8");
    for (const [what, how] of [
      ["eval", /(?<![\w.$])eval\s*\(/],
      ["a function made of text", /\bFunction\s*\(\s*["'`\w]/],
      ["a timer with text", /\bset(?:Timeout|Interval)\s*\(\s*["'`]/],
      ["written into the document", /\bdocument\.write(?:ln)?\s*\(/],
      ["markup of text", /\.(?:outerHTML\s*=[^=]|insertAdjacentHTML\s*\()/],
      // Of Lit's directives, those that take text for markup.
      ["unsafe markup", /unsafe(?:HTML|SVG|Static)/i],
    ]) {
      assert.doesNotMatch(text, how, `${name}: ${what}`);
    }
    // Lit writes its own templates so, by a policy of Trusted Types, and nothing else does.
    assert.ok((text.match(/\.innerHTML\s*=[^=]/g) ?? []).length <= (/lit-html|litHtml/.test(text) ? 1 : 0), `${name}: innerHTML`);
  }
});
