// The course of an assessment, with the real engine: what leads where, what is kept, and what a person may go back to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bankOf } from "./support.mjs";
import { player, wasm } from "./player_support.mjs";

const { Course, loadEngine, remaining } = await player("course", "progress", "../index");
const engine = await loadEngine({ wasm });

/** A course over items of two options, and what happened in it. `clock.now` is its time. */
function courseOf({ change = "off", length = 4, readOnly = false, answers = {} } = {}) {
  const bank = bankOf(Array.from({ length: 8 }, (_, k) => [{ type: "2pl", a: 1, b: k / 4 - 1 }, 2]));
  const design = { select: { criterion: { name: "maximum-information" } }, stop: { minItems: length, maxItems: length }, answers: { change, ...answers } };
  const clock = { now: 0 };
  const told = [];
  const owner = {
    now: () => clock.now,
    begin: () => engine.start(bank, { design, seed: 1 }),
    complete: (_, draft) => draft,
    remaining: (outcome, before) => remaining(bank, design, outcome, before),
    asked: (item, index) => told.push(["asked", index]),
    given: (given) => told.push(["given", given]),
    finished: () => told.push(["finished"]),
    keep: () => told.push(["keep"]),
    changed() {},
  };
  const course = new Course(owner, readOnly);
  course.visible(true);
  return { course, clock, told, bank, design, resume: (log) => engine.resume(bank, log, { design }) };
}

function answer({ course, clock }, draft, ms = 1000) {
  course.change(draft);
  clock.now += ms;
  course.next();
}

function begun(options) {
  const it = courseOf(options);
  it.course.begin();
  it.course.change("a");
  it.course.next();
  it.course.next();
  it.told.length = 0;
  return it;
}

test("welcome, practice, questions, result", () => {
  const it = courseOf();
  const { course, told } = it;
  assert.deepEqual(course.place, { name: "welcome" });
  course.begin();
  assert.deepEqual(course.place, { name: "practice", done: false });
  course.next();
  assert.equal(course.missing, true, "the practice question asks for an answer too");
  course.change("a");
  assert.equal(course.missing, false);
  course.next();
  assert.deepEqual(course.place, { name: "practice", done: true });
  assert.equal(course.session, null, "nothing has begun");
  course.next();
  assert.deepEqual(course.place, { name: "question", index: 0 });
  for (let n = 0; n < 4; n++) {
    assert.deepEqual(course.remaining, { count: 4 - n, exact: true });
    answer(it, n % 2 ? "a" : "b");
  }
  assert.deepEqual(course.place, { name: "result" });
  assert.equal(told.filter(([name]) => name === "given").length, 4);
  assert.equal(told.at(-1)[0], "finished");
  course.counsellor();
  assert.deepEqual(course.place, { name: "counsellor" });
  course.back();
  assert.deepEqual(course.place, { name: "result" });
});

test("every answer is kept, and so is every draft", () => {
  const it = begun();
  it.course.change("b");
  assert.equal(it.told.filter(([name]) => name === "keep").length, 1);
  assert.deepEqual([it.course.pending.draft, it.course.pending.item], ["b", it.course.item]);
  it.course.next();
  assert.equal(it.told.at(-1)[0], "keep");
  assert.deepEqual(it.course.pending.draft, null);
});

test("without an answer nothing is answered", () => {
  const { course, told } = begun();
  course.next();
  assert.deepEqual([course.missing, course.answered, told], [true, 0, []]);
});

test("time is that of the question on the screen, and stands still while the page is hidden", () => {
  const it = begun();
  const { course, clock } = it;
  clock.now += 500;
  course.visible(false);
  clock.now += 60_000;
  course.visible(true);
  answer(it, "a", 250);
  assert.equal(course.outcome.steps[0].timeMs, 750);
  // A clock that goes back, as some browsers' do after sleep.
  clock.now -= 10_000;
  answer(it, "a", 0);
  assert.equal(course.outcome.steps[1].timeMs, 0);
});

test("a session goes on where it was, with its draft and its time", () => {
  const it = begun();
  answer(it, "b");
  it.course.change("a");
  it.clock.now += 300;
  const { draft, spent, item } = it.course.pending;
  const again = courseOf();
  again.course.resume(it.resume(it.course.session.logText), { item, value: draft }, spent);
  assert.deepEqual(again.course.place, { name: "question", index: 1 });
  assert.equal(again.course.draft, "a");
  again.clock.now += 200;
  again.course.next();
  assert.equal(again.course.outcome.steps[1].timeMs, 500);
  assert.deepEqual(again.course.remaining, { count: 2, exact: true });
  // The draft of another item is none.
  const other = courseOf();
  other.course.resume(it.resume(it.course.session.logText), { item: "q999", value: "b" }, spent);
  assert.equal(other.course.draft, null);
});

