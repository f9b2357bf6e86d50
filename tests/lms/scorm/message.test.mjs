// A test without a learning management system around it: another page keeps it by messages, or nobody does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixed } from "../../browser/banks.mjs";
import { launch, serve } from "../../browser/support.mjs";
import { Person } from "../../browser/person.mjs";
import { packed } from "./packages.mjs";
import { callsOf, inContext, Platform } from "./platform.mjs";

const ITEMS = ["sure-cleaning", "bleach"];

/** The page that holds the test, as an integrator writes it: it keeps what it is told, and answers only the page that it has embedded. */
function holder({ test, answers, person }) {
  window.heard = [];
  window.takes = true;
  addEventListener("message", ({ source, origin, data }) => {
    if (origin !== new URL(test).origin) return;
    window.heard.push(data);
    if (!answers) return;
    const answer = (message) => source.postMessage(message, origin);
    if (data.type === "thetis:hello") answer({ type: "thetis:open", kept: localStorage.getItem("kept"), language: "fr", person });
    if (data.type === "thetis:keep" || data.type === "thetis:leave") {
      if (window.takes) localStorage.setItem("kept", data.snapshot.state);
      answer({ type: "thetis:kept", id: data.id, ok: window.takes });
    }
  });
}

let browser;
let files;
let bank;
before(async () => {
  browser = await launch();
  ({ files, bank } = await packed("scorm12", fixed(ITEMS), "--profile", "", "--pass", "hygiene:starting"));
  // For any platform, or none.
  files.set("index.html", Buffer.from(files.get("index.html").toString().replace('lms="scorm12"', 'lms=""')));
});
after(() => browser?.close());

/** Serves the test and, from another origin, the page around it; opens that. */
async function inFrame({ answers = true, more = "" }, run) {
  const testServer = await serve({ answer: (path) => (files.has(path.slice(1)) ? { body: files.get(path.slice(1)) } : { status: 404, body: "" }) });
  const settings = { test: testServer.url, answers, person: "somebody" };
  const holderServer = await serve({
    answer: () => ({ body: `<!doctype html><html lang="en"><title>Holder</title><link rel="icon" href="data:,"><script>(${holder})(${JSON.stringify(settings)})</script>${more}<iframe id="test" width="400" height="600" src="${testServer.url}"></iframe></html>` }),
  });
  try {
    await inContext(browser, async (context) => {
      const page = await context.newPage();
      const open = async (language) => {
        await page.goto(holderServer.url);
        const frame = await (await page.waitForSelector("#test")).contentFrame();
        const person = new Person(page, { bank, frame, language });
        person.ready = (await person.told("ready")).detail;
        return person;
      };
      await run({ page, open, heard: () => page.evaluate(() => window.heard) });
    });
  } finally {
    testServer.close();
    holderServer.close();
  }
}
const kept = (page) => page.evaluate(() => localStorage.getItem("kept"));

describe("kept by messages", { concurrency: 2 }, () => {
  test("a page of another origin keeps the test, and it is gone on with", () =>
    inFrame({}, async ({ page, open, heard }) => {
      const one = await open("fr");
      assert.equal(one.ready.language, "fr", "as the page asked");
      await one.begin();
      const first = await one.answer();
      const log = await one.log();
      await page.waitForFunction((state) => localStorage.getItem("kept") === state, `T1.fr..${log}`);

      const again = await open("fr");
      await again.told("question");
      assert.equal(again.question.index, 1);
      const last = await again.answer();
      await again.sees(again.say("result.title"));
      await page.waitForFunction(() => window.heard.some(({ snapshot }) => snapshot?.finished && snapshot.objectives[0].level));
      const messages = await heard();
      assert.deepEqual([...new Set(messages.map(({ type }) => type))], ["thetis:hello", "thetis:keep"]);
      const { snapshot } = messages.at(-1);
      const { estimates } = await again.outcome();
      const able = estimates.filter(({ dimension }) => !/confidence/.test(dimension)).map(({ theta }) => 50 + 10 * theta);
      assert.ok(Math.abs(snapshot.score - (able[0] + able[1]) / 2) < 0.011);
      assert.deepEqual([snapshot.state, snapshot.language, snapshot.answered, snapshot.progress, snapshot.success], [`T1.fr..${await again.log()}`, "fr", 2, 1, "passed"], "everybody is at the lowest level or above it");
      assert.deepEqual(snapshot.interactions.map(({ item, response, timeMs }) => ({ item, answer: response, timeMs })), [last].map(({ item, answer, timeMs }) => ({ item, answer, timeMs })));
      assert.notDeepEqual(first.item, last.item);
    }));

  test("what the page does not take waits on the device, until it does", () =>
    inFrame({}, async ({ page, open }) => {
      const one = await open("fr");
      await one.begin();
      await page.evaluate(() => void (window.takes = false));
      await one.answer();
      await one.root.getByText(one.say("saved.waiting")).waitFor();
      const log = await one.log();
      assert.notEqual(await kept(page), `T1.fr..${log}`);
      // At the next launch, which the page takes again.
      const again = await open("fr");
      await page.waitForFunction((state) => localStorage.getItem("kept") === state, `T1.fr..${log}`);
      await again.told("question");
      assert.equal(again.question.index, 1);
      assert.deepEqual((await page.evaluate(() => window.heard)).find(({ snapshot }) => snapshot).snapshot.interactions.map(({ item }) => item), ["sure-cleaning"]);
    }));

  test("a page that does not answer hears nothing but the greeting; nobody else may answer for it", () => {
    // A frame beside it, of the page's own origin.
    const impostor = `<iframe srcdoc="<script>setInterval(() => parent.document.getElementById('test')?.contentWindow.postMessage({ type: 'thetis:open', kept: null }, '*'), 20)</script>"></iframe>`;
    return inFrame({ answers: false, more: impostor }, async ({ page, open, heard }) => {
      const one = await open("en");
      await one.root.getByText(one.say("welcome.answers-device")).waitFor();
      await one.begin();
      await one.answerAll();
      await one.sees(one.say("result.title"));
      assert.deepEqual([...new Set((await heard()).map(({ type }) => type))], ["thetis:hello"]);
      assert.equal(await kept(page), null);
    });
  });

  for (const version of ["scorm12", "scorm2004"]) {
    test(`a page that is not packed for one platform finds ${version} by itself`, async () => {
      const platform = await Platform.start(version, { files, bank });
      try {
        await inContext(browser, async (context) => {
          const { lms, person } = await platform.launch(context);
          await person.root.getByText(person.say("welcome.answers-platform")).waitFor();
          assert.equal((await callsOf(lms))[0][0], version === "scorm12" ? "LMSInitialize" : "Initialize");
        });
      } finally {
        platform.close();
      }
    });
  }
});
