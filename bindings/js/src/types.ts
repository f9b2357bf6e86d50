/** The item bank and the design as JSON (bank.json, format 1; fields this package does not read are left out), and a session. */

/** An item bank. Texts are not part of it: they are in the bank's `locales/`. */
export interface Bank {
  readonly format: 1;
  readonly id: string;
  readonly version: string;
  /** Id of the competence framework that has the competences of the dimensions and the learning outcomes of the items. */
  readonly framework?: string;
  /** D, which multiplies the slopes of every model but the nominal one. Default 1. */
  readonly scaling?: number;
  readonly dimensions: readonly Dimension[];
  /** How ability is distributed where the bank was calibrated. */
  readonly prior: { readonly mean: readonly number[]; readonly covariance: readonly (readonly number[])[] };
  /** Named lists of option ids that items share. */
  readonly responseScales?: Readonly<Record<string, readonly string[]>>;
  /** Item sets: items about one shared stimulus, by id. */
  readonly sets?: Readonly<Record<string, ItemSet>>;
  readonly items: readonly Item[];
  /** `default` is the one used where none is named. */
  readonly designs?: Readonly<Record<string, Design>>;
  /** Of each dimension, ascending: from which θ a level begins. Default: the thirds of the prior, `low`, `middle` and `high`. */
  readonly levels?: readonly Level[];
  /** What an occupation or a course asks for, by id. */
  readonly profiles?: Readonly<Record<string, Profile>>;
  /** Training modules, in the order in which they are best taken. */
  readonly pathway?: readonly Module[];
  /** Micro-credentials that a result may support, by id. */
  readonly credentials?: Readonly<Record<string, Credential>>;
}

/** A level of a dimension, which the locale files name. */
export interface Level {
  readonly dimension: string;
  readonly id: string;
  /** θ in logits; the lowest level has none. */
  readonly from?: number;
  /** Level of the European Qualifications Framework, 1 to 8. */
  readonly eqf?: number;
}

/** What an occupation or a course asks for, which the locale files name. */
export interface Profile {
  /** The level asked for, by id of the dimension. */
  readonly requires: Readonly<Record<string, string>>;
  /** How much a requirement matters beside the others, by id of the dimension: above 0. Default 1. */
  readonly importance?: Readonly<Record<string, number>>;
  /** Id of the occupation that it is a profile of. */
  readonly occupation?: string;
}

/** A training module, which the locale files describe. */
export interface Module {
  /** Its id. */
  readonly module: string;
  /** Workload. */
  readonly hours: number;
  /** The level that it leads to, by id of the dimension. */
  readonly develops: Readonly<Record<string, string>>;
  /** Ids of the modules that come before it. Default: none. */
  readonly after?: readonly string[];
}

/** A micro-credential, which the locale files describe. */
export interface Credential {
  /** The levels that have to be reached, by id of the dimension. */
  readonly requires: Readonly<Record<string, string>>;
  /** How probable it has to be that all of them are reached: above 0.5, below 1. Default 0.8. */
  readonly probability?: number;
  /** How many scored answers each of the dimensions has to have. */
  readonly minAnswers: number;
}

/** A coordinate of ability. */
export interface Dimension {
  readonly id: string;
  /** The competence it is about; several dimensions may share one. Needed by `competences` and `confidence` of a design. */
  readonly competence?: string;
  /** The competence itself, or the person's confidence in it. */
  readonly kind?: "evaluation" | "confidence";
}

/** Items about one shared stimulus, asked one after another; their order is that of the bank. */
export interface ItemSet {
  /** Default `"any"`: in the order that the criterion prefers. */
  readonly order?: "fixed" | "any";
  /** Fewest items, once the set is begun. Default: all. */
  readonly min?: number;
  /** Most items. Default: all. */
  readonly max?: number;
  readonly media?: { readonly image?: string };
}

/** A question, how its options are scored, and the model of the scores. */
export interface Item {
  readonly id: string;
  /** How the question is put. The engine does not need it, a player does. */
  readonly kind?: ItemKind;
  readonly dimensions: readonly string[];
  /** Option ids, in order. Either this or `responseScale`. */
  readonly options?: readonly string[];
  readonly responseScale?: string;
  /** Ids of what the options of a matching item are matched with, in order. */
  readonly targets?: readonly string[];
  readonly scoring: Scoring;
  readonly model: Model;
  /** The content area it belongs to, or several. */
  readonly content?: string | readonly string[];
  /** Id of the learning outcome of the bank's framework that it asks for. */
  readonly outcome?: string;
  /** What its author judged, from which its numbers are set until answers are there. */
  readonly judgement?: Judgement;
  /** Where the right answer can be read up. */
  readonly source?: string;
  /** Ids of items that must not be in the same test. It is enough that one of the two says so. */
  readonly enemies?: readonly string[];
  /** Id of the item set it belongs to. */
  readonly set?: string;
  /** Operational items (the default) are asked; pilot items only where a design has a place for them, and they do not count. */
  readonly status?: "operational" | "pilot" | "retired";
  readonly media?: ItemMedia;
  /** Where the numbers of the model come from. */
  readonly provenance?: Provenance;
}

