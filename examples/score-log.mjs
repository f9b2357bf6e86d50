// What the log of a session says: each answer, the estimates, the levels.
//
//     node examples/score-log.mjs examples/kitchen session.log
//
// The log is what the player offers as "Save the log", a page gets as `detail.logText`, or `thetis simulate --logs` has in its last column.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadEngine } from "../bindings/js/dist/thetis.js";
import { loadScoring } from "../bindings/js/dist/score_report.js";

const [folder, file] = process.argv.slice(2);
if (!file) {
  console.error("usage: node examples/score-log.mjs BANK_FOLDER LOG");
  process.exit(2);
}
const bank = JSON.parse(await readFile(join(folder, "bank.json"), "utf8"));
const log = (await readFile(file, "utf8")).trim();

const [engine, { report }] = await Promise.all([loadEngine(), loadScoring()]);
// Refused, with the reason, if the log is damaged or of another bank.
const session = engine.resume(bank, log);
const { steps, reason } = session.outcome();

for (const { item, option, category, theta } of steps) {
  console.log(`${item}: ${JSON.stringify(option)}, category ${category}; θ ${theta.map((value) => value.toFixed(2)).join(", ")}`);
}
console.log(reason?.sentence ?? "The test is not finished.");
for (const { dimension, theta, se, levels, level } of report(bank, session).dimensions) {
  const { id, probability } = levels[level];
  console.log(`${dimension}: ${theta.toFixed(2)} ± ${se.toFixed(2)}, most likely ${id} (${Math.round(100 * probability)} %)`);
}
