/** The normal distribution, for what is drawn and said of a result. Every number of the test itself comes from the engine. */

/** Distribution function of the standard normal distribution, error below 1e-7 (Abramowitz & Stegun 1964, 26.2.17). */
export const normal = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z < 0 ? tail : 1 - tail;
};

/** Where the standard normal distribution parts into thirds: ∓ this. */
export const THIRD = 0.4307273;
