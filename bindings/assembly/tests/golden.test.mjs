// The replies of golden.txt come out of the module in Node and in Chromium as well. golden.rs draws the same problems natively.
//
// `cargo xtask build` makes the module. THETIS_CHROMIUM names the browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { chromium } from "playwright-core";

const BLOCKS = 10;
const PROBLEMS = 20;

const golden = readFileSync(new URL("golden.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

const module = readFileSync(new URL("../../js/dist/thetis_assembly_bg.wasm", import.meta.url)).toString("base64");

/** Mulberry32. */
function below(seed) {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) % end;
  };
}

const numbers = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** As in golden.rs, draw by draw. */
function problem(number) {
  const random = below(number);
  const items = 40 + random(200);
  const length = 6 + random(15);
  const words = [items, length];
  for (let item = 0; item < items; item++) {
    words.push(random(9973) / 9973);
    const state = random(100);
    words.push(state < 3 ? 1 : state < 10 ? 2 : 0);
  }
  const constraints = [];
  for (let attribute = 2 + random(3); attribute > 0; attribute--) {
    const categories = 2 + random(5);
    const of = numbers(items, () => random(categories));
    for (let category = 0; category < categories; category++) {
      const expected = Math.floor(length / categories);
      const min = Math.max(0, expected - random(3));
      const max = expected + 1 + random(2);
      const members = numbers(items, (item) => item).filter((item) => of[item] === category);
      constraints.push([min, max, members.length, ...members]);
    }
  }
  words.push(constraints.length, ...constraints.flat());
  const sets = number % 3 === 0 ? Math.floor(items / 8) : 0;
  const least = sets > 0 ? random(3) : 0;
  words.push(sets, least, least + Math.min(3, sets));
  for (let set = 0; set < sets; set++) {
    words.push(1 + random(2), 2 + random(3), 5, ...numbers(5, (item) => 5 * set + item));
  }
  return words;
}

/** Runs here and, as text, in the browser: it may use nothing but what both have. */
async function replies(base64, problems) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { exchange, assemble, memory } = instance.exports;
  return problems.map((words) => {
    const room = exchange(words.length);
    new Float64Array(memory.buffer, room, words.length).set(words);
    const at = assemble(words.length);
    const [count] = new Float64Array(memory.buffer, at, 1);
    return [...new Float64Array(memory.buffer, at, count < 0 ? 1 : count + 3)];
  });
}

/** FNV-1a over the bytes of the numbers, little-endian, a block of replies after the other. */
function digests(replies) {
  return numbers(BLOCKS, (block) => {
    const bytes = new Uint8Array(new Float64Array(replies.slice(block * PROBLEMS, (block + 1) * PROBLEMS).flat()).buffer);
    const hash = bytes.reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n);
    return hash.toString(16).padStart(16, "0");
  });
}

const problems = numbers(BLOCKS * PROBLEMS, problem);

test("the module needs nothing from outside", async () => {
  assert.deepEqual(WebAssembly.Module.imports(await WebAssembly.compile(Buffer.from(module, "base64"))), []);
});

test("what makes no problem is refused, and the next problem is none the worse", async () => {
  const [malformed, empty, fine, impossible] = await replies(module, [
    [1, 2, 3],
    [],
    [2, 1, 0.5, 0, 0.75, 0, 0, 0, 0, 0],
    [2, 3, 0.5, 0, 0.75, 0, 0, 0, 0, 0],
  ]);
  assert.deepEqual(malformed, [-2]);
  assert.deepEqual(empty, [-2]);
  assert.deepEqual(fine.slice(0, 3), [1, 1, 0.75]);
  assert.deepEqual(impossible, [-1]);
});

test("Node computes the golden replies", async () => {
  assert.deepEqual(digests(await replies(module, problems)), golden);
});

test("Chromium computes the golden replies", async () => {
  const browser = await chromium.launch({ executablePath: process.env.THETIS_CHROMIUM ?? "/usr/bin/chromium" });
  try {
    const page = await browser.newPage();
    const call = `(${replies})("${module}", ${JSON.stringify(problems)})`;
    assert.deepEqual(digests(await page.evaluate(call)), golden);
  } finally {
    await browser.close();
  }
});
