/** Finds what the test was opened from, the richest first. */
import { findCmi5 } from "./cmi5/find.js";
import type { Find, Host, HostName } from "./host.js";
import { findMessage } from "./message.js";
import { findScorm12 } from "./scorm/scorm12.js";
import { findScorm2004 } from "./scorm/scorm2004.js";
import { findXapi } from "./xapi/find.js";

/** What can be seen from the page at once. A page for cmi5 may be launched plainly too: it is the one that may speak with a record store elsewhere. */
const SEEN: Readonly<Partial<Record<HostName, Find>>> = { cmi5: (page) => findCmi5(page) ?? findXapi(page), xapi: findXapi, scorm2004: findScorm2004, scorm12: findScorm12 };

/** How long a page around this one may take to answer, where nobody knows whether it will; how long a platform that has to be there may take; how often it is looked for. Milliseconds. */
const GREETING = 400;
const PATIENCE = 5000;
const AGAIN = 100;

/** `wanted`: the only one it may be; empty or `auto` for any. `null` where there is none: the device keeps the session. */
export const find = async (page: Window, wanted: string): Promise<Host | null> => {
  const one = SEEN[wanted as HostName];
  if (one) {
    // What the address says is there or not; some platforms' objects come after the page they show.
    for (const until = performance.now() + (/^scorm/.test(wanted) ? PATIENCE : 0); ; await new Promise((resolve) => setTimeout(resolve, AGAIN))) {
      const host = one(page);
      if (host || performance.now() >= until) return host;
    }
  }
  if (wanted === "message") return findMessage(page, PATIENCE);
  if (wanted && wanted !== "auto") return null;
  const seen = (): Host | null => Object.values(SEEN).reduce<Host | null>((found, look) => found ?? look(page), null);
  return seen() ?? (await findMessage(page, GREETING)) ?? seen();
};
