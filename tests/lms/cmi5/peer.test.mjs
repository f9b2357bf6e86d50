// That the platform of these tests is right: npm's @xapi/cmi5, a client that is not ours, takes a whole session at it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { inContext, launch, serve } from "../../browser/support.mjs";
import { startPlatform } from "./lrs_server.mjs";
import { checkCmi5, told, verbOf } from "./rules.mjs";

const FILES = {
  "/peer.html": '<!doctype html><html lang="en"><meta charset="utf-8"><title>Peer</title><link rel="icon" href="data:,"><script type="module">import Cmi5 from "./peer.js"; window.Cmi5 = Cmi5;</script></html>',
  "/peer.js": await readFile(new URL("../node_modules/@xapi/cmi5/dist/Cmi5.esm.js", import.meta.url), "utf8"),
};

let browser;
let site;
let platform;
before(async () => ([browser, site, platform] = await Promise.all([launch(), serve({ answer: (path) => FILES[path] }), startPlatform()])));
after(async () => {
  await browser?.close();
  site?.close();
  await platform?.close();
});

/** Runs with the client in a page of another origin than the platform's: `client(launch)` opens it there, `client.does(run)` runs in it. */
const peer = (run) =>
  inContext(browser, async (context) => {
    const page = await context.newPage();
    const client = async ({ query }) => {
      await page.goto(`${site.url}peer.html?${query}`);
      await page.waitForFunction(() => window.Cmi5);
      await page.evaluate(() => (window.client = new window.Cmi5()).initialize().then(() => {}));
    };
    /** What it has; of a refusal the status. */
    client.does = (step, ...given) => page.evaluate(`(${step})(window.client, ${given.map((one) => JSON.stringify(one)).join(", ")}).then((reply) => reply?.data ?? null, (error) => error.response?.status ?? String(error))`);
    return run(client);
  }, {}, /./);

const score = { scaled: 0.85, raw: 85, min: 0, max: 100 };
const passing = async (client) => {
  await client.does((one, given) => one.pass(given), score);
  await client.does((one) => one.complete());
  await client.does((one) => one.terminate());
};

test("a session of another client", () =>
  peer(async (client) => {
    const launched = await platform.launch({ masteryScore: 0.8, languages: "uk" });
    await client(launched);
    assert.deepEqual(await client.does(async (one) => ({ data: [one.launchData.masteryScore, one.getLearnerPreferences().languagePreference] })), [0.8, "uk"]);
    const { actor, activityId, registration } = launched;
    const place = { agent: actor, activityId, registration, stateId: "suspended" };
    assert.equal(await client.does((one, at) => one.xapi.getState(at), place), 404);
    await client.does((one, at) => one.xapi.setState({ ...at, state: { page: 3 } }), place);
    assert.deepEqual(await client.does((one, at) => one.xapi.getState(at), place), { page: 3 });
    await client.does((one) => one.interactionChoice("test", "bleach", ["water"], ["water"], undefined, undefined, undefined, true));
    await client.does((one) => one.interactionMatching("test", "places", { cup: "table" }, { cup: "sink" }, undefined, undefined, undefined, undefined, false));
    await passing(client);
    const statements = await platform.statements(launched);
    checkCmi5(statements, [launched]);
    assert.deepEqual(told(statements), ["initialized", "answered bleach", "answered places", "passed", "completed", "terminated"]);
    // The session is over, and its launch has been used.
    assert.equal(await client.does((one) => one.interactionChoice("test", "late", ["water"])), 403);
    await assert.rejects(client(launched));
  }));

