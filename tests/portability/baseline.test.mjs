// Everything that a page loads keeps to what bindings/js/README.md says of browsers, so that old phones can run it: the modules to WebAssembly 1.0, that of
// the golden digests among them, which is built as they are; the scripts to ES2020. There is no second build for other browsers.
//
// THETIS_DEMO: the demo as built by `cargo xtask build`.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { transform } from "esbuild";

import { DEMO } from "../browser/support.mjs";
import { moduleBytes } from "./digest.mjs";
import { beyond, moduleOf } from "./level.mjs";

const README = readFileSync(new URL("../../bindings/js/README.md", import.meta.url), "utf8");
const files = (extension) => readdirSync(DEMO, { recursive: true }).filter((name) => name.endsWith(extension)).map((name) => join(DEMO, name));

/** The oldest browsers whose makers say that they have ES2020, `FinalizationRegistry` and `:is()`; WebAssembly 1.0 is older. */
const OLDEST = { chrome: "91", firefox: "85", safari: "14.1" };

test("the modules of the page, and that of the golden digests, need nothing newer than WebAssembly 1.0", () => {
  const modules = files(".wasm");
  assert.equal(modules.length, 3, "session, assembly, outcome");
  for (const file of modules) {
    const bytes = readFileSync(file);
    assert.deepEqual(beyond(bytes), [], file);
    // Nothing that a linker noted for other tools, of which an old browser might complain or which would only be downloaded.
    assert.equal(WebAssembly.Module.customSections(new WebAssembly.Module(bytes), "target_features").length, 0, file);
  }
  assert.deepEqual(beyond(moduleBytes()), [], "the module of the golden digests");
});

/** Of each addition that compilers make use of unasked, or that a change of a flag might bring, the smallest module. */
const ADDITIONS = {
  "sign extension": "(module (func (param i32) (result i32) local.get 0 i32.extend8_s))",
  "conversions that saturate": "(module (func (param f32) (result i32) local.get 0 i32.trunc_sat_f32_s))",
  "bulk memory": "(module (memory 1) (func i32.const 0 i32.const 0 i32.const 0 memory.fill))",
  "passive data": '(module (memory 1) (data "abc"))',
  "several results": "(module (func (result i32 i32) i32.const 0 i32.const 0))",
  "reference types": "(module (table 1 externref))",
  "shared globals that change": '(module (global (export "g") (mut i32) (i32.const 0)))',
  "extended constants": "(module (global i32 (i32.add (i32.const 1) (i32.const 2))))",
  "tail calls": "(module (func $f return_call $f))",
  exceptions: "(module (tag))",
  SIMD: "(module (func (result v128) v128.const i32x4 0 0 0 0))",
  threads: "(module (memory 1 1 shared))",
  "several memories": "(module (memory 1) (memory 1))",
  "64-bit memory": "(module (memory i64 1))",
};

test("each addition to WebAssembly 1.0 would be found", () => {
  for (const [name, text] of Object.entries(ADDITIONS)) assert.notDeepEqual(beyond(moduleOf(text)), [], name);
  const plain = '(module (global $g (mut i32) (i32.const 0)) (memory 1) (data (i32.const 0) "abc") (func (export "f") (result i32) global.get $g))';
  assert.deepEqual(beyond(moduleOf(plain)), []);
});

/** What a script would be for browsers of that level; as it is where it keeps to the level. */
const written = async (code, target) => {
  // ES2018, and in all of these; esbuild goes by the newest scripts and properties that Unicode has got since.
  const supported = { "regexp-unicode-property-escapes": true };
  return (await transform(code, { format: "esm", minify: true, charset: "utf8", legalComments: "none", target, supported })).code;
};

test("the player's scripts are ES2020, which the oldest browsers have", async () => {
  const scripts = files(".js").filter((file) => file.startsWith(join(DEMO, "thetis")));
  assert.ok(scripts.length > 7, "the player, what comes later, and its texts");
  const oldest = Object.entries(OLDEST).map(([name, version]) => name + version);
  for (const file of scripts) {
    const code = readFileSync(file, "utf8");
    const newest = await written(code, "esnext");
    for (const target of ["es2020", oldest]) assert.ok((await written(code, target)) === newest, `${file} for ${target}`);
  }
  // A newer script would be found.
  assert.notEqual(await written("a ??= b;", "es2020"), await written("a ??= b;", "esnext"));
});

test("the documents say which browsers these are", () => {
  const { chrome, firefox, safari } = OLDEST;
  const said = README.match(/^- \*\*Browsers\*\*.*(?:\n {2}.*)*/m)?.[0] ?? "";
  assert.match(said, RegExp(`Chrome and Edge ${chrome}, Firefox ${firefox}, Safari ${safari.replace(".", "\\.")}`));
  assert.match(said, /nothing newer than WebAssembly 1\.0.*ES2020/s);
});
