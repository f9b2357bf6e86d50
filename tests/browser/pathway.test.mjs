// From a test to a path: a person chooses the work she wants to be compared with, takes a test, and reads where she stands, what is missing,
// what to learn next and what she has shown. What she reads is what `thetis replay` computes of her exported log, to the bit.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { care, either, FEW, fixed, page as plain } from "./banks.mjs";
import { assertAsInNode, assertReportAsInNode, reportOf } from "./engine.mjs";
import { Person, WAYS } from "./person.mjs";
import { assertResult } from "./result.mjs";
import { demo, DEMO, launch, onPage, pagesOf, serve } from "./support.mjs";

const run = promisify(execFile);
const CLI = process.env.THETIS_CLI ?? fileURLToPath(new URL("../../target/debug/thetis", import.meta.url));

/** What the command says of a log, with numbers as JSON has them. */
async function replayed(bank, log, profile) {
  const { stdout } = await run(CLI, ["replay", join(DEMO, "item-banks", bank), log, "--profile", profile, "--format", "json"], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

const served = care({ few: fixed(FEW) });
const tag = plain('<thetis-assessment bank="item-banks/care-basics/" design="few" seed="7" lang="en" save="none" profile=""></thetis-assessment>');

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve({ answer: either(tag, served.answer) })])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** The answer with the most points, and one with the fewest; of ratings the highest and the lowest. */
const highest = ({ responseScales }) => ({ responseScale, scoring }) => scoring?.pairs ?? scoring?.keys ?? scoring?.key ?? responseScales[responseScale].at(-1);
const lowest = ({ responseScales }) => ({ options, targets, responseScale, scoring }) => {
  if (scoring?.pairs) return Object.fromEntries(options.map((option) => [option, targets.find((target) => target !== scoring.pairs[option])]));
  if (scoring?.keys) return options.filter((option) => !scoring.keys.includes(option)).slice(0, 1);
  return scoring?.key ? options.find((option) => option !== scoring.key) : responseScales[responseScale][0];
};

describe("a whole path", { concurrency: 3 }, () => {
  for (const { language, bank, work, other, way, pages } of [
    { language: "fr", bank: "care-positioning", work: "home-care-aide", other: "personal-carer", way: "touch", pages: 2 },
    { language: "ar", bank: "care-positioning", work: "personal-carer", other: "companion", way: "keyboard", pages: 2 },
    { language: "ar", bank: "housekeeping", work: "domestic-cleaner", other: "domestic-housekeeper", way: "mouse", pages: 2 },
  ]) {
    test(`${bank}, ${language}: ${work}`, () =>
      onPage(
        browser,
        async (page) => {
          const one = new Person(page, { way, bank, language });
          const settings = { bank, seed: "20260905", lang: language };
          await one.arrive(demo(server, settings));
          await one.begin(work);
          const given = await one.answerAll(Infinity, () => one.reads());
          const outcome = await assertAsInNode(one, settings, given);
          const report = await assertResult(one, outcome);
          assert.equal(report.profile.id, work);
          assert.ok(report.steps.modules.length <= 3);
          assert.equal(report.steps.modules.reduce((sum, { hours }) => sum + hours, 0), report.steps.hours);
          // Parameters are the judgement of experts, and the result says so.
          await one.root.getByText(one.say("result.about-experts"), { exact: true }).waitFor();

          await page.emulateMedia({ media: "print" });
          await one.root.getByText(one.say("counsellor.estimates"), { exact: true }).first().waitFor();
          assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), pages);
          await page.emulateMedia({ media: "screen" });

          // The log as a file, and what the command makes of it.
          await one.pressButton("result.counsellor");
          const [download] = await Promise.all([page.waitForEvent("download"), one.pressButton("counsellor.save-log")]);
          const log = await download.path();
          assert.equal((await readFile(log)).toString("base64url"), await one.log());
          const native = await replayed(bank, log, work);
          assert.deepEqual(native.report, report);
          await one.pressButton("counsellor.back");

          // Other work: at once, and nothing is asked again.
          const asked = (await one.all("question")).length;
          await one.pressButton("result.occupation");
          await one.compare(other);
          const second = await assertResult(one, outcome);
          assert.equal(second.profile.id, other);
          assert.deepEqual((await replayed(bank, log, other)).report, second);
          assert.deepEqual({ ...second, profile: null, steps: null }, { ...report, profile: null, steps: null });
          assert.equal((await one.all("question")).length, asked);
          assert.equal(await one.log(), (await readFile(log)).toString("base64url"));

          // The list of answers, with a reason wherever the bank gives one.
          await one.pressButton("result.answers");
          const texts = one.texts(language).items;
          const cards = await one.root.locator(".card").evaluateAll((all) => all.map((card) => [card.querySelector(".asked").innerText, card.querySelector(".reason")?.innerText.trim() ?? null]));
          assert.deepEqual(cards, outcome.steps.map(({ item }) => [texts[item].stem, texts[item].reason ?? null]));
          assert.ok(cards.some(([, reason]) => reason));
          await one.pressButton("result.back");
          await one.sees(one.say("result.title"));

          // Who comes again finds the work that was chosen last.
          await one.reload();
          await one.pressButton("welcome.see-result");
          await one.sees(one.say("result.title"));
          assert.deepEqual(await assertReportAsInNode(one), second);
        },
        WAYS[way],
      ));
  }
});