test("what the platform says and refuses itself", () =>
  peer(async (client) => {
    const launched = await platform.launch();
    await client(launched);
    const again = await platform.launch({ again: launched });
    const statements = await platform.statements(launched);
    assert.deepEqual(statements.map(verbOf), ["launched", "initialized", "abandoned", "launched"]);
    assert.equal(await client.does((one) => one.complete()), 403);
    await client(again);
    // Ralph takes a statement once, refuses another of the same id, and what is no statement.
    const headers = { authorization: `Basic ${again.token}`, "content-type": "application/json", "x-experience-api-version": "1.0.3" };
    const send = (statement, more = {}) => fetch(`${platform.endpoint}statements`, { method: "POST", headers: { ...headers, ...more }, body: JSON.stringify(statement) });
    const [{ id, actor, verb, object, context, timestamp }] = (await platform.statements(again)).slice(-1);
    const same = { id, actor, verb, object, context, timestamp };
    assert.equal((await send([same])).status, 204);
    assert.equal((await send([{ ...same, timestamp: "2026-01-01T00:00:00Z" }])).status, 409);
    const wrong = {
      "an id that is none": { id: "no-uuid" },
      "a verb that is none": { verb: { id: "no-iri" } },
      "a duration in words": { result: { duration: "a minute" } },
      "a score beyond 1": { result: { score: { scaled: 7 } } },
      "an unknown interaction": { object: { ...object, definition: { interactionType: "quiz" } } },
      "nothing in a field": { result: { response: "" } },
    };
    for (const [what, part] of Object.entries(wrong)) assert.equal((await send([{ ...same, id: randomUUID(), ...part }])).status, 422, what);
    assert.equal((await send([same], { "x-experience-api-version": "0.9" })).status, 400);
    assert.equal((await send([same], { authorization: "Basic nobody" })).status, 401);
    assert.equal((await platform.statements(again)).length, statements.length + 1);
  }));

test("the rules of cmi5 are broken by", (t) =>
  peer(async (client) => {
    const launched = await platform.launch({ masteryScore: 0.8 });
    await client(launched);
    await passing(client);
    const right = await platform.statements(launched);
    checkCmi5(right, [launched]);
    const at = (name) => right.findIndex((statement) => verbOf(statement) === name);
    const without = (name) => right.filter((statement) => verbOf(statement) !== name);
    const changed = (name, change) => {
      const list = structuredClone(right);
      change(list[at(name)]);
      return list;
    };
    const moved = (name, to) => [...without(name).slice(0, to), right[at(name)], ...without(name).slice(to)];
    const copy = (name, more) => [...right.slice(0, -1), { ...structuredClone(right[at(name)]), id: "00000000-0000-5000-8000-000000000000", ...more }, right.at(-1)];
    const broken = {
      "no first statement": without("initialized"),
      "no last statement": without("terminated"),
      "another order": moved("terminated", 1),
      "a date before": changed("completed", (one) => (one.timestamp = "2020-01-01T00:00:00.000Z")),
      "a local time": changed("completed", (one) => (one.timestamp = one.timestamp.replace("Z", "+02:00"))),
      "the same statement twice": [...right, right.at(-1)],
      "completed twice": copy("completed"),
      "passed twice": copy("passed"),
      "failed after passed": copy("passed", { verb: { id: "http://adlnet.gov/expapi/verbs/failed" } }),
      "another person": changed("passed", (one) => (one.actor.account.name = "another")),
      "another registration": changed("passed", (one) => (one.context.registration = "00000000-0000-5000-8000-000000000000")),
      "another object": changed("passed", (one) => (one.object.id += "/x")),
      "no template": changed("passed", (one) => delete one.context.contextActivities.grouping),
      "no session": changed("passed", (one) => (one.context.extensions = {})),
      "no category": changed("passed", (one) => one.context.contextActivities.category.splice(0)),
      "no moveOn": changed("passed", (one) => one.context.contextActivities.category.pop()),
      "moveOn for nothing": changed("terminated", (one) => (one.context.contextActivities.category = right[at("passed")].context.contextActivities.category)),
      "a score of completion": changed("completed", (one) => (one.result.score = { scaled: 1 })),
      "success of completion": changed("completed", (one) => (one.result.success = true)),
      "no duration": changed("terminated", (one) => delete one.result.duration),
      "a duration in words": changed("terminated", (one) => (one.result.duration = "00:01:00")),
      "a raw score with a fraction": changed("passed", (one) => (one.result.score.raw = 85.5)),
      "a scaled score beyond 1": changed("passed", (one) => (one.result.score.scaled = 85)),
      "a score below mastery": changed("passed", (one) => (one.result.score.scaled = 0.5)),
      "another mastery score": changed("passed", (one) => (one.context.extensions["https://w3id.org/xapi/cmi5/context/extensions/masteryscore"] = 0.5)),
      "an id that is none": changed("passed", (one) => (one.id = "passed")),
    };
    for (const [name, list] of Object.entries(broken)) await t.test(name, () => assert.throws(() => checkCmi5(list, [launched])));
    await t.test("a result in review", () => assert.throws(() => checkCmi5(right, [{ ...launched, mode: "Review" }])));
  }));