/** Which category an answer scores. Of the answers that have a right one, `categories` gives each number of points its own, ascending from 0. */
export type Scoring =
  /** A category for each option, in their order. */
  | { readonly categories: readonly number[] }
  /** The one right option. */
  | { readonly key: string }
  /** Multiple response: the options to tick. `"each"`: right ticks less wrong ones. */
  | ({ readonly keys: readonly string[] } & Credit)
  /** Ordering: the right order. `"each"`: options directly followed by the right one. */
  | ({ readonly order: readonly string[] } & Credit)
  /** Matching: the target of each option. `"each"`: right pairs. */
  | ({ readonly pairs: Readonly<Record<string, string>> } & Credit);

/** What an answer of several parts is worth. */
export interface Credit {
  /** One point if all is right (default), or one for each part. */
  readonly credit?: "all" | "each";
  /** Of each number of points, from 0. Default: the points. */
  readonly categories?: readonly number[];
}

/** Pictures and recordings of an item that are the same in every language, as paths from the bank's folder. */
export interface ItemMedia {
  readonly image?: string;
  readonly audio?: string;
  /** Pictures of options or targets, by id. */
  readonly options?: Readonly<Record<string, string>>;
  /** Of a hotspot: where each option lies on the image. */
  readonly regions?: Readonly<Record<string, Region>>;
}

/** In percent of the image, from its upper left corner. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the author of an item judged of it. */
export interface Judgement {
  /** Level of the European Qualifications Framework, 1 to 8. */
  readonly eqf: number;
  /** To know a fact again; to see what something means; to do the usual thing; to weigh things against each other. */
  readonly demand: "remember" | "understand" | "apply" | "judge";
}

/** Where an item's numbers come from. */
export interface Provenance {
  /** From the answers of a sample, or judged by experts. */
  readonly source: "calibrated" | "expert";
  /** Number of persons. */
  readonly sample?: number;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  readonly method?: string;
}

/** How a question is put. The last three have answers of several parts. */
export type ItemKind =
  | "likert"
  | "confidence"
  | "single-choice"
  | "true-false"
  | "picture-choice"
  | "situational-judgement"
  | "hotspot"
  | "multiple-response"
  | "ordering"
  | "matching";

/**
 * An answer: the id of an option, or its category as a number; of a multiple-response item the ids ticked, of an ordering item all
 * ids in the order given, of a matching item the target of each option.
 */
export type Answer = string | number | readonly string[] | Readonly<Record<string, string>>;

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
  readonly start?: {
    /** Where the first item is chosen, or the first, the second and so on. Default `"prior-mean"`. */
    readonly theta?: "prior-mean" | readonly number[] | readonly (readonly number[])[];
    /** Ids of the items asked first, in this order. */
    readonly items?: readonly string[];
  };
  readonly select: Select;
  readonly estimate?: {
    /** Default `"eap"`. */
    readonly estimator?: "ml" | "map" | "eap" | "wle" | "jeffreys";
    /** Where estimates may lie, logits. Default −6 to 6. */
    readonly range?: readonly [number, number];
    /** Default: 61 nodes on ±6; fewer where several dimensions depend on each other. `"catr"`: 33 on ±4. */
    readonly quadrature?: "default" | "catr" | Quadrature;
    /** Default `"posterior"` for eap, else `"expected"`. */
    readonly standardError?: "expected" | "observed" | "posterior";
    /**
     * What answers about the confidence in a competence say about the competence: as much as the prior's correlation (default); the
     * mean of its prior; nothing.
     */
    readonly confidence?: "joint" | "prior-mean" | "off";
  };
  /** Cut scores by id of the dimension: values of θ, ascending. */
  readonly cuts?: Readonly<Record<string, readonly number[]>>;
  readonly stop?: {
    /** Default 1. */
    readonly minItems?: number;
    /** Default: as many as the bank has operational ones. */
    readonly maxItems?: number;
    readonly when?: StopRule;
  };
  readonly answers?: {
    /** How a skipped item counts: it cannot be skipped (default), not at all, or as the lowest category. */
    readonly skip?: Pass;
    /** The same for "I don't know". */
    readonly dontKnow?: Pass;
    /** Which answers may be changed: none (default), the last, those of the current block of so many, all. */
    readonly change?: "off" | "last" | { readonly block: number } | "all";
  };
  /** Bounds beyond which the outcome is to be read with care; what is not given is not watched. */
  readonly fit?: {
    /** lz* below this, a negative number such as −1.645. */
    readonly lz?: number;
    /** The CUSUM chart of residuals beyond this, up or down. */
    readonly cusum?: number;
    /** A larger share of Guttman errors among the pairs of answers. */
    readonly guttman?: number;
    /** An answer in fewer seconds is a fast one. */
    readonly fastSeconds?: number;
    /** A larger share of fast answers. */
    readonly fastShare?: number;
  };
}

