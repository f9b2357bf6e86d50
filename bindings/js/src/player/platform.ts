/** What the element and the module that speaks with learning platforms (lms.js, fetched only where the tag has the attribute `lms`) know of each other. */
import type { BankFile } from "./bank/file.js";
import type { ThetisAssessment } from "./public.js";

/** A session as a platform keeps it. */
export interface PlatformState {
  readonly language: string;
  readonly profile: string | null;
  readonly log: string;
}

/** Reads `T1.<language>.<profile>.<log>`; `null` for anything else. */
export const readState = (text: string | null): PlatformState | null => {
  const [, language, profile, log] = /^\s*T1\.([^.]*)\.(.*)\.([\w-]+)\s*$/.exec(text ?? "") ?? [];
  return log ? { language: language!, profile: profile || null, log } : null;
};
/** Writes what `readState` reads. */
export const writeState = ({ language, profile, log }: PlatformState): string => `T1.${language}.${profile ?? ""}.${log}`;

/** What a platform says when the test is opened. */
export interface Opening {
  /** What it has kept, `T1.<language>.<profile>.<log>`, or `null`. */
  readonly kept: string | null;
  /** The person's preferred language, as a language tag. */
  readonly language: string | null;
  /** A session that is only looked at: nothing is written. */
  readonly review: boolean;
  /** `device` where no platform is there: the player keeps the session itself. */
  readonly save: "host" | "device";
  /** Whether there is somewhere to go from here: a button "save and leave" is shown. */
  readonly leaves: boolean;
}

/** Of a test that no platform keeps. */
export const ALONE: Opening = { kept: null, language: null, review: false, save: "device", leaves: false };

/** The element, as that module sees it: what every page sees, and this. */
export interface LmsElement extends ThetisAssessment {
  /** The bank of the session; `null` until it is loaded. */
  readonly file: BankFile | null;
  /** Code of the language on the screen. */
  readonly language: string | null;
  /** Whether the platform has everything, which the person is told: `false` while answers are kept on the device only. */
  hostHas(all: boolean): void;
}

/** Finds the platform and goes along with the element until it is left. Never rejects: without a platform the test runs on the device. */
export type Connect = (element: LmsElement) => Promise<Opening>;
