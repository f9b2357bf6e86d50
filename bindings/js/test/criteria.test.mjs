// Criteria, stopping rules and estimation by name: each runs, has the documented defaults, and is refused where it makes no sense.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DesignError } from "thetis";
import { bankOf, COMPENSATORY, course, engine, MODELS, refuses, state } from "./support.mjs";

/** Twelve dichotomous items, for criteria that know no others. */
const DICHOTOMOUS = Array.from({ length: 12 }, (_, index) => [{ type: "3pl", a: 0.7 + 0.1 * index, b: ((index * 5) % 12) / 3 - 2, c: 0.15 }, 2]);
const flat = () => bankOf(DICHOTOMOUS);
const plane = () => bankOf(COMPENSATORY, { dimensions: ["x", "y"] });

/** Each criterion: its name alone, and the same with every default spelled out. */
const DEFAULTS = [
  [{ name: "maximum-information" }, {}],
  [{ name: "random" }, {}],
  [{ name: "closest-difficulty" }, {}],
  [{ name: "optimal-theta" }, {}],
  [{ name: "weighted-information" }, { weight: "posterior" }],
  [{ name: "expected-information" }, { observed: true }],
  [{ name: "expected-posterior-variance" }, {}],
  [{ name: "kullback-leibler" }, { weight: "posterior" }],
  [{ name: "kullback-leibler-point" }, { delta: 0.1, scale: "fixed" }],
  [{ name: "kullback-leibler-interval" }, { delta: 1.96, scale: "shrinking" }],
  [{ name: "global-discrimination" }, { weight: "posterior" }],
  [{ name: "interval-information" }, { halfWidth: 1 }],
  [{ name: "efficiency-balanced" }, { standardErrors: 2 }],
  [{ name: "progressive" }, { length: 6, standardError: 0, acceleration: 1 }],
  [{ name: "proportional" }, { length: 6, standardError: 0, acceleration: 1 }],
  [{ name: "stratified" }, { strata: 4, length: 6, blocked: false }],
  [{ name: "d-optimality" }, { prior: true, weights: [1] }],
  [{ name: "t-optimality" }, { prior: true, weights: [1] }],
  [{ name: "a-optimality" }, { prior: true, weights: [1] }],
  [{ name: "e-optimality" }, { prior: true, weights: [1] }],
  [{ name: "w-rule" }, { prior: true, weights: [1] }],
];
/** What differs from the default, for every parameter. */
const OTHERS = [
  { name: "weighted-information", weight: "likelihood" },
  { name: "expected-information", observed: false },
  { name: "kullback-leibler", weight: "likelihood" },
  { name: "kullback-leibler-point", delta: 0.3 },
  { name: "kullback-leibler-point", scale: "shrinking" },
  { name: "kullback-leibler-point", scale: "growing" },
  { name: "kullback-leibler-interval", delta: 0.8 },
  { name: "kullback-leibler-interval", scale: "fixed" },
  { name: "global-discrimination", weight: "likelihood" },
  { name: "interval-information", halfWidth: 0.5 },
  { name: "efficiency-balanced", standardErrors: 1 },
  { name: "progressive", length: 9 },
  { name: "progressive", standardError: 0.4 },
  { name: "progressive", acceleration: 2 },
  { name: "proportional", acceleration: 0.5 },
  { name: "stratified", strata: 2 },
  { name: "stratified", length: 4 },
  { name: "stratified", blocked: true },
  { name: "d-optimality", prior: false },
  { name: "w-rule", weights: [2] },
];
const run = (criterion, source = flat()) => course(source, { select: { criterion }, stop: { maxItems: 6 } });

test("every criterion runs a test to its end, and without parameters has the documented ones", () => {
  const logs = new Set();
  for (const [criterion, spelt] of DEFAULTS) {
    const session = run(criterion);
    assert.equal(session.outcome().steps.length, 6, criterion.name);
    assert.equal(state(session), state(run({ ...criterion, ...spelt })), criterion.name);
    logs.add(session.logText);
  }
  for (const criterion of OTHERS) logs.add(run(criterion).logText);
  assert.equal(logs.size, DEFAULTS.length + OTHERS.length, "every criterion and parameter is its own design");
});

