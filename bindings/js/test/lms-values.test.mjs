// What learning platforms are told: times, ids, patterns of every kind of item, T scores, passing, and the state that brings a session back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bankFile, player, wasm } from "./player_support.mjs";

const names = ["times", "ids", "patterns", "interaction", "scores", "state"].map((name) => `../lms/${name}`);
const { timespan, duration, timeOfDay, timestamp, clean, typeOf, pattern12, pattern2004, interactionOf, tScore, objectivesOf, scoreOf, successOf, readState, writeState, sizeOf, continues, loadEngine } = await player(...names, "../index");
const engine = await loadEngine({ wasm });

test("durations have hundredths of a second and no more hours than there are digits for", () => {
  for (const [ms, twelve, later] of [
    [0, "0000:00:00.00", "PT0H0M0.00S"],
    [4, "0000:00:00.00", "PT0H0M0.00S"],
    [59_995, "0000:01:00.00", "PT0H1M0.00S"],
    [59_994, "0000:00:59.99", "PT0H0M59.99S"],
    [3_600_000 + 61_230, "0001:01:01.23", "PT1H1M1.23S"],
    [1e15, "9999:00:00.00", "PT9999H0M0.00S"],
    [-5, "0000:00:00.00", "PT0H0M0.00S"],
    [NaN, "0000:00:00.00", "PT0H0M0.00S"],
  ]) assert.deepEqual([timespan(ms), duration(ms)], [twelve, later], ms);
});

test("moments are written as the strictest platform reads them, whatever the device's clock says", () => {
  assert.equal(timestamp(Date.UTC(2026, 10, 22, 9, 5, 7, 89)), "2026-11-22T09:05:07.08Z");
  assert.equal(timestamp(Date.UTC(2045, 0, 1)), "2037-12-31T23:59:59.99Z");
  assert.equal(timestamp(-1), "1970-01-01T00:00:00.00Z");
  assert.equal(timeOfDay(new Date(2026, 0, 1, 9, 5, 7, 89).getTime()), "09:05:07.08");
});

test("ids lose their hyphens", () => {
  assert.equal(clean("hygiene-confidence"), "hygiene_confidence");
  assert.equal(clean("A.b_9-é x"), "A.b_9___x");
});

/** A design that asks these items, in this order. */
const asking = (order, more = {}) => ({ select: { criterion: { name: "fixed-order", order } }, estimate: { estimator: "map" }, stop: { minItems: order.length, maxItems: order.length }, ...more });

const care = await bankFile("care-basics/bank.json");
/** A session of care-basics that asks these items, answered; and what a platform is told of the last answer. */
function told(item, answer, bank = care) {
  const session = engine.start(bank, { design: asking([item], { answers: { skip: "ignored" } }), seed: 1 });
  session.next();
  if (answer === null) session.skip({ timeMs: 500 });
  else session.answer(answer, { timeMs: 500 });
  return interactionOf(bank, session.outcome(), { item, index: 0, given: answer === null ? "skip" : "answer", answer, timeMs: 500, changed: false }, 1000);
}

