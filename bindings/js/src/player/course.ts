/** The course of an assessment, without a page: welcome, practice, questions, result. What is shown where is left to who owns it. */
import type { Answer, Outcome, Session } from "../types.js";
import type { Draft } from "./bank/shown.js";
import type { Remaining } from "./view.js";

/** Where the person is. */
export type Place =
  | { readonly name: "welcome" | "result" | "counsellor" | "answers" }
  /** `done`: the practice question was answered; the work to compare with is chosen anew, after the test. */
  | { readonly name: "occupation" | "practice"; readonly done: boolean }
  /** `index` from 0; below the number of answers it is an earlier question. */
  | { readonly name: "question"; readonly index: number };

/** What happened to a question. */
export interface Given {
  readonly item: string;
  readonly index: number;
  readonly given: "answer" | "skip" | "dont-know";
  readonly answer: Answer | null;
  readonly timeMs: number;
  /** An earlier answer was changed. */
  readonly changed: boolean;
}

/** What the course needs of its owner. */
export interface CourseOwner {
  /** Milliseconds that never go back. */
  now(): number;
  /** The session of a person who begins. */
  begin(): Session;
  /** The answer a draft to an item amounts to, `null` while it is not complete. */
  complete(item: string, draft: Draft): Answer | null;
  /** `before`: what it was before the last answer, where there is nothing else new. */
  remaining(outcome: Outcome, before?: Remaining): Remaining;
  /** Another question is on the screen. */
  asked(item: string, index: number): void;
  /** An answer was taken. */
  given(given: Given): void;
  finished(): void;
  /** Something is to be kept: an answer, or only a draft. */
  keep(): void;
  /** Something is to be drawn anew. */
  changed(): void;
}

/** How long a question has been looked at: not while the page is hidden, and never less than before. */
class Watch {
  private spent = 0;
  private since: number | null = null;

  constructor(private readonly now: () => number) {}

  reset(spent = 0): void {
    this.spent = spent;
    if (this.since !== null) this.since = this.now();
  }
  run(on: boolean): void {
    this.spent = this.elapsed;
    this.since = on ? this.now() : null;
  }
  get elapsed(): number {
    return this.spent + (this.since === null ? 0 : Math.max(0, this.now() - this.since));
  }
}

/** Whether two answers are the same; the order of a matching answer's parts does not matter. */
const same = (a: Draft, b: Draft): boolean => {
  const plain = (draft: Draft) => JSON.stringify(draft && typeof draft === "object" && !Array.isArray(draft) ? Object.entries(draft).sort() : draft);
  return plain(a) === plain(b);
};

export class Course {
  place: Place = { name: "welcome" };
  draft: Draft = null;
  /** The person wanted to go on without an answer. */
  missing = false;
  session: Session | null = null;
  /** Of the session as it stands. */
  outcome: Outcome | null = null;
  left: Remaining = { count: 0, exact: false };
  private readonly watch: Watch;
  /** The draft of the question to answer, while an earlier one is looked at, and the time it has had. */
  private aside: { readonly draft: Draft; readonly spent: number } | null = null;
  /** The item it is of. */
  private asideFor: string | undefined;

  constructor(
    private readonly owner: CourseOwner,
    /** Nothing can be changed. */
    private readonly readOnly: boolean,
  ) {
    this.watch = new Watch(owner.now);
  }

  get answered(): number {
    return this.outcome?.steps.length ?? 0;
  }
  get earlier(): boolean {
    return this.place.name === "question" && this.place.index < this.answered;
  }
  /** The item on the screen. */
  get item(): string | null {
    if (this.place.name !== "question") return null;
    return this.outcome?.steps[this.place.index]?.item ?? this.session?.next()?.item ?? null;
  }
  get may(): { readonly skip: boolean; readonly dontKnow: boolean; readonly back: boolean } {
    const { skip, dontKnow } = this.session?.may ?? { skip: false, dontKnow: false };
    const now = !this.earlier && !this.readOnly;
    return { skip: skip && now, dontKnow: dontKnow && now, back: this.index > this.first };
  }
  /** Questions still to come, counted from the one on the screen. */
  get remaining(): Remaining {
    const behind = this.answered - this.index;
    const count = (this.outcome?.finished ? 0 : this.left.count) + behind;
    return { count, exact: this.left.exact || !!this.outcome?.finished };
  }
  /** The draft of the question to answer, which is kept, and the time it has had. */
  get pending(): { readonly item: string; readonly draft: Draft; readonly spent: number } | null {
    const item = this.session?.next()?.item;
    if (!item) return null;
    const here = this.place.name === "question" && !this.earlier;
    return { item, ...(this.aside ?? (here ? { draft: this.draft, spent: this.watch.elapsed } : { draft: null, spent: 0 })) };
  }

  /** Time passes only while the question can be seen. */
  visible(on: boolean): void {
    this.watch.run(on);
  }

  /** To the practice question. */
  begin(): void {
    this.draft = null;
    this.to({ name: "practice", done: false });
  }

