// Which items a test has: content, enemies, sets, pilots, exposure, competences, and items seen before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BankError, DesignError } from "thetis";
import { bankOf, course, engine, MODELS, refuses, state } from "./support.mjs";

const criterion = { name: "maximum-information" };
/** Sixteen items of equal shape; what is said of an item by its number, from 1, is added to it. */
function bank(extra = {}, more = {}) {
  const source = bankOf(Array.from({ length: 16 }, (_, index) => [{ type: "2pl", a: 1 + 0.05 * index, b: (index - 8) / 4 }, 2]));
  for (const [number, fields] of Object.entries(extra)) Object.assign(source.items[number - 1], fields);
  return { ...source, ...more };
}
const ALL = Array.from({ length: 16 }, (_, index) => index + 1);
const asked = (source, design, options) => course(source, design, options).outcome().steps.map(({ item }) => item);
const areas = () => bank(Object.fromEntries(ALL.map((n) => [n, { content: n % 4 ? "algebra" : ["geometry", "proof"] }])));
const count = (list, remainder) => list.filter((id) => id.slice(1) % 4 === remainder).length;

test("content: at least, at most, and the share aimed at", () => {
  const stop = { maxItems: 6 };
  const items = (content) => asked(areas(), { select: { criterion, content }, stop });
  assert.equal(count(items([{ area: "geometry", min: 3 }]), 0), 3);
  assert.equal(count(items([{ area: "proof", max: 0 }]), 0), 0);
  assert.equal(count(items([{ area: "algebra", max: 2 }]), 0), 4);
  assert.equal(count(items([{ area: "algebra", target: 0.5 }, { area: "geometry", target: 0.5 }]), 0), 3);
  const log = (rule) => course(areas(), { select: { criterion, content: [rule] }, stop }).logText;
  assert.equal(log({ area: "geometry" }), log({ area: "geometry", min: 0, max: 4, target: 0 }), "the documented defaults");
  assert.equal(course(areas(), { select: { criterion, content: [] }, stop }).logText, course(areas(), { select: { criterion }, stop }).logText);
  const without = areas();
  without.items[3].status = "retired";
  const design = (rule) => ({ select: { criterion, content: [rule] } });
  assert.equal(course(without, design({ area: "proof" })).logText, course(without, design({ area: "proof", max: 3 })).logText, "operational items count");
});

test("content that cannot be", () => {
  const rule = (content) => () => course(areas(), { select: { criterion, content } });
  refuses(rule([{ area: "algebra", min: 3, max: 2 }]), DesignError, "blueprint-contradictory", 209, null);
  refuses(rule([{ area: "algebra", target: 1.5 }]), DesignError, "blueprint-contradictory", 209, null);
  refuses(rule([{ area: "music" }]), DesignError, "unknown", 253);
  refuses(rule([{ area: "toString" }]), DesignError, "unknown", 253);
  const shapes = [{}, "algebra", ["algebra"], [null], [{}], [{ area: 1 }], [{ area: ["algebra"] }]];
  for (const content of shapes) refuses(rule(content), DesignError, "wrong-type", 252);
  for (const min of [1.5, -1, NaN]) refuses(rule([{ area: "algebra", min }]), DesignError, "malformed", 250);
});

test("enemies are never in the same test, whoever names the other", () => {
  const design = { select: { criterion } };
  const pairs = [[7, 8], [9, 10]];
  const source = bank({ 7: { enemies: ["q8"] }, 10: { enemies: ["q9", "q9"] }, 9: { enemies: ["q10"] } });
  const items = asked(source, design);
  assert.equal(items.length, 14);
  for (const [a, b] of pairs) assert.equal(items.filter((id) => [`q${a}`, `q${b}`].includes(id)).length, 1);
  const log = (extra) => course(bank(extra), design).logText;
  const one = log({ 7: { enemies: ["q8"] } });
  assert.equal(log({ 7: { enemies: ["q8", "q8", "q7"] }, 8: { enemies: ["q7"] } }), one, "each pair once, and no item its own enemy");
  const plain = log({ 12: { status: "retired" } });
  assert.equal(log({ 12: { status: "retired" }, 3: { enemies: ["q12"] } }), plain, "a retired enemy is none");
  refuses(() => log({ 7: { enemies: ["q99"] } }), BankError, "unknown", 153, "q7");
  refuses(() => log({ 7: { enemies: "q8" } }), BankError, "wrong-type", 152, "q7");
  refuses(() => log({ 7: { enemies: [8] } }), BankError, "unknown", 153, "q7");
});

