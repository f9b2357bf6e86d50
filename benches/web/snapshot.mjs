/** A snapshot as it is written: every line is shown at once, and all are kept for the file. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

export class Snapshot {
  #lines = [];

  say(line = "") {
    this.#lines.push(line.trimEnd());
    console.log(line.trimEnd());
  }

  /** Prose, in lines of at most 150 characters. */
  explain(text, indent = "# ") {
    let line = "";
    for (const word of text.split(/\s+/).filter(Boolean)) {
      if (line && indent.length + line.length + 1 + word.length > 150) {
        this.say(indent + line);
        line = "";
      }
      line += line ? ` ${word}` : word;
    }
    this.say(indent + line);
  }

  /** Columns: the first to the left and so wide, the others to the right in thirteen. */
  row(width, first, ...others) {
    this.say(first.padEnd(width) + others.map((text) => String(text).padStart(13)).join(""));
  }

  write(name) {
    writeFileSync(new URL(`../results/${name}`, import.meta.url), `${this.#lines.join("\n")}\n`);
  }
}

/** What everything ran on. */
export const machine = () => `${cpus()[0].model.trim()}, ${process.platform} ${process.arch}, Node ${process.versions.node}`;

/** The version that benches/peers/requirements.txt pins. */
export function pinned(name) {
  const text = readFileSync(new URL("../peers/requirements.txt", import.meta.url), "utf8");
  return text.match(new RegExp(`^${name}==(.*)$`, "m"))[1];
}

export function median(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * What a step takes on average when nothing else runs: at each of the steps the least of all tests, averaged over the steps. (The least of all would be
 * that of the first step alone where steps take longer as answers add up.)
 */
export function undisturbed(tests) {
  const least = tests[0].map((_, step) => Math.min(...tests.map((times) => times[step])));
  return least.reduce((sum, time) => sum + time) / least.length;
}

/** Three significant digits, without an exponent. */
export function digits(value) {
  if (!Number.isFinite(value)) return "–";
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(places, 6));
}
