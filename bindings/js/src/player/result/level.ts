/** From an estimate and its standard error to levels and how likely each is, taking the estimate as normally distributed. */
import { normal, THIRD } from "./normal.js";

/** Probabilities of the levels that the ascending `cuts` part, one more than there are cuts; they add to 1. */
export const levelProbabilities = (theta: number, se: number, cuts: readonly number[]): number[] => {
  // A standard error of 0, of a design that fixes the estimate, is certainty.
  const below = cuts.map((cut) => (se > 0 ? normal((cut - theta) / se) : cut > theta ? 1 : 0));
  return [...below, 1].map((probability, k) => probability - (below[k - 1] ?? 0));
};

/** Where a dimension without levels is parted: the thirds of its prior. */
export const thirds = (mean: number, sd: number): readonly number[] => [mean - THIRD * sd, mean + THIRD * sd];

/** Place of the largest; the first of equals. */
export const largest = (values: readonly number[]): number => values.reduce((best, value, k) => (value > (values[best] as number) ? k : best), 0);

/** Two chances in three: from here on one level is named, below two. */
export const CLEAR = 2 / 3;

/** The likeliest level and, where it is not clear, the likelier of its neighbours: "between two levels". */
export const standing = (probabilities: readonly number[]): { readonly level: number; readonly between: number | null } => {
  const level = largest(probabilities);
  if ((probabilities[level] as number) >= CLEAR || probabilities.length < 2) return { level, between: null };
  return { level, between: (probabilities[level + 1] ?? 0) > (probabilities[level - 1] ?? 0) ? level + 1 : level - 1 };
};

/**
 * Where θ lies on a drawing on which all levels have the same width, from 0 to 1. Between two cuts it is linear; the outer levels, which have
 * no end, take the normal distribution's half beyond their cut, with the prior's standard deviation.
 */
export const position = (theta: number, cuts: readonly number[], mean: number, sd: number): number => {
  const [first, last] = [cuts[0], cuts[cuts.length - 1]];
  if (first === undefined || last === undefined) return normal((theta - mean) / sd);
  const width = 1 / (cuts.length + 1);
  if (theta < first) return 2 * width * normal((theta - first) / sd);
  if (theta >= last) return 1 - 2 * width * normal((last - theta) / sd);
  const above = cuts.findIndex((cut) => theta < cut);
  const [from, to] = [cuts[above - 1] as number, cuts[above] as number];
  return width * (above + (theta - from) / (to - from));
};
