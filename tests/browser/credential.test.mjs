// Signed credentials on the counsellor's page: the person's own, a counsellor's, and what is said where none can be made.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { changed as changedToken, keyOf, tokenOf, verified } from "../../bindings/js/test/badge_support.mjs";
import { changed, either, fixed } from "./banks.mjs";
import { chooseOwn, counsellor, finished as atResult, saved } from "./desk.mjs";
import { inspect } from "./inspect.mjs";
import { launch, onPage, say, serve } from "./support.mjs";

const run = promisify(execFile);
const BANK = "housekeeping";
const CLI = process.env.THETIS_CLI ?? fileURLToPath(new URL("../../target/debug/thetis", import.meta.url));
const BANKS = fileURLToPath(new URL("../../item-banks/", import.meta.url));
const PASSPHRASE = "tre kisses smoke ø";

/** Enough questions of each competence for its micro-credential, and one about the confidence in it. */
const served = changed(BANK, (bank) => {
  const of = (kind, most) => bank.dimensions.filter((one) => (one.kind ?? "evaluation") === kind).flatMap(({ id }) => bank.items.filter(({ dimensions, status = "operational" }) => status === "operational" && dimensions.includes(id)).slice(0, most));
  bank.designs.short = fixed([...of("evaluation", 8), ...of("confidence", 1)].map(({ id }) => id));
});
const pages = (path) => {
  const [, language] = /^\/(\w\w)\.html$/.exec(path) ?? [];
  return language && `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page</title><link rel="icon" href="icon.svg"><script type="module" src="thetis/player.js"></script><body><thetis-assessment bank="item-banks/${BANK}/" design="short" seed="7" lang="${language}" profile="home-care-aide"></thetis-assessment></html>`;
};

let browser;
let server;
let folder;
let axe;
before(async () => {
  [browser, server, folder, axe] = await Promise.all([launch(), serve({ answer: either(pages, served.answer) }), mkdtemp(join(tmpdir(), "thetis-credential-")), readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")]);
});
after(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true });
});

/** The section on the page of somebody who has finished, unfolded; `ready`: what shows that it can be used. */
async function unfolded(tab, language, { url = server.url, own = language, ready = ".topic" } = {}) {
  const asked = [];
  tab.on("request", (request) => request.url().endsWith("/credential.js") && asked.push(request));
  const one = await atResult(tab, { served, url, language, well: true });
  await counsellor(one);
  assert.equal(asked.length, 0, "fetched only when somebody asks for it");
  if (own !== language) await chooseOwn(one, own);
  const section = one.root.locator(".desk.on-screen section.proof");
  await section.locator("summary").first().click();
  await section.locator(ready).first().waitFor();
  const [person, office] = [section.locator(".topic").nth(0), section.locator(".topic").nth(1)];
  const button = (within, key) => within.getByRole("button", { name: say(own, key), exact: true });
  /** Waits until the sentence stands within a part of the page. */
  const says = (within, key) => within.locator(".notice").getByText(say(own, key, { command: "" }).split("  ")[0].replace(/[ .:]+$/, "")).waitFor();
  return { one, section, person, office, button, says };
}

/** Opens a key file. */
async function openKey({ one, office, button }, content) {
  const [chooser] = await Promise.all([one.page.waitForEvent("filechooser"), one.press(button(office, "proof.open-key"))]);
  await chooser.setFiles({ name: "key.json", mimeType: "application/json", buffer: Buffer.from(content) });
}

/** Makes a key on the page; returns its file. */
async function makeKey({ one, office, button }) {
  await office.locator("summary").click();
  await office.locator("[name=new-passphrase]").fill(PASSPHRASE);
  return saved(one, button(office, "proof.make-key"));
}

/** Fills in what a counsellor has to say. */
async function say_so({ office }, { name, passphrase = PASSPHRASE }) {
  await office.locator("[name=name]").fill(name);
  await office.locator("[name=passphrase]").fill(passphrase);
  await office.locator("[name=seen]").setChecked(true);
}

