// Ten bad days. The person always sees a plain sentence in her language, and a way on that works.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { care, changed, either, FEW, fixed, KINDS, page as plain } from "./banks.mjs";
import { changeKept, keptCount } from "./device.mjs";
import { assertAsInNode } from "./engine.mjs";
import { Person } from "./person.mjs";
import { assertResult } from "./result.mjs";
import { launch, onPage, say, serve } from "./support.mjs";

const served = care({ two: fixed(["sure-cleaning", "bleach"]), few: fixed(FEW), kinds: fixed(KINDS) });
const BANK = "/item-banks/care-basics/bank.json";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** A page on a server of its own, whose `answer` comes before the bank's. `allowed`: what a browser says of such a day. */
const day = (language, run, { allowed = null, csp, init, way, design = "two" } = {}) =>
  async () => {
    const settings = { design, seed: "7" };
    const page = plain(`<thetis-assessment bank="item-banks/care-basics/" design="${design}" seed="7" lang="${language}"></thetis-assessment><footer></footer>`);
    let broken = () => undefined;
    const server = await serve({ csp, answer: either((path) => broken(path), page, served.answer) });
    try {
      await onPage(
        browser,
        async (page) => {
          if (init) await page.addInitScript(init);
          const one = new Person(page, { bank: served, language, way });
          one.settings = settings;
          await run(one, `${server.url}page.html`, { server, breaks: (answer) => (broken = answer), repaired: () => (broken = () => undefined) });
        },
        {},
        allowed,
      );
    } finally {
      server.close();
    }
  };

/** Opens a page on which something is in the way. */
async function meets(one, address, trouble) {
  one.events = [];
  one.unread = [];
  one.heard = 0;
  if (address) await one.page.goto(address);
  await sees(one, trouble);
}

/** The trouble is told in a sentence, and so to the page; details are there for who can repair it. */
async function sees(one, trouble) {
  assert.equal((await one.told("error")).detail.name, trouble);
  await one.sees(one.say(`trouble.${trouble}.title`));
  await one.root.getByText(one.say(`trouble.${trouble}.text`), { exact: true }).waitFor();
  await one.button(`trouble.${trouble}.action`).waitFor();
}

/** From the welcome to the result. */
async function takes(one) {
  await one.button("welcome.start").waitFor();
  await one.begin();
  const given = await one.answerAll(Infinity, () => one.reads());
  await assertResult(one, await assertAsInNode(one, one.settings, given));
}

/** Saves what cannot be used as a file; returns it. */
async function copy(one) {
  const [download] = await Promise.all([one.page.waitForEvent("download"), one.pressButton("saved.file")]);
  return JSON.parse(await readFile(await download.path(), "utf8"));
}

const NOT_FOUND = /404|Failed to load|preload/;

