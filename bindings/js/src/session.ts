/** A session: the questions of one test, one person's answers, and what they tell. */
import type { ReadBank } from "./bank.js";
import { reply, send, sessions, solver, wasm } from "./module.js";
import { encode } from "./base64url.js";
import { Code, guard, problem } from "./errors.js";
import { choice, getAny, number, reading, refused } from "./read.js";
import { readDesign } from "./design.js";
import type { AnswerOptions, Care, Estimate, Reason, Session, Step } from "./types.js";

/** In the order of their codes, from 1. */
const REASONS =
  "maximum-length bank-exhausted standard-error information all-rules predicted-reduction change plateau time classified no-feasible-test".split(" ") as Reason["name"][];
/** In the order of their bits. */
const CARE: Record<Care, string> = {
  "person-fit": "answers are unlikely",
  drift: "answers change along the way",
  guttman: "answers contradict each other",
  fast: "answers are very fast",
};
type Seven = readonly [number, number, number, number, number, number, number];
/** What a person does, by its number in the engine. */
enum Act {
  Answer,
  Amend,
  Skip,
  DontKnow,
}

/** Begins a session, or continues one if the log is not empty. */
export const openSession = (bank: ReadBank, design: unknown, seed: Iterable<number>, log: readonly number[], exclude?: unknown): Session => {
  const [bankWords, identity, dimensions, items, , ids] = bank;
  const k = dimensions.length;
  const words = readDesign(design, bank);
  const excluded = getAny({ exclude }, "exclude").map((id) => choice(ids, id));
  const parts = [bankWords, words, [...new TextEncoder().encode(identity)], excluded, log];
  send(parts.flat());
  // A number made an object: every function below that asks the engine refers to it, and when nothing does, the session is closed.
  const handle = Object(guard(Code.Internal, () => wasm.open(...parts.map((part) => part.length), +!!solver, ...seed), items, Code.LogDiverges));
  sessions.register(handle, +handle);
  // How skips and "don't know" count (0 not allowed, 1 ignored, 2 lowest), which answers may be changed; the bounds of person fit follow.
  const policy = words.slice(-9) as readonly number[];
  const bytes = () => reply(wasm.log(handle));
  // From which answer on: −1 leaves all of them out, and so what they are needed for.
  const state = (first: number) => reply(wasm.state(handle, first));
  let asked: number;
  // The item to ask, why the test has ended, number of answers, θ, standard errors; see `write_state` in bindings/session.
  let now: readonly number[];
  const fitAt = 3 + 2 * k + k * k;

  const estimates = (): Estimate[] => dimensions.map((dimension, place) => ({ dimension, theta: now[3 + place]!, se: now[3 + k + place]! }));
  const update = () => {
    asked = -1;
    now = state(-1);
    return estimates();
  };
  const steps = (all = state(0)): Step[] =>
    Array.from({ length: now[2]! }, (_, index) => {
      const at = fitAt + 7 + index * (4 + 2 * k);
      const [place, given, code, timeCs, ...values] = all.slice(at) as [number, number, number, number, ...number[]];
      const [id, [, decode], status] = items[place]!;
      const passed = given < 0;
      const [option, category] = passed ? [null, null] : decode(code);
      // The engine takes the answer's code as it comes; a log that says otherwise than the bank's scoring was not made here.
      if (!passed && category !== given) throw problem(Code.LogDiverges, "scoring", id);
      return {
        item: id,
        given: (["skip", "dont-know"] as const)[~given] ?? "answer",
        option: option!,
        category: category!,
        scored: status < 2 && (!passed || policy[~given]! > 1),
        timeMs: timeCs * 10,
        theta: values.slice(0, k),
        se: values.slice(k, 2 * k),
      };
    });
  update();
  // Once, to refuse such a log.
  steps();

  /** Does an act about the item of that place, which is number `n` to the engine. */
  const perform = (act: Act, { timeMs = 0 }: AnswerOptions = {}, answer?: unknown, n = asked, place = n) => {
    if (place < 0) throw problem(act === Act.Amend ? Code.ChangeRefused : now[1] ? Code.Finished : Code.NotAsked, "see next() and may");
    const [id, [encode, decode]] = items[place]!;
    reading(Code.Answer, id);
    const code = act > Act.Amend ? 0 : encode(answer);
    if (!(number(timeMs) >= 0)) throw refused(Code.WrongType, "timeMs");
    // The longest time that the log holds.
    guard(Code.Internal, () => -wasm.act(handle, act, n, decode(code)[1]!, code, Math.min(timeMs / 10 + 0.5, 2 ** 32 - 1)), items);
    return update();
  };

  return {
    next() {
      asked = now[0]!;
      return asked < 0 ? null : { item: ids[asked]!, index: now[2]! };
    },
    answer: (answer, options) => perform(Act.Answer, options, answer),
    skip: (options) => perform(Act.Skip, options),
    dontKnow: (options) => perform(Act.DontKnow, options),
    amend: (index, answer, options) => perform(Act.Amend, options, answer, index, ids.indexOf(steps()[index]?.item as string)),
    get may() {
      const [, ended, count] = now as readonly [number, number, number];
      const [skip, dontKnow, change, block] = policy as readonly [number, number, number, number];
      const last = count && count - 1;
      return { skip: !ended && skip > 0, dontKnow: !ended && dontKnow > 0, amendFrom: [count, last, block ? last - (last % block) : count, 0][change]! };
    },
    outcome() {
      const code = now[1]!;
      const name = REASONS[code - 1];
      const all = state(0);
      const [lz, lzStar, cusumUpper, cusumLower, guttman, fast, flags] = all.slice(fitAt) as unknown as Seven;
      const care = (Object.keys(CARE) as Care[]).filter((_, bit) => (flags >> bit) & 1);
      const sentence = care[0] ? `Read with care because ${care.map((name) => CARE[name]).join(" and ")}.` : null;
      return {
        finished: code > 0,
        reason: name ? { code, name, sentence: `The test ended: ${name.replace(/-/g, " ")}.` } : null,
        estimates: estimates(),
        fit: { lz, lzStar, cusumUpper, cusumLower, guttman, fast, care, sentence },
        steps: steps(all),
      };
    },
    posterior: (cuts) => ({
      theta: now.slice(3, 3 + k),
      covariance: now.slice(3 + 2 * k, fitAt),
      above: cuts.map((list, dimension) => list.map((cut) => ((cut = wasm.above(handle, dimension, cut)) >= 0 ? cut : null))),
    }),
    get log() {
      return Uint8Array.from(bytes());
    },
    get logText() {
      return encode(bytes());
    },
  };
};
