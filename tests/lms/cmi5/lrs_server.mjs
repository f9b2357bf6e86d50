// A learning platform for cmi5: it launches, and has a record store. Statements are kept and validated by Ralph (PyPI ralph-malph); what
// Ralph lacks is here: State and Agent Profile documents, the fetch address, cross-origin access, and the platform's duty to refuse
// what comes for a session that is over.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CATEGORY, EXTENSION, told, verbOf } from "./rules.mjs";

const PYTHON = process.env.THETIS_PYTHON ?? fileURLToPath(new URL("../../../target/xtask/python-lms/bin/python", import.meta.url));
/** How Ralph is asked; "secret", hashed by bcrypt. */
const RALPH = { username: "platform", password: "secret", hash: "$2b$04$MT0IZurUZaT8GTujba21puL9AilX5LWPA/WPFYiLtBlV1LLCpqJS." };
/** Longest that is waited for what a page says, milliseconds: the machine may be busy. */
const PATIENCE = 30000;
/** How a plain xAPI launch is let in. */
export const PLAIN = `Basic ${Buffer.from("plain:launch").toString("base64")}`;

const basic = (name, password) => `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
const freePort = () =>
  new Promise((resolve) => {
    const socket = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

/** What `look` sees once it is `enough`, or when nobody waits any longer. */
async function once(look, enough) {
  for (const until = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, 30))) {
    const seen = await look();
    if (enough(seen) || Date.now() > until) return seen;
  }
}

/** Ralph with its statements in a file. */
async function startRalph() {
  const folder = await mkdtemp(join(tmpdir(), "thetis-ralph-"));
  await writeFile(join(folder, "auth.json"), JSON.stringify([{ username: RALPH.username, hash: RALPH.hash, scopes: ["all"], agent: { account: { homePage: "https://platform.example", name: "record-store" } } }]));
  const port = await freePort();
  const environment = {
    ...process.env,
    RALPH_APP_DIR: folder,
    RALPH_RUNSERVER_BACKEND: "fs",
    RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH: folder,
    RALPH_RUNSERVER_MAX_SEARCH_HITS_COUNT: "100000",
  };
  const child = spawn(PYTHON, [fileURLToPath(new URL("ralph_server.py", import.meta.url)), String(port)], { cwd: folder, env: environment, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(`${url}/__lbheartbeat__`).then(({ ok }) => ok, () => false)); tries++) {
    assert.ok(tries < 300 && child.exitCode === null, `Ralph does not start with ${PYTHON}: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    ask: (path, options = {}) => fetch(`${url}/xAPI/${path}`, { ...options, headers: { ...options.headers, authorization: basic(RALPH.username, RALPH.password) } }),
    async close() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

const ALLOWED = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, PUT, POST, DELETE, OPTIONS",
  "access-control-allow-headers": "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match",
  "access-control-max-age": "600",
};

/**
 * Starts the platform. `troubles` has, by registration, what may happen to each request but preflights: a function that says with which
 * status it fails before anything is done, or `"cut"`: there is no answer, or `"deaf"`: it is done, but the answer is lost.
 */
