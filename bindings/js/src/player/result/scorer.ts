/** What computes a result: a module of its own, fetched while the test goes on, since the first question does without it. */
import type { Scoring } from "../../score_report.js";
import { resultMissing } from "../trouble.js";

/**
 * The specifier is literal, so that integrators' bundlers find the file, which the build leaves beside the player; `as string` because there is
 * nothing for the compiler to look at.
 */
const load = async (): Promise<Scoring> => {
  const { loadScoring } = (await import("./score_report.js" as string)) as { readonly loadScoring: () => Promise<Scoring> };
  return loadScoring();
};

/** What the device does when it has nothing else to do. */
const whenIdle = (call: () => void): void => void (typeof requestIdleCallback === "function" ? requestIdleCallback(call, { timeout: 5000 }) : setTimeout(call, 1000));

export class Scorer {
  /** `null` until it has come. */
  scoring: Scoring | null = null;
  private coming: Promise<Scoring> | null = null;

  /** Begins to fetch once the device is idle, and what `more` fetches. That it fails is no trouble yet: it is asked for again at the end. */
  soon(more: () => Promise<unknown>): void {
    if (!this.coming) whenIdle(() => void Promise.all([this.fetch(), more()]).catch(() => {}));
  }

  /** Waits for it; throws a trouble where it cannot be had. */
  fetch(): Promise<Scoring> {
    return (this.coming ??= load().then(
      (scoring) => (this.scoring = scoring),
      (error: unknown) => {
        this.coming = null;
        throw resultMissing(error);
      },
    ));
  }
}
