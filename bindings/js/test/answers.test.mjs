// Answers of several parts: what they score, their codes in the log, and what is wrong with those that are refused.
import assert from "node:assert/strict";
import { test } from "node:test";

import { AnswerError, BankError, LogError } from "thetis";
import { engine, forgeLog, refuses, state } from "./support.mjs";

const OPTIONS = ["a", "b", "c", "d"];
const steps = (count) => Array.from({ length: count }, (_, step) => step * 0.3 - 0.5);

/** A bank of one item with this scoring, of so many categories. */
function bankOfOne(scoring, categories, more = {}) {
  return {
    format: 1,
    id: "several",
    version: "1",
    dimensions: [{ id: "ability", competence: "ability", kind: "evaluation" }],
    prior: { mean: [0], covariance: [[1]] },
    items: [{ id: "q", dimensions: ["ability"], options: OPTIONS, scoring, model: { type: "pcm", b: steps(categories - 1) }, ...more }],
  };
}

/** The only step of a session in which this was answered. */
function stepOf(bank, answer) {
  const session = engine.start(bank, { seed: 1 });
  session.next();
  session.answer(answer);
  const [step] = session.outcome().steps;
  // Whatever is read from the log is what was answered.
  assert.equal(state(engine.resume(bank, session.logText)), state(session));
  return step;
}

/** The answer of an item with its code, as the log of one answer has it. */
function stepOfCode(bank, answer, category, code) {
  const session = engine.start(bank, { seed: 1 });
  session.next();
  session.answer(answer);
  const header = session.log.slice(0, 28);
  const log = forgeLog(header, [[0, category, code, 0]]);
  return engine.resume(bank, log).outcome().steps[0];
}

const scores = (bank, answers) => answers.map((answer) => stepOf(bank, answer).category);

/** All orders of a list, the lexicographically first one first. */
const ordersOf = (list) => (list.length ? list.flatMap((first) => ordersOf(list.filter((id) => id !== first)).map((rest) => [first, ...rest])) : [[]]);

test("a multiple response is right, or each of its ticks is worth a point less the wrong ones", () => {
  const answers = [[], ["a"], ["a", "c"], ["c", "a"], ["a", "b"], ["a", "b", "c"], ["b", "d"], OPTIONS];
  assert.deepEqual(scores(bankOfOne({ keys: ["a", "c"] }, 2), answers), [0, 0, 1, 1, 0, 0, 0, 0]);
  assert.deepEqual(scores(bankOfOne({ keys: ["a", "c"], credit: "all" }, 2), answers), [0, 0, 1, 1, 0, 0, 0, 0]);
  assert.deepEqual(scores(bankOfOne({ keys: ["a", "c"], credit: "each" }, 3), answers), [0, 1, 2, 2, 0, 1, 0, 0]);
  assert.deepEqual(scores(bankOfOne({ keys: ["c", "a"], credit: "each", categories: [0, 0, 1] }, 2), answers), [0, 0, 1, 1, 0, 0, 0, 0]);
});

test("an order is right, or each option that the right one follows is worth a point", () => {
  const order = ["c", "a", "d", "b"];
  const answers = [order, ["a", "d", "b", "c"], ["c", "a", "b", "d"], ["b", "d", "a", "c"], ["d", "b", "c", "a"]];
  assert.deepEqual(scores(bankOfOne({ order }, 2), answers), [1, 0, 0, 0, 0]);
  assert.deepEqual(scores(bankOfOne({ order, credit: "each" }, 4), answers), [3, 2, 1, 0, 2]);
  assert.deepEqual(scores(bankOfOne({ order, credit: "each", categories: [0, 0, 1, 2] }, 3), answers), [2, 1, 0, 0, 1]);
});

test("a matching is right, or each of its right pairs is worth a point", () => {
  const pairs = { a: "x", b: "y", c: "x", d: "z" };
  const more = { targets: ["x", "y", "z"] };
  const answers = [pairs, { ...pairs, a: "y" }, { a: "z", b: "z", c: "z", d: "z" }, { a: "y", b: "x", c: "y", d: "x" }];
  assert.deepEqual(scores(bankOfOne({ pairs }, 2, more), answers), [1, 0, 0, 0]);
  assert.deepEqual(scores(bankOfOne({ pairs, credit: "each" }, 5, more), answers), [4, 3, 1, 0]);
});

test("every answer has a code of its own, in the log and back", () => {
  const ticks = bankOfOne({ keys: ["a"], credit: "each" }, 2);
  for (let code = 0; code < 16; code++) {
    const answer = OPTIONS.filter((_, place) => (code >> place) & 1);
    const step = stepOf(ticks, [...answer].reverse());
    assert.deepEqual(step.option, answer, "in the bank's order");
    assert.deepEqual(stepOfCode(ticks, answer, step.category, code), step);
  }
  const order = bankOfOne({ order: OPTIONS, credit: "each" }, 4);
  for (const [code, answer] of ordersOf(OPTIONS).entries()) {
    const step = stepOf(order, answer);
    assert.deepEqual(step.option, answer);
    assert.deepEqual(stepOfCode(order, answer, step.category, code), step);
  }
  const matching = bankOfOne({ pairs: { a: "x", b: "y", c: "x", d: "y" }, credit: "each" }, 5, { targets: ["x", "y", "z"] });
  for (let code = 0; code < 81; code++) {
    const answer = Object.fromEntries(OPTIONS.map((id, place) => [id, "xyz"[Math.floor(code / 3 ** place) % 3]]));
    const step = stepOf(matching, answer);
    assert.deepEqual(step.option, answer);
    assert.deepEqual(stepOfCode(matching, answer, step.category, code), step);
  }
});