test("criteria of several dimensions, and those defined for any number", () => {
  for (const name of ["random", "d-optimality", "t-optimality", "a-optimality", "e-optimality", "w-rule", "kullback-leibler-point"]) {
    assert.equal(course(plane(), { select: { criterion: { name } } }).outcome().steps.length, 4, name);
  }
  const weighted = (weights) => course(plane(), { select: { criterion: { name: "a-optimality", weights } } });
  assert.equal(state(weighted(undefined)), state(weighted([1, 1])));
  assert.notEqual(weighted([1, 0]).logText, weighted([0, 1]).logText);
});

test("criteria that are not defined for the bank are refused, with the item where one is to blame", () => {
  for (const name of ["closest-difficulty", "optimal-theta", "global-discrimination", "efficiency-balanced", "stratified"]) {
    assert.throws(() => run({ name }, bankOf(MODELS)), (error) => error instanceof DesignError && error.number === 211 && /^q\d/.test(error.item), name);
  }
  for (const name of ["maximum-information", "weighted-information", "expected-posterior-variance", "kullback-leibler", "progressive"]) {
    refuses(() => run({ name }, plane()), DesignError, "needs-d-optimality", 201);
  }
});

test("parameters that cannot be", () => {
  const unusable = [
    { name: "kullback-leibler-point", delta: 0 },
    { name: "kullback-leibler-interval", delta: -1 },
    { name: "interval-information", halfWidth: 0 },
    { name: "efficiency-balanced", standardErrors: 0 },
    { name: "progressive", length: 0 },
    { name: "proportional", standardError: -1 },
    { name: "progressive", acceleration: 0 },
    { name: "stratified", strata: 0 },
    { name: "stratified", length: 0 },
    { name: "t-optimality", weights: [] },
    { name: "t-optimality", weights: [1, 1] },
  ];
  for (const criterion of unusable) refuses(() => run(criterion), DesignError, "criterion-number-unusable", 212);
  const unknown = [
    { name: "weighted-information", weight: "prior" },
    { name: "kullback-leibler", weight: 1 },
    { name: "kullback-leibler-point", scale: "wide" },
    { name: "expected-information", observed: 1 },
    { name: "stratified", blocked: "yes" },
    { name: "w-rule", prior: "no" },
    { name: "wrule" },
    { name: "" },
    { name: "toString" },
    { name: ["random"] },
    { name: 1 },
  ];
  for (const criterion of unknown) refuses(() => run(criterion), DesignError, "unknown", 253);
  for (const weights of ["1", 1, {}]) refuses(() => run({ name: "w-rule", weights }), DesignError, "wrong-type", 252);
});

/** Stopping rules, and the reason they give in the bank of dichotomous items. */
const RULES = [
  [{ standardErrorAtMost: 0.7 }, "standard-error"],
  [{ standardErrorAtMost: { value: 0.7 } }, "standard-error"],
  [{ standardErrorAtMost: { dimension: "ability", value: 0.7 } }, "standard-error"],
  [{ informationBelow: 0.3 }, "information"],
  [{ predictedReduction: { below: 0.05, above: 0.1, standardError: 0.3 } }, "predicted-reduction"],
  [{ changeAtMost: { value: 0.5 } }, "change"],
  [{ plateauAtMost: { value: 0.1 } }, "plateau"],
  [{ secondsAtLeast: 5 }, "time"],
  [{ classifiedByInterval: {} }, "classified"],
  [{ classifiedBySprt: { alpha: 0.3, beta: 0.3, delta: 1 } }, "classified"],
  [{ classifiedByLikelihoodRatio: { alpha: 0.3, beta: 0.3 } }, "classified"],
  [{ classifiedByPosterior: {} }, "classified"],
];
const cuts = { ability: [-3] };
const stopped = (when, more) => course(flat(), { select: { criterion: { name: "maximum-information" } }, cuts, stop: { when, ...more } }, { timeMs: 1000 });

