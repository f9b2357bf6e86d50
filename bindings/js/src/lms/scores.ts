/** Results on scales that a platform can keep: T scores, levels, and whether it was passed. */
import type { BankFile, Objective, Outcome, ScoreReport, Snapshot } from "./host.js";

/** Two decimals: more are noise, and platforms refuse many. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** T score: 50 + 10 (θ − μ)/σ by the bank's prior, 0 to 100. */
export const tScore = (theta: number, mean: number, variance: number): number => rounded(Math.min(100, Math.max(0, 50 + (10 * (theta - mean)) / Math.sqrt(variance))));

/** Of each dimension, in the bank's order. `outcome`: of a test that has ended, else `null`. */
export const objectivesOf = ({ dimensions, prior }: BankFile, outcome: Outcome | null, report: ScoreReport | null): readonly Objective[] =>
  dimensions.map(({ id, kind = "evaluation" }, k) => {
    const told = report?.dimensions.find(({ dimension }) => dimension === id);
    const level = told?.levels[told.level];
    return {
      dimension: id,
      kind,
      score: outcome && tScore(outcome.estimates[k]!.theta, prior.mean[k]!, prior.covariance[k]![k]!),
      level: level ? { id: level.id, probability: level.probability } : null,
    };
  });

/** Mean T score of what the person can do; of everything where a bank asks for confidence only. `null` before there are scores. */
export const scoreOf = (objectives: readonly Objective[]): number | null => {
  const able = objectives.filter(({ kind }) => kind === "evaluation");
  const scores = (able.length ? able : objectives).flatMap(({ score }) => score ?? []);
  return scores.length ? rounded(scores.reduce((sum, score) => sum + score) / scores.length) : null;
};

/** Probability of what a rule asks for: `profile`, or `DIMENSION:LEVEL` for that level or a higher one; `null` where the report does not say. */
const chance = (rule: string, { profile, dimensions }: ScoreReport): number | null => {
  if (rule === "profile") return profile?.probability ?? null;
  const [wanted, level] = rule.split(":");
  const levels = dimensions.find(({ dimension }) => dimension === wanted)?.levels ?? [];
  const from = levels.findIndex(({ id }) => id === level);
  return from < 0 ? null : levels.slice(from).reduce((sum, { probability }) => sum + probability, 0);
};

/** Passed or failed with two chances in three; unknown between, and without a rule. */
export const successOf = (rule: string | null, report: ScoreReport | null): Snapshot["success"] => {
  const probability = rule && report ? chance(rule.trim(), report) : null;
  return probability === null ? "unknown" : probability >= 2 / 3 ? "passed" : probability <= 1 / 3 ? "failed" : "unknown";
};
