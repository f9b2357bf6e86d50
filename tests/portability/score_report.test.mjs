/**
 * What is said of a result has the same bits in JavaScript and in Rust. Here the npm package makes the reports of
 * tests/fixtures/parity/reports.json; tests/cli/parity.rs of engine/cli makes them from the logs with `thetis replay`, and
 * tests/browser/parity.test.mjs in Chromium.
 * After a change that is meant: `UPDATE_PARITY=1 node --test tests/portability/score_report.test.mjs`.
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";

import { loadEngine } from "../../bindings/js/dist/thetis.js";
import { loadScoring } from "../../bindings/js/dist/score_report.js";
import { REPORTED, reportAll } from "../fixtures/parity/take_reports.mjs";

const root = new URL("../../", import.meta.url);
const fixture = new URL("tests/fixtures/parity/reports.json", root);
const bankOf = async (folder) => JSON.parse(await readFile(new URL(`${folder}/bank.json`, root), "utf8"));
const care = await bankOf("item-banks/care-basics");
const [engine, scoring] = [await loadEngine(), await loadScoring()];

/** The bank with something else in it. */
const changed = (change) => {
  const bank = structuredClone(care);
  change(bank);
  return bank;
};
const refused = (change, code, options) => {
  const session = engine.start(care, { seed: 1 });
  assert.throws(() => scoring.report(changed(change), session, options), (error) => error.code === code || assert.fail(`${error.code}: ${error.message}`), code);
};

test("the committed banks give the committed reports", async () => {
  const made = {};
  for (const folder of REPORTED) made[folder] = await reportAll(engine, scoring, await bankOf(folder));
  if (process.env.UPDATE_PARITY) await writeFile(fixture, `${JSON.stringify(made)}\n`);
  assert.deepEqual(JSON.parse(JSON.stringify(made)), JSON.parse(await readFile(fixture, "utf8")));
});

test("the reports have gaps, next steps, credentials and changes", async () => {
  const reports = Object.values(JSON.parse(await readFile(fixture, "utf8"))).flatMap(({ reports }) => reports.flatMap(({ early, report }) => [early, report]));
  assert.ok(reports.some(({ profile }) => profile?.gaps.length > 1), "gaps");
  assert.ok(reports.some(({ steps }) => steps?.modules.length === 3), "three steps");
  assert.ok(reports.some(({ credentials }) => credentials.some(({ awarded }) => awarded)), "an earned credential");
  assert.ok(reports.some(({ change }) => change?.some(({ verdict }) => verdict === "higher")), "a reliable change");
  assert.ok(reports.some(({ compared }) => compared.some(({ verdict }) => verdict !== "unclear")), "a clear comparison");
  assert.ok(reports.some(({ dimensions }) => dimensions.some(({ between }) => between !== null)), "somebody between two levels");
});

test("what makes no sense is refused by name", () => {
  const [dimension] = care.dimensions.map(({ id }) => id);
  refused(() => {}, "unknown", { profile: "astronaut" });
  refused((bank) => (bank.levels[2].from = -9), "cut-scores");
  refused((bank) => (bank.profiles["home-care-aide"].requires.juggling = "alone"), "unknown", { profile: "home-care-aide" });
  refused((bank) => (bank.profiles["home-care-aide"].importance = { [dimension]: -1 }), "requirement", { profile: "home-care-aide" });
  const module = (id, after) => ({ module: id, hours: 2, develops: { [dimension]: "alone" }, after });
  refused((bank) => (bank.pathway = [module("a", ["b"]), module("b", ["a"])]), "prerequisite-cycle");
  refused((bank) => (bank.pathway = [{ ...module("a", []), hours: 0 }]), "module");
  refused((bank) => (bank.credentials = { c: { requires: { [dimension]: "alone" }, probability: 1.5, minAnswers: 1 } }), "credential");
});

test("an earlier session has to be of the same bank and version", () => {
  const now = engine.start(care, { seed: 1 });
  const other = engine.start(changed((bank) => (bank.version = "0.0.1")), { seed: 1 });
  assert.throws(() => scoring.report(care, now, { before: other }), { name: "LogError", code: "log-of-another-bank" });
});
