/**
 * A program in a process of its own: `node process.mjs thetis|jscat|nothing < job.json`. Chooses the first item, writes a line, takes a test of the first
 * person, and writes the most memory held, in kB, and of Thetis the bytes of its module's memory.
 */
import { readFileSync } from "node:fs";

const [, , name] = process.argv;
const { items, persons, length } = JSON.parse(readFileSync(0, "utf8"));

/** The memory of the modules that are started from here on: the last one's. */
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const started = await instantiate(...given);
  memory = (started.instance ?? started).exports.memory;
  return started;
};

if (name === "nothing") {
  console.log("ready");
} else {
  const program = name === "thetis" ? await import("../thetis.mjs") : (await import("../jscat.mjs")).withCopies;
  const named = items.map((item, index) => ({ id: `item${index}`, ...item }));
  const test = program.start(program.prepare(named));
  console.log(test.asked());
  for (let step = 0; step < length; step++) test.step(persons[0][Number(test.asked().slice("item".length))]);
}
const kilobytes = process.resourceUsage().maxRSS;
console.log(JSON.stringify({ found: { kilobytes, module: memory?.buffer.byteLength } }));
