// From estimates to what a person is told: levels and their chances, strengths and what to learn, confidence beside knowledge.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const contents = 'export * from "./result/level.ts"; export * from "./result/summarise.ts"; export * from "./bank/texts.ts";';
const bundle = await build({ stdin: { contents, resolveDir: file("../src/player"), loader: "ts" }, bundle: true, format: "esm", platform: "node", write: false });
const { BankTexts, levelProbabilities, position, standing, summarise, thirds } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`);

const close = (actual, expected, tolerance, what) => assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is not ${expected}`);
/** Of the approximation of the normal distribution (Abramowitz & Stegun 1964, 26.2.17), twice: a level is a difference of two values. */
const APPROXIMATION = 1.5e-7;

test("levels are as likely as Python's statistics.NormalDist says (CPython 3.11, cdf, six decimals)", () => {
  for (const [theta, se, cuts, expected] of [
    [0.4, 0.5, [-0.5, 0.7], [0.03593, 0.689817, 0.274253]],
    [-1.2, 0.3, [-1, 0, 1], [0.747507, 0.252461, 3.2e-05, 0.0]],
    [2.5, 0.9, [0.25], [0.00621, 0.99379]],
  ]) {
    const actual = levelProbabilities(theta, se, cuts);
    expected.forEach((probability, k) => close(actual[k], probability, APPROXIMATION + 5e-7, `level ${k} at ${theta}`));
    close(actual.reduce((sum, probability) => sum + probability), 1, 1e-12, "sum");
  }
});

test("without a standard error the level is certain; without cuts there is one", () => {
  assert.deepEqual(levelProbabilities(0.2, 0, [-1, 0, 1]), [0, 0, 1, 0]);
  assert.deepEqual(levelProbabilities(0.2, 0.5, []), [1]);
});

test("somebody of whom only the prior is known is in each third alike", () => {
  for (const [mean, sd] of [[0, 1], [1.5, 0.4]]) for (const probability of levelProbabilities(mean, sd, thirds(mean, sd))) close(probability, 1 / 3, 1e-6, "third");
});

test("below two chances in three it is between the level and its likelier neighbour", () => {
  assert.deepEqual(standing([0.1, 0.7, 0.2]), { level: 1, between: null });
  assert.deepEqual(standing([0.1, 0.5, 0.4]), { level: 1, between: 2 });
  assert.deepEqual(standing([0.4, 0.5, 0.1]), { level: 1, between: 0 });
  assert.deepEqual(standing([0.6, 0.3, 0.1]), { level: 0, between: 1 });
  assert.deepEqual(standing([0.3, 0.3, 0.4]), { level: 2, between: 1 });
  assert.deepEqual(standing([1]), { level: 0, between: null });
});

test("on the drawing levels have the same width, and a higher θ lies further on", () => {
  const cuts = [-0.5, 0.7, 1];
  cuts.forEach((cut, k) => close(position(cut, cuts, 0, 1), (k + 1) / 4, 1e-6, `cut ${k}`));
  let before = 0;
  for (let theta = -6; theta <= 6; theta += 0.05) {
    const at = position(theta, cuts, 0, 1);
    assert.ok(at >= before && at <= 1, `at ${theta}`);
    before = at;
  }
  close(position(0, [], 0, 1), 0.5, 1e-6, "no cuts");
});

/** Two competences with levels, of one of which confidence is measured too, and one without levels. */
const dimensions = [
  { id: "hygiene", competence: "hygiene", kind: "evaluation" },
  { id: "plans", competence: "plans", kind: "evaluation" },
  { id: "plans-sure", competence: "plans", kind: "confidence" },
  { id: "team", competence: "team" },
];
const bank = {
  id: "kitchen",
  version: "1.2.0",
  dimensions,
  prior: { mean: [0, 0, 0, 0], covariance: dimensions.map((_, i) => dimensions.map((_, j) => Number(i === j))) },
  levels: ["hygiene", "plans"].flatMap((dimension) => [{ dimension, id: "one" }, { dimension, id: "two", from: -0.5 }, { dimension, id: "three", from: 0.7 }]),
  profiles: { helper: { requires: { hygiene: "two", plans: "two" } } },
  items: [
    ...dimensions.map(({ id }, k) => ({ id: `about-${id}`, dimensions: [id], options: ["a", "b"], provenance: k === 1 ? { source: "expert" } : { source: "calibrated", sample: 100 * (k + 1) } })),
    { id: "pairs", kind: "matching", dimensions: ["team"], options: ["a", "b"], targets: ["x", "y"], provenance: { source: "calibrated" } },
  ],
};
const level = (id) => ({ name: `Level ${id}`, text: `Means ${id}`, next: `Next after ${id}` });
const locale = {
  language: "en",
  competences: {
    hygiene: { name: "Hygiene", description: "", levels: { one: level("one"), two: level("two"), three: { name: "Level three", text: "Means three" } } },
    plans: { name: "Plans", description: "", levels: { one: level("one"), two: level("two"), three: level("three") } },
    team: { name: "Team", description: "", levels: { low: { text: "Low", next: "Talk more." } } },
  },
  items: { ...Object.fromEntries(dimensions.map(({ id }) => [`about-${id}`, { stem: `About ${id}?`, options: { a: "Yes", b: "No" } }])), pairs: { stem: "Which?", options: { a: "A", b: "B" }, targets: { x: "X", y: "Y" } } },
  profiles: { helper: { name: "Kitchen helper" } },
};
const texts = new BankTexts(bank, "en", [locale], new URL("https://example.org/kitchen/"));
const FIT = { lz: 0, lzStar: 0, cusumUpper: 0, cusumLower: 0, guttman: 0, fast: 0, care: ["fast"], sentence: "" };
const step = (item, option = "a") => ({ item, given: "answer", option, category: 1, scored: true, timeMs: 1500, theta: [], se: [] });

