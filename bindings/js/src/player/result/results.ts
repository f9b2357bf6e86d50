/** The result of a session: computed once what computes it has come, compared as the person wishes, and told in any language. */
import type { Outcome, ScoreReport, Session } from "../../types.js";
import type { BankFile } from "../bank/file.js";
import type { BankTexts } from "../bank/texts.js";
import { type Ending, loadEnding } from "./load_ending.js";
import { Scorer } from "./scorer.js";
import type { Summary } from "./summary.js";

/** What a result is of. */
export interface Taken {
  readonly session: Session;
  readonly outcome: Outcome;
  /** Id of the profile that it is compared with. */
  readonly profile: string | null;
}

export class Results {
  readonly scorer = new Scorer();
  /** What tells and shows it; `null` until it has come. */
  ending: Ending | null = null;
  /** An earlier session of the same bank, to compare with. */
  before: Session | null = null;
  /** As computed, and of what. */
  private computed: { readonly of: Outcome; readonly profile: string | null; readonly before: Session | null; readonly report: ScoreReport } | null = null;
  /** As told, in each language. */
  private readonly summaries = new WeakMap<BankTexts, Summary>();

  /** `null` until it is computed. */
  report({ outcome, profile }: Taken): ScoreReport | null {
    const { computed, before } = this;
    return computed?.of === outcome && computed.profile === profile && computed.before === before ? computed.report : null;
  }

  /** Computes; what computes is waited for where it has not come. `still`: whether what was asked for is what is wanted by then. */
  async compute(bank: BankFile, taken: Taken, still: () => boolean): Promise<ScoreReport | null> {
    const { before, scorer } = this;
    const scoring = scorer.scoring ?? (await scorer.fetch());
    await this.fetchEnding();
    if (this.report(taken) || before !== this.before || !still()) return null;
    const { session, outcome, profile } = taken;
    const report = scoring.report(bank as never, session, { profile, before });
    this.computed = { of: outcome, profile, before, report };
    return report;
  }

  /** Waits for what tells and shows it. */
  async fetchEnding(): Promise<void> {
    this.ending ??= await loadEnding();
  }

  /** The result in words; `when` it was taken. */
  summary(taken: Taken, texts: BankTexts, design: string, when: Date): Summary | null {
    const report = this.report(taken);
    if (!report || !this.ending) return null;
    let summary = this.summaries.get(texts);
    if (summary?.report !== report) {
      summary = this.ending.summarise({ bank: texts.bank, design, texts, outcome: taken.outcome, report, logText: taken.session.logText, when });
      this.summaries.set(texts, summary);
    }
    return summary;
  }
}
