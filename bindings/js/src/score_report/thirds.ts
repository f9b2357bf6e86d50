/** Where the standard normal distribution parts into thirds: ∓ this, Φ⁻¹(2/3). */
const THIRD = 0.430727299295457;

/** Where a dimension without levels is parted: the thirds of its prior. */
export const thirds = (mean: number, sd: number): readonly number[] => [mean - THIRD * sd, mean + THIRD * sd];
