// Every screen of the demo: axe-core's rules, size of targets, reflow, in every language, light and dark.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { begin, launch, newContext, serve } from "./support.mjs";

/** Smallest side of anything to tap, CSS pixels: Android's and a little above WCAG's 44 (2.5.5). */
const TARGET = 48;

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

async function assertAccessible(page, name) {
  // Settled: an animation that is cancelled has ended as well, and its promise rejects.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
  });
  assert.deepEqual(violations, [], name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${name}: ${overflow} pixels too wide`);
  const small = await page.locator("button, select, summary, .option, .chip, a[download]").evaluateAll((targets, side) =>
    targets
      .map((target) => [target.innerText, target.getBoundingClientRect()])
      .filter(([, { width, height }]) => width > 0 && (width < side || height < side))
      .map(([text, { width, height }]) => `${text}: ${width} × ${height}`),
  TARGET);
  assert.deepEqual(small, [], name);
}

for (const colorScheme of ["light", "dark"]) {
  test(`every screen, ${colorScheme}`, async () => {
    const { context, faults } = await newContext(browser, { colorScheme });
    const page = await context.newPage();
    await page.goto(`${server.url}?seed=1&design=short`);
    await page.getByRole("button", { name: "Start", exact: true }).waitFor();
    await assertAccessible(page, "welcome");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.locator("form").waitFor();
    await assertAccessible(page, "question");
    await page.getByRole("button", { name: "Next" }).click();
    await assertAccessible(page, "no answer chosen");
    await page.locator(".option").nth(1).click();
    await assertAccessible(page, "an answer chosen");
    await page.getByRole("button", { name: "Start again" }).click();
    await assertAccessible(page, "start again?");
    await page.getByRole("button", { name: "Keep my answers" }).click();
    while (await page.locator("form").count()) {
      await page.locator(".option").nth(3).click();
      await page.getByRole("button", { name: "Next" }).click();
    }
    await assertAccessible(page, "results");
    await page.locator("summary").click();
    await assertAccessible(page, "figures");
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test("every language fits a screen 320 pixels wide, as a page enlarged four times is", async () => {
  const { context, faults } = await newContext(browser, { viewport: { width: 320, height: 256 } });
  const page = await context.newPage();
  await page.goto(`${server.url}?seed=1`);
  await page.locator(".chip").first().waitFor();
  const languages = await page.locator("input[name=language]").evaluateAll((inputs) => inputs.map((input) => input.value));
  assert.deepEqual([...languages].sort(), ["de", "en", "es", "fi", "fr", "it"]);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  for (const language of languages) {
    await page.locator(".chip", { has: page.locator(`[value=${language}]`) }).click();
    await page.locator(`html[lang=${language}]`).waitFor();
    assert.ok((await width()) <= 320, `welcome in ${language}`);
  }
  await page.locator(".actions button").click();
  await page.locator("form").waitFor();
  while (await page.locator("form").count()) {
    for (const language of languages) {
      await page.locator("select").selectOption(language);
      await page.locator(`html[lang=${language}]`).waitFor();
      assert.ok((await width()) <= 320, `${await page.locator("h1").innerText()} in ${language}`);
    }
    await page.locator(".option").first().click();
    await page.locator("button[type=submit]").click();
  }
  await page.locator("summary").click();
  for (const language of languages) {
    await page.locator("select").selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    assert.ok((await width()) <= 320, `results in ${language}`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test("whoever wants less motion gets none", async () => {
  const { context } = await newContext(browser);
  const page = await context.newPage();
  await begin(page, server.url);
  const longest = await page.evaluate(() =>
    Math.max(...[...document.querySelectorAll("*")].flatMap((element) => {
      const style = getComputedStyle(element);
      return [style.animationDuration, style.transitionDuration].map((duration) => parseFloat(duration) * (duration.endsWith("ms") ? 1 : 1000));
    })),
  );
  assert.ok(longest <= 1, `${longest} ms`);
  await context.close();
});
