// Many at once: twelve elements on a page, of every bank and language of the demo; eight tabs of one origin, each with a test of its own, and
// eight with one test between them. Each log is that of the same answers in Node.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { either, page } from "./banks.mjs";
import { keptCount } from "./device.mjs";
import { replay } from "./engine.mjs";
import { hands } from "./hands.mjs";
import { bankOf, inContext, launch, onPage, serve } from "./support.mjs";

const BANKS = ["care-basics", "care-positioning", "housekeeping", "informal-carer", "soft-skills"];
const LANGUAGES = ["en", "fr", "de", "es", "it", "fi", "ar", "uk"];
const ELEMENTS = 12;
const TABS = 8;
/** Answers in each of the elements. */
const ANSWERS = 8;
/** Who waits for word that never comes has failed. */
const LIMIT = { timeout: 120_000 };

const which = Array.from({ length: ELEMENTS }, (_, k) => ({ bank: BANKS[k % BANKS.length], language: LANGUAGES[k % LANGUAGES.length], seed: String(k + 1) }));
const tag = ({ bank, language, seed }) => `<thetis-assessment bank="item-banks/${bank}/" profile="" lang="${language}" seed="${seed}"></thetis-assessment>`;
const crowd = page(which.map(tag).join(""));
/** A page with one of them: `/one/SEED.html`. */
const alone = (path) => {
  const [, seed] = path.match(/^\/one\/(\d+)\.html$/) ?? [];
  return seed && page(tag({ bank: "care-basics", language: LANGUAGES[seed % LANGUAGES.length], seed }), '<base href="/">')("/page.html");
};

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: either(crowd, alone) })])));
after(async () => {
  await browser?.close();
  server?.close();
});

const assertAsInNode = async (bank, seed, { given, log }) => assert.equal(log, (await replay(bankOf(bank), { seed }, given)).logText, `${bank}, seed ${seed}`);

/** Tabs, each at the test with the seed it gets; the welcome is there in all. */
const open = (context, seed) =>
  Promise.all(
    Array.from({ length: TABS }, async (_, k) => {
      const tab = await context.newPage();
      await tab.goto(`${server.url}one/${seed(k)}.html`);
      await tab.locator("thetis-assessment [data-screen=welcome]").waitFor();
      return tab;
    }),
  );

test("twelve tests on a page, of all banks and languages, answered all at once", LIMIT, () =>
  onPage(browser, async (tab, context) => {
    await context.addInitScript(hands);
    await tab.goto(`${server.url}page.html`);
    await tab.locator("thetis-assessment [data-screen=welcome]").first().waitFor();
    const taken = await tab.evaluate(
      ([which, answers]) =>
        Promise.all(
          [...document.querySelectorAll("thetis-assessment")].map(async (element, k) => {
            const own = window.__hands(element);
            await own.at("welcome", which[k].language);
            await own.take(k, answers);
            return { given: own.given, log: element.log() };
          }),
        ),
      [which, ANSWERS],
    );
    assert.equal(taken.length, ELEMENTS);
    for (const [k, { bank, seed }] of which.entries()) {
      assert.equal(taken[k].given.length, ANSWERS);
      await assertAsInNode(bank, seed, taken[k]);
    }
  }));

test("eight tabs of one origin, answered all at once to the end: each keeps its own", LIMIT, () =>
  inContext(browser, async (context) => {
    await context.addInitScript(hands);
    const tabs = await open(context, (k) => k + 1);
    const logs = await Promise.all(
      tabs.map(async (tab, k) => {
        const taken = await tab.evaluate(async (k) => {
          const element = document.querySelector("thetis-assessment");
          const own = window.__hands(element);
          const last = new Promise((told) => element.addEventListener("progress", ({ detail }) => detail.finished && told(detail.saved)));
          await own.take(k);
          return { given: own.given, log: element.log(), saved: await last };
        }, k);
        assert.equal(taken.saved, "device");
        await assertAsInNode("care-basics", String(k + 1), taken);
        return taken.log;
      }),
    );
    assert.equal(new Set(logs).size, TABS);
    assert.equal(await keptCount(tabs[0]), 2 * TABS, "a session and its bank for each");
    // And all at once again.
    await Promise.all(
      tabs.map(async (tab, k) => {
        await tab.reload();
        await tab.locator("thetis-assessment [data-screen=welcome] button.primary").click();
        await tab.locator("thetis-assessment [data-screen=result]").waitFor();
        assert.equal(await tab.locator("thetis-assessment").evaluate((element) => element.log()), logs[k]);
      }),
    );
  }));

test("eight tabs take one test over from each other at the same moment: in the end one has it, the others say so, and no answer is lost", LIMIT, () =>
  inContext(browser, async (context) => {
    await context.addInitScript(hands);
    const tabs = await open(context, () => 1);
    const element = (tab) => tab.locator("thetis-assessment");
    /** All do so at once; returns which screens they have, once these stay as they are. */
    const all = async (does) => {
      await Promise.all(tabs.map((tab) => element(tab).evaluate(does)));
      const screens = () => Promise.all(tabs.map((tab) => element(tab).evaluate(({ shadowRoot }) => shadowRoot.querySelector("[data-screen]").dataset.screen)));
      for (let now = await screens(), before; ; [before, now] = [now, await screens()]) {
        if (before?.join() === now.join()) return now;
        await new Promise((done) => setTimeout(done, 400));
      }
    };
    const onward = ({ shadowRoot }) => shadowRoot.querySelector("button.primary").click();
    /** Begins the test, or takes it over; done once the question is there, or the element has told that yet another tab has it. */
    const claim = async (element) => {
      const { shadowRoot } = element;
      const button = shadowRoot.querySelector("[data-screen=trouble] button.primary, [data-screen=practice] button.primary");
      let lost = false;
      element.addEventListener("error", () => (lost = true), { once: true });
      button?.click();
      while (!lost && !shadowRoot.querySelector("[data-screen=question]")) await new Promise((done) => setTimeout(done));
    };
    await all(onward);
    await all((element) => ((element.own = window.__hands(element)), element.shadowRoot.querySelector("form input").click()));
    await all(onward);
    const one = (screens) => assert.deepEqual([...screens].sort(), ["question", ...Array(TABS - 1).fill("trouble")]);
    for (let round = 0; round < 5; round++) {
      const screens = await all(claim);
      one(screens);
      // Whoever has it answers; what the device has been told is there for the next.
      const taken = await element(tabs[screens.indexOf("question")]).evaluate(async (element, round) => {
        const kept = new Promise((told) => element.addEventListener("progress", ({ detail }) => detail.answered > round && told(detail.saved)));
        await element.own.take(0, element.own.given.length + 1);
        return { ...element.own.given.at(-1), saved: await kept };
      }, round);
      assert.deepEqual([taken.index, taken.saved], [round, "device"]);
    }
    const screens = await all(() => undefined);
    one(screens);
    const { log, given } = await element(tabs[screens.indexOf("question")]).evaluate((element) => ({ log: element.log(), given: element.own.given }));
    assert.equal(given.at(-1).index, 4);
    // The answers of all of them, in the order in which they were given.
    const answers = (await Promise.all(tabs.map((tab) => element(tab).evaluate(({ own }) => own.given)))).flat().sort((a, b) => a.index - b.index);
    await assertAsInNode("care-basics", "1", { given: answers, log });
  }));
