// Occupations and good practices: what is in item-banks is on the page; a proposal is checked, kept, downloaded and fits the schema; what
// data says is never run. That everyone can use it: platform_accessibility.test.mjs.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { problems } from "../../js-demo/platform/check.js";
import { fileOf, freshIdFor, proposalOf, readProposal } from "../../js-demo/platform/proposal.js";
import { arriveAt, DESK, framework, frameworkTexts, LANGUAGES, practices, profiles, say, source, words } from "./platform.mjs";
import { assertValid } from "./schema.mjs";
import { DEMO, json, launch, onPage, serve } from "./support.mjs";

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serve()])));
after(async () => {
  await browser?.close();
  server?.close();
});

const arrive = (page, hash, language, where = server) => arriveAt(where, page, hash, language);
const texts = (locator) => locator.allInnerTexts().then((all) => all.map((text) => text.trim()));
const heading = (page) => page.locator("main h1").innerText();
/** Fills in a field, and waits for nothing: whatever the page does, it does at once. */
const fill = (page, name, value) => page.locator(`#field-${name}`).fill(value);

describe("what is there is shown", { concurrency: 2 }, () => {
  test("occupations, each with what it asks for and the way to the test", () =>
    onPage(browser, async (page) => {
      for (const language of ["en", "ar"]) {
        await arrive(page, "", language);
        assert.deepEqual((await texts(page.locator(".card h2"))).sort(), profiles.map(({ texts }) => texts[language].name).sort());
        const { name } = profiles.find(({ id }) => id === "home-care-aide").texts[language];
        await page.getByRole("link", { name, exact: true }).click();
        await page.waitForFunction((name) => document.querySelector("main h1").textContent === name, name);
        // Those who listen hear the heading, not the link that is gone.
        assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
        assert.match(await page.title(), RegExp(name));
      }
      for (const { id, requires, texts: own, esco } of profiles) {
        await arrive(page, `#occupation/${id}`, "fr");
        assert.equal(await heading(page), own.fr.name);
        const { competences, levels, outcomes } = frameworkTexts("fr");
        const shown = await page.locator(".area li .row").evaluateAll((rows) => rows.map((row) => [row.querySelector("h4").textContent, row.querySelector(".level").textContent, row.querySelectorAll(".on").length]));
        const asked = framework.areas.flatMap((area) => area.competences).flatMap((competence) => requires.filter((requirement) => requirement.competence === competence.id));
        const place = (level) => framework.levels.findIndex(({ id }) => id === level) + 1;
        assert.deepEqual(shown, asked.map(({ competence, level }) => [competences[competence].name, levels[level], place(level)]));
        // What a competence means, as far as the level asked for.
        const [{ competence, level }] = asked;
        await page.locator(".area summary").first().click();
        const { eqf } = framework.levels.find(({ id }) => id === level);
        const meant = framework.areas.flatMap((area) => area.competences).find(({ id }) => id === competence).outcomes.filter((outcome) => outcome.eqf <= eqf);
        const listed = await texts(page.locator(".area details").first().locator("li"));
        assert.equal(listed.length, meant.length);
        meant.forEach(({ id }, place) => assert.ok(listed[place].startsWith(outcomes[id]), id));
        assert.equal(await page.getByText(say("fr", "esco.notice")).count(), esco ? 1 : 0);
        if (esco) assert.equal(await page.locator(`a[href="${esco.uri}"]`).count(), 1);
      }
    }));

  test("the links to the tests name banks that have the occupation", () =>
    onPage(browser, async (page) => {
      const banks = readdirSync(join(DEMO, "item-banks")).filter((name) => readdirSync(join(DEMO, "item-banks"), { withFileTypes: true }).find((entry) => entry.name === name).isDirectory());
      const withBank = banks.filter((name) => readdirSync(join(DEMO, "item-banks", name)).includes("bank.json")).map((name) => [name, json(`item-banks/${name}/bank.json`)]);
      for (const { id } of profiles) {
        const expected = withBank.flatMap(([bank, { profiles = {} }]) => Object.entries(profiles).filter(([, { occupation }]) => occupation === id).map(([profile]) => `?bank=${bank}&profile=${profile}&lang=de`));
        await arrive(page, `#occupation/${id}`, "de");
        const links = await page.locator("main .button:not(.quiet)").evaluateAll((anchors) => anchors.map(({ href }) => href));
        assert.deepEqual(links, expected.map((query) => `${server.url}${query}`), id);
        assert.ok(expected.length, `a bank has ${id}`);
      }
    }));

  test("practices, by country, field and occupation; what is chosen is in the address", () =>
    onPage(browser, async (page) => {
      await arrive(page, "#practices");
      const titles = () => texts(page.locator(".card h2"));
      const expected = (wanted) => practices.filter(wanted).map(({ title }) => title);
      assert.deepEqual((await titles()).sort(), expected(() => true).sort());
      await page.getByLabel(say("en", "practices.country")).selectOption("FR");
      const french = expected(({ countries }) => countries.includes("FR"));
      assert.deepEqual((await titles()).sort(), french.sort());
      assert.equal(await page.getByRole("status").textContent(), say("en", "practices.found", { count: french.length }));
      await page.getByLabel(say("en", "practices.sector")).selectOption("housekeeping");
      await page.getByLabel(say("en", "practices.occupation"), { exact: true }).selectOption("domestic-cleaner");
      const few = expected(({ countries, sector, profiles }) => countries.includes("FR") && sector === "housekeeping" && profiles?.includes("domestic-cleaner"));
      assert.deepEqual((await titles()).sort(), few.sort());
      assert.ok(few.length > 0 && few.length < french.length);
      await page.reload();
      await page.locator(".card").first().waitFor();
      assert.deepEqual((await titles()).sort(), few.sort());
      // There and back.
      await page.locator(".card a").first().click();
      await page.getByRole("heading", { name: say("en", "practice.evidence") }).waitFor();
      await page.goBack();
      await page.locator(".card").first().waitFor();
      assert.deepEqual((await titles()).sort(), few.sort());
    }));

  test("each practice on a page of its own", () =>
    onPage(browser, async (page) => {
      for (const { id, title, what, evidence, contact, source, profiles: concerned = [] } of practices) {
        await arrive(page, `#practice/${id}`);
        assert.equal(await heading(page), title);
        const all = await page.locator("main").innerText();
        for (const text of [what, evidence, contact.organisation]) assert.ok(all.includes(text), `${id}: ${text}`);
        const links = await page.locator("main a").evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href")));
        for (const address of source.match(/https?:\/\/\S+/g) ?? []) assert.ok(links.includes(address), `${id}: ${address}`);
        for (const occupation of concerned) assert.ok(links.includes(`#occupation/${occupation}`), `${id}: ${occupation}`);
        assert.equal((await page.request.get(new URL(`../item-banks/practices/${id}.json`, `${server.url}platform/`).href)).status(), 200);
      }
    }));

  test("occupations and countries side by side", () =>
    onPage(
      browser,
      async (page) => {
        await arrive(page, "#compare?o=domestic-cleaner");
        await page.getByRole("checkbox", { name: profiles.find(({ id }) => id === "personal-carer").texts.en.name }).check();
        assert.match(page.url(), /#compare\?o=(domestic-cleaner,personal-carer|personal-carer,domestic-cleaner)$/);
        const columns = await texts(page.locator("thead th"));
        const two = columns.map((name) => profiles.find(({ texts }) => texts.en.name === name));
        assert.deepEqual(two.map(({ id }) => id).sort(), ["domestic-cleaner", "personal-carer"]);
        const rows = await page.locator("tbody tr:has(td)").evaluateAll((rows) => rows.map((row) => [row.querySelector("th").textContent, ...[...row.querySelectorAll("td")].map((cell) => cell.querySelector(".level")?.textContent ?? null)]));
        const { competences, levels } = frameworkTexts("en");
        const asked = framework.areas.flatMap((area) => area.competences).map(({ id }) => [id, ...two.map(({ requires }) => requires.find(({ competence }) => competence === id)?.level)]);
        assert.deepEqual(rows, asked.filter(([, ...levels]) => levels.some(Boolean)).map(([id, ...ids]) => [competences[id].name, ...ids.map((level) => (level ? levels[level] : null))]));

        await page.getByRole("link", { name: say("en", "compare.countries"), exact: true }).click();
        await page.locator(".side").first().waitFor();
        await arrive(page, "#compare/countries?c=FR");
        await page.getByRole("checkbox", { name: "Italy" }).check();
        assert.equal(await page.getByText(frameworkTexts("en").framework.notice).count(), 1);
        const [france, italy] = await texts(page.locator(".side"));
        for (const [country, shown] of [["FR", france], ["IT", italy]]) {
          const overlay = framework.overlays.find((overlay) => overlay.country === country);
          for (const { id } of overlay?.notes ?? []) assert.ok(shown.includes(frameworkTexts("en").overlays[country].notes[id]), id);
          for (const { name } of overlay?.qualifications ?? []) assert.ok(shown.includes(name), name);
          for (const { title, countries } of practices) assert.equal(shown.includes(title), countries.includes(country), title);
          for (const { countries = {} } of profiles) if (countries[country]) assert.ok(shown.includes(countries[country].title));
        }
        // Nothing chosen is no fault.
        for (const name of ["Italy", "France"]) await page.getByRole("checkbox", { name }).uncheck();
        await page.getByText(say("en", "compare.nothing")).waitFor();
      },
      DESK,
    ));

  test("the language is that of the address, or of the browser; and can be changed", () =>
    onPage(
      browser,
      async (page) => {
        await page.goto(`${server.url}platform/#practices`);
        await page.getByRole("heading", { name: say("de", "practices.title"), level: 1 }).waitFor();
        await page.getByLabel(say("de", "language")).selectOption("ar");
        await page.getByRole("heading", { name: say("ar", "practices.title"), level: 1 }).waitFor();
        assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.activeElement.id]), ["ar", "rtl", "language"]);
        assert.match(page.url(), /\?lang=ar#practices$/);
        // Texts that are in another language say so, to people and to screen readers.
        await arrive(page, `#practice/${practices[0].id}`, "ar");
        await page.getByText(say("ar", "text-in", { language: new Intl.DisplayNames(["ar"], { type: "language" }).of("en") })).waitFor();
        assert.equal(await page.locator("main h1").getAttribute("lang"), "en");
      },
      { locale: "de-AT" },
    ));

  test("an address that leads nowhere says so", () =>
    onPage(browser, async (page) => {
      for (const hash of ["#nothing", "#practice/nothing", "#occupation/nothing", "#propose/nothing", "#constructor", "#%E0%A4%A"]) {
        await arrive(page, hash);
        assert.equal(await heading(page), say("en", "not-found.title"), hash);
      }
    }));
});