/** How an item counts that was passed on. */
export type Pass = "refused" | "ignored" | "lowest";

/** How the next item is chosen. */
export interface Select {
  /** Several dimensions that depend on each other need one of the last two kinds, `random` or `fixed-order`. */
  readonly criterion: Criterion;
  /** Choose by chance among so many of the best. Default 1. */
  readonly randomesque?: number;
  /** Which competence is measured next; without, the criterion weighs the items of all. */
  readonly competences?: {
    /** Default `"largest-uncertainty"`. */
    readonly next?: "largest-uncertainty" | "nearest-cut" | "weakest" | "in-order";
    /** After so many items of a competence the others go before it. */
    readonly maxItems?: number;
    /** Once all its dimensions have this standard error, the others go before it. */
    readonly standardError?: number;
  };
  /** How many items of a content area: fewest, most, and the share of the test aimed at, from 0 to 1. */
  readonly content?: readonly { readonly area: string; readonly min?: number; readonly max?: number; readonly target?: number }[];
  /** So many unscored pilot items at positions drawn by the seed, from 1; default anywhere. */
  readonly pilot?: { readonly items: number; readonly from?: number; readonly to?: number };
  /** With which probability an item may be used at all: one, or one for each class of the first dimension's θ. Absent items always may. */
  readonly exposure?: {
    /** Where the classes part, ascending. Default: one class. */
    readonly bounds?: readonly number[];
    readonly items?: Readonly<Record<string, number | readonly number[]>>;
  };
  /** Choose from the best whole test that satisfies everything said of content, sets and enemies; see `Engine.prepare`. */
  readonly shadow?: {
    /** Assemble it at each item (default), at every so many, or when an estimate has moved so far, logits. */
    readonly refresh?: "always" | { readonly every: number } | { readonly change: number };
    /** How many item sets a test uses. Default: any number. */
    readonly sets?: { readonly min?: number; readonly max?: number };
  };
}

/** What makes an item the best one to ask next. */
export type Criterion =
  | { readonly name: "maximum-information" | "random" }
  | { readonly name: "expected-posterior-variance"; readonly predictive?: boolean }
  /** The ids of the items; what is not named is never asked. */
  | { readonly name: "fixed-order"; readonly order: readonly string[] }
  /** For dichotomous items. */
  | { readonly name: "closest-difficulty" | "optimal-theta" }
  /** Averaged over the likelihood or the posterior (default); the last is for dichotomous items. */
  | { readonly name: "weighted-information" | "kullback-leibler" | "global-discrimination"; readonly weight?: "likelihood" | "posterior" }
  /** Observed information (default) or expected. */
  | { readonly name: "expected-information"; readonly observed?: boolean }
  /** δ in logits (default 0.1 fixed, and 1.96 shrinking), δ/√n or δ√n after n answers. */
  | { readonly name: "kullback-leibler-point" | "kullback-leibler-interval"; readonly delta?: number; readonly scale?: "fixed" | "shrinking" | "growing" }
  /** Logits, default 1. */
  | { readonly name: "interval-information"; readonly halfWidth?: number }
  /** Half of the interval's width, default 2. For dichotomous items. */
  | { readonly name: "efficiency-balanced"; readonly standardErrors?: number }
  /** From random to informative over `length` items (default the longest length of the test), or until the standard error is reached. */
  | { readonly name: "progressive" | "proportional"; readonly length?: number; readonly standardError?: number; readonly acceleration?: number }
  /** Default 4 strata by slope, within blocks of similar difficulty if `blocked`. For dichotomous items. */
  | { readonly name: "stratified"; readonly strata?: number; readonly length?: number; readonly blocked?: boolean }
  /** Of the information matrix, with the prior's (default) or without; `weights` of the dimensions, default 1 each. */
  | { readonly name: "d-optimality" | "e-optimality"; readonly prior?: boolean }
  | { readonly name: "t-optimality" | "a-optimality" | "w-rule"; readonly prior?: boolean; readonly weights?: readonly number[] };