  /** To the first question. */
  start(): void {
    this.take(this.owner.begin());
    this.owner.keep();
    this.forward();
  }

  /** Goes on with a session: at its next question, or at its result. */
  resume(session: Session, draft: { readonly item: string; readonly value: Draft } | null = null, spent = 0): void {
    this.take(session);
    const question = session.next();
    if (!question || this.readOnly) return this.to({ name: "result" });
    this.aside = draft?.item === question.item ? { draft: draft.value, spent } : null;
    this.forward();
  }

  change(draft: Draft): void {
    if (this.readOnly) return;
    this.draft = draft;
    this.missing = false;
    if (this.place.name === "question" && !this.earlier) this.owner.keep();
    this.owner.changed();
  }

  /** Answers with the draft, or says that something is missing; an earlier answer is changed if the draft is another. */
  next(): void {
    const { place, draft, session } = this;
    if (place.name === "practice") {
      if (place.done) return this.start();
      if (this.owner.complete("", draft) === null) return this.lacks();
      return this.to({ name: "practice", done: true });
    }
    if (place.name !== "question" || !session) return;
    const { index } = place;
    const step = this.outcome!.steps[index];
    if (this.readOnly || (step && (same(draft, step.option) || index < session.may.amendFrom))) return this.forward(index + 1);
    const item = this.item!;
    const answer = this.owner.complete(item, draft);
    if (answer === null) return this.lacks();
    const timeMs = this.watch.elapsed;
    if (step) session.amend(index, answer, { timeMs });
    else session.answer(answer, { timeMs });
    this.after({ item, index, given: "answer", answer, timeMs, changed: !!step });
  }

  skip(): void {
    this.pass("skip");
  }
  dontKnow(): void {
    this.pass("dont-know");
  }

  /** To the answer before. */
  back(): void {
    const { name } = this.place;
    if (name === "counsellor" || name === "answers" || (name === "occupation" && this.session)) return this.to({ name: "result" });
    if (name === "occupation") return this.welcome();
    if (this.index <= this.first) return;
    if (!this.earlier && this.place.name === "question") this.aside = { draft: this.draft, spent: this.watch.elapsed };
    this.look(this.index - 1);
  }

  /** To the list of answers; where nothing can be changed, to the first, as it was asked. */
  answers(): void {
    if (!this.session) return;
    if (this.readOnly && this.answered) this.look(0);
    else this.to({ name: "answers" });
  }

  /** To the question which work to compare with. */
  occupations(): void {
    this.to({ name: "occupation", done: !!this.session });
  }

  result(): void {
    if (this.session) this.to({ name: "result" });
  }
  counsellor(): void {
    if (this.session) this.to({ name: "counsellor" });
  }
  welcome(): void {
    this.session = this.outcome = this.aside = null;
    this.draft = null;
    this.to({ name: "welcome" });
  }

  /** Place among the questions: of the result, after the last. */
  private get index(): number {
    return this.place.name === "question" ? this.place.index : this.answered;
  }
  /** The earliest question that may be looked at. */
  private get first(): number {
    return this.readOnly ? 0 : (this.session?.may.amendFrom ?? 0);
  }

  private pass(given: "skip" | "dont-know"): void {
    const { item, session, may } = this;
    if (!item || !session || !(given === "skip" ? may.skip : may.dontKnow)) return;
    const { index } = this;
    const timeMs = this.watch.elapsed;
    session[given === "skip" ? "skip" : "dontKnow"]({ timeMs });
    this.after({ item, index, given, answer: null, timeMs, changed: false });
  }

  private after(given: Given): void {
    const { index, changed } = given;
    this.take(this.session!, changed ? undefined : this.left);
    // Of a changed answer the question to answer may have become another: its draft is dropped.
    if (!changed || this.asideFor !== this.session!.next()?.item) this.aside = null;
    this.draft = null;
    this.watch.reset();
    this.owner.given(given);
    this.forward(index + 1);
    this.owner.keep();
    if (this.outcome!.finished) this.owner.finished();
  }

  private take(session: Session, before?: Remaining): void {
    this.session = session;
    this.outcome = session.outcome();
    this.left = this.owner.remaining(this.outcome, before);
  }

  /** To the question of that place, by default the one to answer; after the last to the result. */
  private forward(index = this.answered): void {
    if (index < this.answered) return this.look(index);
    if (!this.session!.next() || this.readOnly) return this.to({ name: "result" });
    this.draft = this.aside?.draft ?? null;
    this.watch.reset(this.aside?.spent);
    this.aside = null;
    this.ask(this.answered);
  }

  /** To an earlier question. */
  private look(index: number): void {
    this.asideFor = this.session!.next()?.item;
    this.draft = this.outcome!.steps[index]!.option;
    this.watch.reset();
    this.ask(index);
  }

  private ask(index: number): void {
    this.to({ name: "question", index });
    this.owner.asked(this.item!, index);
  }
  private lacks(): void {
    this.missing = true;
    this.owner.changed();
  }
  private to(place: Place): void {
    this.place = place;
    this.missing = false;
    this.owner.changed();
  }
}