/** A proposal that nothing is wrong with, typed in. */
async function write(page, { title = "Coffee for carers" } = {}) {
  await fill(page, "title", title);
  await fill(page, "what", "Carers of one street meet every week.\nNobody pays.");
  await fill(page, "evidence", "Nothing has been measured.");
  await page.locator("#field-countries").selectOption("FI");
  await page.getByRole("button", { name: say("en", "propose.add-country") }).click();
  await page.getByLabel(say("en", "field.country", { count: 2 })).selectOption("IT");
  await page.locator("#field-sector").selectOption("informal-care");
  await page.getByRole("checkbox", { name: profiles.find(({ id }) => id === "informal-carer").texts.en.name }).check();
  await fill(page, "organisation", "Street association");
  await fill(page, "email", "office@example.org");
  await fill(page, "source", "Own experience");
  await fill(page, "date", "2026-11-20");
}
const press = (page, key) => page.getByRole("button", { name: say("en", key) }).click();
async function download(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, "propose.download")]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
const kept = (page) => page.evaluate(() => localStorage.length);

describe("a proposal", { concurrency: 2 }, () => {
  test("is checked, kept, downloaded as a file that fits the schema, and then no longer kept", () =>
    onPage(browser, async (page) => {
      await arrive(page, "#propose");
      await press(page, "propose.download");
      const summary = page.locator(".summary");
      const missing = ["title", "what", "evidence", "countries", "sector", "organisation", "website", "source"];
      assert.equal(await summary.locator("h2").innerText(), say("en", "propose.problems", { count: missing.length }));
      assert.ok(await summary.evaluate((element) => element === document.activeElement));
      for (const name of missing) assert.equal(await page.locator(`#field-${name}`).getAttribute("aria-invalid"), "true", name);
      await summary.getByRole("button").nth(2).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), "field-evidence");

      await write(page);
      assert.equal(await summary.isVisible(), false, "what is mended is no longer wrong");
      assert.equal(await page.locator("[aria-invalid]").count(), 0);
      assert.equal(await kept(page), 1);
      await page.reload();
      await page.locator("#field-title").waitFor();
      assert.equal(await page.locator("#field-what").inputValue(), "Carers of one street meet every week.\nNobody pays.");

      const { name, text } = await download(page);
      assert.equal(name, "coffee-for-carers.json");
      const made = JSON.parse(text);
      assert.deepEqual(made, {
        $schema: "../schema/practice.schema.json",
        format: 1,
        id: "coffee-for-carers",
        date: "2026-11-20",
        countries: ["FI", "IT"],
        sector: "informal-care",
        language: "en",
        title: "Coffee for carers",
        what: "Carers of one street meet every week.\nNobody pays.",
        evidence: "Nothing has been measured.",
        contact: { organisation: "Street association", email: "office@example.org" },
        licence: "CC-BY-4.0",
        source: "Own experience",
        profiles: ["informal-carer"],
      });
      assertValid(made, json("item-banks/schema/practice.schema.json"));
      assert.equal(await kept(page), 0);
      await page.getByText(say("en", "send.pull-request")).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.textContent), say("en", "send.title"));
      await page.reload();
      await page.locator("#field-title").waitFor();
      assert.equal(await page.locator("#field-title").inputValue(), "");
    }));

  test("is deleted when that is wished, and only then", () =>
    onPage(browser, async (page) => {
      await arrive(page, "#propose");
      await fill(page, "title", "Half a thought");
      await press(page, "propose.delete");
      await page.getByRole("dialog").getByRole("button", { name: say("en", "propose.no") }).click();
      assert.equal(await page.locator("#field-title").inputValue(), "Half a thought");
      await press(page, "propose.delete");
      await page.getByRole("dialog").getByRole("button", { name: say("en", "propose.delete.yes"), exact: true }).click();
      await page.waitForFunction(() => document.querySelector("#field-title").value === "");
      assert.equal(await kept(page), 0);
      assert.equal(await page.getByRole("status").textContent(), say("en", "propose.deleted"));
    }));

  test("may be a change to a practice; a draft is replaced only by leave", () =>
    onPage(browser, async (page) => {
      const practice = practices.find(({ id }) => id === "mycred4home");
      await arrive(page, `#practice/${practice.id}`);
      await page.getByRole("link", { name: say("en", "practice.change") }).click();
      await page.locator("#field-title").waitFor();
      await fill(page, "evidence", "More is known by now.");
      const { name, text } = await download(page);
      assert.equal(name, "mycred4home.json");
      assert.deepEqual(JSON.parse(text), { ...practice, evidence: "More is known by now." });

      await fill(page, "title", "A draft of mine");
      await arrive(page, "#propose/prodome");
      await page.getByRole("dialog").getByRole("button", { name: say("en", "propose.no") }).click();
      assert.equal(await page.locator("#field-title").inputValue(), "A draft of mine");
      await arrive(page, "#propose/prodome");
      await page.getByRole("dialog").getByRole("button", { name: say("en", "propose.replace.yes") }).click();
      await page.waitForFunction((title) => document.querySelector("#field-title").value === title, practices.find(({ id }) => id === "prodome").title);
    }));

  test("is read from its file again, whatever the file has", () =>
    onPage(browser, async (page) => {
      const open = (text) => page.locator("input[type=file]").setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(text) });
      await arrive(page, "#propose");
      await open("no JSON");
      await page.getByText(say("en", "propose.not-a-practice", { file: "mine.json" })).waitFor();
      await open(JSON.stringify({ format: 2, title: "of the future" }));
      await page.getByText(say("en", "propose.not-a-practice", { file: "mine.json" })).waitFor();
      const { sound } = JSON.parse(await readFile(source("tests/fixtures/practices/checked.json"), "utf8"));
      await open(JSON.stringify({ ...sound, colour: "red", title: ["no text"], countries: ["FR", "XX", 7] }));
      await page.getByText(say("en", "propose.unknown", { names: "colour" })).waitFor();
      await page.getByText(say("en", "propose.translations", { names: "French" })).waitFor();
      await press(page, "propose.download");
      assert.deepEqual(await texts(page.locator(".summary li")), [`${say("en", "field.title")} – ${say("en", "check.missing-text")}`, `${say("en", "field.countries")} – ${say("en", "check.invalid-country", { country: "XX" })}`]);
      await fill(page, "title", "A title");
      await page.getByLabel(say("en", "field.country", { count: 2 })).selectOption("EU");
      const { text } = await download(page);
      assert.deepEqual(JSON.parse(text), { ...sound, countries: ["FR", "EU"] });
    }));

  test("can be written where the browser keeps nothing, and says so", () =>
    onPage(browser, async (page, context) => {
      await context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
      await arrive(page, "#propose");
      await write(page);
      await page.getByText(say("en", "propose.refused")).waitFor();
      assert.equal((await download(page)).name, "coffee-for-carers.json");
    }));

  test("goes to whoever runs the page, where an address is given", async () => {
    const html = (await readFile(join(DEMO, "platform/index.html"), "utf8")).replace('name="maintainer-email" content=""', 'name="maintainer-email" content="gallery@example.org"');
    const other = await serve({ answer: (path) => (path === "/platform/index.html" ? html : undefined) });
    try {
      await onPage(browser, async (page) => {
        await arrive(page, "#propose", "en", other);
        assert.equal(await page.locator(".send a").getAttribute("href"), "mailto:gallery@example.org");
      });
    } finally {
      other.close();
    }
  });

  test("what is wrong is what the command finds", async () => {
    const { sound, cases } = JSON.parse(await readFile(source("tests/fixtures/practices/checked.json"), "utf8"));
    for (const { name, change, problems: expected } of cases) {
      const practice = Object.fromEntries(Object.entries({ ...sound, ...change }).filter(([, value]) => value !== null));
      const found = problems(proposalOf(practice), profiles.map(({ id }) => id)).map(({ place, code }) => `${place} ${code}`);
      assert.deepEqual(found.sort(), expected.sort(), name);
      // And what is right comes out of the form as it went in.
      if (!expected.length) assert.deepEqual(JSON.parse(fileOf(readProposal(JSON.stringify(practice)).proposal)), { $schema: sound.$schema, ...practice }, name);
    }
  });

  test("ids are made of titles", () => {
    assert.equal(freshIdFor("  Café – für Ältere: 25 % mehr! ", []), "cafe-fur-altere-25-mehr");
    assert.equal(freshIdFor("مقهى", []), "practice");
    assert.equal(freshIdFor("Prodome", ["prodome", "prodome-2"]), "prodome-3");
    assert.ok(freshIdFor("x".repeat(200), []).length <= 64);
  });
});

