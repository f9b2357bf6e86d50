// How fast the player is on a slow phone: node tests/browser/speed.mjs prints it and writes benches/results/player.snap.
//
// Chromium with a processor six times slower than this one and DevTools' "Slow 4G"; the built demo, from a server that compresses.
// Times depend on the machine and on what else runs on it: they are recorded, and no test fails by them. `node tests/browser/speed.mjs 2`
// only prints, after two visits.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { audit } from "./lighthouse.mjs";
import { launch } from "./support.mjs";
import { serveCompressed } from "./web_server.mjs";

/** As DevTools has it (front_end/core/sdk/NetworkManager.ts): 1.6 Mbit/s and 150 ms, worse by what a real network adds. */
const SLOW_4G = { offline: false, downloadThroughput: ((1.6e6 / 8) * 0.9), uploadThroughput: ((750e3 / 8) * 0.9), latency: 150 * 3.75 };
const SLOWER = 6;
const ROUNDS = 7;
/** What must have come before the first question: engine, player, texts, bank. */
const needed = (bank) => ["thetis/player.js", "thetis/thetis_session_bg.wasm", "thetis/locales/en.js", `item-banks/${bank}/bank.json`, `item-banks/${bank}/locales/en.json`].map((file) => `/${file}`);
const BANKS = ["soft-skills", "care-basics"];
const SNAPSHOT = fileURLToPath(new URL("../../benches/results/player.snap", import.meta.url));

/** Notes in the page when the test could be begun: drawn, and nothing of it left to do. */
function watch() {
  window.__drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  window.addEventListener(
    "ready",
    async ({ target }) => {
      await target.updateComplete;
      await window.__drawn();
      window.__usable = performance.now();
    },
    true,
  );
}

/** Runs in the page: presses what fits the selector; returns milliseconds until what follows is drawn. */
async function press([selector, then]) {
  const root = document.querySelector("thetis-assessment").shadowRoot;
  const button = root.querySelector(selector);
  const before = root.querySelector("form, .screen");
  const start = performance.now();
  button.click();
  while (then && (root.querySelector("form, .screen") === before || !root.querySelector(then))) await new Promise((done) => setTimeout(done));
  await document.querySelector("thetis-assessment").updateComplete;
  await window.__drawn();
  return performance.now() - start;
}

const NEXT = "[part~=primary]";

/** Chooses any answer: the second of each group, the second entry of each list, or moves the first row down. Runs in the page. */
async function answer() {
  const root = document.querySelector("thetis-assessment").shadowRoot;
  const element = document.querySelector("thetis-assessment");
  const names = [...new Set([...root.querySelectorAll(".answers input[type=radio]")].map(({ name }) => name))];
  for (const name of names) root.querySelectorAll(`input[name="${name}"]`)[1].click(), await element.updateComplete;
  if (!names.length) {
    const lists = [...root.querySelectorAll(".answers select")];
    for (const list of lists) {
      list.selectedIndex = 1;
      list.dispatchEvent(new Event("change"));
      await element.updateComplete;
    }
    if (!lists.length) (root.querySelectorAll(".answers .step")[1] ?? root.querySelector(".answers input")).click();
  }
  await element.updateComplete;
  await window.__drawn();
}

/** One person's visit. */
async function visit(browser, server, bank) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "en-GB" });
  await context.addInitScript(watch);
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", SLOW_4G);
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const usable = async () => (await page.waitForFunction(() => window.__usable, null, { polling: 50, timeout: 60000 })).jsonValue();
  // Compared with no work: what is measured goes from the welcome to the practice.
  const address = `${server.url}?bank=${bank}&seed=1&profile=none`;

  await page.goto(address, { waitUntil: "commit" });
  const cold = await usable();
  const practice = await page.evaluate(press, [NEXT, "form"]);
  await page.evaluate(answer);
  const done = await page.evaluate(press, [NEXT, ".sign"]);
  const question = await page.evaluate(press, [NEXT, "[part~=progress]"]);
  const next = [];
  while (!(await page.locator("[data-screen=result]").count())) {
    await page.evaluate(answer);
    next.push(await page.evaluate(press, [NEXT, "#heading"]));
  }
  const result = next.pop();

  // The service worker has kept everything.
  await page.waitForFunction(async () => (await caches.keys()).length && !!navigator.serviceWorker.controller, null, { timeout: 60000 });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const warm = [];
  for (let again = 0; again < 2; again++) {
    await page.goto("about:blank");
    await page.goto(address, { waitUntil: "commit" });
    warm.push(await usable());
  }
  await context.close();
  return { cold, practice, first: practice + done + question, next, result, warm: warm[1] };
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];

/** Medians over some visits. */
async function measure(browser, server, bank, rounds) {
  const visits = [];
  for (let round = 0; round < rounds; round++) visits.push(await visit(browser, server, bank));
  const of = (name) => visits.map((one) => one[name]);
  const next = of("next").flat();
  return {
    "cold: navigation until Start can be pressed": [median(of("cold")), 2500],
    "cold: and then to the practice question": [median(of("cold").map((time, k) => time + of("practice")[k])), 2500],
    "cold: and then by practice to the first question": [median(of("cold").map((time, k) => time + of("first")[k])), 2500],
    "warm: navigation until Start can be pressed": [median(of("warm")), 1000],
    "next question after an answer, median": [median(next), 100],
    "next question after an answer, slowest of 20": [sorted(next)[Math.floor(next.length * 0.95)], 100],
    "result after the last answer": [median(of("result")), null],
  };
}

const [browser, server] = await Promise.all([launch(), serveCompressed()]);
const rounds = Number(process.argv[2] ?? ROUNDS);
const line = (name, value, wanted) => `  ${name.padEnd(52)}${value.toFixed(0).padStart(7)}${wanted ? `  ${wanted}` : ""}`;
const lines = [
  "# How fast the player is on a slow phone. Written by `node tests/browser/speed.mjs`, after `cargo xtask build`; not checked by any test.",
  `# Chromium ${browser.version()}, processor ${SLOWER} times slower, DevTools' "Slow 4G" (562.5 ms for each request, 1.44 Mbit/s), gzip.`,
  `# Medians of ${rounds} visits, in milliseconds; behind them what is wanted.`,
];
try {
  for (const bank of BANKS) {
    lines.push("", bank);
    server.served.length = 0;
    const times = await measure(browser, server, bank, rounds);
    const bytes = needed(bank).reduce((sum, file) => sum + server.served.find(({ path }) => path === file).bytes, 0);
    for (const [name, [time, wanted]] of Object.entries(times)) lines.push(line(name, time, wanted && `< ${wanted}`));
    lines.push(line("bytes until the first question, compressed", bytes, "< 90000"));
    const { scores } = await audit(`${server.url}?bank=${bank}`);
    for (const [name, score] of Object.entries(scores)) lines.push(line(`Lighthouse, mobile: ${name}`, score, name === "performance" ? "> 97" : "= 100"));
  }
} finally {
  await browser.close();
  server.close();
}
const text = `${lines.join("\n")}\n`;
console.log(text);
if (!process.argv[2]) await writeFile(SNAPSHOT, text);
