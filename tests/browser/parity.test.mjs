// Every design of the committed banks gives in Chromium, to the bit, the log that it gave in Node: shadow tests and their solver among them; and so does
// what is said of results.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { BANKS } from "../fixtures/parity/take.mjs";
import { REPORTED } from "../fixtures/parity/take_reports.mjs";
import { launch, serve } from "./support.mjs";

const root = new URL("../../", import.meta.url);

test("Chromium makes the committed logs", async () => {
  const expected = JSON.parse(await readFile(new URL("tests/fixtures/parity/logs.json", root), "utf8"));
  const [browser, server] = await Promise.all([launch(), serve({ root: fileURLToPath(root) })]);
  try {
    const page = await browser.newPage();
    const requested = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    await page.goto(`${server.url}tests/fixtures/parity/logs.json`);
    const take = (folder) =>
      page.evaluate(async (folder) => {
        const [{ loadEngine }, { takeAll }] = await Promise.all([import("/bindings/js/dist/thetis.js"), import("/tests/fixtures/parity/take.mjs")]);
        const bank = await (await fetch(`/${folder}/bank.json`)).json();
        return takeAll(await loadEngine(), bank);
      }, folder);
    const made = {};
    for (const folder of BANKS) {
      for (const [design, taken] of Object.entries(await take(folder))) made[`${folder} ${design}`] = taken;
      const fetched = requested.filter((path) => path.endsWith("/thetis_assembly_bg.wasm")).length;
      const needed = BANKS.indexOf(folder) >= BANKS.indexOf("tests/fixtures/parity/blueprint");
      assert.equal(fetched, +needed, `the solver is fetched once, when a design needs it: ${folder}`);
    }
    assert.deepEqual(made, expected);
  } finally {
    await browser.close();
    server.close();
  }
});

test("Chromium makes the committed reports", async () => {
  const expected = JSON.parse(await readFile(new URL("tests/fixtures/parity/reports.json", root), "utf8"));
  const [browser, server] = await Promise.all([launch(), serve({ root: fileURLToPath(root) })]);
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}tests/fixtures/parity/reports.json`);
    const made = await page.evaluate(async (folders) => {
      const [{ loadEngine }, { loadScoring }, { reportAll }] = await Promise.all([
        import("/bindings/js/dist/thetis.js"),
        import("/bindings/js/dist/score_report.js"),
        import("/tests/fixtures/parity/take_reports.mjs"),
      ]);
      const [engine, scoring] = [await loadEngine(), await loadScoring()];
      const made = {};
      for (const folder of folders) made[folder] = await reportAll(engine, scoring, await (await fetch(`/${folder}/bank.json`)).json());
      return made;
    }, REPORTED);
    assert.deepEqual(made, expected);
  } finally {
    await browser.close();
    server.close();
  }
});
