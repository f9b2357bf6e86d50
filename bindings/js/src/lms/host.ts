/** What carries a test's state and results out of the page: a learning management system, a record store, another page. One adapter a file. */
import type { Outcome, ScoreReport } from "../types.js";
import type { BankFile } from "../player/bank/file.js";
import type { LmsElement, Opening } from "../player/platform.js";

export type { BankFile, LmsElement, Opening, Outcome, ScoreReport };

/** Names of the adapters, as the tag's attribute `lms` may pin one. */
export type HostName = "scorm12" | "scorm2004" | "cmi5" | "xapi" | "message" | "device";

/** What was answered. An answer that was changed is another one. */
export interface Interaction {
  readonly item: string;
  /** Kind of the item, as in bank.json. */
  readonly kind: string;
  /** Ids of the dimensions it measures. */
  readonly dimensions: readonly string[];
  readonly given: "answer" | "skip" | "dont-know";
  /** What was answered, in ids, as the engine's answers are. */
  readonly response: Outcome["steps"][number]["option"];
  /** The best answer in the same form; `null` where there is none (ratings) or more than one. */
  readonly correct: Interaction["response"];
  /** Share of the item's highest category, 0 to 1; `null` where it was not scored (ratings, trial items, passes). */
  readonly share: number | null;
  readonly timeMs: number;
  /** Milliseconds since 1970 by the device's clock, when it was given. */
  readonly when: number;
}

/** Where the person stands in one dimension, on scales a platform can keep. */
export interface Objective {
  readonly dimension: string;
  readonly kind: "evaluation" | "confidence";
  /** T score, 0 to 100; `null` before the last answer. */
  readonly score: number | null;
  /** Id of the likeliest level and its probability; `null` before the result is computed, or where the bank has no levels. */
  readonly level: { readonly id: string; readonly probability: number } | null;
}

/** Everything a host is told, whole, each time: it writes what is new to it. */
export interface Snapshot {
  /** One line of text that brings the session back: `T1.<language>.<profile>.<log>`. */
  readonly state: string;
  readonly language: string;
  readonly answered: number;
  /** 0 to 1. */
  readonly progress: number;
  readonly finished: boolean;
  /** Of this launch, in order, and of earlier ones that could not be delivered. */
  readonly interactions: readonly Interaction[];
  /** In the order of the bank's dimensions. */
  readonly objectives: readonly Objective[];
  /** Mean T score, 0 to 100; `null` before the last answer. */
  readonly score: number | null;
  readonly success: "passed" | "failed" | "unknown";
  /** Time spent in this launch, milliseconds. */
  readonly sessionMs: number;
}

/** A place that keeps state and results. */
export interface Host {
  readonly name: HostName;
  /** Tells persons apart who share a device, known once it is open: only its hash is kept, in the name of what waits on the device. Never a name. */
  readonly person?: string | null;
  /** Begins: says what was kept and how the test is to be shown. Rejects where the place does not answer. */
  open(): Promise<Opening>;
  /** Writes and commits. `false` if it was not taken: it will be tried again with a later snapshot. Never throws. */
  keep(snapshot: Snapshot): Promise<boolean>;
  /** Ends the attempt, or suspends it while the test is not finished; the last call, made once. Never throws. */
  leave(snapshot: Snapshot): Promise<boolean>;
  /** Goes back to where the test was opened from: after `leave`, where the person asked for it. Without it a window of its own is closed. */
  away?(): void;
}

/** Finds its place from the page; `null` where it is not. */
export type Find = (page: Window) => Host | null;