/** Writes a file of the folder, and returns its path. */
async function write(name, content) {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** What `thetis badge verify` says of a badge; rejects where it does not hold. */
const verdict = async (name, svg, ...more) => JSON.parse((await run(CLI, ["badge", "verify", await write(name, svg), "--format", "json", ...more])).stdout);

const RESULT = `${served.bank.id}-${served.bank.version}`;

describe("signed credentials", { concurrency: 3 }, () => {
  test("the person's own is made on the device with a key of this result, and says that it is self-issued", () =>
    onPage(browser, async (tab) => {
      const { one, person, button, says } = await unfolded(tab, "fr");
      const requests = [];
      const note = (request) => requests.push(request.url());
      tab.on("request", note);
      const { name, content } = await saved(one, button(person, "proof.sign"));
      await says(person, "proof.saved");
      tab.off("request", note);
      assert.deepEqual(requests.filter((url) => !url.startsWith("blob:")), [], "nothing is sent");
      assert.equal(name, `${RESULT}-badge.svg`);
      const token = tokenOf(content.toString());
      const { header, payload, holds } = verified(token);
      assert.ok(holds);
      assert.equal(payload.issuer.id, header.kid.split("#")[0]);
      assert.equal(payload.credentialSubject.id, payload.issuer.id);
      assert.equal(payload.issuer.name, "Self-issued");
      assert.equal(payload.evidence[0].genre, "unsupervised self-assessment, no identity verification");
      const { achievement } = payload.credentialSubject;
      assert.deepEqual([achievement.achievementType, achievement.inLanguage, achievement.name], ["Assessment", "fr", one.texts("fr").bank.title]);
      assert.ok(JSON.stringify(payload).includes("1391bdf9-bd61-4fb5-91ca-c29036ab2b60"), "the occupation that it was compared with");
      for (let at = 7; at < 4000; at += 499) assert.throws(() => assert.ok(verified(changedToken(token, at)).holds), `character ${at}`);

      // The same key after the page was opened again; a micro-credential that was earned, by its own name.
      const again = await unfolded(tab, "fr");
      const { credentials } = await again.one.report();
      const { id } = credentials.find(({ awarded }) => awarded);
      await again.person.locator("select").selectOption(id);
      const second = verified(tokenOf((await saved(again.one, button(again.person, "proof.sign"))).content.toString()));
      assert.ok(second.holds);
      assert.equal(second.header.kid, header.kid);
      assert.deepEqual([second.payload.name, second.payload.credentialSubject.achievement.achievementType], [one.texts("fr").credentials[id].name, "MicroCredential"]);
      assert.deepEqual(await again.person.locator("option").allInnerTexts(), [one.say("proof.whole"), ...credentials.filter(({ awarded }) => awarded).map((earned) => one.texts("fr").credentials[earned.id].name)]);

      // It cannot be read, and goes with everything else.
      const keys = () =>
        tab.evaluate(async () => {
          const database = await new Promise((resolve) => (indexedDB.open("thetis").onsuccess = ({ target }) => resolve(target.result)));
          const values = await new Promise((resolve) => (database.transaction("sessions").objectStore("sessions").getAll().onsuccess = ({ target }) => resolve(target.result)));
          database.close();
          return values.filter((value) => value.privateKey).map(({ privateKey }) => privateKey.extractable);
        });
      assert.deepEqual(await keys(), [false]);
      await again.one.pressButton("counsellor.back");
      await again.one.pressButton("delete.open");
      await again.one.pressButton("delete.confirm");
      await again.one.root.getByRole("button", { name: one.say("welcome.start"), exact: true }).waitFor();
      assert.deepEqual(await keys(), []);
    }));

  test("a counsellor signs with a key made on the page, once it is said what that means, and the key is forgotten", () =>
    onPage(browser, async (tab) => {
      const page = await unfolded(tab, "ar", { own: "de" });
      const { one, section, office, button, says } = page;
      const sign = () => one.press(button(office, "proof.sign"));
      await sign();
      await says(office, "proof.needs-key");
      await office.locator("summary").click();
      await office.locator("[name=new-passphrase]").fill("short");
      await one.press(button(office, "proof.make-key"));
      await says(office, "proof.short");
      await office.locator("summary").click();
      const { name, content } = await makeKey(page);
      await says(office, "proof.key-saved");
      assert.equal(name, "thetis-key.json");
      const { id } = JSON.parse(content);
      await section.getByText(id, { exact: true }).waitFor();
      assert.equal(await office.locator("[name=new-passphrase]").inputValue(), "");

      await sign();
      await says(office, "proof.needs-name");
      await office.locator("[name=name]").fill("Beratung „Süd“ <b>&</b>");
      await sign();
      await says(office, "proof.needs-seen");
      await say_so(page, { name: "Beratung „Süd“ <b>&</b>", passphrase: "something else" });
      await sign();
      await says(office, "proof.wrong-passphrase");
      await office.locator("[name=passphrase]").fill(PASSPHRASE);
      const badge = await saved(one, button(office, "proof.sign"));
      await says(office, "proof.signed");
      const { header, payload, holds } = verified(tokenOf(badge.content.toString()));
      assert.ok(holds);
      assert.equal(header.kid, `${id}#${id.split(":").at(-1)}`);
      assert.deepEqual(payload.issuer, { id, type: ["Profile"], name: "Beratung „Süd“ <b>&</b>" });
      // The person has no key for it on this device.
      assert.match(payload.credentialSubject.id, /^urn:uuid:/);
      assert.equal(payload.validFrom.slice(0, 10), new Date().toISOString().slice(0, 10));
      // Neither key nor passphrase are left on the page.
      assert.equal(await section.getByText(id, { exact: true }).count(), 0);
      assert.equal(await office.locator("[name=passphrase]").inputValue(), "");
      await sign();
      await says(office, "proof.needs-key");
      // What is named in a picture stays text.
      const parsed = await tab.evaluate((svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll("parsererror, b, script").length, badge.content.toString());
      assert.equal(parsed, 0);
    }));

  test("whose result it is has the same identifier in a counsellor's credential as in their own", () =>
    onPage(browser, async (tab) => {
      const page = await unfolded(tab, "en");
      const { one, person, office, button, says } = page;
      const own = verified(tokenOf((await saved(one, button(person, "proof.sign"))).content.toString()));
      await makeKey(page);
      await says(office, "proof.key-saved");
      await say_so(page, { name: "Office" });
      const second = verified(tokenOf((await saved(one, button(office, "proof.sign"))).content.toString()));
      assert.ok(own.holds && second.holds);
      assert.equal(second.payload.credentialSubject.id, own.payload.issuer.id);
      assert.notEqual(second.payload.issuer.id, own.payload.issuer.id);
      assert.notEqual(second.payload.id, own.payload.id);
    }));

  test("the program takes badges and keys of the page for its own, and the page the program's keys", () =>
    onPage(browser, async (tab) => {
      const page = await unfolded(tab, "ar");
      const { one, person, office, button, says } = page;
      const bank = join(folder, BANK);
      await cp(join(BANKS, BANK), bank, { recursive: true });
      await writeFile(join(bank, "bank.json"), JSON.stringify(served.bank));
      const log = await write("session.log", await one.log());
      const replayed = ["--bank", bank, "--log", log, "--profiles", join(BANKS, "profiles")];

      const own = (await saved(one, button(person, "proof.sign"))).content.toString();
      const found = await verdict("own.svg", own, ...replayed);
      assert.deepEqual([found.holds, found.selfIssued, found.proof, found.carrier, found.log, found.wrong], [true, true, "jwt", "svg", "same", []]);
      for (const at of [3, 1500, 6000]) await assert.rejects(verdict(`changed-${at}.svg`, own.replace(tokenOf(own), changedToken(tokenOf(own), at))), { code: 1 }, `character ${at}`);

      // With the page's key the program writes the same picture, byte for byte.
      const key = (await makeKey(page)).content;
      await says(office, "proof.key-saved");
      const name = "مكتب & <المشورة>";
      await say_so(page, { name });
      const badge = (await saved(one, button(office, "proof.sign"))).content.toString();
      const { payload } = verified(tokenOf(badge));
      const words = await write("words.txt", `${PASSPHRASE}\n`);
      const made = join(folder, "made.svg");
      await run(CLI, [
        ...["badge", "issue", bank, log, "--key", await write("key.json", key), "--passphrase-file", words, "--issuer", name, "--subject", payload.credentialSubject.id],
        ...["--profile", "home-care-aide", "--profiles", join(BANKS, "profiles"), "--language", "ar", "--date", payload.validFrom.slice(0, 10), "--proof", "jwt", "-o", made],
      ]);
      assert.ok(badge === (await readFile(made, "utf8")), "the same picture");

      // A key of the program, of an organisation that publishes it under its address.
      const theirs = join(folder, "their-key.json");
      await run(CLI, ["badge", "keygen", "-o", theirs, "--did-web", "learning.example", "--passphrase-file", words]);
      await openKey(page, await readFile(theirs, "utf8"));
      await says(office, "proof.key-open");
      await say_so(page, { name: "Learning Centre" });
      const organised = (await saved(one, button(office, "proof.sign"))).content.toString();
      assert.equal(verified(tokenOf(organised), keyOf(`did:key:${JSON.parse(await readFile(theirs)).publicKeyMultibase}`)).payload.issuer.id, "did:web:learning.example");
      const verdicts = await verdict("organised.svg", organised, "--did-document", join(folder, "did.json"), ...replayed);
      assert.deepEqual([verdicts.holds, verdicts.selfIssued, verdicts.issuerName, verdicts.log], [true, false, "Learning Centre", "same"]);
      // In the clear it takes no passphrase.
      const plain = join(folder, "plain-key.json");
      await run(CLI, ["badge", "keygen", "-o", plain]);
      await openKey(page, await readFile(plain, "utf8"));
      await says(office, "proof.key-open");
      assert.equal(await office.locator("[name=passphrase]").count(), 0);
      const clear = verified(tokenOf((await saved(one, button(office, "proof.sign"))).content.toString()));
      assert.deepEqual([clear.holds, clear.payload.issuer.id], [true, JSON.parse(await readFile(plain)).id]);
    }));

  test("a file that is no key is refused for what it is", () =>
    onPage(browser, async (tab) => {
      const page = await unfolded(tab, "uk");
      const { office, says } = page;
      for (const [content, key] of [
        ["hello", "proof.not-a-key"],
        ['{"format":"thetis-key 9"}', "proof.newer-key"],
        ["x".repeat(20_000), "proof.not-a-key"],
        ['{"format":"thetis-key 1","id":"did:key:z6Mk"}', "proof.damaged-key"],
      ]) {
        await openKey(page, content);
        await says(office, key);
      }
    }));

  test("a browser that knows no Ed25519 saves the result unsigned", () =>
    onPage(browser, async (tab) => {
      // As browsers before 2025 did.
      await tab.addInitScript(() => {
        crypto.subtle.generateKey = () => Promise.reject(new DOMException("Unrecognized algorithm name", "NotSupportedError"));
      });
      const { one, section, person, button, says } = await unfolded(tab, "es");
      assert.equal(await section.locator(".topic").count(), 1, "nobody can sign");
      const { name, content } = await saved(one, button(person, "proof.save-unsigned"));
      await says(person, "proof.saved");
      assert.equal(name, `${RESULT}-badge-unsigned.json`);
      const { issuer, proof, credentialSubject } = JSON.parse(content);
      assert.deepEqual([issuer, proof, credentialSubject.achievement.name], [undefined, undefined, one.texts("es").bank.title]);
    }));

  test("where the page has no secure address it is said how else", () =>
    onPage(
      browser,
      async (tab) => {
        // Not 127.0.0.1, which counts as secure.
        await tab.route("http://plain.example/**", async (route) => {
          const response = await tab.request.fetch(route.request().url().replace("http://plain.example/", server.url));
          await route.fulfill({ response });
        });
        const { section } = await unfolded(tab, "it", { url: "http://plain.example/", ready: ".notice.care" });
        assert.equal(await tab.evaluate(() => window.isSecureContext), false);
        assert.equal(await section.locator("code").innerText(), "thetis badge issue");
        assert.equal(await section.locator("button").count(), 0);
      },
      {},
      /^elsewhere: http:\/\/plain\.example/,
    ));

  test("where what makes it does not come, it can be asked for again", () =>
    onPage(
      browser,
      async (tab) => {
        await tab.route("**/credential.js", (route) => route.abort());
        const { one, section, button } = await unfolded(tab, "fi", { ready: ".notice.care" });
        await section.getByText(one.say("proof.missing"), { exact: true }).waitFor();
        await tab.unroute("**/credential.js");
        await one.press(button(section, "trouble.result-missing.action"));
        await section.locator(".topic").first().waitFor();
      },
      {},
      /credential\.js|ERR_FAILED/,
    ));

  for (const [language, own] of [["en", "en"], ["fr", "ar"]]) {
    test(`nothing is wrong with it for those who cannot see or tap well: ${own}`, () =>
      onPage(browser, async (tab) => {
        const page = await unfolded(tab, language, { own });
        const { one, office, says } = page;
        await makeKey(page);
        await says(office, "proof.key-saved");
        const check = async (name) => {
          await one.root.evaluate((element) => element.style.setProperty("--thetis-actions", "static"));
          if (!(await tab.evaluate(() => "axe" in globalThis))) await tab.evaluate(axe);
          assert.deepEqual(await tab.evaluate(inspect, { rules: { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }, target: 44 }), [], name);
        };
        await check("on a phone");
        await tab.setViewportSize({ width: 1280, height: 900 });
        await check("on a desk");
        await tab.emulateMedia({ colorScheme: "dark" });
        await check("in the dark");
      }));
  }
});
