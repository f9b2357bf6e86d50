// One person after another at the same element, in a page that stays open as on a tablet in a waiting room: each takes the whole test, in the next of
// three languages, reaches the result and deletes everything. Every log is whole, and memory stays flat: what the page holds after a collection (bytes,
// nodes, listeners, the modules' memories) is in the last third of the questions what it was in the first.
//
// 300 questions; THETIS_SOAK=10000 for ten thousand.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { page } from "./banks.mjs";
import { keptCount } from "./device.mjs";
import { resume } from "./engine.mjs";
import { hands } from "./hands.mjs";
import { bankOf, launch, onPage, serve } from "./support.mjs";

const QUESTIONS = Number(process.env.THETIS_SOAK || 300);
/** Measurements, of which the first third is compared with the last. */
const MEASUREMENTS = 12;
/**
 * How much more of each there may be. Of the heap, what the browser notes of any page that is long in use: compiled code, requests, shifts of the layout.
 * That came to 0.8 MB over 10,000 questions; none of it were objects of the player's.
 */
const ALLOWED = { heap: 400_000 + 60 * QUESTIONS, nodes: 0, listeners: 0, modules: 0 };

const bank = bankOf("care-basics");
const tag = page('<thetis-assessment bank="item-banks/care-basics/" profile="home-care-aide" lang="en"></thetis-assessment>');
let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: tag })])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** Before the page: the memory of each module that is started. */
function noteMemories() {
  const { instantiate } = WebAssembly;
  window.memories = [];
  WebAssembly.instantiate = async (...given) => {
    const started = await instantiate(...given);
    window.memories.push((started.instance ?? started).exports.memory);
    return started;
  };
}

/** The next person: from the welcome to the result, and back. Returns the log. Runs in the page. */
async function sit(number) {
  const element = document.querySelector("thetis-assessment");
  const own = (window.own ??= window.__hands(element));
  element.lang = ["en", "uk", "ar"][number % 3];
  await own.at("welcome", element.lang);
  await own.take(number);
  const log = element.log();
  await own.clear();
  // What these tests record of every element would grow.
  window.__events.length = 0;
  return log;
}

/** What the page holds at the welcome in English, once what it does not hold is gone: sessions leave the engine's memory by way of the collector, hence twice. */
async function held(client, tab) {
  await tab.evaluate(() => ((document.querySelector("thetis-assessment").lang = "en"), window.own.at("welcome", "en")));
  for (let time = 0; time < 2; time++) {
    await client.send("HeapProfiler.collectGarbage");
    await tab.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  }
  const { metrics } = await client.send("Performance.getMetrics");
  const { JSHeapUsedSize, Nodes, JSEventListeners } = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const modules = await tab.evaluate(() => window.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  return { heap: JSHeapUsedSize, nodes: Nodes, listeners: JSEventListeners, modules };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

test("person after person in one page: every log is whole, and memory stays flat", () =>
  onPage(browser, async (tab, context) => {
    await context.addInitScript(noteMemories);
    await context.addInitScript(hands);
    await tab.goto(`${server.url}page.html`);
    await tab.locator("thetis-assessment [data-screen=welcome]").waitFor();
    const client = await context.newCDPSession(tab);
    await client.send("Performance.enable");
    const found = [];
    let questions = 0;
    for (let number = 0; questions < QUESTIONS; number++) {
      const log = await tab.evaluate(sit, number);
      const session = resume(bank, log);
      assert.equal(session.next(), null, `the test of person ${number} has ended: ${log}`);
      questions += session.outcome().steps.length;
      if (questions >= ((found.length + 1) * QUESTIONS) / MEASUREMENTS) found.push(await held(client, tab));
    }
    assert.equal(await keptCount(tab), 0, "nothing of anybody is kept");
    const third = Math.floor(found.length / 3);
    for (const [name, allowed] of Object.entries(ALLOWED)) {
      const values = found.map((one) => one[name]);
      const [first, last] = [median(values.slice(0, third)), median(values.slice(-third))];
      console.log(`${name}: ${first} in the first third of ${questions} questions, ${last} in the last`);
      assert.ok(last - first <= allowed, `${name}: ${values.join(" ")}`);
    }
  }));
