// What the tests share: the engine, small banks, and forging logs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as thetis from "thetis";

const { loadEngine, ThetisError } = thetis;

export const engine = await loadEngine();

const file = new URL("../../../item-banks/soft-skills/bank.json", import.meta.url);
/** The real bank, a new object each time, so that a test may spoil it. */
export const softSkills = () => readFile(file, "utf8").then(JSON.parse);

/** A bank of one dimension: items of these models, with as many options as categories. */
export function bankOf(models, { id = "small", dimensions = ["ability"] } = {}) {
  const k = dimensions.length;
  return {
    format: 1,
    id,
    version: "1",
    dimensions: dimensions.map((name) => ({ id: name, competence: name, kind: "evaluation" })),
    prior: { mean: Array(k).fill(0), covariance: dimensions.map((_, row) => dimensions.map((_, column) => (row === column ? 1 : 0.3))) },
    items: models.map(([model, count], index) => ({
      id: `q${index + 1}`,
      kind: "single-choice",
      dimensions: Array.isArray(model.a) ? dimensions : dimensions.slice(0, 1),
      options: Array.from({ length: count }, (_, option) => "abcdefgh"[option]),
      scoring: { categories: Array.from({ length: count }, (_, option) => option) },
      model: structuredClone(model),
    })),
  };
}

/** Each model of one dimension, and its number of categories. */
export const MODELS = [
  [{ type: "1pl", b: 0.2 }, 2],
  [{ type: "2pl", a: 1.3, b: -0.4 }, 2],
  [{ type: "3pl", a: 1.1, b: 0.5, c: 0.2 }, 2],
  [{ type: "4pl", a: 0.9, b: -1, c: 0.1, d: 0.95 }, 2],
  [{ type: "grm", a: 1.5, b: [-1, 0, 1.2] }, 4],
  [{ type: "mgrm", a: 1.2, b: 0.3, t: [1, 0, -1] }, 4],
  [{ type: "pcm", b: [-0.5, 0.5] }, 3],
  [{ type: "gpcm", a: 0.8, b: [0.4, -0.4, 1] }, 4],
  [{ type: "rsm", b: 0.1, t: [-0.7, 0.7] }, 3],
  [{ type: "nrm", s: [0.6, 1.4], i: [0.3, -0.2] }, 3],
];

/** Each model of several dimensions. */
export const COMPENSATORY = [
  [{ type: "compensatory-4pl", a: [1, 0.5], d: 0.2 }, 2],
  [{ type: "compensatory-4pl", a: [0.4, 1.2], d: -0.3, g: 0.1, u: 0.9 }, 2],
  [{ type: "compensatory-grm", a: [1.1, 0.7], d: [1, -0.5] }, 3],
  [{ type: "compensatory-gpcm", a: [0.5, 0.9], d: [0.2, -0.1] }, 3],
];

/** Answers questions until the test ends, or so many; the answer depends on the question's number only. */
export function take(session, count = Infinity) {
  const { options } = take;
  for (let question; count-- > 0 && (question = session.next()); ) {
    session.answer(options(question), { timeMs: 1000 + 10 * question.index });
  }
  return session;
}
take.options = ({ index }) => String(1 + ((index * 7) % 5));

/** A session of a design, answered to its end; which category is chosen depends on the question's number only. */
export function course(bank, design, { seed = 1, timeMs = 500, exclude } = {}) {
  const session = engine.start(bank, { design, seed, exclude });
  for (let question; (question = session.next()); ) session.answer(question.index % 2, { timeMs });
  return session;
}

/** What a session is, to compare with: its log and everything it tells. */
export const state = (session) => JSON.stringify([session.logText, session.outcome()]);

/** Asserts class, code, number and item of the error that a call throws, and that its message is a sentence. */
export function refuses(call, Class, code, number, item = null) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof Class, `${error.name} ${error.message}`);
    assert.ok(error instanceof ThetisError);
    assert.equal(thetis[error.name], Class, "the name is that of the class");
    assert.deepEqual([error.code, error.number, error.item], [code, number, item], error.message);
    assert.match(error.message, /^\S.*\w.*\.$/);
    return true;
  });
}

/** A session log written by hand, with a checksum that fits (engine/core/src/session/log.rs, digest.rs). */
export function forgeLog(header, answers) {
  const integer = (value) => (value < 128 ? [value] : [(value % 128) | 128, ...integer(Math.floor(value / 128))]);
  const body = Uint8Array.from([...header, ...answers.flatMap(([item, ...rest]) => [item * 4, ...rest].flatMap(integer))]);
  // FNV-1a (Fowler, Noll & Vo), 64 bits, and the engine's mixing step.
  const times = (value) => BigInt.asUintN(64, value * 0x100000001b3n);
  const digest = body.reduce((state, byte) => times(state ^ BigInt(byte)), 0xcbf29ce484222325n);
  return Uint8Array.from([...body, ...new Uint8Array(BigUint64Array.of(times(digest ^ (digest >> 32n))).buffer)]);
}
