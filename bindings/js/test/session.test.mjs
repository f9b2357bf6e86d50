// A session from start to outcome: the real bank, and every model.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { AnswerError, DesignError } from "thetis";
import { bankOf, COMPENSATORY, engine, MODELS, refuses, softSkills, state, take } from "./support.mjs";

const RANDOM = { select: { criterion: { name: "random" } } };

test("the soft-skills test runs to its end and tells why", async () => {
  const bank = await softSkills();
  const session = take(engine.start(bank, { seed: 7 }));
  const { finished, reason, estimates, steps } = session.outcome();
  const { minItems, maxItems } = bank.designs.default.stop;
  assert.ok(finished);
  assert.ok(steps.length >= minItems && steps.length <= maxItems);
  assert.equal(reason.name, steps.length === maxItems ? "maximum-length" : "standard-error");
  assert.match(reason.sentence, /^[A-Z].*\.$/);
  assert.equal(session.next(), null);
  assert.deepEqual(estimates.map(({ dimension }) => dimension), bank.dimensions.map(({ id }) => id));
  for (const { theta, se } of estimates) assert.ok(Math.abs(theta) < 4 && se > 0 && se < 1, `${theta} ${se}`);
  assert.equal(new Set(steps.map(({ item }) => item)).size, steps.length, "no item twice");
  const items = new Map(bank.items.map((item) => [item.id, item]));
  steps.forEach((step, index) => {
    const option = take.options({ index });
    assert.equal(step.option, option);
    assert.equal(step.category, items.get(step.item).scoring.categories[Number(option) - 1]);
    assert.equal(step.timeMs, 1000 + 10 * index);
  });
  assert.deepEqual(steps.at(-1).theta, estimates.map(({ theta }) => theta));
  assert.deepEqual(steps.at(-1).se, estimates.map(({ se }) => se));
});

test("the same bank, design, seed and answers give the same session; another seed another", async () => {
  const bank = await softSkills();
  const once = (seed) => state(take(engine.start(bank, { design: "short", seed })));
  assert.equal(once(1), once(1));
  assert.equal(once(1), once("1"));
  assert.equal(once(1), once(1n));
  assert.equal(once(2n ** 63n), once("9223372036854775808"));
  assert.notEqual(once(1), once(2));
  assert.notEqual(once(1), once(1n + (1n << 32n)), "both halves of the seed count");
});

test("without a seed each session has its own", () => {
  const bank = bankOf(MODELS);
  const logs = new Set(Array.from({ length: 8 }, () => engine.start(bank, { design: RANDOM }).logText));
  assert.equal(logs.size, 8);
});

test("a seed that is not a whole number from 0 to 2^64 - 1 is refused", () => {
  const bank = bankOf(MODELS);
  for (const seed of [-1, 1.5, NaN, Infinity, 2 ** 53, 2n ** 64n, -1n, "", "one", "1.5", "-1", "0x5", " 5", {}, null, true]) {
    refuses(() => engine.start(bank, { seed }), DesignError, "wrong-type", 252);
  }
});

test("next gives the same question until it is answered, and counts from 0", () => {
  const session = engine.start(bankOf(MODELS), { seed: 3 });
  const first = session.next();
  assert.deepEqual(session.next(), first);
  assert.equal(first.index, 0);
  const log = session.logText;
  session.next();
  assert.equal(session.logText, log, "asking is not part of the log");
  session.answer("a");
  assert.equal(session.next().index, 1);
  assert.notEqual(session.next().item, first.item);
});

test("an answer by option and by category is the same", () => {
  const bank = bankOf([[{ type: "grm", a: 1.5, b: [-1, 0, 1.2] }, 4]]);
  bank.items[0].scoring.categories = [3, 2, 1, 0];
  const byOption = engine.start(bank, { seed: 1 });
  const byCategory = engine.start(bank, { seed: 1 });
  byOption.next();
  byCategory.next();
  assert.deepEqual(byOption.answer("b"), byCategory.answer(2));
  assert.equal(byOption.logText, byCategory.logText);
  assert.equal(byOption.outcome().steps[0].option, "b");
});

