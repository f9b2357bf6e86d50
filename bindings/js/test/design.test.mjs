// Designs: defaults, every choice, and those that must be refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DesignError } from "thetis";
import { bankOf, COMPENSATORY, engine, MODELS, refuses, state } from "./support.mjs";

const select = { criterion: { name: "maximum-information" } };
const bank = () => bankOf(MODELS);
const start = (design) => engine.start(bank(), { design, seed: 1 });
/** A session answered to its end. */
function course(design, source = bank()) {
  const session = engine.start(source, { design, seed: 1 });
  for (let question; (question = session.next()); ) session.answer(question.index % 2);
  return session;
}
const length = (stop) => course({ select, stop }).outcome().steps.length;

test("defaults are the documented ones", () => {
  const spelt = {
    start: { theta: "prior-mean" },
    select: { ...select, randomesque: 1 },
    estimate: { estimator: "eap", range: [-6, 6], quadrature: "default", standardError: "posterior" },
    stop: { minItems: 1, maxItems: MODELS.length },
  };
  assert.equal(state(course({ select })), state(course(spelt)));
  assert.equal(state(course(undefined)), state(course(spelt)), "a bank without designs");
  const plane = () => bankOf(COMPENSATORY, { dimensions: ["x", "y"] });
  assert.equal(state(course(undefined, plane())), state(course({ select: { criterion: { name: "d-optimality", prior: true } } }, plane())));
  const expected = { select, estimate: { estimator: "map", standardError: "expected" } };
  assert.equal(state(course({ select, estimate: { estimator: "map" } })), state(course(expected)));
});

test("a name stands for the bank's design of that name", () => {
  const designs = { default: { select, stop: { maxItems: 2 } }, long: { select, stop: { maxItems: 5 } } };
  const source = { ...bank(), designs };
  assert.equal(course(undefined, source).outcome().steps.length, 2);
  assert.equal(course("default", source).outcome().steps.length, 2);
  assert.equal(course("long", source).outcome().steps.length, 5);
  for (const name of ["longer", "", "toString"]) refuses(() => course(name, source), DesignError, "unknown", 253);
});

test("every estimator, standard error and quadrature gives finite estimates", () => {
  for (const estimator of ["ml", "map", "eap", "wle", "jeffreys"]) {
    for (const standardError of ["expected", "observed", "posterior"]) {
      for (const quadrature of ["default", "catr", { range: [-4, 4], nodes: 33 }, { rule: "equal-weights", range: [-5, 5], nodes: 41 }]) {
        const [{ theta, se }] = course({ select, estimate: { estimator, standardError, quadrature, range: [-4, 4] } }).outcome().estimates;
        assert.ok(Number.isFinite(theta) && se > 0 && se < 4, `${estimator} ${standardError} ${JSON.stringify(quadrature)}: ${theta} ${se}`);
      }
    }
  }
});

test("catr is 33 nodes on ±4", () => {
  const estimates = (quadrature) => course({ select, estimate: { quadrature } }).outcome().estimates;
  assert.deepEqual(estimates("catr"), estimates({ rule: "trapezoid", range: [-4, 4], nodes: 33 }));
  assert.deepEqual(estimates("default"), estimates({ range: [-6, 6], nodes: 61 }));
});

test("criteria and starting ability decide what is asked first", () => {
  const first = (design) => start(design).next().item;
  const order = ["q7", "q2", "q9"];
  const fixed = course({ select: { criterion: { name: "fixed-order", order } } }).outcome();
  assert.deepEqual(fixed.steps.map(({ item }) => item), order);
  assert.equal(fixed.reason.name, "bank-exhausted");
  assert.notEqual(first({ select, start: { theta: [-4] } }), first({ select, start: { theta: [4] } }));
  const random = new Set(Array.from({ length: 40 }, (_, seed) => engine.start(bank(), { design: { select: { criterion: { name: "random" } } }, seed }).next().item));
  assert.ok(random.size > 5, `${random.size} different first questions`);
  const few = new Set(Array.from({ length: 40 }, (_, seed) => engine.start(bank(), { design: { select: { ...select, randomesque: 3 } }, seed }).next().item));
  assert.equal(few.size, 3);
});

