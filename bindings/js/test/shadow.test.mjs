// Shadow tests: the solver is loaded when a design needs it, and every test satisfies the blueprint.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { bankOf, state } from "./support.mjs";

const dist = new URL("../dist/", import.meta.url);
let copies = 0;
/** The package loaded afresh: each copy has its own engine, and no solver. */
const fresh = async () => (await import(new URL(`thetis.js?shadow${++copies}`, dist).href)).loadEngine();

const criterion = { name: "maximum-information" };
const shadow = { refresh: "always" };
/** 60 items of three areas, two item sets and an enemy pair. */
function bank(designs) {
  const source = bankOf(Array.from({ length: 60 }, (_, index) => [{ type: "2pl", a: 0.6 + ((index * 7) % 20) / 14, b: ((index * 11) % 60) / 15 - 2 }, 2]));
  source.items.forEach((item, index) => {
    item.content = ["algebra", "geometry", "proof"][index % 3];
    if (index >= 20 && index < 28) item.set = index < 24 ? "garden" : "market";
  });
  source.items[5].enemies = ["q7"];
  source.sets = { garden: { min: 2, max: 3 }, market: {} };
  return { ...source, designs };
}
const content = [
  { area: "algebra", min: 4, max: 5 },
  { area: "geometry", min: 2, max: 3 },
  { area: "proof", min: 4 },
];
const design = (more) => ({ select: { criterion, content, shadow, ...more }, stop: { maxItems: 12 } });

/** Answers a session to its end, and checks the test against the blueprint. */
function finish(session, source = bank()) {
  for (let question; (question = session.next()); ) session.answer((question.index * 5) % 2);
  const items = session.outcome().steps.map(({ item }) => source.items.find(({ id }) => id === item));
  assert.equal(items.length, 12);
  for (const { area, min, max = Infinity } of content) {
    const count = items.filter((item) => item.content === area).length;
    assert.ok(count >= min && count <= max, `${count} of ${area}`);
  }
  assert.ok(items.filter(({ id }) => ["q6", "q7"].includes(id)).length < 2, "no enemies");
  const ofSet = (name) => items.filter(({ set }) => set === name).length;
  assert.ok([0, 2, 3].includes(ofSet("garden")) && [0, 4].includes(ofSet("market")), `${ofSet("garden")} ${ofSet("market")}`);
  return session;
}

test("without its solver a design with shadow tests is refused, and says what to do", async () => {
  const engine = await fresh();
  const refused = (call) => assert.throws(call, { name: "DesignError", code: "needs-prepare", number: 210, message: "needs prepare." });
  refused(() => engine.start(bank(), { design: design() }));
  await engine.prepare(bank({ default: { select: { criterion } }, shadow: design() }));
  refused(() => engine.start(bank(), { design: design() }), "the default design needed none");
  await engine.prepare(bank({ shadow: design() }), { design: "shadow" });
  assert.ok(engine.start(bank(), { design: design() }).next());
});

test("every test satisfies every constraint, whenever it is assembled anew", async () => {
  const engine = await fresh();
  await engine.prepare(bank(), { design: design() });
  const logs = new Set();
  for (const refresh of [undefined, "always", { every: 3 }, { change: 0.3 }]) {
    for (let seed = 0; seed < 5; seed++) {
      const session = engine.start(bank(), { design: design({ randomesque: 3, shadow: { refresh } }), seed });
      logs.add(finish(session).logText);
    }
  }
  assert.equal(logs.size, 15, "always is the default");
});

test("the number of item sets can be bounded", async () => {
  const engine = await fresh();
  await engine.prepare(bank(), { design: design() });
  const sets = (bounds) => {
    const session = finish(engine.start(bank(), { design: design({ shadow: { sets: bounds } }), seed: 1 }));
    return new Set(session.outcome().steps.flatMap(({ item }) => bank().items.find(({ id }) => id === item).set ?? [])).size;
  };
  assert.equal(sets({ min: 2 }), 2);
  assert.equal(sets({ max: 0 }), 0);
  assert.equal(sets({ min: 1, max: 1 }), 1);
  const log = (bounds) => engine.start(bank(), { design: design({ shadow: { sets: bounds } }), seed: 1 }).logText;
  assert.equal(log(undefined), log({ min: 0, max: 2 }), "the documented defaults");
});

