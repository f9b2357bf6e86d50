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

/**
 * Where answers are kept: on this device; with the page that holds the element; with a learning platform; on this device until the platform can
 * be reached; only until the page is closed because the device refused; nowhere, as asked.
 */
export type Saved = "device" | "host" | "platform" | "waiting" | "refused" | "off";

/** How many questions are still to come, the one shown included; `exact` where the design fixes it. */
export interface Remaining {
  readonly count: number;
  readonly exact: boolean;
}

/** A profile of the bank, by its name. */
export interface Occupation {
  readonly id: string;
  /** Id of the occupation in item-banks/profiles; that of the profile where the bank names none. */
  readonly occupation: string;
  readonly name: Text;
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
  /** Which work to compare with; `chosen`: the one compared with now, `null` for none. `done`: asked from the result. */
  | { readonly name: "occupation"; readonly occupations: readonly Occupation[]; readonly chosen: string | null; readonly done: boolean }
  /** `free`: which work it is compared with may be changed. */
  | { readonly name: "result"; readonly summary: Summary; readonly free: boolean }
  /** All questions and answers, after the test. */
  | { readonly name: "answers"; readonly summary: Summary }
  | { readonly name: "counsellor"; readonly summary: Summary; readonly outcome: Outcome }
  /** Over another screen; the course is where it was. */
  | { readonly name: "languages" }
  /** Two people talk. */
  | { readonly name: "pause" }
  | { readonly name: "delete" }
  /** The test was left for the learning platform. */
  | { readonly name: "left" };

/** What buttons do. */
export interface Actions {
  /** From the welcome to the work to compare with, where the bank has profiles and the page has chosen none; else to the practice question. */
  begin(): void;
  /** Asks which work to compare with. */
  occupations(): void;
  /** Compares with that profile from now on, or with none. */
  occupation(id: string | null): void;
  /** From the practice question to the first one. */
  start(): void;
  /** Goes on with the session that was kept. */
  resume(): void;
  change(draft: Draft): void;
  /** Answers with the draft, or says what is missing. */
  next(): void;
  skip(): void;
  dontKnow(): void;
  /** To the answer before, where it may be changed or looked at; from a page beside the result to the result. */
  back(): void;
  /** From the result to the list of answers; where a session is only looked at, to the first answer, from where `next` leads through all. */
  answers(): void;
  /** Shows the languages, or what was there before. */
  languages(open: boolean): void;
  language(code: string): void;
  /** Rests, or goes on. */
  pause(on: boolean): void;
  /** Asks whether to delete, or goes back from asking. */
  askDelete(open: boolean): void;
  /** Deletes every answer from this device and begins anew. */
  deleteAll(): void;
  /** Goes back to the learning platform. */
  leave(): void;
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

/** The screens after the last answer, of a module of its own that is fetched while the test goes on. */
export interface EndScreens {
  result(view: View, screen: Extract<Screen, { readonly name: "result" }>): unknown;
  /** All questions and answers. */
  answers(view: View, screen: Extract<Screen, { readonly name: "answers" }>): unknown;
}

/** The counsellor's side, a module of its own that is fetched with a result, or when somebody helps: what it draws. */
export interface Desk {
  /** The counsellor's page on the screen. */
  screen(view: View, summary: Summary): unknown;
  /** The same on paper and in the saved file, in the counsellor's language; `whole` with all questions and the log. */
  page(whole: boolean): unknown;
  /** Before the test, for who helps: what to know. */
  welcome(): unknown;
  /** Beside a question: the question in the counsellor's language, and a pause. */
  beside(view: View, item: ShownItem): unknown;
  /** While the test rests. */
  pause(view: View): unknown;
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
  /** Whether texts of the bank in this language have been read by a second speaker, or are no translation. */
  readonly reviewed: boolean;
  readonly saved: Saved;
  /** There is a learning platform to go back to. */
  readonly leaves: boolean;
  /** Somebody helps: beside each question it can be read in the helper's language, the test can rest, and the way to the page with the numbers stands at the top of the result. */
  readonly assisted: boolean;
  /** A finished session is only looked at. */
  readonly review: boolean;
  /** Marks of missing translations are shown. */
  readonly author: boolean;
  readonly reader: Reader;
  /** What is shown at the end; `null` until it has come. */
  readonly ending: EndScreens | null;
  /** The counsellor's side; `null` until it has come. */
  readonly desk: Desk | null;
  readonly act: Actions;
}
