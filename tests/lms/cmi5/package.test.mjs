// The cmi5 package that `thetis pack` makes, launched by a platform with a real record store, and taken by a person in a browser.
import assert from "node:assert/strict";
import { extname } from "node:path";
import { after, before, describe, test } from "node:test";
import { FEW, fixed } from "../../browser/banks.mjs";
import { kill } from "../../browser/device.mjs";
import { reportOf } from "../../browser/engine.mjs";
import { Person } from "../../browser/person.mjs";
import { inContext, launch, serve, TYPES } from "../../browser/support.mjs";
import { packed } from "../scorm/packages.mjs";
import { startPlatform } from "./lrs_server.mjs";
import { checkCmi5, ofUnit, verbOf } from "./rules.mjs";

/** The passing rule, and answers that are right. */
const [DIMENSION, LEVEL] = ["hygiene", "alone"];
const RIGHT = { "sure-cleaning": "4", bleach: "false", "raw-meat": "clean", "hands-when": ["cooking", "toilet", "meat", "rubbish-after"], symbols: { flame: "burns", liquid: "skin", skull: "poison", nature: "water" } };
const HOME = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><link rel="icon" href="data:,"><h1>Course</h1></html>';

let browser;
let platform;
/** The package on a web server of its own, with a page to go back to. */
let site;
let bank;
before(async () => {
  const [opened, started, made] = await Promise.all([launch(), startPlatform(), packed("cmi5", fixed(FEW), "--profile", "", "--pass", `${DIMENSION}:${LEVEL}`)]);
  [browser, platform, bank] = [opened, started, made.bank];
  site = await serve({
    answer: (path) => {
      const name = path.slice(1);
      if (name === "course.html") return HOME;
      return made.files.has(name) ? { type: TYPES[extname(name)], body: made.files.get(name) } : undefined;
    },
  });
});
after(async () => {
  await browser?.close();
  site?.close();
  await platform?.close();
});

/**
 * Runs in a context of its own. `allowed`: what may go wrong there. The platform has no document of ours at first, and says 404; the page
 * fetches texts in the browser's language beforehand, before anyone knows that of the platform.
 */
const on = (run, allowed = /404|was preloaded/) => () => inContext(browser, run, {}, allowed);
/** Where it is broken off, a statement may be told again, and the store says that it is there: 409. */
const BROKEN = /40[49]|was preloaded|failed|ERR_|once/;

/** Opens a launch; the person is at the welcome, or where she was. */
async function arrive(context, launched, settings = {}) {
  const person = new Person(await context.newPage(), { bank, ...settings });
  await person.arrive(`${site.url}index.html?${launched.query}`);
  return person;
}
/** Waits until the platform has been told all that. */
const hears = async (launched, wanted) => assert.deepEqual(await platform.hears(launched, wanted.length), wanted);
const answers = (from = 0, to = FEW.length) => FEW.slice(from, to).map((item) => `answered ${item}`);
const placed = () => bank.bank.dimensions.map(({ id }) => `scored ${id}`);
/** After the last answer: what is told of the result, with the verdict of the rule on the log as it is. */
async function ending(person) {
  await person.sees(person.say("result.title"));
  const log = await person.log();
  const { levels } = (await reportOf(bank.bank, log, {})).dimensions.find(({ dimension }) => dimension === DIMENSION);
  const probability = levels.slice(levels.findIndex(({ id }) => id === LEVEL)).reduce((sum, level) => sum + level.probability, 0);
  const verdict = probability >= 2 / 3 ? "passed" : probability <= 1 / 3 ? "failed" : null;
  return { results: ["completed", ...placed(), ...(verdict ? [verdict] : [])], verdict, state: `T1.${person.language}..${log}` };
}
const check = async (launches, over) => checkCmi5((await platform.statements(launches[0])).filter((statement) => verbOf(statement) !== "abandoned"), launches, over);

