// Nothing is lost and nothing is told twice: a test that is left and gone on with, a tab that is killed, a page that comes back, a platform that is gone for a while.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixed } from "../../browser/banks.mjs";
import { kill } from "../../browser/device.mjs";
import { resume } from "../../browser/engine.mjs";
import { launch } from "../../browser/support.mjs";
import { packed } from "./packages.mjs";
import { callsOf, coreOf, inContext, Platform, toldOf } from "./platform.mjs";

/** Few questions, which are quickly answered. */
const ITEMS = ["sure-cleaning", "bleach", "raw-meat"];
const VERSIONS = ["scorm12", "scorm2004"];
const packages = new Map();
let browser;
before(async () => {
  browser = await launch();
  for (const version of VERSIONS) packages.set(version, await packed(version, fixed(ITEMS), "--profile", ""));
});
after(() => browser?.close());

/** Runs with a platform of a version and a context of its own. */
const on = (version, run, allowed) => async () => {
  const platform = await Platform.start(version, packages.get(version));
  try {
    await inContext(browser, (context) => run(platform, context), allowed);
  } finally {
    platform.close();
  }
};

/** Waits until the platform has the session as it is. */
const keepsAll = async (platform, person) => {
  const log = await person.log();
  await platform.keeps(({ suspend_data: text }) => text === `T1.en..${log}`, log);
};

/** The platform has the whole test, once. */
async function assertWhole(platform, person, given) {
  const log = await person.log();
  await platform.keeps((kept) => kept.suspend_data === `T1.en..${log}` && /completed/.test(kept.core?.lesson_status ?? kept.completion_status));
  const { steps } = resume(platform.bank.bank, log).outcome();
  assert.deepEqual(steps.map(({ item, option }) => [item, option]), given.map(({ item, answer }) => [item, answer]));
  assert.deepEqual(toldOf(platform.stored), ITEMS.map((id) => id.replaceAll("-", "_")));
}

