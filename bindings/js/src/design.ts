/** A design → the words the engine reads, with every default filled in. */
import type { ReadBank } from "./bank.js";
import { choice, entry, type Fields, getList, getObject, pick, reading } from "./read.js";
import { Code } from "./errors.js";

/**
 * The design of that name in the bank, or the one given; without either the bank's `default`, or plain defaults.
 * Checks the shape; whether it makes sense with the bank, the engine checks.
 */
export function readDesign(source: unknown, [, , dimensions, items, designs]: ReadBank): readonly unknown[] {
  reading(Code.Design);
  source = typeof source === "string" ? entry(designs, source) : source ?? designs.default;
  const design = getObject({ design: source }, "design");
  const start = getObject(design, "start");
  const select = getObject(design, "select");
  const criterion = getObject(select, "criterion");
  const name = source ? pick("maximum-information d-optimality random fixed-order", criterion.name) : +(dimensions.length > 1);
  const order = name > 2 ? getList(criterion, "order").map((name) => choice(items.map(([id]) => id), name)) : [];
  const estimate = { range: [-6, 6], ...getObject(design, "estimate") } as Fields;
  const { estimator = "eap", quadrature = "default" } = estimate;
  const { minItems = 1, maxItems = items.length, when } = getObject(design, "stop");
  return [
    ...((start.theta ?? "prior-mean") === "prior-mean" ? [0] : [1, ...getList(start, "theta", dimensions.length)]),
    name,
    ...(name === 1 ? [choice([false, true], criterion.prior ?? true)] : name > 2 ? [order.length, ...order] : []),
    select.randomesque ?? 1,
    pick("ml map eap wle jeffreys", estimator),
    ...getList(estimate, "range", 2),
    // Four words each. The engine's own default: it knows which dimensions depend on each other, and so how many nodes it can afford.
    ...(quadrature === "default"
      ? [2, 0, 0, 0]
      : quadrature === "catr"
        ? [0, -4, 4, 33]
        : [pick("trapezoid equal-weights", (quadrature as Fields | null)?.rule ?? "trapezoid"), ...getList(quadrature, "range", 2), (quadrature as Fields).nodes]),
    // EAP is a posterior mean: its error is the posterior standard deviation.
    estimate.standardError == null ? 2 * +(estimator === "eap") : pick("expected observed posterior", estimate.standardError),
    // The bank's prior.
    0,
    minItems,
    maxItems,
    ...(when == null ? [0] : [1, ...readRule(when)]),
  ];
}

function readRule(source: unknown): readonly unknown[] {
  const rule = getObject({ rule: source }, "rule");
  // Two rules in one would be one ignored: their names joined are no rule.
  const name = Object.keys(rule).join();
  const code = pick("standardErrorAtMost informationBelow any all", name);
  return code < 2 ? [code, rule[name]] : [code, getList(rule, name).length, ...getList(rule, name).flatMap(readRule)];
}
