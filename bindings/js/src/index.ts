/**
 * Adaptive assessments: the engine chooses the next question and estimates ability.
 *
 * ```js
 * const engine = await loadEngine();
 * const session = engine.start(bank, { seed: 42 });
 * for (let question; (question = session.next()); ) session.answer(await ask(question.item));
 * session.outcome();
 * ```
 */
import { Code, DesignError, guard, problem, type ThetisError } from "./errors.js";
import { decode } from "./base64url.js";
import { readBank } from "./bank.js";
import { findDesign } from "./design.js";
import { openSession } from "./session.js";
import { loader, type WasmSource } from "./load.js";
import { attachEngine, attachSolver } from "./module.js";
import type { Bank, Design, Session } from "./types.js";

export { AnswerError, BankError, DesignError, LoadError, LogError, ThetisError } from "./errors.js";
export type { WasmSource } from "./load.js";
export type * from "./types.js";

/** A bank: the parsed bank.json, or its text. Any object is taken and checked, so an imported JSON module will do. */
export type BankSource = Bank | string | Readonly<Record<string, unknown>>;

/** The engine, loaded. */
export interface Engine {
  /**
   * Fetches the solver of shadow tests, once, if the design has them; else does nothing. To be awaited before such a design is
   * started or resumed. `wasm` says where thetis_assembly_bg.wasm is if it is not beside this file.
   * @throws LoadError if it cannot be fetched or may not run. It can be tried again.
   */
  prepare(bank: BankSource, options?: { readonly design?: string | Design; readonly wasm?: WasmSource | PromiseLike<WasmSource> }): Promise<void>;
  /**
   * Begins a session. `design` names one of the bank's (`"default"` if not given) or is one. The same bank, design, seed, excluded
   * items and answers give the same session everywhere, to the bit; `seed` is from 0 to 2⁶⁴ − 1, drawn by the browser if not given.
   * `exclude` has ids of items that are never asked, those of an earlier session for example.
   */
  start(bank: BankSource, options?: { readonly design?: string | Design; readonly seed?: bigint | number | string; readonly exclude?: readonly string[] }): Session;
  /** Continues a session from its log, bytes or text. `design` is needed only if the session had one that is not in the bank. */
  resume(bank: BankSource, log: Uint8Array | string, options?: { readonly design?: string | Design }): Session;
}

/**
 * Loads the engine, once; later calls give the same one. `wasm` says where the module is if it is not beside this file.
 * @throws LoadError if it cannot be fetched or may not run. It can be tried again.
 */
export const loadEngine = async ({ wasm }: { readonly wasm?: WasmSource | PromiseLike<WasmSource> } = {}): Promise<Engine> => {
  await loadModule(wasm);
  return engine;
};

// The files are named twice: bundlers copy a file whose name stands in `new URL`.
const loadModule = loader("thetis_session_bg.wasm", () => new URL("thetis_session_bg.wasm", import.meta.url), attachEngine);
const loadSolver = loader("thetis_assembly_bg.wasm", () => new URL("thetis_assembly_bg.wasm", import.meta.url), attachSolver);

const engine: Engine = {
  async prepare(source, { design, wasm } = {}) {
    if ((findDesign(design, readBank(source)) as Partial<Design>).select?.shadow) await loadSolver(wasm);
  },
  start: (source, { design, seed, exclude } = {}) => openSession(readBank(source), design, seedWords(seed), [], exclude),
  resume(source, log, { design } = {}) {
    const bank = readBank(source);
    const bytes = typeof log === "string" ? guard(Code.Log + Code.Malformed, () => decode(log)) : log;
    if (!(bytes instanceof Uint8Array)) throw problem(Code.Log + Code.Malformed);
    // To the engine an empty log is a session to begin.
    if (!bytes.length) throw problem(Code.LogTruncated);
    // The log has only the digest of its design: of several, the one that fits is found by trying.
    let misfit: unknown;
    for (const candidate of [design, ...Object.keys(design == null ? bank[4] : {})]) {
      try {
        return openSession(bank, candidate, [], [...bytes]);
      } catch (error) {
        // A broken design of the bank must not stand in the way of the one that fits.
        const { number } = error as ThetisError;
        if (number !== Code.LogDesign && !(error instanceof DesignError)) throw error;
        // Of a design that needs the solver, whether it is the log's is not known yet.
        if (number === Code.NeedsPrepare) misfit = error;
        misfit ??= error;
      }
    }
    throw misfit;
  },
};

/** The seed's upper and lower half. */
const seedWords = (seed: bigint | number | string | undefined): Iterable<number> => {
  if (seed === undefined) return crypto.getRandomValues(new Uint32Array(2));
  const value = /^\d+$/.test(seed as string) ? BigInt(seed) : -1n;
  // A number beyond 2⁵³ is no longer the one that was written.
  if (value >> 64n || (typeof seed === "number" && seed >= 2 ** 53)) throw problem(Code.Design + Code.WrongType, `seed is ${seed}, not 0 to 2^64-1`);
  return [value >> 32n, value & 0xffffffffn].map(Number);
};
