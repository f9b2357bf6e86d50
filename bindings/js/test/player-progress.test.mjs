// How many questions are still to come: what is said to the person must be possible, never grow, and come true on average.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bankFile, player, wasm } from "./player_support.mjs";

const { loadEngine, minutes, remaining, testLength } = await player("progress", "../index");
const engine = await loadEngine({ wasm });

/** Numbers for simulees, the same each time (a linear congruential generator). */
function chance(seed) {
  let state = seed;
  const uniform = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(uniform() || 1e-9)) * Math.cos(2 * Math.PI * uniform()) };
}
const logistic = (x) => 1 / (1 + Math.exp(-x));

/** Place of the option that a simulee of that ability chooses. */
function respond(item, theta, u) {
  const { a = 1, b } = item.model;
  const category = [b].flat().filter((threshold) => u < logistic(a * (theta - threshold))).length;
  return item.scoring.categories ? item.scoring.categories.indexOf(category) : category;
}

/** Of simulees: what was said before each question, with what came true. */
function study(bank, design, count, seed = 5) {
  const { uniform, normal } = chance(seed);
  const chosen = typeof design === "string" ? bank.designs[design] : design;
  return Array.from({ length: count }, (_, n) => {
    const thetas = bank.dimensions.map(normal);
    const session = engine.start(bank, { design, seed: n });
    const said = [];
    let before;
    for (let question; (question = session.next()); ) {
      const outcome = session.outcome();
      before = remaining(bank, chosen, outcome, before);
      if (said.length % 7 === 3) assert.deepEqual(remaining(bank, chosen, outcome), before, "the same after a reload");
      said.push(before);
      const item = bank.items.find(({ id }) => id === question.item);
      const options = item.options ?? bank.responseScales[item.responseScale];
      session.answer(options[respond(item, thetas[bank.dimensions.findIndex(({ id }) => id === item.dimensions[0])], uniform())], { timeMs: 5000 });
    }
    return said;
  });
}

const items = Array.from({ length: 60 }, (_, n) => ({ id: `q${n}`, dimensions: ["d"], options: ["0", "1"], scoring: { key: "1" }, model: { type: "2pl", a: 0.8 + ((n * 7) % 10) / 8, b: -2.5 + (5 * n) / 59 } }));
const bank = { format: 1, id: "x", version: "1", dimensions: [{ id: "d" }], prior: { mean: [0], covariance: [[1]] }, items };
const until = (when, more = {}) => ({ select: { criterion: { name: "maximum-information" } }, stop: { minItems: 3, maxItems: 50, when }, ...more });
const cuts = { cuts: { d: [-0.4, 0.8] } };
const softSkills = await bankFile("soft-skills/bank.json");

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Design, and how far what is said may be off on average in the first and second half of the test, in questions. */
const STUDIES = {
  "one standard error": [bank, until({ standardErrorAtMost: 0.35 }), 1.5, 1],
  "of one dimension": [bank, until({ standardErrorAtMost: { dimension: "d", value: 0.4 } }), 1.5, 1],
  "soft skills": [softSkills, "default", 6, 3],
  "soonest of several": [bank, until({ any: [{ standardErrorAtMost: 0.2 }, { secondsAtLeast: 60 }] }), 2, 1],
  "latest of several": [bank, until({ all: [{ standardErrorAtMost: 0.4 }, { plateauAtMost: { value: 0.01 } }] }), 2, 1.5],
  plateau: [bank, until({ plateauAtMost: { value: 0.01 } }), 2, 1.5],
  reduction: [bank, until({ predictedReduction: { below: 0.01, above: 0.03, standardError: 0.4 } }), 1.5, 1],
  information: [bank, until({ informationBelow: 0.3 }), 3, 2],
  change: [bank, until({ changeAtMost: { value: 0.05, steps: 2 } }), 6, 6],
  // Who is close to a cut score is asked to the end, and nobody knows who is.
  "classified by posterior": [bank, until({ classifiedByPosterior: { probability: 0.9 } }, cuts), 25, 12],
  "classified by interval": [bank, until({ classifiedByInterval: {} }, cuts), 25, 12],
  "classified by ratio test": [bank, until({ classifiedBySprt: { delta: 0.4 } }, cuts), 25, 12],
  "classified by likelihood ratio": [bank, until({ classifiedByLikelihoodRatio: { delta: 0.3 } }, cuts), 25, 12],
};

