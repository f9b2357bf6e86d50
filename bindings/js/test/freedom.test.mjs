// What a person may do besides answering: skip, say "I don't know", change an answer; and whether the answers fit the model.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerError, DesignError, LogError } from "thetis";
import { bankOf, engine, forgeLog, MODELS, refuses, state } from "./support.mjs";

const select = { criterion: { name: "maximum-information" } };
const bank = () => bankOf(MODELS);
const begin = (answers, more) => engine.start(bank(), { design: { select, answers, ...more }, seed: 1 });
/** Answers the next question. */
const answer = (session, category = 1, options) => (session.next(), session.answer(category, options));

test("skipping and not knowing are refused where the design says nothing", () => {
  const session = begin();
  const { item } = session.next();
  const before = state(session);
  refuses(() => session.skip(), AnswerError, "pass-refused", 305, item);
  refuses(() => session.dontKnow(), AnswerError, "pass-refused", 305, item);
  assert.equal(state(session), before);
  assert.deepEqual(session.next(), { item, index: 0 });
  assert.deepEqual(session.may, { skip: false, dontKnow: false, amendFrom: 0 });
  assert.equal(begin({ skip: "refused", dontKnow: "refused", change: "off" }).logText, begin().logText, "the documented defaults");
});

test("a pass that is ignored tells nothing, one that is scored counts as the lowest category", () => {
  const [{ theta }] = begin().outcome().estimates;
  for (const [name, given] of [["skip", "skip"], ["dontKnow", "dont-know"]]) {
    const ignored = begin({ [name]: "ignored" });
    const { item } = ignored.next();
    assert.deepEqual(ignored[name]({ timeMs: 2340 }), ignored.outcome().estimates);
    assert.deepEqual(ignored.outcome().steps[0], {
      item,
      given,
      option: null,
      category: null,
      scored: false,
      timeMs: 2340,
      theta: [theta],
      se: ignored.outcome().steps[0].se,
    });
    assert.notEqual(ignored.next().item, item, "it is not asked again");
    const lowest = begin({ [name]: "lowest" });
    lowest.next();
    lowest[name]();
    const wrong = begin();
    answer(wrong, 0);
    assert.deepEqual(lowest.outcome().estimates, wrong.outcome().estimates);
    assert.deepEqual(lowest.outcome().steps.map(({ given, scored }) => [given, scored]), [[given, true]]);
  }
});

test("a pass needs a question, and a time that can be", () => {
  const session = begin({ skip: "ignored", dontKnow: "lowest" }, { stop: { maxItems: 2 } });
  for (const name of ["skip", "dontKnow"]) refuses(() => session[name](), AnswerError, "not-asked", 303);
  const { item } = session.next();
  for (const timeMs of [-1, NaN, "5", Infinity]) refuses(() => session.skip({ timeMs }), AnswerError, "wrong-type", 352, item);
  session.skip();
  refuses(() => session.skip(), AnswerError, "not-asked", 303);
  session.next();
  session.dontKnow();
  assert.equal(session.next(), null);
  for (const name of ["skip", "dontKnow"]) refuses(() => session[name](), AnswerError, "finished", 304);
  assert.deepEqual(session.may, { skip: false, dontKnow: false, amendFrom: 2 });
});

test("a session with passes and amendments resumes as it was", () => {
  const source = { ...bank(), designs: { default: { select, answers: { skip: "ignored", dontKnow: "lowest", change: "all" } } } };
  const session = engine.start(source, { seed: 3, exclude: ["q2"] });
  answer(session, 0, { timeMs: 1500 });
  session.next();
  session.skip({ timeMs: 700 });
  session.next();
  session.dontKnow();
  session.amend(0, 1, { timeMs: 900 });
  session.amend(1, 0);
  answer(session);
  const resumed = engine.resume(source, session.logText);
  assert.equal(state(resumed), state(session));
  assert.deepEqual(resumed.may, session.may);
  while (resumed.next()) resumed.answer(1);
  assert.equal(state(engine.resume(source, resumed.log)), state(resumed));
});

