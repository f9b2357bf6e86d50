// Nothing is lost: killed tabs, a killed browser, reloads, two tabs, shared phones, and a bank that changes in between.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { care, FEW, fixed, KINDS } from "./banks.mjs";
import { keptCount, kill, removeKept } from "./device.mjs";
import { assertAsInNode, replay, resume } from "./engine.mjs";
import { choice, Person } from "./person.mjs";
import { demo, inContext, launch, launchIn, onPage, recording, serve } from "./support.mjs";

const served = care({ kinds: fixed(KINDS), few: fixed(FEW) });
/** The same later: other parameters, and a question gone that the designs asked. */
const later = care({ few: fixed(["bleach", "eye", "fridge"]), kinds: fixed(KINDS) });
later.bank.version = "2.0.0";
later.bank.items.find(({ id }) => id === "bleach").model.b = 2;

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: served.answer })])));
after(async () => {
  await browser?.close();
  server?.close();
});

const address = (design, lang = "en", bank = "care-basics", at = server) => demo(at, { bank, design, seed: "7", lang });

/** Opens the demo in a new tab. */
async function open(context, design, { at, ...options } = {}) {
  const one = new Person(await context.newPage(), { bank: served, ...options });
  one.ready = await one.arrive(address(design, options.language, "care-basics", at));
  return one;
}
/** Begins, answers so many and waits until they are kept. */
async function begin(context, design, count, options) {
  const one = await open(context, design, options);
  await one.begin();
  const given = await one.answerAll(count);
  await keeps(one, count);
  return { one, given };
}
/** Waits until so many answers are kept. */
const keeps = async (one, count) => {
  while ((await one.told("progress")).detail.answered < count);
};
async function goOn(one) {
  await one.pressButton("welcome.resume");
  await one.told("question");
}

