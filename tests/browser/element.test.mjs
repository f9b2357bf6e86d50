// `<thetis-assessment>` as a page sees it: attributes, events, methods, and several on one page.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { care, either, FEW, fixed, page } from "./banks.mjs";
import { keptCount as kept } from "./device.mjs";
import { assertAsInNode, replay } from "./engine.mjs";
import { Person } from "./person.mjs";
import { inContext, launch, onPage, say, serve, textsOf } from "./support.mjs";

// The second speaker has not come to the last question.
const served = care({ few: fixed(FEW), all: fixed(FEW, { skip: "lowest", dontKnow: "lowest", change: "all" }) }, { uk: ({ items }) => void delete items.symbols.stem });
const FEW_TAG = 'bank="item-banks/care-basics/" design="few" seed="7"';

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve()])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** A page with these tags, on a server of its own kind. */
async function open(tab, tags, options) {
  const path = page(tags);
  await tab.route("**/page.html", (route) => route.fulfill({ contentType: "text/html", body: path("/page.html") }));
  await tab.route("**/item-banks/care-basics/**", async (route) => {
    const body = served.answer(new URL(route.request().url()).pathname);
    await (body ? route.fulfill({ contentType: "application/json", body }) : route.fallback());
  });
  const one = new Person(tab, { bank: served, ...options });
  await one.arrive(`${server.url}page.html`);
  return one;
}

