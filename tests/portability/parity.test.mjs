/**
 * The same bank, design, seed and answers give the same log in JavaScript and in Rust, whose two compilers read bank.json each in its
 * own way. Here the npm package makes the logs in tests/fixtures/parity/logs.json; tests/cli/parity.rs of engine/cli replays them, and
 * tests/browser/parity.test.mjs makes them again in Chromium.
 * After a change that is meant: `UPDATE_PARITY=1 node --test tests/portability/parity.test.mjs`.
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";

import { loadEngine } from "../../bindings/js/dist/thetis.js";
import { BANKS, takeAll } from "../fixtures/parity/take.mjs";

const root = new URL("../../", import.meta.url);
const fixture = new URL("tests/fixtures/parity/logs.json", root);
const REASONS =
  "maximum-length bank-exhausted standard-error information all-rules predicted-reduction change plateau time classified no-feasible-test".split(" ");
const CRITERIA = 22;

const bankOf = async (folder) => JSON.parse(await readFile(new URL(`${folder}/bank.json`, root), "utf8"));

test("every design of the committed banks gives the committed log, which resumes", async () => {
  const engine = await loadEngine();
  const made = {};
  for (const folder of BANKS) {
    const bank = await bankOf(folder);
    for (const [design, taken] of Object.entries(await takeAll(engine, bank))) {
      made[`${folder} ${design}`] = taken;
      assert.equal(engine.resume(bank, taken.log, { design }).logText, taken.log, `${folder} ${design}`);
    }
  }
  if (process.env.UPDATE_PARITY) await writeFile(fixture, `${JSON.stringify(made, null, 1)}\n`);
  assert.deepEqual(made, JSON.parse(await readFile(fixture, "utf8")));
});

test("the committed banks have every criterion, every stopping rule and every reason to end", async () => {
  const designs = (await Promise.all(BANKS.map(bankOf))).flatMap((bank) => Object.values(bank.designs));
  assert.equal(new Set(designs.map(({ select }) => select.criterion.name)).size, CRITERIA);
  const rules = new Set();
  const note = (rule) => {
    for (const [name, value] of Object.entries(rule ?? {})) {
      rules.add(name);
      if (Array.isArray(value)) value.forEach(note);
    }
  };
  designs.forEach(({ stop }) => note(stop?.when));
  assert.equal(rules.size, 12, [...rules].join(" "));
  const made = Object.values(JSON.parse(await readFile(fixture, "utf8")));
  assert.deepEqual([...new Set(made.map(({ reason }) => reason))].sort(), [...REASONS].sort());
});
