// The examples that are programs: the page in a browser, the script in Node. The Rust program is an example of thetis-core, run by `cargo test`.
//
//     node --test examples/programs.test.mjs      (after `cargo xtask build`)
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { loadEngine } from "../bindings/js/dist/thetis.js";
import { choice, Person } from "../tests/browser/person.mjs";
import { launch, onPage, serve } from "../tests/browser/support.mjs";

const repository = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const json = (path) => JSON.parse(readFileSync(repository(path), "utf8"));
const bank = json("examples/kitchen/bank.json");

/** The file of a path of the page: beside it the player as built, and the bank. */
const place = (path) => repository(path.replace(/^\/thetis\//, "bindings/js/dist/").replace(/^\/kitchen\//, "examples/kitchen/").replace(/^\/index/, "examples/page/index"));

test("the page shows the test from the welcome to the result, and says what it was told", async () => {
  const [browser, server] = await Promise.all([launch(), serve({ answer: (path) => ({ body: readFileSync(place(path)) }) })]);
  try {
    await onPage(browser, async (page) => {
      await page.goto(server.url);
      const person = new Person(page, { bank: { bank, texts: (language) => json(`examples/kitchen/locales/${language}.json`) } });
      await person.told("ready");
      await person.begin();
      await person.answerAll();
      await person.sees(person.say("result.title"));
      assert.match(await page.locator("#said").textContent(), /^[56] answers; ability -?\d\.\d\d ± \d\.\d\d$/);
    });
  } finally {
    await browser.close();
    server.close();
  }
});

test("the script says what a log says, and refuses another's", async () => {
  const engine = await loadEngine();
  const session = engine.start(bank, { seed: 7 });
  for (let question; (question = session.next()); ) {
    const item = bank.items.find(({ id }) => id === question.item);
    session.answer(choice(bank, item, question.index), { timeMs: 3000 });
  }
  const folder = mkdtempSync(join(tmpdir(), "thetis-example-"));
  try {
    const log = join(folder, "session.log");
    writeFileSync(log, `${session.logText}\n`);
    const run = (name) => execFileSync(process.execPath, [repository("examples/score-log.mjs"), repository(name), log], { encoding: "utf8", stdio: "pipe" });
    const lines = run("examples/kitchen").trim().split("\n");
    const { steps, estimates } = session.outcome();
    assert.equal(lines.length, steps.length + 1 + bank.dimensions.length);
    assert.match(lines[0], /^sure-storing: "4", category 3; θ -?\d\.\d\d, -?\d\.\d\d$/);
    const [food] = estimates;
    assert.match(lines.at(-2), RegExp(`^food: ${food.theta.toFixed(2)} ± ${food.se.toFixed(2)}, most likely (starting|alone|guiding) \\(\\d+ %\\)$`));
    assert.throws(() => run("item-banks/care-basics"), ({ stderr }) => /LogError/.test(stderr));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
