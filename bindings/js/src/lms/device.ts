/** What a platform could not be told waits on the device, under a name that says neither who nor what, until it has been delivered. */
import type { Interaction, Snapshot } from "./host.js";

/** What waits: the last snapshot, with the answers that were not delivered and how long the log was with each. */
export interface Waiting {
  readonly snapshot: Snapshot;
  /** The platform had some of it. */
  readonly begun: boolean;
  readonly entries: readonly (readonly [interaction: Interaction, size: number])[];
}

/** 53 bits that tell texts apart; not a secret. The mixing is that of MurmurHash3 (Appleby 2011), twice. */
const hash = (text: string): string => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let k = 0; k < text.length; k++) {
    a = Math.imul(a ^ text.charCodeAt(k), 0x85ebca6b);
    b = Math.imul(b ^ text.charCodeAt(k), 0xc2b2ae35);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return ((b >>> 0) * 0x200000 + (a >>> 11)).toString(36);
};

/**
 * The place of one test and one person. Of somebody whom the platform has not named, only this tab remembers: the next person at a shared
 * device must not hand in these answers as her own.
 */
export class Device {
  private readonly key: string;
  private readonly store: Storage | null;

  constructor(page: Window, person: string | null) {
    this.key = `thetis-lms:${hash(`${page.location.pathname}\n${person ?? ""}`)}`;
    let store: Storage | null = null;
    try {
      store = person ? page.localStorage : page.sessionStorage;
    } catch {
      // The browser has forbidden it: what waits is in this page only.
    }
    this.store = store;
  }

  read(): Waiting | null {
    try {
      const waiting = JSON.parse(this.store!.getItem(this.key)!) as Waiting | null;
      return typeof waiting?.snapshot.state === "string" && Array.isArray(waiting.entries) ? waiting : null;
    } catch {
      return null;
    }
  }
  write(waiting: Waiting): void {
    try {
      this.store?.setItem(this.key, JSON.stringify({ ...waiting, snapshot: { ...waiting.snapshot, interactions: [] } }));
    } catch {
      // Full, or forbidden.
    }
  }
  remove(): void {
    try {
      this.store?.removeItem(this.key);
    } catch {
      // Forbidden.
    }
  }
}
