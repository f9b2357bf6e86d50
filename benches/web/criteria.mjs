/**
 * Times a step of a test by maximum posterior weighted information and by minimum expected posterior variance, beside a plain loop in JavaScript over
 * their published definitions, which like catR computes everything anew for every item. Writes benches/results/criteria.snap and fails if Thetis takes
 * GATE milliseconds or more. Run by `cargo xtask bench`.
 */
import { readFileSync } from "node:fs";

import { makeAnswers, makeItems } from "./bank.mjs";
import { Snapshot, machine, undisturbed } from "./snapshot.mjs";
import { loadEngine } from "../../bindings/js/dist/thetis.js";

/** Milliseconds a step when nothing else runs. */
const GATE = 5;
const ITEMS = 1000;
const STEPS = 20;
/** Tests that are timed, of persons 1, 2 and so on; one of person 0 warms up. */
const ROUNDS = { thetis: 30, definition: 5 };
/** Nodes of the engine's default grid, six standard deviations to either side of the prior's mean. */
const NODES = 61;
const GRID = Array.from({ length: NODES }, (_, node) => -6 + 0.2 * node);
/** How far estimates may lie apart, logits; and how far, as a share, the value of the item that Thetis asks may lie below the best. */
const AGREEMENT = 1e-9;

const engine = await loadEngine();

const chance = ({ a, b, c }, theta) => c + (1 - c) / (1 + Math.exp(-a * (theta - b)));

/** Fisher information of a three-parameter logistic item. */
function information(item, theta) {
  const p = chance(item, theta);
  const rise = (item.a * (p - item.c) * (1 - p)) / (1 - item.c);
  return (rise * rise) / (p * (1 - p));
}

/** Trapezoid rule. */
function integral(f) {
  let sum = 0;
  GRID.forEach((theta, node) => (sum += f(theta) * (node === 0 || node === NODES - 1 ? 0.5 : 1)));
  return sum * 0.2;
}

/** Prior times likelihood of answers, [item, right or wrong]. */
function posterior(answers, theta) {
  let product = Math.exp(-0.5 * theta * theta);
  for (const [item, right] of answers) product *= right ? chance(item, theta) : 1 - chance(item, theta);
  return product;
}

/** Mass, mean and variance of the posterior. */
function moments(answers) {
  const mass = integral((theta) => posterior(answers, theta));
  const mean = integral((theta) => theta * posterior(answers, theta)) / mass;
  return { mass, mean, variance: integral((theta) => (theta - mean) ** 2 * posterior(answers, theta)) / mass };
}

const CRITERIA = [
  {
    name: "posterior weighted information",
    criterion: { name: "weighted-information", weight: "posterior" },
    /** ∫ I(θ) prior(θ) L(θ) dθ: van der Linden (1998); catR's MWI with type "MPWI". */
    value: (answers, item) => integral((theta) => information(item, theta) * posterior(answers, theta)),
  },
  {
    name: "expected posterior variance",
    criterion: { name: "expected-posterior-variance" },
    /** −Σ P(k) Var(θ | k), P(k) being the chance of answer k under the posterior: van der Linden (1998). catR's EPV takes the chance at the estimate. */
    value: (answers, item) => {
      let sum = 0;
      let all = 0;
      for (const right of [0, 1]) {
        const { mass, variance } = moments([...answers, [item, right]]);
        sum += mass * variance;
        all += mass;
      }
      return -sum / all;
    },
  },
];

const items = makeItems(ITEMS);
const places = new Map(items.map((item) => [item.id, item]));
const bank = {
  format: 1,
  id: "bench",
  version: "1",
  dimensions: [{ id: "ability" }],
  prior: { mean: [0], covariance: [[1]] },
  items: items.map(({ id, a, b, c }) => ({
    id,
    dimensions: ["ability"],
    options: ["wrong", "right"],
    scoring: { categories: [0, 1] },
    model: { type: "3pl", a, b, c },
  })),
};