test("item sets are asked together: all or none, in order, or so many", () => {
  const inside = { set: "story" };
  const story = (fields) => bank({ 8: inside, 9: inside, 10: inside, 2: inside }, { sets: { story: fields, unused: {} } });
  const items = (fields, more) => asked(story(fields), { select: { criterion }, stop: { maxItems: 9 }, ...more });
  const members = (list) => list.map((id, place) => [id, place]).filter(([id]) => ["q2", "q8", "q9", "q10"].includes(id));
  const isTogether = (found) => found.every(([, place], index) => place === found[0][1] + index);
  const all = members(items({}));
  assert.equal(all.length, 4);
  assert.ok(isTogether(all));
  const fixed = members(items({ order: "fixed" }, { start: { items: ["q2"] } }));
  assert.ok(isTogether(fixed));
  assert.deepEqual(fixed.map(([id]) => id), ["q2", "q8", "q9", "q10"]);
  const few = members(items({ min: 1, max: 2 }));
  assert.ok(few.length >= 1 && few.length <= 2 && isTogether(few));
  assert.equal(members(items({ order: "fixed" })).length, 0, "a set is begun with its first item, which is not the best here");
  assert.equal(members(items({}, { stop: { maxItems: 3 } })).length, 0, "a set that no longer fits is not begun");
  const log = (fields) => course(story(fields), { select: { criterion } }).logText;
  assert.equal(log({}), log({ order: "any", min: 4, max: 4 }), "the documented defaults");
  refuses(() => log({ order: "random" }), BankError, "unknown", 153);
  refuses(() => log({ min: 3, max: 2 }), DesignError, "blueprint-contradictory", 209, null);
  refuses(() => log({ min: 5 }), DesignError, "blueprint-contradictory", 209, null);
  refuses(() => log({ max: "4" }), DesignError, "malformed", 250);
  const loose = (set, sets) => () => course(bank({ 3: { set } }, { sets }), { select: { criterion } });
  refuses(loose("tale", { story: {} }), BankError, "unknown", 153, "q3");
  refuses(loose("tale", undefined), BankError, "unknown", 153, "q3");
  refuses(loose("toString", {}), BankError, "unknown", 153, "q3");
  refuses(loose(3, { 3: {} }), BankError, "unknown", 153, "q3");
  refuses(loose("tale", []), BankError, "wrong-type", 152);
  refuses(loose("tale", { tale: 3 }), BankError, "wrong-type", 152);
});

test("pilot items are asked at positions of chance, and never count", () => {
  const source = () => bank(Object.fromEntries([3, 6, 13].map((n) => [n, { status: "pilot" }])));
  const design = { select: { criterion, pilot: { items: 2, from: 3, to: 6 } }, stop: { maxItems: 8 } };
  const seen = new Set();
  for (let seed = 0; seed < 30; seed++) {
    const { steps } = course(source(), design, { seed }).outcome();
    const places = steps.flatMap(({ item }, place) => (["q3", "q6", "q13"].includes(item) ? place + 1 : []));
    assert.equal(places.length, 2);
    assert.ok(places.every((place) => place >= 3 && place <= 6), `${places}`);
    assert.deepEqual(steps.map(({ scored }, place) => !scored && place + 1).filter(Boolean), places);
    for (const place of places) assert.deepEqual(steps[place - 1].theta, steps[place - 2].theta, "the estimate stays");
    seen.add(`${places}`);
  }
  assert.ok(seen.size > 3, `${[...seen].join(" ")}`);
  assert.equal(asked(source(), { select: { criterion }, stop: { maxItems: 16 } }).length, 13, "without, none is asked");
  const log = (pilot) => course(source(), { select: { criterion, pilot }, stop: { maxItems: 8 } }).logText;
  assert.equal(log({ items: 2 }), log({ items: 2, from: 1, to: 8 }), "the documented defaults");
  for (const pilot of [{ items: 4 }, { items: 2, from: 5, to: 5 }, { items: 1, from: 0 }, { items: 1, from: 6, to: 5 }]) {
    refuses(() => log(pilot), DesignError, "blueprint-contradictory", 209, null);
  }
  refuses(() => log({}), DesignError, "malformed", 250);
  refuses(() => log(2), DesignError, "wrong-type", 252);
});

test("exposure: items are eligible with a probability, by class of ability", () => {
  const stop = { maxItems: 1 };
  const first = (exposure, seed) => asked(bank(), { select: { criterion, exposure }, stop }, { seed })[0];
  const best = first(undefined, 1);
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const share = (exposure) => seeds.filter((seed) => first(exposure, seed) === best).length / seeds.length;
  assert.equal(share({ items: { [best]: 1 } }), 1);
  assert.equal(share({ items: { [best]: 0 } }), 0);
  assert.ok(Math.abs(share({ items: { [best]: 0.3 } }) - 0.3) < 0.1);
  assert.equal(share({ bounds: [-1, 1], items: { [best]: [0, 1, 0] } }), 1, "the first item is chosen in the middle class");
  assert.equal(share({ bounds: [0.5], items: { [best]: [0, 1] } }), 0);
  const log = (exposure) => course(bank(), { select: { criterion, exposure }, stop }).logText;
  assert.equal(log({}), log(undefined), "nothing said");
  assert.equal(log({ items: { q1: 0.5 } }), log({ bounds: [], items: { q1: [0.5] } }));
  assert.equal(log({ bounds: [0], items: { q1: 0.5 } }), log({ bounds: [0], items: { q1: [0.5, 0.5] } }));
  for (const p of [1.5, -0.1]) refuses(() => log({ items: { q1: p } }), DesignError, "blueprint-contradictory", 209, null);
  refuses(() => log({ bounds: [1, 0] }), DesignError, "blueprint-contradictory", 209, null);
  for (const p of [[0.5, 0.5], [0.1, 0.2, 0.3, 0.4], [], "0.5", NaN, {}]) {
    refuses(() => log({ bounds: [-1, 1], items: { q1: p } }), DesignError, "malformed", 250);
  }
  refuses(() => log({ items: { q99: 0.5 } }), DesignError, "unknown", 253);
  refuses(() => log({ items: [0.5] }), DesignError, "wrong-type", 252);
  refuses(() => log({ bounds: 0 }), DesignError, "wrong-type", 252);
  refuses(() => log(0.5), DesignError, "wrong-type", 252);
});

