/** How many questions are likely still to come. An adaptive test does not know; this is an estimate, and shown as one. */
import type { Design, ErrorRates, Outcome, StopRule } from "../types.js";
import type { BankFile, BankItem } from "./bank/file.js";
import { kindOf } from "./bank/texts.js";
import type { Remaining } from "./view.js";

/** Seconds a question takes as a rule: a rating, and anything else. */
const SECONDS = [8, 20] as const;
/** Items that what the bank promises weighs as much as, beside what the answers have brought. */
const WEIGHT = 3;

const operational = (bank: BankFile) => bank.items.filter(({ status }) => (status ?? "operational") === "operational");

/** Fewest and most questions of a design. */
export const testLength = (bank: BankFile, design: Partial<Design>): { readonly min: number; readonly max: number } => {
  const count = operational(bank).length;
  const { name, order } = (design.select?.criterion ?? {}) as { readonly name?: string; readonly order?: readonly string[] };
  // What is not in a fixed order is never asked; pilot items come on top of what the bank has, never above the longest length.
  const most = (name === "fixed-order" && order ? Math.min(order.length, count) : count) + (design.select?.pilot?.items ?? 0);
  const max = Math.min(design.stop?.maxItems ?? count, most);
  return { min: design.stop?.when ? Math.min(design.stop.minItems ?? 1, max) : max, max };
};

/** About how many minutes the test takes. */
export const minutes = (bank: BankFile, design: Partial<Design>): number => {
  const items = operational(bank);
  const { min, max } = testLength(bank, design);
  const seconds = items.reduce((sum, item) => sum + SECONDS[+!/likert|confidence/.test(kindOf(item))]!, 0) / (items.length || 1);
  return Math.max(1, Math.ceil((((min + max) / 2) * seconds) / 60));
};

/** Φ⁻¹ by the logistic function, exact enough for counting questions. */
const probit = (p: number) => Math.log(p / (1 - p)) / 1.702;

/** The parameters of any model that say how much it tells, and where. */
interface Parameters {
  readonly a?: number | readonly number[];
  readonly b?: number | readonly number[];
  readonly s?: readonly number[];
  readonly t?: readonly number[];
  readonly c?: number;
  readonly g?: number;
}

/** About the information an item brings at θ: the squared slope times P(1 − P), more with more categories, less with guessing. */
const promise = ({ model }: BankItem, theta: number, scaling: number): number => {
  const { a = 1, b, s, t = [], c, g } = model as Parameters;
  const slope = (s ? Math.max(...s) / s.length : scaling * (typeof a === "number" ? a : Math.max(...a))) || 1;
  const thresholds = Array.isArray(b) ? (b as readonly number[]) : typeof b === "number" ? (t.length ? t.map((step) => b + step) : [b]) : [];
  // Between its thresholds an item is at its best; of a model without thresholds it is not known where.
  const distance = thresholds.length ? Math.max(0, Math.min(...thresholds) - theta, theta - Math.max(...thresholds)) : 0;
  const p = 1 / (1 + Math.exp(-Math.abs(slope) * distance));
  return slope ** 2 * p * (1 - p) * (thresholds.length > 1 ? 1.1 : (c ?? g) ? 0.75 : 1);
};

/** The test as it may go on from here. Information is 1/SE², the prior's included. */
interface Future {
  /** By dimension, as it grows. */
  readonly information: number[];
  readonly prior: readonly number[];
  /** Of each dimension the distance of θ from the nearest cut score, squared; infinite where there is none. */
  readonly distances: readonly number[];
  readonly dimensions: readonly string[];
  /** By how much the last answers lowered a standard error and moved an estimate, the last one first. */
  readonly falls: number[];
  readonly moves: number[];
  /** What the next item is likely to bring, and to which dimension. */
  next: { readonly gain: number; readonly at: number } | null;
  seconds: number;
}

const holds = (rule: StopRule, now: Future): boolean => {
  const { information, next } = now;
  const one = rule as { readonly [name: string]: object | undefined };
  if ("any" in rule) return rule.any.some((part) => holds(part, now));
  if ("all" in rule) return rule.all.every((part) => holds(part, now));
  if ("secondsAtLeast" in rule) return now.seconds >= rule.secondsAtLeast;
  if ("standardErrorAtMost" in rule) {
    const { standardErrorAtMost: target } = rule;
    return now.dimensions.every((id, k) => (typeof target === "number" || target.dimension === id ? information[k]! ** -0.5 <= (typeof target === "number" ? target : target.value) : true));
  }
  if ("informationBelow" in rule) return !next || next.gain < rule.informationBelow;
  if ("predictedReduction" in rule) {
    const { below, above, standardError } = rule.predictedReduction;
    if (!next) return true;
    const known = information[next.at]!;
    const fall = known ** -0.5 - (known + next.gain) ** -0.5;
    return fall < below || (known ** -0.5 <= standardError && fall < above);
  }
  const still = (values: readonly number[], { value, steps = 1 }: { readonly value: number; readonly steps?: number }) => values.length >= steps && values.slice(0, steps).every((one) => one <= value);
  if ("plateauAtMost" in rule) return still(now.falls, rule.plateauAtMost);
  if ("changeAtMost" in rule) return still(now.moves, rule.changeAtMost);
  const byInterval = one["classifiedByInterval"] as { readonly standardErrors?: number } | undefined;
  const byPosterior = one["classifiedByPosterior"] as { readonly probability?: number } | undefined;
  const { alpha = 0.05, beta = 0.05, delta = 0.1 } = (one["classifiedBySprt"] ?? one["classifiedByLikelihoodRatio"] ?? {}) as ErrorRates;
  const z = byInterval ? (byInterval.standardErrors ?? 1.96) : byPosterior ? probit(byPosterior.probability ?? 0.95) : 0;
  return information.every((known, k) => {
    const square = now.distances[k]!;
    // The likelihood ratio of two points about the cut score grows with the information of the answers alone.
    return z ? known * square >= z ** 2 : (known - now.prior[k]!) * 2 * delta * Math.sqrt(square) >= Math.log((1 - Math.max(alpha, beta)) / Math.min(alpha, beta));
  });
};