test("what data says is text, and nothing of it runs", async () => {
  const hostile = "<img src=x onerror=\"window.ran=true\"><script>window.ran=true</script>";
  const address = "javascript:window.ran=true";
  const evil = { ...practices[0], id: "evil", countries: ["FR", "<b>"], title: hostile, what: hostile, evidence: `${hostile} ${address}`, contact: { organisation: hostile, website: address, email: "a@b.c?bcc=<b>" }, source: `${hostile}: ${address}\nhttps://example.org/"onmouseover="window.ran=true`, licence: hostile, profiles: ["home-care-aide", "<i>"] };
  const gathered = json("platform/data/en.json");
  const bad = { ...gathered, profiles: gathered.profiles.map((profile) => (profile.id === "home-care-aide" ? { ...profile, name: hostile, description: hostile, source: address, esco: { uri: address, code: hostile, label: hostile, match: "exact" } } : profile)) };
  const answers = { "/platform/data/practices.json": [evil], "/platform/data/en.json": bad };
  const other = await serve({ answer: (path) => answers[path] && { type: "application/json", body: JSON.stringify(answers[path]) } });
  try {
    await onPage(browser, async (page) => {
      for (const hash of ["#occupations", "#occupation/home-care-aide", "#compare?o=home-care-aide", "#compare/countries?c=FR", "#practices", "#practice/evil", "#propose/evil"]) {
        await arrive(page, hash, "en", other);
        assert.equal(await page.locator("main :is(img, script, b, i)").count(), 0, hash);
        assert.deepEqual(await page.locator("main a").evaluateAll((anchors) => anchors.map(({ protocol }) => protocol).filter((protocol) => !["http:", "https:", "mailto:"].includes(protocol))), [], hash);
        const shown = await page.locator("main").evaluate((main) => main.textContent + [...main.querySelectorAll("input, textarea")].map(({ value }) => value).join(" "));
        assert.ok(shown.includes(hostile), hash);
        assert.equal(await page.evaluate(() => window.ran), undefined, hash);
      }
      // The policy would stop it, too.
      assert.equal(await page.evaluate((hostile) => { try { document.createElement("p").innerHTML = hostile; return "markup"; } catch { return "refused"; } }, hostile), "refused");
    }, {}, /TrustedHTML/);
  } finally {
    other.close();
  }
});

