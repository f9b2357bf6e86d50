/** The assembly module as a page uses it. */
import { readFileSync } from "node:fs";

const module = readFileSync(new URL("../../bindings/js/dist/thetis_assembly_bg.wasm", import.meta.url));
const { exchange, assemble: solve, memory } = (await WebAssembly.instantiate(module, {})).instance.exports;

/** The best test for a problem as a list of numbers: its items, the sum of their values, and the bound on it. */
export function assemble(words) {
  const room = exchange(words.length);
  new Float64Array(memory.buffer, room, words.length).set(words);
  const at = solve(words.length);
  const [count] = new Float64Array(memory.buffer, at, 1);
  if (count < 0) throw new Error(`no test: ${count}`);
  const reply = new Float64Array(memory.buffer, at + 8, count + 2);
  return { items: [...reply.subarray(0, count)], objective: reply[count], bound: reply[count + 1] };
}
