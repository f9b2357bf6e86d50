// A whole test on a learning platform, with every value that is written: in a frame and in a window, in SCORM 1.2 and in SCORM 2004, under rules as strict as the strictest platform's.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixed, KINDS } from "../../browser/banks.mjs";
import { reportOf, resume } from "../../browser/engine.mjs";
import { launch } from "../../browser/support.mjs";
import { packed } from "./packages.mjs";
import { callsOf, inContext, Platform } from "./platform.mjs";

const PROFILE = "home-care-aide";
/** In a frame a question of each kind, badly answered; in a window a few, where everybody passes who is at the lowest level or above. */
const CASES = [
  [false, KINDS, "profile", "failed"],
  [true, KINDS.slice(0, 3), "hygiene:starting", "passed"],
];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Of each item asked: type, the best answer in SCORM 2004 and in 1.2, by hand. */
const RIGHT = {
  "sure-cleaning": ["likert", null, null],
  "hands-order": ["sequencing", "wet[,]soap[,]rub[,]rinse[,]dry", "wet,soap,rub,rinse,dry"],
  "hands-when": ["choice", "cooking[,]toilet[,]meat[,]rubbish_after", "cooking,toilet,meat,rubbish_after"],
  kitchen: ["choice", "cloth", "cloth"],
  lifting: ["choice", "knees", "knees"],
  bleach: ["true-false", "false", "f"],
  symbols: ["matching", "flame[.]burns[,]liquid[.]skin[,]skull[.]poison[,]nature[.]water", "flame.burns,liquid.skin,skull.poison,nature.water"],
  "raw-meat": ["choice", "clean", "clean"],
  dementia: ["choice", "listen", "listen"],
};
/** Shares of the highest category that the answers of a `Person` come to, by hand; `null` for a rating. */
const SHARES = { "sure-cleaning": null, "hands-order": 0, "hands-when": 0.5, kitchen: 0, lifting: 0, bleach: 0, symbols: 0.5, "raw-meat": 0, dementia: 0 };

const underscored = (text) => text.replaceAll("-", "_");
/** An answer as a pattern: ids joined, pairs too. */
const pattern = (answer, between, within) => underscored(typeof answer === "string" ? answer : (Array.isArray(answer) ? answer : Object.entries(answer).map((pair) => pair.join(within))).join(between));
const two = (n) => String(n).padStart(2, "0");
const seconds = (ms) => `${two(Math.floor(Math.round(ms / 10) / 100) % 60)}.${two(Math.round(ms / 10) % 100)}`;
/** T scores of the dimensions, and the mean of those that are no confidence. */
function scores(bank, { estimates }) {
  const each = estimates.map(({ theta }, k) => Math.round(100 * (50 + (10 * (theta - bank.prior.mean[k])) / Math.sqrt(bank.prior.covariance[k][k]))) / 100);
  const able = each.filter((_, k) => bank.dimensions[k].kind === "evaluation");
  return { each, mean: Math.round((100 * able.reduce((sum, one) => sum + one)) / able.length) / 100 };
}

/** Everything that is written of an answer, without the time of day. */
const ANSWER = {
  scorm12: ({ item, answer, timeMs }, dimension) => [
    ["id", underscored(item)],
    ["objectives.0.id", underscored(dimension)],
    ["time", "*"],
    ["type", RIGHT[item][0]],
    ...(RIGHT[item][2] ? [["correct_responses.0.pattern", RIGHT[item][2]]] : []),
    ["student_response", RIGHT[item][0] === "true-false" ? answer[0] : pattern(answer, ",", ".")],
    ["result", { null: "neutral", 0: "wrong", 0.5: "0.50", 1: "correct" }[SHARES[item]]],
    ["latency", `0000:00:${seconds(timeMs)}`],
  ],
  scorm2004: ({ item, answer, timeMs }, dimension) => [
    ["id", underscored(item)],
    ["type", RIGHT[item][0]],
    ["objectives.0.id", underscored(dimension)],
    ["timestamp", "*"],
    ...(RIGHT[item][1] ? [["correct_responses.0.pattern", RIGHT[item][1]]] : []),
    ["learner_response", pattern(answer, "[,]", "[.]")],
    ["result", { null: "neutral", 0: "incorrect", 0.5: "0.5", 1: "correct" }[SHARES[item]]],
    ["latency", `PT0H0M${seconds(timeMs).replace(/^0/, "")}S`],
  ],
};
const RESULT = {
  scorm12: ({ each, mean }, { dimensions }, success) => [
    ["cmi.core.score.min", "0"],
    ["cmi.core.score.max", "100"],
    ["cmi.core.score.raw", String(mean)],
    ["cmi.core.lesson_status", success],
    ["cmi.core.exit", ""],
    ...dimensions.flatMap(({ id }, k) => [["id", underscored(id)], ["score.min", "0"], ["score.max", "100"], ["score.raw", String(each[k])], ["status", "completed"]].map(([name, value]) => [`cmi.objectives.${k}.${name}`, value])),
  ],
  scorm2004: ({ each, mean }, { dimensions }, success, report) => [
    ["cmi.score.min", "0"],
    ["cmi.score.max", "100"],
    ["cmi.score.raw", String(mean)],
    ["cmi.score.scaled", String(Number((mean / 100).toFixed(4)))],
    ["cmi.success_status", success],
    ["cmi.completion_status", "completed"],
    ["cmi.exit", "normal"],
    ...dimensions.flatMap(({ id }, k) => {
      const { levels, level } = report.dimensions[k];
      const rows = [["id", underscored(id)], ["score.min", "0"], ["score.max", "100"], ["score.raw", String(each[k])], ["score.scaled", String(Number((each[k] / 100).toFixed(4)))], ["completion_status", "completed"], ["description", `${levels[level].id} ${levels[level].probability.toFixed(2)}`]];
      return rows.map(([name, value]) => [`cmi.objectives.${k}.${name}`, value]);
    }),
  ],
};
const BEGINS = { scorm12: [["cmi.core.lesson_status", "incomplete"], ["cmi.core.exit", "suspend"]], scorm2004: [["cmi.completion_status", "incomplete"], ["cmi.exit", "suspend"]] };
const SESSION = { scorm12: ["cmi.core.session_time", /^0000:00:\d\d\.\d\d$/], scorm2004: ["cmi.session_time", /^PT0H0M\d+\.\d\dS$/] };
const READ = {
  scorm12: ["cmi.core.lesson_mode", "cmi.suspend_data", "cmi.student_preference.language", "cmi.core.lesson_status", "cmi.core.student_id", "cmi.interactions._count", "cmi.objectives._count"],
  scorm2004: ["cmi.mode", "cmi.suspend_data", "cmi.learner_preference.language", "cmi.completion_status", "cmi.learner_id", "cmi.interactions._count", "cmi.objectives._count"],
};
const WHEN = { scorm12: /^([01]\d|2[0-3])(:[0-5]\d){2}\.\d\d$/, scorm2004: /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d\dZ$/ };

