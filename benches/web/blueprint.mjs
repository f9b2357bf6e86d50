/**
 * The pool, the blueprint and the persons of the assembly bench: 1,000 science items with the attributes a blueprint speaks of,
 * 30 constraints on a test of 30 items, and what a person answers. Made from a seed, so every run and machine has the same.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { normals, uniforms } from "./bank.mjs";

export const LENGTH = 30;
const NODES = 61;
const GRID = Array.from({ length: NODES }, (_, node) => -4 + (8 * node) / (NODES - 1));

/** How often a value of an attribute comes, in items of a thousand; as in a state's science pool. */
const SHARES = {
  level: { 3: 341, 4: 335, 5: 324 },
  objective: {
    "1A": 83, "1B": 32, "1C": 55, "1D": 100, "1E": 83, "1F": 128, "1G": 53, "1H": 30, "1I": 56, "1J": 30, "1K": 28, "1L": 11,
    "2A": 20, "2B": 9, "2C": 15, "2D": 12,
    "3A": 31, "3B": 21, "3C": 15, "3D": 34, "3E": 42, "3F": 27,
    "4A": 27, "4B": 4, "4C": 9, "4D": 12, "4E": 18, "4F": 15,
  },
  depth: { 1: 308, 2: 513, 3: 179 },
  type: { EQTN: 449, SRSI: 205, MATCH: 117, HOTS: 72, DRAG: 70, GRAPH: 34, SRMU: 32, FILL: 21 },
};
/** Of a thousand items these are scored in three categories, by the generalised partial credit model. */
const PARTIAL_CREDIT = 82;

function draw(shares, uniform) {
  let left = uniform() * Object.values(shares).reduce((sum, share) => sum + share);
  const names = Object.keys(shares);
  return names.find((name) => (left -= shares[name]) < 0) ?? names.at(-1);
}

/** Items as in the pool the shares come from: slopes log-normal about 0.78, difficulties a little below the mean person's. */
export function makePool(count, seed) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  return Array.from({ length: count }, () => {
    const objective = draw(SHARES.objective, uniform);
    const a = Math.exp(-0.25 + 0.49 * normal());
    const b = -0.34 + 1.27 * normal();
    const steps = uniform() * 1000 < PARTIAL_CREDIT ? [b, b + normal()] : [b];
    const c = steps.length === 1 ? 0.02 + 0.28 * uniform() : 0;
    const [level, depth, type] = ["level", "depth", "type"].map((name) => draw(SHARES[name], uniform));
    return { a, steps, c, level, standard: objective[0], objective, depth, type };
  });
}

/** The blueprint: least and most items of the test with these attributes. Thirty of them, as a table of specifications has them. */
const BLUEPRINT = [
  [13, 16, { standard: "1" }],
  [3, 4, { standard: "2" }],
  [6, 8, { standard: "3" }],
  [4, 6, { standard: "4" }],
  [9, 11, { level: "3" }],
  [9, 11, { level: "4" }],
  [9, 11, { level: "5" }],
  [8, 11, { depth: "1" }],
  [13, 16, { depth: "2" }],
  [5, 7, { depth: "3" }],
  [0, 12, { type: "EQTN" }],
  [5, 9, { type: "SRSI" }],
  [3, 6, { type: "MATCH" }],
  [1, 3, { type: "HOTS" }],
  [1, 4, { type: "DRAG" }],
  [1, 2, { type: "GRAPH" }],
  [0, 2, { type: "SRMU" }],
  [0, 1, { type: "FILL" }],
  [1, 3, { objective: "1A" }],
  [1, 3, { objective: "1D" }],
  [1, 3, { objective: "1E" }],
  [2, 4, { objective: "1F" }],
  [1, 2, { objective: "1I" }],
  [1, 2, { objective: "3E" }],
  [4, 6, { standard: "1", level: "3" }],
  [4, 6, { standard: "1", level: "5" }],
  [2, 4, { standard: "3", depth: "3" }],
  [1, 2, { standard: "4", depth: "3" }],
  [2, 4, { level: "3", type: "SRSI" }],
  [2, 3, { level: "5", depth: "3" }],
];