for (const [name, [of, design, early, late]] of Object.entries(STUDIES)) {
  test(`what is said is possible, never grows and is about true: ${name}`, () => {
    const chosen = typeof design === "string" ? of.designs[design] : design;
    const { min, max } = testLength(of, chosen);
    const errors = [[], []];
    for (const said of study(of, design, 25)) {
      said.forEach(({ count, exact }, n) => {
        assert.equal(exact, false);
        assert.ok(Number.isInteger(count) && count >= Math.max(1, min - n) && count <= max - n, `${count} before question ${n + 1}`);
        assert.ok(n === 0 || count <= said[n - 1].count, `${said.map((one) => one.count)}`);
        errors[n < said.length / 2 ? 0 : 1].push(Math.abs(count - (said.length - n)));
      });
    }
    const [first, second] = errors.map(average);
    assert.ok(first <= early && second <= late, `off by ${first.toFixed(1)} and ${second.toFixed(1)} questions`);
  });
}

test("where the design fixes the number, it is exact", () => {
  for (const said of study(softSkills, "short", 2)) assert.deepEqual(said, said.map((_, n) => ({ count: 15 - n, exact: true })));
  for (const said of study(softSkills, "full", 1)) assert.deepEqual(said.map(({ count }) => count), said.map((_, n) => 50 - n));
});

test("shortest and longest test", () => {
  assert.deepEqual(testLength(bank, {}), { min: 60, max: 60 });
  assert.deepEqual(testLength(bank, { stop: { maxItems: 90, when: { informationBelow: 0.1 } } }), { min: 1, max: 60 });
  assert.deepEqual(testLength(bank, { stop: { minItems: 5, maxItems: 9 } }), { min: 9, max: 9 });
  assert.deepEqual(testLength(bank, { select: { criterion: { name: "fixed-order", order: ["q1", "q2"] } } }), { min: 2, max: 2 });
  const retired = { ...bank, items: items.map((item, n) => (n < 50 ? { ...item, status: n % 2 ? "pilot" : "retired" } : item)) };
  assert.deepEqual(testLength(retired, { select: { pilot: { items: 2 } }, stop: { maxItems: 12, when: { informationBelow: 0.1 } } }), { min: 1, max: 12 });
  assert.deepEqual(testLength(retired, {}), { min: 10, max: 10 });
});

test("minutes are a whole number, at least one", () => {
  assert.equal(minutes(softSkills, softSkills.designs.default), 3);
  assert.equal(minutes(softSkills, softSkills.designs.full), 7);
  assert.equal(minutes(bank, { stop: { maxItems: 1 } }), 1);
});

test("a bank of items on several dimensions, and models without thresholds", () => {
  const several = {
    ...bank,
    dimensions: [{ id: "d" }, { id: "e" }],
    prior: { mean: [0, 0], covariance: [[1, 0.3], [0.3, 1]] },
    items: Array.from({ length: 30 }, (_, n) => ({ id: `q${n}`, dimensions: ["d", "e"], options: ["0", "1"], scoring: { key: "1" }, model: { type: "compensatory-4pl", a: [1 + (n % 3) / 2, 1.5 - (n % 4) / 4], d: n / 15 - 1 } })),
  };
  const design = { select: { criterion: { name: "d-optimality" } }, stop: { minItems: 2, maxItems: 25, when: { standardErrorAtMost: 0.55 } } };
  const session = engine.start(several, { design, seed: 1 });
  for (let n = 0; session.next(); n++) {
    const { count } = remaining(several, design, session.outcome());
    assert.ok(count >= 1 && count <= 25 - n, `${count} before question ${n + 1}`);
    session.answer(String(n % 2));
  }
});
