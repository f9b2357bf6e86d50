/** From the outcome of a session to what a person is told of it. */
import type { Answer, Outcome } from "../../types.js";
import type { BankFile } from "../bank/file.js";
import type { ShownItem, Text } from "../bank/shown.js";
import type { BankTexts } from "../bank/texts.js";
import { levelProbabilities, position, standing, thirds, CLEAR } from "./level.js";
import type { AnsweredItem, CompetenceSummary, DimensionSummary, Summary } from "./summary.js";

/** Most competences named as strengths, and as what to learn next: more are not kept in mind. */
const MOST = 3;

/** Which level is to be expected, from 0 for the lowest to 1 for the highest. */
const height = ({ levels }: DimensionSummary): number => levels.reduce((sum, { probability }, k) => sum + probability * k, 0) / Math.max(1, levels.length - 1);

const summariseDimension = (bank: BankFile, texts: BankTexts, outcome: Outcome, place: number, requires: Readonly<Record<string, string>>): DimensionSummary => {
  const { id, competence = id, kind = "evaluation" } = bank.dimensions[place]!;
  const { theta, se } = outcome.estimates[place]!;
  const mean = bank.prior.mean[place]!;
  const sd = Math.sqrt(bank.prior.covariance[place]![place]!);
  const declared = (bank.levels ?? []).filter(({ dimension }) => dimension === id);
  const cuts = declared.length ? declared.slice(1).map(({ from = mean }) => from) : thirds(mean, sd);
  const ids = declared.length ? declared.map((level) => level.id) : ["low", "middle", "high"];
  const probabilities = levelProbabilities(theta, se, cuts);
  const required = ids.indexOf(requires[id] ?? "");
  return {
    dimension: id,
    kind,
    theta,
    se,
    levels: ids.map((level, k) => ({ id: level, name: texts.level(competence, level).name, probability: probabilities[k]! })),
    thirds: !declared.length,
    ...standing(probabilities),
    required: required < 0 ? null : required,
    answers: outcome.steps.filter(({ scored, item }) => scored && bank.items.find((one) => one.id === item)?.dimensions.includes(id)).length,
    drawn: { at: position(theta, cuts, mean, sd), from: position(theta - se, cuts, mean, sd), to: position(theta + se, cuts, mean, sd) },
  };
};

/** Whether confidence is where the competence is. Only levels that are clear can be said to differ. */
const compare = (evaluation: DimensionSummary | null, confidence: DimensionSummary | null): CompetenceSummary["compared"] => {
  if (!evaluation || !confidence) return null;
  if ([evaluation, confidence].some(({ levels, level }) => levels[level]!.probability < CLEAR)) return "unclear";
  const [knows, feels] = [evaluation, confidence].map(({ level, levels }) => level / Math.max(1, levels.length - 1)) as [number, number];
  // Scales of different length: less than half a step of the longer one is no difference.
  const half = 0.5 / Math.max(1, evaluation.levels.length - 1, confidence.levels.length - 1);
  return Math.abs(knows - feels) < half ? "matches" : feels < knows ? "underestimates" : "overestimates";
};

/** The options an answer consists of, in words. */
const answerTexts = ({ options, targets }: ShownItem, answer: Answer | null): readonly Text[] => {
  const label = (shown: ShownItem["options"], id: string): Text[] => shown.filter((one) => one.id === id).map((one) => one.label);
  if (answer === null || typeof answer === "number") return [];
  if (typeof answer === "string") return label(options, answer);
  if (Array.isArray(answer)) return (answer as readonly string[]).flatMap((id) => label(options, id));
  return Object.entries(answer as Readonly<Record<string, string>>).flatMap(([id, target]) =>
    label(options, id).map((left) => ({ ...left, text: `${left.text} – ${label(targets, target).map(({ text }) => text).join("")}` })),
  );
};

/** `design`: its id in the bank; `profile`: an id too. */
export const summarise = (bank: BankFile, design: string, texts: BankTexts, outcome: Outcome, logText: string, profile: string | null, when: Date): Summary => {
  const asked = profile === null ? undefined : bank.profiles?.[profile];
  const dimensions = bank.dimensions.map((_, place) => summariseDimension(bank, texts, outcome, place, asked?.requires ?? {}));
  const ids = [...new Set(bank.dimensions.map(({ id, competence = id }) => competence))];

  const competences = ids.map((id): CompetenceSummary => {
    const own = (kind: DimensionSummary["kind"]) => dimensions.find((one, place) => one.kind === kind && (bank.dimensions[place]!.competence ?? one.dimension) === id) ?? null;
    const [evaluation, confidence] = [own("evaluation"), own("confidence")];
    const level = evaluation ? texts.level(id, evaluation.levels[evaluation.level]!.id) : null;
    return {
      id,
      ...texts.competence(id),
      evaluation,
      confidence,
      means: level?.text.text ? level.text : null,
      next: level?.next ?? null,
      compared: compare(evaluation, confidence),
    };
  });

  // What nothing was answered about says nothing of the person.
  const known = competences.filter(({ evaluation }) => evaluation && evaluation.answers > 0) as (CompetenceSummary & { readonly evaluation: DimensionSummary })[];
  const best = [...known].sort((a, b) => height(b.evaluation) - height(a.evaluation));
  const well = best.filter(({ evaluation }, k) => k === 0 || (k < MOST && height(evaluation) >= 0.5));
  const lacking = ({ evaluation: { required, level } }: (typeof known)[number]): number => (required === null ? 0 : Math.max(0, required - level));
  const learn = best
    .reverse()
    .filter((one) => one.next && (lacking(one) > 0 || !well.includes(one) || height(one.evaluation) < 0.5))
    .sort((a, b) => lacking(b) - lacking(a));

  const seen = outcome.steps.map(({ item }) => bank.items.find(({ id }) => id === item));
  const sources = new Set(seen.map((item) => item?.provenance?.source));
  const only = sources.size === 1 ? [...sources][0] : undefined;
  return {
    source: `${bank.id} ${bank.version} · ${design}`,
    finished: outcome.finished,
    reason: outcome.reason,
    answered: outcome.steps.length,
    seconds: outcome.steps.reduce((sum, { timeMs }) => sum + timeMs, 0) / 1000,
    when,
    competences,
    well: well.map(({ id }) => id),
    learn: learn.slice(0, MOST).map(({ id }) => id),
    profile: asked && profile !== null ? texts.profile(profile) : null,
    fit: outcome.fit,
    provenance: {
      source: only === "calibrated" || only === "expert" ? only : sources.has("expert") && sources.has("calibrated") ? "mixed" : "unknown",
      sample: Math.max(0, ...seen.map((item) => item?.provenance?.sample ?? 0)),
    },
    items: outcome.steps.map((step): AnsweredItem => {
      const item = texts.item(step.item);
      return { step, stem: item.stem, answer: answerTexts(item, step.option) };
    }),
    logText,
  };
};