describe("bad days", { concurrency: 3 }, () => {
  test("1. the bank is not found", day("uk", async (one, address, { breaks, repaired }) => {
    breaks((path) => (path === BANK ? { status: 404, body: "" } : undefined));
    await meets(one, address, "bank-missing");
    await one.pressButton("trouble.bank-missing.action");
    await sees(one, "bank-missing");
    repaired();
    await one.pressButton("trouble.bank-missing.action");
    await takes(one);
  }, { allowed: NOT_FOUND }));

  for (const [what, body] of [
    ["is not JSON", '{"items": ['],
    ["is something else", "[]"],
    ["has impossible parameters", JSON.stringify({ ...served.bank, items: served.bank.items.map((item) => ({ ...item, model: { type: "2pl", a: 0, b: 1e400 } })) })],
    ["has no such design", JSON.stringify({ ...served.bank, designs: {} })],
  ]) {
    test(`2. the bank ${what}`, day("ar", async (one, address, { breaks, repaired }) => {
      breaks((path) => (path === BANK ? body : undefined));
      await meets(one, address, "bank-invalid");
      repaired();
      await one.pressButton("trouble.bank-invalid.action");
      await one.button("welcome.start").waitFor();
      await one.begin();
    }, { way: "keyboard" }));
  }

  test("3. the policy of the page refuses WebAssembly", day("uk", async (one, address, { server }) => {
    await meets(one, address, "engine-refused");
    await one.pressButton("trouble.engine-refused.action");
    await sees(one, "engine-refused");
    // Whoever gave her the page repairs it.
    server.csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
    await one.reload();
    await takes(one);
  }, { csp: "default-src 'self'; script-src 'self'", allowed: /WebAssembly|wasm|Content Security Policy/ }));

  test("3. the engine is missing, or no engine at all", day("en", async (one, address, { breaks, repaired }) => {
    for (const answer of [{ status: 404, body: "" }, { body: "<!doctype html>" }]) {
      breaks((path) => (path.endsWith("session_bg.wasm") ? answer : undefined));
      await meets(one, address, answer.status ? "engine-missing" : "engine-refused");
      repaired();
      await one.pressButton(`trouble.engine-${answer.status ? "missing" : "refused"}.action`);
      await one.button("welcome.start").waitFor();
    }
    await takes(one);
  }, { allowed: /404|Failed to load|preload|WebAssembly|wasm/ }));

  test("4. a picture is missing", day("ar", async (one, address, { breaks }) => {
    breaks((path) => (/media\/.*svg/.test(path) ? { status: 404, body: "" } : undefined));
    await one.arrive(address);
    await one.begin();
    const given = [];
    while (one.question) {
      const { item } = one;
      const described = one.texts("ar").items[item.id].image;
      if (described) {
        await one.root.getByText(one.say("item.picture-missing")).waitFor();
        await one.root.getByText(described, { exact: true }).waitFor();
      }
      // A place on a picture that is not there is found in the list.
      given.push(item.kind === "hotspot" ? await answerByList(one) : await one.answer());
    }
    const outcome = await assertAsInNode(one, one.settings, given);
    assert.equal(outcome.steps.length, KINDS.length);
  }, { allowed: NOT_FOUND, design: "kinds" }));

  test("5. some texts are missing in the language chosen", async () => {
    const gaps = care({ few: fixed(FEW) }, { uk: ({ items, competences }) => (delete items.bleach, delete items.symbols.targets.water, delete competences.hygiene.levels.alone, (items["raw-meat"].stem = " ")) });
    await day("uk", async (one, address, { breaks }) => {
      breaks(gaps.answer);
      await one.arrive(address);
      await one.begin();
      await one.answerAll(1);
      const english = one.texts("en").items;
      const shows = (text) => one.root.getByText(text, { exact: true }).waitFor();
      await shows(english.bleach.stem);
      await shows(english.bleach.options.true);
      await one.answer();
      await shows(english["raw-meat"].stem);
      await one.answer();
      await one.answer();
      await one.root.getByText(english.symbols.targets.water, { exact: true }).first().waitFor();
      await one.chooseLanguage("en", "English");
      await one.answer();
      await one.sees(say("en", "result.title"));
    }, { design: "few" })();
  });

  test("5. a language does not load: the one before stays, and another can be chosen", day("en", async (one, address, { breaks, repaired }) => {
    await one.arrive(address);
    await one.begin();
    const given = await one.answerAll(1);
    await one.choose("true");
    // Neither the interface's words nor the bank's come.
    breaks((path) => (/locales\/uk\.js/.test(path) ? { status: 404, body: "" } : undefined));
    await one.press(one.root.locator("#language"));
    await one.press(one.root.getByRole("button", { name: "Українська", exact: true }));
    await sees(one, "texts-missing");
    await one.pressButton("trouble.texts-missing.action");
    await one.root.getByRole("button", { name: "العربية", exact: true }).waitFor();
    await one.press(one.root.getByRole("button", { name: "العربية", exact: true }));
    one.language = "ar";
    await one.reads();
    assert.deepEqual(await one.chosen(), [0], "the draft is still there");
    repaired();
    await one.chooseLanguage("uk", "Українська");
    given.push(...(await one.answerAll(Infinity, () => one.reads())));
    await assertResult(one, await assertAsInNode(one, one.settings, given));
  }, { allowed: NOT_FOUND, design: "few" }));

  for (const [what, values] of [
    ["is no session", "~"],
    ["has a damaged log", { log: "AAAAAAAAAAAAAAAA" }],
    ["has half a log", null],
    ["is of a later player", { format: 99 }],
  ]) {
    test(`6. what was saved ${what}`, day("ar", async (one, address) => {
      await one.arrive(address);
      await one.begin();
      await one.answerAll(1);
      await one.told("progress");
      const log = await one.log();
      await changeKept(one.page, "7$", values ?? { log: log.slice(0, -4) });
      const whenOpened = typeof values === "string" || values?.format;
      if (whenOpened) await meets(one, address, "state-corrupt");
      else {
        await one.arrive(address);
        await one.pressButton("welcome.resume");
        await sees(one, "state-corrupt");
      }
      assert.ok(await copy(one), "what is damaged can be saved before it is given up");
      await one.pressButton("trouble.state-corrupt.action");
      await one.button("welcome.start").waitFor();
      assert.equal(await keptCount(one.page), 0);
      await one.begin();
      assert.equal(one.question.index, 0);
    }));
  }

  test("7. what was saved is of another bank", async () => {
    const other = changed("soft-skills", ({ designs }) => (designs.two = fixed(["E1", "N1"])));
    await day("uk", async (one, address, { breaks, repaired }) => {
      // The address has had another bank before.
      breaks((path) => (path === BANK ? JSON.stringify(other.bank) : /care-basics\/locales\/uk/.test(path) ? JSON.stringify(other.texts("uk")) : undefined));
      one.bank = other.bank;
      one.texts = other.texts;
      await one.arrive(address);
      await one.begin();
      await one.answer();
      await one.told("progress");
      const log = await one.log();
      repaired();
      await meets(one, address, "state-of-another-bank");
      assert.ok(JSON.stringify(await copy(one)).includes(log));
      one.bank = served.bank;
      one.texts = served.texts;
      await one.pressButton("trouble.state-of-another-bank.action");
      await takes(one);
    })();
  });

  test("8. the clock is set back", day("ar", async (one, address) => {
    await one.arrive(address);
    await one.begin();
    const given = await one.answerAll(2);
    await one.told("progress");
    await one.page.evaluate(() => window.setBack());
    given.push(...(await one.answerAll(1)));
    await one.reload();
    await one.page.evaluate(() => window.setBack());
    await one.pressButton("welcome.resume");
    await one.told("question");
    given.push(...(await one.answerAll()));
    for (const { timeMs } of given) assert.ok(timeMs >= 0 && timeMs < 60000, `${timeMs} ms`);
    await assertResult(one, await one.outcome());
    await one.pressButton("result.counsellor");
    await one.sees(one.say("counsellor.title"));
  }, {
    design: "few",
    // Both clocks of the page: years for the calendar, an hour for what should never go back and sometimes does.
    init: () => {
      const [now, tick] = [Date.now, performance.now.bind(performance)];
      let back = 0;
      window.setBack = () => void back++;
      Date.now = () => now() - back * 1e11;
      performance.now = () => tick() - back * 3.6e6;
    },
  }));

  test("9. the storage is full in the middle", day("uk", async (one, address) => {
    await one.arrive(address);
    await one.begin();
    const given = await one.answerAll(2);
    await one.told("progress");
    await one.page.evaluate(() => (window.full = true));
    given.push(await one.answer());
    await one.root.getByText(one.say("saved.refused")).waitFor();
    const [download] = await Promise.all([one.page.waitForEvent("download"), one.pressButton("saved.file")]);
    assert.equal((await readFile(await download.path())).toString("base64url"), await one.log());
    given.push(await one.answer());
    // Room was made.
    await one.page.evaluate(() => (window.full = false));
    const before = await one.all("progress");
    given.push(...(await one.answerAll()));
    await one.root.getByText(one.say("saved.refused")).waitFor({ state: "detached" });
    assert.equal(before.at(-1).saved, "refused");
    await assertResult(one, await assertAsInNode(one, one.settings, given));
    assert.deepEqual((await one.reload()).kept, { answered: FEW.length, finished: true });
  }, {
    design: "few",
    init: () => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...values) {
        if (!window.full) return put.apply(this, values);
        const request = put.apply(this, values);
        this.transaction.abort();
        return request;
      };
    },
  }));

  test("10. the page removes the element in the middle", day("ar", async (one, address) => {
    await one.arrive(address);
    await one.begin();
    const given = await one.answerAll(2);
    await one.choose("rinse");
    const take = (handle) => handle.evaluate((element) => element.remove());
    const element = await one.root.elementHandle();
    await take(element);
    await one.page.evaluate(() => new Promise((later) => setTimeout(later)));
    // Put back elsewhere: at the same question, with what was chosen.
    await element.evaluate((element) => document.querySelector("footer").before(element));
    await one.reads();
    assert.deepEqual(await one.chosen(), [1]);
    given.push(await one.answer());
    // Moved, as frameworks do.
    await element.evaluate((element) => document.querySelector("main").append(element));
    given.push(await one.answer());
    while ((await one.told("progress")).detail.answered < 4);
    // Gone for good; another one takes its place.
    await take(element);
    await one.page.evaluate(() => {
      const { bank, design, seed } = { bank: "item-banks/care-basics/", design: "few", seed: "7" };
      document.querySelector("main").append(Object.assign(document.createElement("thetis-assessment"), { bank, design, seed, lang: "ar" }));
    });
    await one.told("ready");
    await one.pressButton("welcome.resume");
    await one.told("question");
    assert.equal(one.question.index, 4);
    given.push(...(await one.answerAll()));
    await assertResult(one, await assertAsInNode(one, one.settings, given));
  }, { design: "few" }));

  test("10. the page removes the element before anything has come", day("en", async (one, address, { breaks }) => {
    let release;
    const held = new Promise((go) => (release = go));
    breaks((path) => (path === BANK ? held.then(() => served.answer(path)) : undefined));
    await one.page.goto(address);
    await one.page.waitForFunction(() => customElements.get("thetis-assessment") && document.querySelector("thetis-assessment").bank);
    const element = await one.root.elementHandle();
    await element.evaluate((element) => element.remove());
    await one.page.evaluate(() => new Promise((later) => setTimeout(later, 50)));
    release();
    await element.evaluate((element) => document.querySelector("main").append(element));
    one.heard = 0;
    await one.told("ready");
    await takes(one);
  }, { allowed: /preload/ }));
});

/** Chooses a place of a hotspot by the list below the picture. */
async function answerByList(one) {
  const { item } = one;
  const place = 2;
  await one.root.locator("[part~=option]").nth(place).click();
  const given = await one.next();
  assert.equal(given.answer, item.options[place]);
  return given;
}
