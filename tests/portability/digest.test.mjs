// The digests of golden.txt come out in Node and in Chromium as well, from the engine as WebAssembly.
//
// The module is built with:
//   cargo build --package thetis-portability --target wasm32v1-none --profile session
// and found in the target directory, or where THETIS_PORTABILITY_WASM says. THETIS_CHROMIUM names the browser.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "..", "..");
const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const file =
  process.env.THETIS_PORTABILITY_WASM ?? path.join(target, "wasm32v1-none", "session", "thetis_portability.wasm");

const golden = readFileSync(path.join(here, "golden.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

function moduleBytes() {
  assert.ok(
    existsSync(file),
    `${file} is missing: run \`cargo build --package thetis-portability --target wasm32v1-none --profile session\``,
  );
  return readFileSync(file);
}

/** Runs here and, as text, in the browser: it may use nothing but what both have. */
async function digests(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { blocks, block_digest } = instance.exports;
  return Array.from({ length: blocks() }, (_, block) =>
    BigInt.asUintN(64, block_digest(block)).toString(16).padStart(16, "0"),
  );
}

test("golden.txt holds the digests", () => {
  assert.equal(golden.length, 11);
  for (const digest of golden) assert.match(digest, /^[0-9a-f]{16}$/);
  assert.equal(new Set(golden).size, golden.length);
});

test("Node computes the golden digests", async () => {
  assert.deepEqual(await digests(moduleBytes().toString("base64")), golden);
});

test("Chromium computes the golden digests", async () => {
  const base64 = moduleBytes().toString("base64");
  const browser = await chromium.launch({ executablePath: process.env.THETIS_CHROMIUM ?? "/usr/bin/chromium" });
  try {
    const page = await browser.newPage();
    assert.deepEqual(await page.evaluate(digests, base64), golden);
  } finally {
    await browser.close();
  }
});