describe("nothing is lost", { concurrency: 3 }, () => {
  test("the tab is killed after every answer", () =>
    inContext(browser, async (context) => {
      let one = await open(context, "kinds", { language: "ar" });
      await one.begin();
      const given = [];
      while (one.question) {
        const { index } = one.question;
        given.push(await one.answer());
        await keeps(one, index + 1);
        if (!one.question) break;
        const { item } = one.question;
        // What has been chosen and not yet answered is kept too.
        const draft = choice(one.bank, one.item, index + 1);
        await one.choose(draft);
        const chosen = await one.chosen();
        // The next word from the device comes after the draft has been written.
        await keptCount(one.page);
        await kill(one.page);

        one = await open(context, "kinds", { language: "ar" });
        assert.deepEqual(one.ready.kept, { answered: index + 1, finished: false });
        await goOn(one);
        assert.deepEqual([one.question.item, one.question.index], [item, index + 1]);
        await one.reads();
        assert.deepEqual(await one.chosen(), chosen);
      }
      await assertAsInNode(one, { design: "kinds", seed: "7" }, given);
      await kill(one.page);
      // The result too.
      one = await open(context, "kinds", { language: "ar" });
      assert.deepEqual(one.ready.kept, { answered: KINDS.length, finished: true });
      await one.pressButton("welcome.see-result");
      await assertAsInNode(one, { design: "kinds", seed: "7" }, given);
    }));

  test("killed at the very moment of the answer, the question is either answered or still to be answered", () =>
    inContext(browser, async (context) => {
      let { one } = await begin(context, "kinds", 1);
      for (let round = 0; round < 4; round++) {
        const before = (await one.outcome()).steps.length;
        await one.choose(choice(one.bank, one.item, one.question.index));
        // The next word from the device comes after what was chosen has been written: from here on it is there, as an answer or not yet one.
        await keptCount(one.page);
        await one.button("question.next").evaluate((button) => button.click());
        await kill(one.page);
        one = await open(context, "kinds");
        await goOn(one);
        const { steps } = await one.outcome();
        assert.ok(steps.length === before || steps.length === before + 1, `${before}, then ${steps.length}`);
        const session = resume(served.bank, await one.log(), "kinds");
        assert.equal(one.question.item, session.next().item);
        if (steps.length === before) assert.notDeepEqual(await one.chosen(), []);
      }
    }));

  test("the whole browser is killed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "thetis-killed-"));
    const start = async () => {
      const context = await launchIn(folder);
      await recording(context);
      return context;
    };
    try {
      let context = await start();
      const { one, given } = await begin(context, "few", 2);
      for (const id of execFileSync("pgrep", ["-f", "--", `--user-data-dir=${folder}`], { encoding: "utf8" }).trim().split("\n")) {
        try {
          process.kill(Number(id), "SIGKILL");
        } catch {
          // Gone with the one before.
        }
      }
      await one.page.waitForEvent("close").catch(() => {});
      context = await start();
      const two = await open(context, "few", {});
      await goOn(two);
      given.push(...(await two.answerAll()));
      const session = await replay(served.bank, { design: "few", seed: "7" }, given);
      assert.equal(await two.log(), session.logText);
      await context.close();
    } finally {
      await rm(folder, { recursive: true, maxRetries: 5 });
    }
  });

  test("a reload in the middle, in another language, and at the result", () =>
    onPage(browser, async (page) => {
      const one = new Person(page, { bank: served });
      await one.arrive(address("few", "en"));
      await one.begin();
      const given = await one.answerAll(2);
      await one.chooseLanguage("uk", "Українська");
      await one.choose("wipe");
      const { kept, language } = await one.reload();
      assert.deepEqual([kept, language], [{ answered: 2, finished: false }, "uk"], "the language chosen stays");
      await one.root.getByText(RegExp(`^${one.say("welcome.begun", { count: 2 }).replace("{when}", ".*202\\d.*")}$`)).waitFor();
      await goOn(one);
      await one.reads();
      assert.deepEqual(await one.chosen(), [0]);
      given.push(...(await one.answerAll()));
      await assertAsInNode(one, { design: "few", seed: "7" }, given);
      await keeps(one, FEW.length);
      await one.reload();
      await one.pressButton("welcome.see-result");
      await one.sees(one.say("result.title"));
      await assertAsInNode(one, { design: "few", seed: "7" }, given);
    }));

  for (const locks of [true, false]) {
    test(`two tabs ${locks ? "" : "of a browser without locks"}: the second says so and may take over, then the first stops`, () =>
      inContext(browser, async (context) => {
        if (!locks) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
        const { one: first, given } = await begin(context, "few", 1);
        const second = await open(context, "few", { way: "keyboard" });
        assert.deepEqual(second.ready.kept, { answered: 1, finished: false });
        await second.sees(second.say("trouble.other-tab.title"));
        await second.root.getByText(second.say("trouble.other-tab.text")).waitFor();
        // Meanwhile the first goes on.
        await first.page.bringToFront();
        given.push(await first.answer());
        await keeps(first, 2);
        await second.page.bringToFront();
        await second.pressButton("trouble.other-tab.action");
        await second.told("question");
        assert.equal(second.question.index, 2, "as the first has left it");
        await first.sees(first.say("trouble.other-tab.title"));
        given.push(await second.answer());
        await keeps(second, 3);
        // And back.
        await first.page.bringToFront();
        await first.pressButton("trouble.other-tab.action");
        await first.told("question");
        assert.equal(first.question.index, 3);
        await second.sees(second.say("trouble.other-tab.title"));
        given.push(...(await first.answerAll()));
        await assertAsInNode(first, { design: "few", seed: "7" }, given);
        // Who is gone holds nothing.
        await keeps(first, FEW.length);
        await kill(first.page);
        const third = await open(context, "few");
        await third.pressButton("welcome.see-result");
        await third.sees(third.say("result.title"));
      }));
  }

  test("a tab that was open before another began goes on with what that one has answered, and does not begin anew over it", () =>
    inContext(browser, async (context) => {
      const second = await open(context, "few");
      const { one: first, given } = await begin(context, "few", 2);
      await first.page.close();
      await second.page.bringToFront();
      await second.begin();
      assert.equal(second.question.index, 2, "as the first has left it");
      given.push(...(await second.answerAll()));
      await assertAsInNode(second, { design: "few", seed: "7" }, given);
    }));

  for (const way of ["touch", "keyboard"]) {
    test(`a shared phone: whoever comes next starts new, and everything of the one before is deleted: ${way}`, () =>
      inContext(
        browser,
        async (context) => {
          const { one: before } = await begin(context, "few", 2, { way });
          await before.page.close();
          const other = new Person(await context.newPage(), { bank: "soft-skills", way });
          await other.arrive(address("short", "en", "soft-skills"));
          await other.begin();
          await other.answer();
          await keeps(other, 1);
          await other.page.close();

          const one = await open(context, "few", { way });
          assert.equal(await keptCount(one.page), 4);
          await one.pressButton("welcome.not-you");
          await one.sees(one.say("delete.title"));
          await one.pressButton("delete.keep");
          await one.button("welcome.resume").waitFor();
          assert.equal(await keptCount(one.page), 4);
          await one.pressButton("welcome.not-you");
          await one.pressButton("delete.confirm");
          await one.button("welcome.start").waitFor();
          assert.equal(await keptCount(one.page), 0, "no answer to any test is left");
          await one.begin();
          await one.answer();
          // In the middle, and at the result.
          await one.pressButton("delete.open");
          await one.pressButton("delete.keep");
          await one.reads();
          await one.answerAll();
          await one.pressButton("delete.open");
          await one.pressButton("delete.confirm");
          await one.button("welcome.start").waitFor();
          assert.equal(await keptCount(one.page), 0);
          assert.deepEqual((await one.reload()).kept, null);
        },
        way === "touch" ? { hasTouch: true, isMobile: true } : {},
      ));
  }

  test("without a seed the next person has other questions than the one before", () =>
    onPage(browser, async (page) => {
      const one = new Person(page, { bank: "soft-skills" });
      const asked = [];
      for (let round = 0; round < 3; round++) {
        await one.arrive(demo(server, { bank: "soft-skills", design: "short", lang: "en" }));
        await one.begin();
        await one.answerAll(4);
        asked.push((await one.all("question")).map(({ item }) => item).join(" "));
        await one.pressButton("delete.open");
        await one.pressButton("delete.confirm");
        await one.button("welcome.start").waitFor();
      }
      assert.ok(new Set(asked).size > 1, asked.join("; "));
    }));
});

