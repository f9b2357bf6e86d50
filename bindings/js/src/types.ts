/** The item bank and the design as JSON (bank.json, format 1; fields this package does not read are left out), and a session. */

/** An item bank. Texts are not part of it: they are in the bank's `locales/`. */
export interface Bank {
  readonly format: 1;
  readonly id: string;
  readonly version: string;
  /** D, which multiplies the slopes of every model but the nominal one. Default 1. */
  readonly scaling?: number;
  readonly dimensions: readonly { readonly id: string }[];
  /** How ability is distributed where the bank was calibrated. */
  readonly prior: { readonly mean: readonly number[]; readonly covariance: readonly (readonly number[])[] };
  /** Named lists of option ids that items share. */
  readonly responseScales?: Readonly<Record<string, readonly string[]>>;
  readonly items: readonly Item[];
  /** `default` is the one used where none is named. */
  readonly designs?: Readonly<Record<string, Design>>;
}

/** A question, how its options are scored, and the model of the scores. */
export interface Item {
  readonly id: string;
  readonly dimensions: readonly string[];
  /** Option ids, in order. Either this or `responseScale`. */
  readonly options?: readonly string[];
  readonly responseScale?: string;
  /** A category for each option, in their order, or the one right option. */
  readonly scoring: { readonly categories: readonly number[] } | { readonly key: string };
  readonly model: Model;
  /** Only operational items (the default) are asked. */
  readonly status?: "operational" | "pilot" | "retired";
}

/** An item response model: θ is ability, D the bank's scaling, σ the logistic function. */
export type Model =
  /** P = c + (d − c) σ(D a (θ − b)); a = 1, c = 0, d = 1 where not given. */
  | { readonly type: "1pl"; readonly b: number }
  | { readonly type: "2pl"; readonly a: number; readonly b: number }
  | { readonly type: "3pl"; readonly a: number; readonly b: number; readonly c: number }
  | { readonly type: "4pl"; readonly a: number; readonly b: number; readonly c: number; readonly d: number }
  /** P(X ≥ k) = σ(D a (θ − b_k)); mgrm has the thresholds b − t_k. */
  | { readonly type: "grm"; readonly a: number; readonly b: readonly number[] }
  | { readonly type: "mgrm"; readonly a: number; readonly b: number; readonly t: readonly number[] }
  /** P(k) ∝ exp Σ_{j≤k} D a (θ − b_j); pcm and rsm have a = 1, rsm the steps b + t_k. */
  | { readonly type: "pcm"; readonly b: readonly number[] }
  | { readonly type: "gpcm"; readonly a: number; readonly b: readonly number[] }
  | { readonly type: "rsm"; readonly b: number; readonly t: readonly number[] }
  /** P(k) ∝ exp(s_k θ + i_k), without D; category 0 is (0, 0). */
  | { readonly type: "nrm"; readonly s: readonly number[]; readonly i: readonly number[] }
  /** P = g + (u − g) σ(D (a·θ + d)); g = 0, u = 1 where not given. */
  | { readonly type: "compensatory-4pl"; readonly a: readonly number[]; readonly d: number; readonly g?: number; readonly u?: number }
  /** P(X ≥ k) = σ(D (a·θ + d_k)). */
  | { readonly type: "compensatory-grm"; readonly a: readonly number[]; readonly d: readonly number[] }
  /** P(k) ∝ exp(D (k a·θ + d_k)), d_0 = 0. */
  | { readonly type: "compensatory-gpcm"; readonly a: readonly number[]; readonly d: readonly number[] };

/** How a test runs. Everything but the criterion has a default. */
export interface Design {
  /** Where ability is first taken to be. Default `"prior-mean"`. */
  readonly start?: { readonly theta: "prior-mean" | readonly number[] };
  readonly select: {
    /** Several dimensions need D-optimality. */
    readonly criterion: Criterion;
    /** Choose by chance among so many of the best. Default 1. */
    readonly randomesque?: number;
  };
  readonly estimate?: {
    /** Default `"eap"`. */
    readonly estimator?: "ml" | "map" | "eap" | "wle" | "jeffreys";
    /** Where estimates may lie, logits. Default −6 to 6. */
    readonly range?: readonly [number, number];
    /** Default: 61 nodes on ±6; fewer where several dimensions depend on each other. `"catr"`: 33 on ±4. */
    readonly quadrature?: "default" | "catr" | Quadrature;
    /** Default `"posterior"` for eap, else `"expected"`. */
    readonly standardError?: "expected" | "observed" | "posterior";
  };
  readonly stop?: {
    /** Default 1. */
    readonly minItems?: number;
    /** Default: as many as the bank has. */
    readonly maxItems?: number;
    readonly when?: StopRule;
  };
}

/** What makes an item the best one to ask next. */
export type Criterion =
  | { readonly name: "maximum-information" | "random" }
  | { readonly name: "d-optimality"; readonly prior?: boolean }
  | { readonly name: "fixed-order"; readonly order: readonly string[] };

/** Equally spaced nodes. */
export interface Quadrature {
  /** Default `"trapezoid"`. */
  readonly rule?: "trapezoid" | "equal-weights";
  readonly range: readonly [number, number];
  readonly nodes: number;
}

/** When the test may end between its shortest and longest length. */
export type StopRule =
  /** In every dimension. */
  | { readonly standardErrorAtMost: number }
  /** No remaining item offers as much. */
  | { readonly informationBelow: number }
  | { readonly any: readonly StopRule[] }
  | { readonly all: readonly StopRule[] };

/** An estimate of ability. */
export interface Estimate {
  readonly dimension: string;
  /** Logits. */
  readonly theta: number;
  /** Standard error, logits. */
  readonly se: number;
}

/** An answer, and what was known after it. */
export interface Step {
  readonly item: string;
  readonly option: string;
  readonly category: number;
  /** As given with the answer, to the hundredth of a second. */
  readonly timeMs: number;
  /** One for each dimension, in the bank's order. */
  readonly theta: readonly number[];
  readonly se: readonly number[];
}

/** Why a test ended. */
export interface Reason {
  readonly code: number;
  readonly name: "maximum-length" | "bank-exhausted" | "standard-error" | "information" | "all-rules";
  readonly sentence: string;
}

/** The state of a session. */
export interface Outcome {
  readonly finished: boolean;
  /** `null` while the test goes on. */
  readonly reason: Reason | null;
  readonly estimates: readonly Estimate[];
  readonly steps: readonly Step[];
}

/** A test in progress. Everything it is follows from its log. */
export interface Session {
  /** The question to ask, the same until it is answered; `null` when the test has ended. `index` counts from 0. */
  next(): { readonly item: string; readonly index: number } | null;
  /**
   * Answers the question that `next` gave: by option id (text) or by category (number). `timeMs` is how long the person took.
   * Returns the estimates. After an error the session is as it was before.
   */
  answer(answer: string | number, options?: { readonly timeMs?: number }): readonly Estimate[];
  /** Estimates and steps so far, and why the test has ended, if it has. */
  outcome(): Outcome;
  /** The session as bytes: a few for each answer. */
  readonly log: Uint8Array;
  /** The same as base64url text. */
  readonly logText: string;
}
