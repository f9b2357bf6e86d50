// Every failure is a trouble that has words and a way on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bankFile, player, wasm } from "./player_support.mjs";

const { loadEngine, TroubleError, troubleOf } = await player("trouble", "../index");
const engine = await loadEngine({ wasm });
const bank = await bankFile("soft-skills/bank.json");

/** The trouble that a call comes to. */
const trouble = (call) => {
  try {
    call();
  } catch (error) {
    return troubleOf(error).name;
  }
  return null;
};

test("what the engine refuses", () => {
  const session = engine.start(bank, { seed: 1 });
  session.next();
  session.answer("1");
  const log = session.logText;
  assert.equal(trouble(() => engine.start({ ...bank, prior: { mean: [0], covariance: [[1]] } })), "bank-invalid");
  assert.equal(trouble(() => engine.start(bank, { design: "unheard-of" })), "bank-invalid");
  assert.equal(trouble(() => engine.resume(bank, `${log.slice(0, -4)}AAAA`)), "state-corrupt");
  assert.equal(trouble(() => engine.resume(bank, "?")), "state-corrupt");
  assert.equal(trouble(() => engine.resume({ ...bank, version: "2" }, log)), "state-of-another-bank");
  assert.equal(trouble(() => engine.resume(bank, log, { design: "short" })), "bank-updated");
  assert.equal(trouble(() => engine.resume({ ...bank, designs: { default: bank.designs.short } }, log)), "bank-updated");
});

test("an engine that does not come, and one that may not run", async () => {
  // Another bundle: an engine that has been loaded stays.
  const fresh = await player("trouble", "../index", "events");
  const coming = async (source) => fresh.troubleOf(await fresh.loadEngine({ wasm: source }).catch((error) => error)).name;
  assert.equal(await coming(new Response(null, { status: 404 })), "engine-missing");
  assert.equal(await coming(new Uint8Array([1, 2, 3])), "engine-refused");
});

test("everything else", () => {
  assert.deepEqual(troubleOf(new TroubleError("other-tab", "there")), { name: "other-tab", detail: "there" });
  assert.deepEqual(troubleOf(new TypeError("x is not a function")), { name: "unexpected", detail: "TypeError: x is not a function" });
  assert.equal(troubleOf("a text").name, "unexpected");
  assert.equal(troubleOf(undefined).name, "unexpected");
});
