/** A plain xAPI launch ("TinCan launch"): the address says where the record store is, who takes the test, and how to be let in. */
import type { Find } from "../host.js";
import { RecordHost } from "./host.js";
import { launchOf, type Session } from "./session.js";
import { type Launch, Store } from "./store.js";

/** The first of a list, or what is none. */
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** The agent. Older platforms, SCORM Cloud among them, send that of version 0.90, whose properties are lists. */
function agent(launched: unknown): unknown {
  const { account: listed, ...rest } = launched as Record<string, unknown>;
  const account = first(listed) as Record<string, unknown> | undefined;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, first(value)])),
    ...(account && { account: "accountName" in account ? { homePage: account.accountServiceHomePage, name: account.accountName } : account }),
  };
}

async function start(launch: Launch, query: URLSearchParams): Promise<Session> {
  const { registration } = launch;
  const grouping = query.get("grouping");
  const platform = query.get("activity_platform");
  const began = Date.now();
  return {
    store: new Store(launch, query.get("auth")!),
    context: {
      ...(registration && { registration }),
      ...(platform && { platform }),
      ...(grouping && { contextActivities: { grouping: [{ id: grouping }] } }),
    },
    key: String(began),
    began,
    mode: "Normal",
    language: query.get("Accept-Language")?.split(/[,;]/)[0] || null,
    returnURL: null,
    cmi5: null,
    done: {},
    remember() {},
  };
}

export const findXapi: Find = (page) => {
  const found = launchOf(page, "activity_id", ["auth"]);
  if (!found) return null;
  const launch = { ...found.launch, actor: agent(found.launch.actor) };
  return new RecordHost("xapi", page, launch, () => start(launch, found.query));
};
