/**
 * Thetis beside every peer, in one table: steps, criteria, shadow tests, simulation, calibration, download, memory, cold start. Writes
 * benches/results/peers.snap. `cargo xtask bench` names a Python with the peers in THETIS_PEER_PYTHON and the program that simulates in
 * THETIS_THROUGHPUT, and runs this last: what other benches have measured is read from their snapshots.
 */
import { readFileSync } from "node:fs";

import { Snapshot, digits, machine, pinned } from "./snapshot.mjs";
import { CRITERIA, STEPS } from "./peers/contests.mjs";
import { LENGTH, RUNS, measure as processes } from "./peers/processes.mjs";
import { measure as sizes } from "./peers/sizes.mjs";
import { calibrations, shadow, steps } from "./peers/snapshots.mjs";
import { ITEMS, measure as step } from "./peers/steps.mjs";
import { measure as throughput } from "./peers/throughput.mjs";

const json = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const versions = {
  jsCAT: json("../peers/node_modules/@bdelab/jscat/package.json").version,
  ...Object.fromEntries(["adaptivetesting", "catpie", "catsim", "girth", "mirt"].map((name) => [name, pinned(name)])),
};
const named = (peer, what) => `${peer} ${versions[peer]}${what ? `, ${what}` : ""}`;
const WIDTH = 58;
const µs = (milliseconds) => milliseconds * 1000;

/**
 * A section: its key, what is measured and in what; further columns; rows of the peer's number, Thetis', what stands in the further columns and what is
 * to be said; `more` if larger numbers are better; what is to be said of all rows.
 */
const sections = [];
function section(key, title, header, rows, { more = false, note = "" } = {}) {
  sections.push({ key, title, header, rows, more, note });
}
const ratioOf = ({ theirs, ours }, more) => (more ? ours / theirs : theirs / ours);

const found = (contests) =>
  contests.map((contest) => {
    const { ours, theirs, compared, same, apart } = step(contest);
    const work =
      contest.sameItems === false
        ? `${same} of ${compared} steps with the same items`
        : `Same items in all ${compared} steps compared, estimates ${apart < 1e-12 ? "to rounding the same" : `at most ${apart.toExponential(0)} logits apart`}`;
    return {
      name: named(contest.peer, contest.name),
      theirs: µs(theirs.undisturbed),
      ours: µs(ours.undisturbed),
      extra: [digits(theirs.median / ours.median)],
      why: `${work}. ${contest.why}`,
    };
  });

const js = steps(500);
section("step", "an answer updates the estimate, the next item is chosen by maximum information; 500 items, 30 steps a test; µs, undisturbed", ["(median)"], [
  {
    name: named("jsCAT", "EAP, 121 nodes, without copies"),
    theirs: js.jscat.undisturbed,
    ours: js.thetis.undisturbed,
    extra: [digits(js.jscat.median / js.thetis.median)],
    why: "From step.snap, where same items and estimates are checked. It adds up all answers again at each step and sorts all items twice; JavaScript is not the reason. With its default, to copy all items at each step, a little slower.",
  },
  ...found(STEPS),
]);

section(
  "start",
  "from the bank as an object to the first item; µs, median",
  [],
  [500, 2000].map((size) => {
    const { jscat, thetis } = steps(size);
    return { name: named("jsCAT", `${size} items`), theirs: jscat.start, ours: thetis.start, extra: [], why: "" };
  }),
  { note: "From step.snap. Thetis checks every number of the bank and compiles it, once a session; jsCAT begins at once, and looks at everything again at each step." },
);

section("criteria", `${ITEMS} items, 20 steps a test by other criteria; µs a step, undisturbed`, ["(median)"], found(CRITERIA));

const assembled = shadow();
section("shadow test", "500 items, 2 constraints, tests of 30; ms, median", [], [
  {
    name: named("mirt", `scipy ${pinned("scipy")} (HiGHS)`),
    theirs: assembled?.theirs,
    ours: assembled?.ours,
    extra: [],
    why: "From assembly.snap. It writes the problem anew and gives it to a general solver, which starts from nothing. Thetis' solver is for this kind of problem alone, where mirt can give HiGHS any.",
  },
]);

section(
  "simulation",
  "simulees a second of processor time, one thread; 500 items, tests of 30 by maximum information",
  ["RMSE", "Thetis' RMSE"],
  throughput().map(({ peer, name, simulees, ours, theirs, why }) => ({
    name: named(peer, `${name}, ${simulees} simulees`),
    theirs: theirs.rate,
    ours: ours.rate,
    extra: [theirs.error.toFixed(3), ours.error.toFixed(3)],
    why,
  })),
  { more: true },
);

section(
  "calibration",
  "marginal maximum likelihood, 61 nodes; seconds of processor time, all threads",
  [],
  calibrations().flatMap(({ title, rows }) =>
    rows
      .filter(({ name }) => name !== "Thetis")
      .map(({ name, prior, cpu }) => ({
        name: `${name}: ${title.replace(/, logits.*/, "")}${prior ? `, ${prior}` : ""}`,
        theirs: cpu,
        ours: rows.find((row) => row.name === "Thetis" && row.prior === prior).cpu,
        extra: [],
        why: "",
      })),
  ),
  { note: "From calibrate.snap, which says what likelihood each program reaches and why it takes so long. girth's 3PL does not run there; mirt's 3PL with a prior calls Python for the prior's density." },
);

