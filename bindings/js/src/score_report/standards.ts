/** bank.json → what a result is held against, as the words that the module reads. The native program makes the same ones. */
import { Code, guard } from "../errors.js";
import { choice, entry, type Fields, getAny, getList, getObject, getText, number, reading } from "../read.js";
import type { Session, Step } from "../types.js";
import { thirds } from "./thirds.js";

/** A level of a dimension. */
export interface ReadLevel {
  readonly id: string;
  readonly eqf: number | null;
}

/** A requirement of the profile. */
export interface ReadRequirement {
  readonly dimension: string;
  readonly level: string;
  readonly importance: number;
}

/** What is needed of a bank to ask for a report, and to read it. */
export interface Standards {
  readonly words: readonly number[];
  readonly dimensions: readonly string[];
  readonly levels: readonly (readonly ReadLevel[])[];
  /** Competences of which both are measured. */
  readonly pairs: readonly string[];
  readonly profile: { readonly id: string; readonly requirements: readonly ReadRequirement[] } | null;
  readonly modules: readonly { readonly module: string; readonly hours: number }[];
  readonly credentials: readonly { readonly id: string; readonly minAnswers: number }[];
  /** Of the steps of a session, the scored answers to items of each dimension. */
  answers(steps: readonly Step[]): readonly number[];
  /** What a session's answers tell, as words; `answers` is their number for each dimension. */
  evidence(session: Session, answers: readonly number[]): readonly number[];
}

/** What `probability` of a credential is where none is given. */
const PROBABLE = 0.8;

const counted = (list: readonly (readonly number[])[]): readonly number[] => [list.length, ...list.flat()];

/** Checks the shape of what is read; whether it makes sense, the module checks. */
export const readStandards = (source: unknown, profileId: string | null): Standards => {
  if (typeof source === "string") source = guard(Code.Bank + Code.Malformed, () => JSON.parse(source as string));
  reading(Code.Bank);
  const bank = getObject({ source }, "source");
  const traits = getList(bank, "dimensions");
  const dimensions = traits.map((dimension) => getText(dimension, "id"));
  const prior = getObject(bank, "prior");
  const population = dimensions.map((_, d): readonly [number, number] => [number(getList(prior, "mean")[d]), Math.sqrt(number(getList(prior, "covariance")[d]?.[d]))]);
  const declared = getAny(bank, "levels");
  const own = dimensions.map((id) => declared.filter(({ dimension }) => dimension === id));
  const levels = own.map((list): readonly ReadLevel[] => (list.length ? list.map(({ id, eqf = null }) => ({ id, eqf })) : ["low", "middle", "high"].map((id) => ({ id, eqf: null }))));
  const cuts = own.map((list, d) => (list.length ? list.slice(1).map(({ from }) => number(from)) : thirds(...population[d]!)));

  const target = (dimension: string, level: unknown): readonly [number, number] => {
    const d = choice(dimensions, dimension);
    return [d, choice(levels[d]!.map(({ id }) => id), level)];
  };
  /** Levels by dimension, in the order of the bank's dimensions. */
  const targets = (fields: Fields): readonly (readonly [number, number])[] =>
    Object.entries(fields)
      .map(([dimension, level]) => target(dimension, level))
      .sort(([a], [b]) => a - b);

  const competences = [...new Set(traits.map(({ competence, id }) => competence ?? id))] as string[];
  const kindOf = (competence: string, kind: string) => traits.findIndex((trait) => (trait.competence ?? trait.id) === competence && (trait.kind ?? "evaluation") === kind);
  const pairs = competences.map((id) => [id, kindOf(id, "evaluation"), kindOf(id, "confidence")] as const).filter(([, ...places]) => places.every((place) => place >= 0));

  const asked = profileId === null ? null : (entry(getObject(bank, "profiles"), profileId) as Fields);
  const importance = asked ? getObject(asked, "importance") : {};
  const requirements = asked ? targets(getObject(asked, "requires")).map(([d, level]) => [d, level, number(importance[dimensions[d]!] ?? 1)] as const) : [];

  const pathway = getAny(bank, "pathway");
  const moduleIds = pathway.map((module) => getText(module, "module"));
  const credentials = Object.entries(getObject(bank, "credentials")) as [string, Fields][];
  const words = [
    ...counted(dimensions.map((_, d) => [...population[d]!, cuts[d]!.length, ...cuts[d]!])),
    ...counted(pairs.map(([, evaluation, confidence]) => [evaluation, confidence])),
    ...counted(requirements),
    ...counted(
      pathway.map((module) => [
        number(module.hours),
        ...counted(targets(getObject(module, "develops"))),
        ...counted(getAny(module, "after").map((id) => [choice(moduleIds, id)])),
      ]),
    ),
    ...counted(credentials.map(([, credential]) => [...counted(targets(getObject(credential, "requires"))), number(credential.probability ?? PROBABLE), number(credential.minAnswers)])),
  ];

  const measures = new Map(getList(bank, "items").map((item) => [item.id as string, item.dimensions as readonly string[]]));
  return {
    words,
    dimensions,
    levels,
    pairs: pairs.map(([id]) => id),
    profile: asked && { id: profileId!, requirements: requirements.map(([d, level, importance]) => ({ dimension: dimensions[d]!, level: levels[d]![level]!.id, importance })) },
    modules: pathway.map(({ module, hours }) => ({ module, hours })),
    credentials: credentials.map(([id, { minAnswers }]) => ({ id, minAnswers: minAnswers as number })),
    answers: (steps) => dimensions.map((id) => steps.filter(({ scored, item }) => scored && measures.get(item)?.includes(id)).length),
    evidence(session, answers) {
      const { theta, covariance, above } = session.posterior(cuts);
      return [...theta, ...covariance, ...answers, ...above.flat().map((p) => p ?? NaN)];
    },
  };
};