test("an amended answer counts as if it had been given at once; what was asked stays", () => {
  const session = begin({ change: "all" });
  for (let step = 0; step < 4; step++) answer(session, 0, { timeMs: 1000 });
  const before = session.outcome();
  assert.deepEqual(session.amend(1, 1, { timeMs: 500 }), session.outcome().estimates);
  const after = session.outcome();
  assert.deepEqual(after.steps.map(({ item }) => item), before.steps.map(({ item }) => item));
  assert.deepEqual(after.steps[0], before.steps[0]);
  assert.deepEqual([after.steps[1].category, after.steps[1].timeMs], [1, 500]);
  assert.ok(after.steps[1].theta[0] > before.steps[1].theta[0]);
  assert.ok(after.estimates[0].theta > before.estimates[0].theta);
  session.amend(1, 0, { timeMs: 1000 });
  assert.deepEqual(session.outcome(), before, "there and back");
  assert.notEqual(session.logText, begin({ change: "all" }).logText, "but the log tells of both");
});

test("an answer to be changed is named by option or category of its own item", () => {
  const session = begin({ change: "all" });
  const { item } = session.next();
  session.answer("a");
  session.amend(0, "b");
  const [step] = session.outcome().steps;
  assert.deepEqual([step.item, step.option], [item, "b"]);
  const before = state(session);
  refuses(() => session.amend(0, "z"), AnswerError, "unknown", 353, item);
  refuses(() => session.amend(0, 9), AnswerError, "unknown", 353, item);
  refuses(() => session.amend(0), AnswerError, "unknown", 353, item);
  refuses(() => session.amend(0, "a", { timeMs: -1 }), AnswerError, "wrong-type", 352, item);
  for (const index of [1, -1, 0.5, NaN, undefined, null, "length", {}]) refuses(() => session.amend(index, "a"), AnswerError, "change-refused", 306);
  assert.equal(state(session), before);
});

test("a skipped question can be answered later, and asks for no next()", () => {
  const session = begin({ skip: "ignored", change: "all" });
  const { item } = session.next();
  session.skip();
  session.amend(0, 1);
  const [step] = session.outcome().steps;
  assert.deepEqual([step.item, step.given, step.category, step.scored], [item, "answer", 1, true]);
  refuses(() => session.answer(1), AnswerError, "not-asked", 303);
  assert.equal(session.next().index, 1);
});