/** Whether a rule classifies. Who is close to a cut score is asked until the end, and nobody knows who is. */
const classifies = (rule: StopRule): boolean => ("any" in rule ? rule.any.some(classifies) : "all" in rule ? rule.all.some(classifies) : Object.keys(rule)[0]!.startsWith("classified"));

/** The number of answers to come as it looks after the first `n`. */
const estimate = (bank: BankFile, design: Partial<Design>, rule: StopRule, { steps, estimates }: Pick<Outcome, "steps" | "estimates">, n: number): number => {
  const { min, max } = testLength(bank, design);
  const done = steps.slice(0, n);
  const scored = new Map(done.map((step) => [step.item, step.scored]));
  const dimensions = bank.dimensions.map(({ id }) => id);
  const variances = bank.prior.covariance.map((row, k) => row[k]!);
  const last = steps[n - 1];
  const thetas = n === steps.length ? estimates.map(({ theta }) => theta) : (last?.theta ?? bank.prior.mean);
  const errors = n === steps.length ? estimates.map(({ se }) => se) : (last?.se ?? variances.map(Math.sqrt));
  // An estimate of which nothing is known yet has an infinite error.
  const information = errors.map((se) => Math.max(se ** -2, 1e-3));

  // What the items asked have brought, of what they promised.
  const promised = dimensions.map(() => 0);
  const best = dimensions.map(() => 0.1);
  const left: { readonly at: readonly number[]; readonly value: number }[] = [];
  const { criterion, competences } = design.select ?? {};
  const order = (criterion as { readonly order?: readonly string[] } | undefined)?.order;
  const asked = operational(bank);
  for (const item of order ? order.flatMap((id) => asked.filter((one) => one.id === id)) : asked) {
    const at = item.dimensions.map((id) => dimensions.indexOf(id));
    const value = promise(item, thetas[at[0]!]!, bank.scaling ?? 1) / at.length;
    if (!scored.has(item.id)) left.push({ at, value });
    for (const k of at) {
      if (scored.get(item.id)) promised[k]! += value;
      best[k] = Math.max(best[k]!, value);
    }
  }
  const worth = dimensions.map((_, k) => {
    const trust = WEIGHT * best[k]!;
    return (trust + Math.max(0, information[k]! - 1 / variances[k]!)) / (trust + promised[k]!);
  });

  const spent = done.reduce((sum, { timeMs }) => sum + timeMs, 0) / 1000;
  const pace = spent / n || SECONDS[0];
  const now: Future = {
    information,
    prior: variances.map((variance) => 1 / variance),
    // How far the person is from a cut score is itself not well known.
    distances: dimensions.map((id, k) => Math.min(...(design.cuts?.[id] ?? []).map((cut) => (thetas[k]! - cut) ** 2)) + 0.5 / information[k]!),
    dimensions,
    falls: [],
    moves: [],
    next: null,
    seconds: spent,
  };
  // The dimension known least, or the largest share of information gained, as the best whole tests do; or simply the most.
  const weigh = ({ at, value }: (typeof left)[number]): number =>
    at.reduce((sum, k) => sum + (value * worth[k]!) / (competences ? information[k]! ** 3 : dimensions.length > 1 ? information[k]! : 1), 0);
  let count = 0;
  for (; n + count < max; count++) {
    const next = order ? left[0] : left.reduce<(typeof left)[number] | undefined>((first, one) => (first && weigh(first) >= weigh(one) ? first : one), undefined);
    const k = next?.at[0] ?? 0;
    now.next = next ? { gain: next.value * worth[k]!, at: k } : null;
    if (!next || (count > 0 && n + count >= min && holds(rule, now))) break;
    left.splice(left.indexOf(next), 1);
    const before = information[k]!;
    for (const place of next.at) information[place]! += next.value * worth[place]!;
    now.falls.unshift(before ** -0.5 - information[k]! ** -0.5);
    now.moves.unshift(Math.sqrt(now.next!.gain) / information[k]!);
    now.seconds += pace;
  }
  return Math.max(1, Math.round(classifies(rule) ? Math.sqrt(count * (max - n)) : count));
};

/**
 * Questions still to be answered, the current one included; `exact` where the design fixes them.
 *
 * The rest of the test is played through without answers: item by item the information that is likely to come, which is what an item
 * promises at the estimate, corrected by what those asked have brought of what they promised, until the stopping rule holds. The
 * number never grows, which would dishearten: one that was too small stands still until the truth has come down to it. `before` is what
 * was said before the last answer; without it, it is worked out from the first answer on, so that it is the same after a reload.
 */
export const remaining = (bank: BankFile, design: Partial<Design>, outcome: Pick<Outcome, "steps" | "estimates">, before?: Remaining): Remaining => {
  const { min, max } = testLength(bank, design);
  const rule = design.stop?.when;
  const n = outcome.steps.length;
  if (!rule || min >= max) return { count: Math.max(1, max - n), exact: true };
  let count = before?.count ?? estimate(bank, design, rule, outcome, 0);
  for (let k = before ? n : 1; k <= n; k++) count = Math.max(1, min - k, Math.min(estimate(bank, design, rule, outcome, k), count, max - k));
  return { count, exact: false };
};
