/**
 * The page that holds the test in a frame, or has opened it, keeps the session itself, by messages (`window.postMessage`):
 *
 * | from the test | answer of the page |
 * |---|---|
 * | `{ type: "thetis:hello", version: 1 }`, to any page around it, several times | `{ type: "thetis:open", kept, language, review, leaves, person }` |
 * | `{ type: "thetis:keep", id, snapshot }` | `{ type: "thetis:kept", id, ok }` |
 * | `{ type: "thetis:leave", id, snapshot }`, once | `{ type: "thetis:kept", id, ok }`, if there is still somebody to hear it |
 *
 * `kept` is the text that was last in `snapshot.state`, or `null`; `language` a language tag or `null`; `review: true` shows a finished test
 * and writes nothing; `leaves: false` takes away the button "save and leave"; `person` tells persons apart who share a device, and is
 * only kept hashed. All but `type` may be missing. A `Snapshot` is described in host.ts.
 *
 * Nothing but the greeting is said to a page that has not answered it: the answer's origin is the one that everything else is sent to, and
 * that is listened to. A page without an origin (a file, a sandbox) cannot answer.
 */
import type { Host, Opening, Snapshot } from "./host.js";

/** How often the page is greeted, and how long an answer to a snapshot may take; milliseconds. */
const AGAIN = 100;
const PATIENCE = 10_000;

type Data = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === "string" && value ? value : null);

class MessageHost implements Host {
  readonly name = "message";
  readonly person: string | null;
  private count = 0;

  constructor(
    private readonly page: Window,
    private readonly holder: Window,
    private readonly origin: string,
    private readonly opened: Data,
  ) {
    this.person = text(opened["person"]);
  }

  async open(): Promise<Opening> {
    const { kept, language, review, leaves } = this.opened;
    return { kept: text(kept), language: text(language), review: review === true, save: "host", leaves: leaves !== false };
  }
  keep(snapshot: Snapshot): Promise<boolean> {
    return this.say("thetis:keep", snapshot);
  }
  leave(snapshot: Snapshot): Promise<boolean> {
    return this.say("thetis:leave", snapshot);
  }

  private say(type: string, snapshot: Snapshot): Promise<boolean> {
    if (this.opened["review"] === true) return Promise.resolve(true);
    const id = ++this.count;
    const { page, holder, origin } = this;
    return new Promise((resolve) => {
      const done = (ok: boolean): void => {
        page.removeEventListener("message", hear);
        clearTimeout(late);
        resolve(ok);
      };
      const hear = ({ source, origin: from, data }: MessageEvent<Data | null>): void => {
        if (source === holder && from === origin && data?.["type"] === "thetis:kept" && data["id"] === id) done(data["ok"] === true);
      };
      const late = setTimeout(done, PATIENCE, false);
      page.addEventListener("message", hear);
      try {
        holder.postMessage({ type, id, snapshot }, origin);
      } catch {
        done(false);
      }
    });
  }
}

/** Greets the pages around for so many milliseconds; `null` where none answers. */
export const findMessage = (page: Window, patience: number): Promise<Host | null> => {
  const holders = [page.parent, page.opener as Window | null].filter((one): one is Window => !!one && one !== page);
  if (!holders.length) return Promise.resolve(null);
  return new Promise((resolve) => {
    const greet = (): void => holders.forEach((one) => one.postMessage({ type: "thetis:hello", version: 1 }, "*"));
    const done = (host: Host | null): void => {
      page.removeEventListener("message", hear);
      clearTimeout(late);
      clearInterval(again);
      resolve(host);
    };
    const hear = ({ source, origin, data }: MessageEvent<Data | null>): void => {
      const holder = holders.find((one) => one === source);
      if (holder && origin !== "null" && data?.["type"] === "thetis:open") done(new MessageHost(page, holder, origin, data));
    };
    const late = setTimeout(done, patience, null);
    const again = setInterval(greet, AGAIN);
    page.addEventListener("message", hear);
    greet();
  });
};
