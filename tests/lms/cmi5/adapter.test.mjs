// The adapters of cmi5 and plain xAPI by themselves, against a platform with a real record store: what is said, in which order, once.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inContext, launch, serve } from "../../browser/support.mjs";
import { Adapter, adapterPage, asked, course } from "./adapter.mjs";
import { startPlatform } from "./lrs_server.mjs";
import { checkCmi5, EXTENSION, ofUnit, told, verbOf } from "./rules.mjs";

let browser;
let site;
let platform;
before(async () => ([browser, site, platform] = await Promise.all([launch(), adapterPage().then((answer) => serve({ answer })), startPlatform()])));
after(async () => {
  await browser?.close();
  site?.close();
  await platform?.close();
});

/** Runs with an adapter in a tab of its own. What goes wrong on the network is what the tests do. */
const adapter = (run, find) => inContext(browser, async (context, faults) => run(new Adapter(await context.newPage(), site.url, find), context, faults), {}, /./);

const FEWEST = course(2);
const SHORT = course(3);
const LONG = course(9);
const RESULT = ["completed", "scored hygiene"];
const END = SHORT.at(-1);

/** Takes a test and leaves it. */
async function take(host, launched, snapshots = SHORT) {
  await host.open(launched);
  for (const snapshot of snapshots) assert.equal(await host.keep(snapshot), true);
  assert.equal(await host.leave(snapshots.at(-1)), true);
}
/** What the platform was told in these launches, after checking it. */
async function said(launches, over) {
  const statements = await platform.statements(launches[0]);
  checkCmi5(statements, launches, over);
  return told(statements);
}
/** The same, once it is said: pages that go do not wait for it. */
async function hears(launches, wanted, over) {
  await platform.hears(launches[0], wanted.length);
  assert.deepEqual(await said(launches, over), wanted);
}