describe("the bank changes in between", { concurrency: 3 }, () => {
  /** Begins on one bank; `then` is on the server when the person comes back. */
  const comeBack = (then, run, allowed) => async () => {
    const own = await serve({ answer: served.answer });
    try {
      await inContext(
        browser,
        async (context) => {
          const { one, given } = await begin(context, "few", 2, { at: own });
          await one.page.close();
          own.answer = then;
          await run(context, own, given);
        },
        {},
        allowed,
      );
    } finally {
      own.close();
    }
  };

  const finishOnTheOldOne = async (context, at, given) => {
    const one = await open(context, "few", { at });
    await goOn(one);
    given.push(...(await one.answerAll()));
    await assertAsInNode(one, { design: "few", seed: "7" }, given);
    return one;
  };

  test("the session is finished on the bank it began with, the next one is on the new", comeBack(later.answer, async (context, at, given) => {
    const one = await finishOnTheOldOne(context, at, given);
    await one.pressButton("delete.open");
    await one.pressButton("delete.confirm");
    await one.button("welcome.start").waitFor();
    one.bank = later.bank;
    await one.begin();
    const second = await one.answerAll();
    assert.deepEqual(second.map(({ item }) => item), ["bleach", "eye", "fridge"]);
    await assertAsInNode(one, { design: "few", seed: "7" }, second);
  }));

  test("gone from the server, it is finished all the same", comeBack((path) => (path.endsWith("care-basics/bank.json") ? { status: 404, body: "" } : undefined), finishOnTheOldOne, /404|Failed to load|preload/));

  test("broken on the server, it is finished all the same", comeBack((path) => (path.endsWith("care-basics/bank.json") ? '{"items": [{}]}' : undefined), finishOnTheOldOne));

  test("changed beyond use, that is said, the answers can be saved, and a clean start works", comeBack(later.answer, async (context, at, given) => {
    const keeper = await open(context, "few", { at });
    await removeKept(keeper.page, "\\nbank$");
    await keeper.page.close();
    const one = await open(context, "few", { at, way: "keyboard" });
    await one.pressButton("welcome.resume");
    await one.sees(one.say("trouble.bank-updated.title"));
    await one.root.getByText(one.say("trouble.bank-updated.text")).waitFor();
    const [download] = await Promise.all([one.page.waitForEvent("download"), one.pressButton("saved.file")]);
    assert.match(download.suggestedFilename(), /\.json$/);
    one.bank = later.bank;
    await one.pressButton("trouble.bank-updated.action");
    await one.button("welcome.start").waitFor();
    await one.begin();
    await assertAsInNode(one, { design: "few", seed: "7" }, await one.answerAll());
    assert.ok(given.length);
  }));
});
