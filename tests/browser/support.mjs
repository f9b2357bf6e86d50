// A browser, a server for the built demo, and the moves a person makes on it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** The demo as built by `cargo xtask build`. */
export const DEMO = process.env.THETIS_DEMO ?? fileURLToPath(new URL("../../target/demo", import.meta.url));
const CHROMIUM = process.env.THETIS_CHROMIUM ?? "/usr/bin/chromium";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves the demo, or another folder, on a free port; `wasmType` is what the server says the engine is. */
export async function serve({ wasmType = TYPES[".wasm"], root = DEMO } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).replace(/\/$/, "/index.html");
    try {
      const body = await readFile(join(root, path));
      const type = extname(path) === ".wasm" ? wasmType : (TYPES[extname(path)] ?? "application/octet-stream");
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

export const launch = () =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** Milliseconds each answer takes on the clock of these tests. */
export const TICK = 500;

/** A context whose pages have a small screen and a clock that ticks each time it is read; `faults` gathers whatever goes wrong. */
export async function newContext(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  await context.addInitScript((tick) => {
    let now = 0;
    performance.now = () => (now += tick);
  }, TICK);
  const faults = [];
  context.on("page", (page) => {
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
    page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`));
    page.on("request", (request) => /^(https?:\/\/127\.0\.0\.1:|blob:)/.test(request.url()) || faults.push(`elsewhere: ${request.url()}`));
  });
  return { context, faults };
}

/** Place of the option that question number `index` is answered with. */
export const choice = (index) => (index * 7 + 3) % 5;

export const heading = (page) => page.locator("main h1").innerText();

/** Chooses an option and goes on; waits for what comes next. */
export async function answer(page, place) {
  const before = await page.locator("form").elementHandle();
  await page.locator(".option").nth(place).click();
  await page.getByRole("button", { name: /^(Next|Seuraava)$/ }).click();
  await before.waitForElementState("hidden");
}

export async function begin(page, url) {
  await page.goto(url);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("form").waitFor();
}

/** Answers up to so many questions; returns their statements. */
export async function answerAll(page, from = 0, to = Infinity) {
  const statements = [];
  for (let index = from; index < to && (await page.locator("form").count()); index++) {
    statements.push(await heading(page));
    await answer(page, choice(index));
  }
  return statements;
}

/** The log the page keeps. */
export const keptLog = (page) => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.startsWith("thetis-demo/log/"))?.[1]);

/** Estimates and standard errors of the results' table, exactly. */
export async function shownEstimates(page) {
  const values = await page.locator("tbody data").evaluateAll((cells) => cells.map((cell) => Number(cell.value)));
  assert.ok(values.length > 0, "the results are shown");
  return values;
}
