// Where sessions are kept: what is written is read, on the device or, where that refuses, in memory; and what was read is checked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { player } from "./player_support.mjs";

const { ladder, memoryStore, deviceStore, readKept, readKeptBank, TroubleError } = await player("storage/store", "storage/record", "trouble");

/** A store that refuses while `full`, and remembers each write. */
function device() {
  const memory = memoryStore();
  const store = {
    full: false,
    writes: [],
    read: (keys) => (store.full ? Promise.reject(Error("SecurityError")) : memory.read(keys)),
    async write(entries) {
      await new Promise((soon) => setTimeout(soon, 2));
      if (store.full) throw Error("QuotaExceededError");
      store.writes.push(Object.fromEntries(entries));
      await memory.write(entries);
    },
    remove: (keys) => memory.remove(keys),
    clear: () => memory.clear(),
  };
  return store;
}

function laddered(first) {
  const states = [];
  return { store: ladder(first, (refused) => states.push(refused)), states };
}

test("what was written is there for who comes later", async () => {
  const first = device();
  await laddered(first).store.write([["a", 1], ["b", 2]]);
  assert.deepEqual(await laddered(first).store.read(["a", "b", "c"]), [1, 2, undefined]);
});

test("a device that refuses is told, and memory goes on", async () => {
  const first = device();
  first.full = true;
  const { store, states } = laddered(first);
  assert.deepEqual(await store.read(["a"]), [undefined]);
  await store.write([["a", 1]]);
  assert.deepEqual(await store.read(["a"]), [1]);
  assert.ok(states.length > 0 && states.every((refused) => refused));
});

test("in Node there is no IndexedDB, which is a refusal like any other", async () => {
  const { store, states } = laddered(deviceStore());
  await store.write([["a", 1]]);
  assert.deepEqual(await store.read(["a"]), [1]);
  assert.deepEqual([...new Set(states)], [true]);
});

test("without a device there is only memory, and nobody is told", async () => {
  const { store, states } = laddered(null);
  await store.write([["a", 1]]);
  assert.deepEqual([await store.read(["a"]), states], [[1], []]);
});

test("storage full in the middle: what was refused goes along once there is space", async () => {
  const first = device();
  const { store, states } = laddered(first);
  await store.write([["bank", "b"], ["a", 1]]);
  first.full = true;
  await store.write([["a", 2]]);
  await store.write([["other", 9]]);
  assert.deepEqual(await store.read(["a"]), [2], "memory is newer than the device");
  first.full = false;
  await store.write([["c", 3]]);
  assert.deepEqual(await laddered(first).store.read(["bank", "a", "other", "c"]), ["b", 2, 9, 3]);
  assert.deepEqual([states.at(0), states.includes(true), states.at(-1)], [false, true, false]);
});

test("of many writes in a row the last one counts, and few are made", async () => {
  const first = device();
  const { store } = laddered(first);
  await Promise.all(Array.from({ length: 50 }, (_, n) => store.write([["a", n]])));
  assert.deepEqual(await laddered(first).store.read(["a"]), [49]);
  assert.ok(first.writes.length <= 3, `${first.writes.length} writes`);
});

test("what was deleted stays deleted, whatever was being written", async () => {
  const first = device();
  const { store } = laddered(first);
  void store.write([["a", 1]]);
  void store.write([["a", 2]]);
  await store.clear();
  assert.deepEqual([await store.read(["a"]), await laddered(first).store.read(["a"])], [[undefined], [undefined]]);
  await store.write([["a", 3], ["b", 4]]);
  await store.remove(["a"]);
  assert.deepEqual(await laddered(first).store.read(["a", "b"]), [undefined, 4]);
});

test("a device that never answers is a refusal, soon", async () => {
  const never = () => new Promise(() => {});
  const { store, states } = laddered({ read: never, write: never, remove: never, clear: never });
  const begun = performance.now();
  assert.deepEqual(await store.read(["a"]), [undefined]);
  assert.ok(performance.now() - begun < 2500);
  assert.deepEqual(states, [true]);
});

const KEPT = { format: 1, bank: { id: "x", version: "1" }, design: "", language: "ar", profile: "home-care-aide", log: "abc", answered: 2, finished: false, draft: { item: "q3", value: ["a", "b"] }, spent: 12.5, when: 1e12 };

test("a kept session is read as it was written", () => {
  assert.deepEqual(readKept(structuredClone(KEPT)), KEPT);
  assert.equal(readKept(undefined), null);
  assert.equal(readKept(null), null);
});

test("what cannot be a session is damage", () => {
  const broken = ["text", 5, {}, [], { ...KEPT, format: 2 }, { ...KEPT, log: "" }, { ...KEPT, log: 7 }, { ...KEPT, bank: null }, { ...KEPT, bank: {} }, { ...KEPT, design: undefined }];
  for (const value of broken)
    assert.throws(
      () => readKept(value),
      (error) => error instanceof TroubleError && error.trouble === "state-corrupt",
      JSON.stringify(value),
    );
});

test("damage beside the log does no harm", () => {
  const kept = readKept({ ...KEPT, answered: -3, spent: NaN, when: "yesterday", draft: "b", language: 7, profile: {}, finished: "yes" });
  assert.deepEqual([kept.answered, kept.spent, kept.when, kept.draft, kept.language, kept.profile, kept.finished], [0, 0, 0, null, "", null, false]);
  const { profile, ...older } = KEPT;
  assert.equal(readKept(older).profile, null, "kept before there were profiles to choose from");
});

test("a kept bank is one, or none", () => {
  const beside = { bank: { id: "x", items: [] }, locales: { en: {} } };
  assert.equal(readKeptBank(beside), beside);
  for (const value of [undefined, null, 3, {}, { bank: {}, locales: {} }, { bank: { items: [] } }]) assert.equal(readKeptBank(value), null);
});
