// Sessions from their logs, and logs that must be refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LogError } from "thetis";
import { bankOf, engine, forgeLog, MODELS, refuses, softSkills, state, take } from "./support.mjs";

test("resumed after every answer, a test ends as if it had never been interrupted", async () => {
  const bank = await softSkills();
  const whole = take(engine.start(bank, { seed: 11 }));
  let session = engine.start(bank, { seed: 11 });
  for (let round = 0; session.next(); round++) {
    const asked = session.next();
    session = engine.resume(bank, round % 2 ? session.log : session.logText);
    assert.deepEqual(session.next(), asked);
    take(session, 1);
  }
  assert.equal(state(session), state(whole));
});

test("a finished session resumes as finished", () => {
  const bank = bankOf(MODELS);
  const session = engine.start(bank, { seed: 1 });
  while (session.next()) session.answer(1);
  const resumed = engine.resume(bank, session.log);
  assert.equal(resumed.next(), null);
  assert.equal(state(resumed), state(session));
});

test("the log of each of a bank's designs finds its design", async () => {
  const bank = await softSkills();
  for (const design of Object.keys(bank.designs)) {
    const session = take(engine.start(bank, { design, seed: 4 }), 5);
    assert.equal(state(engine.resume(bank, session.logText)), state(session), design);
    assert.equal(state(engine.resume(bank, session.logText, { design })), state(session), design);
  }
});

test("a design that is not in the bank must be given again", async () => {
  const bank = await softSkills();
  const design = { select: { criterion: { name: "random" } }, stop: { maxItems: 6 } };
  const session = take(engine.start(bank, { design, seed: 4 }), 3);
  assert.equal(state(engine.resume(bank, session.log, { design })), state(session));
  refuses(() => engine.resume(bank, session.log), LogError, "log-of-another-design", 405);
  refuses(() => engine.resume(bank, session.log, { design: "short" }), LogError, "log-of-another-design", 405);
});

test("a broken design of the bank does not stand in the way of the one that fits", async () => {
  const bank = await softSkills();
  const session = take(engine.start(bank, { design: "short", seed: 4 }), 3);
  bank.designs.default.stop = { minItems: -1 };
  assert.equal(state(engine.resume(bank, session.log)), state(session));
});

test("every single flipped bit is noticed, in the bytes and in the text", async () => {
  const bank = await softSkills();
  const session = take(engine.start(bank, { seed: 5 }), 6);
  const { log, logText } = session;
  for (let bit = 0; bit < log.length * 8; bit++) {
    const flipped = log.slice();
    flipped[bit >> 3] ^= 1 << (bit & 7);
    assert.throws(() => engine.resume(bank, flipped), LogError, `bit ${bit}`);
  }
  for (let place = 0; place < logText.length; place++) {
    for (let bit = 0; bit < 7; bit++) {
      const flipped = logText.slice(0, place) + String.fromCharCode(logText.charCodeAt(place) ^ (1 << bit)) + logText.slice(place + 1);
      assert.throws(() => engine.resume(bank, flipped), LogError, `bit ${bit} of character ${place}`);
    }
  }
  assert.equal(engine.resume(bank, log).logText, logText, "the log itself is untouched");
});

test("a log cut short anywhere, or with anything after it, is refused", async () => {
  const bank = await softSkills();
  const { log, logText } = take(engine.start(bank, { seed: 5 }), 6);
  for (let end = 0; end < log.length; end++) assert.throws(() => engine.resume(bank, log.slice(0, end)), LogError, `${end} bytes`);
  for (let end = 0; end < logText.length; end++) assert.throws(() => engine.resume(bank, logText.slice(0, end)), LogError, `${end} characters`);
  refuses(() => engine.resume(bank, log.slice(0, 10)), LogError, "log-truncated", 400);
  refuses(() => engine.resume(bank, Uint8Array.of(...log, 0)), LogError, "log-damaged", 402);
  refuses(() => engine.resume(bank, new Uint8Array()), LogError, "log-truncated", 400);
  refuses(() => engine.resume(bank, new TextEncoder().encode("<!doctype html>")), LogError, "log-format-unknown", 401);
});

test("text that is not base64url is refused", async () => {
  const bank = await softSkills();
  const { logText } = take(engine.start(bank, { seed: 5 }), 2);
  for (const text of [`${logText}=`, ` ${logText}`, `${logText}\n`, logText.replace(/./, "+"), "ä", "😀", "a"]) {
    refuses(() => engine.resume(bank, text), LogError, "malformed", 450);
  }
  for (const log of [null, undefined, 5, {}, [84, 1], new ArrayBuffer(40), true]) {
    refuses(() => engine.resume(bank, log), LogError, "malformed", 450);
  }
});

test("a log of another bank, or another version of it, is refused", async () => {
  const bank = await softSkills();
  const { log } = take(engine.start(bank, { seed: 5 }), 4);
  refuses(() => engine.resume(bankOf(MODELS), log), LogError, "log-of-another-bank", 404);
  const spoilt = [
    (other) => (other.version = "1.0.1"),
    (other) => (other.id = "soft"),
    (other) => (other.items[3].id = "A99"),
    (other) => other.items.pop(),
    (other) => (other.items[3].status = "pilot"),
    (other) => (other.items[3].model.a += 1e-15),
    (other) => (other.scaling = 1.0000000000000002),
    (other) => (other.prior.mean[0] = 1e-300),
  ];
  for (const change of spoilt) {
    const other = await softSkills();
    change(other);
    if (other.items.length < bank.items.length) delete other.designs.full;
    assert.throws(() => engine.resume(other, log), { name: "LogError", code: "log-of-another-bank" }, change.toString());
  }
});

test("logs forged with a checksum that fits: unknown items, answers that cannot be, other questions", async () => {
  const bank = bankOf([[{ type: "grm", a: 1.5, b: [-1, 0] }, 3], [{ type: "2pl", a: 1, b: 2 }, 2]]);
  bank.items[0].scoring.categories = [2, 1, 0];
  const start = engine.start(bank, { seed: 5 });
  const header = start.log.slice(0, 28);
  assert.deepEqual(forgeLog(header, []), start.log, "the forger writes what the engine writes");
  const first = start.next().item === "q1" ? 0 : 1;
  assert.equal(first, 0);
  start.answer("a", { timeMs: 990 });
  assert.deepEqual(forgeLog(header, [[0, 2, 0, 99]]), start.log);
  const forged = [
    [[[7, 0, 0, 0]], "log-diverges", 406, null],
    [[[2 ** 29, 0, 0, 0]], "log-diverges", 406, null],
    [[[0, 3, 0, 0]], "log-diverges", 406, "q1"],
    [[[1, 0, 0, 0]], "log-diverges", 406, null],
    [[[0, 2, 0, 99], [0, 2, 0, 99]], "log-diverges", 406, null],
    [[[0, 2, 0, 9], [1, 0, 0, 9], [1, 0, 0, 9]], "log-too-long", 407, null],
    [[[0, 2, 1, 99]], "log-diverges", 406, "q1"],
    [[[0, 2, 9, 99]], "log-diverges", 406, "q1"],
  ];
  for (const [answers, code, number, item] of forged) refuses(() => engine.resume(bank, forgeLog(header, answers)), LogError, code, number, item);
  const later = header.slice();
  later[2] += 1;
  refuses(() => engine.resume(bank, forgeLog(later, [])), LogError, "log-of-another-engine", 403);
  const format = header.slice();
  format[1] = 9;
  refuses(() => engine.resume(bank, forgeLog(format, [])), LogError, "log-format-unknown", 401);
});
