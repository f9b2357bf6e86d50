/** What SCORM 1.2 and SCORM 2004 have in common: calls that may be refused or fail, and values that are written once. */
import type { Host, HostName, Interaction, Objective, Opening, Snapshot } from "../host.js";

/** An element of the data model, its value, and whether the test is well kept without it. */
export type Value = readonly [element: string, value: string, optional?: boolean];

/** What sets the versions apart. */
export interface Dialect {
  readonly name: HostName;
  readonly calls: Readonly<Record<"begin" | "end" | "get" | "set" | "commit" | "error", string>>;
  /** Elements that are read: how the test is opened, whose it is, in which language, and how far the attempt is. */
  readonly mode: string;
  readonly person: string;
  readonly language: string;
  readonly status: string;
  /** Errors of reading that only mean that there is nothing. */
  readonly nothing: RegExp;
  /** Errors of writing that come again however often it is tried. */
  readonly never: RegExp;
  /** Error of beginning a second time. */
  readonly twice: string;
  /** Longest state. */
  readonly limit: number;
  /** An attempt that has begun. */
  readonly incomplete: Value;
  /** While the test goes on. */
  progress(snapshot: Snapshot): readonly Value[];
  /** After the last answer; before it platforms would take a score for a verdict. The status is the last, since some work it out from the score. */
  result(snapshot: Snapshot): readonly Value[];
  /** How the test would be left now. */
  exit(finished: boolean): Value;
  sessionTime(ms: number): Value;
  /** Of one objective or interaction, by the names within it, in the order in which they have to be written; the id first. */
  objective(objective: Objective): readonly Value[];
  interaction(interaction: Interaction): readonly Value[];
}

/** The object of the platform. */
export type Api = Readonly<Record<string, (...texts: readonly string[]) => unknown>>;

/** What became of a value: the platform has it; it may take it another time; it never will. */
type Fate = "taken" | "later" | "never";

/** How often an answer is offered that the platform does not take, without saying that it never will. */
const OFFERS = 3;

/** A platform by its object and version. */
export class ScormHost implements Host {
  readonly name: HostName;
  person: string | null = null;
  private begun = false;
  private ended = false;
  /** Nothing is written: the test is only looked at. */
  private silent = false;
  /** The attempt has no status yet, of this launch or an earlier one. */
  private fresh = false;
  /** What the platform has, by element. */
  private readonly has = new Map<string, string>();
  /** Interactions that were written; the place of the next one there; how often it has been offered. */
  private written = 0;
  private place: number | null = null;
  private offers = 0;
  /** Places of the objectives, by their ids. */
  private places: Map<string, number> | null = null;

  constructor(
    private readonly api: Api,
    private readonly dialect: Dialect,
  ) {
    this.name = dialect.name;
  }

  async open(): Promise<Opening> {
    const { dialect } = this;
    if (!this.call("begin", "") && this.error() !== dialect.twice) throw Error("The platform does not begin.");
    const mode = this.read(dialect.mode);
    const kept = this.read("cmi.suspend_data") || null;
    const language = this.read(dialect.language) || null;
    this.fresh = /^(not attempted|unknown|)$/.test(this.read(dialect.status));
    this.person = this.read(dialect.person) || null;
    this.begun = true;
    this.silent = mode === "review" || mode === "browse";
    // Who may look at a test that nobody has begun, a trainer, may try it: the device keeps that.
    const trial = mode === "browse" && !kept;
    if (!this.silent && this.fresh) {
      // At once: an attempt without a status counts as completed when it is left, and what is not suspended is forgotten.
      this.set(dialect.incomplete);
      this.set(dialect.exit(false));
      this.call("commit", "");
    }
    return { kept, language, review: this.silent && !trial, save: trial ? "device" : "host", leaves: !trial };
  }

  async keep(snapshot: Snapshot): Promise<boolean> {
    if (this.silent) return true;
    const all = this.write(snapshot);
    if (this.call("commit", "")) return all;
    // What was only set may be lost.
    this.has.clear();
    return false;
  }

  async leave(snapshot: Snapshot): Promise<boolean> {
    if (!this.begun || this.ended) return false;
    this.ended = true;
    const all = this.silent || this.write(snapshot);
    if (!this.silent) this.set(this.dialect.sessionTime(snapshot.sessionMs));
    return this.call("end", "") && all;
  }