describe("the package", { concurrency: 3 }, () => {
  test("a whole test in the person's language, to the page she came from", on(async (context) => {
    const launched = await platform.launch({ languages: "fr", returnURL: `${site.url}course.html` });
    const person = await arrive(context, launched, { language: "fr" });
    await person.root.getByText(person.say("welcome.answers-platform")).waitFor();
    await person.begin();
    const given = [];
    while (person.question) given.push(await person.answer(RIGHT[person.question.item]));
    const { results, state, verdict } = await ending(person);
    assert.equal(verdict, "passed");
    await hears(launched, ["initialized", ...answers(), ...results]);
    assert.equal(await platform.keeps(launched, state), state);
    await person.pressButton("left.save");
    await person.page.waitForURL(`${site.url}course.html`);
    await hears(launched, ["initialized", ...answers(), ...results, "terminated"]);
    await check([launched]);

    const statements = ofUnit(await platform.statements(launched));
    const pattern = (answer) => (typeof answer === "string" ? answer : Array.isArray(answer) ? answer.join("[,]") : Object.entries(answer).map((pair) => pair.join("[.]")).join("[,]"));
    assert.deepEqual(statements.slice(1, 6).map(({ result }) => result.response), given.map(({ answer }) => pattern(answer)));
    const seconds = statements.slice(1, 6).map(({ result }) => Number(/(\d+\.\d+)S$/.exec(result.duration)[1]));
    for (const [place, { timeMs }] of given.entries()) assert.ok(Math.abs(seconds[place] - timeMs / 1000) <= 0.006);
    for (const { context: { language, contextActivities } } of statements.slice(1, 6)) assert.deepEqual([language, contextActivities.parent], ["fr", [{ id: launched.activityId }]]);
  }));

  test("without a network from the second question on: nothing is lost, nothing twice", on(async (context) => {
    const launched = await platform.launch();
    const person = await arrive(context, launched);
    await person.begin();
    await person.answer();
    await hears(launched, ["initialized", ...answers(0, 1)]);
    await context.setOffline(true);
    await person.answer();
    await person.root.getByText(person.say("saved.waiting")).waitFor();
    await person.answer();
    await context.setOffline(false);
    await person.root.getByText(person.say("saved.waiting")).waitFor({ state: "detached" });
    await hears(launched, ["initialized", ...answers(0, 3)]);
    await person.answerAll();
    const { results, state } = await ending(person);
    await hears(launched, ["initialized", ...answers(), ...results]);
    assert.equal(await platform.keeps(launched, state), state);
    await check([launched], 0);
  }, BROKEN));

  test("loaded anew after each answer, it goes on in the same session", on(async (context) => {
    const launched = await platform.launch();
    const person = await arrive(context, launched);
    await person.begin();
    for (let n = 1; n <= FEW.length; n++) {
      await person.answer();
      if (n === FEW.length) break;
      await hears(launched, ["initialized", ...answers(0, n)]);
      await person.page.reload();
      await person.arrive();
      await person.told("question");
      assert.equal(person.question.index, n);
    }
    const { results } = await ending(person);
    await hears(launched, ["initialized", ...answers(), ...results]);
    await person.page.goto("about:blank");
    await hears(launched, ["initialized", ...answers(), ...results, "terminated"]);
    await check([launched]);
  }));

  test("the tab is killed without a network; the next launch delivers it, and after the end nothing is told twice", on(async (context) => {
    const first = await platform.launch();
    const person = await arrive(context, first);
    await person.begin();
    await person.answer();
    await hears(first, ["initialized", ...answers(0, 1)]);
    platform.troubles.set(first.registration, () => "cut");
    await person.answer();
    await person.root.getByText(person.say("saved.waiting")).waitFor();
    await kill(person.page);
    platform.troubles.delete(first.registration);

    const second = await platform.launch({ again: first });
    const next = await arrive(context, second);
    await next.told("question");
    assert.equal(next.question.index, 2);
    await next.answerAll();
    const { results } = await ending(next);
    const sofar = ["initialized", ...answers(0, 1), "initialized", ...answers(1), ...results];
    await hears(first, sofar);
    await next.page.goto("about:blank");
    await hears(first, [...sofar, "terminated"]);

    const third = await platform.launch({ again: first });
    const last = await arrive(context, third);
    await last.sees(last.say("result.title"));
    await last.page.goto("about:blank");
    await hears(first, [...sofar, "terminated", "initialized", "terminated"]);

    const review = await platform.launch({ again: first, mode: "Review" });
    const viewer = await arrive(context, review);
    await viewer.sees(viewer.say("result.title"));
    await viewer.root.getByText(viewer.say("review.notice")).waitFor();
    await viewer.page.goto("about:blank");
    await hears(first, [...sofar, "terminated", "initialized", "terminated", "initialized", "terminated"]);
    await check([first, second, third, review], 0);
  }, BROKEN));

  test("launched plainly, by a platform that knows xAPI and not cmi5", on(async (context) => {
    const launched = platform.launchPlain();
    const person = await arrive(context, launched);
    await person.root.getByText(person.say("welcome.answers-platform")).waitFor();
    await person.begin();
    await person.answerAll();
    const { results, state } = await ending(person);
    await hears(launched, ["initialized", ...answers(), ...results]);
    assert.equal(await platform.keeps(launched, state), state);
  }));

  test("to look around: a test of which nobody is told", on(async (context) => {
    const launched = await platform.launch({ mode: "Browse" });
    const person = await arrive(context, launched);
    await person.root.getByText(person.say("welcome.answers-device")).waitFor();
    await person.begin();
    await person.answerAll();
    await person.sees(person.say("result.title"));
    await person.page.goto("about:blank");
    await hears(launched, ["initialized", "terminated"]);
    await check([launched]);
    assert.equal(platform.kept(launched), null);
  }));

  test("a platform that has a mastery score which disagrees is told of the completion alone", on(async (context) => {
    const launched = await platform.launch({ masteryScore: 0.9999 });
    const person = await arrive(context, launched);
    await person.begin();
    while (person.question) await person.answer(RIGHT[person.question.item]);
    const { results, verdict } = await ending(person);
    assert.equal(verdict, "passed");
    await hears(launched, ["initialized", ...answers(), ...results.slice(0, -1)]);
    await check([launched], 0);
  }));

  test("a launch that was used: she is told that the platform cannot be reached, and the next launch delivers", on(async (context, faults) => {
    const launched = await platform.launch();
    const first = await arrive(context, launched);
    await first.page.close();
    const person = await arrive(context, launched);
    await person.root.getByText(person.say("saved.waiting")).waitFor();
    assert.equal(faults.filter((fault) => /lets a launch in once/.test(fault)).length, 1);
    await person.begin();
    await person.answerAll(2);
    assert.equal(platform.requestsOf(launched).filter(({ path }) => path === "/fetch").length, 2);
    await person.page.close({ runBeforeUnload: false });

    const second = await platform.launch({ again: launched });
    const next = await arrive(context, second);
    await next.told("question");
    assert.equal(next.question.index, 2);
    await hears(launched, ["initialized", "initialized", ...answers(0, 2)]);
    await check([launched, second], 0);
  }, BROKEN));
});
