/** What the element tells the page. Every event bubbles and leaves the shadow tree. */
import type { Answer, Outcome, ScoreReport } from "../types.js";
import type { TroubleName } from "./trouble.js";
import type { Remaining, Saved } from "./view.js";

/** Details of the events, by name. */
export interface PlayerEvents {
  /** The assessment can be begun, or gone on with if a session was kept. */
  readonly ready: { readonly bank: string; readonly version: string; readonly language: string; readonly languages: readonly string[]; readonly kept: { readonly answered: number; readonly finished: boolean } | null };
  /** A question is on the screen; `index` counts from 0, `earlier` if it has been answered before. */
  readonly question: { readonly item: string; readonly index: number; readonly earlier: boolean; readonly remaining: Remaining };
  /** A question was answered or passed, or an earlier answer changed. */
  readonly answer: { readonly item: string; readonly index: number; readonly given: "answer" | "skip" | "dont-know"; readonly answer: Answer | null; readonly timeMs: number; readonly changed: boolean };
  /** The session has grown. With `save="host"` the log is to be kept by the page. On the device, it comes when it has been kept or refused. `profile`: the one that the person has chosen. */
  readonly progress: { readonly answered: number; readonly finished: boolean; readonly logText: string; readonly saved: Saved; readonly profile: string | null };
  /** The last question was answered. */
  readonly finish: { readonly outcome: Outcome; readonly logText: string };
  /** The result is computed; again when it is compared with other work, or with an earlier result. */
  readonly result: { readonly report: ScoreReport };
  /** The person wants to leave, and has a learning platform to go back to. */
  readonly leave: Record<string, never>;
  /** Something stands in the way; the person is told, and offered a way on. */
  readonly error: { readonly name: TroubleName; readonly detail: string };
}

/** One of the element's events. */
export type PlayerEvent<Name extends keyof PlayerEvents> = CustomEvent<PlayerEvents[Name]>;

/** Tells who listens. */
export type Tell = <Name extends keyof PlayerEvents>(name: Name, detail: PlayerEvents[Name]) => void;

/** Dispatches events on an element. */
export const teller =
  (element: EventTarget): Tell =>
  (name, detail) =>
    void element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
