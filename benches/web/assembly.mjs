/**
 * Times a step of a shadow test, and PyPI's mirt beside it where THETIS_PEER_PYTHON names a Python that has it; writes the committed snapshot. Fails if Thetis, on
 * a thousand items and thirty constraints, is not GATE times faster than mirt on five hundred items and two.
 *
 * With THETIS_POOL, a folder with itempool_science_1000.csv and itemattrib_science_1000.csv of TestDesign, it times that pool and writes nothing.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

import { assemble } from "./assembler.mjs";
import { LENGTH, constraints, information, makePerson, makePool, problem, readPool, setStep } from "./blueprint.mjs";
import { Snapshot, machine, pinned } from "./snapshot.mjs";

/** By the medians. */
const GATE = 20;
const ITEMS = 1000;
const PEER_ITEMS = 500;
/** How much better the peer's shadow test may be, and how much worse, as a share of the sum of information: its solver stops at a gap of 1e-4. */
const PEER_GAP = { better: 1e-9, worse: 1e-3 };
const ABILITIES = [-2, -1, 0, 1, 2];
/** Tests for each ability, after one that is not timed: the just-in-time compiler's. */
const ROUNDS = 4;

/** Takes one test; milliseconds of each step and of the assembly in it, and how far each assembly's sum lies from its bound. */
function takeTest(pool, limits, ability, seed) {
  const person = makePerson(pool, ability, seed);
  const words = problem(pool, limits);
  const asked = new Set();
  const steps = [];
  let item;
  for (let step = 0; step < LENGTH; step++) {
    const begun = performance.now();
    if (item !== undefined) person.answer(item);
    const theta = person.estimate();
    setStep(words, pool, theta, asked);
    const assembling = performance.now();
    const { items, objective, bound } = assemble(words);
    const assembled = performance.now();
    const value = (free) => words[2 + 2 * free];
    item = items.filter((free) => !asked.has(free)).reduce((best, free) => (value(free) > value(best) ? free : best));
    asked.add(item);
    steps.push({
      step: performance.now() - begun,
      assembly: assembled - assembling,
      gap: (bound - objective) / objective,
    });
  }
  for (const { min, max, items } of limits) {
    const count = items.filter((member) => asked.has(member)).length;
    if (count < min || count > max) throw new Error(`a test has ${count} items where ${min} to ${max} are asked for`);
  }
  return steps;
}

function timed(pool) {
  const limits = constraints(pool);
  for (const ability of ABILITIES) takeTest(pool, limits, ability, 0);
  const seeds = Array.from({ length: ROUNDS }, (_, round) => round + 1);
  return seeds.flatMap((seed) => ABILITIES.flatMap((ability) => takeTest(pool, limits, ability, seed)));
}

function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil(share * sorted.length) - 1];
}

const summary = (times) => ({ median: quantile(times, 0.5), high: quantile(times, 0.95), most: Math.max(...times) });

/** The peer's tests of a pool of dichotomous items with two areas: what it found at each step, and how long it took. */
function peerTests(python, pool, limits) {
  const persons = ABILITIES.map((ability, index) => {
    const person = makePerson(pool, ability, index + 1);
    return pool.map((_, item) => person.wouldAnswer(item));
  });
  const given = JSON.stringify({
    items: pool.map(({ a, steps: [b], c }) => ({ a, b, c })),
    areas: limits.map(({ min, max, items }, index) => ({ name: `area ${index}`, min, max, items })),
    length: LENGTH,
    persons,
  });
  const script = new URL("../peers/mirt_shadow.py", import.meta.url).pathname;
  const ended = spawnSync(python, [script], { input: given, maxBuffer: 2 ** 28, encoding: "utf8", stdio: ["pipe", "pipe", "inherit"] });
  if (ended.status !== 0) throw new Error(`${script} failed`);
  return JSON.parse(ended.stdout);
}

/** The same problems by our assembly: the shadow tests must be worth the same, or the two are not doing the same work. */
function besidePeer(tests, pool, limits) {
  const words = problem(pool, limits);
  const times = [];
  for (const steps of tests) {
    const asked = new Set();
    for (const { theta, item, shadow } of steps) {
      const begun = performance.now();
      setStep(words, pool, theta, asked);
      const { objective } = assemble(words);
      times.push(performance.now() - begun);
      const theirs = shadow.reduce((sum, member) => sum + information(pool[member], theta), 0);
      const better = (theirs - objective) / objective;
      if (better > PEER_GAP.better || -better > PEER_GAP.worse) {
        throw new Error(`at ${theta} after ${asked.size} items mirt's shadow test is worth ${theirs}, ours ${objective}`);
      }
      asked.add(item);
    }
  }
  return times;
}

