/** One launch, as the adapters of cmi5 and of plain xAPI find it, for {@link RecordHost}. */
import type { Context } from "./statements.js";
import type { Launch, Store } from "./store.js";

/** What was done in a session, and is not done again after the page was loaded anew. */
export interface Done {
  /** It was said that the session has begun. */
  begun?: boolean;
  /** Passed or failed was said. */
  judged?: boolean;
  /** It was said that the session is over: nothing may follow. */
  ended?: boolean;
}

export interface Session {
  readonly store: Store;
  /** What every statement has. */
  readonly context: Context;
  /** Tells it from the other sessions of the registration. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly mode: "Normal" | "Browse" | "Review";
  readonly language: string | null;
  /** Address that the person goes back to. */
  readonly returnURL: string | null;
  /** The rules of cmi5, or `null` where there are none. A score from 0 to 1 is asked for by `masteryScore`. */
  readonly cmi5: { readonly masteryScore: number | null } | null;
  readonly done: Done;
  /** Keeps `done` for the page's next loading. */
  remember(): void;
}

/** What both kinds of launch say alike, in the page's address, `activity` in the field of that name; `null` where any of it is missing. */
export function launchOf(page: Window, activity: string, more: readonly string[]): { readonly launch: Launch; readonly query: URLSearchParams } | null {
  const query = new URLSearchParams(page.location.search);
  if (["endpoint", "actor", activity, ...more].some((name) => !query.get(name))) return null;
  try {
    const actor: unknown = JSON.parse(query.get("actor")!);
    return { launch: { endpoint: query.get("endpoint")!.replace(/\/?$/, "/"), actor, registration: query.get("registration"), activityId: query.get(activity)! }, query };
  } catch {
    return null;
  }
}
