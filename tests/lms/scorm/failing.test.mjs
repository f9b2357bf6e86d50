// A platform that fails: at each single call, from each call on, in what it need not take, by what is too long for it; one that is slow, late or not there.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixed } from "../../browser/banks.mjs";
import { replay } from "../../browser/engine.mjs";
import { launch, say } from "../../browser/support.mjs";
import { hurry } from "./hurry.mjs";
import { packed } from "./packages.mjs";
import { callsOf, coreOf, inContext, Platform, toldOf } from "./platform.mjs";

const ITEMS = ["sure-cleaning", "bleach"];
const VERSIONS = ["scorm12", "scorm2004"];
const WAITING = say("en", "saved.waiting");

const packages = new Map();
let browser;
before(async () => {
  browser = await launch();
  for (const version of VERSIONS) packages.set(version, await packed(version, fixed(ITEMS), "--profile", "", "--languages", "en,fr"));
});
after(() => browser?.close());

const withPlatform = async (version, run) => {
  const platform = await Platform.start(version, packages.get(version));
  try {
    return await run(platform);
  } finally {
    platform.close();
  }
};
/** Runs with a platform of a version and a context of its own. */
const on = (version, run) => () => withPlatform(version, (platform) => inContext(browser, (context) => run(platform, context)));