/** Two competences, of one dimension and of two. */
function competences() {
  const source = bankOf([...MODELS, ...MODELS, ...MODELS], { dimensions: ["verbal", "numeric", "sure"] });
  source.dimensions = [
    { id: "verbal", competence: "language", kind: "evaluation" },
    { id: "numeric", competence: "number", kind: "evaluation" },
    { id: "sure", competence: "number", kind: "confidence" },
  ];
  source.items.forEach((item, index) => (item.dimensions = [["verbal", "numeric", "sure"][Math.floor(index / MODELS.length)]]));
  return source;
}
const turns = (policy, more) => {
  const source = competences();
  const select = { criterion: { name: "d-optimality" }, competences: policy };
  const of = new Map(source.items.map(({ id, dimensions: [dimension] }) => [id, dimension === "verbal" ? "L" : "N"]));
  return asked(source, { select, stop: { maxItems: 10 }, ...more }).map((id) => of.get(id)).join("");
};

test("competences take turns by a policy", () => {
  assert.equal(turns({ next: "in-order", maxItems: 4 }), "LLLLNNNNLL", "when all have their items, the first goes on");
  assert.equal(turns({ next: "in-order" }), "LLLLLLLLLL");
  const uncertain = turns({});
  assert.equal(uncertain, turns({ next: "largest-uncertainty" }));
  assert.ok(/L/.test(uncertain) && /N/.test(uncertain), uncertain);
  assert.ok(/^L?N+/.test(turns({ next: "nearest-cut" }, { cuts: { numeric: [0.01] } })));
  assert.equal(turns({ next: "weakest", maxItems: 3 }).length, 10);
  const precise = turns({ next: "in-order", standardError: 0.8 });
  assert.match(precise, /^L{1,4}N/, "a competence that is measured well enough is left");
  const log = (policy) => course(competences(), { select: { criterion: { name: "random" }, competences: policy }, stop: { maxItems: 3 } }).logText;
  assert.equal(log({}), log({ next: "largest-uncertainty", maxItems: 0, standardError: 0 }), "the documented defaults");
});

test("competences that cannot be", () => {
  refuses(() => turns({ next: "nearest-cut" }), DesignError, "cuts-unusable", 213);
  refuses(() => turns({ next: "strongest" }), DesignError, "unknown", 253);
  refuses(() => turns({ next: "toString" }), DesignError, "unknown", 253);
  refuses(() => turns({ standardError: -1 }), DesignError, "blueprint-contradictory", 209, null);
  refuses(() => turns({ maxItems: 1.5 }), DesignError, "malformed", 250);
  for (const policy of ["weakest", 5, true, []]) refuses(() => turns(policy), DesignError, "wrong-type", 252);
  const nameless = competences();
  delete nameless.dimensions[1].competence;
  refuses(() => course(nameless, { select: { criterion: { name: "random" }, competences: {} } }), DesignError, "wrong-type", 252);
});

test("items of an earlier session are not asked again, now or when the session is resumed", () => {
  const design = { select: { criterion }, stop: { maxItems: 5 } };
  const source = bank({}, { designs: { default: design } });
  const before = asked(source, undefined);
  const session = engine.start(source, { seed: 2, exclude: before });
  const first = session.next();
  assert.ok(!before.includes(first.item));
  session.answer(1);
  const resumed = engine.resume(source, session.logText);
  assert.equal(state(resumed), state(session));
  while (resumed.next()) resumed.answer(0);
  const after = resumed.outcome().steps.map(({ item }) => item);
  assert.equal(after.length, 5);
  assert.deepEqual(after.filter((id) => before.includes(id)), []);
  assert.equal(engine.start(source, { seed: 2, exclude: [] }).logText, engine.start(source, { seed: 2 }).logText);
  const none = engine.start(source, { exclude: source.items.map(({ id }) => id) });
  assert.equal(none.next(), null);
  assert.equal(none.outcome().reason.name, "bank-exhausted");
  refuses(() => engine.start(source, { exclude: ["q99"] }), DesignError, "unknown", 253);
  refuses(() => engine.start(source, { exclude: [1] }), DesignError, "unknown", 253);
  for (const exclude of ["q1", 5, { q1: true }]) refuses(() => engine.start(source, { exclude }), DesignError, "wrong-type", 252);
});