test("every stopping rule ends a test, and says why in a sentence", () => {
  for (const [when, reason] of RULES) {
    const outcome = stopped(when).outcome();
    assert.equal(outcome.reason.name, reason, JSON.stringify(when));
    assert.ok(outcome.steps.length < 12, JSON.stringify(when));
    assert.match(outcome.reason.sentence, /^The test ended: [a-z ]+\.$/);
    assert.equal(stopped({ any: [{ standardErrorAtMost: 1e-9 }, when] }).outcome().reason.name, reason);
    assert.equal(stopped({ all: [{ secondsAtLeast: 1 }, when] }).outcome().reason.name, "all-rules");
    assert.ok(stopped(when, { minItems: 11 }).outcome().steps.length >= 11);
  }
});

test("rules without parameters have the documented ones", () => {
  const same = (rule, spelt) => {
    const name = Object.keys(rule)[0];
    assert.equal(stopped(rule).logText, stopped({ [name]: { ...rule[name], ...spelt } }).logText, name);
  };
  same({ changeAtMost: { value: 0.1 } }, { steps: 1 });
  same({ plateauAtMost: { value: 0.1 } }, { steps: 1 });
  same({ classifiedByInterval: {} }, { standardErrors: 1.96 });
  same({ classifiedBySprt: {} }, { alpha: 0.05, beta: 0.05, delta: 0.1 });
  same({ classifiedByLikelihoodRatio: {} }, { alpha: 0.05, beta: 0.05, delta: 0.1 });
  same({ classifiedByPosterior: {} }, { probability: 0.95 });
  assert.equal(stopped({ standardErrorAtMost: 0.5 }).logText, stopped({ standardErrorAtMost: { value: 0.5 } }).logText);
  const one = stopped({ standardErrorAtMost: { dimension: "ability", value: 0.5 } });
  assert.notEqual(one.logText, stopped({ standardErrorAtMost: 0.5 }).logText, "of one dimension is another design than of every one");
});

test("rules that cannot be", () => {
  const shapes = [
    [{ classifiedByInterval: 1.96 }, "wrong-type", 252],
    [{ classifiedByPosterior: "0.9" }, "wrong-type", 252],
    [{ predictedReduction: 0.1 }, "wrong-type", 252],
    [{ classifiedBySprt: [0.05] }, "wrong-type", 252],
    [{ any: {} }, "wrong-type", 252],
    [{ standardErrorAtMost: { dimension: "height", value: 0.3 } }, "unknown", 253],
    [{ standardErrorAtMost: 0.3, secondsAtLeast: 5 }, "unknown", 253],
    [{ timeAtLeast: 5 }, "unknown", 253],
    [{ predictedReduction: { below: 0.1, above: 0.2 } }, "malformed", 250],
    [{ changeAtMost: {} }, "malformed", 250],
    [{ standardErrorAtMost: {} }, "malformed", 250],
    [{ plateauAtMost: { value: 0.1, steps: 1.5 } }, "malformed", 250],
    [{ changeAtMost: { value: 0.1, steps: 0 } }, "rule-not-positive-or-empty", 207],
    [{ secondsAtLeast: 0 }, "rule-not-positive-or-empty", 207],
    [{ classifiedByPosterior: { probability: 0.5 } }, "rule-not-positive-or-empty", 207],
    [{ classifiedBySprt: { alpha: 0.6, beta: 0.6 } }, "rule-not-positive-or-empty", 207],
    [{ any: [] }, "rule-not-positive-or-empty", 207],
  ];
  for (const [when, code, number] of shapes) refuses(() => stopped(when), DesignError, code, number);
  const select = { criterion: { name: "random" } };
  refuses(() => course(flat(), { select, stop: { when: { classifiedByInterval: {} } } }), DesignError, "cuts-unusable", 213);
});

