/** A result as a person reads it: computed once from the session's outcome, drawn by the result, the counsellor's page and the saved file. */
import type { Fit, Reason, Step } from "../../types.js";
import type { Text } from "../bank/shown.js";

/** A level and how likely it is. */
export interface LevelChance {
  readonly id: string;
  /** `null` where the bank gives it no name: the interface then says which of how many it is. */
  readonly name: Text | null;
  /** 0 to 1. */
  readonly probability: number;
}

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
  /** Place of the level that the profile asks for. */
  readonly required: number | null;
  /** How many answers count towards it. */
  readonly answers: number;
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
  /** Confidence beside knowledge: the difference in levels is clear (both at least two chances in three), or not. */
  readonly compared: "matches" | "underestimates" | "overestimates" | "unclear" | null;
}

/** A question that was asked, and what was answered. */
export interface AnsweredItem {
  readonly step: Step;
  readonly stem: Text;
  /** The chosen options, in order; pairs of a matching question are joined by an arrow. Empty where it was passed on. */
  readonly answer: readonly Text[];
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
  /** In the order of the bank. */
  readonly competences: readonly CompetenceSummary[];
  /** What went well: ids of competences, the best first. */
  readonly well: readonly string[];
  /** What to learn next: ids of competences, the most needed first, at most three. */
  readonly learn: readonly string[];
  /** Name of the profile compared with. */
  readonly profile: Text | null;
  readonly fit: Fit;
  /** Where the parameters come from: all calibrated, all from experts, or both; persons of the largest sample. */
  readonly provenance: { readonly source: "calibrated" | "expert" | "mixed" | "unknown"; readonly sample: number };
  readonly items: readonly AnsweredItem[];
  readonly logText: string;
}
