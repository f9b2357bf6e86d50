/**
 * What a step of an adaptive test costs, counted and timed, and how that grows with the bank and with the nodes: writes
 * benches/results/growth.snap. `cargo xtask bench` builds the two programs of benches/counted and names them in THETIS_COUNTS and THETIS_TIMES.
 */
import { spawnSync } from "node:child_process";

import { makeAnswers, makeItems } from "./bank.mjs";
import { Snapshot, digits, machine, undisturbed } from "./snapshot.mjs";
import * as thetis from "./thetis.mjs";

const SIZES = [100, 200, 500, 1000, 2000, 4000, 8000];
const NODES = [21, 41, 61, 121, 241];
/** The bank of the nodes' curve, and the nodes of the banks' curve: as in step.snap. */
const SIZE = 500;
const GRID = 121;
const LENGTH = 30;
const PERSONS = 5;
/** Tests by the module before timing begins, so that the just-in-time compiler has done its work. */
const WARM_UP = 20;
/** Tests of each person by the module; at each step the fastest counts. */
const ROUNDS = 4;
const CRITERIA = [
  { name: "maximum information", grid: GRID, select: { name: "maximum-information" } },
  { name: "posterior weighted information", grid: 61, select: { name: "weighted-information", weight: "posterior" } },
  { name: "expected posterior variance", grid: 61, select: { name: "expected-posterior-variance" } },
];
/** The larger criteria are timed in the module on banks up to this, and with fewer tests: they are ten to a hundred times as slow. */
const LARGE = 2000;

/**
 * What exponentials a step needs, by the code: of each node one for the answer, one for the estimate and, where a criterion weighs by it, one for the
 * posterior's mass; one for the standard error's root; then of each item left one a node. Variances take two more at the estimate for each item, and
 * one for the first item of all. By maximum information it depends on the bank which items are looked at: at least one.
 */
const DERIVED = [
  (nodes, _, exps) => exps >= 2 * nodes + 2,
  (nodes, left, exps) => Math.abs(exps - (nodes * (left + 3) + 1)) < 1e-6,
  (nodes, left, exps) => Math.abs(exps - (nodes * (left + 3) + 2 * left + 2)) < 1e-6,
];

/** A criterion by its place, a bank by its size, and a grid by its nodes. */
const cases = CRITERIA.flatMap(({ grid }, criterion) => [
  ...SIZES.filter((size) => criterion === 0 || size <= LARGE).map((size) => ({ curve: "items", criterion, size, nodes: grid })),
  ...NODES.map((nodes) => ({ curve: "nodes", criterion, size: SIZE, nodes })),
]);

/** The same numbers for every program. */
function describe({ criterion, size, nodes }, persons) {
  const items = makeItems(size);
  const answers = Array.from({ length: persons }, (_, person) => {
    const given = makeAnswers(items, person);
    return items.map(({ id }) => given.get(id)).join(" ");
  });
  return [`${criterion} ${nodes} ${LENGTH} ${size} ${persons}`, ...items.map(({ a, b, c }) => `${a} ${b} ${c}`), ...answers].join("\n");
}

const personsOf = ({ criterion }) => (criterion === 0 ? PERSONS : 2);

/** The lines that a program of benches/counted writes for all cases. */
function ask(variable) {
  const program = process.env[variable];
  if (!program) throw new Error(`${variable} names no program; run this as \`cargo xtask bench\``);
  const input = `${cases.length}\n${cases.map((each) => describe(each, personsOf(each))).join("\n")}\n`;
  const ended = spawnSync(program, { input, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["pipe", "pipe", "inherit"] });
  if (ended.status !== 0) throw new Error(`${program} failed`);
  return ended.stdout.trim().split("\n").map((line) => line.split(" ").map(Number));
}

/** Microseconds of a step in the module, and the last estimate of the last person. */
function inModule({ criterion, size, nodes }, persons) {
  const items = makeItems(size);
  const quadrature = { rule: "equal-weights", range: [-6, 6], nodes };
  const bank = thetis.prepare(items, {
    select: { criterion: CRITERIA[criterion].select },
    estimate: { estimator: "eap", range: [-6, 6], quadrature },
  });
  let theta;
  const take = (person) => {
    const answers = makeAnswers(items, person);
    const test = thetis.start(bank);
    return Array.from({ length: LENGTH }, () => {
      const answer = answers.get(test.asked());
      const begun = performance.now();
      theta = test.step(answer);
      return (performance.now() - begun) * 1000;
    });
  };
  const [warmUp, rounds] = criterion === 0 ? [WARM_UP, ROUNDS] : [1, 3];
  for (let test = 0; test < warmUp; test++) take(test % persons);
  const times = Array.from({ length: persons }, (_, person) => undisturbed(Array.from({ length: rounds }, () => take(person))));
  return { time: times.reduce((sum, time) => sum + time) / persons, theta };
}

