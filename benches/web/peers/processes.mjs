/** Programs as processes: how long from the start to the first item, and the most memory held after a test. */
import { spawn } from "node:child_process";

import { makeAnswers, makeItems } from "../bank.mjs";
import { median } from "../snapshot.mjs";
import { ADAPTIVE, python } from "./python.mjs";

export const ITEMS = 500;
export const LENGTH = 10;
/** Starts that count, after one that fills the system's cache of files. */
export const RUNS = 5;

const script = new URL("process.mjs", import.meta.url).pathname;
const node = (name) => [process.execPath, script, name];
/** What an interpreter does before any package is loaded: it reads the bank and says so. */
const BARE_PYTHON = "import json, resource, sys; json.load(sys.stdin); print('ready', flush=True); print(json.dumps({'found': {'kilobytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}}))";

const PROGRAMS = [
  { name: "Node alone", command: node("nothing") },
  { name: "Thetis (npm package)", command: node("thetis") },
  { name: "jsCAT", command: node("jscat") },
  { name: "Python alone", command: python("-c", BARE_PYTHON) },
  ...["catpie", "mirt", "catsim", "adaptivetesting"].map((name) => ({ name, command: python(ADAPTIVE, name, "first") })),
];

/** Milliseconds until the first line, and the last line. */
function start([program, ...args], job) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    let [text, milliseconds] = ["", undefined];
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      milliseconds ??= performance.now() - begun;
      text += chunk;
    });
    child.on("error", reject).on("close", (code) => {
      if (code !== 0) reject(new Error(`${program} ${args[0]} ended with ${code}`));
      else resolve({ milliseconds, ...JSON.parse(text.slice(text.indexOf("{"))).found });
    });
    child.stdin.end(JSON.stringify(job));
  });
}

/** Of every program the median start, and the memory. */
export async function measure() {
  const items = makeItems(ITEMS);
  const answers = makeAnswers(items, 0);
  const job = {
    items: items.map(({ a, b, c }) => ({ a, b, c })),
    persons: [items.map(({ id }) => answers.get(id))],
    length: LENGTH,
    select: "MFI",
    nodes: 61,
  };
  const runs = PROGRAMS.map(() => []);
  // In turns, so that all meet the same moods of the machine.
  for (let run = 0; run <= RUNS; run++) {
    for (const [index, { command }] of PROGRAMS.entries()) runs[index].push(await start(command, job));
  }
  return PROGRAMS.map(({ name }, index) => {
    const [{ module }, ...counted] = runs[index];
    return { name, module, milliseconds: median(counted.map((run) => run.milliseconds)), megabytes: median(counted.map((run) => run.kilobytes)) / 1024 };
  });
}
