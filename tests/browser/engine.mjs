// The same answers given to the engine in Node, and what a result must then say.
import assert from "node:assert/strict";
import { loadEngine } from "../../bindings/js/dist/thetis.js";

const engine = await loadEngine();

/** A session with answers as the element told them: `{ item, index, given, answer, timeMs, changed }`. */
export async function replay(bank, { design, seed, language }, given) {
  const options = { ...(design && { design }), ...(seed !== undefined && { seed }) };
  await engine.prepare(bank, options);
  const session = engine.start(bank, options);
  for (const { item, index, given: how, answer, timeMs, changed } of given) {
    if (changed) {
      session.amend(index, answer, { timeMs });
      continue;
    }
    assert.deepEqual(session.next(), { item, index }, `question ${index + 1}`);
    if (how === "answer") session.answer(answer, { timeMs });
    else session[how === "skip" ? "skip" : "dontKnow"]({ timeMs });
  }
  return session;
}

export const resume = (bank, log, design) => engine.resume(bank, log, design && { design });

/** The element's log and outcome are those of the same answers in Node, to the bit. */
export async function assertAsInNode(person, settings, given) {
  const session = await replay(person.bank, settings, given);
  assert.equal(await person.log(), session.logText);
  const outcome = session.outcome();
  assert.deepEqual(await person.outcome(), outcome);
  for (const { timeMs } of outcome.steps) assert.ok(timeMs > 0 && timeMs < 60000, `${timeMs} ms`);
  return outcome;
}

/** Distribution function of the standard normal distribution, by Simpson's rule. */
function normal(z) {
  const steps = 2000;
  const width = z / steps;
  const density = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let k = 1; k < steps; k++) sum += density(k * width) * (k % 2 ? 4 : 2);
  return 0.5 + (sum * width) / 3;
}

/** Of each dimension its levels with their probabilities, lowest first. */
export const levelsOf = (bank, { estimates }) =>
  estimates.map(({ dimension, theta, se }, place) => {
    const declared = (bank.levels ?? []).filter((level) => level.dimension === dimension);
    const sd = Math.sqrt(bank.prior.covariance[place][place]);
    // The point that a third of a normal distribution lies above.
    const cuts = declared.length ? declared.slice(1).map(({ from }) => from) : [-1, 1].map((side) => bank.prior.mean[place] + side * 0.43072729929545756 * sd);
    const ids = declared.length ? declared.map(({ id }) => id) : ["low", "middle", "high"];
    const below = [0, ...cuts.map((cut) => normal((cut - theta) / se)), 1];
    return ids.map((id, k) => ({ id, probability: below[k + 1] - below[k] }));
  });
