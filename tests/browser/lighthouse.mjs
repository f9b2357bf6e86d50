// Lighthouse on a page, as for a phone.
import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./support.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

/** A port of this machine that is free. */
async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Scores from 0 to 100, the audits that are not perfect, and by how much the page moves while it loads. */
export async function audit(url) {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", `--remote-debugging-port=${port}`] });
  try {
    const { lhr } = await lighthouse(url, { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES });
    const failed = CATEGORIES.flatMap((of) =>
      lhr.categories[of].auditRefs
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < (of === "performance" ? 0.9 : 1))
        .map(({ id }) => ({ of, id, found: lhr.audits[id].displayValue ?? lhr.audits[id].details?.items ?? "" })),
    );
    const scores = Object.fromEntries(CATEGORIES.map((of) => [of, Math.round(lhr.categories[of].score * 100)]));
    return { scores, failed, shift: lhr.audits["cumulative-layout-shift"].numericValue };
  } finally {
    await browser.close();
  }
}
