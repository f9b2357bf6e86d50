// What a screen reader meets: the accessibility tree of every screen, in English and of most in Arabic, as committed; and what is said.
//
// UPDATE_TREE=1 node --test tests/browser/tree.test.mjs writes the trees anew; then look at the difference.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { SCREENS, serveScreens, Stage } from "./screens.mjs";
import { launch, say } from "./support.mjs";

const FOLDER = fileURLToPath(new URL("tree/", import.meta.url));
const UPDATE = !!process.env.UPDATE_TREE;

let browser;
let server;
before(async () => ([browser, server] = await Promise.all([launch(), serveScreens()])));
after(async () => {
  await browser?.close();
  server?.close();
});

/** What is another one each time: dates, logs, addresses with the port. */
const steady = (tree) =>
  tree
    .replace(/\d{1,2} \S+ \d{4} at \d{2}:\d{2}/g, "‹date›")
    .replace(/[\u200f\d]+ \S+ \d{4}[^"]*?\d{1,2}:\d{2}(?:[\u202f ]?[صم])?/g, "‹date›")
    .replace(/VAE[\w-]{20,}/g, "‹log›")
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "‹server›");

describe("the accessibility tree", { concurrency: 2 }, () => {
  for (const language of ["en", "ar"]) {
    test(`of every screen, ${language}`, async () => {
      const folder = `${FOLDER}${language}/`;
      if (UPDATE) {
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder, { recursive: true });
      }
      const stage = await Stage.open(browser, server);
      const changed = {};
      for (const screen of SCREENS) {
        await stage.show(screen, language);
        const tree = `${steady(await stage.root.ariaSnapshot())}\n`;
        const file = `${folder}${screen.name}.yaml`;
        if (UPDATE) await writeFile(file, tree);
        else {
          const committed = await readFile(file, "utf8").catch(() => "");
          if (committed !== tree) changed[screen.name] = { committed, tree };
        }
      }
      await stage.context.close();
      assert.deepEqual(changed, {}, "UPDATE_TREE=1 writes them anew");
      assert.deepEqual((await readdir(folder)).sort(), SCREENS.map(({ name }) => `${name}.yaml`).sort(), "no tree of a screen that is gone");
    });
  }
});

/** Records in the page every text that a live region takes on. */
function listen() {
  window.__said = [];
  const { shadowRoot } = document.querySelector("thetis-assessment");
  new MutationObserver((changes) => {
    const regions = new Set(changes.map(({ target }) => (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest("[role=status], [role=alert]")).filter(Boolean));
    for (const region of regions) if (region.textContent.trim()) window.__said.push(`${region.getAttribute("role")}: ${region.textContent.trim().replace(/\s+/g, " ")}`);
  }).observe(shadowRoot, { subtree: true, childList: true, characterData: true });
}
const said = (page) => page.evaluate(() => window.__said.splice(0));
const focus = (page) => page.evaluate(() => { const active = document.querySelector("thetis-assessment").shadowRoot.activeElement; return active && `${active.localName}#${active.id} ${active.innerText || ""}`.trim(); });

describe("what is said", () => {
  test("a new question is gone to and announced once, and what is missing once", async () => {
    const stage = await Stage.open(browser, server);
    const { page } = stage;
    await stage.show(SCREENS.find(({ name }) => name === "question-true-false"), "en");
    await page.evaluate(listen);
    await stage.press("[part~=primary]");
    await stage.settle();
    assert.equal(await focus(page), "input#q-answer-0", "the first answer has the focus");
    assert.deepEqual(await said(page), [`alert: ${say("en", "item.missing-one")}`]);

    await stage.press("[part~=option]");
    await stage.settle();
    assert.deepEqual(await said(page), []);

    await stage.tell(["question"], () => stage.press("[part~=primary]"));
    await stage.settle();
    assert.match(await focus(page), /^h2#heading You have cut raw chicken/);
    assert.deepEqual(await said(page), [`status: ${say("en", "question.number", { number: 11 })} · ${say("en", "question.more", { count: 14 })}`]);
    await stage.context.close();
  });

  test("what is moved in an order says where it is now, and the button keeps the focus", async () => {
    const stage = await Stage.open(browser, server);
    const { page } = stage;
    await stage.show(SCREENS.find(({ name }) => name === "question-ordering"), "en");
    await page.evaluate(listen);
    const down = stage.root.getByRole("button", { name: say("en", "item.later", { name: "Rinse with water", place: 1, last: 5 }) });
    await down.click();
    await stage.settle();
    assert.deepEqual(await said(page), [`status: ${say("en", "item.moved", { name: "Rinse with water", place: 2, last: 5 })}`]);
    assert.equal(await page.evaluate(() => document.querySelector("thetis-assessment").shadowRoot.activeElement.getAttribute("aria-label")), say("en", "item.later", { name: "Rinse with water", place: 2, last: 5 }));
    await stage.context.close();
  });
});