test("stopping rules end the test, each for its reason", () => {
  assert.equal(length({ maxItems: 4 }), 4);
  assert.equal(length({ minItems: 3, maxItems: 9, when: { standardErrorAtMost: 5 } }), 3);
  const reason = (when) => course({ select, stop: { when } }).outcome().reason.name;
  assert.equal(reason({ standardErrorAtMost: 0.7 }), "standard-error");
  assert.equal(reason({ informationBelow: 0.3 }), "information");
  assert.equal(reason({ any: [{ standardErrorAtMost: 1e-9 }, { informationBelow: 0.3 }] }), "information");
  assert.equal(reason({ all: [{ standardErrorAtMost: 0.9 }, { any: [{ informationBelow: 0.4 }] }] }), "all-rules");
  assert.equal(reason({ standardErrorAtMost: 1e-9 }), "maximum-length");
});

test("designs of the wrong shape", () => {
  const spoilt = [
    [5, "wrong-type", 252],
    [[], "wrong-type", 252],
    [false, "wrong-type", 252],
    [{}, "unknown", 253],
    [{ select: {} }, "unknown", 253],
    [{ select: [] }, "wrong-type", 252],
    [{ select: { criterion: "random" } }, "wrong-type", 252],
    [{ select: { criterion: { name: "mfi" } } }, "unknown", 253],
    [{ select: { criterion: {} } }, "unknown", 253],
    [{ select: { criterion: { name: "d-optimality", prior: 1 } } }, "unknown", 253],
    [{ select: { criterion: { name: "fixed-order" } } }, "wrong-type", 252],
    [{ select: { criterion: { name: "fixed-order", order: ["q1", "q99"] } } }, "unknown", 253],
    [{ select, start: { theta: "zero" } }, "wrong-type", 252],
    [{ select, start: { theta: [] } }, "wrong-type", 252],
    [{ select, start: { theta: [0, 0] } }, "wrong-type", 252],
    [{ select, start: "prior-mean" }, "wrong-type", 252],
    [{ select, estimate: "eap" }, "wrong-type", 252],
    [{ select, estimate: { estimator: "bayes" } }, "unknown", 253],
    [{ select, estimate: { range: [-4] } }, "wrong-type", 252],
    [{ select, estimate: { range: 4 } }, "wrong-type", 252],
    [{ select, estimate: { quadrature: "gauss" } }, "wrong-type", 252],
    [{ select, estimate: { quadrature: null } }, "wrong-type", 252],
    [{ select, estimate: { quadrature: 9 } }, "wrong-type", 252],
    [{ select, estimate: { quadrature: { nodes: 9 } } }, "wrong-type", 252],
    [{ select, estimate: { quadrature: { range: [-4, 4], nodes: 9, rule: "simpson" } } }, "unknown", 253],
    [{ select, estimate: { standardError: "bootstrap" } }, "unknown", 253],
    [{ select, stop: 9 }, "wrong-type", 252],
    [{ select, stop: { when: 0 } }, "wrong-type", 252],
    [{ select, stop: { when: 0.3 } }, "wrong-type", 252],
    [{ select, stop: { when: {} } }, "unknown", 253],
    [{ select, stop: { when: { sem: 0.3 } } }, "unknown", 253],
    [{ select, stop: { when: { standardErrorAtMost: 0.3, informationBelow: 1 } } }, "unknown", 253],
    [{ select, stop: { when: { any: { standardErrorAtMost: 0.3 } } } }, "wrong-type", 252],
    [{ select, stop: { when: { any: [0.3] } } }, "wrong-type", 252],
  ];
  for (const [design, code, number] of spoilt) refuses(() => start(design), DesignError, code, number);
});

