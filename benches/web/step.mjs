/**
 * Times a step of an adaptive test, in which an answer updates the estimate and the next item is chosen, in Thetis and in npm's
 * @bdelab/jscat, and writes benches/results/step.snap. Run by `cargo xtask bench`.
 */
import { readFileSync } from "node:fs";

import { makeAnswers, makeItems } from "./bank.mjs";
import * as jscat from "./jscat.mjs";
import { Snapshot, machine, median, undisturbed } from "./snapshot.mjs";
import * as thetis from "./thetis.mjs";

/** Steps of a test: a usual length. */
const STEPS = 30;
const BANK_SIZES = [100, 500, 2000];
/** Thetis must be this many times faster than jsCAT, by the undisturbed time and by the median, on a bank of GATE_SIZE items. */
const GATE = 200;
const GATE_SIZE = 500;
/** How far the two estimates may lie apart, in logits: both sum over the same nodes, in another order. */
const AGREEMENT = 1e-9;
/** Tests before timing begins, so that the just-in-time compilers have done their work. */
const WARM_UP = { thetis: 100, jscat: 2 };
/** Timed tests of each program; they take turns, so that all meet the same moods of the machine. */
const ROUNDS = { 100: 20, 500: 20, 2000: 8 };

const PROGRAMS = [
  { name: "Thetis", ...thetis },
  { name: "jsCAT", ...jscat.withCopies },
  { name: "jsCAT, deepCopy=false", ...jscat.withoutCopies },
];

/** Takes one test; times in µs. */
function takeTest(program, prepared, answers) {
  const items = [];
  const estimates = [];
  const times = [];
  const begun = performance.now();
  const test = program.start(prepared);
  const started = performance.now();
  for (let step = 0; step < STEPS; step++) {
    const item = test.asked();
    const answer = answers.get(item);
    const before = performance.now();
    const estimate = test.step(answer);
    times.push((performance.now() - before) * 1000);
    items.push(item);
    estimates.push(estimate);
  }
  return { items, estimates, times, start: (started - begun) * 1000, whole: (performance.now() - begun) * 1000 };
}

/** Both must ask the same items and come to the same estimates; else they are not doing the same work. */
function assertAgreement(size, person, name, ours, theirs) {
  for (let step = 0; step < STEPS; step++) {
    const apart = Math.abs(ours.estimates[step] - theirs.estimates[step]);
    if (ours.items[step] !== theirs.items[step] || !(apart <= AGREEMENT)) {
      throw new Error(
        `${size} items, person ${person}, step ${step + 1}: Thetis asked ${ours.items[step]} and estimated ${ours.estimates[step]}, ` +
          `${name} asked ${theirs.items[step]} and estimated ${theirs.estimates[step]}; times of different work say nothing`,
      );
    }
  }
}

/** The times of every program on a bank of that size. */
function measure(size) {
  const items = makeItems(size);
  const prepared = PROGRAMS.map((program) => program.prepare(items));
  const measured = PROGRAMS.map(() => ({ tests: [], starts: [], wholes: [] }));
  const [ours, ...peers] = PROGRAMS.keys();
  const take = (index, person) => takeTest(PROGRAMS[index], prepared[index], makeAnswers(items, person));

  for (let person = 0; person < WARM_UP.thetis; person++) take(ours, person);
  for (let person = 0; person < WARM_UP.jscat; person++) {
    const test = take(ours, person);
    for (const peer of peers) assertAgreement(size, person, PROGRAMS[peer].name, test, take(peer, person));
  }
  for (let person = 0; person < ROUNDS[size]; person++) {
    for (const index of PROGRAMS.keys()) {
      const test = take(index, person);
      measured[index].tests.push(test.times);
      measured[index].starts.push(test.start);
      measured[index].wholes.push(test.whole);
    }
  }
  return measured.map(({ tests, starts, wholes }) => ({
    minimum: Math.min(...tests.flat()),
    undisturbed: undisturbed(tests),
    median: median(tests.flat()),
    start: median(starts),
    whole: median(wholes),
  }));
}

const snapshot = new Snapshot();
const say = (line) => snapshot.say(line);

const version = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version;
say(`# One step of an adaptive test: an answer updates the estimate, the next item is chosen. Written by \`cargo xtask bench\`.`);
say(`# ${machine()}`);
say(`# Thetis ${version("../../bindings/js/package.json")} (npm package), @bdelab/jscat ${version("../peers/node_modules/@bdelab/jscat/package.json")}`);
say(`#`);
say(`# Three-parameter logistic items, ${STEPS} steps a test; EAP on the same 121 nodes with the same prior, maximum information.`);
say(`# Both asked the same items and came to the same estimates (${AGREEMENT} logits), which the program checks before it times them.`);
say(`# All in microseconds. minimum: the fastest step of all. undisturbed: at each of the ${STEPS} steps the fastest of all tests, on average.`);
say(`# median: of all steps. start: from the bank as an object to the first item; whole: start and ${STEPS} steps; medians of the tests.`);
say(`# ratios: jsCAT's undisturbed and median times divided by Thetis'.`);
say(`#`);
say(`# To be fair: most of the difference is in how the work is organised, not in WebAssembly. jsCAT adds up all answers again at each step,`);
say(`# makes two new copies of every item with its defaults filled in, sorts all items twice and, unless told not to, clones them deeply first;`);
say(`# Thetis keeps the posterior, looks at each item once, and computes the information only of items that may turn out to be the best.`);
say(`# A lean program in JavaScript on typed arrays that did the same would be in Thetis' class.`);
say(`# Thetis pays at the start, where it checks and compiles the bank: see that column.`);
say("");
const row = (size, name, numbers, ratios) =>
  say([size.padStart(5), name.padEnd(22), ...numbers.map((text) => text.padStart(11)), ...ratios.map((text) => text.padStart(9))].join(" "));
row("items", "program", ["minimum", "undisturbed", "median", "start", "whole"], ["ratio", "(median)"]);

let failure;
for (const size of BANK_SIZES) {
  const [ours, ...peers] = measure(size);
  [ours, ...peers].forEach((times, index) => {
    const { name } = PROGRAMS[index];
    const ratios = index === 0 ? [] : [times.undisturbed / ours.undisturbed, times.median / ours.median];
    const numbers = [times.minimum, times.undisturbed, times.median, times.start, times.whole].map((time) => time.toFixed(1));
    row(String(size), name, numbers, ratios.map((ratio) => ratio.toFixed(0)));
    if (size === GATE_SIZE && !(Math.min(GATE, ...ratios) >= GATE)) {
      failure = `on ${size} items Thetis is ${Math.min(...ratios).toFixed(0)} times faster than ${name}; it must be ${GATE} times`;
    }
  });
}

snapshot.write("step.snap");
if (failure) {
  console.error(`\nerror: ${failure}`);
  process.exit(1);
}
console.log(`\nAt least ${GATE} times faster than jsCAT on ${GATE_SIZE} items, by both ratios, with and without its copies.`);