const bytes = sizes();
section("download", "bytes, compressed, before an item can be chosen", ["uncompressed", "packages"], [
  {
    name: named("jsCAT", "bundled and minified by esbuild, gzip"),
    theirs: bytes.jscat.gzip,
    ours: bytes.thetis.gzip,
    extra: [bytes.jscat.raw, "–"],
    why: `Smaller than Thetis' script and module (${bytes.thetis.gzip} after gzip, ${bytes.thetis.raw} before). It has dichotomous models, ML and EAP, five ways to choose, several scales side by side; no polytomous items, no blueprint, no log to resume from, no classification, no person fit.`,
  },
  ...Object.entries(bytes.packages).map(([peer, { packages, wheels, installed, own }]) => ({
    name: named(peer, "wheels with all they need"),
    theirs: wheels,
    ours: bytes.thetis.gzip,
    extra: [installed, packages],
    why: `${own} bytes are its own. ${packages === 1 ? "It needs nothing but Python." : "The rest is numpy, scipy and what it imports besides, which a researcher has anyway."} Python itself is not counted, and a browser does not have it.`,
  })),
]);

const started = await processes();
const of = (name) => started.find((row) => row.name === name);
const thetis = of("Thetis (npm package)");
const COLD = {
  "Node alone": "For comparison: reads the bank and says so.",
  jsCAT: "JavaScript modules with lodash and an optimiser, loaded one file at a time; in a page they would be bundled.",
  "Python alone": "For comparison: reads the bank and says so.",
  catpie: "Imports nothing but Python's own library.",
  mirt: "numpy and scipy are imported first.",
  catsim: "numpy, scipy, scikit-learn and matplotlib are imported first.",
  adaptivetesting: "numpy, scipy and pandas are imported first; then the pool is copied deeply.",
};
const others = Object.keys(COLD).map((name) => ({ ...of(name), title: versions[name] ? named(name) : name }));
section(
  "cold start",
  `ms from the start of the process to the first item, bank of 500 read from JSON, files in the system's cache; median of ${RUNS}`,
  [],
  others.map(({ name, title, milliseconds }) => ({ name: title, theirs: milliseconds, ours: thetis.milliseconds, extra: [], why: COLD[name] })),
);
section(
  "memory",
  `most that the process held, MB, after a test of ${LENGTH} from that bank`,
  [],
  others.map(({ title, megabytes }) => ({ name: title, theirs: megabytes, ours: thetis.megabytes, extra: [], why: "" })),
);

const snapshot = new Snapshot();
snapshot.explain("Thetis beside its peers, in one run on one machine, on the same inputs. Written by `cargo xtask bench`, which installs all of them from npm and PyPI.");
snapshot.say(`# ${machine()}; Thetis ${json("../../bindings/js/package.json").version}`);
snapshot.explain(Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "));
snapshot.say("#");
snapshot.explain(
  "peer: the peer's number. Thetis: that of Thetis with the same estimator, grid, criterion and items. ratio: how many times as much the peer takes (of simulees a second: how many times as many Thetis does); below 1 the peer is better. Steps are Thetis' WebAssembly in Node; simulation and calibration its native code. undisturbed: at each step the fastest of all tests, on average; (median): the ratio of the medians of all steps. What is compared is checked before it is timed: where a row says that items are the same, the run fails if they are not. RMSE: root mean square error of the simulees' estimates, which must agree within four standard errors.",
);
snapshot.say("#");
snapshot.explain(
  `To be fair: catsim, mirt, adaptivetesting and girth are libraries for research, meant to be read, changed and called from Python; catpie a readable copy of catR. None was made to answer in microseconds. Most of what separates them from Thetis is how the work is organised: what is kept from step to step, what is looked at again. mirt shows it: where it is compiled (2PL simulation) it is in Thetis' class. Not measured: what only some of them have, such as catsim's plots and stratified selectors, mirt's estimation methods (MHRM, GVEM) and models (unfolding, cognitive diagnosis), adaptivetesting's use in PsychoPy.`,
);
snapshot.say("#");
snapshot.explain(`The module's own memory in a page: ${thetis.module} bytes, with a bank of 500 and a session; jsCAT's cannot be told from the page's. Cold start in a browser on a slow phone: player.snap. How Thetis' numbers grow: growth.snap.`);
const better = sections.flatMap(({ key, rows, more }) =>
  rows.filter((row) => ratioOf(row, more) < 1 && !row.name.endsWith(" alone")).map(({ name }) => `${key}: ${name}`),
);
snapshot.say("#");
snapshot.explain(`Where a peer is better: ${better.length ? better.join("; ") : "in none of these rows"}.`);
for (const { key, title, header, rows, more, note } of sections) {
  snapshot.say();
  snapshot.explain(`${key}: ${title}`, "");
  if (note) snapshot.explain(note, "  ");
  snapshot.row(WIDTH, "", "peer", "Thetis", "ratio", ...header);
  for (const row of rows) {
    if (row.theirs === undefined) {
      snapshot.say(`  ${row.name}: not timed`);
      continue;
    }
    snapshot.row(WIDTH, `  ${row.name}`, digits(row.theirs), digits(row.ours), digits(ratioOf(row, more)), ...row.extra);
    if (row.why) snapshot.explain(row.why, "      ");
  }
}
snapshot.write("peers.snap");