describe("the work to be compared with", { concurrency: 2 }, () => {
  test("is kept with a test that is gone on with, and forgotten for the next person", () =>
    onPage(browser, async (page) => {
      const one = new Person(page, { bank: served });
      const settings = { bank: "care-basics", design: "few", seed: "7", lang: "en" };
      await one.arrive(demo(server, settings));
      await one.begin("domestic-cleaner");
      const given = await one.answerAll(2);
      while ((await one.told("progress")).detail.answered < 2);
      assert.equal((await one.all("progress")).at(-1).profile, "domestic-cleaner");
      await one.reload();
      await one.pressButton("welcome.resume");
      await one.told("question");
      given.push(...(await one.answerAll()));
      const report = await assertResult(one, await assertAsInNode(one, settings, given));
      assert.equal(report.profile.id, "domestic-cleaner");

      await one.press(one.root.locator("#delete"));
      await one.pressButton("delete.confirm");
      await one.begin();
      await one.answerAll();
      await one.sees(one.say("result.title"));
      assert.equal((await one.report()).profile, null);
    }));

  test("is not asked where the page names it, even if it names none", () =>
    onPage(browser, async (page) => {
      const one = new Person(page, { bank: served });
      await one.arrive(`${server.url}page.html`);
      await one.begin();
      await one.answerAll();
      await one.sees(one.say("result.title"));
      assert.equal((await one.report()).profile, null);
      assert.equal(await one.button("result.occupation").count(), 0);
      await one.arrive(demo(server, { bank: "care-basics", design: "few", seed: "7", lang: "en", profile: "home-care-aide" }));
      await one.begin();
      await one.answerAll();
      await one.sees(one.say("result.title"));
      assert.equal((await one.report()).profile.id, "home-care-aide");
      assert.equal(await one.button("result.occupation").count(), 0);
    }));

  test("can be left open, and the way back leads to the welcome", () =>
    onPage(browser, async (page) => {
      const one = new Person(page, { bank: served, way: "keyboard" });
      await one.arrive(demo(server, { bank: "care-basics", design: "few", seed: "7", lang: "en" }));
      await one.pressButton("welcome.start");
      await one.sees(one.say("occupation.title"));
      await one.assertFocusOnHeading();
      await one.pressButton("player.back");
      await one.button("welcome.start").waitFor();
      await one.begin();
      await one.answerAll();
      const report = await assertResult(one, await one.outcome());
      assert.deepEqual([report.profile, report.steps], [null, null]);
    }));
});

