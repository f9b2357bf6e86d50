// The digests of golden.txt come out in Node and in Chromium as well, from the engine as WebAssembly; in Firefox in firefox.test.mjs.
// THETIS_CHROMIUM names the browser.

import assert from "node:assert/strict";
import test from "node:test";

import { chromium } from "playwright-core";

import { digests, golden, moduleBytes } from "./digest.mjs";

const address = `data:application/wasm;base64,${moduleBytes().toString("base64")}`;

test("golden.txt holds the digests", () => {
  assert.equal(golden.length, 11);
  for (const digest of golden) assert.match(digest, /^[0-9a-f]{16}$/);
  assert.equal(new Set(golden).size, golden.length);
});

test("Node computes the golden digests", async () => {
  assert.deepEqual(await digests(address), golden);
});

test("Chromium computes the golden digests", async () => {
  const browser = await chromium.launch({ executablePath: process.env.THETIS_CHROMIUM ?? "/usr/bin/chromium" });
  try {
    const page = await browser.newPage();
    assert.deepEqual(await page.evaluate(digests, address), golden);
  } finally {
    await browser.close();
  }
});
