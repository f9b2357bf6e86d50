/** From an estimate to plain words: where a person stands among those the bank was calibrated with, and how sure that is. */

/**
 * Standard normal distribution function, error below 1e-7 (Abramowitz & Stegun 1964, 26.2.17).
 * Only for drawing and wording; every number of the test itself comes from the engine.
 */
export function normal(z) {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z < 0 ? tail : 1 - tail;
}

/** Upper end of the lower third of a standard normal distribution. */
const THIRD = 0.4307273;

/**
 * The third of the comparison group the person most likely belongs to, with its probability; and, as shares of that group
 * (0 to 1), the estimate and the ends of the band one standard error around it.
 */
export function standing({ theta, se }, mean, variance) {
  const sd = Math.sqrt(variance);
  const share = (value) => normal((value - mean) / sd);
  const below = (z) => normal((mean + z * sd - theta) / se);
  const low = below(-THIRD);
  const high = 1 - below(THIRD);
  const thirds = [["low", low], ["middle", 1 - low - high], ["high", high]];
  const [third, probability] = thirds.reduce((best, next) => (next[1] > best[1] ? next : best));
  return { third, probability, at: share(theta), from: share(theta - se), to: share(theta + se) };
}
