// Lighthouse, as for a phone, on the built demo: behind a server that compresses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { audit } from "./lighthouse.mjs";
import { serveCompressed } from "./web_server.mjs";

/**
 * Performance is timed on this machine, whatever else runs on it: the goal of 98 is recorded in benches/results/player.snap by
 * speed.mjs. What this asserts of it only fails if a page is slow everywhere, or moves while it loads.
 */
const PERFORMANCE = 50;

let server;
before(async () => (server = await serveCompressed()));
after(() => server?.close());

for (const bank of ["soft-skills", "care-basics"]) {
  test(`nothing to better: ${bank}`, async () => {
    const { scores, failed, shift } = await audit(`${server.url}?bank=${bank}`);
    console.log(`${bank}: ${JSON.stringify(scores)}`);
    assert.deepEqual(failed.filter(({ of }) => of !== "performance"), []);
    assert.equal(scores.accessibility, 100);
    assert.equal(scores["best-practices"], 100);
    assert.ok(shift < 0.01, `what is there already moves by ${shift}`);
    assert.ok(scores.performance >= PERFORMANCE, `performance ${scores.performance}: ${JSON.stringify(failed)}`);
  });
}
