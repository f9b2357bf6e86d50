/** A result as a person reads it: made once of the session's outcome and its report, drawn by the result, the counsellor's page and the saved file. */
import type { Fit, Reason, ScoreReport, Step } from "../../types.js";
import type { Text } from "../bank/shown.js";

/** A level and how likely it is. */
export interface LevelChance {
  readonly id: string;
  /** `null` where the bank gives it no name: the interface then says which of how many it is. */
  readonly name: Text | null;
  /** Level of the European Qualifications Framework that it is like, always indicative; `null` where the bank names none. */
  readonly eqf: number | null;
  /** 0 to 1. */
  readonly probability: number;
}

/** Compared with an earlier result; only a reliable change has a direction. */
export type Change = "higher" | "lower" | "no-reliable-change";

/** What is known of one dimension of a competence. */
export interface DimensionSummary {
  readonly dimension: string;
  readonly kind: "evaluation" | "confidence";
  readonly theta: number;
  readonly se: number;
  /** From the lowest up; probabilities add to 1. */
  readonly levels: readonly LevelChance[];
  /** The bank declares no levels: these are the thirds of those it was calibrated with. */
  readonly thirds: boolean;
  /** Place of the likeliest level. */
  readonly level: number;
  /** Place of its likelier neighbour where the likeliest has less than two chances in three: "between two levels". */
  readonly between: number | null;
  /** How many answers count towards it. */
  readonly answers: number;
  /** Since the result before; `null` without one. */
  readonly change: Change | null;
  /** On a drawing on which all levels have the same width, from 0 to 1: the estimate, and one standard error to either side. */
  readonly drawn: { readonly at: number; readonly from: number; readonly to: number };
}

/** A competence. */
export interface CompetenceSummary {
  readonly id: string;
  readonly name: Text;
  readonly description: Text;
  /** The competence itself; `null` where only confidence is measured. */
  readonly evaluation: DimensionSummary | null;
  readonly confidence: DimensionSummary | null;
  /** What the level means, in a sentence. */
  readonly means: Text | null;
  /** What to learn next. */
  readonly next: Text | null;
  /** Confidence beside knowledge; `null` where not both are measured. */
  readonly compared: "matches" | "underestimates" | "overestimates" | "unclear" | null;
}

/** What a profile asks for in one dimension. */
export interface RequirementSummary {
  readonly dimension: string;
  /** Id of the competence, and its name. */
  readonly competence: string;
  readonly name: Text;
  /** Place of the level asked for, among the levels of the dimension. */
  readonly level: number;
  /** How likely it is that the level is reached, 0 to 1. */
  readonly probability: number;
  /** Two chances in three say that it is, or that it is not. */
  readonly met: "yes" | "perhaps" | "no";
  /** How much it matters beside the others. */
  readonly importance: number;
}

/** The occupation that the result is compared with. */
export interface ProfileSummary {
  readonly id: string;
  readonly name: Text;
  /** How likely it is that every requirement is met. */
  readonly probability: number;
  /** In the order of the bank. */
  readonly requirements: readonly RequirementSummary[];
  /** Those that are not met with two chances in three, what matters most first. */
  readonly gaps: readonly RequirementSummary[];
}

/** A training module that is a next step. */
export interface StepSummary {
  readonly id: string;
  readonly name: Text;
  readonly description: Text;
  readonly hours: number;
}

/** A micro-credential. */
export interface CredentialSummary {
  readonly id: string;
  readonly name: Text;
  /** What has to be shown for it, and what it does not say. */
  readonly criteria: Text;
  readonly awarded: boolean;
  /** How likely it is that all it requires is reached. */
  readonly probability: number;
  /** Scored answers in the dimension that has fewest, and how many are asked for. */
  readonly answers: number;
  readonly minAnswers: number;
}

/** A question that was asked, and what was answered. */
export interface AnsweredItem {
  readonly step: Step;
  readonly stem: Text;
  /** The chosen options, in order; pairs of a matching question are joined by an arrow. Empty where it was passed on. */
  readonly answer: readonly Text[];
  /** Why the right answer is the right one. */
  readonly reason: Text | null;
}

/** A result. */
export interface Summary {
  /** Of the bank: `id version`, and the name of the design where it has one. */
  readonly source: string;
  readonly finished: boolean;
  readonly reason: Reason | null;
  readonly answered: number;
  readonly seconds: number;
  readonly when: Date;
  /** What was computed, as it was computed. */
  readonly report: ScoreReport;
  /** In the order of the bank. */
  readonly competences: readonly CompetenceSummary[];
  /** What went well: ids of competences, the best first. */
  readonly well: readonly string[];
  /** What to learn next: ids of competences, the least known first, at most three. */
  readonly learn: readonly string[];
  readonly profile: ProfileSummary | null;
  /** At most three modules, in the order in which they are taken, and their hours together; empty without a profile, gaps or modules. */
  readonly steps: { readonly modules: readonly StepSummary[]; readonly hours: number };
  readonly credentials: readonly CredentialSummary[];
  readonly fit: Fit;
  /** Where the parameters come from: all calibrated, all from experts, or both; persons of the largest sample. */
  readonly provenance: { readonly source: "calibrated" | "expert" | "mixed" | "unknown"; readonly sample: number };
  readonly items: readonly AnsweredItem[];
  readonly logText: string;
}