/** Equally spaced nodes. */
export interface Quadrature {
  /** Default `"trapezoid"`. */
  readonly rule?: "trapezoid" | "equal-weights";
  readonly range: readonly [number, number];
  readonly nodes: number;
}

/** When the test may end between its shortest and longest length. */
export type StopRule =
  /** In every dimension, or in one. */
  | { readonly standardErrorAtMost: number | { readonly dimension: string; readonly value: number } }
  /** No remaining item offers as much. */
  | { readonly informationBelow: number }
  | { readonly any: readonly StopRule[] }
  | { readonly all: readonly StopRule[] }
  /** The next item would lower the standard error by less than `below`; once it is at most `standardError`, by less than `above`. */
  | { readonly predictedReduction: { readonly below: number; readonly above: number; readonly standardError: number } }
  /** No estimate has moved further in any of the last steps (default 1). */
  | { readonly changeAtMost: { readonly value: number; readonly steps?: number } }
  /** No standard error has fallen further in any of the last steps (default 1). */
  | { readonly plateauAtMost: { readonly value: number; readonly steps?: number } }
  /** All answers together. */
  | { readonly secondsAtLeast: number }
  /** All cut scores are decided: outside the interval (default 1.96), by a sequential test (default 0.05, 0.05, 0.1), by the posterior (default 0.95). */
  | { readonly classifiedByInterval: { readonly standardErrors?: number } }
  | { readonly classifiedBySprt: ErrorRates }
  | { readonly classifiedByLikelihoodRatio: ErrorRates }
  | { readonly classifiedByPosterior: { readonly probability?: number } };

/** Error rates of a sequential test, and half the width of the indifference region about a cut score. */
export interface ErrorRates {
  readonly alpha?: number;
  readonly beta?: number;
  readonly delta?: number;
}

/** An estimate of ability. */
export interface Estimate {
  readonly dimension: string;
  /** Logits. */
  readonly theta: number;
  /** Standard error, logits. */
  readonly se: number;
}

/** An answer or a pass, and what was known after it. */
export interface Step {
  readonly item: string;
  readonly given: "answer" | "skip" | "dont-know";
  /** What was answered, in ids: `null` for a pass, as the category. */
  readonly option: Answer | null;
  readonly category: number | null;
  /** Whether it counts for the estimate: pilot items do not, nor do passes that the design ignores. */
  readonly scored: boolean;
  /** As given with the answer, to the hundredth of a second. */
  readonly timeMs: number;
  /** One for each dimension, in the bank's order. */
  readonly theta: readonly number[];
  readonly se: readonly number[];
}

/** Why a test ended. */
export interface Reason {
  readonly code: number;
  readonly name:
    | "maximum-length"
    | "bank-exhausted"
    | "standard-error"
    | "information"
    | "all-rules"
    | "predicted-reduction"
    | "change"
    | "plateau"
    | "time"
    | "classified"
    | "no-feasible-test";
  readonly sentence: string;
}

/** What an outcome is to be read with care for: lz*, the CUSUM chart, Guttman errors, fast answers. */
export type Care = "person-fit" | "drift" | "guttman" | "fast";

/** Whether the answers look like those of somebody whom the model describes. */
export interface Fit {
  /** Standardised log-likelihood of the answers (Drasgow, Levine & Williams 1985); low where they are unlikely. */
  readonly lz: number;
  /** The same, corrected for ability being estimated (Snijders 2001): about standard normal. */
  readonly lzStar: number;
  /** Highest and lowest point of the CUSUM chart of residuals (van Krimpen-Stoop & Meijer 2000). */
  readonly cusumUpper: number;
  readonly cusumLower: number;
  /** Share of pairs in which the likelier was failed and the other passed. */
  readonly guttman: number;
  /** Share of fast answers. */
  readonly fast: number;
  /** What is beyond the design's bounds. */
  readonly care: readonly Care[];
  /** "Read with care because …", or `null`. */
  readonly sentence: string | null;
}

/** The state of a session. */
export interface Outcome {
  readonly finished: boolean;
  /** `null` while the test goes on. */
  readonly reason: Reason | null;
  readonly estimates: readonly Estimate[];
  readonly fit: Fit;
  readonly steps: readonly Step[];
}

/** What a person may do now besides answering. */
export interface May {
  /** Whether there is a question that may be skipped. */
  readonly skip: boolean;
  /** Whether there is one to which "I don't know" may be said. */
  readonly dontKnow: boolean;
  /** The answers from this number on, counted from 0, may be changed; the number of answers where none may. */
  readonly amendFrom: number;
}