describe("cmi5", { concurrency: 3 }, () => {
  test("a whole test, with every kind of answer", () =>
    adapter(async (host) => {
      const launched = await platform.launch({ languages: "fr-BE, en", returnURL: "https://platform.example/course", more: { extensions: { "https://platform.example/group": 7 }, contextActivities: { category: [{ id: "https://platform.example/care" }] } } });
      assert.deepEqual(await host.open(launched), { kept: null, language: "fr-BE", review: false, save: "host", leaves: true });
      for (const snapshot of LONG) assert.equal(await host.keep(snapshot), true);
      const { state } = LONG.at(-1);
      assert.deepEqual(platform.kept(launched), { state, completed: true, placed: true });
      // What is known is not said again.
      const { length } = platform.requestsOf(launched);
      assert.equal(await host.keep(LONG.at(-1)), true);
      assert.equal(platform.requestsOf(launched).length, length);
      assert.equal(await host.leave(LONG.at(-1)), true);
      assert.deepEqual(await said([launched]), ["initialized", ...asked(LONG), ...RESULT, "terminated"]);
      const results = ofUnit(await platform.statements(launched)).slice(1, 10).map(({ object, result }) => [object.definition.interactionType, object.definition.correctResponsesPattern?.[0], result.response, result.success ?? result.score?.scaled]);
      assert.deepEqual(results, [
        ["choice", "soap", "cold-water", false],
        ["choice", "a-1[,]b", "a-1[,]b", true],
        ["sequencing", "wet[,]soap[,]dry", "wet[,]soap[,]dry", true],
        ["matching", "cup[.]sink[,]plate[.]sink", "cup[.]table[,]plate[.]sink", 0.5],
        ["likert", undefined, "sure", undefined],
        ["true-false", "true", "true", true],
        ["choice", "not-safe", "safe", false],
        ["choice", "soap", "cold-water", false],
        ["choice", "a-1[,]b", undefined, undefined],
      ]);
    }));

  test("a page that is closed says its last in its last moment", () =>
    adapter(async (host, context) => {
      const half = await platform.launch();
      await host.open(half);
      await host.keep(SHORT[0]);
      await host.close(SHORT[1]);
      // It may be loaded anew: it was not said that it is over.
      await hears([half], ["initialized", ...asked(SHORT.slice(0, 2))], 0);
      assert.equal(await platform.keeps(half, SHORT[1].state), SHORT[1].state);
      const whole = await platform.launch();
      const other = new Adapter(await context.newPage(), site.url);
      await other.open(whole);
      // Until the platform has answered to the first statement, a page that goes says it again with the others and writes no document.
      await other.keep(SHORT[0]);
      await other.close(END);
      const all = ["initialized", ...asked(SHORT), ...RESULT, "terminated"];
      await hears([whole], all);
      // Whoever comes back to it finds the session over.
      await other.open(whole);
      const { length } = platform.requestsOf(whole);
      assert.equal(await other.keep({ ...SHORT[0], state: "T1.en..Vother" }), false);
      assert.equal(platform.requestsOf(whole).length, length, "nothing follows in a session that is over");
      assert.deepEqual(await said([whole]), all);
    }));

  test("what does not fit into its last moment is not said to be there", () =>
    adapter(async (host) => {
      const launched = await platform.launch();
      await host.open(launched);
      await hears([launched], ["initialized"], 0);
      const long = course(120);
      await host.close(long.at(-2));
      const again = await platform.launch({ again: launched });
      assert.equal((await host.open(again)).kept, null);
      assert.equal(await host.keep(long.at(-1)), true);
      await host.leave(long.at(-1));
      assert.deepEqual((await platform.hears(launched, 125)).filter((said) => /item/.test(said)), asked(long));
    }));

  test("loaded anew in the middle, it goes on in the same session", () =>
    adapter(async (host) => {
      const launched = await platform.launch();
      await host.open(launched);
      await host.keep(SHORT[0]);
      await host.page.reload();
      const { kept } = await host.reopen();
      assert.equal(kept, SHORT[0].state);
      // Answers that were delivered are not handed over again.
      for (const snapshot of SHORT.slice(1)) await host.keep({ ...snapshot, interactions: snapshot.interactions.slice(1) });
      await host.leave({ ...END, interactions: END.interactions.slice(1) });
      assert.deepEqual(await said([launched]), ["initialized", ...asked(SHORT), ...RESULT, "terminated"]);
      assert.equal(platform.requestsOf(launched).filter(({ path }) => path === "/fetch").length, 1);
      // After its end only what is there already is said to be there.
      await host.page.reload();
      await host.reopen();
      assert.equal(await host.keep({ ...END, interactions: [] }), true);
      const [changed] = course(1, { from: 50 });
      assert.equal(await host.keep({ ...changed, finished: false }), false);
      assert.equal((await said([launched])).length, 7);
    }));

  for (const [how, trouble] of [["answers 500 and does nothing", 500], ["does what it is asked, and its answer is lost", "deaf"]]) {
    test(`a platform that ${how}, at each request in turn`, () =>
      adapter(async (host) => {
        let turns = 0;
        for (let turn = 0, more = true; more; turn++) {
          const launched = await platform.launch();
          let count = -1;
          more = false;
          turns = turn;
          platform.troubles.set(launched.registration, () => {
            count++;
            more ||= count === turn;
            return count === turn ? trouble : undefined;
          });
          let opened = false;
          for (let tries = 0; tries < 3 && !opened; tries++) {
            opened = await (tries ? host.again() : host.open(launched)).then(() => true, ({ message }) => (/once/.test(message) ? "used" : false));
          }
          if (opened === "used") {
            assert.ok(trouble === "deaf" && turn === 0, `${turn}: only a token that was lost on the way is used up`);
            continue;
          }
          assert.ok(opened, `request ${turn}`);
          let failures = 0;
          for (const snapshot of FEWEST) failures += await host.insist(snapshot);
          const left = await host.leave(FEWEST.at(-1));
          const all = ["initialized", ...asked(FEWEST), ...RESULT];
          const heard = await said([launched], left ? 1 : 0);
          assert.deepEqual(heard.slice(0, all.length), all, `request ${turn}`);
          assert.deepEqual(heard.slice(all.length), left || trouble === "deaf" ? ["terminated"] : [], `request ${turn}`);
          assert.ok(failures <= 1 && (left || failures === 0));
          assert.equal(platform.kept(launched).state, FEWEST.at(-1).state);
        }
        // Token, launch data, preferences, session; initialized; two for each answer; terminated.
        assert.equal(turns, 5 + 2 * FEWEST.length + 1);
      }));
  }

  test("answers that were not delivered follow in the next launch, dated after its beginning, and none twice", () =>
    adapter(async (host) => {
      const first = await platform.launch();
      await host.open(first);
      await host.keep(SHORT[0]);
      // The second answer arrives, and nobody hears of it; the third does not arrive.
      let arrived = 0;
      platform.troubles.set(first.registration, ({ path }) => (path === "/xAPI/statements" ? (arrived++ ? "cut" : "deaf") : undefined));
      assert.equal(await host.keep(SHORT[1]), false);
      assert.equal(await host.keep(END), false);
      platform.troubles.delete(first.registration);
      const second = await platform.launch({ again: first });
      const { kept } = await host.open(second);
      assert.equal(kept, SHORT[0].state);
      assert.equal(await host.keep({ ...END, interactions: END.interactions.slice(1) }), true);
      await host.leave({ ...END, interactions: END.interactions.slice(1) });
      const statements = await platform.statements(first);
      checkCmi5(statements.filter((statement) => verbOf(statement) !== "abandoned"), [first, second], 0);
      assert.deepEqual(told(statements), ["initialized", ...asked(SHORT.slice(0, 2)), "initialized", ...asked(SHORT, 2), ...RESULT, "terminated"]);
    }));

  test("opened again after the end: nothing is said twice; another test in the same registration is told, but not completed again", () =>
    adapter(async (host) => {
      const launches = [await platform.launch()];
      const once = course(2, { success: "failed" });
      const again = course(2, { success: "passed", from: 20 });
      const worse = course(2, { success: "failed", from: 40 });
      const open = async () => launches.push(await platform.launch({ again: launches[0] }));
      await take(host, launches[0], once);
      await open();
      await host.open(launches[1]);
      assert.equal(await host.keep({ ...once.at(-1), interactions: [] }), true);
      await host.leave({ ...once.at(-1), interactions: [] });
      await open();
      await take(host, launches[2], again);
      await open();
      await take(host, launches[3], worse);
      const session = (snapshots, ...verdict) => ["initialized", ...asked(snapshots), ...verdict, "terminated"];
      assert.deepEqual(await said(launches), [
        ...session(once, "completed", "scored hygiene", "failed"),
        "initialized",
        "terminated",
        ...session(again, "scored hygiene", "passed"),
        ...session(worse, "scored hygiene"),
      ]);
      assert.deepEqual(platform.kept(launches[0]), { state: worse.at(-1).state, completed: true, passed: true, placed: true });
    }));

  test("a mastery score and a passing rule have to agree", () =>
    adapter(async (host) => {
      // Success by the rule, scaled score, mastery score, and what is said.
      const cases = [
        ["passed", 80, 0.8, "passed"],
        ["passed", 79.99, 0.8, null],
        ["failed", 79.99, 0.8, "failed"],
        ["failed", 80, 0.8, null],
        ["unknown", 80, 0.8, null],
        ["passed", 10, undefined, "passed"],
        ["failed", 90, undefined, "failed"],
        ["passed", 0, 0, "passed"],
      ];
      for (const [success, score, masteryScore, verdict] of cases) {
        const launched = await platform.launch({ masteryScore });
        await take(host, launched, course(1, { success, score }));
        assert.deepEqual(await said([launched]), ["initialized", "answered item-0", ...RESULT, ...(verdict ? [verdict] : []), "terminated"], `${success} ${score} ${masteryScore}`);
        const result = (await platform.statements(launched)).find((statement) => verbOf(statement) === verdict);
        if (!result) continue;
        assert.deepEqual(result.result.score, { scaled: Number((score / 100).toFixed(4)), raw: Math.round(score), min: 0, max: 100 });
        assert.equal(result.context.extensions[EXTENSION.masteryScore], masteryScore);
      }
    }));

  test("to review, or to look around: that it began and that it is over", () =>
    adapter(async (host) => {
      const first = await platform.launch();
      await take(host, first);
      const shows = [first];
      for (const mode of ["Review", "Browse"]) {
        const shown = await platform.launch({ again: first, mode, returnURL: "javascript:alert(1)" });
        assert.deepEqual(await host.open(shown), { kept: END.state, language: null, review: true, save: "host", leaves: true });
        await host.keep(course(1, { from: 9 })[0]);
        await host.close(END);
        shows.push(shown);
        await hears(shows, ["initialized", ...asked(SHORT), ...RESULT, "terminated", ...shows.slice(1).flatMap(() => ["initialized", "terminated"])]);
      }
      assert.equal(platform.kept(first).state, END.state);
      const fresh = await platform.launch({ mode: "Browse" });
      assert.deepEqual(await host.open(fresh), { kept: null, language: null, review: false, save: "device", leaves: true });
      await host.leave(END);
      assert.deepEqual(await said([fresh]), ["initialized", "terminated"]);
      assert.equal(platform.kept(fresh), null);
    }));

  test("a launch that was used says so, and is not asked again", () =>
    adapter(async (host, context, faults) => {
      const launched = await platform.launch();
      await host.open(launched);
      const other = new Adapter(await context.newPage(), site.url);
      await assert.rejects(other.open(launched), /lets a launch in once, and this one was used\. Close this page and open the test from the platform again\./);
      await assert.rejects(other.again(), /once/);
      assert.equal(platform.requestsOf(launched).filter(({ path }) => path === "/fetch").length, 2);
      assert.equal(faults.filter((fault) => /once/.test(fault)).length, 1);
    }));

  for (const status of [401, 403]) {
    test(`a platform that lets nobody in any more (${status}): it is said once, and each answer is offered once`, () =>
      adapter(async (host, _, faults) => {
        const launched = await platform.launch();
        await host.open(launched);
        await hears([launched], ["initialized"], 0);
        platform.troubles.set(launched.registration, () => status);
        const { length } = platform.requestsOf(launched);
        for (const snapshot of SHORT) assert.equal(await host.keep(snapshot), false);
        assert.equal(await host.leave(END), false);
        assert.equal(platform.requestsOf(launched).length - length, SHORT.length + 1);
        assert.equal(faults.filter((fault) => fault.includes(`takes nothing more from this launch (${status})`)).length, 1);
      }));
  }

  test("a list that is too long, and a statement that is refused, keep nothing else waiting", () =>
    adapter(async (host, _, faults) => {
      const launched = await platform.launch();
      await host.open(launched);
      platform.troubles.set(launched.registration, ({ method, path, body }) => {
        if (method !== "POST" || path !== "/xAPI/statements") return undefined;
        return JSON.parse(body).length > 1 ? 413 : body.includes("item-1") ? 400 : undefined;
      });
      assert.equal(await host.keep(END), true);
      platform.troubles.delete(launched.registration);
      assert.equal(await host.leave(END), true);
      assert.deepEqual(await said([launched]), ["initialized", "answered item-0", "answered item-2", ...RESULT, "terminated"]);
      assert.equal(faults.filter((fault) => /refuses a statement \(400\).*item-1/.test(fault)).length, 1);
    }));

  test("what was said at once is delivered in the order in which it was said", () =>
    adapter(async (host) => {
      const launched = await platform.launch();
      await host.open(launched);
      const kept = await host.page.evaluate(async (snapshots) => Promise.all([...snapshots.map((snapshot) => window.host.keep(snapshot)), window.host.leave(snapshots.at(-1))]), SHORT);
      assert.deepEqual(kept, [true, true, true, true]);
      assert.deepEqual(await said([launched]), ["initialized", ...asked(SHORT), ...RESULT, "terminated"]);
    }));
});