test("a finished session goes on at its result", () => {
  const it = begun();
  for (let n = 0; n < 4; n++) answer(it, "a");
  const again = courseOf();
  again.course.resume(it.resume(it.course.session.logText));
  assert.deepEqual(again.course.place, { name: "result" });
  assert.deepEqual(again.told, [], "finished long ago");
});

test("where answers may not be changed there is no way back", () => {
  const it = begun();
  answer(it, "a");
  assert.equal(it.course.may.back, false);
  it.course.back();
  assert.deepEqual(it.course.place, { name: "question", index: 1 });
});

test("an earlier answer is changed; the question that waited keeps its draft", () => {
  const it = begun({ change: "all" });
  const { course, told } = it;
  answer(it, "a");
  answer(it, "a");
  const waiting = course.item;
  course.change("b");
  course.back();
  course.back();
  assert.deepEqual([course.place.index, course.earlier, course.draft, course.may.back], [0, true, "a", false]);
  assert.deepEqual(course.remaining, { count: 4, exact: true });
  assert.equal(course.pending.draft, "b", "what waits is kept, not what is looked at");
  course.next();
  assert.deepEqual([course.place.index, course.outcome.steps[0].option], [1, "a"], "looking is not changing");
  const log = course.session.logText;
  course.next();
  assert.equal(course.session.logText, log);
  assert.deepEqual([course.place.index, course.item, course.draft], [2, waiting, "b"]);
  course.back();
  answer(it, "b");
  assert.deepEqual([course.outcome.steps[1].option, told.findLast(([name]) => name === "given")[1].changed], ["b", true]);
  assert.deepEqual(course.place, { name: "question", index: 2 });
  // The next question was chosen anew: the draft is there if it is the same one, and gone if not.
  assert.equal(course.draft, course.item === waiting ? "b" : null);
});

test("only the last answer, where only that may be changed", () => {
  const it = begun({ change: "last" });
  for (let n = 0; n < 3; n++) answer(it, "a");
  it.course.back();
  assert.deepEqual([it.course.place.index, it.course.may.back], [2, false]);
});

test("passing on, where the design allows it", () => {
  const it = begun({ answers: { skip: "ignored", dontKnow: "lowest" } });
  assert.deepEqual(it.course.may, { skip: true, dontKnow: true, back: false });
  it.course.dontKnow();
  it.course.skip();
  assert.deepEqual(it.course.outcome.steps.map(({ given }) => given), ["dont-know", "skip"]);
  const refused = begun();
  refused.course.skip();
  refused.course.dontKnow();
  assert.equal(refused.course.answered, 0);
});

test("which work to compare with is asked before the practice, and again from the result", () => {
  const it = courseOf();
  const { course, told } = it;
  course.occupations();
  assert.deepEqual(course.place, { name: "occupation", done: false });
  course.back();
  assert.deepEqual(course.place, { name: "welcome" });
  course.occupations();
  course.begin();
  assert.deepEqual(course.place, { name: "practice", done: false });
  assert.deepEqual(told, [], "nothing is kept before the test has begun");

  const later = begun();
  for (let n = 0; n < 4; n++) answer(later, "a");
  const log = later.course.session.logText;
  for (const [go, place] of [["occupations", { name: "occupation", done: true }], ["answers", { name: "answers" }], ["counsellor", { name: "counsellor" }]]) {
    later.course[go]();
    assert.deepEqual(later.course.place, place);
    later.course.back();
    assert.deepEqual(later.course.place, { name: "result" });
  }
  assert.equal(later.course.session.logText, log);
});

test("a review looks at each answer and changes none", () => {
  const it = begun({ change: "all" });
  for (let n = 0; n < 4; n++) answer(it, "a");
  const review = courseOf({ change: "all", readOnly: true });
  const { course } = review;
  course.resume(it.resume(it.course.session.logText));
  const log = course.session.logText;
  assert.deepEqual(course.place, { name: "result" });
  for (let n = 3; n >= 0; n--) {
    course.back();
    assert.deepEqual([course.place.index, course.draft], [n, "a"]);
    course.change("b");
    assert.equal(course.draft, "a");
  }
  for (let n = 0; n < 4; n++) course.next();
  assert.deepEqual(course.place, { name: "result" });
  course.answers();
  assert.deepEqual(course.place, { name: "question", index: 0 });
  assert.equal(course.session.logText, log);
});
