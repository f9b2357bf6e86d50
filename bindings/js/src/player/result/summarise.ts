/** From the outcome of a session and its report to what a person is told of it: texts are joined, nothing is computed anew. */
import { thirds } from "../../score_report/thirds.js";
import type { Answer, Outcome, ScoreReport } from "../../types.js";
import type { BankFile } from "../bank/file.js";
import type { ShownItem, Text } from "../bank/shown.js";
import type { BankTexts } from "../bank/texts.js";
import { position } from "./drawing.js";
import type { AnsweredItem, CompetenceSummary, DimensionSummary, ProfileSummary, RequirementSummary, Summary } from "./summary.js";

/** Most competences named as strengths, and as what to learn next: more are not kept in mind. */
const MOST = 3;

/** Two chances in three: from here on it is said that something is so. */
export const CLEAR = 2 / 3;

/** What is summarised. */
export interface Result {
  readonly bank: BankFile;
  /** Its id in the bank. */
  readonly design: string;
  readonly texts: BankTexts;
  readonly outcome: Outcome;
  readonly report: ScoreReport;
  readonly logText: string;
  readonly when: Date;
}

/** Which level is to be expected, from 0 for the lowest to 1 for the highest. */
const height = ({ levels }: DimensionSummary): number => levels.reduce((sum, { probability }, k) => sum + probability * k, 0) / Math.max(1, levels.length - 1);

const competenceOf = (bank: BankFile, dimension: string): string => bank.dimensions.find(({ id }) => id === dimension)?.competence ?? dimension;

const summariseDimension = ({ bank, texts, report }: Result, place: number): DimensionSummary => {
  const { id, kind = "evaluation" } = bank.dimensions[place]!;
  const { theta, se, answers, levels, level, between } = report.dimensions[place]!;
  const mean = bank.prior.mean[place]!;
  const sd = Math.sqrt(bank.prior.covariance[place]![place]!);
  const declared = (bank.levels ?? []).filter(({ dimension }) => dimension === id);
  const cuts = declared.length ? declared.slice(1).map(({ from = mean }) => from) : thirds(mean, sd);
  const at = (value: number) => position(value, cuts, mean, sd);
  return {
    dimension: id,
    kind,
    theta,
    se,
    levels: levels.map((one) => ({ ...one, name: texts.level(competenceOf(bank, id), one.id).name })),
    thirds: !declared.length,
    level,
    between,
    answers,
    change: report.change?.find(({ dimension }) => dimension === id)?.verdict ?? null,
    drawn: { at: at(theta), from: at(theta - se), to: at(theta + se) },
  };
};

const summariseProfile = ({ bank, texts, report: { profile, dimensions } }: Result): ProfileSummary | null => {
  if (!profile) return null;
  const requirements = profile.requirements.map(({ dimension, level, importance, probability }): RequirementSummary => {
    const competence = competenceOf(bank, dimension);
    return {
      dimension,
      competence,
      name: texts.competence(competence).name,
      level: dimensions.find((one) => one.dimension === dimension)!.levels.findIndex(({ id }) => id === level),
      probability,
      met: probability >= CLEAR ? "yes" : probability <= 1 - CLEAR ? "no" : "perhaps",
      importance,
    };
  });
  const { id, probability, gaps } = profile;
  return { id, name: texts.profile(id), probability, requirements, gaps: gaps.map(({ dimension }) => requirements.find((one) => one.dimension === dimension)!) };
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

export const summarise = (result: Result): Summary => {
  const { bank, design, texts, outcome, report, logText, when } = result;
  const dimensions = bank.dimensions.map((_, place) => summariseDimension(result, place));
  const ids = [...new Set(bank.dimensions.map(({ id, competence = id }) => competence))];

  const competences = ids.map((id): CompetenceSummary => {
    const own = (kind: DimensionSummary["kind"]) => dimensions.find((one) => one.kind === kind && competenceOf(bank, one.dimension) === id) ?? null;
    const [evaluation, confidence] = [own("evaluation"), own("confidence")];
    const level = evaluation ? texts.level(id, evaluation.levels[evaluation.level]!.id) : null;
    return {
      id,
      ...texts.competence(id),
      evaluation,
      confidence,
      means: level?.text.text ? level.text : null,
      next: level?.next ?? null,
      compared: report.compared.find(({ competence }) => competence === id)?.verdict ?? null,
    };
  });

  // What nothing was answered about says nothing of the person.
  const known = competences.filter(({ evaluation }) => evaluation && evaluation.answers > 0) as (CompetenceSummary & { readonly evaluation: DimensionSummary })[];
  const best = [...known].sort((a, b) => height(b.evaluation) - height(a.evaluation));
  const well = best.filter(({ evaluation }, k) => k === 0 || (k < MOST && height(evaluation) >= 0.5));
  const learn = best.reverse().filter((one) => one.next && (!well.includes(one) || height(one.evaluation) < 0.5));

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
    report,
    competences,
    well: well.map(({ id }) => id),
    learn: learn.slice(0, MOST).map(({ id }) => id),
    profile: summariseProfile(result),
    steps: { modules: report.steps?.modules.map(({ module, hours }) => ({ id: module, ...texts.module(module), hours })) ?? [], hours: report.steps?.hours ?? 0 },
    credentials: report.credentials.map((one) => ({ ...texts.credential(one.id), ...one })),
    fit: outcome.fit,
    provenance: {
      source: only === "calibrated" || only === "expert" ? only : sources.has("expert") && sources.has("calibrated") ? "mixed" : "unknown",
      sample: Math.max(0, ...seen.map((item) => item?.provenance?.sample ?? 0)),
    },
    items: outcome.steps.map((step): AnsweredItem => {
      const item = texts.item(step.item);
      return { step, stem: item.stem, answer: answerTexts(item, step.option), reason: item.reason };
    }),
    logText,
  };
};
