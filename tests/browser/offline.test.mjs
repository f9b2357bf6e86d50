// Without a network, and where the device refuses to keep anything.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { care, either, FEW, fixed, page as plain } from "./banks.mjs";
import { assertAsInNode, replay, resume } from "./engine.mjs";
import { Person, WAYS } from "./person.mjs";
import { assertResult } from "./result.mjs";
import { demo, json, launch, onPage, serve } from "./support.mjs";

const served = care({ few: fixed(FEW) });
const tag = plain('<thetis-assessment bank="item-banks/care-basics/" design="few" seed="7" lang="en"></thetis-assessment>');

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: either(tag, served.answer) })])));
after(async () => {
  await browser?.close();
  server?.close();
});

describe("without a network", { concurrency: 2 }, () => {
  test("after the first load everything works: reload, pictures, another language, the other bank", async () => {
    const own = await serve();
    try {
      await onPage(
        browser,
        async (page, context) => {
          const one = new Person(page, { bank: "care-basics" });
          const settings = { bank: "care-basics", design: "full", seed: "7", lang: "en" };
          await one.arrive(demo(own, settings));
          await one.begin();
          const given = await one.answerAll(3);
          // The worker has begun; it says what it keeps by keeping it.
          const pictures = one.bank.items.flatMap(({ media = {} }) => [...Object.values(media.options ?? {}), ...(media.image ? [media.image] : [])]);
          await page.evaluate(async (wanted) => {
            await navigator.serviceWorker.ready;
            while (!(await Promise.all(wanted.map((path) => caches.match(path)))).every(Boolean)) await new Promise((later) => setTimeout(later, 50));
          }, pictures.map((path) => `item-banks/care-basics/${path}`));
          await one.told("progress");

          // No server at all, rather than a browser that knows of no network: with it the device believes in one.
          own.close();
          await one.reload();
          await one.pressButton("welcome.resume");
          await one.told("question");
          given.push(
            ...(await one.answerAll(9, async () => {
              const images = one.root.locator("form img");
              for (const image of await images.all()) {
                await image.evaluate((element) => element.decode());
                assert.ok(await image.evaluate(({ naturalWidth }) => naturalWidth > 0));
              }
            })),
          );
          await context.setOffline(true);
          await one.chooseLanguage("ar", "العربية");
          given.push(...(await one.answerAll(Infinity, () => one.reads())));
          await assertResult(one, await assertAsInNode(one, settings, given));
          // A test that was not looked at before.
          const two = new Person(page, { bank: "soft-skills", language: "uk" });
          await two.arrive(demo(own, { bank: "soft-skills", design: "short", lang: "uk" }));
          await two.begin();
          await two.reads();
          await two.answer();
        },
        {},
        // Browsers look for a newer worker whenever a page is opened.
        /sw\.js/,
      );
    } finally {
      own.close();
    }
  });

  test("an integrator's page needs no network once a question was answered", () =>
    onPage(browser, async (page, context) => {
      const one = new Person(page, { bank: served });
      await one.arrive(`${server.url}page.html`);
      await one.begin();
      // What computes the result comes meanwhile.
      const [given] = await Promise.all([one.answerAll(1), ...[/thetis_outcome_bg\.wasm$/, /locales\/counsellor\/en\.js$/].map((file) => page.waitForResponse((response) => file.test(response.url())))]);
      await context.setOffline(true);
      // Pictures that cannot come are said in words.
      given.push(...(await one.answerAll()));
      await assertResult(one, await assertAsInNode(one, { design: "few", seed: "7" }, given));
    }, {}, /item-banks.*svg|ERR_INTERNET_DISCONNECTED/));
});

/** Ways in which devices refuse. Each runs in the page before anything else. */
const REFUSALS = {
  "throws when it is opened": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("denied", "SecurityError");
    };
  },
  "is not there": () => Object.defineProperty(window, "indexedDB", { value: undefined }),
  "may not even be named": () =>
    Object.defineProperty(window, "indexedDB", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    }),
  "never opens": () => {
    IDBFactory.prototype.open = () => new EventTarget();
  },
  "fails to open": () => {
    IDBFactory.prototype.open = () => {
      const request = { error: new DOMException("A mutation operation was attempted on a database that did not allow mutations.", "InvalidStateError") };
      setTimeout(() => request.onerror?.({ target: request }));
      return request;
    };
  },
};

describe("where the device keeps nothing", { concurrency: 3 }, () => {
  for (const [place, [how, refuse]] of Object.entries(REFUSALS).entries()) {
    const [way, language] = [Object.keys(WAYS)[place % 3], ["en", "ar", "uk"][place % 3]];
    test(`storage ${how}: the test can be taken, and says so (${way}, ${language})`, () =>
      onPage(
        browser,
        async (page, context) => {
          await context.addInitScript(refuse);
          const one = new Person(page, { bank: served, way, language });
          await one.arrive(demo(server, { bank: "care-basics", design: "few", seed: "7", lang: language }));
          await one.root.getByText(one.say("welcome.answers-refused")).waitFor();
          await one.root.getByText(one.say("saved.refused")).waitFor();
          await one.begin();
          const given = await one.answerAll(2);
          // The way to keep them all the same.
          await one.root.getByText(one.say("saved.refused")).waitFor();
          const [download] = await Promise.all([page.waitForEvent("download"), one.pressButton("saved.file")]);
          assert.match(download.suggestedFilename(), /^care-basics-1\.0\.0\.thetis-log$/);
          const log = new Uint8Array(await readFile(await download.path()));
          assert.equal(resume(served.bank, log, "few").logText, (await replay(served.bank, { design: "few", seed: "7" }, given)).logText);
          given.push(...(await one.answerAll()));
          await assertResult(one, await assertAsInNode(one, { design: "few", seed: "7" }, given));
          assert.ok((await one.all("progress")).every(({ saved }) => saved === "refused"));
          assert.deepEqual((await one.reload()).kept, null);
        },
        WAYS[way],
      ));
  }
});

test("the demo can be installed", () =>
  onPage(browser, async (page) => {
    const one = new Person(page);
    await one.arrive(demo(server));
    const session = await page.context().newCDPSession(page);
    const { errors, data } = await session.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    const manifest = JSON.parse(data);
    assert.deepEqual(manifest, json("manifest.webmanifest"));
    for (const { src } of manifest.icons) assert.equal((await page.request.get(new URL(src, server.url).href)).status(), 200, src);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A context of these tests is a private window, which browsers never offer to install from.
    assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  }));
