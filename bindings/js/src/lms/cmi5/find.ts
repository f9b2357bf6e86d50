/**
 * A cmi5 launch (Quartz, 1st edition; the numbers are those of its chapters). What is told: initialized; answered or skipped, a
 * statement for each answer; completed, and where the person stands in each dimension; passed or failed; terminated.
 *
 * Passed or failed is said only where there is a passing rule and the result is clear of it. Where the platform has a mastery score, it
 * is said only if the scaled score agrees with that as well (9.3.4, 9.3.5); else the platform is told of the completion alone.
 */
import type { Find } from "../host.js";
import { RecordHost } from "../xapi/host.js";
import { launchOf, type Session } from "../xapi/session.js";
import type { Context } from "../xapi/statements.js";
import { type Launch, Store } from "../xapi/store.js";
import { Memory } from "./memory.js";
import { redeem } from "./token.js";

/** The State document that the platform has written for this launch (10). */
interface LaunchData {
  readonly contextTemplate?: Context;
  readonly launchMode?: Session["mode"];
  readonly masteryScore?: number | string | null;
  readonly returnURL?: string;
}
const SESSION_ID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

async function start(launch: Launch, fetchURL: string, memory: Memory): Promise<Session> {
  const token = (memory.done.token ??= await redeem(fetchURL));
  const began = (memory.done.began ??= Date.now());
  memory.keep();
  const store = new Store(launch, `Basic ${token}`);
  const [data, preferences] = await Promise.all([
    store.read(store.state("LMS.LaunchData")) as Promise<LaunchData | null>,
    // Wanted, but nothing depends on it; a platform may forbid it (11).
    (store.read(store.profile("cmi5LearnerPreferences")) as Promise<{ languagePreference?: string } | null>).catch(() => null),
  ]);
  if (!data) throw Error("The learning platform has no document LMS.LaunchData for this launch (cmi5, 10.0), without which nothing may be sent. Tell those who look after the platform.");
  const { contextTemplate = {}, launchMode = "Normal", masteryScore, returnURL } = data;
  const mastery = parseFloat(String(masteryScore));
  return {
    store,
    context: { ...contextTemplate, registration: launch.registration! },
    key: String(contextTemplate.extensions?.[SESSION_ID] ?? began),
    began,
    mode: launchMode,
    language: preferences?.languagePreference?.split(",")[0]?.trim() || null,
    // A link to follow, and nothing that a browser would run.
    returnURL: /^(https?:)?\//i.test(returnURL ?? "") ? returnURL! : null,
    cmi5: { masteryScore: Number.isFinite(mastery) ? mastery : null },
    done: memory.done,
    remember: () => memory.keep(),
  };
}

export const findCmi5: Find = (page) => {
  const found = launchOf(page, "activityId", ["fetch", "registration"]);
  if (!found) return null;
  const { launch } = found;
  const fetchURL = found.query.get("fetch")!;
  const memory = new Memory(page, fetchURL);
  return new RecordHost("cmi5", page, launch, () => start(launch, fetchURL, memory));
};