const summaryOf = (estimates, { profile = null, steps = dimensions.map(({ id }) => step(`about-${id}`)) } = {}) =>
  summarise(bank, "default", texts, { finished: true, reason: null, fit: FIT, steps, estimates: estimates.map(([theta, se], k) => ({ dimension: dimensions[k].id, theta, se })) }, "LOG", profile, new Date(0));
const of = ({ competences }, id) => competences.find((one) => one.id === id);

test("strengths come best first; what to learn, the most needed first, and only where the bank says what", () => {
  const { well, learn } = summaryOf([[1.6, 0.3], [-1.5, 0.3], [0, 0.3], [-0.9, 0.3]]);
  assert.deepEqual(well, ["hygiene"]);
  assert.deepEqual(learn, ["plans", "team"]);
  // At the top of hygiene there is nothing more to learn here, and the others are strengths.
  assert.deepEqual(summaryOf([[1.6, 0.3], [1.5, 0.3], [0, 0.3], [1.9, 0.3]]).learn, []);
  // Who is at the start everywhere has a best competence all the same, and can learn in it.
  const start = summaryOf([[-1.2, 0.3], [-1.9, 0.3], [0, 0.3], [-2, 0.3]]);
  assert.deepEqual([start.well, start.learn], [["hygiene"], ["team", "plans", "hygiene"]]);
});

test("the required level goes before everything else that could be learnt", () => {
  const estimates = [[-0.8, 0.2], [0.1, 0.2], [0, 0.3], [-1.9, 0.2]];
  assert.deepEqual(summaryOf(estimates).learn[0], "team");
  const { learn, competences, profile } = summaryOf(estimates, { profile: "helper" });
  assert.equal(learn[0], "hygiene");
  assert.equal(profile.text, "Kitchen helper");
  assert.deepEqual(competences.map(({ evaluation }) => evaluation.required), [1, 1, null]);
  assert.equal(summaryOf(estimates, { profile: "unknown" }).profile, null);
});

test("confidence beside knowledge: a difference is said only where both are clear", () => {
  const compared = (knows, feels) => of(summaryOf([[0, 0.3], knows, feels, [0, 0.3]]), "plans").compared;
  assert.equal(compared([1.6, 0.3], [-1.5, 0.3]), "underestimates");
  assert.equal(compared([-1.6, 0.3], [1.5, 0.3]), "overestimates");
  assert.equal(compared([0.1, 0.2], [0, 0.2]), "matches");
  assert.equal(compared([-0.5, 0.5], [1.5, 0.3]), "unclear");
  assert.equal(of(summaryOf([[0, 1], [0, 1], [0, 1], [0, 1]]), "hygiene").compared, null);
});

test("what nothing was answered about is neither a strength nor to be learnt", () => {
  const { well, learn } = summaryOf([[3, 0.3], [-1, 0.3], [0, 0.3], [-3, 0.3]], { steps: [step("about-plans")] });
  assert.deepEqual([well, learn], [["plans"], ["plans"]]);
});

test("levels without a name are the thirds of the prior, and say so", () => {
  const { evaluation } = of(summaryOf([[0, 1], [0, 1], [0, 1], [0, 1]]), "team");
  assert.equal(evaluation.thirds, true);
  assert.deepEqual(evaluation.levels.map(({ id, name }) => [id, name]), [["low", null], ["middle", null], ["high", null]]);
});

test("the counsellor sees the answers in words, the time, and where the parameters come from", () => {
  const { items, seconds, answered, provenance, source } = summaryOf([[0, 1], [0, 1], [0, 1], [0, 1]], {
    steps: [step("about-hygiene", "b"), step("about-plans"), step("pairs", { a: "y", b: "x" }), { ...step("about-team"), given: "skip", option: null, category: null, scored: false }],
  });
  assert.deepEqual(items.map(({ answer }) => answer.map(({ text }) => text)), [["No"], ["Yes"], ["A – Y", "B – X"], []]);
  assert.deepEqual([seconds, answered, source], [6, 4, "kitchen 1.2.0 · default"]);
  assert.deepEqual(provenance, { source: "mixed", sample: 400 });
});
