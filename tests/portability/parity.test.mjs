/**
 * The same bank, design, seed and answers give the same log in JavaScript and in Rust, whose two compilers read bank.json each in its
 * own way. Here the npm package makes the logs in tests/fixtures/parity/logs.json; tests/replay.rs of engine/cli replays them.
 * After a change that is meant: `UPDATE_PARITY=1 node --test tests/portability/parity.test.mjs`.
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";

import { loadEngine } from "../../bindings/js/dist/thetis.js";

const root = new URL("../../", import.meta.url);
const fixture = new URL("tests/fixtures/parity/logs.json", root);
const BANKS = ["item-banks/soft-skills", "tests/fixtures/parity/all-models"];

test("every design of the committed banks gives the committed log", async () => {
  const engine = await loadEngine();
  const made = {};
  for (const folder of BANKS) {
    const bank = JSON.parse(await readFile(new URL(`${folder}/bank.json`, root), "utf8"));
    const optionsOf = new Map(bank.items.map((item) => [item.id, item.options ?? bank.responseScales[item.responseScale]]));
    for (const design of Object.keys(bank.designs)) {
      const session = engine.start(bank, { design, seed: 20261121 });
      for (let step = 0, question; (question = session.next()); step++) {
        const options = optionsOf.get(question.item);
        session.answer(options[(2 * step + 1) % options.length], { timeMs: 1230 + 70 * step });
      }
      const { reason, estimates } = session.outcome();
      const theta = estimates.map((estimate) => estimate.theta);
      const se = estimates.map((estimate) => estimate.se);
      made[`${folder} ${design}`] = { log: session.logText, reason: reason.name, theta, se };
    }
  }
  if (process.env.UPDATE_PARITY) await writeFile(fixture, `${JSON.stringify(made, null, 2)}\n`);
  assert.deepEqual(made, JSON.parse(await readFile(fixture, "utf8")));
});