/** Takes one test with the engine: what was asked, what was estimated, and milliseconds of each step. */
function takeTest(criterion, answers) {
  const session = engine.start(bank, { seed: 1, design: { select: { criterion } } });
  const steps = [];
  for (let step = 0; step < STEPS; step++) {
    const { item } = session.next();
    const begun = performance.now();
    const [{ theta }] = session.answer(answers.get(item));
    steps.push({ time: performance.now() - begun, asked: item, theta });
  }
  return steps;
}

/** Follows a test of the engine's by the definitions: milliseconds of each step. Throws where the engine did otherwise. */
function follow(steps, { name, value }, answers) {
  const given = [];
  const values = new Float64Array(ITEMS);
  return steps.map(({ asked, theta }, step) => {
    // Chosen after the steps before it; the first of all is the engine's business at the start.
    given.push([places.get(asked), answers.get(asked)]);
    const begun = performance.now();
    const { mean } = moments(given);
    items.forEach((item, index) => (values[index] = given.some(([other]) => other === item) ? -Infinity : value(given, item)));
    const best = Math.max(...values);
    const time = performance.now() - begun;
    const next = steps[step + 1]?.asked;
    const chosen = next === undefined ? best : values[items.indexOf(places.get(next))];
    if (!(Math.abs(mean - theta) <= AGREEMENT && best - chosen <= AGREEMENT * Math.abs(best))) {
      throw new Error(`${name}, step ${step + 1}: ${theta} and ${mean}, ${next} of value ${chosen} where the best has ${best}: not the same work`);
    }
    return time;
  });
}

function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil(share * sorted.length) - 1];
}

const snapshot = new Snapshot();
const say = (line) => snapshot.say(line);

const version = JSON.parse(readFileSync(new URL("../../bindings/js/package.json", import.meta.url), "utf8")).version;
say(`# One step of an adaptive test by criteria that look at the whole posterior: an answer updates the estimate, the next item is chosen. Written by`);
say(`# \`cargo xtask bench\`.`);
say(`# ${machine()}; Thetis ${version} (npm package)`);
say(`#`);
say(`# ${ITEMS} three-parameter logistic items, ${STEPS} steps a test, EAP and criterion on ${NODES} nodes.`);
say(`# definition: a plain loop in JavaScript over the published definitions, which as catR does computes everything anew for every item. Estimates agree`);
say(`# to ${AGREEMENT} logits, and the items that Thetis asked are the best by the definition to ${AGREEMENT} of its value, at every step that is timed.`);
say(`# All in milliseconds. undisturbed: at each of the ${STEPS} steps the fastest of all tests, on average; high: 95 of 100 steps take less. ratio: the`);
say(`# definition's undisturbed time divided by that of Thetis.`);
say("");
const row = (name, numbers, ratio = "") =>
  say(`${name.padEnd(48)}${numbers.map((text) => text.padStart(13)).join("")}${ratio.padStart(9)}`.trimEnd());
row("what", ["undisturbed", "median", "high"], "ratio");
const show = (name, tests, ratio) =>
  row(name, [undisturbed(tests), quantile(tests.flat(), 0.5), quantile(tests.flat(), 0.95)].map((time) => time.toFixed(2)), ratio);

let failure;
for (const criterion of CRITERIA) {
  follow(takeTest(criterion.criterion, makeAnswers(items, 0)), criterion, makeAnswers(items, 0));
  const tests = { thetis: [], definition: [] };
  for (let person = 1; person <= ROUNDS.thetis; person++) {
    const answers = makeAnswers(items, person);
    const steps = takeTest(criterion.criterion, answers);
    tests.thetis.push(steps.map(({ time }) => time));
    if (person <= ROUNDS.definition) tests.definition.push(follow(steps, criterion, answers));
  }
  const [ours, theirs] = [undisturbed(tests.thetis), undisturbed(tests.definition)];
  show(`${criterion.name}: Thetis`, tests.thetis, "");
  show(`${criterion.name}: definition`, tests.definition, (theirs / ours).toFixed(0));
  if (!(ours < GATE)) failure ??= `${criterion.name}: ${ours.toFixed(2)} ms a step, ${GATE} is the limit`;
}

snapshot.write("criteria.snap");
if (failure) {
  console.error(`\nerror: ${failure}`);
  process.exit(1);
}
