// What is published: its entries, its types, and nothing it needs from elsewhere.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as thetis from "thetis";

const root = new URL("../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");

test("exports are what the documentation names", async () => {
  const names = ["AnswerError", "BankError", "DesignError", "LoadError", "LogError", "ThetisError", "loadEngine"];
  assert.deepEqual(Object.keys(thetis).sort(), names);
  const readme = await read("README.md");
  for (const name of names) assert.ok(readme.includes(name), `README.md names ${name}`);
});

test("every entry of the package is there, and the modules can be found by their names", async () => {
  const { exports, files, dependencies, sideEffects, license } = JSON.parse(await read("package.json"));
  const entries = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  for (const entry of entries) assert.ok((await readFile(new URL(entry, root))).length > 0, entry);
  assert.deepEqual(files, ["dist"]);
  assert.equal(dependencies, undefined);
  assert.equal(sideEffects, false);
  assert.equal(license, "MIT OR Apache-2.0");
  for (const name of ["thetis_session_bg.wasm", "thetis_assembly_bg.wasm"]) {
    assert.equal(import.meta.resolve(`thetis/${name}`), new URL(`dist/${name}`, root).href);
  }
});

test("the public types lead to no file that is not published", async () => {
  const seen = new Set();
  const visit = async (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = await read(`dist/${path}`);
    assert.doesNotMatch(text.replace(/\/\*[^]*?\*\//g, ""), /(: |<|\| )any\b/, `${path} has no any`);
    for (const [, target] of text.matchAll(/from "([^"]+)"/g)) {
      assert.match(target, /^\.\/[\w-]+\.js$/, `${path} imports ${target}`);
      await visit(`${target.slice(2, -3)}.d.ts`);
    }
  };
  await visit("index.d.ts");
  assert.deepEqual([...seen].sort(), ["errors.d.ts", "index.d.ts", "load.d.ts", "types.d.ts"]);
});
