// A person takes the soft-skills test in Chromium, and nothing that happens on the way changes what comes out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { answer, answerAll, begin, choice, DEMO, heading, keptLog, launch, newContext, serve, shownEstimates, TICK } from "./support.mjs";

const SEED = "20260905";
const readJson = (path) => readFile(join(DEMO, path), "utf8").then(JSON.parse);

let browser;
let server;
let bank;
let texts;
let engine;
/** The same test in Node: `{ items, estimates, log }`. */
let expected;

before(async () => {
  [browser, server, bank, texts, { loadEngine: engine }] = await Promise.all([
    launch(),
    serve(),
    readJson("item-banks/soft-skills/bank.json"),
    readJson("item-banks/soft-skills/locales/en.json"),
    import(pathToFileURL(join(DEMO, "thetis/thetis.js")).href),
  ]);
  engine = await engine();
  const session = engine.start(bank, { seed: SEED });
  for (let question; (question = session.next()); ) {
    const item = bank.items.find(({ id }) => id === question.item);
    const options = item.options ?? bank.responseScales[item.responseScale];
    session.answer(options[choice(question.index)], { timeMs: TICK });
  }
  const { steps, estimates } = session.outcome();
  expected = { items: steps.map(({ item }) => item), estimates: estimates.flatMap(({ theta, se }) => [theta, se]), log: session.logText };
  assert.ok(expected.items.length >= 10);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Runs in a new context, and fails if anything was written to the console, refused or asked of another server. */
async function onPage(run, options, init) {
  const { context, faults } = await newContext(browser, options);
  try {
    if (init) await context.addInitScript(init);
    await run(await context.newPage(), context);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

const idOf = (statement) => Object.entries(texts.items).find(([, { stem }]) => stem === statement)?.[0];

async function assertSameOutcome(page, statements) {
  if (statements) assert.deepEqual(statements.map(idOf), expected.items);
  assert.deepEqual(await shownEstimates(page), expected.estimates);
  assert.equal(await keptLog(page), expected.log);
}

test("an undisturbed run asks, estimates and logs what Node does", () =>
  onPage(async (page) => {
    await begin(page, `${server.url}?seed=${SEED}`);
    const statements = await answerAll(page);
    assert.equal(await heading(page), "Your results");
    await assertSameOutcome(page, statements);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the log" }).click()]);
    const log = await readFile(await download.path());
    assert.equal(log.toString("base64url"), expected.log);
    assert.equal(engine.resume(bank, new Uint8Array(log)).logText, expected.log);
  }));

test("reloaded in the middle, closed, opened again and switched to another language, it is the same test", () =>
  onPage(async (first, context) => {
    const url = `${server.url}?seed=${SEED}`;
    await begin(first, url);
    const statements = await answerAll(first, 0, 4);
    const asked = await heading(first);
    await first.locator(".option").first().click();
    await first.reload();
    await first.locator("form").waitFor();
    assert.equal(await heading(first), asked, "the same question after reloading");
    assert.equal(await first.locator("input:checked").count(), 0, "an answer not yet given is not kept");
    statements.push(...(await answerAll(first, 4, 7)));
    await first.close();

    const page = await context.newPage();
    await page.goto(url);
    await page.locator("form").waitFor();
    const item = idOf(await heading(page));
    await page.locator(".option").nth(2).click();
    await page.getByLabel("Language").selectOption("fi");
    await page.getByRole("button", { name: "Seuraava" }).waitFor();
    const finnish = await readJson("item-banks/soft-skills/locales/fi.json");
    assert.equal(await heading(page), finnish.items[item].stem);
    assert.equal(await page.locator("html").getAttribute("lang"), "fi");
    assert.ok(await page.locator("input[name=answer]").nth(2).isChecked(), "the choice survives the change of language");
    await answer(page, choice(7));
    statements.push(texts.items[item].stem);
    await page.reload();
    await page.locator("form").waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "fi", "the language is remembered");
    await page.getByLabel("Kieli").selectOption("en");
    await page.getByRole("button", { name: "Next" }).waitFor();
    statements.push(...(await answerAll(page, 8)));
    await assertSameOutcome(page, statements);
    await page.reload();
    await page.locator("table").waitFor({ state: "attached" });
    await assertSameOutcome(page);
  }));

test("it works where the server gives the engine a wrong MIME type", async () => {
  const other = await serve({ wasmType: "text/plain" });
  try {
    await onPage(async (page) => {
      await begin(page, `${other.url}?seed=${SEED}`);
      assert.equal(idOf(await heading(page)), expected.items[0]);
    });
  } finally {
    other.close();
  }
});

test("the keyboard is enough", () =>
  onPage(async (page) => {
    const focused = () => page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.type ?? ""} ${document.activeElement.value ?? ""}`.trim());
    const tabTo = async (wanted) => {
      for (let step = 0; step < 12; step++) {
        await page.keyboard.press("Tab");
        if ((await focused()).startsWith(wanted)) return;
      }
      assert.fail(`Tab does not reach ${wanted}, but ${await focused()}`);
    };
    await page.goto(`${server.url}?seed=${SEED}`);
    await page.locator("h1").waitFor();
    await tabTo("INPUT radio en");
    await page.keyboard.press("ArrowRight");
    await page.getByRole("heading", { name: "Competencias" }).waitFor();
    assert.equal(await focused(), "INPUT radio es", "changing the language keeps the focus on it");
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("heading", { name: "Soft skills" }).waitFor();
    await tabTo("BUTTON button");
    await page.keyboard.press("Enter");
    const statements = [];
    for (let index = 0; index < expected.items.length; index++) {
      await page.locator("form").waitFor();
      const statement = await heading(page);
      assert.notEqual(statement, statements.at(-1));
      statements.push(statement);
      assert.equal(await focused(), "H1", "a new question has the focus");
      await tabTo("INPUT radio 1");
      if (index === 0) {
        await page.keyboard.press("Enter");
        assert.equal(await page.getByRole("alert").innerText(), "Please choose an answer.");
        assert.equal(await focused(), "INPUT radio 1");
      }
      await page.keyboard.press("Space");
      for (let step = 0; step < choice(index); step++) await page.keyboard.press("ArrowDown");
      if (index % 2) {
        await tabTo("BUTTON submit");
        await page.keyboard.press("Space");
      } else {
        await page.keyboard.press("Enter");
      }
      await page.waitForFunction((before) => document.querySelector("main h1").innerText !== before, statement);
    }
    assert.equal(await focused(), "H1");
    assert.equal(await heading(page), "Your results");
    await tabTo("SUMMARY");
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("table").isVisible());
    assert.deepEqual(statements.map(idOf), expected.items);
    assert.deepEqual(await shownEstimates(page), expected.estimates);
  }));

test("start again asks first, then clears", () =>
  onPage(async (page) => {
    await begin(page, `${server.url}?seed=${SEED}`);
    await answerAll(page, 0, 3);
    const log = await keptLog(page);
    await page.getByRole("button", { name: "Start again" }).click();
    await page.getByRole("button", { name: "Keep my answers" }).click();
    assert.equal(await keptLog(page), log);
    await page.getByRole("button", { name: "Start again" }).click();
    await page.keyboard.press("Escape");
    assert.equal(await keptLog(page), log);
    await page.getByRole("button", { name: "Start again" }).click();
    await page.getByRole("button", { name: "Delete and start again" }).click();
    await page.getByRole("button", { name: "Start", exact: true }).waitFor();
    assert.equal(await keptLog(page), undefined);
    await page.reload();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    assert.equal(idOf(await heading(page)), expected.items[0]);
    assert.match(await page.getByRole("status").innerText(), /^Question 1 · about \d+ more$/);
  }));

test("a damaged log is not used, and the person is told", () =>
  onPage(async (page) => {
    const url = `${server.url}?seed=${SEED}`;
    await begin(page, url);
    await answerAll(page, 0, 2);
    await page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith("thetis-demo/log/"));
      localStorage.setItem(key, localStorage.getItem(key).replace(/..$/, "AA"));
    });
    await page.reload();
    await page.getByText("Your saved answers could not be used").waitFor();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    assert.equal(idOf(await heading(page)), expected.items[0]);
  }));

test("where the browser keeps nothing the test can be taken, and says so", () =>
  onPage(
    async (page) => {
      await begin(page, `${server.url}?seed=${SEED}`);
      await page.getByText("This browser does not keep your answers.").waitFor();
      const statements = await answerAll(page);
      assert.deepEqual(statements.map(idOf), expected.items);
      assert.deepEqual(await shownEstimates(page), expected.estimates);
    },
    {},
    () => {
      for (const method of ["getItem", "setItem", "removeItem"]) {
        Storage.prototype[method] = () => {
          throw new DOMException("denied", "SecurityError");
        };
      }
    },
  ));

test("the design in the address is the one taken, and each address has its own test", () =>
  onPage(async (page) => {
    await begin(page, `${server.url}?seed=${SEED}&design=short`);
    assert.match(await page.getByRole("status").innerText(), /^Question 1 · 14 more$/, "a design of fixed length says exactly");
    const statements = await answerAll(page);
    assert.equal(statements.length, 15);
    await page.goto(`${server.url}?seed=${SEED}`);
    await page.getByRole("button", { name: "Start", exact: true }).waitFor();
  }));

test("an address that names what is not there is answered with a sentence", () =>
  onPage(async (page) => {
    await page.goto(`${server.url}?design=none`);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("none is not one of default").waitFor();
    await page.goto(`${server.url}?seed=-5`);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("seed is -5").waitFor();
  }));

test("without the engine the page says so in the person's language, and can be tried again", async () => {
  const { context } = await newContext(browser, { locale: "de-AT" });
  const page = await context.newPage();
  await context.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto(server.url);
  await page.getByRole("heading", { name: "Der Test kann nicht angezeigt werden" }).waitFor();
  await page.getByText("HTTP 404").waitFor();
  await context.unroute("**/*.wasm");
  await page.getByRole("button", { name: "Noch einmal versuchen" }).click();
  await page.getByRole("button", { name: "Beginnen" }).waitFor();
  await context.close();
});