/** What comes with an answer. */
export interface AnswerOptions {
  /** How long the person took. Default 0. */
  readonly timeMs?: number;
}

/** A test in progress. Everything it is follows from its log. After an error it is as it was before. */
export interface Session {
  /** The question to ask, the same until it is answered; `null` when the test has ended. `index` counts from 0. */
  next(): { readonly item: string; readonly index: number } | null;
  /** Answers the question that `next` gave. Returns the estimates. */
  answer(answer: Answer, options?: AnswerOptions): readonly Estimate[];
  /** Skips the question that `next` gave, if the design allows it. */
  skip(options?: AnswerOptions): readonly Estimate[];
  /** Says "I don't know" to it, if the design allows it. */
  dontKnow(options?: AnswerOptions): readonly Estimate[];
  /**
   * Changes an answer, counted from 0, if the design allows it. The items asked stay as they were; estimates are worked out anew, and
   * what `next` gives may be another question, even after the test had ended.
   */
  amend(index: number, answer: Answer, options?: AnswerOptions): readonly Estimate[];
  /** What a person may do now. */
  readonly may: May;
  /** Estimates, person fit and steps so far, and why the test has ended, if it has. */
  outcome(): Outcome;
  /** What the answers tell, as numbers; of each dimension the probability of being at least at each of `cuts`, ascending, in logits. */
  posterior(cuts: readonly (readonly number[])[]): Posterior;
  /** The session as bytes: a few for each answer. */
  readonly log: Uint8Array;
  /** The same as base64url text. */
  readonly logText: string;
}

/** What the answers of a session tell, as numbers. */
export interface Posterior {
  /** Estimate of each dimension, logits. */
  readonly theta: readonly number[];
  /** Error covariance, row by row, logits². */
  readonly covariance: readonly number[];
  /** Of each dimension, posterior probabilities of being at least at the cut scores; `null` where the design needs no grid to have them on. */
  readonly above: readonly (readonly (number | null)[])[];
}

/** What a result means; made by `loadScoring` of `thetis/score-report`. Probabilities are from 0 to 1. */
export interface ScoreReport {
  /** In the order of the bank. */
  readonly dimensions: readonly {
    readonly dimension: string;
    /** Estimate and standard error, logits. */
    readonly theta: number;
    readonly se: number;
    /** Scored answers to items that measure it. */
    readonly answers: number;
    /** From the lowest up; probabilities add to 1. `eqf` is indicative. */
    readonly levels: readonly { readonly id: string; readonly eqf: number | null; readonly probability: number }[];
    /** Place of the likeliest level. */
    readonly level: number;
    /** Place of its likelier neighbour, where the likeliest has less than two chances in three. */
    readonly between: number | null;
  }[];
  /** Of each competence of which both are measured, confidence less knowledge in standard deviations of the population. */
  readonly compared: readonly {
    readonly competence: string;
    readonly difference: number;
    /** Standard error of the difference. */
    readonly error: number;
    /** Probabilities of being more than 0.8 below, nearer than that, and more than 0.8 above; they add to 1. */
    readonly underestimates: number;
    readonly matches: number;
    readonly overestimates: number;
    /** The one that has two chances in three. */
    readonly verdict: "underestimates" | "matches" | "overestimates" | "unclear";
  }[];
  /** The profile asked for. */
  readonly profile: {
    readonly id: string;
    /** Probability of meeting every requirement. */
    readonly probability: number;
    /** In the order of the bank's dimensions. */
    readonly requirements: readonly { readonly dimension: string; readonly level: string; readonly importance: number; readonly probability: number }[];
    /** Requirements that are met with less than two chances in three; `weight` is importance × probability of being missing, the heaviest first. */
    readonly gaps: readonly { readonly dimension: string; readonly level: string; readonly missing: number; readonly weight: number }[];
  } | null;
  /** At most three modules of the pathway that lead to what is missing, in the order in which they are to be taken; `null` without a profile. */
  readonly steps: { readonly modules: readonly { readonly module: string; readonly hours: number }[]; readonly hours: number } | null;
  /** `answers` is that of the dimension with fewest. */
  readonly credentials: readonly { readonly id: string; readonly probability: number; readonly answers: number; readonly minAnswers: number; readonly awarded: boolean }[];
  /** Since the earlier session; `probability` is that of being higher now. */
  readonly change:
    | readonly {
        readonly dimension: string;
        readonly before: number;
        readonly after: number;
        readonly difference: number;
        readonly error: number;
        readonly probability: number;
        readonly verdict: "higher" | "lower" | "no-reliable-change";
      }[]
    | null;
}