  /** Writes what is new; whether everything that is needed was taken. */
  private write(snapshot: Snapshot): boolean {
    const { dialect } = this;
    const { state, finished } = snapshot;
    const short = state.length <= dialect.limit;
    const values: readonly Value[] = [
      ...(state && short ? [["cmi.suspend_data", state] as const] : []),
      ...dialect.progress(snapshot),
      ...(finished ? dialect.result(snapshot) : this.fresh ? [dialect.incomplete] : []),
      dialect.exit(finished),
    ];
    let all = short;
    for (const value of values) {
      const fate = this.set(value);
      if (value[2] || fate === "taken") continue;
      all = false;
      // A platform that is gone is not asked a hundred times.
      if (fate === "later") return false;
    }
    // Together with the state: by that it is seen, at the next launch, which of them the platform has.
    if (this.has.get("cmi.suspend_data") === state) this.writeInteractions(snapshot.interactions);
    if (finished) this.writeObjectives(snapshot.objectives);
    return all;
  }

  /** Answers, after those that the platform has. One that it does not take waits for the next time, with all after it. */
  private writeInteractions(interactions: readonly Interaction[]): void {
    for (; this.written < interactions.length; this.written++, this.offers = 0) {
      this.place ??= this.count("interactions");
      if (this.place === null) return;
      const fate = this.writeOne(`cmi.interactions.${this.place}.`, this.dialect.interaction(interactions[this.written]!));
      if (fate === "later" && ++this.offers < OFFERS) return;
      if (fate === "taken") this.place++;
    }
  }

  private writeObjectives(objectives: readonly Objective[]): void {
    this.places ??= this.known();
    if (!this.places) return;
    for (const objective of objectives) {
      const [id, ...values] = this.dialect.objective(objective);
      const place = this.places.get(id![1]) ?? this.places.size;
      const fate = this.writeOne(`cmi.objectives.${place}.`, this.places.has(id![1]) ? values : [id!, ...values]);
      if (fate === "later") return;
      if (fate === "taken") this.places.set(id![1], place);
    }
  }

  /** One objective or interaction. Without its first value there is none; any other may be missing. */
  private writeOne(at: string, values: readonly Value[]): Fate {
    for (const [k, [name, value]] of values.entries()) {
      const fate = this.set([at + name, value]);
      if (fate === "later" || (fate === "never" && !k)) return fate;
    }
    return "taken";
  }

  /** The objectives that the platform has already, from the package's manifest or an earlier launch. */
  private known(): Map<string, number> | null {
    const count = this.count("objectives");
    try {
      return count === null ? null : new Map(Array.from({ length: count }, (_, place) => [this.read(`cmi.objectives.${place}.id`), place]));
    } catch {
      return null;
    }
  }

  /** How many there are; `null` where the platform does not say. */
  private count(what: string): number | null {
    try {
      const count = this.read(`cmi.${what}._count`);
      return /^\d+$/.test(count) ? Number(count) : null;
    } catch {
      return null;
    }
  }

  private set([element, value]: Value): Fate {
    if (this.has.get(element) === value) return "taken";
    if (this.call("set", element, value)) {
      this.has.set(element, value);
      return "taken";
    }
    return this.dialect.never.test(this.error()) ? "never" : "later";
  }

  /** Empty where there is nothing; throws where the platform does not answer, which is not the same. */
  private read(element: string): string {
    const value = this.api[this.dialect.calls.get]!(element);
    const text = value === null || value === undefined ? "" : String(value);
    if (!text || text === "false") {
      const error = this.error();
      if (error !== "0" && !this.dialect.nothing.test(error)) throw Error(`${element}: error ${error}.`);
    }
    return text;
  }

  private call(name: "begin" | "end" | "set" | "commit", ...texts: readonly string[]): boolean {
    try {
      return /^(true|1)$/i.test(String(this.api[this.dialect.calls[name]]!(...texts)));
    } catch {
      return false;
    }
  }

  private error(): string {
    try {
      return String(this.api[this.dialect.calls.error]!());
    } catch {
      return "";
    }
  }
}
