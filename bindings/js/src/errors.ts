/**
 * What can go wrong. The number names the kind of error, the same in Rust, on the command line and here; its hundreds are the
 * class: 1 bank, 2 design, 3 answer, 4 log, 5 loading. From 50 on within a hundred, the error was found before the engine was asked.
 */

/** Every error this package throws. `message` says what is wrong, and with what. */
export class ThetisError extends Error {
  /** What kind of error, in words that do not change between releases, such as `"slope-not-positive"`. */
  declare readonly code: string;
  /** The same as a number, such as `106`. */
  declare readonly number: number;
  /** Id of the item concerned, or `null`. */
  declare readonly item: string | null;
}
/** The item bank is not usable. */
export type BankError = ThetisError;
/** The design, or the seed, is not usable with this bank. */
export type DesignError = ThetisError;
/** The answer was refused; the session is as it was before. */
export type AnswerError = ThetisError;
/** The session log was refused: damaged, or made with another bank, design or engine. */
export type LogError = ThetisError;
/** The WebAssembly module could not be fetched or started. */
export type LoadError = ThetisError;

const NAMES = "Thetis Bank Design Answer Log Load".split(" ");
type Class = new () => ThetisError;
/** By hundreds: `ThetisError` itself, and a class that extends it for each other name. */
const CLASSES = NAMES.map((_, family) => (family ? class extends ThetisError {} : ThetisError));
export const [, BankError, DesignError, AnswerError, LogError, LoadError] = CLASSES as unknown as readonly [Class, Class, Class, Class, Class, Class];

/** Numbers of errors that are made here; an enum, because they are then written into the code. */
export enum Code {
  Bank = 100,
  Design = 200,
  Answer = 300,
  Log = 400,
  // Kinds that several classes have, added to the hundred; their names are in the first of KINDS.
  Malformed = 50,
  WrongType = 52,
  Unknown = 53,
  Duplicate = 54,
  // Kinds of their own.
  Internal = 1,
  Blueprint = 209,
  NeedsPrepare = 210,
  NotAsked = 303,
  Finished = 304,
  ChangeRefused = 306,
  LogTruncated = 400,
  LogDesign = 405,
  LogDiverges = 406,
  Fetch = 500,
  Start = 501,
}

/**
 * Names of the kinds, by hundreds and in their order; in the first, those from 50 on that several hundreds have, and 1. The first
 * three of the answers are never seen here: an answer is checked before, and in a log they are `log-diverges`.
 */
const KINDS = [
  "malformed internal wrong-type unknown duplicate",
  "empty-bank scaling-not-positive prior-not-positive-definite dimensions-not-one-for-each-slope categories-unusable parameter-not-finite slope-not-positive asymptotes-disordered thresholds-disordered",
  "start-not-finite needs-d-optimality order-not-available randomesque-not-positive range-unusable needs-map-or-eap grid-too-large-use-map rule-not-positive-or-empty min-above-max blueprint-contradictory needs-prepare criterion-not-for-item criterion-number-unusable cuts-unusable  fit-bound-unusable",
  "   not-asked finished pass-refused change-refused",
  "log-truncated log-format-unknown log-damaged log-of-another-engine log-of-another-bank log-of-another-design log-diverges log-too-long",
  "fetch start",
];

/** Makes the error of a number. */
export const problem = (number: number, where?: unknown, item?: string | null): ThetisError => {
  const family = (number / 100) | 0;
  const code = KINDS[number % 100 < 50 ? family : 0]!.split(" ")[number % 50]!;
  return Object.assign(new CLASSES[family]!((item ? `Item ${item}: ` : "") + code.replace(/-/g, " ") + (where ? `: ${where}.` : ".")), {
    name: `${NAMES[family]}Error`,
    code,
    number,
    item: item ?? null,
  });
};

/**
 * Runs a call and gives its errors their class: `otherwise`, or what the engine returns, `-(code · 2³² + item index + 1)`; `diverges`
 * in place of what an answer may have, where the answers are those of a log.
 */
export const guard = <T>(otherwise: number, call: () => T, items: readonly (readonly [id: string, ...unknown[]])[] = [], diverges?: number): T => {
  try {
    const result = call();
    if ((result as number) < 0) throw result;
    return result;
  } catch (thrown) {
    const code = (-(thrown as number) / 2 ** 32) | 0;
    // The engine's 1 is a number of the design that is none: of a bank it is 105, and lengths are counted here.
    const number = [otherwise, Code.Design + Code.Malformed][code] ?? ((code / 100) ^ 3 ? code : diverges ?? code);
    // Of a contradictory blueprint the engine names no item that is to blame.
    throw problem(number, [(thrown as Error).message, "no number"][code], number === Code.Blueprint ? null : items[(-(thrown as number) % 2 ** 32) - 1]?.[0]);
  }
};