test("beside an earlier result each competence says whether it is higher, lower, or not clearly either", () =>
  onPage(browser, async (page) => {
    const one = new Person(page, { bank: served });
    const take = async (answer) => {
      await one.begin();
      while (one.question) await one.answer(answer(one.item));
      await one.sees(one.say("result.title"));
    };
    await one.arrive(demo(server, { bank: "care-basics", design: "few", seed: "7", lang: "en" }));
    await take(lowest(one.bank));
    const before = await one.log();
    await one.press(one.root.locator("#delete"));
    await one.pressButton("delete.confirm");
    await take(highest(one.bank));
    assert.equal(await one.root.locator(".change").count(), 0);

    await one.pressButton("result.counsellor");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), one.pressButton("exchange.open")]);
    await chooser.setFiles({ name: "before.thetis-log", mimeType: "application/octet-stream", buffer: Buffer.from(before, "base64url") });
    await one.root.getByRole("region", { name: one.say("counsellor.change"), exact: true }).waitFor();
    await one.pressButton("counsellor.back");
    const { change, dimensions } = await one.report();
    assert.deepEqual(change, (await reportOf(one.bank, await one.log(), { design: "few", before })).change);
    // Knowledge, then confidence, of what was asked about; the competences as they stand on the page.
    const shown = await one.root.locator("[part~=competence]").evaluateAll((cards) => cards.map((card) => [card.querySelector("h4").innerText, [...card.querySelectorAll(".change")].map((one) => one.innerText.trim())]));
    const { competences } = one.texts("en");
    const expected = [...new Set(one.bank.dimensions.map(({ competence }) => competence))]
      .filter((id) => one.bank.dimensions.some(({ competence }, k) => competence === id && dimensions[k].answers))
      .map((id) => [competences[id].name, one.bank.dimensions.flatMap(({ competence }, k) => (competence === id ? [one.say(`result.${change[k].verdict}`)] : []))]);
    const sorted = (rows) => rows.map((row) => row.join()).sort();
    assert.deepEqual(sorted(shown), sorted(expected));
    assert.ok(change.some(({ verdict }) => verdict === "higher") && change.some(({ verdict }) => verdict === "no-reliable-change"));
  }));

describe("what computes the result", { concurrency: 2 }, () => {
  const SCORING = /\/thetis\/(score_report\.js|thetis_outcome_bg\.wasm)$/;
  // The service worker would fetch it too, and answer for the server.
  const alone = { serviceWorkers: "block" };

  test("is fetched once a question was answered, and before the end", async () => {
    const own = await serve({ answer: served.answer });
    const asked = () => own.requested.filter((path) => SCORING.test(path)).length;
    try {
      await onPage(
        browser,
        async (page) => {
          const one = new Person(page, { bank: served });
          await one.arrive(demo(own, { bank: "care-basics", design: "few", seed: "7", lang: "en" }));
          await one.begin();
          assert.equal(asked(), 0, "the first question does not wait for it");
          const came = page.waitForResponse((response) => /thetis_outcome_bg\.wasm$/.test(response.url()));
          await one.answerAll(1);
          await came;
          assert.equal(asked(), 2);
          // From now on nothing needs the network.
          await page.context().setOffline(true);
          await one.answerAll();
          await assertResult(one, await one.outcome());
          assert.equal(asked(), 2);
        },
        alone,
        /Service Worker|item-banks.*svg|counsellor|ERR_INTERNET_DISCONNECTED/,
      );
    } finally {
      own.close();
    }
  });

  for (const missing of ["score_report.js", "thetis_outcome_bg.wasm"]) {
    test(`does not come (${missing}): the person is told, can save her answers, and tries again`, async () => {
      let there = false;
      const own = await serve({ answer: (path) => (!there && path.endsWith(missing) ? { status: 404, body: "" } : served.answer(path)) });
      try {
        await onPage(
          browser,
          async (page) => {
            const one = new Person(page, { bank: served });
            await one.arrive(demo(own, { bank: "care-basics", design: "few", seed: "7", lang: "en" }));
            await one.begin("home-care-aide");
            await one.answerAll();
            await one.sees(one.say("trouble.result-missing.title"));
            assert.equal((await one.told("error")).detail.name, "result-missing");
            const [download] = await Promise.all([page.waitForEvent("download"), one.pressButton("saved.file")]);
            assert.equal((await readFile(await download.path())).toString("base64url"), await one.log());
            // Not yet, and then it is.
            await one.pressButton("trouble.result-missing.action");
            assert.equal((await one.told("error")).detail.name, "result-missing");
            there = true;
            await one.pressButton("trouble.result-missing.action");
            const report = await assertResult(one, await one.outcome());
            assert.equal(report.profile.id, "home-care-aide");
          },
          alone,
          RegExp(`Service Worker|404|${missing}`),
        );
      } finally {
        own.close();
      }
    });
  }
});