/** Takes the whole test; returns what was written up to the last answer, from then on, and what should have been. */
async function takeWhole(platform, context, { popup, success }) {
  const { version, bank: { bank } } = platform;
  const { lms, person, leave } = await platform.launch(context, { popup });
  await person.root.getByText(person.say("welcome.answers-platform")).waitFor();
  const from = Date.now();
  await person.begin();
  const logs = [];
  const given = await person.answerAll(Infinity, async () => logs.push(await person.log()));
  logs.push(await person.log());
  const to = Date.now();
  const session = resume(bank, logs.at(-1));
  const outcome = session.outcome();
  assert.deepEqual(await person.outcome(), outcome);
  assert.deepEqual(outcome.steps.map(({ item, option }) => [item, option]), given.map(({ item, answer }) => [item, answer]));
  await person.sees(person.say("result.title"));
  const report = await reportOf(bank, logs.at(-1), { profile: PROFILE });
  await platform.keeps((kept) => (kept.core ? kept.core.lesson_status : kept.objectives[0]?.description && kept.success_status) === success);
  await leave();
  return { calls: await callsOf(lms), broken: await lms.evaluate(() => window.broken), from, to, logs, given, outcome, report, success, version, bank };
}

const cut = (list, at) => [list.slice(0, at), list.slice(at)];

/** Compares all that was called with what should have been. */
function assertCalls({ calls, broken, from, to, logs, given, outcome, report, success, version, bank }) {
  assert.deepEqual(broken, [], "nothing that a strict platform refuses");
  const named = (wanted) => calls.filter(([name]) => name.endsWith(wanted));
  const [first, last] = [calls[0][0], calls.at(-1)[0]].map((name) => name.replace("LMS", ""));
  assert.deepEqual([first, named("Initialize").length, last, named(last).length], ["Initialize", 1, version === "scorm12" ? "Finish" : "Terminate", 1]);
  assert.deepEqual(named("GetValue").map(([, element]) => element), READ[version]);
  // One commit at the beginning, with the session, and after each answer; one more where the result took its time.
  const commits = named("Commit").length;
  assert.ok(commits === given.length + 2 || commits === given.length + 3, `${commits} commits`);

  const set = named("SetValue").map(([, element, value]) => [element, value]);
  const dimensionOf = (item) => bank.items.find(({ id }) => id === item).dimensions[0];
  const answer = (n) => ANSWER[version](given[n], dimensionOf(given[n].item)).map(([name, value]) => [`cmi.interactions.${n}.${name}`, value]);
  const state = (n) => [["cmi.suspend_data", `T1.en..${logs[n]}`], ...(version === "scorm2004" ? [["cmi.progress_measure", String(Number((n / given.length).toFixed(4)))]] : [])];
  const expected = [...BEGINS[version], ...state(0)];
  for (let n = 1; n < given.length; n++) expected.push(...state(n), ...answer(n - 1));
  const times = set.filter(([element]) => /\.(time|timestamp)$/.test(element));
  for (const [, value] of times) assert.match(value, WHEN[version]);
  if (version === "scorm2004") assert.ok(times.every(([, value]) => Date.parse(value) >= from - 10 && Date.parse(value) <= to));
  const untimed = set.map(([element, value]) => [element, /\.(time|timestamp)$/.test(element) ? "*" : value]);
  const [before, after] = cut(untimed, expected.length);
  assert.deepEqual(before, expected);

  // The result may come a moment after the last answer: what was written last is what counts.
  const time = after.pop();
  assert.equal(time[0], SESSION[version][0]);
  assert.match(time[1], SESSION[version][1]);
  const end = [...state(given.length), ...answer(given.length - 1), ...RESULT[version](scores(bank, outcome), bank, success, report)];
  assert.deepEqual([...new Map(after)].sort(), end.sort());
  const place = (element) => after.findIndex(([one]) => one.endsWith(element));
  assert.ok(place("score.raw") < place(version === "scorm12" ? "lesson_status" : "success_status"), "some platforms work the status out from the score");
}

describe("a whole test", { concurrency: 2 }, () => {
  for (const version of ["scorm12", "scorm2004"]) {
    test(`${version}: every value, in a frame and in a window`, async () => {
      for (const [popup, order, pass, success] of CASES) {
        const platform = await Platform.start(version, await packed(version, fixed(order), "--profile", PROFILE, "--pass", pass));
        try {
          await inContext(browser, async (context) => assertCalls(await takeWhole(platform, context, { popup, success })));
        } finally {
          platform.close();
        }
      }
    });
  }
});