test("without a network the page works, once it has been open", () =>
  onPage(
    browser,
    async (page) => {
      const own = await serve();
      try {
        await arrive(page, "#practices", "fr", own);
        const files = readdirSync(join(DEMO, "platform"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
        const wanted = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(DEMO.length + 1).replace(/index\.html$/, ""));
        await page.evaluate(async (wanted) => {
          await navigator.serviceWorker.ready;
          while (!(await Promise.all(wanted.map((path) => caches.match(`../${path}`)))).every(Boolean)) await new Promise((later) => setTimeout(later, 50));
        }, wanted);
      } finally {
        own.close();
      }
      await arrive(page, `#practice/${practices[0].id}`, "fr", own);
      assert.equal(await heading(page), practices[0].title);
      await arrive(page, "#propose", "ar", own);
      assert.equal(await heading(page), say("ar", "propose.title"));
    },
    {},
    /sw\.js/,
  ));

test("every language has every text, with the same values to fill in and every plural form", () => {
  const shape = (texts) => Object.entries(texts).map(([key, entry]) => `${key} ${[...new Set(JSON.stringify(entry).match(/\{\w+\}/g) ?? [])].sort()}`);
  const sources = ["platform.js", "parts.js", ...readdirSync(source("js-demo/platform/views")).map((name) => `views/${name}`)];
  const code = Promise.all(sources.map((name) => readFile(source(`js-demo/platform/${name}`), "utf8"))).then((all) => all.join("\n"));
  for (const language of LANGUAGES) {
    const own = words(language);
    assert.deepEqual(shape(own), shape(words("en")), language);
    for (const [key, entry] of Object.entries(own)) {
      if (typeof entry === "string") assert.ok(entry.trim(), `${language}: ${key}`);
      else for (const category of new Intl.PluralRules(language).resolvedOptions().pluralCategories) assert.ok(entry[category] ?? entry.other, `${language}: ${key}, ${category}`);
    }
  }
  return code.then((code) => {
    // Keys that are put together of a name and a value.
    const composed = /^(sector|importance|outcome|esco|field|check|compare|practices|nav|back|hint)\./;
    for (const key of Object.keys(words("en"))) assert.ok(code.includes(`"${key}"`) || composed.test(key), `${key} is used`);
  });
});

test("every module is asked for at once", async () => {
  const page = await readFile(source("js-demo/platform/index.html"), "utf8");
  const asked = [...page.matchAll(/<(?:link rel="modulepreload" href|script type="module" src)="([^"]+)"/g)].map(([, path]) => path);
  const there = readdirSync(source("js-demo/platform"), { recursive: true }).filter((path) => path.endsWith(".js"));
  assert.deepEqual(asked.sort(), there.sort());
});
