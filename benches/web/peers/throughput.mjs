/** Simulated tests a second, on one thread: each program's own simulation, on the bank of simulate.snap. */
import { spawnSync } from "node:child_process";

import { normals, uniforms } from "../bank.mjs";
import { ask } from "./python.mjs";

export const ITEMS = 500;
export const LENGTH = 30;
/** How many standard errors apart two root mean square errors may lie, if they are of the same kind of test. */
const STANDARD_ERRORS = 4;

/** As in engine/simulate/examples/speed.rs: fractions of multiples of irrationals. */
const fraction = (item, irrational) => (item * irrational) % 1;
const bankOf = (guessing) =>
  Array.from({ length: ITEMS }, (_, item) => ({
    a: 0.6 + 1.6 * fraction(item, 0.61803398875),
    b: -3 + 6 * fraction(item, 0.41421356237),
    c: guessing ? 0.25 * fraction(item, 0.73205080757) : 0,
  }));

const draw = normals(uniforms(7));
const ABILITIES = Array.from({ length: 5000 }, draw);

/** The peer, as many simulees as a few seconds allow, and Thetis' estimator: 0 for maximum likelihood or a number of nodes, on a range. */
const STUDIES = [
  {
    peer: "mirt",
    name: "2PL, EAP, 61 nodes",
    guessing: false,
    simulees: 5000,
    ours: { nodes: 61, range: [-6, 6], simulees: 5000 },
    why: "Its compiled simulation, Rust as here, for 1PL and 2PL with EAP and maximum information. It keeps fewer statistics, and its estimates are those of coarser nodes (see above).",
  },
  {
    peer: "mirt",
    name: "3PL, EAP, 61 nodes",
    guessing: true,
    simulees: 2000,
    ours: { nodes: 61, range: [-6, 6], simulees: 5000 },
    why: "By numpy, all simulees in lock step: one operation on an array for all of them.",
  },
  {
    peer: "catsim",
    name: "3PL, ML",
    guessing: true,
    simulees: 100,
    ours: { nodes: 0, range: [-6, 6], simulees: 300 },
    why: "One simulee after another, through scipy's bounded search. Its Simulator takes any selector, estimator and stopping rule written in Python, which Thetis' does not.",
  },
  {
    peer: "catpie",
    name: "3PL, EAP, 33 nodes on ±4",
    guessing: true,
    simulees: 25,
    ours: { nodes: 33, range: [-4, 4], simulees: 5000 },
    why: "Loops over lists, as in a step.",
  },
  {
    peer: "adaptivetesting",
    name: "3PL, EAP, 1,000 nodes",
    guessing: true,
    simulees: 2,
    ours: { nodes: 1000, range: [-6, 6], simulees: 300 },
    why: "As in a step. It can run persons in parallel processes, which is not used here.",
  },
];

/** Seconds of processor time and root mean square error, for each study. */
function byThetis() {
  const program = process.env.THETIS_THROUGHPUT;
  if (!program) throw new Error("THETIS_THROUGHPUT names no program; run this as `cargo xtask bench`");
  const text = STUDIES.map(({ guessing, ours: { nodes, range, simulees } }) => {
    const items = bankOf(guessing).map(({ a, b, c }) => `${a} ${b} ${c}`);
    return [`${nodes} ${range.join(" ")} ${LENGTH} ${ITEMS} ${simulees}`, ...items, ...ABILITIES.slice(0, simulees)].join("\n");
  });
  const ended = spawnSync(program, { input: `${STUDIES.length}\n${text.join("\n")}\n`, encoding: "utf8", stdio: ["pipe", "pipe", "inherit"] });
  if (ended.status !== 0) throw new Error(`${program} failed`);
  return ended.stdout.trim().split("\n").map((line) => line.split(" ").map(Number));
}

function rootMeanSquareError(estimates) {
  return Math.sqrt(estimates.reduce((sum, estimate, person) => sum + (estimate - ABILITIES[person]) ** 2, 0) / estimates.length);
}

/** Of every study simulees a second and root mean square error of both. */
export function measure() {
  const ours = byThetis();
  return STUDIES.map((study, index) => {
    const { peer, name, guessing, simulees } = study;
    const job = { items: bankOf(guessing), thetas: ABILITIES.slice(0, simulees), length: LENGTH, select: "MFI", nodes: 61 };
    const { seconds, estimates } = ask(peer, "simulate", job);
    const theirs = rootMeanSquareError(estimates);
    const [ourSeconds, error] = ours[index];
    if (Math.abs(theirs - error) > (STANDARD_ERRORS * error) / Math.sqrt(2 * simulees)) {
      throw new Error(`${peer}, ${name}: its simulees' estimates are ${theirs} off, Thetis' ${error}; not the same test`);
    }
    return {
      ...study,
      ours: { rate: study.ours.simulees / ourSeconds, error },
      theirs: { rate: simulees / seconds, error: theirs },
    };
  });
}