/** The slope of ln y in ln x, by least squares. */
function exponent(points) {
  const logs = points.map((point) => point.map(Math.log));
  const mean = (place) => logs.reduce((sum, point) => sum + point[place], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

const counted = ask("THETIS_COUNTS");
const [[nsExp, nsLn], ...timed] = ask("THETIS_TIMES");
const measured = cases.map((each, index) => {
  const [exps, logs, allocations, bytes, theta] = counted[index];
  const [nanoseconds, thetaTimed] = timed[index];
  const module = inModule(each, personsOf(each));
  // The same bits from two native programs and from the module: all of them did the same work.
  if (theta !== thetaTimed || theta !== module.theta) {
    throw new Error(`${CRITERIA[each.criterion].name}, ${each.size} items, ${each.nodes} nodes: ${theta}, ${thetaTimed} and ${module.theta} are not the same estimate`);
  }
  // Items left to choose from, on average of the steps.
  const left = each.size - (LENGTH + 1) / 2;
  if (!DERIVED[each.criterion](each.nodes, left, exps)) {
    throw new Error(`${CRITERIA[each.criterion].name}, ${each.size} items, ${each.nodes} nodes: ${exps} exponentials a step are not what was derived`);
  }
  return { ...each, exps, logs, allocations, bytes, native: nanoseconds / 1000, module: module.time, floor: (exps * nsExp + logs * nsLn) / 1000 };
});

/** By maximum information: exponentials that are not the nodes', nor the root's. */
const looked = measured.filter(({ criterion }) => criterion === 0).map(({ exps, nodes }) => exps - 2 * nodes - 1);

const snapshot = new Snapshot();
snapshot.explain("What a step of an adaptive test costs, and how that grows: an answer updates the estimate (EAP), the next item is chosen. Written by `cargo xtask bench`.");
snapshot.say(`# ${machine()}`);
snapshot.say("#");
snapshot.explain(
  `Three-parameter logistic items and answers as in step.snap, ${LENGTH} steps a test, averages of all steps of ${PERSONS} persons (of 2 for the two larger criteria). exp, ln: calls of the exponential and of the logarithm in a step; allocations: blocks asked of the allocator, bytes: in all. These four are counts, the same on every machine and in every run. native: µs of a step in native code, at each step the fastest of 9 tests. WebAssembly: µs in the npm package's module, the fastest of ${ROUNDS} (of 3).`,
);
snapshot.explain(
  `floor: exp × ${nsExp.toFixed(1)} ns + ln × ${nsLn.toFixed(1)} ns, which is what these calls take by themselves, one after another, in this run. native/floor: how far a step is from doing nothing but them.`,
);
snapshot.explain(
  `What it shows: by maximum information the exponentials are two a node and ${Math.min(...looked).toFixed(0)} to ${Math.max(...looked).toFixed(0)} for items, whatever the bank, for a bound tells of all other items that they cannot be the best; but the bound is looked at for every item, which on a large bank is most of a step. The other two criteria need an exponential of every item at every node: nodes × (items left + 3) + 1, and 2 × items left + 1 more for variances. The run fails if the counts are not these.`,
);
snapshot.explain(
  "Counted in a copy of the engine's sources that differs in a counter in exp and ln; timed in one that only lets them be called. Both and the module came to the same estimate, to the last bit, in every line.",
);
snapshot.say("#");
snapshot.explain(
  "exponent: of the column in the number that varies, by least squares of logarithms; 1 is proportional, 0 is no growth. How calibration grows with persons is in calibrate.snap.",
);
const columns = ["exp", "ln", "allocations", "bytes", "native", "floor", "native/floor", "WebAssembly"];
for (const [criterion, { name, grid }] of CRITERIA.entries()) {
  for (const curve of ["items", "nodes"]) {
    const rows = measured.filter((row) => row.criterion === criterion && row.curve === curve);
    snapshot.say();
    snapshot.say(`${name}: by ${curve}, with ${curve === "items" ? `${grid} nodes` : `${SIZE} items`}`);
    snapshot.row(10, `  ${curve}`, ...columns);
    for (const row of rows) {
      const { exps, logs, allocations, bytes, native, floor, module } = row;
      const counts = [exps.toFixed(1), logs.toFixed(1), allocations.toFixed(1), bytes.toFixed(0)];
      snapshot.row(10, `  ${curve === "items" ? row.size : row.nodes}`, ...counts, digits(native), digits(floor), (native / floor).toFixed(2), digits(module));
    }
    const slope = (of) => exponent(rows.map((row) => [curve === "items" ? row.size : row.nodes, of(row)])).toFixed(2).replace("-0.00", "0.00");
    const slopes = [({ exps }) => exps, ({ logs }) => logs, (row) => row.allocations, ({ bytes }) => bytes, ({ native }) => native].map(slope);
    snapshot.row(10, "  exponent", ...slopes, "", "", slope(({ module }) => module));
  }
}
snapshot.write("growth.snap");