test("a key scores its option 1 and every other 0", () => {
  const bank = bankOf([[{ type: "3pl", a: 1, b: 0, c: 0.25 }, 4]]);
  bank.items[0].scoring = { key: "c" };
  for (const [option, category] of [["a", 0], ["b", 0], ["c", 1], ["d", 0]]) {
    const session = engine.start(bank, { seed: 1 });
    session.next();
    session.answer(option);
    const [step] = session.outcome().steps;
    assert.deepEqual([step.option, step.category], [option, category]);
  }
});

test("every model can be asked; a higher category never lowers an estimate", () => {
  for (const [model, count] of MODELS) {
    const estimates = Array.from({ length: count }, (_, category) => {
      const session = engine.start(bankOf([[model, count]]), { seed: 1 });
      assert.deepEqual(session.next(), { item: "q1", index: 0 });
      const [{ theta, se }] = session.answer(category);
      assert.ok(se > 0 && se < 1, `${model.type}: the answer tells something`);
      assert.equal(session.outcome().reason.name, "maximum-length");
      return theta;
    });
    assert.deepEqual(estimates, [...estimates].sort((a, b) => a - b), model.type);
    assert.ok(estimates[0] < 0 && estimates.at(-1) > 0, `${model.type}: ${estimates}`);
  }
});

test("models that are one another's special case give the same bits", () => {
  const only = (model, count) => {
    const session = engine.start(bankOf([[model, count]]), { seed: 1 });
    session.next();
    return session.answer(1);
  };
  const same = (a, b, count) => assert.deepEqual(only(a, count), only(b, count), `${a.type} as ${b.type}`);
  same({ type: "1pl", b: 0.2 }, { type: "4pl", a: 1, b: 0.2, c: 0, d: 1 }, 2);
  same({ type: "2pl", a: 1.3, b: 0.2 }, { type: "3pl", a: 1.3, b: 0.2, c: 0 }, 2);
  same({ type: "mgrm", a: 1.2, b: 0.25, t: [1, 0, -0.5] }, { type: "grm", a: 1.2, b: [-0.75, 0.25, 0.75] }, 4);
  same({ type: "rsm", b: 0.25, t: [-1, 0.5] }, { type: "gpcm", a: 1, b: [-0.75, 0.75] }, 3);
  same({ type: "pcm", b: [-0.5, 0.5] }, { type: "gpcm", a: 1, b: [-0.5, 0.5] }, 3);
});

test("several dimensions: compensatory models, one estimate each", () => {
  const bank = bankOf([...COMPENSATORY, ...MODELS], { dimensions: ["verbal", "number"] });
  const session = engine.start(bank, { seed: 5 });
  while (session.next()) assert.equal(session.answer(1).length, 2);
  const { reason, steps, estimates } = session.outcome();
  assert.equal(steps.length, bank.items.length);
  assert.equal(reason.name, "maximum-length");
  assert.ok(estimates.every(({ theta, se }) => Number.isFinite(theta) && se > 0 && se < 1));
});

test("the scaling constant multiplies slopes", () => {
  const answer = (scaling, a) => {
    const session = engine.start({ ...bankOf([[{ type: "2pl", a, b: 0.5 }, 2]]), scaling }, { seed: 1 });
    session.next();
    return session.answer(1);
  };
  assert.deepEqual(answer(2, 1), answer(1, 2));
});

test("pilot and retired items are not asked", () => {
  const bank = bankOf(MODELS);
  bank.items[0].status = "pilot";
  bank.items[4].status = "retired";
  const session = engine.start(bank, { design: RANDOM, seed: 1 });
  const asked = [];
  for (let question; (question = session.next()); session.answer(0)) asked.push(question.item);
  assert.equal(asked.length, MODELS.length - 2);
  assert.ok(!asked.includes("q1") && !asked.includes("q5"));
  assert.equal(session.outcome().reason.name, "maximum-length", "as long as there are operational items");
});

