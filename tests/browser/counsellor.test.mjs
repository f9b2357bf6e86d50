// The counsellor's side: the guide to the conversation, the numbers in another language than the candidate's, on paper and in files; results
// taken along and brought again; somebody who sits beside.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { player } from "../../bindings/js/test/player_support.mjs";
import { changed, either, fixed } from "./banks.mjs";
import { chooseOwn, counsellor, finished as atResult, logOf, save } from "./desk.mjs";
import { replay, reportOf } from "./engine.mjs";
import { inspect } from "./inspect.mjs";
import { optionsOf, Person } from "./person.mjs";
import { launch, onPage, say, serve } from "./support.mjs";

const BANK = "care-positioning";
const PROFILE = "home-care-aide";

/** Of each competence some questions: enough that there is something to say. */
const served = changed(BANK, (bank) => {
  const of = (kind, most) => bank.dimensions.filter((one) => (one.kind ?? "evaluation") === kind).flatMap(({ id }) => bank.items.filter(({ dimensions, status = "operational" }) => status === "operational" && dimensions.includes(id)).slice(0, most));
  bank.designs.short = { ...fixed([...of("evaluation", 3), ...of("confidence", 2)].map(({ id }) => id)), fit: { lz: -1.645, fastSeconds: 2, fastShare: 0.3 } };
});
const { id, version } = served.bank;
const tag = (language, more = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title><link rel="icon" href="icon.svg"><script type="module" src="thetis/player.js"></script><body><thetis-assessment bank="item-banks/${BANK}/" design="short" seed="7" lang="${language}" save="none" profile="${PROFILE}" ${more}></thetis-assessment></html>`;
const pages = (path) => {
  const [, language, assisted] = /^\/(\w\w)(-assisted)?\.html$/.exec(path) ?? [];
  return language && tag(language, assisted ? "assisted" : "");
};

let browser;
let server;
let folder;
let axe;
let guide;
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  [browser, server, folder, { guide }] = await Promise.all([launch(), serve({ answer: either(pages, served.answer) }), mkdtemp(join(tmpdir(), "thetis-counsellor-")), player("guide/guide")]);
});
after(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true });
});

/** A person who has finished, at the result; `well`: with the best answers. */
const finished = (tab, language, { well = false } = {}) => atResult(tab, { served, url: server.url, language, well });

/** Opens a file as an earlier result, and waits for what is said of it. */
async function open(one, name, content, said) {
  const file = join(folder, name);
  await writeFile(file, content);
  const [chooser] = await Promise.all([one.page.waitForEvent("filechooser"), one.press(one.root.getByRole("button", { name: one.say("exchange.open"), exact: true }))]);
  await chooser.setFiles(file);
  await one.root.locator(".exchange .notice").filter({ hasText: said }).waitFor();
}
/** Without the marks around a text of the other direction. */
const plain = (text) => text.replace(/[\u2068\u2069]/g, "");

describe("the counsellor's side", { concurrency: 3 }, () => {
  for (const language of ["fr", "ar"]) {
    test(`the guide says and asks what follows from the result: ${language}`, () =>
      onPage(browser, async (tab) => {
        const one = await finished(tab, language);
        await counsellor(one);
        const report = await one.report();
        const texts = one.texts(language);
        const sections = guide(report, served.bank, (await one.outcome()).fit.care);
        assert.equal(sections[0].topic, "strengths");
        assert.ok(sections.some(({ topic }) => topic === "explore"), "these answers leave something open");
        assert.ok(sections.some(({ topic }) => topic === "care"), "a script answers very fast");
        const nameOf = (about) => (about ? texts[{ competence: "competences", module: "modules", credential: "credentials" }[about.kind]][about.id].name : "");
        const shown = one.root.locator(".desk.on-screen .topic");
        assert.deepEqual(await shown.locator("h4").allInnerTexts(), sections.map(({ topic }) => one.say(`guide.${topic}.title`)));
        const expected = sections.map(({ points }) => points.flatMap(({ ask }) => ask.map(({ key, about }) => one.say("guide.quoted", { text: one.say(key, { name: nameOf(about) }) }))));
        const asked = await shown.evaluateAll((all) => all.map((topic) => [...topic.querySelectorAll(".asks li")].map((li) => li.innerText)));
        assert.deepEqual(asked.map((list) => list.map(plain)), expected);
        // What is needed and missing is said with the name of the level.
        const { about, say: key, level } = sections.find(({ topic }) => topic === "explore").points[0];
        const explored = plain(await shown.nth(1).innerText());
        assert.ok(explored.includes(one.say(key, { level: texts.competences[about.id].levels[level].name })), explored);
        assert.equal(await one.root.locator(".desk.on-screen").evaluate((desk) => getComputedStyle(desk).direction), language === "ar" ? "rtl" : "ltr");
        assert.doesNotMatch(await one.root.locator(".desk.on-screen").innerText(), /undefined|NaN|\{\w+\}|(guide|counsellor|exchange)\.\w/);
      }));
  }

  test("a result that was saved is compared with a later one, and every number of it is computed anew", () =>
    onPage(browser, async (tab) => {
      const one = await finished(tab, "fr");
      await counsellor(one);
      const saved = await save(one, one.say("exchange.json"));
      assert.equal(saved.name, `${id}-${version}-result.json`);
      const file = JSON.parse(saved.content);
      const [log, report] = [await one.log(), await one.report()];
      const { when, ...rest } = file;
      assert.deepEqual(rest, { format: 1, type: "thetis-result", bank: { id, version }, design: "short", language: "fr", profile: PROFILE, log, report: JSON.parse(JSON.stringify(report)) });
      assert.ok(Math.abs(new Date(when) - Date.now()) < 600_000, when);
      const asLog = await save(one, one.say("counsellor.save-log"));

      const later = await finished(tab, "fr", { well: true });
      await counsellor(later);
      // Whoever writes better numbers into the file changes nothing.
      for (const dimension of file.report.dimensions) Object.assign(dimension, { theta: -99, se: 0.001 });
      const expected = await reportOf(served.bank, await later.log(), { design: "short", profile: PROFILE, before: log });
      const rows = () => later.root.getByRole("region", { name: later.say("counsellor.change"), exact: true }).locator("tbody tr");
      const verdicts = expected.change.map(({ verdict }) => later.say(`counsellor.change-${verdict}`));
      assert.ok(verdicts.includes(later.say("counsellor.change-higher")), "all right after some right is a reliable change");
      const said = later.say("exchange.compared", { when: "" }).split("  ")[0].trim().replace(/\.$/, "").trim();
      const brought = [
        ["result.json", JSON.stringify(file), said],
        ["session.thetis-log", asLog.content, later.say("exchange.compared-undated")],
        ["session.txt", log, later.say("exchange.compared-undated")],
      ];
      for (const [name, content, sentence] of brought) {
        await open(later, name, content, sentence);
        assert.deepEqual(await later.report(), expected, name);
        const cells = await rows().evaluateAll((all) => all.map((row) => row.lastElementChild.innerText));
        assert.deepEqual([...cells].sort(), [...verdicts].sort());
        await later.press(later.root.getByRole("button", { name: later.say("exchange.forget"), exact: true }));
        await rows().first().waitFor({ state: "detached" });
        assert.equal((await later.report()).change, null);
      }
    }));

  test("a file that cannot be compared is refused in words, and what is written in it stays text", () =>
    onPage(browser, async (tab) => {
      const one = await finished(tab, "fr");
      await counsellor(one);
      const file = { format: 1, type: "thetis-result", bank: { id, version }, design: "short", language: "fr", when: new Date().toISOString(), profile: null, log: await one.log(), report: {} };
      const json = (change) => JSON.stringify({ ...file, ...change });
      const hostile = '<img src=x onerror="window.struck=1"><script>window.struck=1</script>';
      const damaged = `${file.log.slice(0, -6)}AAAAAA`;
      for (const [content, key, values] of [
        [json({ bank: { id: "soft-skills", version: "1.0.0" } }), "other-bank", { found: "soft-skills", wanted: id }],
        [json({ bank: { id: hostile, version } }), "other-bank", { found: hostile.slice(0, 60), wanted: id }],
        [json({ bank: { id, version: hostile } }), "other-version", { found: hostile.slice(0, 60), wanted: version }],
        [json({}), "same"],
        // No two alike one after the other: the sentence of the one before must not pass for this one's.
        [json({ log: damaged }), "damaged"],
        [json({ format: 7 }), "newer"],
        [json({ log: "" }), "damaged"],
        ["Bonjour, ceci n’est pas un résultat.", "not-a-result"],
        [json({}).slice(0, 200), "damaged"],
        [json({ type: "something" }), "not-a-result"],
      ]) {
        const sentence = one.say(`exchange.${key}`, values);
        await open(one, "file.json", content, sentence);
        assert.equal((await one.root.locator(".exchange .notice").innerText()).trim(), sentence);
        assert.equal((await one.report()).change, null, key);
      }
      // A log of another bank says so itself.
      const other = changed(BANK, (bank) => (bank.items[0].model.b = Array.isArray(bank.items[0].model.b) ? bank.items[0].model.b.map((b) => b + 0.5) : bank.items[0].model.b + 0.5));
      other.bank.designs.short = served.bank.designs.short;
      const foreign = await replay(other.bank, { design: "short", seed: "7" }, []);
      await open(one, "foreign.txt", foreign.logText, one.say("exchange.other-bank-or-version"));
      assert.equal(await tab.evaluate(() => window.struck), undefined);
      assert.equal(await one.root.locator(".exchange img, .exchange script").count(), 0);
    }));

  test("the table for spreadsheets has the numbers, and names in the counsellor's language", () =>
    onPage(browser, async (tab) => {
      const one = await finished(tab, "fr");
      await counsellor(one);
      const de = await chooseOwn(one, "de");
      const { name, content } = await save(one, de("exchange.csv"));
      assert.equal(name, `${id}-${version}-result.csv`);
      const text = content.toString("utf8");
      assert.equal(text.charCodeAt(0), 0xfeff);
      const [head, ...rows] = text.slice(1).split("\r\n").slice(0, -1).map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell.replace(/^"|"$/g, "").replace(/""/g, '"')));
      const report = await one.report();
      assert.equal(rows.length, report.dimensions.length);
      const german = one.texts("de").competences;
      for (const [place, { dimension, theta, se, levels }] of report.dimensions.entries()) {
        const cell = (column) => rows[place][head.indexOf(column)];
        const { competence } = served.bank.dimensions[place];
        assert.deepEqual([cell("dimension"), cell("competence"), cell("name")], [dimension, competence, german[competence].name]);
        assert.deepEqual([Number(cell("theta")), Number(cell("se"))], [theta, se], "not a bit is lost");
        for (const [k, { id, probability }] of levels.entries()) assert.deepEqual([cell(`level_${k + 1}`), Number(cell(`level_${k + 1}_probability`))], [id, probability]);
      }
    }));

  for (const [candidate, own] of [["fr", "ar"], ["ar", "de"]]) {
    test(`on paper and in the file the candidate's page is in ${candidate}, the counsellor's in ${own}, a page each`, () =>
      onPage(browser, async (tab) => {
        const one = await finished(tab, candidate);
        const count = async () => ((await tab.pdf({ format: "A4", margin: { top: "10mm", bottom: "10mm", left: "10mm", right: "10mm" } })).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
        await counsellor(one);
        await chooseOwn(one, own);
        const printed = async (name) => {
          await tab.emulateMedia({ media: "print" });
          const visible = (text) => one.root.getByText(text, { exact: true }).filter({ visible: true }).count();
          assert.ok((await visible(say(candidate, "result.title"))) > 0, `${name}: the candidate's page`);
          assert.ok((await visible(say(own, "guide.title"))) > 0, `${name}: the guide in the counsellor's language`);
          assert.equal(await visible(say(candidate, "guide.title")), 0);
          assert.equal(await visible(say(own, "exchange.open")), 0, `${name}: no buttons`);
          const desk = one.root.locator(".print .desk");
          assert.deepEqual(await desk.evaluate((page) => [page.lang, getComputedStyle(page).direction]), [own, own === "ar" ? "rtl" : "ltr"]);
          assert.equal(await count(), 2, `${name}: two pages`);
          await tab.emulateMedia({ media: "screen" });
        };
        await printed("from the counsellor's page");
        await one.press(one.root.getByRole("button", { name: say(own, "counsellor.back"), exact: true }));
        await one.sees(one.say("result.title"));
        await printed("from the result");

        const { content } = await save(one, one.say("result.save"));
        const file = join(folder, `${candidate}.html`);
        await writeFile(file, content);
        await tab.goto(pathToFileURL(file).href);
        assert.equal(await tab.locator("html").getAttribute("lang"), candidate);
        const desk = tab.locator(".desk");
        assert.deepEqual(await desk.evaluate((page) => [page.lang, getComputedStyle(page).direction]), [own, own === "ar" ? "rtl" : "ltr"]);
        await desk.getByText(say(own, "guide.unseen.title"), { exact: true }).waitFor();
        await tab.getByText(say(candidate, "result.title"), { exact: true }).first().waitFor();
      }));
  }

  test("who sits beside reads the question in another language, and the clock rests while they talk", () =>
    onPage(browser, async (tab) => {
      const one = new Person(tab, { bank: served, language: "ar" });
      await one.arrive(`${server.url}ar-assisted.html`);
      await one.root.getByText(one.say("assisted.title"), { exact: true }).waitFor();
      await one.root.locator(".own-language select").selectOption("fr");
      await one.root.getByText(say("fr", "assisted.title"), { exact: true }).waitFor();
      await one.begin();
      const began = Date.now();
      await one.reads();
      const beside = one.root.locator(".in-own-language");
      const { items, responseScales } = one.texts("fr");
      const words = items[one.item.id];
      await beside.getByText(words.stem, { exact: true }).waitFor();
      const labels = words.options ?? responseScales[one.item.responseScale].options;
      for (const option of optionsOf(served.bank, one.item)) await beside.getByText(labels[option], { exact: true }).waitFor();
      assert.equal(await beside.locator(".words").first().getAttribute("lang"), "fr");

      await one.pressButton("assisted.rest");
      await one.sees(one.say("assisted.resting"));
      await tab.waitForTimeout(2500);
      // Not even a look at another window sets it going.
      await tab.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await tab.waitForTimeout(1500);
      await one.pressButton("assisted.go-on");
      const { timeMs } = await one.answer();
      // Four seconds were rest; two more are for what passes between the page and here.
      assert.ok(timeMs <= Date.now() - began - 4000 + 2000, `${timeMs} ms of ${Date.now() - began}`);
      // Folded, it stays folded; what is answered is the candidate's.
      await beside.locator("summary").click();
      await one.answer();
      await beside.waitFor();
      assert.equal(await beside.evaluate((details) => details.open), false);
    }));

  test("a language that does not load leaves the page as it was, and can be chosen again", () =>
    onPage(
      browser,
      async (tab) => {
        const one = await finished(tab, "fr");
        await counsellor(one);
        await tab.route("**/locales/counsellor/uk.js", (route) => route.fulfill({ status: 404 }));
        const select = one.root.locator(".own-language select");
        await select.selectOption("uk");
        await one.root.getByText(one.say("exchange.language-missing"), { exact: true }).waitFor();
        assert.equal(await select.inputValue(), "fr");
        await one.sees(one.say("counsellor.title"));
      },
      {},
      /404/,
    ));

  for (const [candidate, own] of [["fr", "fr"], ["en", "ar"]]) {
    test(`nothing is wrong with it for those who cannot see or tap well: ${candidate}, ${own}`, () =>
      onPage(browser, async (tab) => {
        const check = async (name) => {
          await one.root.evaluate((element) => element.style.setProperty("--thetis-actions", "static"));
          if (!(await tab.evaluate(() => "axe" in globalThis))) await tab.evaluate(axe);
          const rules = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }, rules: { region: { enabled: false }, "landmark-one-main": { enabled: false }, "page-has-heading-one": { enabled: false } } };
          assert.deepEqual(await tab.evaluate(inspect, { rules, target: 48 }), [], name);
        };
        const one = new Person(tab, { bank: served, language: candidate });
        await one.arrive(`${server.url}${candidate}-assisted.html`);
        await one.root.locator(".own-language select").selectOption(own);
        await one.root.locator(`.assisted[lang=${own}]`).waitFor();
        await check("welcome");
        await one.begin();
        await one.root.locator(".assisted").waitFor();
        await check("question");
        await one.pressButton("assisted.rest");
        await one.sees(one.say("assisted.resting"));
        await check("pause");
        await one.root.evaluate((element, log) => element.resume(log), await logOf(served.bank, false));
        await one.sees(one.say("result.title"));
        await one.pressButton("result.counsellor");
        await one.root.locator(`.desk.on-screen[lang=${own}]`).waitFor();
        for (const details of await one.root.locator(".desk.on-screen details").all()) await details.locator("summary").click();
        await check("counsellor's page on a phone");
        await tab.setViewportSize({ width: 1280, height: 900 });
        await check("counsellor's page on a desk");
        await tab.emulateMedia({ colorScheme: "dark" });
        await check("counsellor's page in the dark");
      }));
  }
});
