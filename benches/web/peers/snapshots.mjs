/** What the other programs of `cargo xtask bench` have measured beside peers, read from their snapshots. */
import { readFileSync } from "node:fs";

const lines = (name) => readFileSync(new URL(`../../results/${name}`, import.meta.url), "utf8").split("\n");

/** The columns of a line: two spaces or more lie between them. */
const columns = (line) => line.trim().split(/ {2,}/);

/** The one line that begins so, without what it begins with. */
function after(text, name) {
  const found = lines(name).filter((line) => line.trimStart().startsWith(text));
  if (found.length !== 1) throw new Error(`${name} has ${found.length} lines that begin with "${text}", and should have one`);
  return columns(found[0].trimStart().slice(text.length)).map(Number);
}

/** Of a bank of so many items the times of a step and of the start, microseconds, by Thetis and by jsCAT without its copies. */
export function steps(size) {
  const row = (program) => {
    const [, undisturbed, median, start] = after(`${size} ${program}  `, "step.snap");
    return { undisturbed, median, start };
  };
  return { thetis: row("Thetis"), jscat: row("jsCAT, deepCopy=false") };
}

/** Milliseconds of mirt's shadow tests and of Thetis' for the same problems; null where mirt was not timed. */
export function shadow() {
  if (!lines("assembly.snap").some((line) => line.startsWith("mirt, "))) return null;
  const [theirs] = after("mirt, 500 items × 2 constraints: step", "assembly.snap");
  const [ours] = after("Thetis, the same: information and assembly", "assembly.snap");
  return { theirs, ours };
}

/** Of every set its title, and CPU seconds of every program that could. */
export function calibrations() {
  const sets = [];
  for (const line of lines("calibrate.snap")) {
    const title = line.match(/^(\w+) \((shared|simulated)\): (.*)$/);
    if (title) sets.push({ title: title[3], rows: [] });
    const row = line.match(/^ {2}(Thetis|PyPI \w+ [\d.]+)(, no prior)? +([\d.]+) /);
    if (!row) continue;
    const [, name, prior = "", cpu] = row;
    sets.at(-1).rows.push({ name: name.replace("PyPI ", ""), prior: prior.slice(2), cpu: Number(cpu) });
  }
  return sets;
}
