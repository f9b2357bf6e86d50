/** What a page sees of `<thetis-assessment>`, for TypeScript: `import "thetis/player"` gives the element its type. Nothing of how it is made. */
import type { Outcome, ScoreReport } from "../types.js";
import type { PlayerEvent, PlayerEvents } from "./events.js";

export type { Answer, Outcome, ScoreReport } from "../types.js";
export type { PlayerEvent, PlayerEvents } from "./events.js";
export type { TroubleName } from "./trouble.js";
export type { Remaining, Saved } from "./view.js";

/** The attributes, which are properties of the same names. A change of `profile` or `lang` keeps the session; any other is another assessment. */
export interface ThetisAttributes {
  /** Address of the bank's folder, or of its bank.json. */
  bank: string | null;
  /** Name of one of the bank's designs; `default` if not given. */
  design: string | null;
  /** Codes of the languages to offer, separated by spaces; all of the bank's if not given. */
  languages: string | null;
  /** Name of the bank's profile that the result is compared with; empty for none. Without it the person is asked. */
  profile: string | null;
  /** Speaks with the learning platform that the page was opened from: empty or `auto` finds it; or its name. */
  lms: string | null;
  /** What a learning platform is told as passed: `profile`, or a dimension and a level, `DIMENSION:LEVEL`; nothing if not given. */
  pass: string | null;
  /** Where answers are kept. Default `device`. */
  save: "none" | "device" | "host" | null;
  /** From 0 to 2⁶⁴ − 1, for tests and studies; drawn by the browser if not given. */
  seed: string | null;
  /** A finished session is only looked at. */
  review: boolean;
  /** Somebody helps: beside each question it can be read in the helper's language, the test can rest, and the way to the page with the numbers stands at the top of the result. */
  assisted: boolean;
  /** Marks texts that are missing in the language chosen. */
  author: boolean;
}

type Listener<Name extends keyof PlayerEvents> = (this: ThetisAssessment, event: PlayerEvent<Name>) => unknown;

/** The element. */
export interface ThetisAssessment extends HTMLElement, ThetisAttributes {
  /** The log of the session, as text; `null` before it has begun. */
  log(): string | null;
  /** Goes on with a session from its log. */
  resume(log: string | Uint8Array): Promise<void>;
  /** Estimates, person fit and steps so far; `null` before the session has begun. */
  outcome(): Outcome | null;
  /** The result as computed; `null` until it is on the screen. */
  report(): ScoreReport | null;
  /** Deletes this session and begins anew, at the welcome. */
  restart(): Promise<void>;
  addEventListener<Name extends keyof PlayerEvents>(type: Name, listener: Listener<Name>, options?: boolean | AddEventListenerOptions): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(type: Name, listener: (this: ThetisAssessment, event: HTMLElementEventMap[Name]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<Name extends keyof PlayerEvents>(type: Name, listener: Listener<Name>, options?: boolean | EventListenerOptions): void;
  removeEventListener<Name extends keyof HTMLElementEventMap>(type: Name, listener: (this: ThetisAssessment, event: HTMLElementEventMap[Name]) => unknown, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** Its class, for `instanceof` and for subclasses. */
export declare const ThetisAssessment: { new (): ThetisAssessment; readonly prototype: ThetisAssessment };

declare global {
  interface HTMLElementTagNameMap {
    "thetis-assessment": ThetisAssessment;
  }
}