test("a session with shadow tests resumes as it was, once the solver is there", async () => {
  const source = bank({ default: { select: { criterion: { name: "random" } } }, shadow: design(), other: design({ shadow: { refresh: { every: 2 } } }) });
  const engine = await fresh();
  await engine.prepare(source, { design: "shadow" });
  const session = engine.start(source, { design: "shadow", seed: 9 });
  for (let step = 0; step < 5; step++) (session.next(), session.answer(1));
  assert.equal(state(engine.resume(source, session.logText)), state(session));
  const later = await fresh();
  assert.throws(() => later.resume(source, session.logText), { name: "DesignError", code: "needs-prepare" });
  await later.prepare(source, { design: "shadow" });
  assert.equal(state(finish(later.resume(source, session.logText), source)), state(finish(session, source)));
});

test("a blueprint that no test satisfies ends the session, and says so", async () => {
  const engine = await fresh();
  await engine.prepare(bank(), { design: design() });
  const impossible = [{ area: "algebra", min: 9 }, { area: "proof", min: 9 }];
  const session = engine.start(bank(), { design: design({ content: impossible }) });
  assert.equal(session.next(), null);
  assert.deepEqual(session.outcome().reason, { code: 11, name: "no-feasible-test", sentence: "The test ended: no feasible test." });
});

test("the solver is fetched once, from where it is said to be, and after an error it can be tried again", async () => {
  const engine = await fresh();
  const prepare = (wasm) => engine.prepare(bank(), { design: design(), wasm });
  for (const [wasm, code] of [["/nowhere/thetis_assembly_bg.wasm", "fetch"], [Uint8Array.of(1, 2, 3), "start"]]) {
    await assert.rejects(prepare(wasm), { name: "LoadError", code, message: /thetis_assembly_bg\.wasm/ });
  }
  await prepare(await readFile(new URL("thetis_assembly_bg.wasm", dist)));
  await prepare("/nowhere/again.wasm");
  finish(engine.start(bank(), { design: design(), seed: 4 }));
});

test("what is refused is refused before anything is fetched", async () => {
  const engine = await fresh();
  await assert.rejects(engine.prepare("{", {}), { name: "BankError", code: "malformed" });
  await assert.rejects(engine.prepare(bank(), { design: "shadow" }), { name: "DesignError", code: "unknown" });
  await assert.rejects(engine.prepare(bank(), { design: 5 }), { name: "DesignError", code: "wrong-type" });
});

test("shadow tests that cannot be", async () => {
  const engine = await fresh();
  await engine.prepare(bank(), { design: design() });
  const start = (shadow) => () => engine.start(bank(), { design: design({ shadow }) });
  const shapes = [
    ["always", "wrong-type", 252],
    [true, "wrong-type", 252],
    [{ refresh: "never" }, "unknown", 253],
    [{ refresh: "every" }, "unknown", 253],
    [{ refresh: "" }, "malformed", 250],
    [{ refresh: {} }, "unknown", 253],
    [{ refresh: { every: 2, change: 1 } }, "unknown", 253],
    [{ refresh: { always: 1 } }, "unknown", 253],
    [{ refresh: { every: 1.5 } }, "malformed", 250],
    [{ refresh: { change: "1" } }, "malformed", 250],
    [{ refresh: { change: -1 } }, "blueprint-contradictory", 209],
    [{ sets: 2 }, "wrong-type", 252],
    [{ sets: { min: "1" } }, "malformed", 250],
  ];
  for (const [shadow, code, number] of shapes) assert.throws(start(shadow), { name: "DesignError", code, number }, JSON.stringify(shadow));
});
