// A browser, a server for the built demo, and what every page of these tests has: its faults and its element's events are recorded.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const repository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The demo as built by `cargo xtask build`. */
export const DEMO = process.env.THETIS_DEMO ?? repository("target/demo");
export const CHROMIUM = process.env.THETIS_CHROMIUM ?? "/usr/bin/chromium";

export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
};

/**
 * Serves the demo, or another folder, on a free port.
 *
 * `wasmType` is what the server says the engine is, `csp` a Content Security Policy sent with every page. `answer(path, request)` may answer
 * instead of the folder, with `{ status, type, body }` or a text. Policy and answers may be changed while the server runs.
 */
export async function serve({ root = DEMO, wasmType = TYPES[".wasm"], csp, answer = () => undefined } = {}) {
  const served = { answer, csp, requested: [] };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).replace(/\/$/, "/index.html");
    served.requested.push(path);
    const extension = extname(path);
    const headers = { "content-type": extension === ".wasm" ? wasmType : (TYPES[extension] ?? "application/octet-stream"), "cache-control": "no-store" };
    if (served.csp && extension === ".html") headers["content-security-policy"] = served.csp;
    try {
      const instead = await served.answer(path, request);
      const { status = 200, type, body } = typeof instead === "object" ? instead : { body: instead ?? (await readFile(join(root, path))) };
      response.writeHead(status, type ? { ...headers, "content-type": type } : headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return Object.assign(served, {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  });
}

const HOW = {
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

export const launch = () => chromium.launch(HOW);
/** A browser that keeps everything in a folder, as a context. */
export const launchIn = (folder) => chromium.launchPersistentContext(folder, { ...HOW, locale: "en-GB" });
/** Has the pages of a context record what their elements tell. */
export const recording = (context) => context.addInitScript(record);

/** Records in the page what its elements tell: `window.__events`, each `{ name, detail, of }` with the element's place on the page. */
function record() {
  window.__events = [];
  let waiting = [];
  const look = () => {
    waiting = waiting.filter(({ since, names, of, resolve }) => {
      const found = window.__events.slice(since).some((event) => names.includes(event.name) && (of === null || event.of === of));
      if (found) resolve(window.__events.slice(since));
      return !found;
    });
  };
  for (const name of ["ready", "question", "answer", "progress", "finish", "error"]) {
    window.addEventListener(
      name,
      ({ target, detail }) => {
        // Pictures and scripts have an `error` event too.
        if (target?.localName !== "thetis-assessment") return;
        window.__events.push({ name, detail, of: [...document.querySelectorAll("thetis-assessment")].indexOf(target) });
        look();
      },
      true,
    );
  }
  /** All events from `since` on, once one of these names is among them. */
  window.__told = (since, names, of) =>
    new Promise((resolve) => {
      waiting.push({ since, names, of, resolve });
      look();
    });
}

/** What a browser says when a person leaves a page that is still loading something. */
const LEFT = /ERR_ABORTED/;

/** Chromium says so when a tab is crashed whose process its service worker shared: what the test did, not what the page did. */
const WORKER_DIED = /^Service worker went to a bad state unexpectedly/;

/**
 * A context whose pages have a small screen; `faults` gathers whatever goes wrong: what is written to the console as a warning or an
 * error, what is not found or refused, what is asked of another server.
 */
export async function newContext(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  await recording(context);
  const faults = [];
  context.on("page", (page) => {
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && !WORKER_DIED.test(message.text()) && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("requestfailed", (request) => LEFT.test(request.failure()?.errorText) || faults.push(`failed: ${request.url()}`));
    page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()}: ${response.url()}`));
    page.on("request", (request) => /^(https?:\/\/127\.0\.0\.1:|blob:|data:|file:)/.test(request.url()) || faults.push(`elsewhere: ${request.url()}`));
  });
  return { context, faults };
}

/** Runs in a context of its own. Fails if anything went wrong that `allowed` does not match. */
export async function inContext(browser, run, options = {}, allowed = null) {
  const { context, faults } = await newContext(browser, options);
  try {
    const result = await run(context, faults);
    assert.deepEqual(allowed ? faults.filter((fault) => !allowed.test(fault)) : faults, []);
    return result;
  } finally {
    await context.close();
  }
}

/** The same with one page. */
export const onPage = (browser, run, options, allowed) => inContext(browser, async (context, faults) => run(await context.newPage(), context, faults), options, allowed);

const read = new Map();
/** A JSON file of the demo, or of the repository where the demo has none. */
export function json(path, folder = DEMO) {
  const file = join(folder, path);
  if (!read.has(file)) read.set(file, JSON.parse(readFileSync(file, "utf8")));
  return read.get(file);
}
/** The bank of that name, and its texts in a language. */
export const bankOf = (name) => json(`item-banks/${name}/bank.json`);
export const textsOf = (name, language) => json(`item-banks/${name}/locales/${language}.json`);

/** What the interface says: a text by its key, in the plural form for `values.count`. */
export function say(language, key, values = {}) {
  const folder = repository("bindings/js/locales");
  const entry = json(`${language}.json`, folder)[key] ?? json(`counsellor/${language}.json`, folder)[key];
  assert.ok(entry, `${language}.json has ${key}`);
  const text = typeof entry === "string" ? entry : (entry[new Intl.PluralRules(language).select(values.count)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/** Address of the demo with its settings: `{ bank, design, seed, lang }`. */
export const demo = (server, settings = {}) => `${server.url}?${new URLSearchParams(settings)}`;

/** Pages of a PDF. */
export const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
