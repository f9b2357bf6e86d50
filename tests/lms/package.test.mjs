// The packages as people open them: from a server that knows few types and sends a strict policy, without a network, and from a double click.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Person } from "../browser/person.mjs";
import { assertResult } from "../browser/result.mjs";
import { inContext, launch, onPage } from "../browser/support.mjs";
import { bank, pack, plainServer, scratch, thetis, unpack } from "./package_files.mjs";

const BANK = "care-basics";

/** Where no platform is, the player looks for it for some seconds, while all else is there already. */
const WAITED = /was preloaded using link preload/;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** From the first question to the result; the log is one of the bank that was packed. */
async function takeTest(person) {
  await person.begin();
  await person.answerAll(Infinity, () => person.reads());
  await assertResult(person, await person.outcome());
  const log = await person.log();
  const replayed = JSON.parse(await thetis("replay", bank(BANK), log, "--format", "json"));
  assert.equal(replayed.steps.length, person.events.filter(({ name }) => name === "answer").length);
}

/** Serves a folder; whatever else is asked of the server fails the test, as it is a fault of the page. */
async function served(folder, run) {
  const server = await plainServer(folder);
  try {
    return await run(server);
  } finally {
    server.close();
  }
}

describe("from a plain server under a strict policy", { concurrency: 2 }, () => {
  for (const target of ["scorm12", "scorm2004", "cmi5"]) {
    test(`${target}: a whole test where no platform is there`, async () => {
      const folder = await unpack(await pack(BANK, target, "--languages", "en,fr"));
      await served(folder, (server) =>
        onPage(
          browser,
          async (page) => {
            const person = new Person(page, { bank: BANK, language: "fr" });
            await person.arrive(server.url);
            assert.equal(await person.root.getAttribute("lms"), target);
            await takeTest(person);
            assert.deepEqual([await page.title(), await page.locator("html").getAttribute("lang")], ["Bases du ménage et de l’aide à domicile", "fr"]);
          },
          { locale: "fr-BE" },
          WAITED,
        ),
      );
    });
  }

  test("site: it is asked for early, and works without a network on the second visit", async () => {
    const folder = await pack(BANK, "site", "--languages", "en,ar");
    await served(folder, (server) =>
      inContext(
        browser,
        async (context) => {
          const page = await context.newPage();
          const person = new Person(page, { bank: BANK, language: "ar" });
          await person.arrive(server.url);
          assert.equal(server.requested.filter((path) => path.startsWith("/bank/locales/") || path.startsWith("/thetis/locales/")).length, 2, "nothing in other languages");
          assert.ok(!server.requested.includes("/thetis/lms.js"), "nobody asks for a platform");
          const once = server.requested.filter((path) => path !== "/sw.js");
          assert.equal(new Set(once).size, once.length, "what was asked for early is not asked for again");
          await takeTest(person);
          await page.evaluate(async () => {
            await navigator.serviceWorker.ready;
            const wanted = ["bank/media/wet-floor.svg", "thetis/counsellor.js", "thetis/locales/en.js"];
            while (!(await Promise.all(wanted.map((path) => caches.match(path)))).every(Boolean)) await new Promise((later) => setTimeout(later, 50));
          });

          server.close();
          await page.close();
          const again = await context.newPage();
          const other = new Person(again, { bank: BANK, language: "ar" });
          await other.arrive(server.url);
          await other.pressButton("welcome.see-result");
          await other.sees(other.say("result.title"));
          await again.evaluate(() => document.querySelector("thetis-assessment").restart());
          await takeTest(other);
        },
        { locale: "ar" },
        // Browsers look for a newer worker whenever a page is opened.
        /sw\.js/,
      ),
    );
  });

  test("site: it looks for a platform where another page shows it", async () => {
    const folder = await pack(BANK, "site", "--languages", "en");
    await served(folder, (server) =>
      onPage(browser, async (page) => {
        await page.setContent(`<iframe src="${server.url}" title="test"></iframe>`);
        const person = new Person(page, { bank: BANK, frame: await (await page.waitForSelector("iframe")).contentFrame() });
        await person.arrive();
        assert.equal(await person.root.getAttribute("lms"), "");
        assert.ok(server.requested.includes("/thetis/lms.js"));
      }),
    );
  });

  test("a title and a theme of one's own", async () => {
    const theme = join(await scratch(), "ours.css");
    await writeFile(theme, ":root { --thetis-accent: rgb(138, 28, 106) }\n");
    const folder = await unpack(await pack(BANK, "scorm12", "--title", "Stage <1> & 2", "--theme", theme, "--profile", "home-care-aide"));
    await served(folder, (server) =>
      onPage(browser, async (page) => {
        const person = new Person(page, { bank: BANK });
        await person.arrive(server.url);
        assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Stage <1> & 2");
        assert.equal(await person.button("welcome.start").evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(138, 28, 106)");
        assert.equal(await person.asksForWork(), false);
      }, {}, WAITED),
    );
  });
});

describe("one file, opened with a double click", { concurrency: 2 }, () => {
  for (const [language, locale] of [["en", "en-GB"], ["uk", "uk-UA"]]) {
    test(`a whole test in ${language}, with nothing asked of anyone`, async () => {
      const address = pathToFileURL(await pack(BANK, "html", "--languages", "en,uk")).href;
      await onPage(
        browser,
        async (page) => {
          const asked = [];
          page.on("request", (request) => asked.push(request.url()));
          const person = new Person(page, { bank: BANK, language });
          await person.arrive(address);
          let pictures = 0;
          await person.begin();
          await person.answerAll(Infinity, async () => {
            await person.reads();
            for (const image of await person.root.locator("form img").all()) {
              await image.evaluate((element) => element.decode());
              pictures++;
            }
          });
          await assertResult(person, await person.outcome());
          await person.pressButton("result.counsellor");
          await person.sees(person.say("counsellor.title"));
          assert.ok(pictures > 0, "there were pictures");
          assert.deepEqual(asked.filter((url) => !/^(data|blob):/.test(url)), [address]);
          // What was done is there when the file is opened again.
          await person.arrive(address);
          await person.button("welcome.see-result").waitFor();
        },
        { locale },
      );
    });
  }

  test("no text within ends a script or a style", async () => {
    const theme = join(await scratch(), "ours.css");
    await writeFile(theme, 'body::after { content: "</style><b>"; display: none }\n');
    const file = await pack(BANK, "html", "--languages", "en", "--title", "</title></script><!--", "--theme", theme);
    await onPage(browser, async (page) => {
      const person = new Person(page, { bank: BANK });
      await person.arrive(pathToFileURL(file).href);
      assert.equal(await page.title(), "</title></script><!--");
      assert.equal(await page.locator("b").count(), 0);
      assert.equal(await page.evaluate(() => getComputedStyle(document.body, "::after").content), '"</style><b>"');
    });
    assert.match(await readFile(file, "utf8"), /default-src 'none'/);
  });
});