describe("the element", { concurrency: 3 }, () => {
  test("its language is that of the attribute, else the person's, among those offered", () =>
    inContext(
      browser,
      async (context) => {
        const language = async (attributes) => {
          const tab = await context.newPage();
          const one = await open(tab, `<thetis-assessment ${FEW_TAG} save="none" ${attributes}></thetis-assessment>`);
          const [{ language, languages }] = await one.all("ready");
          await one.root.getByRole("heading", { level: 2, name: textsOf("care-basics", language).bank.title }).waitFor();
          return { tab, one, language, languages };
        };
        const whole = ["en", "fr", "de", "es", "it", "fi", "ar", "uk"];
        const own = await language("");
        assert.deepEqual([own.language, own.languages], ["de", whole], "the device is Austrian");
        assert.equal((await language('lang="fi"')).language, "fi");
        assert.equal((await language('lang="fr-CH"')).language, "fr");
        assert.equal((await language('lang="sw"')).language, "de", "the bank has none of that name");
        const some = await language('languages="uk ar"');
        assert.deepEqual([some.language, some.languages], ["ar", ["ar", "uk"]], "in the bank's order");
        await some.one.root.locator("#language").click();
        assert.deepEqual(await some.one.root.locator(".choose").allInnerTexts(), ["العربية", "Українська"]);
        const single = await language('languages="it"');
        assert.equal(single.language, "it");
        assert.equal(await single.one.root.locator("#language").count(), 0, "there is nothing to choose");
        // The page may wish another one at any time.
        await own.one.root.evaluate((element) => element.setAttribute("lang", "uk"));
        await own.one.root.getByRole("heading", { name: textsOf("care-basics", "uk").bank.title }).waitFor();
      },
      { locale: "de-AT" },
    ));

  test("a language that the bank has and the player does not: questions in it, the words around them in the person's, and its own name is chosen", () =>
    onPage(browser, async (tab) => {
      const english = textsOf("care-basics", "en");
      const files = new Map(
        Object.entries({
          "bank.json": { ...served.bank, languages: ["en", "pt"] },
          "locales/en.json": english,
          "locales/pt.json": { ...english, language: "pt", bank: { ...english.bank, title: "Cuidar de alguém" } },
        }),
      );
      const path = page(`<thetis-assessment ${FEW_TAG} lang="pt" save="none"></thetis-assessment>`);
      await tab.route("**/page.html", (route) => route.fulfill({ contentType: "text/html", body: path("/page.html") }));
      await tab.route("**/item-banks/care-basics/**", async (route) => {
        const file = files.get(new URL(route.request().url()).pathname.split("/care-basics/")[1]);
        await (file ? route.fulfill({ contentType: "application/json", body: JSON.stringify(file) }) : route.fallback());
      });
      const one = new Person(tab, { bank: served });
      await one.arrive(`${server.url}page.html`);
      await one.root.getByRole("heading", { name: "Cuidar de alguém" }).waitFor();
      await one.button("welcome.start").waitFor();
      assert.equal(await one.root.locator("#language").innerText(), "português");
      await one.root.locator("#language").click();
      assert.deepEqual(await one.root.locator(".choose").allInnerTexts(), ["English", "português"]);
      assert.deepEqual(await one.root.locator(".choose[aria-current=true]").allInnerTexts(), ["português"]);
    }));

  test("what is missing in a language is marked for authors only", () =>
    onPage(browser, async (tab) => {
      const one = await open(tab, `<thetis-assessment ${FEW_TAG} lang="uk" save="none"></thetis-assessment>`, { language: "uk" });
      await one.begin();
      await one.answerAll(4);
      const stem = one.root.locator("#q-stem");
      const mark = () => stem.evaluate((element) => getComputedStyle(element, "::after").content);
      assert.equal(await stem.innerText(), textsOf("care-basics", "en").items.symbols.stem, "the bank's first language steps in");
      assert.deepEqual(await stem.evaluate(({ lang, dir }) => [lang, dir]), ["en", "ltr"]);
      assert.equal(await mark(), "none");
      await one.root.evaluate((element) => element.setAttribute("author", ""));
      assert.match(await mark(), /en/);
      const options = await one.root.locator("[part~=option] .words").first().evaluate((element) => [element.lang, getComputedStyle(element, "::after").content]);
      assert.deepEqual(options, ["uk", "none"], "what is there is not marked");
      await one.answer();
    }));

  test('save="none" keeps nothing, and says so', () =>
    onPage(browser, async (tab) => {
      const one = await open(tab, `<thetis-assessment ${FEW_TAG} lang="en" save="none"></thetis-assessment>`);
      await one.root.getByText(one.say("welcome.answers-off")).waitFor();
      await one.begin();
      await one.answerAll(2);
      assert.deepEqual((await one.all("progress")).map(({ answered, saved }) => [answered, saved]), [[0, "off"], [1, "off"], [2, "off"]]);
      assert.equal(await kept(tab), 0);
      assert.equal((await one.reload()).kept, null);
      await one.button("welcome.start").waitFor();
    }));

  test('save="host" hands the log to the page, and goes on from what the page hands back', () =>
    inContext(browser, async (context) => {
      const tags = `<thetis-assessment ${FEW_TAG} lang="en" save="host"></thetis-assessment>`;
      const one = await open(await context.newPage(), tags);
      await one.root.getByText(one.say("welcome.answers-host")).waitFor();
      assert.equal(await one.log(), null);
      assert.equal(await one.outcome(), null);
      await one.begin();
      const given = await one.answerAll(2);
      const progress = await one.all("progress");
      assert.deepEqual(progress.map(({ answered, finished, saved }) => [answered, finished, saved]).slice(-2), [[1, false, "host"], [2, false, "host"]]);
      const { logText } = progress.at(-1);
      assert.equal(logText, await one.log());
      assert.equal(logText, (await replay(served.bank, { design: "few", seed: "7" }, given)).logText);
      assert.equal(await kept(one.page), 0, "the device keeps nothing");
      await one.page.close();

      const two = await open(await context.newPage(), tags);
      await two.root.evaluate((element, log) => element.resume(log), logText);
      await two.told("question");
      assert.equal(two.question.index, 2);
      given.push(...(await two.answerAll(1)));
      // The same as bytes.
      const log = await two.log();
      await two.page.reload();
      await two.arrive();
      await two.root.evaluate((element, bytes) => element.resume(Uint8Array.from(bytes)), [...Buffer.from(log, "base64url")]);
      await two.told("question");
      given.push(...(await two.answerAll()));
      await assertAsInNode(two, { design: "few", seed: "7" }, given);
      const last = await two.log();
      await two.page.close();

      // A finished one is shown, and with `review` only looked at.
      const three = await open(await context.newPage(), `<thetis-assessment ${FEW_TAG} lang="en" save="host" review></thetis-assessment>`);
      await three.root.evaluate((element, log) => element.resume(log), last);
      await three.sees(three.say("result.title"));
      assert.equal(await three.root.locator("#delete").count(), 0);
      assert.equal(await three.log(), last);
      assert.deepEqual(await three.all("progress"), []);
    }));

  test("review of what the device has kept: answers are looked at, and cannot be changed", () =>
    inContext(browser, async (context) => {
      const tag = (more) => `<thetis-assessment bank="item-banks/care-basics/" design="all" seed="7" lang="en" ${more}></thetis-assessment>`;
      const nothing = await context.newPage();
      await open(nothing, tag("review"));
      await nothing.locator("thetis-assessment").getByRole("heading", { name: say("en", "trouble.nothing-kept.title") }).waitFor();
      await nothing.close();
      const one = await open(await context.newPage(), tag(""));
      await one.begin();
      await one.answerAll();
      await one.told("progress");
      const log = await one.log();
      await one.page.close();
      const two = await open(await context.newPage(), tag("review"));
      await two.sees(two.say("result.title"));
      assert.equal(await two.log(), log);
      assert.equal(await two.root.locator("#delete").count(), 0, "nothing can be deleted");
    }));

  test("where somebody helps, the way to the numbers comes before the result, else after it", () =>
    onPage(browser, async (tab) => {
      const one = await open(tab, `<thetis-assessment ${FEW_TAG} lang="en" save="none"></thetis-assessment>`);
      await one.begin();
      await one.answerAll();
      await one.sees(one.say("result.title"));
      const isFirst = () =>
        one.root.evaluate((element, name) => {
          const within = [...element.shadowRoot.querySelectorAll("button, [part=result]")];
          return within.findIndex((one) => one.textContent.includes(name) && one.localName === "button") < within.findIndex((one) => one.part.contains("result"));
        }, say("en", "result.counsellor"));
      assert.equal(await isFirst(), false);
      await one.root.evaluate((element) => ((element.assisted = true), element.updateComplete));
      assert.equal(await isFirst(), true);
      await one.root.getByRole("button", { name: say("en", "result.counsellor") }).click();
      await one.sees(say("en", "counsellor.title"));
    }));

  test("events bubble, leave shadow trees, and say what happened", () =>
    onPage(browser, async (tab) => {
      const one = await open(tab, `<div id="host"></div><thetis-assessment ${FEW_TAG} lang="en"></thetis-assessment>`);
      await tab.evaluate(() => {
        const element = document.querySelector("thetis-assessment");
        window.heard = [];
        const host = document.getElementById("host");
        host.attachShadow({ mode: "open" }).append(document.createElement("div"));
        host.shadowRoot.firstChild.append(element);
        for (const name of ["question", "answer", "progress", "finish"]) document.body.addEventListener(name, ({ detail, bubbles, composed, target }) => window.heard.push([name, detail, bubbles && composed && target === host]));
      });
      const inside = new Person(tab, { bank: served });
      inside.root = tab.locator("thetis-assessment");
      inside.told = async (...names) => {
        const handle = await tab.waitForFunction(([names, since]) => window.heard.slice(since).findIndex(([name]) => names.includes(name)) + 1 || null, [names, (inside.since ??= 0)]);
        inside.since += await handle.jsonValue();
        const [name, detail] = await tab.evaluate((place) => window.heard[place], inside.since - 1);
        if (name === "question") inside.question = detail;
        return { name, detail };
      };
      await inside.begin();
      const given = await inside.answerAll();
      const heard = await tab.evaluate(() => window.heard);
      assert.ok(heard.every(([, , well]) => well));
      const all = (wanted) => heard.filter(([name]) => name === wanted).map(([, detail]) => detail);
      const [ready] = await one.all("ready");
      assert.deepEqual(ready, { bank: "care-basics", version: "1.0.0", language: "en", languages: served.bank.languages, kept: null });
      assert.deepEqual(all("question"), FEW.map((item, index) => ({ item, index, earlier: false, remaining: { count: FEW.length - index, exact: true } })));
      const session = await replay(served.bank, { design: "few", seed: "7" }, given);
      assert.deepEqual(all("finish"), [{ outcome: session.outcome(), logText: session.logText }]);
      await tab.waitForFunction((count) => window.heard.filter(([name, { answered }]) => name === "progress" && answered === count).length, FEW.length);
      const progress = (await tab.evaluate(() => window.heard)).filter(([name]) => name === "progress").map(([, { answered, finished, saved }]) => [answered, finished, saved]);
      assert.deepEqual(progress.at(-1), [FEW.length, true, "device"]);
    }));

  test("restart deletes the session and begins at the welcome", () =>
    onPage(browser, async (tab) => {
      const one = await open(tab, `<thetis-assessment ${FEW_TAG} lang="en"></thetis-assessment>`);
      await one.begin();
      await one.answerAll(3);
      await one.told("progress");
      assert.equal(await kept(tab), 2, "the session, and its bank beside it");
      await one.root.evaluate((element) => element.restart());
      await one.button("welcome.start").waitFor();
      assert.equal(await one.log(), null);
      assert.equal(await kept(tab), 0);
      await one.begin();
      assert.equal(one.question.index, 0);
    }));

  test("several on one page are separate persons' tests", () =>
    onPage(browser, async (tab) => {
      const left = await open(
        tab,
        `<thetis-assessment ${FEW_TAG} lang="en"></thetis-assessment><thetis-assessment bank="item-banks/care-basics/bank.json" design="all" seed="7" lang="ar"></thetis-assessment><thetis-assessment ${FEW_TAG} lang="uk"></thetis-assessment>`,
      );
      const right = new Person(tab, { bank: served, language: "ar", place: 1, way: "keyboard" });
      await right.told("ready");
      await left.begin();
      await right.begin();
      const given = [[], []];
      while (left.question) {
        given[0].push(await left.answer());
        await right.reads();
        given[1].push(right.question.index ? await right.answer() : await right.pass("dont-know"));
      }
      await assertAsInNode(left, { design: "few", seed: "7" }, given[0]);
      await assertAsInNode(right, { design: "all", seed: "7" }, given[1]);
      // The same test a third time on the page: only one place can have it.
      const third = new Person(tab, { bank: served, language: "uk", place: 2 });
      await third.pressButton("welcome.start");
      await third.compare(null);
      const group = third.root.locator(".options");
      await group.locator("[part~=option]").first().click();
      await third.pressButton("question.next");
      await third.pressButton("practice.start");
      await third.sees(third.say("trouble.other-tab.title"));
      await third.pressButton("trouble.other-tab.action");
      await left.sees(left.say("trouble.other-tab.title"));
    }));

  test("another bank, design or seed is another test", () =>
    onPage(browser, async (tab) => {
      const one = await open(tab, `<thetis-assessment ${FEW_TAG} lang="en"></thetis-assessment>`);
      await one.begin();
      await one.answerAll(1);
      await one.root.evaluate((element) => (element.design = "all"));
      await one.told("ready");
      await one.button("welcome.start").waitFor();
      assert.equal(await one.log(), null);
      await one.root.evaluate((element) => (element.design = "few"));
      assert.deepEqual((await one.told("ready")).detail.kept, { answered: 1, finished: false });
      await one.pressButton("welcome.resume");
      await one.told("question");
      assert.equal(one.question.index, 1);
      // An element without a bank waits for one.
      await one.root.evaluate((element) => element.removeAttribute("bank"));
      await one.root.locator("#heading").waitFor({ state: "detached" });
      await one.root.evaluate((element) => (element.bank = "item-banks/soft-skills/"));
      await one.told("error", "ready");
    }));
});
