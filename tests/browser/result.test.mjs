// What a person takes home: a file that opens without a network, a print, the log; and the comparison with a profile.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { care, either, fixed, KINDS, page } from "./banks.mjs";
import { resume } from "./engine.mjs";
import { Person } from "./person.mjs";
import { assertResult } from "./result.mjs";
import { demo, inContext, launch, onPage, pagesOf, serve } from "./support.mjs";

const served = care({ kinds: fixed(KINDS), more: fixed([...KINDS, "sure-moving", "dressing", "privacy"]) });
const tag = page('<thetis-assessment bank="item-banks/care-basics/" design="more" seed="7" lang="en" save="none" profile="home-care-aide"></thetis-assessment>');

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: either(tag, served.answer) })])));
after(async () => {
  await browser?.close();
  server?.close();
});

async function finished(tab, language, design) {
  const one = new Person(tab, { bank: served, language });
  await one.arrive(demo(server, { bank: "care-basics", design, seed: "7", lang: language }));
  await one.begin();
  await one.answerAll();
  await one.sees(one.say("result.title"));
  return one;
}

/** Presses a button that saves a file; returns it. */
async function save(one, key) {
  const [download] = await Promise.all([one.page.waitForEvent("download"), one.pressButton(key)]);
  const name = download.suggestedFilename();
  // Beside where the browser has put it, where it goes with the browser; with its own name, since that says what it is.
  const file = `${await download.path()}-${name}`;
  await download.saveAs(file);
  return { file, name, content: await readFile(file) };
}

describe("the result", { concurrency: 3 }, () => {
  for (const language of ["en", "ar", "uk"]) {
    test(`saved as a file it opens without a network and says the same: ${language}`, () =>
      onPage(browser, async (tab) => {
        const one = await finished(tab, language, "kinds");
        const texts = one.texts(language);
        const shown = await one.root.locator("[part~=result]").innerText();
        const outcome = await one.outcome();
        const log = await one.log();
        const { file, name, content } = await save(one, "result.save");
        assert.equal(name, "care-basics-1.0.0.html");
        assert.doesNotMatch(content.toString(), /<script|\son\w+=|<link|src=|@import|url\(|https?:\/\/(?!www\.w3\.org)/, "nothing in it runs or is loaded");

        await inContext(browser, async (context) => {
          await context.setOffline(true);
          const requests = [];
          context.on("request", (request) => requests.push(request.url()));
          const saved = await context.newPage();
          await saved.goto(pathToFileURL(file).href);
          assert.equal(await saved.locator("html").getAttribute("lang"), language);
          assert.equal(await saved.evaluate(() => getComputedStyle(document.body).direction), language === "ar" ? "rtl" : "ltr");
          assert.equal(await saved.title(), `${texts.bank.title} – ${one.say("result.title")}`);
          const page = await saved.locator(".page").first().innerText();
          assert.deepEqual(page.split(/\s+/), shown.split(/\s+/));
          for (const item of KINDS) await saved.getByText(texts.items[item].stem).first().waitFor();
          // With what the file says anybody can compute the result again.
          const session = resume(served.bank, await saved.locator(".log").innerText(), "kinds");
          assert.deepEqual(session.outcome(), outcome);
          assert.equal(session.logText, log);
          const wide = await saved.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${wide} pixels too wide`);
          const column = await saved.locator("main").evaluate((main) => getComputedStyle(main).fontFamily);
          assert.match(column, /system-ui|sans-serif/, "with the player's own look");
          assert.deepEqual(requests, [pathToFileURL(file).href], "it asks for nothing");
          assert.equal(pagesOf(await saved.pdf({ preferCSSPageSize: true })), 2, "on paper it is the two pages");
        });
      }));
  }

  test("on paper there are both pages and no buttons", () =>
    onPage(browser, async (tab) => {
      await tab.addInitScript(() => {
        window.printed = 0;
        window.print = () => void window.printed++;
      });
      const one = await finished(tab, "en", "kinds");
      const onPaper = one.root.getByText(one.say("counsellor.estimates"), { exact: true });
      assert.equal(await onPaper.first().isVisible(), false);
      await one.pressButton("result.print");
      assert.equal(await tab.evaluate(() => window.printed), 1);
      await tab.emulateMedia({ media: "print" });
      assert.equal(await onPaper.first().isVisible(), true);
      for (const button of await one.root.locator("button").all()) assert.equal(await button.isVisible(), false, await button.innerText());
      await one.root.locator("[part~=competence]").first().waitFor();
      const pdf = await tab.pdf({ preferCSSPageSize: true });
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      assert.equal(pagesOf(pdf), 2);
      // Also from the counsellor's page.
      await tab.emulateMedia({ media: "screen" });
      await one.pressButton("result.counsellor");
      await one.pressButton("counsellor.print");
      assert.equal(await tab.evaluate(() => window.printed), 2);
    }));

  test("the counsellor saves the log", () =>
    onPage(browser, async (tab) => {
      const one = await finished(tab, "en", "kinds");
      await one.pressButton("result.counsellor");
      await one.root.locator("summary").filter({ hasText: one.say("counsellor.log") }).click();
      assert.equal(await one.root.locator(".log").innerText(), await one.log());
      const { content, name } = await save(one, "counsellor.save-log");
      assert.equal(name, "care-basics-1.0.0.thetis-log");
      assert.equal(content.toString("base64url"), await one.log());
      assert.deepEqual(resume(served.bank, new Uint8Array(content), "kinds").outcome(), await one.outcome());
    }));

  test("the page may compare it with a profile, and change its mind", () =>
    onPage(browser, async (tab) => {
      const one = new Person(tab, { bank: served });
      await one.arrive(`${server.url}page.html`);
      await one.begin();
      await one.answerAll();
      const outcome = await one.outcome();
      const compared = async (profile) => {
        await one.root.evaluate((element, profile) => (profile === null ? element.removeAttribute("profile") : element.setAttribute("profile", profile)), profile);
        const name = profile === null ? null : one.texts("en").profiles[profile].name;
        const heading = one.root.locator("[part~=profile] h3");
        if (name) await heading.filter({ hasText: one.say("result.for", { profile: name }) }).waitFor();
        else await heading.waitFor({ state: "detached" });
        return (await assertResult(one, outcome)).profile?.id ?? null;
      };
      assert.equal((await assertResult(one, outcome)).profile.id, "home-care-aide");
      assert.equal(await compared("domestic-cleaner"), "domestic-cleaner");
      assert.equal(await compared(null), null);
    }));
});
