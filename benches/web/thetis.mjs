/** Thetis as a page uses it: the built npm package. */
import { loadEngine } from "../../bindings/js/dist/thetis.js";

const engine = await loadEngine();

/** Maximum information and jsCAT's grid: 121 nodes on ±6 that count alike. */
const AS_JSCAT = {
  select: { criterion: { name: "maximum-information" } },
  estimate: { estimator: "eap", range: [-6, 6], quadrature: { rule: "equal-weights", range: [-6, 6], nodes: 121 } },
};

/** Items in the shape of a bank file, once for each bank, as jsCAT's are made once. */
export function prepare(items, design = AS_JSCAT) {
  return {
    format: 1,
    id: "bench",
    version: "1",
    dimensions: [{ id: "ability" }],
    prior: { mean: [0], covariance: [[1]] },
    items: items.map(({ id, a, b, c }) => ({
      id,
      dimensions: ["ability"],
      options: ["wrong", "right"],
      scoring: { categories: [0, 1] },
      model: { type: "3pl", a, b, c },
    })),
    designs: { default: design },
  };
}

/** A test on that bank: the item to ask, and what an answer makes of it. */
export function start(bank) {
  const session = engine.start(bank, { seed: 1 });
  let asked = session.next().item;
  return {
    asked: () => asked,
    step(answer) {
      const [estimate] = session.answer(answer);
      asked = session.next().item;
      return estimate.theta;
    },
  };
}
