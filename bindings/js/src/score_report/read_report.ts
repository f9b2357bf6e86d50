/** The words of a report → the report, with the bank's ids in place of numbers. */
import type { Estimate, ScoreReport } from "../types.js";
import type { Standards } from "./standards.js";

/** In the order of their numbers. */
const CALIBRATIONS = ["underestimates", "matches", "overestimates", "unclear"] as const;
const DIRECTIONS = ["higher", "lower", "no-reliable-change"] as const;

/** `estimates` and `answers`: of each dimension; `hasChange`: whether there was an earlier session. */
export const readReport = (standards: Standards, estimates: readonly Estimate[], answers: readonly number[], hasChange: boolean, words: readonly number[]): ScoreReport => {
  let at = 0;
  const word = (): number => words[at++]!;
  const times = <T>(count: number, read: (place: number) => T): T[] => Array.from({ length: count }, (_, place) => read(place));

  // Fields are read in the order in which they are written here.
  const dimensions = standards.dimensions.map((dimension, d): ScoreReport["dimensions"][number] => {
    const { theta, se } = estimates[d]!;
    const levels = standards.levels[d]!.map(({ id, eqf }) => ({ id, eqf, probability: word() }));
    const level = word();
    const other = word();
    return { dimension, theta, se, answers: answers[d]!, levels, level, between: other < 0 ? null : other };
  });
  const compared = standards.pairs.map((competence) => ({
    competence,
    difference: word(),
    error: word(),
    underestimates: word(),
    matches: word(),
    overestimates: word(),
    verdict: CALIBRATIONS[word()]!,
  }));
  let profile: ScoreReport["profile"] = null;
  let steps: ScoreReport["steps"] = null;
  if (standards.profile) {
    const { id, requirements: asked } = standards.profile;
    const probability = word();
    const requirements = asked.map((requirement) => ({ ...requirement, probability: word() }));
    const gaps = times(word(), () => {
      const { dimension, level } = asked[word()]!;
      return { dimension, level, missing: word(), weight: word() };
    });
    profile = { id, probability, requirements, gaps };
    const modules = times(word(), () => standards.modules[word()]!);
    steps = { modules, hours: word() };
  }
  const credentials = standards.credentials.map(({ id, minAnswers }) => {
    const [probability, count, awarded] = [word(), word(), word()];
    return { id, probability, answers: count, minAnswers, awarded: awarded > 0 };
  });
  const change = hasChange
    ? standards.dimensions.map((dimension) => ({ dimension, before: word(), after: word(), difference: word(), error: word(), probability: word(), verdict: DIRECTIONS[word()]! }))
    : null;
  return { dimensions, compared, profile, steps, credentials, change };
};
