/** Where an estimate lies on a drawing. Only the drawing is made here: every number and every word of a result comes from its report. */

/** Distribution function of the standard normal distribution by the logistic one, off by a hundredth at most (Camilli 1994): less than can be seen. */
const normal = (z: number): number => 1 / (1 + Math.exp(-1.702 * z));

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