test("cut scores are by dimension, ascending", () => {
  const select = { criterion: { name: "d-optimality" } };
  const stop = { when: { classifiedByInterval: {} } };
  assert.ok(course(plane(), { select, stop, cuts: { y: [-2, 2] } }).outcome().finished);
  assert.equal(course(plane(), { select, cuts: {} }).logText, course(plane(), { select }).logText, "no cut scores");
  refuses(() => course(plane(), { select, cuts: { z: [0] } }), DesignError, "unknown", 253);
  refuses(() => course(plane(), { select, cuts: { toString: [0] } }), DesignError, "unknown", 253);
  refuses(() => course(plane(), { select, cuts: { x: 0 } }), DesignError, "wrong-type", 252);
  refuses(() => course(plane(), { select, cuts: [0] }), DesignError, "wrong-type", 252);
  refuses(() => course(plane(), { select, cuts: { x: [1, 0] } }), DesignError, "cuts-unusable", 213);
  refuses(() => course(plane(), { select, cuts: { x: [1, 1] } }), DesignError, "cuts-unusable", 213);
});

test("the first items: named, or chosen at given abilities one after another", () => {
  const select = { criterion: { name: "maximum-information" } };
  const asked = (start, seed) => course(flat(), { select, start, stop: { maxItems: 4 } }, { seed }).outcome().steps.map(({ item }) => item);
  assert.deepEqual(asked({ items: ["q9", "q2"] }).slice(0, 2), ["q9", "q2"]);
  assert.deepEqual(asked({ theta: [[-2], [2]] }).slice(0, 1), asked({ theta: [-2] }).slice(0, 1));
  const [first] = asked({ theta: [2] });
  assert.equal(asked({ theta: [[-2], [2]] })[1], first);
  const given = (start) => () => course(flat(), { select, start });
  for (const theta of [[[0, 0]], [[0], [1, 2]], [[]], [[0], 1], "0", { 0: 1 }, { 0: [1] }, null, 0]) refuses(given({ theta }), DesignError, "wrong-type", 252);
  refuses(given({ theta: [["0"]] }), DesignError, "malformed", 250);
  refuses(given({ items: "q1" }), DesignError, "wrong-type", 252);
  refuses(given({ items: ["q99"] }), DesignError, "unknown", 253);
  assert.throws(given({ items: ["q1", "q1"] }), { name: "DesignError", code: "order-not-available", item: "q1" });
});

test("confidence may move the mean of its competence, or tell nothing", () => {
  const source = () => {
    const bank = bankOf([...MODELS, ...MODELS], { dimensions: ["skill", "confidence"] });
    bank.dimensions = [
      { id: "skill", competence: "reading", kind: "evaluation" },
      { id: "confidence", competence: "reading", kind: "confidence" },
    ];
    // The second half is about confidence; it is asked first, and all answers are high.
    bank.items.slice(MODELS.length).forEach((item) => (item.dimensions = ["confidence"]));
    bank.prior.covariance = [[1, 0.8], [0.8, 1]];
    return bank;
  };
  const order = source().items.slice(MODELS.length).map(({ id }) => id);
  const skill = (confidence, change = () => {}) => {
    const bank = source();
    change(bank);
    const session = engine.start(bank, { design: { select: { criterion: { name: "fixed-order", order } }, estimate: { confidence } }, seed: 1 });
    while (session.next()) session.answer(1);
    return session.outcome().estimates[0];
  };
  const joint = skill(undefined);
  assert.deepEqual(skill("joint"), joint);
  assert.ok(Math.abs(skill("off").theta) < 1e-9);
  assert.ok(skill("prior-mean").theta > 0.01 && joint.theta > 0.01, "both are moved by the answers about confidence");
  assert.notEqual(skill("prior-mean").se, joint.se);
  const apart = skill("prior-mean", (bank) => (bank.dimensions[1].competence = "writing"));
  assert.ok(Math.abs(apart.theta) < 1e-9, "the confidence in something else");
  refuses(() => skill("none"), DesignError, "unknown", 253);
});
