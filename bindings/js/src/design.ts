/** A design → the words the engine reads, with every default filled in. The native program writes the same ones. */
import type { ReadBank } from "./bank.js";
import { readBlueprint } from "./blueprint.js";
import { choice, counted, entry, type Fields, getAny, getList, getObject, group, reading, variant } from "./read.js";
import { Code } from "./errors.js";

/** Criteria and stopping rules in the order of their codes: the name, and up to three numbers as `group` reads them; a nameless one is always 0. */
const CRITERIA =
  "maximum-information;random;fixed-order;closest-difficulty;optimal-theta;weighted-information weight=1,likelihood,posterior;" +
  "expected-information observed=1,false,true;expected-posterior-variance predictive=1,false,true;kullback-leibler weight=1,likelihood,posterior;" +
  "kullback-leibler-point scale=0,fixed,shrinking,growing delta=.1;kullback-leibler-interval scale=1,fixed,shrinking,growing delta=1.96;" +
  "global-discrimination weight=1,likelihood,posterior;interval-information =0 halfWidth=1;efficiency-balanced =0 standardErrors=2;" +
  "progressive length standardError=0 acceleration=1;proportional length standardError=0 acceleration=1;" +
  "stratified strata=4 length blocked=0,false,true;d-optimality prior=1,false,true;t-optimality prior=1,false,true;" +
  "a-optimality prior=1,false,true;e-optimality prior=1,false,true;w-rule prior=1,false,true";
const RULES =
  "standardErrorAtMost value dimension=0;informationBelow value;any;all;predictedReduction below above standardError;changeAtMost value steps=1;" +
  "plateauAtMost value steps=1;secondsAtLeast value;classifiedByInterval standardErrors=1.96;classifiedBySprt alpha=.05 beta=.05 delta=.1;" +
  "classifiedByLikelihoodRatio alpha=.05 beta=.05 delta=.1;classifiedByPosterior probability=.95";

/** The code of a name in such a table, and its three numbers as `group` reads them. */
const find = (table: string, name: unknown): readonly [code: number, numbers: string] => {
  const rows = table.split(";");
  const code = choice(rows.map((row) => row.split(" ")[0]), name);
  return [code, `${rows[code]} =0 =0 =0`.split(" ").slice(1, 4).join(" ")];
};

/** The design of that name in the bank, or the one given; without either the bank's `default`, or plain defaults. */
export const findDesign = (source: unknown, [, , dimensions, , designs]: ReadBank): Fields => {
  reading(Code.Design);
  const design = typeof source === "string" ? entry(designs, source) : source ?? designs.default;
  const name = dimensions.length > 1 ? "d-optimality" : "maximum-information";
  return getObject({ design: design ?? { select: { criterion: { name } } } }, "design");
};

/** A function that tells whether a dimension is the confidence in the competence of this one. */
const isConfidenceIn =
  (own: Fields) =>
  ({ kind, competence }: Fields) =>
    kind === "confidence" && competence === own.competence;

/** Checks the shape of a design; whether it makes sense with the bank, the engine checks. */
export const readDesign = (source: unknown, bank: ReadBank): readonly unknown[] => {
  const [, , dimensions, , , ids, traits, operational] = bank;
  const k = dimensions.length;
  const design = findDesign(source, bank);
  const parts = ["start", "select", "estimate", "stop", "answers", "cuts", "fit"].map((name) => getObject(design, name));
  const [start, select, estimate, stop, answers, cuts, fit] = parts as unknown as readonly [Fields, Fields, Fields, Fields, Fields, Fields, Fields];
  const criterion = getObject(select, "criterion");
  const places = (list: readonly unknown[]) => counted(list.map((id) => choice(ids, id)));
  // Deeper than the engine reads a list is no rule; without an end to it, one made to do harm would exhaust the stack.
  const readRule = (source: unknown, depth = 16): readonly unknown[] => {
    const rule = getObject({ rule: source }, "rule");
    // Two rules in one would be one ignored: their names joined are no rule.
    const name = Object.keys(rule).join();
    const [code, numbers] = find(RULES, name);
    if (code >> 1 === 1 && depth) return [code, getList(rule, name).length, ...getList(rule, name).flatMap((part) => readRule(part, depth - 1))];
    // A rule of one number may be that number.
    const given: Record<string, unknown> = { value: rule[name], ...(/^v/.test(numbers) ? (rule[name] as Fields) : getObject(rule, name)) };
    if (given.dimension != null) given.dimension = 1 + choice(dimensions, given.dimension);
    return [code, ...group(given, numbers)];
  };

  const { theta = "prior-mean" } = start;
  // One point or a list of them.
  const points: readonly unknown[] = theta === "prior-mean" ? [] : Array.isArray(theta) && typeof theta[0] === "object" ? theta : [theta];
  const [code, numbers] = find(CRITERIA, criterion.name);
  const [minItems, maxItems] = group(stop, "minItems=1 maxItems", operational.length || 1);
  const [estimator, confidence] = group(estimate, "estimator=2,ml,map,eap,wle,jeffreys confidence=0,joint,prior-mean,off");
  const { range = [-6, 6], quadrature = "default" } = estimate;
  const grid = quadrature === "catr" ? { range: [-4, 4], nodes: 33 } : quadrature;
  const cut = Object.keys(cuts).map((id) => choice(dimensions, id));
  return [
    ...counted(points.flatMap((theta) => getList({ theta }, "theta", k))),
    ...places(getAny(start, "items")),
    code,
    ...group(criterion, numbers, maxItems),
    ...(code === 2 ? places(getList(criterion, "order")) : counted(code > 16 ? getList({ weights: criterion.weights ?? Array(k).fill(1) }, "weights") : [])),
    ...group(select, "randomesque=1"),
    estimator,
    ...getList({ range }, "range", 2),
    // Four words. The engine's own default: it knows which dimensions depend on each other, and so how many nodes it can afford.
    ...(grid === "default"
      ? [2, 0, 0, 0]
      : [...group(getObject({ quadrature: grid }, "quadrature"), "rule=0,trapezoid,equal-weights"), ...getList(grid, "range", 2), (grid as Fields).nodes]),
    // EAP is a posterior mean: its error is the posterior standard deviation.
    ...group(estimate, "standardError=,expected,observed,posterior", 2 * +(estimator === 2)),
    // The bank's prior.
    0,
    // The dimension that moves the mean of each, from 1; 0 is none.
    ...(confidence ? [1, ...traits.map((own) => +(confidence === 1 && own.kind === "evaluation") && 1 + traits.findIndex(isConfidenceIn(own)))] : [0]),
    ...(cut.length ? [1, ...dimensions.flatMap((id) => counted(getAny(cuts, id)))] : [0]),
    minItems,
    maxItems,
    ...(stop.when == null ? [0] : [1, ...readRule(stop.when)]),
    ...readBlueprint(select, bank, maxItems),
    ...group(answers, "skip=0,refused,ignored,lowest dontKnow=0,refused,ignored,lowest"),
    ...variant(answers.change ?? "off", "off last block= all"),
    ...group(fit, "lz=0 cusum=0 guttman=0 fastSeconds=0 fastShare=0"),
  ];
};