test("what is there in a number's place is none: the engine refuses it", () => {
  const grid = { range: [-4, 4], nodes: 9 };
  const start = (design) => {
    const source = bank();
    source.items[0].content = "algebra";
    source.items[1].status = "pilot";
    return engine.start(source, { design, seed: 1 });
  };
  for (const value of [NaN, Infinity, -Infinity, "3", "", true, [], [3], [3, 3], {}, 3n]) {
    const spoilt = [
      { select: { ...select, randomesque: value } },
      { select, stop: { minItems: value } },
      { select, stop: { maxItems: value } },
      { select, stop: { when: { standardErrorAtMost: value } } },
      { select, stop: { when: { all: [{ informationBelow: value }] } } },
      { select, estimate: { range: [value, 4] } },
      { select, estimate: { range: [-4, value] } },
      { select, estimate: { quadrature: { ...grid, nodes: value } } },
      { select, estimate: { quadrature: { ...grid, range: [value, 4] } } },
      { select, estimate: { estimator: "ml", quadrature: { ...grid, range: [-4, value] } } },
      { select, start: { theta: [typeof value === "object" ? NaN : value] } },
      { select, cuts: { ability: [value] } },
      { select, fit: { lz: value } },
      { select, fit: { fastShare: value } },
      { select, answers: { change: { block: value } } },
      { select: { ...select, content: [{ area: "algebra", min: value }] } },
      { select: { ...select, content: [{ area: "algebra", target: value }] } },
      { select: { ...select, pilot: { items: value } } },
      { select: { ...select, pilot: { items: 1, from: value } } },
      { select: { ...select, exposure: { items: { q1: Array.isArray(value) ? "0.5" : value } } } },
      { select: { ...select, exposure: { bounds: [value] } } },
      { select: { ...select, competences: { maxItems: value } } },
      { select: { ...select, competences: { standardError: value } } },
      { select: { criterion: { name: "kullback-leibler-point", delta: value } } },
      { select: { criterion: { name: "stratified", strata: value } } },
      { select: { criterion: { name: "d-optimality", weights: [value] } } },
      { select, stop: { when: { predictedReduction: { below: value, above: 0.1, standardError: 0.3 } } } },
      { select, stop: { when: { changeAtMost: { value } } } },
      { select, stop: { when: { plateauAtMost: { value: 0.1, steps: value } } } },
      { select, cuts: { ability: [0] }, stop: { when: { classifiedBySprt: { alpha: value } } } },
    ];
    for (const design of spoilt) refuses(() => start(design), DesignError, "malformed", 250);
  }
  for (const value of [1.5, -1, 2 ** 32]) {
    for (const design of [{ select: { ...select, randomesque: value } }, { select, stop: { minItems: value } }, { select, stop: { maxItems: value } }]) {
      refuses(() => start(design), DesignError, "malformed", 250);
    }
    refuses(() => start({ select, estimate: { quadrature: { ...grid, nodes: value } } }), DesignError, "malformed", 250);
  }
  refuses(() => start({ select, estimate: { quadrature: { range: [-4, 4] } } }), DesignError, "malformed", 250);
  // Values that together would be as many words as there should be.
  refuses(() => start({ select, estimate: { quadrature: { ...grid, nodes: [] } }, stop: { minItems: [9, 1] } }), DesignError, "malformed", 250);
});

test("designs that make no sense with the bank", () => {
  const spoilt = [
    [{ select: { criterion: { name: "fixed-order", order: [] } } }, "order-not-available", 202, undefined],
    [{ select: { criterion: { name: "fixed-order", order: ["q1", "q1"] } } }, "order-not-available", 202, "q1"],
    [{ select: { ...select, randomesque: 0 } }, "randomesque-not-positive", 203],
    [{ select, estimate: { range: [4, -4] } }, "range-unusable", 204],
    [{ select, estimate: { quadrature: { range: [-4, 4], nodes: 1 } } }, "range-unusable", 204],
    [{ select, stop: { when: { standardErrorAtMost: 0 } } }, "rule-not-positive-or-empty", 207],
    [{ select, stop: { when: { informationBelow: -1 } } }, "rule-not-positive-or-empty", 207],
    [{ select, stop: { when: { all: [] } } }, "rule-not-positive-or-empty", 207],
    [{ select, stop: { minItems: 5, maxItems: 4 } }, "min-above-max", 208],
    [{ select, stop: { minItems: 0, maxItems: 0 } }, "min-above-max", 208],
  ];
  for (const [design, code, number, item] of spoilt) {
    if (code === "order-not-available") assert.throws(() => start(design), { name: "DesignError", code, number });
    else refuses(() => start(design), DesignError, code, number, item);
  }
  const plane = bankOf(COMPENSATORY, { dimensions: ["x", "y"] });
  refuses(() => engine.start(plane, { design: { select } }), DesignError, "needs-d-optimality", 201);
  const ml = { select: { criterion: { name: "d-optimality" } }, estimate: { estimator: "wle" } };
  refuses(() => engine.start(plane, { design: ml }), DesignError, "needs-map-or-eap", 205);
});