/** Takes the test in a hurry on a platform that keeps nothing yet; returns what `hurry` does, and what is kept in the end. */
async function takeFast(platform, page, settings) {
  const { asked } = platform;
  platform.forget();
  platform.settings = settings;
  await page.goto(`${platform.server.url}lms.html`);
  const taken = await page.evaluate(hurry, { waiting: WAITING, comesBack: settings.comesBack });
  const sent = taken.calls.filter(([name, , answer]) => /Commit|Finish|Terminate/.test(name) && answer === "true").length;
  for (let tries = 0; platform.asked - asked < sent && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  return { ...taken, kept: platform.stored };
}

/** What is kept, but for the log and times, which are others each time. */
const plain = (kept) => JSON.parse(JSON.stringify(kept, (name, value) => (/^(suspend_data|time|timestamp|latency|total_time)$/.test(name) ? undefined : value)));
const untimed = (kept) => JSON.parse(JSON.stringify(plain(kept), (name, value) => (name === "session_time" ? undefined : value)));

describe("the platform fails", { concurrency: 3 }, () => {
  for (const version of VERSIONS) {
    /** So many pages at a time, each of them trying the next of these failures. */
    const each = async (count, failures, check) => {
      const left = [...failures];
      await Promise.all(
        Array.from({ length: count }, () =>
          withPlatform(version, (platform) =>
            inContext(browser, async (context) => {
              const page = await context.newPage();
              for (let settings; (settings = left.shift()); ) {
                const taken = await takeFast(platform, page, settings);
                await check(taken, settings);
              }
            }),
          ),
        ),
      );
    };
    /** The whole test is kept as on a platform that never fails, and once. */
    const assertKept = ({ log, title, kept, calls }, clean, where) => {
      assert.equal(title, say("en", "result.title"), where);
      assert.equal(kept.suspend_data, `T1.en..${log}`, where);
      assert.deepEqual(untimed(kept), untimed(clean.kept), where);
      assert.equal(calls.filter(([name]) => /Finish|Terminate/.test(name)).length, 1, where);
    };

    test(`${version}: at each single call, and from each call on`, async () => {
      let clean;
      await each(1, [{}], (taken) => (clean = taken));
      assert.deepEqual(clean.told, [false, false]);
      assert.deepEqual(toldOf(clean.kept), ["sure_cleaning", "bleach"]);
      const { calls } = clean;
      assert.ok(calls.length > 50);
      // Every other call returns "false", the others throw. Of the objectives the first and the last will do.
      const once = calls.flatMap(([, element], from) => (/objectives\.[12]\./.test(element) ? [] : { fail: { from, to: from, how: from % 2 ? "throw" : "false" } }));
      // From every eighth on, and again from those at which a new way of failing begins.
      const turns = calls.flatMap(([name], n) => (n % 8 === 0 || /Initialize|Commit/.test(name) ? [n] : []));
      const lasting = turns.map((from) => ({ fail: { from, to: 1e6, how: from % 16 ? "throw" : "false" }, comesBack: true }));
      const end = calls.length - 1;
      let waited = 0;
      await each(2, [...once, ...lasting], (taken, { fail: { from, to, how }, comesBack }) => {
        const where = `${how} ${from === to ? "at" : "from"} call ${from}: ${calls[from]}`;
        if (comesBack && taken.told[0]) waited++;
        assert.equal(taken.told[1], false, where);
        // When even the last call fails, the time of the launch is lost, and nothing else.
        if (from === end) assert.equal(taken.kept.suspend_data, `T1.en..${taken.log}`);
        else assertKept(taken, clean, where);
      });
      assert.ok(waited > lasting.length / 2, `${waited} of ${lasting.length} people were told that their answers wait`);
    });

    test(`${version}: interactions and objectives are not implemented`, async () => {
      await each(1, [{ refuse: "^cmi\\.(interactions|objectives|progress_measure)" }], ({ log, told, kept, calls }) => {
        assert.deepEqual(told, [false, false], "nothing that the person has to know");
        assert.deepEqual([kept.suspend_data, coreOf(kept).lesson_status ?? kept.completion_status], [`T1.en..${log}`, "completed"]);
        assert.notEqual(coreOf(kept).score.raw, "");
        assert.deepEqual(toldOf(kept), []);
        assert.ok(calls.length < 60, `${calls.length} calls: what is refused for good is not asked for again and again`);
      });
    });

    test(`${version}: every commit takes a second`, on(version, async (platform, context) => {
      platform.delay = 1000;
      // When a question has been drawn.
      await context.addInitScript(() => addEventListener("question", ({ detail }) => requestAnimationFrame(() => setTimeout(() => performance.mark(`question ${detail.index}`))), true));
      const { lms, person, frame } = await platform.launch(context);
      await person.begin();
      const begun = await lms.evaluate(() => window.calls.length);
      await person.answer();
      await lms.waitForFunction((begun) => window.calls.slice(begun).some(([name]) => /Commit/.test(name)), begun);
      const [asked, committed] = await Promise.all([
        frame.evaluate(() => performance.timeOrigin + performance.getEntriesByType("mark").findLast(({ name }) => name === "question 1").startTime),
        lms.evaluate(() => window.times[window.calls.findLastIndex(([name]) => /Commit/.test(name))]),
      ]);
      assert.ok(asked < committed, `the next question was on the screen ${committed - asked} ms before everything stood still`);
      await person.answerAll();
      await platform.keeps((kept) => (coreOf(kept).lesson_status ?? kept.completion_status) === "completed");
      const commits = (await callsOf(lms)).filter(([name]) => /Commit/.test(name)).length;
      assert.ok(commits <= ITEMS.length + 3, `${commits} commits for ${ITEMS.length} answers`);
    }));

    test(`${version}: the platform's object comes late, and asks for another language`, on(version, async (platform, context) => {
      platform.learner.language = "fr-CA";
      const { lms, person } = await platform.launch(context, { late: 1500, language: "fr" });
      await person.root.getByText(person.say("welcome.answers-platform")).waitFor();
      assert.equal((await callsOf(lms))[0][0].replace("LMS", ""), "Initialize");
    }));

    test(`${version}: a package opened without its platform runs on the device, and says so`, on(version, async (platform, context) => {
      const { person } = await platform.launch(context, { none: true });
      await person.root.getByText(person.say("welcome.answers-device")).waitFor();
      await person.begin();
      await person.answerAll();
      await person.sees(person.say("result.title"));
      assert.equal(platform.asked, 0);
    }));
  }
});

describe("what is only looked at", { concurrency: 2 }, () => {
  for (const version of VERSIONS) {
    test(`${version}: a finished test in review mode, and a trainer's preview`, on(version, async (platform, context) => {
      const page = await context.newPage();
      const { log } = await takeFast(platform, page, {});
      const before = JSON.stringify(platform.stored);
      const assertSilent = async (lms) => {
        const names = (await callsOf(lms)).map(([name]) => name.replace("LMS", ""));
        assert.deepEqual(names.filter((name) => name !== "GetValue"), ["Initialize", version === "scorm12" ? "Finish" : "Terminate"]);
      };

      const review = await platform.launch(context, { mode: "review" });
      await review.person.sees(review.person.say("result.title"));
      await review.person.root.getByText(review.person.say("review.notice")).first().waitFor();
      assert.equal(await review.person.log(), log);
      await review.leave();
      await assertSilent(review.lms);
      await review.lms.close();
      // What the platform itself commits at the end is as it was.
      assert.deepEqual(plain(platform.stored).score ?? plain(platform.stored).core.score, JSON.parse(before).score ?? JSON.parse(before).core.score);

      platform.forget();
      const preview = await platform.launch(context, { mode: "browse" });
      await preview.person.root.getByText(preview.person.say("welcome.answers-device")).waitFor();
      await preview.person.begin();
      await preview.person.answer();
      await preview.leave();
      await assertSilent(preview.lms);
    }));
  }
});

describe("what is too long", { concurrency: 2 }, () => {
  for (const [version, limit] of [["scorm12", 4096], ["scorm2004", 64000]]) {
    test(`${version}: ${limit} characters are written; more wait on the device, and are gone on with from there`, on(version, async (platform, context) => {
      const { bank } = platform.bank;
      // A person who changes her mind until there is hardly any room left.
      const session = await replay(bank, { seed: "7" }, [{ item: "sure-cleaning", index: 0, given: "answer", answer: "1", timeMs: 1000 }]);
      const room = () => limit - `T1.en..${session.logText}`.length;
      const amend = (times) => Array.from({ length: times }, (_, n) => session.amend(0, n % 2 ? "1" : "2", { timeMs: 1000 }));
      while (room() > 12) amend(Math.max(1, Math.floor(room() / 16)));
      const kept = { suspend_data: `T1.en..${session.logText}`, ...(version === "scorm12" ? { core: { exit: "suspend", lesson_status: "incomplete", score: {} } } : { exit: "suspend", completion_status: "incomplete" }) };
      platform.stored = kept;

      const first = await platform.launch(context);
      await first.person.told("question");
      await first.person.back();
      await first.person.answer("3");
      await first.person.back();
      await first.person.answer("4");
      await first.person.root.getByText(WAITING).waitFor();
      const log = await first.person.log();
      assert.ok(log.length + 7 > limit);
      await first.leave();
      const fits = platform.stored.suspend_data;
      assert.ok(fits.length <= limit && fits.length >= kept.suspend_data.length);
      assert.deepEqual(await first.lms.evaluate(() => window.broken), []);
      await first.lms.close();

      const again = await platform.launch(context);
      await again.person.told("question");
      assert.deepEqual([await again.person.log(), again.person.question.index], [log, 1]);
      await again.person.answerAll();
      // What is short is told all the same.
      await platform.keeps((kept) => (coreOf(kept).lesson_status ?? kept.completion_status) === "completed" && coreOf(kept).score.raw);
      assert.equal(platform.stored.suspend_data, fits);
      await again.person.root.getByText(WAITING).waitFor();
    }));
  }
});