describe("left and gone on with", { concurrency: 3 }, () => {
  for (const version of VERSIONS) {
    test(`${version}: suspended half-way, resumed on a new page`, on(version, async (platform, context) => {
      const first = await platform.launch(context);
      await first.person.begin();
      const given = await first.person.answerAll(1);
      await first.leave();
      await platform.keeps((kept) => coreOf(kept).exit === "suspend");
      await first.lms.close();
      const { lesson_status, completion_status, score } = coreOf(platform.stored);
      assert.deepEqual([lesson_status ?? completion_status, score.raw], ["incomplete", ""], "no verdict half-way");

      const again = await platform.launch(context);
      await again.person.told("question");
      assert.equal(again.person.question.index, 1, "on with the second question, at once");
      given.push(...(await again.person.answerAll()));
      await assertWhole(platform, again.person, given);
      const calls = await callsOf(again.lms);
      assert.ok(!calls.some(([name, element, value]) => /SetValue/.test(name) && value === "incomplete"), "it had begun before");
      const places = calls.flatMap(([name, element]) => (/SetValue/.test(name) ? (/^cmi\.interactions\.(\d+)\.id/.exec(element)?.[1] ?? []) : []));
      assert.deepEqual(places, ["1", "2"], "after those that are there");
      await again.leave();
    }));

    test(`${version}: the tab is killed after each answer`, on(version, async (platform, context) => {
      const given = [];
      let last;
      for (let n = 0; n <= ITEMS.length; n++) {
        const { lms, person } = await platform.launch(context);
        last = person;
        if (!n) await person.begin();
        else if (n < ITEMS.length) {
          await person.told("question");
          assert.equal(person.question.index, n);
        } else await person.sees(person.say("result.title"));
        if (n === ITEMS.length) break;
        given.push(await person.answer());
        await keepsAll(platform, person);
        await kill(lms);
        // A finished attempt is opened again to be looked at.
        if (n === ITEMS.length - 1) platform.next = { mode: "review" };
      }
      await assertWhole(platform, last, given);
    }));

    test(`${version}: "save and leave", in a window that closes`, on(version, async (platform, context) => {
      const { lms, person } = await platform.launch(context, { popup: true });
      await person.begin();
      await person.answer();
      const closed = person.page.waitForEvent("close");
      await person.pressButton("left.save");
      await closed;
      const names = (await callsOf(lms)).map(([name]) => name);
      assert.equal(names.filter((name) => /Finish|Terminate/.test(name)).length, 1, "once, although the page was hidden and left after that");
      await platform.keeps((kept) => coreOf(kept).exit === "suspend" && !/^(PT0S|00:00:00)$/.test(coreOf(kept).session_time));
    }));

    test(`${version}: a page that comes back after it was left goes on on the device, and says so`, on(version, async (platform, context) => {
      const { lms, person, frame } = await platform.launch(context);
      await person.begin();
      const given = [await person.answer()];
      await keepsAll(platform, person);
      await frame.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
      const { length } = await callsOf(lms);
      await frame.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
      await person.root.getByText(person.say("saved.waiting")).waitFor();
      given.push(await person.answer());
      const log = await person.log();
      await frame.waitForFunction((log) => Object.values(localStorage).some((text) => text.includes(log)), log);
      await frame.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false })));
      assert.equal((await callsOf(lms)).length, length, "nothing is said to a platform after it was left");
      const kept = await frame.evaluate(() => JSON.stringify({ ...localStorage }));
      for (const personal of [platform.learner.id, platform.learner.name]) assert.ok(!kept.includes(personal));
      await lms.close();

      // At the next launch it is delivered, before anything else happens.
      const again = await platform.launch(context);
      await platform.keeps(({ suspend_data: text }) => text === `T1.en..${log}`);
      await again.person.told("question");
      assert.equal(again.person.question.index, 2);
      assert.deepEqual(await again.frame.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("thetis-lms:"))), []);
      given.push(...(await again.person.answerAll()));
      await assertWhole(platform, again.person, given);
    }));

    test(`${version}: gone half-way until the tab is closed; another person at the same device; then delivered`, on(version, async (platform, context) => {
      const first = await platform.launch(context);
      await first.person.begin();
      const given = await first.person.answerAll(1);
      await keepsAll(platform, first.person);
      const before = structuredClone(platform.stored);
      platform.down = true;
      given.push(...(await first.person.answerAll()));
      await first.person.root.getByText(first.person.say("saved.waiting")).waitFor();
      await first.person.sees(first.person.say("result.title"));
      const log = await first.person.log();
      // To the page, what a beacon sends is always taken.
      await first.leave();
      assert.equal((await callsOf(first.lms)).at(-1).at(-1), "true");
      await first.lms.close();

      platform.down = false;
      platform.forget();
      Object.assign(platform, { learner: { id: "other", name: "Other", language: "" } });
      const other = await platform.launch(context);
      assert.equal(other.person.ready.kept, null, "a shared device gives nobody the answers of another");
      await other.leave();
      await other.lms.close();

      Object.assign(platform, { stored: before, learner: { id: "7d1e-student", name: "Olena Koval", language: "" } });
      const again = await platform.launch(context);
      await again.person.sees(again.person.say("result.title"));
      assert.equal(await again.person.log(), log);
      await assertWhole(platform, again.person, given);
      assert.equal(await again.person.root.getByText(again.person.say("saved.waiting")).count(), 0);
    }, /503/));
  }

  test("what waits of an attempt that is over is not handed in as a new one", on("scorm2004", async (platform, context) => {
    const first = await platform.launch(context);
    await first.person.begin();
    await first.person.answer();
    await keepsAll(platform, first.person);
    platform.down = true;
    await first.person.answerAll();
    await first.person.sees(first.person.say("result.title"));
    await first.leave();
    await first.lms.close();
    platform.down = false;
    platform.forget();
    const again = await platform.launch(context);
    assert.equal(again.person.ready.kept, null);
    await again.person.root.getByText(again.person.say("welcome.answers-platform")).waitFor();
    assert.equal(await again.frame.evaluate(() => localStorage.length), 0);
  }, /503/));
});