/** The blueprint for a pool: each constraint with the numbers of its items. */
export function constraints(pool) {
  return BLUEPRINT.map(([min, max, wanted]) => ({
    min,
    max,
    items: pool.flatMap((item, index) => (Object.keys(wanted).every((name) => item[name] === wanted[name]) ? [index] : [])),
  }));
}

/** Probabilities of the categories at an ability. */
function probabilities({ a, steps, c }, theta) {
  if (steps.length === 1) {
    const right = c + (1 - c) / (1 + Math.exp(-a * (theta - steps[0])));
    return [1 - right, right];
  }
  let sum = 0;
  const terms = [1, ...steps.map((step) => Math.exp((sum += a * (theta - step))))];
  const total = terms.reduce((before, term) => before + term);
  return terms.map((term) => term / total);
}

/** Fisher information of an item at an ability. */
export function information(item, theta) {
  const p = probabilities(item, theta);
  if (p.length === 2) return (item.a ** 2 * (p[0] / p[1]) * (p[1] - item.c) ** 2) / (1 - item.c) ** 2;
  const mean = p.reduce((sum, share, category) => sum + share * category, 0);
  return item.a ** 2 * p.reduce((sum, share, category) => sum + share * (category - mean) ** 2, 0);
}

/** A person of that ability: answers by the model, and what is estimated from them (the mean of the posterior). */
export function makePerson(pool, ability, seed) {
  const uniform = uniforms(seed);
  const draws = pool.map(() => uniform());
  const posterior = GRID.map((theta) => Math.exp((-theta * theta) / 2));
  const wouldAnswer = (item) => {
    let left = draws[item];
    const shares = probabilities(pool[item], ability);
    // Rounded, they may add up to less than the draw: the last category needs no comparison.
    const found = shares.slice(0, -1).findIndex((share) => (left -= share) < 0);
    return found < 0 ? shares.length - 1 : found;
  };
  return {
    wouldAnswer,
    answer(item) {
      const category = wouldAnswer(item);
      GRID.forEach((theta, node) => (posterior[node] *= probabilities(pool[item], theta)[category]));
    },
    estimate() {
      const total = posterior.reduce((sum, weight) => sum + weight);
      return GRID.reduce((sum, theta, node) => sum + theta * posterior[node], 0) / total;
    },
  };
}

/** A problem as the module reads it, without the values and states that change at each step. */
export function problem(pool, limits) {
  const sets = [0, 0, 0];
  const words = [pool.length, LENGTH, ...pool.flatMap(() => [0, 0]), limits.length];
  for (const { min, max, items } of limits) words.push(min, max, items.length, ...items);
  return Float64Array.from([...words, ...sets]);
}

/** Values are information at the ability; the items asked so far must be in. */
export function setStep(words, pool, theta, asked) {
  pool.forEach((item, index) => {
    words[2 + 2 * index] = information(item, theta);
    words[3 + 2 * index] = asked.has(index) ? 1 : 0;
  });
}

/** The pool of TestDesign (R) that ours is drawn after, from a folder with its two files. */
export function readPool(folder) {
  const rows = (name) => readFileSync(join(folder, name), "utf8").trim().split(/\r?\n/).slice(1).map((line) => line.split(","));
  const attributes = rows("itemattrib_science_1000.csv");
  return rows("itempool_science_1000.csv").map(([, model, ...parameters], index) => {
    const [, level, standard, objective, depth, type] = attributes[index];
    const [a, ...others] = parameters.filter((text) => text !== "").map(Number);
    const [steps, c] = model === "3PL" ? [others.slice(0, 1), others[1]] : [others, 0];
    return { a, steps, c, level, standard, objective, depth, type };
  });
}