const snapshot = new Snapshot();
const say = (line) => snapshot.say(line);
const row = (name, times, ratio = "") =>
  say([name.padEnd(46), ...["median", "high", "most"].map((key) => times[key].toFixed(2).padStart(9)), ratio.padStart(7)].join(" ").trimEnd());

if (process.env.THETIS_POOL) {
  const steps = timed(readPool(process.env.THETIS_POOL));
  row("step", summary(steps.map(({ step }) => step)));
  row("assembly", summary(steps.map(({ assembly }) => assembly)));
  console.log(`largest gap: ${Math.max(...steps.map(({ gap }) => gap)).toExponential(1)}`);
  process.exit();
}

const python = process.env.THETIS_PEER_PYTHON;
const pool = makePool(ITEMS, 1);
const steps = timed(pool);
const gap = Math.max(...steps.map(({ gap }) => gap));

const ours = summary(steps.map(({ step }) => step));
say(`# One step of a shadow test: an answer updates the estimate, the best test around the items asked so far is assembled, its most informative item is`);
say(`# the next. Written by \`cargo xtask bench\`.`);
say(`# ${machine()}`);
say(`#`);
say(`# Thetis: ${ITEMS} items, 30 constraints, tests of ${LENGTH} items, ${steps.length} steps by persons at ${ABILITIES.join(", ")}; the WebAssembly module.`);
say(`# Every step is solved to optimality; the largest gap left by rounding and the solver's tolerances is ${gap.toExponential(1)} of the objective.`);
say(`# All in milliseconds. high: 95 of 100 steps take less. ratio: mirt's median divided by that of Thetis.`);
let failure;
const rows = [];
if (python && existsSync(python)) {
  const peerPool = makePool(2 * PEER_ITEMS, 2).filter(({ steps }) => steps.length === 1).slice(0, PEER_ITEMS);
  const first = peerPool.flatMap(({ standard }, index) => (standard === "1" ? [index] : []));
  const others = peerPool.flatMap(({ standard }, index) => (standard === "1" ? [] : [index]));
  const limits = [
    { min: 14, max: 18, items: first },
    { min: 12, max: 16, items: others },
  ];
  const tests = peerTests(python, peerPool, limits);
  besidePeer(tests, peerPool, limits);
  const same = summary(besidePeer(tests, peerPool, limits));
  // The peer's first step has no answer, and loads what it uses.
  const theirs = summary(tests.flatMap((steps) => steps.slice(1).map(({ milliseconds }) => milliseconds)));
  say(`# mirt: PyPI's mirt ${pinned("mirt")} with scipy ${pinned("scipy")} (HiGHS), CATEngine with ShadowTestSelection: ${PEER_ITEMS} items, 2 constraints, ${ABILITIES.length} tests of ${LENGTH} items.`);
  say(`# At each of its steps Thetis assembled a test for the same problem, worth the same but for the gap of 1e-4 at which HiGHS stops; its time for`);
  say(`# that (information and assembly, without the estimate) is the last line.`);
  say(`#`);
  say(`# To be fair: mirt is a library for research in Python. It writes the problem anew at each step and gives it to a general solver, which starts from nothing;`);
  say(`# most of its time is the solver's. Thetis relaxes the problem, proves nearly all items in or out by their reduced costs, and solves for the few left.`);
  rows.push(["mirt, 500 items × 2 constraints: step", theirs, (theirs.median / ours.median).toFixed(0)]);
  rows.push(["Thetis, the same: information and assembly", same, (theirs.median / same.median).toFixed(0)]);
  if (theirs.median < GATE * ours.median) {
    failure = `a step takes ${ours.median.toFixed(2)} ms, mirt's ${theirs.median.toFixed(2)}; Thetis must be ${GATE} times faster`;
  }
} else {
  say(`# mirt was not timed: there is no Python that it could be installed for.`);
}

say("");
say(["what".padEnd(46), ...["median", "high", "most", "ratio"].map((name, index) => name.padStart(index < 3 ? 9 : 7))].join(" "));
row("Thetis, 1,000 items × 30 constraints: step", ours);
row("Thetis, 1,000 items × 30 constraints: assembly", summary(steps.map(({ assembly }) => assembly)));
for (const each of rows) row(...each);

if (failure) {
  console.error(`\nerror: ${failure}`);
  process.exit(1);
}
snapshot.write("assembly.snap");
