/**
 * What a result means: levels with their probabilities, confidence beside knowledge, distance to an occupation, what to learn next,
 * micro-credentials, change since an earlier session. A module of its own, because it is needed when a result is due and not before.
 *
 * ```js
 * const { report } = await loadScoring();
 * report(bank, session, { profile: "home-care-aide" }).profile.gaps;
 * ```
 */
import { BankError, LogError } from "./errors.js";
import { type WasmSource, loader } from "./load.js";
import { readReport } from "./score_report/read_report.js";
import { readStandards } from "./score_report/standards.js";
import type { Bank, ScoreReport, Session } from "./types.js";

export type * from "./types.js";
export type { WasmSource } from "./load.js";

/** The arithmetic of results, loaded. */
export interface Scoring {
  /**
   * Holds a session against what its bank declares: levels, the profile of that id, pathway, credentials. `before` is an earlier session
   * with the same bank. The program `thetis replay` computes the same, to the bit.
   * @throws BankError if the bank's levels, profile, pathway or credentials make no sense; LogError if `before` is of another bank
   * or another version of it.
   */
  report(bank: Bank | string | Readonly<Record<string, unknown>>, session: Session, options?: { readonly profile?: string | null; readonly before?: Session | null }): ScoreReport;
}

interface Outcome {
  readonly memory: WebAssembly.Memory;
  exchange(count: number): number;
  report(): number;
}
let wasm: Outcome;

const load = loader("thetis_outcome_bg.wasm", () => new URL("thetis_outcome_bg.wasm", import.meta.url), (exports) => void (wasm = exports as Outcome));

/**
 * Loads the arithmetic, once. `wasm` says where the module is if it is not beside this file.
 * @throws LoadError if it cannot be fetched or may not run. It can be tried again.
 */
export const loadScoring = async ({ wasm }: { readonly wasm?: WasmSource | PromiseLike<WasmSource> } = {}): Promise<Scoring> => {
  await load(wasm);
  return scoring;
};

/** What is wrong, by the number that the module gives it, from 600 on; the place is in the list that each is about. */
const KINDS = ["population", "cut-scores", "requirement", "module", "prerequisite-cycle", "credential", "evidence"];

const failure = (Class: typeof BankError, code: string, number: number, message: string) =>
  Object.assign(new Class(), { name: Class === BankError ? "BankError" : "LogError", message, code, number, item: null });

/** Bytes 4 to 12 of a log: the digest of its bank. */
const bankOf = (session: Session): string => session.log.slice(4, 12).join();

const scoring: Scoring = {
  report(source, session, { profile = null, before = null } = {}) {
    const standards = readStandards(source, profile);
    if (before && bankOf(before) !== bankOf(session)) throw failure(LogError, "log-of-another-bank", 404, "The earlier session was with another bank, or another version of it.");
    // Asked once: the engine works person fit out each time.
    const { estimates, steps } = session.outcome();
    const answers = standards.answers(steps);
    const earlier = before ? [1, ...standards.evidence(before, standards.answers(before.outcome().steps))] : [0];
    const words = [...standards.words, ...standards.evidence(session, answers), ...earlier];
    const at = wasm.exchange(words.length);
    new Float64Array(wasm.memory.buffer, at, words.length).set(words);
    const reply = wasm.report();
    // The buffer may have grown meanwhile.
    const [count] = new Float64Array(wasm.memory.buffer, reply, 1) as unknown as [number];
    const numbers = new Float64Array(wasm.memory.buffer, reply + 8, count);
    // The first number of a report is a probability.
    if (numbers[0]! < 0) {
      const number = Math.trunc(-numbers[0]! / 2 ** 32);
      const code = KINDS[number - 600] ?? "malformed";
      const place = (-numbers[0]! % 2 ** 32) - 1;
      throw failure(BankError, code, number, `The bank's ${code.replace(/-/g, " ")} cannot be used${place < 0 ? "" : ` (number ${place + 1})`}: thetis check says what is wrong.`);
    }
    return readReport(standards, estimates, answers, !!before, [...numbers]);
  },
};
