/** What the assessment does for the counsellor's side. */
import type { Assessment } from "../assessment.js";
import type { DeskHost } from "./desk.js";

export const deskHost = (assessment: Assessment): DeskHost => ({
  get language() {
    return assessment.library.language;
  },
  get languages() {
    return assessment.library.languages;
  },
  get bank() {
    return assessment.library.bank!;
  },
  get design() {
    return assessment.designName;
  },
  get profile() {
    return assessment.profile;
  },
  get keeps() {
    return assessment.saved === "device";
  },
  get name() {
    return assessment.name;
  },
  read: (language) => assessment.library.read(language),
  summarise: (texts) => assessment.summaryIn(texts),
  replay: (log) => assessment.replay(log),
  compareWith: (before) => assessment.setBefore(before),
  changed: () => assessment.changed(),
});