export async function startPlatform() {
  const ralph = await startRalph();
  const documents = new Map();
  const launches = new Map();
  const sessions = new Map();
  const platform = { troubles: new Map(), requests: [] };

  /** Whose token it is; `null` for that of plain launches, `undefined` for none. */
  const tokenOf = ({ headers }) => {
    if (headers.authorization === PLAIN) return null;
    return [...launches.values()].find(({ token }) => headers.authorization === `Basic ${token}`);
  };

  /** What the platform does: a status and a document. */
  async function answer(request, url, body) {
    if (url.pathname === "/fetch") {
      const launch = launches.get(url.searchParams.get("launch"));
      if (request.method !== "POST") return [405];
      if (!launch || launch.fetched) return [200, { "error-code": "1", "error-text": "The authorization token has already been returned." }];
      launch.fetched = true;
      return [200, { "auth-token": launch.token }];
    }
    if (request.headers["x-experience-api-version"] !== "1.0.3") return [400, { error: "X-Experience-API-Version" }];
    const launch = tokenOf(request);
    if (launch === undefined) return [401];
    switch (url.pathname) {
      case "/xAPI/statements":
        return statements(request, url, body, launch);
      case "/xAPI/activities/state":
        return document(request, ["activityId", "agent", "registration", "stateId"].map((name) => url.searchParams.get(name)), body);
      case "/xAPI/agents/profile":
        return document(request, ["agent", "profileId"].map((name) => url.searchParams.get(name)), body);
      default:
        return [404];
    }
  }

  async function statements({ method, headers }, url, body, launch) {
    if (method !== "GET" && launch) {
      const list = [JSON.parse(body)].flat();
      for (const statement of list) {
        const session = sessions.get(statement.context?.extensions?.[EXTENSION.sessionId]);
        if (!session || session.ended || session !== launch.session) return [403, { error: `${verbOf(statement)}: there is no such session, or it is over` }];
      }
      if (list.some((statement) => verbOf(statement) === "terminated")) launch.session.ending = true;
    }
    const reply = await ralph.ask(`statements${url.search}`, { method, headers: { "content-type": headers["content-type"] ?? "application/json", "x-experience-api-version": "1.0.3" }, ...(body && { body }) });
    if (launch?.session.ending) [launch.session.ended, launch.session.ending] = [reply.ok, false];
    return [reply.status, await reply.text()];
  }

  function document({ method }, [...place], body) {
    const agent = place.findIndex((field) => field?.startsWith("{"));
    if (agent < 0) return [400, { error: "agent" }];
    // An agent is the same in any order of its properties.
    place[agent] = JSON.stringify(Object.entries(JSON.parse(place[agent])).sort());
    const key = JSON.stringify(place);
    if (method === "GET") return documents.has(key) ? [200, documents.get(key)] : [404];
    if (method === "DELETE") documents.delete(key);
    else documents.set(key, body);
    return [204];
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://x");
    if (request.method === "OPTIONS") return response.writeHead(204, ALLOWED).end();
    let body = "";
    for await (const part of request) body += part;
    const launch = launches.get(url.searchParams.get("launch")) ?? tokenOf(request);
    const entry = { method: request.method, path: url.pathname, document: url.searchParams.get("stateId") ?? url.searchParams.get("profileId"), body, launch: launch?.id };
    platform.requests.push(entry);
    const trouble = platform.troubles.get(launch?.registration)?.(entry);
    if (trouble === "cut") return request.socket.destroy();
    const [status, said] = typeof trouble === "number" ? [trouble, { error: "trouble" }] : await answer(request, url, body).catch((error) => [500, { error: String(error) }]);
    entry.status = status;
    if (trouble === "deaf") return request.socket.destroy();
    response.writeHead(status, { ...ALLOWED, "content-type": "application/json" }).end(status === 204 ? undefined : typeof said === "string" ? said : JSON.stringify(said ?? {}));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const endpoint = `${url}xAPI/`;

  /** A statement of the platform's own. */
  const tell = async (name, { actor, context, activityId }) => {
    const id = ["launched"].includes(name) ? `http://adlnet.gov/expapi/verbs/${name}` : `https://w3id.org/xapi/adl/verbs/${name}`;
    const category = { contextActivities: { ...context.contextActivities, category: [{ id: CATEGORY.cmi5 }] } };
    const statement = { id: randomUUID(), actor, verb: { id, display: { en: name } }, object: { objectType: "Activity", id: activityId }, context: { ...context, ...category }, timestamp: new Date().toISOString(), ...(name === "abandoned" && { result: { duration: "PT1S" } }) };
    const reply = await ralph.ask("statements", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(statement) });
    assert.ok(reply.ok, `${name}: ${reply.status}`);
  };

  const stateOf = ({ actor, registration, activityId }, stateId) => JSON.stringify([activityId, JSON.stringify(Object.entries(actor).sort()), registration, stateId]);

  return Object.assign(platform, {
    url,
    endpoint,
    /** Launches an activity; again where `again` is an earlier launch. Returns it, with the query of the address and the session. */
    async launch({ again, mode = "Normal", masteryScore, moveOn = "Completed", returnURL, languages, more = {} } = {}) {
      const id = randomUUID();
      const registration = again?.registration ?? randomUUID();
      const activityId = again?.activityId ?? `https://platform.example/activity/${registration}`;
      const actor = again?.actor ?? { objectType: "Agent", account: { homePage: "https://platform.example", name: randomBytes(4).toString("hex") } };
      for (const [, session] of sessions) {
        if (session.registration !== registration || session.ended) continue;
        session.ended = true;
        await tell("abandoned", session);
      }
      const context = { registration, extensions: { [EXTENSION.sessionId]: id, ...more.extensions }, contextActivities: { grouping: [{ id: "https://publisher.example/thetis" }], ...more.contextActivities } };
      const session = { id, registration, activityId, actor, context, ended: false };
      sessions.set(id, session);
      const launch = { id, registration, activityId, actor, session, mode, masteryScore, token: randomBytes(12).toString("base64"), fetched: false };
      launches.set(id, launch);
      documents.set(stateOf(launch, "LMS.LaunchData"), JSON.stringify({ contextTemplate: context, launchMode: mode, launchMethod: "AnyWindow", moveOn, ...(masteryScore !== undefined && { masteryScore }), ...(returnURL && { returnURL }) }));
      if (languages) documents.set(JSON.stringify([JSON.stringify(Object.entries(actor).sort()), "cmi5LearnerPreferences"]), JSON.stringify({ languagePreference: languages, audioPreference: "off" }));
      await tell("launched", session);
      launch.query = new URLSearchParams({ endpoint, fetch: `${url}fetch?launch=${id}`, actor: JSON.stringify(actor), registration, activityId }).toString();
      return launch;
    },
    /** A plain launch. `actor` may be anything. */
    launchPlain({ registration = randomUUID(), activityId = `https://platform.example/plain/${registration}`, actor = { account: { homePage: "https://platform.example", name: "plain" } }, ...more } = {}) {
      return { registration, activityId, actor, query: new URLSearchParams({ endpoint: endpoint.slice(0, -1), auth: PLAIN, actor: JSON.stringify(actor), registration, activity_id: activityId, ...more }).toString() };
    },
    /** All statements of a registration, in the order in which they were stored. */
    async statements({ registration }) {
      const reply = await ralph.ask("statements?limit=0");
      const { statements } = await reply.json();
      return statements.filter(({ context }) => context?.registration === registration);
    },
    /** What was told in a registration, once it is as much as `wanted`, or after some seconds. */
    hears: (launch, wanted) => once(async () => told(await platform.statements(launch)), (heard) => heard.length >= wanted),
    /** The session that is kept, once it is `state`, or after some seconds. */
    keeps: (launch, state) => once(async () => platform.kept(launch)?.state, (kept) => kept === state),
    /** The requests of a launch. */
    requestsOf: ({ id }) => platform.requests.filter(({ launch }) => launch === id),
    /** A State document of a launch; `null` if there is none. */
    kept: (launch, stateId = "thetis.session") => JSON.parse(documents.get(stateOf(launch, stateId)) ?? "null"),
    async close() {
      server.close();
      server.closeAllConnections();
      await ralph.close();
    },
  });
}
