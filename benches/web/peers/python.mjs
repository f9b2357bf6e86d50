/** The peers that are Python packages, each asked in a process of its own by benches/peers/adaptive. */
import { spawnSync } from "node:child_process";

const PYTHON = process.env.THETIS_PEER_PYTHON;
const FOLDER = new URL("../../peers/", import.meta.url).pathname;
export const ADAPTIVE = `${FOLDER}adaptive`;

/** How Python is started: `-B`, or its compiled files would lie among the sources. */
export const python = (...args) => [PYTHON, "-B", ...args];

/** What a script of benches/peers writes, as JSON. */
export function run(script, args, job) {
  const options = { input: JSON.stringify(job), encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["pipe", "pipe", "inherit"] };
  const [program, ...all] = python(`${FOLDER}${script}`, ...args);
  const ended = spawnSync(program, all, options);
  if (ended.status !== 0) throw new Error(`${script} ${args.join(" ")} failed`);
  return JSON.parse(ended.stdout.slice(ended.stdout.indexOf("{")));
}

/** What a package found of a job. */
export const ask = (name, work, job) => run("adaptive", [name, work], job).found;