test("an answer can be changed, and the log has the last one", () => {
  const bank = bankOfOne({ order: OPTIONS, credit: "each" }, 4);
  const session = engine.start(bank, { seed: 1, design: { select: { criterion: { name: "random" } }, answers: { change: "all" } } });
  session.next();
  session.answer(["d", "c", "b", "a"]);
  session.amend(0, ["a", "b", "d", "c"], { timeMs: 10 });
  const [step] = session.outcome().steps;
  assert.deepEqual([step.option, step.category], [["a", "b", "d", "c"], 1]);
});

test("the largest codes that fit are those of 31 options to tick", () => {
  const options = Array.from({ length: 31 }, (_, place) => `o${place}`);
  const bank = bankOfOne({ keys: options }, 2, { options });
  assert.deepEqual([stepOf(bank, options).category, stepOf(bank, options).option], [1, options]);
  assert.deepEqual(stepOf(bank, [options[30]]).option, [options[30]]);
});

test("answers that are none", () => {
  const refusesAll = (bank, answers) => {
    const session = engine.start(bank, { seed: 1 });
    session.next();
    const before = state(session);
    for (const [answer, code, what] of answers) {
      refuses(() => session.answer(answer), AnswerError, code, code === "unknown" ? 353 : 352, "q");
      assert.throws(() => session.answer(answer), (error) => error.message.includes(what), JSON.stringify(answer));
    }
    assert.equal(state(session), before);
  };
  refusesAll(bankOfOne({ keys: ["a", "c"] }, 2), [
    ["a", "wrong-type", "list expected"],
    [1, "wrong-type", "list expected"],
    [null, "wrong-type", "list expected"],
    [{ a: true }, "wrong-type", "list expected"],
    [["a", "e"], "unknown", "e is not one of b,c,d"],
    [["a", "a"], "unknown", "a is not one of b,c,d"],
    [[0], "unknown", "0 is not one of a,b,c,d"],
  ]);
  refusesAll(bankOfOne({ order: OPTIONS }, 2), [
    ["a", "wrong-type", "list of 4 expected"],
    [["a", "b", "c"], "wrong-type", "list of 4 expected"],
    [[...OPTIONS, "a"], "wrong-type", "list of 4 expected"],
    [["a", "b", "c", "c"], "unknown", "c is not one of d"],
    [["a", "b", "c", "toString"], "unknown", "toString is not one of d"],
  ]);
  refusesAll(bankOfOne({ pairs: { a: "x", b: "y", c: "x", d: "y" } }, 2, { targets: ["x", "y"] }), [
    ["a", "wrong-type", "object expected"],
    [["a", "b"], "wrong-type", "object expected"],
    [{ a: "x", b: "x", c: "x" }, "wrong-type", "d: string expected"],
    [{ a: "x", b: "x", c: "x", d: null }, "wrong-type", "d: string expected"],
    [{ a: "x", b: "x", c: "x", d: "z" }, "unknown", "z is not one of x,y"],
    [{ a: "x", b: "x", c: "x", d: "y", e: "y" }, "unknown", "e is not one of a,b,c,d"],
  ]);
  refusesAll(bankOfOne({ key: "a" }, 2), [
    [["a"], "unknown", "a is not one of"],
    [{}, "unknown", "is not one of a,b,c,d"],
  ]);
});

test("a log whose code is none, or scores another category", () => {
  const bank = bankOfOne({ order: OPTIONS, credit: "each" }, 4);
  refuses(() => stepOfCode(bank, OPTIONS, 0, 24), LogError, "log-diverges", 406, "q");
  refuses(() => stepOfCode(bank, OPTIONS, 2, 0), LogError, "log-diverges", 406, "q");
  refuses(() => stepOfCode(bankOfOne({ keys: ["a"] }, 2), ["a"], 0, 16), LogError, "log-diverges", 406, "q");
  refuses(() => stepOfCode(bankOfOne({ key: "a" }, 2), "a", 0, 4), LogError, "log-diverges", 406, "q");
});

test("scorings that are none", () => {
  const broken = [
    [bankOfOne({ keys: "a" }, 2), "wrong-type"],
    [bankOfOne({ keys: ["e"] }, 2), "unknown"],
    [bankOfOne({ keys: ["a", "a"] }, 2), "unknown"],
    [bankOfOne({ keys: ["a"], credit: "some" }, 2), "unknown"],
    [bankOfOne({ keys: ["a", "b"], credit: "each" }, 2), "unknown"],
    [bankOfOne({ keys: ["a", "b"], credit: "each", categories: [0, 1] }, 2), "wrong-type"],
    [bankOfOne({ order: ["a", "b", "c"] }, 2), "wrong-type"],
    [bankOfOne({ order: ["a", "b", "c", "c"] }, 2), "unknown"],
    [bankOfOne({ pairs: { a: "x" } }, 2, { targets: ["x"] }), "wrong-type"],
    [bankOfOne({ pairs: { a: "x", b: "x", c: "x", d: "x" } }, 2), "wrong-type"],
    [bankOfOne({ pairs: { a: "x", b: "x", c: "x", d: "y" } }, 2, { targets: ["x"] }), "unknown"],
    [bankOfOne({}, 2), "wrong-type"],
    [bankOfOne({ keys: ["o0"] }, 2, { options: Array.from({ length: 32 }, (_, place) => `o${place}`) }), "wrong-type"],
  ];
  for (const [bank, code] of broken) {
    refuses(() => engine.start(bank), BankError, code, { "wrong-type": 152, unknown: 153 }[code], "q");
  }
});
