// Occupations and good practices, for everyone: axe-core's rules, sizes, nothing too wide, by keyboard.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { arriveAt, DESK, PHONE, say } from "./platform.mjs";
import { launch, onPage, serve } from "./support.mjs";

let browser;
let server;
let axe;
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

const arrive = (page, hash, language) => arriveAt(server, page, hash, language);

const WHOLE = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };
const VIEWS = ["#occupations", "#occupation/home-care-aide", "#compare?o=home-care-aide,personal-carer,domestic-cleaner", "#compare/countries?c=FR,IT", "#practices", "#practice/it-uni-11766", "#propose", "#nothing"];

describe("nothing is wrong for anyone", { concurrency: 2 }, () => {
  for (const language of ["fr", "ar"]) {
    for (const [size, options] of Object.entries({ phone: PHONE, desk: DESK })) {
      test(`${language}, ${size}`, () =>
        onPage(
          browser,
          async (page) => {
            const found = {};
            for (const hash of VIEWS) {
              await arrive(page, hash, language);
              if (hash === "#propose") {
                await page.locator(".part").first().waitFor();
                await page.getByRole("button", { name: say(language, "propose.download") }).click();
              }
              for (const summary of await page.locator("summary").all()) await summary.click();
              const wrong = [];
              for (const colorScheme of ["light", "dark"]) {
                await page.emulateMedia({ colorScheme });
                // Put into the page from outside: its policy lets no script in.
                if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
                wrong.push(...(await page.evaluate(async (rules) => {
                  const { violations } = await globalThis.axe.run(document, { ...rules, resultTypes: ["violations"] });
                  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
                }, WHOLE)).map((problem) => `${colorScheme}: ${problem}`));
              }
              const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
              if (wide > 0) wrong.push(`${wide} pixels too wide`);
              // What is for tapping is large enough for a thumb; links within text are the exception of WCAG 2.5.8.
              wrong.push(...(await page.locator("button, .button, select, input:not([type=file], [type=checkbox]), textarea, summary, .boxes label, header nav a, .tabs a").evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 47.5).map((one) => `${one.outerHTML.slice(0, 60)} is ${one.getBoundingClientRect().height} high`))));
              if (wrong.length) found[hash] = wrong;
            }
            assert.deepEqual(found, {});
          },
          options,
        ));
    }
  }

  test("with a keyboard alone: from the first card to the test, and through the form", () =>
    onPage(browser, async (page) => {
      await arrive(page, "#occupations", "en");
      const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);
      for (let step = 0; step < 20 && !(await focused())?.startsWith("#occupation/"); step++) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator(".back").waitFor();
      for (let step = 0; step < 5 && !(await focused())?.startsWith("../?bank="); step++) await page.keyboard.press("Tab");
      assert.match(await focused(), /^\.\.\/\?bank=/);
      await arrive(page, "#propose", "en");
      const reached = new Set();
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press("Tab");
        reached.add(await focused());
      }
      for (const name of ["language", "title", "what", "evidence", "countries", "sector", "organisation", "website", "email", "source", "licence", "date"]) assert.ok(reached.has(`field-${name}`), name);
    }));
});
