/** The engine's WebAssembly module: the other half of bindings/session/src/plain.rs. */
import { number } from "./read.js";

interface Exports {
  readonly memory: WebAssembly.Memory;
  exchange(count: number): number;
  open(bank: number, design: number, identity: number, log: number, ...seedHighLow: readonly number[]): number;
  answer(session: number, item: number, category: number, response: number, timeCs: number): number;
  state(session: number, firstStep: number): number;
  log(session: number): number;
  close(session: number): void;
}

/** What the module exports, once it is started. */
export let wasm: Exports;
/** Closes the sessions in the engine that nothing refers to any more. */
export let sessions: FinalizationRegistry<number>;

/** Takes the module, just started: of bytes, module and instance; of a module, its instance. */
export function attach(started: { readonly instance?: WebAssembly.Instance }): void {
  wasm = (started.instance ?? (started as WebAssembly.Instance)).exports as unknown as Exports;
  sessions = new FinalizationRegistry(wasm.close);
}

// The memory's buffer changes when it grows: looked up anew each time.
const numbers = (at: number, count?: number) => new Float64Array(wasm.memory.buffer, at, count);

/** Writes what the engine is to read; what is no number is NaN to it. */
export const send = (words: readonly unknown[]): void => numbers(wasm.exchange(words.length)).set(words.map(number));

/** A copy of what the engine replied: the count, then as many numbers. */
export const reply = (at: number): readonly number[] => [...numbers(at + 8, numbers(at)[0])];
