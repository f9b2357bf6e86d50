// In Firefox, whose WebAssembly and JavaScript are none of Chromium's and Node's: the golden digests, the logs and reports that the parity tests have
// committed, and a person who answers a question. THETIS_FIREFOX names the browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";

import { replay } from "../browser/engine.mjs";
import { bankOf, demo, say, serve } from "../browser/support.mjs";
import { BANKS } from "../fixtures/parity/take.mjs";
import { REPORTED } from "../fixtures/parity/take_reports.mjs";
import { digests, golden, moduleBytes } from "./digest.mjs";
import { launchFirefox, onPage } from "./firefox.mjs";

const root = new URL("../../", import.meta.url);
const committed = async (name) => JSON.parse(await readFile(new URL(`tests/fixtures/parity/${name}`, root), "utf8"));

/** Besides the repository: a page, and the module of the digests. */
const answer = (path) => {
  if (path === "/page.html") return '<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">';
  if (path === "/digest.wasm") return { body: moduleBytes() };
  return undefined;
};

let browser;
let repository;
let site;
before(async () => ([browser, repository, site] = await Promise.all([launchFirefox(), serve({ root: fileURLToPath(root), answer }), serve()])));
after(async () => {
  await browser?.close();
  repository?.close();
  site?.close();
});

/** Runs in a page that has nothing on it; nothing may go wrong there. */
const onBlank = (run) =>
  onPage(browser, async (page, faults) => {
    await page.goto(`${repository.url}page.html`);
    const result = await run(page);
    assert.deepEqual(faults, []);
    return result;
  });

test("Firefox is the browser", async () => assert.match(await browser.version(), /^firefox\//));

test("Firefox computes the golden digests", () => onBlank(async (page) => assert.deepEqual(await page.evaluate(digests, `${repository.url}digest.wasm`), golden)));

test("Firefox makes the committed logs", () =>
  onBlank(async (page) => {
    const made = await page.evaluate(async (folders) => {
      const [{ loadEngine }, { takeAll }] = await Promise.all([import("/bindings/js/dist/thetis.js"), import("/tests/fixtures/parity/take.mjs")]);
      const engine = await loadEngine();
      const made = {};
      for (const folder of folders) {
        const taken = await takeAll(engine, await (await fetch(`/${folder}/bank.json`)).json());
        for (const [design, one] of Object.entries(taken)) made[`${folder} ${design}`] = one;
      }
      // As text: the protocol has its own way with numbers.
      return JSON.stringify(made);
    }, BANKS);
    assert.deepEqual(JSON.parse(made), await committed("logs.json"));
  }));

test("Firefox makes the committed reports", () =>
  onBlank(async (page) => {
    const made = await page.evaluate(async (folders) => {
      const [{ loadEngine }, { loadScoring }, { reportAll }] = await Promise.all([import("/bindings/js/dist/thetis.js"), import("/bindings/js/dist/score_report.js"), import("/tests/fixtures/parity/take_reports.mjs")]);
      const [engine, scoring] = [await loadEngine(), await loadScoring()];
      const made = {};
      for (const folder of folders) made[folder] = await reportAll(engine, scoring, await (await fetch(`/${folder}/bank.json`)).json());
      return JSON.stringify(made);
    }, REPORTED);
    assert.deepEqual(JSON.parse(made), await committed("reports.json"));
  }));

test("in Firefox a person begins, practises and answers, and the log is that of the same answers in Node", () =>
  onPage(browser, async (page, faults) => {
    const settings = { bank: "soft-skills", seed: "7", lang: "en" };
    await page.evaluateOnNewDocument(() => {
      window.told = [];
      for (const name of ["ready", "question", "answer", "error"]) {
        addEventListener(name, ({ target, detail }) => target?.localName === "thetis-assessment" && window.told.push({ name, detail }), true);
      }
    });
    await page.goto(demo(site, settings));
    const sees = (key) => page.waitForFunction((text) => document.querySelector("thetis-assessment")?.shadowRoot?.querySelector("#heading")?.textContent.trim() === text, { polling: 50 }, say("en", key));
    /** Details of the events of that name, once there are so many. */
    const told = async (name, count) => {
      const events = await page.waitForFunction((name, count) => ((found) => found.length >= count && JSON.stringify(found))(window.told.filter((one) => one.name === name)), { polling: 50 }, name, count);
      return JSON.parse(await events.jsonValue()).map(({ detail }) => detail);
    };
    // Looked for again and again: the driver's own waiting does not see what changes inside the element.
    const press = async (selector, place) => {
      const found = await page.waitForFunction((selector, place) => document.querySelector("thetis-assessment").shadowRoot.querySelectorAll(selector)[place], { polling: 50 }, selector, place);
      // From under the bar with the buttons at the lower edge.
      await found.evaluate((control) => control.scrollIntoView({ block: "center" }));
      await found.asElement().click();
    };
    const goOn = () => press("button.primary", 0);
    const choose = (place) => press(".options [part~=option]", place);
    await told("ready", 1);
    await goOn();
    await choose(1);
    await goOn();
    await sees("practice.done");
    await goOn();
    const asked = await told("question", 1);
    await choose(3);
    await goOn();
    const [given] = await told("answer", 1);
    asked.push((await told("question", 2))[1]);
    const session = await replay(bankOf("soft-skills"), { seed: "7" }, [given]);
    assert.deepEqual({ item: given.item, index: given.index, given: given.given }, { item: asked[0].item, index: 0, given: "answer" });
    assert.equal(await page.evaluate(() => document.querySelector("thetis-assessment").log()), session.logText);
    assert.equal(asked[1].item, session.next().item);
    assert.deepEqual(await page.evaluate(() => window.told.filter(({ name }) => name === "error")), []);
    assert.deepEqual(faults, []);
  }));