test("patterns of every kind of item", () => {
  const kinds = new Set(care.items.map(({ kind }) => kind));
  for (const [item, answer, kind, type, share, given, right] of [
    ["sure-cleaning", "3", "confidence", "likert", null, ["3", "3"], [null, null]],
    ["bleach", "true", "true-false", "true-false", 0, ["true", "t"], ["false", "f"]],
    ["kitchen", "cloth", "hotspot", "choice", 1, ["cloth", "cloth"], ["cloth", "cloth"]],
    ["lifting", "knees", "picture-choice", "choice", 1, ["knees", "knees"], ["knees", "knees"]],
    ["raw-meat", "clean", "single-choice", "choice", 1, ["clean", "clean"], ["clean", "clean"]],
    ["hands-when", ["toilet", "rubbish-after"], "multiple-response", "choice", 0.5, ["toilet[,]rubbish_after", "toilet,rubbish_after"], ["cooking[,]toilet[,]meat[,]rubbish_after", "cooking,toilet,meat,rubbish_after"]],
    ["hands-order", ["soap", "wet", "rub", "rinse", "dry"], "ordering", "sequencing", 0.5, ["soap[,]wet[,]rub[,]rinse[,]dry", "soap,wet,rub,rinse,dry"], ["wet[,]soap[,]rub[,]rinse[,]dry", "wet,soap,rub,rinse,dry"]],
    ["symbols", { flame: "burns", liquid: "skin", skull: "poison", nature: "water" }, "matching", "matching", 1, ["flame[.]burns[,]liquid[.]skin[,]skull[.]poison[,]nature[.]water", "flame.burns,liquid.skin,skull.poison,nature.water"], ["flame[.]burns[,]liquid[.]skin[,]skull[.]poison[,]nature[.]water", "flame.burns,liquid.skin,skull.poison,nature.water"]],
    ["dementia", "listen", "situational-judgement", "choice", 1, ["listen", "listen"], ["listen", "listen"]],
  ]) {
    const one = told(item, answer);
    assert.deepEqual([one.kind, typeOf(one), one.share], [kind, type, share], item);
    assert.deepEqual([pattern2004(one.response), pattern12(one.response, type)], given, item);
    assert.deepEqual([pattern2004(one.correct), pattern12(one.correct, type)], right, item);
    kinds.delete(kind);
  }
  assert.deepEqual([...kinds], [], "kinds that nothing is said of");
});

test("a pass is neither right nor wrong and has no response", () => {
  const { given, response, share, correct } = told("bleach", null);
  assert.deepEqual([given, response, share, correct], ["skip", null, null, "false"]);
  assert.deepEqual([pattern2004(null), pattern12(null, "true-false")], [null, null]);
});

test("a trial item is told and not judged", () => {
  const bank = structuredClone(care);
  bank.items.find(({ id }) => id === "bleach").status = "pilot";
  const design = asking(["raw-meat"], { stop: { minItems: 2, maxItems: 2 } });
  design.select.pilot = { items: 1 };
  const session = engine.start(bank, { design, seed: 1 });
  for (let question; (question = session.next()); ) session.answer(question.item === "bleach" ? "false" : "clean", { timeMs: 1 });
  const outcome = session.outcome();
  const index = outcome.steps.findIndex(({ item }) => item === "bleach");
  assert.ok(index >= 0 && !outcome.steps[index].scored);
  assert.equal(interactionOf(bank, outcome, { item: "bleach", index, given: "answer", answer: "false", timeMs: 1, changed: false }, 0).share, null);
});

test("what SCORM 1.2 cannot hold is left out, not cut", () => {
  const ids = Array.from({ length: 30 }, (_, n) => `a-long-name-${n}`);
  assert.equal(pattern12(ids, "choice"), null);
  assert.equal(pattern12(ids.slice(0, 15), "choice").length, 15 * 13 + 5 + 14);
  // A dot parts the two sides of a pair.
  assert.equal(pattern12({ "a.1": "b.2" }, "matching"), "a_1.b_2");
});

test("options that are not called true and false make a choice", () => {
  const base = { item: "x", kind: "true-false", dimensions: [], given: "answer", share: 1, timeMs: 0, when: 0 };
  assert.equal(typeOf({ ...base, response: "yes", correct: "yes" }), "choice");
  assert.equal(typeOf({ ...base, response: null, correct: "false" }), "true-false");
});

test("T scores: 50 at the mean, 10 a standard deviation, between 0 and 100", () => {
  for (const [theta, mean, variance, score] of [[0, 0, 1, 50], [1, 0, 1, 60], [0.5, -0.5, 4, 55], [-1.2345, 0, 1, 37.66], [6, 0, 1, 100], [-6, 0, 1, 0], [1 / 3, 0, 1, 53.33]]) assert.equal(tScore(theta, mean, variance), score);
  const bank = { dimensions: [{ id: "a", kind: "evaluation" }, { id: "b" }, { id: "c", kind: "confidence" }], prior: { mean: [0, 1, 0], covariance: [[1, 0, 0], [0, 4, 0], [0, 0, 1]] } };
  const outcome = { estimates: [{ theta: 1 }, { theta: 0 }, { theta: 3 }] };
  const report = { dimensions: [{ dimension: "b", level: 1, levels: [{ id: "low", probability: 0.2 }, { id: "high", probability: 0.8 }] }] };
  const objectives = objectivesOf(bank, outcome, report);
  assert.deepEqual(objectives.map(({ dimension, kind, score, level }) => [dimension, kind, score, level?.id, level?.probability]), [
    ["a", "evaluation", 60, undefined, undefined],
    ["b", "evaluation", 45, "high", 0.8],
    ["c", "confidence", 80, undefined, undefined],
  ]);
  assert.equal(scoreOf(objectives), 52.5, "confidence is not knowledge");
  assert.equal(scoreOf(objectives.slice(2)), 80, "unless there is nothing else");
  assert.equal(scoreOf(objectivesOf(bank, null, null)), null, "no score before the end");
});