describe("plain xAPI", { concurrency: 3 }, () => {
  const plain = (run) => adapter(run, "findXapi");
  const heard = async (launched) => told(await platform.statements(launched));

  test("a test, left in the middle, gone on with, and taken once more", () =>
    plain(async (host) => {
      const launched = platform.launchPlain({ "Accept-Language": "fr-CH,en;q=0.8", grouping: "https://platform.example/course", activity_platform: "A platform" });
      assert.deepEqual(await host.open(launched), { kept: null, language: "fr-CH", review: false, save: "host", leaves: true });
      await host.keep(SHORT[0]);
      await host.close(SHORT[1]);
      await platform.hears(launched, 4);
      await platform.keeps(launched, SHORT[1].state);
      assert.equal((await host.open(launched)).kept, SHORT[1].state);
      const passed = course(3, { success: "passed" }).at(-1);
      const rest = { ...passed, interactions: passed.interactions.slice(2) };
      assert.equal(await host.keep(rest), true);
      await host.leave(rest);
      const first = ["initialized", ...asked(SHORT.slice(0, 2)), "suspended", "initialized", ...asked(SHORT, 2), ...RESULT, "passed", "terminated"];
      assert.deepEqual(await heard(launched), first);
      // Looked at again, and then taken again: another result.
      await host.open(launched);
      await host.keep({ ...passed, interactions: [] });
      const other = course(1, { from: 30, score: 40 })[0];
      await host.keep({ ...other, finished: false, score: null });
      await host.keep(other);
      await host.leave(other);
      assert.deepEqual(await heard(launched), [...first, "initialized", "answered item-0", ...RESULT, "terminated"]);
      const statements = await platform.statements(launched);
      assert.deepEqual(statements.filter((one) => verbOf(one) === "completed").map(({ result }) => result.score.raw), [63, 40]);
      for (const { actor, context } of statements) {
        assert.deepEqual(actor, launched.actor);
        assert.equal(context.platform, "A platform");
        assert.deepEqual(context.contextActivities.grouping, [{ id: "https://platform.example/course" }]);
        assert.ok(!context.contextActivities.category?.length);
      }
    }));

  test("an actor in the form of older platforms", () =>
    plain(async (host) => {
      const launched = platform.launchPlain({ actor: { objectType: ["Agent"], account: [{ accountServiceHomePage: "https://platform.example", accountName: "p7" }] } });
      await host.open(launched);
      await host.keep(END);
      const statements = await platform.statements(launched);
      assert.deepEqual(statements.at(-1).actor, { objectType: "Agent", account: { homePage: "https://platform.example", name: "p7" } });
      assert.equal((await host.open(launched)).kept, END.state);
    }));

  test("a page that was not launched has no platform", () =>
    plain(async (host) => {
      await host.page.goto(`${site.url}adapter.html?endpoint=https://platform.example/&actor={}`);
      await host.page.waitForFunction(() => window.findXapi);
      assert.deepEqual(await host.page.evaluate(() => [window.findXapi(window), window.findCmi5(window)]), [null, null]);
    }));
});