test("which answers may be changed: none, the last, those of the block, all", () => {
  const from = (change, count) => {
    const session = begin({ change });
    for (let step = 0; step < count; step++) answer(session);
    const { amendFrom } = session.may;
    for (let index = 0; index < count; index++) {
      if (index < amendFrom) refuses(() => session.amend(index, 0), AnswerError, "change-refused", 306, session.outcome().steps[index].item);
      else assert.equal(session.amend(index, 0).length, 1);
    }
    return amendFrom;
  };
  const counts = [0, 1, 2, 3, 4, 5, 6, 7];
  assert.deepEqual(counts.map((count) => from("off", count)), counts);
  assert.deepEqual(counts.map((count) => from("last", count)), [0, 0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(counts.map((count) => from({ block: 3 }, count)), [0, 0, 0, 0, 3, 3, 3, 6]);
  assert.deepEqual(counts.map((count) => from({ block: 0 }, count)), counts, "a block of none");
  assert.deepEqual(counts.map((count) => from("all", count)), counts.map(() => 0));
});

test("a test that had ended may go on after an amendment", () => {
  const session = begin({ change: "all" }, { stop: { when: { changeAtMost: { value: 0.25 } } } });
  while (session.next()) session.answer(1);
  const { finished, reason, steps } = session.outcome();
  assert.ok(finished && reason.name === "change" && steps.length < MODELS.length);
  session.amend(steps.length - 1, 0);
  assert.equal(session.outcome().finished, false);
  assert.equal(session.next().index, steps.length);
});

test("answers policies that cannot be", () => {
  const shapes = [
    [{ skip: "scored" }, "unknown", 253],
    [{ dontKnow: true }, "unknown", 253],
    [{ change: "block" }, "unknown", 253],
    [{ change: "first" }, "unknown", 253],
    [{ change: {} }, "unknown", 253],
    [{ change: { last: 1 } }, "unknown", 253],
    [{ change: { block: 2, all: 1 } }, "unknown", 253],
    [{ change: [] }, "unknown", 253],
    [{ change: 3 }, "unknown", 253],
    [{ change: { block: -1 } }, "malformed", 250],
    [{ change: { block: "2" } }, "malformed", 250],
    ["all", "wrong-type", 252],
  ];
  for (const [answers, code, number] of shapes) refuses(() => begin(answers), DesignError, code, number);
});

test("a log in which a person does what the design does not allow is refused", () => {
  const source = { ...bank(), designs: { default: { select } } };
  const session = engine.start(source, { seed: 1 });
  const header = session.log.slice(0, 28);
  const first = source.items.findIndex(({ id }) => id === session.next().item);
  session.answer(1);
  assert.deepEqual(forgeLog(header, [[first, 1, 1, 0]]), session.log);
  // The kind of a record is in the two low bits of its first number: 1 is an amendment, 2 a pass, 3 an exclusion.
  const kind = (number) => number / 4;
  const refused = [
    [[first + kind(2), 0, 0]],
    [[first + kind(2), 1, 0]],
    [[first, 1, 1, 0], [0 + kind(1), 0, 0, 0]],
  ];
  for (const records of refused) assert.throws(() => engine.resume(source, forgeLog(header, records)), { name: "LogError", code: "log-diverges" });
  for (const records of [[[first + kind(2), 2, 0]], [[first, 1, 1, 0], [2 + kind(3)]]]) {
    refuses(() => engine.resume(source, forgeLog(header, records)), LogError, "log-format-unknown", 401);
  }
});

/** Rasch items from easy to hard, asked in this order. */
const ladder = () => bankOf(Array.from({ length: 20 }, (_, index) => [{ type: "2pl", a: 1.5, b: (index - 10) / 4 }, 2]));
const order = Array.from({ length: 20 }, (_, index) => `q${index + 1}`);
function fitOf(answers, fit, timeMs = () => 5000) {
  const session = engine.start(ladder(), { design: { select: { criterion: { name: "fixed-order", order } }, fit }, seed: 1 });
  for (let question; (question = session.next()); ) session.answer(answers(question.index), { timeMs: timeMs(question.index) });
  return session.outcome().fit;
}
const BOUNDS = { lz: -1.645, cusum: 0.25, guttman: 0.3, fastSeconds: 1, fastShare: 0.1 };

test("answers as the model expects them need no care", () => {
  const fit = fitOf((index) => +(index < 11 || index === 12), BOUNDS);
  assert.deepEqual([fit.care, fit.sentence, fit.fast], [[], null, 0]);
  assert.ok(fit.lz > -1 && fit.lzStar > -1 && fit.guttman < 0.1, JSON.stringify(fit));
  assert.ok(fit.cusumUpper >= 0 && fit.cusumLower <= 0 && fit.cusumUpper < 0.25 && fit.cusumLower > -0.25);
});

test("what does not fit is told in a sentence, and hides nothing", () => {
  const backwards = fitOf((index) => +(index > 9), BOUNDS);
  assert.deepEqual(backwards.care, ["person-fit", "drift", "guttman"]);
  assert.ok(backwards.lzStar < -1.645 && backwards.guttman > 0.9 && Math.max(backwards.cusumUpper, -backwards.cusumLower) > 0.25);
  assert.match(backwards.sentence, /^Read with care because .+ and .+ and .+\.$/);
  const fast = fitOf((index) => +(index < 11), BOUNDS, (index) => (index < 3 ? 990 : 1000));
  assert.deepEqual([fast.care, fast.fast], [["fast"], 0.15]);
  assert.match(fast.sentence, /^Read with care because [^.]+fast\.$/);
  const unwatched = fitOf((index) => +(index > 9), undefined);
  assert.deepEqual([unwatched.care, unwatched.sentence], [[], null]);
  assert.equal(unwatched.lzStar, backwards.lzStar, "the statistics are there all the same");
});

test("each bound is watched by itself", () => {
  for (const [bound, care] of [[{ lz: -1.645 }, "person-fit"], [{ cusum: 0.25 }, "drift"], [{ guttman: 0.3 }, "guttman"]]) {
    assert.deepEqual(fitOf((index) => +(index > 9), bound).care, [care]);
  }
  assert.deepEqual(fitOf((index) => +(index > 9), { fastSeconds: 6, fastShare: 0.5 }).care, ["fast"]);
});

test("before any answer there is nothing to fit", () => {
  const { fit } = engine.start(ladder(), { design: { select, fit: BOUNDS }, seed: 1 }).outcome();
  assert.deepEqual(fit, { lz: 0, lzStar: 0, cusumUpper: 0, cusumLower: 0, guttman: 0, fast: 0, care: [], sentence: null });
});

test("bounds that cannot be", () => {
  const bounded = (fit) => () => engine.start(ladder(), { design: { select, fit } });
  for (const fit of [{ lz: 1 }, { cusum: -1 }, { guttman: -0.1 }, { fastSeconds: -1 }, { fastShare: -1 }]) {
    assert.throws(bounded(fit), { name: "DesignError", code: "fit-bound-unusable", number: 215 });
  }
  assert.throws(bounded([1]), { name: "DesignError", code: "wrong-type" });
});