test("passed and failed need two chances in three, and a rule", () => {
  const levels = (...probabilities) => probabilities.map((probability, k) => ({ id: `l${k}`, probability }));
  const report = (probability, ...probabilities) => ({ profile: probability === null ? null : { probability }, dimensions: [{ dimension: "care", levels: levels(...probabilities) }] });
  for (const [rule, told, success] of [
    [null, report(1, 1), "unknown"],
    ["profile", null, "unknown"],
    ["profile", report(null, 1), "unknown"],
    ["profile", report(2 / 3, 1), "passed"],
    ["profile", report(0.66, 1), "unknown"],
    ["profile", report(0.34, 1), "unknown"],
    ["profile", report(1 / 3, 1), "failed"],
    [" care:l1 ", report(null, 0.3, 0.3, 0.4), "passed"],
    ["care:l2", report(null, 0.3, 0.3, 0.4), "unknown"],
    ["care:l2", report(null, 0.5, 0.3, 0.2), "failed"],
    ["care:l9", report(null, 1), "unknown"],
    ["other:l0", report(null, 1), "unknown"],
  ]) assert.equal(successOf(rule, told), success, `${rule} ${JSON.stringify(told)}`);
});

test("a state is one line, and says which of two sessions went on from the other", () => {
  const design = asking(["bleach", "raw-meat", "kitchen"], { answers: { change: "all" } });
  const begin = (seed) => engine.start(care, { design, seed });
  const state = (session) => writeState({ language: "uk", profile: "home.care-aide", log: session.logText });
  const session = begin(1);
  const states = [state(session)];
  for (const answer of ["true", "clean"]) {
    session.next();
    session.answer(answer, { timeMs: 1000 });
    states.push(state(session));
  }
  session.amend(0, "false", { timeMs: 1000 });
  states.push(state(session));
  assert.deepEqual(readState(states[1]), { language: "uk", profile: "home.care-aide", log: states[1].split(".").at(-1) });
  for (const [n, one] of states.entries()) {
    assert.match(one, /^[\x21-\x7e]+$/);
    for (const [m, other] of states.entries()) {
      assert.equal(continues(one, other), n >= m, `${n} from ${m}`);
      assert.equal(sizeOf(one) > sizeOf(other), n > m);
    }
    assert.ok(continues(one, null));
  }
  assert.ok(!continues(states[2], state(begin(2))), "another session");
  assert.deepEqual([sizeOf(null), sizeOf(""), sizeOf("T1.en..%"), sizeOf("page=3")], [0, 0, 0, 0]);
});

test("every question of every bank fits into what SCORM 1.2 keeps", async () => {
  for (const name of ["care-basics", "care-positioning", "housekeeping", "informal-carer", "soft-skills"]) {
    const bank = await bankFile(`${name}/bank.json`);
    const order = bank.items.filter(({ status }) => !status || status === "operational").map(({ id }) => id);
    const session = engine.start(bank, { design: asking(order), seed: 1 });
    for (let question; (question = session.next()); ) {
      const { options, responseScale, scoring } = bank.items.find(({ id }) => id === question.item);
      session.answer(scoring.keys ?? scoring.pairs ?? (scoring.order && [...options].reverse()) ?? (options ?? bank.responseScales[responseScale]).at(-1), { timeMs: 90_000 });
    }
    const { length } = writeState({ language: "zh-Hant-HK", profile: "x".repeat(64), log: session.logText });
    assert.ok(length < 4096, `${name}: ${length} characters for ${order.length} answers`);
  }
});
