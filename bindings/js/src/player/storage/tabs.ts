/** One place at a time: a session open in two tabs would have two histories. The one opened later asks, and may take it over. */

/** The right to go on with a session. */
export interface Claim {
  /** Gives it back. */
  release(): void;
}

/** Longest wait for another tab to say that it has the session, milliseconds. */
const PATIENCE = 150;

/**
 * Claims a session; `null` if it is open elsewhere, unless `force` takes it over. `lost` is called when another place takes it over.
 * Web Locks know of tabs that were killed; where there are none (no secure context, old browsers) tabs ask each other.
 */
export const claim = async (name: string, force: boolean, lost: () => void): Promise<Claim | null> => {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (locks) {
    try {
      return await lock(locks, name, force, lost);
    } catch {
      // Some embedded pages have locks and refuse them.
    }
  }
  // Where tabs cannot speak with each other, none can know.
  return ask(name, force, lost).catch(() => ({ release() {} }));
};

const lock = (locks: LockManager, name: string, force: boolean, lost: () => void): Promise<Claim | null> =>
  new Promise((resolve, reject) => {
    let held = false;
    let released = false;
    locks
      .request(name, force ? { steal: true } : { ifAvailable: true }, (granted) => {
        if (!granted) return resolve(null);
        held = true;
        return new Promise<void>((release) =>
          resolve({
            release() {
              released = true;
              release();
            },
          }),
        );
      })
      .catch((error: unknown) => {
        // Held and then refused: stolen.
        if (!held) reject(error);
        else if (!released) lost();
      });
  });

/** Every tab that has the session says so when asked. */
const ask = (name: string, force: boolean, lost: () => void): Promise<Claim | null> =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(name);
    let state: "asking" | "mine" | "closed" = "asking";
    const close = () => {
      state = "closed";
      channel.close();
    };
    const keep = () => {
      if (state === "closed") return;
      state = "mine";
      resolve({ release: close });
    };
    channel.onmessage = ({ data }) => {
      if (state === "mine" && data === "who") channel.postMessage("here");
      if (state === "mine" && data === "take") {
        close();
        lost();
      }
      if (state === "asking" && data === "here") {
        close();
        resolve(null);
      }
    };
    channel.postMessage(force ? "take" : "who");
    if (force) keep();
    else setTimeout(keep, PATIENCE);
  });
