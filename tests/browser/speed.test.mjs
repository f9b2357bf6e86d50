// What makes the player slow or fast on a slow phone and is the same on every machine: how much it downloads before the first question,
// and how often it must wait for an answer before it knows what else to ask for. Times are measured by speed.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, newContext } from "./support.mjs";
import { serveCompressed } from "./web_server.mjs";

/** At most so much for engine, player, one language and the bank's structure, bytes. */
const DOWNLOAD = 90000;
/** Requests that come so long after the others wait for an answer, milliseconds: much more than a busy machine takes to send one. */
const QUIET = 1500;

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens the demo; the server answers only when nothing more is asked. Returns what was asked for in each round until the test is there. */
async function rounds(address) {
  const asked = [];
  let waiting = [];
  let timer;
  const release = () => {
    asked.push(waiting.map(({ path }) => path));
    for (const { go } of waiting.splice(0)) go();
  };
  const server = await serveCompressed({
    hold: (path) =>
      new Promise((go) => {
        waiting.push({ path, go });
        clearTimeout(timer);
        timer = setTimeout(release, QUIET);
      }),
  });
  const { context, faults } = await newContext(browser, { serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}${address}`, { waitUntil: "commit" });
    await page.locator("[data-screen=welcome] [part~=primary]").waitFor();
    const bytes = server.served.filter(({ path }) => /^\/(thetis|item-banks)\//.test(path)).reduce((sum, one) => sum + one.bytes, 0);
    const before = server.served.length;
    // Practice and first question.
    await page.locator("[part~=primary]").click();
    await page.locator("[part~=option]").nth(1).click();
    await page.locator("[part~=primary]").click();
    await page.locator(".sign").waitFor();
    await page.locator("[part~=primary]").click();
    await page.locator("[part~=progress]").waitFor();
    const later = server.served.slice(before).map(({ path }) => path).filter((path) => /^\/(thetis|item-banks)\//.test(path));
    assert.deepEqual(faults.filter((fault) => !/Service Worker registration blocked/.test(fault)), []);
    // The page's icon comes when the browser has nothing else to do.
    return { asked: asked.filter((paths) => paths.some((path) => path !== "/icon.svg")), bytes, later };
  } finally {
    await context.close();
    clearTimeout(timer);
    server.close();
  }
}

for (const [bank, language] of [["soft-skills", "en"], ["care-basics", "ar"]]) {
  test(`the first question of ${bank} in ${language}: two waits, and at most ${DOWNLOAD} bytes`, async () => {
    const { asked, bytes, later } = await rounds(`?bank=${bank}&lang=${language}&profile=none`);
    assert.deepEqual(asked[0], ["/index.html"]);
    const needed = ["thetis/player.js", "thetis/thetis_session_bg.wasm", `thetis/locales/${language}.js`, `item-banks/${bank}/bank.json`, `item-banks/${bank}/locales/${language}.json`];
    for (const file of needed) assert.ok(asked[1].includes(`/${file}`), `${file} is asked for along with all else: ${JSON.stringify(asked)}`);
    assert.equal(asked.length, 2, JSON.stringify(asked));
    assert.deepEqual(later, [], "nothing is left to fetch for the first question");
    assert.ok(bytes <= DOWNLOAD, `${bytes} bytes`);
    console.log(`${bank}, ${language}: ${bytes} bytes`);
  });
}
