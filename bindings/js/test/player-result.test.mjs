// From a report to what a person is told: strengths and what to learn, the work it is compared with, the next steps, micro-credentials.
import assert from "node:assert/strict";
import { test } from "node:test";
import { player } from "./player_support.mjs";

const { BankTexts, position, summarise } = await player("result/drawing", "result/summarise", "bank/texts");

const close = (actual, expected, tolerance, what) => assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is not ${expected}`);

test("on the drawing levels have the same width, and a higher θ lies further on", () => {
  const cuts = [-0.5, 0.7, 1];
  cuts.forEach((cut, k) => close(position(cut, cuts, 0, 1), (k + 1) / 4, 1e-12, `cut ${k}`));
  let before = 0;
  for (let theta = -6; theta <= 6; theta += 0.05) {
    const at = position(theta, cuts, 0, 1);
    assert.ok(at >= before && at <= 1, `at ${theta}`);
    before = at;
  }
  close(position(0, [], 0, 1), 0.5, 1e-12, "no cuts");
  // Python's statistics.NormalDist (CPython 3.11): cdf(-0.5) = 0.308538, cdf(0.9) = 0.815940; Haley's logistic is within a hundredth.
  close(position(-0.5, [], 0, 1), 0.308538, 0.0095, "half a standard deviation below");
  close(position(1.9, cuts, 0, 1), 1 - 0.5 * (1 - 0.81594), 0.5 * 0.0095, "0.9 above the last cut");
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
  profiles: { helper: { requires: { hygiene: "two", plans: "three" } } },
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
  modules: { knives: { name: "Knives", description: "How to hold them." } },
  credentials: { clean: { name: "Clean kitchen", criteria: "Level two in hygiene. It is no diploma." } },
  items: { ...Object.fromEntries(dimensions.map(({ id }) => [`about-${id}`, { stem: `About ${id}?`, options: { a: "Yes", b: "No" }, ...(id === "plans" && { reason: "Because it is." }) }])), pairs: { stem: "Which?", options: { a: "A", b: "B" }, targets: { x: "X", y: "Y" } } },
  profiles: { helper: { name: "Kitchen helper" } },
};
const texts = new BankTexts(bank, "en", [locale], new URL("https://example.org/kitchen/"));
const FIT = { lz: 0, lzStar: 0, cusumUpper: 0, cusumLower: 0, guttman: 0, fast: 0, care: ["fast"], sentence: "" };
const step = (item, option = "a") => ({ item, given: "answer", option, category: 1, scored: true, timeMs: 1500, theta: [], se: [] });

const IDS = { hygiene: ["one", "two", "three"], plans: ["one", "two", "three"], "plans-sure": ["low", "middle", "high"], team: ["low", "middle", "high"] };
/** A report by the probabilities of the levels of each dimension: what the arithmetic gives, which is tested where it is. */
const reportOf = (probabilities, more = {}) => ({
  dimensions: dimensions.map(({ id }, d) => {
    const chances = probabilities[d];
    const level = chances.indexOf(Math.max(...chances));
    return { dimension: id, theta: d - 1, se: 0.5, answers: 1, levels: IDS[id].map((one, k) => ({ id: one, eqf: k + 1, probability: chances[k] })), level, between: chances[level] < 2 / 3 ? (level ? level - 1 : 1) : null };
  }),
  compared: [{ competence: "plans", difference: 0.2, error: 0.1, underestimates: 0.1, matches: 0.8, overestimates: 0.1, verdict: "matches" }],
  profile: null,
  steps: null,
  credentials: [],
  change: null,
  ...more,
});
const LOW = [0.9, 0.1, 0];
const MIDDLE = [0.1, 0.8, 0.1];
const HIGH = [0, 0.1, 0.9];

const summaryOf = (report, steps = dimensions.map(({ id }) => step(`about-${id}`))) =>
  summarise({ bank, design: "default", texts, report, logText: "LOG", when: new Date(0), outcome: { finished: true, reason: null, fit: FIT, steps, estimates: report.dimensions.map(({ dimension, theta, se }) => ({ dimension, theta, se })) } });
const of = ({ competences }, id) => competences.find((one) => one.id === id);

test("strengths come best first; what to learn, the least known first, and only where the bank says what", () => {
  const { well, learn } = summaryOf(reportOf([HIGH, LOW, MIDDLE, [0.8, 0.2, 0]]));
  assert.deepEqual(well, ["hygiene"]);
  assert.deepEqual(learn, ["plans", "team"]);
  // At the top of hygiene there is nothing more to learn here, and the others are strengths.
  assert.deepEqual(summaryOf(reportOf([HIGH, HIGH, MIDDLE, HIGH])).learn, []);
  // Who is at the start everywhere has a best competence all the same, and can learn in it.
  const start = summaryOf(reportOf([[0.7, 0.3, 0], [0.8, 0.2, 0], MIDDLE, LOW]));
  assert.deepEqual([start.well, start.learn], [["hygiene"], ["team", "plans", "hygiene"]]);
});

test("levels, what they are likened to, and confidence beside knowledge are what the report says", () => {
  const summary = summaryOf(reportOf([HIGH, [0.5, 0.4, 0.1], MIDDLE, LOW]));
  const { evaluation, confidence, compared, means, next } = of(summary, "plans");
  assert.deepEqual([evaluation.level, evaluation.between, evaluation.theta, evaluation.se, evaluation.change], [0, 1, 0, 0.5, null]);
  assert.deepEqual(evaluation.levels.map(({ id, eqf, probability, name }) => [id, eqf, probability, name.text]), [["one", 1, 0.5, "Level one"], ["two", 2, 0.4, "Level two"], ["three", 3, 0.1, "Level three"]]);
  assert.deepEqual([confidence.level, compared, means.text, next.text], [1, "matches", "Means one", "Next after one"]);
  assert.equal(of(summary, "hygiene").compared, null);
  assert.ok(evaluation.drawn.from < evaluation.drawn.at && evaluation.drawn.at < evaluation.drawn.to);
});

test("the work it is compared with: what is there, what is missing, the steps, and what was shown, in words", () => {
  const summary = summaryOf(
    reportOf([MIDDLE, LOW, MIDDLE, LOW], {
      profile: {
        id: "helper",
        probability: 0.1,
        requirements: [
          { dimension: "hygiene", level: "two", importance: 1, probability: 0.9 },
          { dimension: "plans", level: "three", importance: 3, probability: 0.4 },
        ],
        gaps: [{ dimension: "plans", level: "three", missing: 0.6, weight: 1.8 }],
      },
      steps: { modules: [{ module: "knives", hours: 6 }], hours: 6 },
      credentials: [{ id: "clean", probability: 0.85, answers: 5, minAnswers: 4, awarded: true }],
      change: dimensions.map(({ id }, k) => ({ dimension: id, before: 0, after: k, difference: k, error: 0.3, probability: 0.9, verdict: k ? "higher" : "no-reliable-change" })),
    }),
  );
  const { profile, steps, credentials } = summary;
  assert.deepEqual([profile.id, profile.name.text, profile.probability], ["helper", "Kitchen helper", 0.1]);
  assert.deepEqual(profile.requirements.map(({ dimension, competence, name, level, probability, met, importance }) => [dimension, competence, name.text, level, probability, met, importance]), [
    ["hygiene", "hygiene", "Hygiene", 1, 0.9, "yes", 1],
    ["plans", "plans", "Plans", 2, 0.4, "perhaps", 3],
  ]);
  assert.deepEqual(profile.gaps, [profile.requirements[1]]);
  assert.deepEqual([steps.hours, steps.modules.map(({ id, name, description, hours }) => [id, name.text, description.text, hours])], [6, [["knives", "Knives", "How to hold them.", 6]]]);
  assert.deepEqual(credentials.map(({ id, name, criteria, awarded, probability, answers, minAnswers }) => [id, name.text, criteria.text, awarded, probability, answers, minAnswers]), [["clean", "Clean kitchen", "Level two in hygiene. It is no diploma.", true, 0.85, 5, 4]]);
  assert.deepEqual([of(summary, "hygiene").evaluation.change, of(summary, "plans").confidence.change], ["no-reliable-change", "higher"]);
});

test("what nothing was answered about is neither a strength nor to be learnt", () => {
  const report = reportOf([HIGH, LOW, MIDDLE, LOW]);
  const { well, learn } = summaryOf({ ...report, dimensions: report.dimensions.map((one, k) => ({ ...one, answers: Number(k === 1) })) });
  assert.deepEqual([well, learn], [["plans"], ["plans"]]);
});

test("levels without a name are the thirds of the prior, and say so", () => {
  const { evaluation } = of(summaryOf(reportOf([HIGH, LOW, MIDDLE, LOW])), "team");
  assert.equal(evaluation.thirds, true);
  assert.deepEqual(evaluation.levels.map(({ id, name }) => [id, name]), [["low", null], ["middle", null], ["high", null]]);
});

test("answers in words with the reason that the bank gives, the time, and where the parameters come from", () => {
  const { items, seconds, answered, provenance, source } = summaryOf(reportOf([HIGH, LOW, MIDDLE, LOW]), [
    step("about-hygiene", "b"),
    step("about-plans"),
    step("pairs", { a: "y", b: "x" }),
    { ...step("about-team"), given: "skip", option: null, category: null, scored: false },
  ]);
  assert.deepEqual(items.map(({ answer }) => answer.map(({ text }) => text)), [["No"], ["Yes"], ["A – Y", "B – X"], []]);
  assert.deepEqual(items.map(({ reason }) => reason?.text ?? null), [null, "Because it is.", null, null]);
  assert.deepEqual([seconds, answered, source], [6, 4, "kitchen 1.2.0 · default"]);
  assert.deepEqual(provenance, { source: "mixed", sample: 400 });
});
