/** A session: the questions of one test, one person's answers, and what they tell. */
import type { ReadBank } from "./bank.js";
import { reply, send, sessions, wasm } from "./module.js";
import { encode } from "./base64url.js";
import { Code, guard, problem } from "./errors.js";
import { choice, number, reading, refused } from "./read.js";
import { readDesign } from "./design.js";
import type { Estimate, Reason, Session, Step } from "./types.js";

const REASONS = "maximum-length bank-exhausted standard-error information all-rules".split(" ") as Reason["name"][];

/** Begins a session, or continues one if the log is not empty. */
export function openSession(bank: ReadBank, design: unknown, seed: Iterable<number>, log: readonly number[]): Session {
  const [bankWords, identity, dimensions, items] = bank;
  const k = dimensions.length;
  const words = readDesign(design, bank);
  const name = new TextEncoder().encode(identity);
  send([...bankWords, ...words, ...name, ...log]);
  // A number made an object: every function below that asks the engine refers to it, and when nothing does, the session is closed.
  const handle = Object(guard(Code.Internal, () => wasm.open(bankWords.length, words.length, name.length, log.length, ...seed), items));
  sessions.register(handle, +handle);
  const state = () => reply(wasm.state(handle, 0));
  const bytes = () => reply(wasm.log(handle));
  let asked = -1;
  // The item to ask, why the test has ended, number of answers, θ, standard errors; see `write_state` in bindings/session.
  let now = state();

  const estimates = (): Estimate[] => dimensions.map((dimension, place) => ({ dimension, theta: now[3 + place]!, se: now[3 + k + place]! }));

  const steps = (): Step[] => {
    // They come after the error covariance.
    let at = 3 + 2 * k + k * k;
    const take = (count: number): readonly number[] => now.slice(at, (at += count));
    const found: Step[] = [];
    while (now.length > at) {
      const [place, category, option, timeCs] = take(4) as readonly [number, number, number, number];
      const [id, options, categories] = items[place]!;
      // The engine takes the option as it comes; a log that says otherwise than the bank's scoring was not made here.
      if (categories[option] !== category) throw problem(Code.LogDiverges, "scoring", id);
      found.push({ item: id, option: options[option]!, category, timeMs: timeCs * 10, theta: take(k), se: take(k) });
    }
    return found;
  };
  // Once, to refuse such a log.
  steps();

  return {
    next() {
      asked = now[0]!;
      return asked < 0 ? null : { item: items[asked]![0], index: now[2]! };
    },
    answer(answer, { timeMs = 0 } = {}) {
      if (asked < 0) throw problem(now[1] ? Code.Finished : Code.NotAsked, "see next()");
      const [id, options, categories] = items[asked]!;
      reading(Code.Answer, id);
      const option = choice(typeof answer === "number" ? categories : options, answer);
      if (!(number(timeMs) >= 0)) throw refused(Code.WrongType, "timeMs");
      // The longest time that the log holds.
      guard(Code.Internal, () => -wasm.answer(handle, asked, categories[option]!, option, Math.min(timeMs / 10 + 0.5, 2 ** 32 - 1)));
      asked = -1;
      now = state();
      return estimates();
    },
    outcome() {
      const code = now[1]!;
      const name = REASONS[code - 1];
      return { finished: code > 0, reason: name ? { code, name, sentence: `The test ended: ${name.replace("-", " ")}.` } : null, estimates: estimates(), steps: steps() };
    },
    get log() {
      return Uint8Array.from(bytes());
    },
    get logText() {
      return encode(bytes());
    },
  };
}
