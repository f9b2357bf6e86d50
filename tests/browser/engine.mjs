// The same answers given to the engine in Node, and what they mean by the same arithmetic there.
import assert from "node:assert/strict";
import { loadScoring } from "../../bindings/js/dist/score_report.js";
import { loadEngine } from "../../bindings/js/dist/thetis.js";

const engine = await loadEngine();
const scoring = await loadScoring();

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

/** What the result of a log means, as computed in Node. `before`: an earlier log of the same bank. */
export async function reportOf(bank, log, { design, profile = null, before = null } = {}) {
  const session = (log) => resume(bank, log, design);
  return scoring.report(bank, session(log), { profile, before: before && session(before) });
}

/** The element's report is that of its log in Node, to the bit; returns it. */
export async function assertReportAsInNode(person) {
  const report = await person.report();
  const design = (await person.root.getAttribute("design")) ?? undefined;
  assert.deepEqual(report, await reportOf(person.bank, await person.log(), { design, profile: report.profile?.id }));
  return report;
}