test("answers that cannot be taken leave the session as it was", () => {
  const session = engine.start(bankOf([[{ type: "grm", a: 1.5, b: [-1, 0] }, 3], [{ type: "1pl", b: 0 }, 2]]), { seed: 1 });
  const before = state(session);
  refuses(() => session.answer("a"), AnswerError, "not-asked", 303);
  assert.equal(state(session), before);
  const { item } = session.next();
  const spoilt = [
    [() => session.answer("z"), "unknown", 353],
    [() => session.answer("toString"), "unknown", 353],
    [() => session.answer(3), "unknown", 353],
    [() => session.answer(-1), "unknown", 353],
    [() => session.answer(0.5), "unknown", 353],
    [() => session.answer(NaN), "unknown", 353],
    [() => session.answer(Infinity), "unknown", 353],
    [() => session.answer(), "unknown", 353],
    [() => session.answer(null), "unknown", 353],
    [() => session.answer(["a"]), "unknown", 353],
    [() => session.answer("a", { timeMs: -1 }), "wrong-type", 352],
    [() => session.answer("a", { timeMs: NaN }), "wrong-type", 352],
    [() => session.answer("a", { timeMs: Infinity }), "wrong-type", 352],
    [() => session.answer("a", { timeMs: "5" }), "wrong-type", 352],
    [() => session.answer("a", { timeMs: null }), "wrong-type", 352],
  ];
  for (const [call, code, number] of spoilt) {
    refuses(call, AnswerError, code, number, item);
    assert.equal(state(session), before, call.toString());
    assert.deepEqual(session.next(), { item, index: 0 });
  }
  session.answer("a");
  const after = state(session);
  refuses(() => session.answer("a"), AnswerError, "not-asked", 303);
  assert.equal(state(session), after, "answered twice");
  session.next();
  session.answer("a");
  assert.equal(session.next(), null);
  const end = state(session);
  refuses(() => session.answer("a"), AnswerError, "finished", 304);
  assert.equal(state(session), end, "answered after the end");
});

test("a time beyond what a log holds is kept as the longest it can", () => {
  const session = engine.start(bankOf(MODELS), { seed: 1 });
  session.next();
  session.answer(0, { timeMs: 1e300 });
  assert.equal(session.outcome().steps[0].timeMs, (2 ** 32 - 1) * 10);
});

test("the engine's session is closed when nothing refers to it any more, and not before", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const pause = () => new Promise((done) => setTimeout(done, 5));
  // A package of its own, whose memory is known.
  const module = await WebAssembly.compile(await readFile(new URL("../dist/thetis_session_bg.wasm", import.meta.url)));
  const { instantiate } = WebAssembly;
  let memory;
  WebAssembly.instantiate = async (...given) => {
    const instance = await instantiate(...given);
    ({ memory } = instance.exports);
    return instance;
  };
  const other = await (await import("../dist/thetis.js?collected")).loadEngine({ wasm: module });
  WebAssembly.instantiate = instantiate;
  const bank = bankOf(MODELS);
  // Of one session only two functions are kept.
  const { next, answer } = other.start(bank, { seed: 1 });
  const asked = next();
  const round = async () => {
    for (let count = 0; count < 100; count++) other.start(bank, { seed: count }).next();
    await pause();
    collect();
    await pause();
    return memory.buffer.byteLength;
  };
  for (let warm = 0; warm < 5; warm++) await round();
  const before = memory.buffer.byteLength;
  let after;
  for (let rounds = 0; rounds < 20; rounds++) after = await round();
  assert.equal(after, before, "2,000 sessions in the room of a few hundred");
  assert.deepEqual(next(), asked);
  assert.equal(answer(0).length, 1);
  assert.equal(next().index, 1);
});
