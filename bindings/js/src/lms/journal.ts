/** What has happened in a test, as platforms are told it. */
import type { PlayerEvents } from "../player/events.js";
import type { Interaction, LmsElement, Snapshot } from "./host.js";
import { interactionOf } from "./interaction.js";
import { objectivesOf, scoreOf, successOf } from "./scores.js";
import { readState, sizeOf, writeState } from "./state.js";

/** An answer, and how long the log was with it. */
type Entry = readonly [interaction: Interaction, size: number];

export class Journal {
  private entries: Entry[] = [];
  /** Questions of the whole test, as far as can be told. */
  private questions = 0;
  private profile: string | null = null;
  private readonly since = performance.now();

  constructor(private readonly element: LmsElement) {}

  /** Goes on from what was kept, with answers that could not be delivered. */
  resume(kept: string | null, entries: readonly Entry[] = []): void {
    this.profile = readState(kept)?.profile ?? null;
    this.entries = [...entries];
  }

  answer(detail: PlayerEvents["answer"]): void {
    const { file } = this.element;
    if (file) this.entries.push([interactionOf(file, this.element.outcome(), detail, Date.now()), sizeOf(this.state)]);
  }
  question({ index, remaining }: PlayerEvents["question"]): void {
    this.questions = index + remaining.count;
  }
  /** The person has chosen what her result is compared with. */
  compare(profile: string | null): void {
    if (this.element.profile === null) this.profile = profile;
  }

  /** The answers from that place on. */
  from(place: number): readonly Entry[] {
    return this.entries.slice(place);
  }
  /** How many answers were given, and changed, in this launch and before. */
  get length(): number {
    return this.entries.length;
  }

  /** Empty before the session has begun. */
  get state(): string {
    const log = this.element.log();
    return log ? writeState({ language: this.element.language ?? "", profile: this.profile, log }) : "";
  }

  /** Time spent in this launch, milliseconds. */
  get elapsed(): number {
    return performance.now() - this.since;
  }

  snapshot(): Snapshot {
    const { element } = this;
    const outcome = element.outcome();
    const answered = outcome?.steps.length ?? 0;
    const finished = !!outcome?.finished;
    const objectives = element.file ? objectivesOf(element.file, finished ? outcome : null, finished ? element.report() : null) : [];
    return {
      state: this.state,
      language: element.language ?? "",
      answered,
      progress: finished ? 1 : answered / Math.max(1, answered, this.questions),
      finished,
      interactions: this.entries.map(([interaction]) => interaction),
      objectives,
      score: scoreOf(objectives),
      success: finished ? successOf(element.pass, element.report()) : "unknown",
      sessionMs: this.elapsed,
    };
  }
}
