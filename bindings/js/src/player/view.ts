/** What the element gives the screens to draw, and what they may ask it to do. Screens are functions of a `View` and hold no state. */
import type { Outcome } from "../types.js";
import type { Draft, ShownItem, Text } from "./bank/shown.js";
import type { Texts } from "./language/texts.js";
import type { Summary } from "./result/summary.js";
import type { Reader } from "./speech/reader.js";
import type { Trouble } from "./trouble.js";

/** A language that is offered: its code, its own name, its direction. */
export interface Language {
  readonly code: string;
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

/** Where answers are kept: on this device; with the page that holds the element; only until the page is closed because the device refused; nowhere, as asked. */
export type Saved = "device" | "host" | "refused" | "off";

/** How many questions are still to come, the one shown included; `exact` where the design fixes it. */
export interface Remaining {
  readonly count: number;
  readonly exact: boolean;
}

/** The screen to show. */
export type Screen =
  | { readonly name: "loading" }
  | { readonly name: "trouble"; readonly trouble: Trouble }
  /** `begun`: a session kept on this device, which may be of another person. */
  | { readonly name: "welcome"; readonly begun: { readonly answered: number; readonly when: Date; readonly finished: boolean } | null; readonly length: { readonly min: number; readonly max: number; readonly minutes: number } }
  | { readonly name: "practice"; readonly item: ShownItem; readonly draft: Draft; readonly missing: boolean; readonly done: boolean }
  | {
      readonly name: "question";
      readonly item: ShownItem;
      /** From 0. */
      readonly index: number;
      readonly remaining: Remaining;
      readonly draft: Draft;
      readonly missing: boolean;
      readonly may: { readonly skip: boolean; readonly dontKnow: boolean; readonly back: boolean };
      /** An earlier answer is being looked at or changed. */
      readonly earlier: boolean;
    }
  | { readonly name: "result"; readonly summary: Summary }
  | { readonly name: "counsellor"; readonly summary: Summary; readonly outcome: Outcome }
  /** Over another screen; the course is where it was. */
  | { readonly name: "languages" }
  | { readonly name: "delete" };

/** What buttons do. */
export interface Actions {
  /** From the welcome to the practice question. */
  begin(): void;
  /** From the practice question to the first one. */
  start(): void;
  /** Goes on with the session that was kept. */
  resume(): void;
  change(draft: Draft): void;
  /** Answers with the draft, or says what is missing. */
  next(): void;
  skip(): void;
  dontKnow(): void;
  /** To the answer before, where it may be changed or looked at. */
  back(): void;
  /** From the result to the first answer that may be looked at, from where `next` leads through all of them. */
  answers(): void;
  /** Shows the languages, or what was there before. */
  languages(open: boolean): void;
  language(code: string): void;
  /** Asks whether to delete, or goes back from asking. */
  askDelete(open: boolean): void;
  /** Deletes every answer from this device and begins anew. */
  deleteAll(): void;
  result(): void;
  counsellor(): void;
  print(): void;
  /** Saves the result as a file that opens without a network. */
  saveResult(): void;
  /** Saves the log as a file. */
  saveLog(): void;
  /** Lets the person choose such a file, and goes on with it. */
  openLog(): void;
  /** The way on that a trouble offers: to try again, or to give up what cannot be used and begin anew. */
  retry(): void;
  /** Takes the session over from another tab. */
  takeOver(): void;
}

/** Everything a screen needs. */
export interface View {
  readonly screen: Screen;
  readonly t: Texts;
  /** The language chosen. The interface's words may be in another one, where the bank has a language that the interface has not. */
  readonly language: string;
  readonly languages: readonly Language[];
  readonly title: Text | null;
  readonly description: Text | null;
  /** Whether texts of the bank in this language have been read by a second speaker. */
  readonly reviewed: boolean;
  readonly saved: Saved;
  /** Somebody helps: the way to the page with the numbers stands at the top of the result, not at its end. */
  readonly assisted: boolean;
  /** A finished session is only looked at. */
  readonly review: boolean;
  /** Marks of missing translations are shown. */
  readonly author: boolean;
  readonly reader: Reader;
  readonly act: Actions;
}
