/** How many questions are likely still to come. An adaptive test does not know; this is an estimate, and shown as one. */

/** The tightest standard error that a stopping rule asks for, if any. */
function targetError(rule) {
  if (!rule) return undefined;
  const targets = [rule.standardErrorAtMost, ...(rule.any ?? []).map(targetError), ...(rule.all ?? []).map(targetError)];
  const numbers = targets.filter((target) => target !== undefined);
  return numbers.length ? Math.min(...numbers) : undefined;
}

/** Fewest and most questions of a design. */
export function testLength(bank, design) {
  const { minItems = 1, maxItems = bank.items.length } = design.stop ?? {};
  return { min: minItems, max: Math.min(maxItems, bank.items.length) };
}

/**
 * Questions still to be answered, the current one included; `exact` where the design fixes them.
 *
 * Information (1/SE²) grows about evenly from answer to answer, so what each dimension still lacks is divided by what an
 * answer has brought it so far.
 */
export function remaining(bank, design, { steps, estimates }) {
  const { min, max } = testLength(bank, design);
  const atLeast = Math.max(1, min - steps.length);
  const atMost = max - steps.length;
  const target = targetError(design.stop?.when);
  if (min >= max || !design.stop?.when) return { count: atMost, exact: true };
  const asked = new Map(bank.items.map((item) => [item.id, item.dimensions]));
  const gains = estimates.map(({ dimension, se }, k) => {
    const answers = steps.filter((step) => asked.get(step.item).includes(dimension)).length;
    const information = 1 / se ** 2;
    return { lacks: 1 / target ** 2 - information, rate: answers ? (information - 1 / bank.prior.covariance[k][k]) / answers : 0 };
  });
  const rates = gains.map(({ rate }) => rate).filter((rate) => rate > 0);
  if (target === undefined || !rates.length) return { count: Math.round((atLeast + atMost) / 2), exact: false };
  const typical = rates.reduce((sum, rate) => sum + rate) / rates.length;
  const count = gains.reduce((sum, { lacks, rate }) => sum + Math.max(0, Math.ceil(lacks / (rate > 0 ? rate : typical))), 0);
  return { count: Math.min(Math.max(count, atLeast), atMost), exact: false };
}
