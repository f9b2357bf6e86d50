/** The WebAssembly modules: the engine (its half is bindings/session/src/plain.rs) and the solver of shadow tests (bindings/assembly). */
import { number } from "./read.js";

/** A module that is spoken to through a list of numbers. */
interface Module {
  readonly memory: WebAssembly.Memory;
  exchange(count: number): number;
}
interface Engine extends Module {
  /** Takes how many words of bank, design, identity, excluded items and log were sent, whether there is a solver, and the seed's halves. */
  open(...numbers: readonly number[]): number;
  act(session: number, act: number, n: number, category: number, response: number, timeCs: number): number;
  state(session: number, firstStep: number): number;
  above(session: number, dimension: number, cut: number): number;
  log(session: number): number;
  close(session: number): void;
}
interface Solver extends Module {
  assemble(count: number): number;
}

/** What the engine exports, once it is started. */
export let wasm: Engine;
/** What the solver exports, if a design has needed it. */
export let solver: Solver | undefined;
/** Closes the sessions in the engine that nothing refers to any more. */
export let sessions: FinalizationRegistry<number>;

/** Takes the engine, just started. */
export const attachEngine = (exports: unknown): void => {
  wasm = exports as Engine;
  sessions = new FinalizationRegistry(wasm.close);
};

/** Takes the solver, just started. */
export const attachSolver = (exports: unknown): void => void (solver = exports as Solver);

// A memory's buffer changes when it grows: looked up anew each time.
const numbers = ({ memory }: Module, at: number, count?: number) => new Float64Array(memory.buffer, at, count);

/** Writes what the engine is to read; what is no number is NaN to it. */
export const send = (words: readonly unknown[]): void => numbers(wasm, wasm.exchange(words.length)).set(words.map(number));

/** A copy of what the engine replied: the count, then as many numbers. */
export const reply = (at: number): readonly number[] => [...numbers(wasm, at + 8, numbers(wasm, at)[0])];

/**
 * What the engine asks of its host: to put the best test for the problem of so many numbers in the problem's place. Returns the number
 * of its items, below 0 if there is none.
 */
export const imports = {
  thetis: {
    assemble(at: number, count: number): number {
      numbers(solver!, solver!.exchange(count)).set(numbers(wasm, at, count));
      const found = solver!.assemble(count);
      const length = numbers(solver!, found)[0]!;
      if (length > 0) numbers(wasm, at).set(numbers(solver!, found + 8, length));
      return length;
    },
  },
};
