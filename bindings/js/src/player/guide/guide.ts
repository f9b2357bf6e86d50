/**
 * What a counsellor may say and ask, from what a test has come to. Strengths come first; then what to look at together, confidence beside
 * knowledge, answers to be read with care; then what no test can see, and one next step. A pure function to keys of sentences, so that it is
 * the same in every language; no sentence has a name within it but after a colon, so that none needs the grammar of the name.
 */
import type { ScoreReport } from "../../score_report.js";
import type { Care } from "../../types.js";
import type { BankFile } from "../bank/file.js";

/** In this order, each only where there is something to say. */
export type Topic = "strengths" | "explore" | "confidence" | "care" | "unseen" | "next";

/** What a point is about; its name is found in the language of whoever reads. */
export interface About {
  readonly kind: "competence" | "module" | "credential";
  readonly id: string;
}

/** An open question, as a key; it may name what it is about: `{name}`. */
export interface Question {
  readonly key: string;
  readonly about: About | null;
}

/** One thing to talk about. */
export interface Point {
  /** `null` where the sentences say it. */
  readonly about: About | null;
  /** A level of the competence: reached, or asked for. */
  readonly level: string | null;
  /** What is to be known, as a key of a sentence; it may name the levels `{low}` and `{high}`. */
  readonly say: string | null;
  readonly low?: string;
  readonly high?: string;
  readonly hours?: number;
  readonly ask: readonly Question[];
}

export interface Section {
  readonly topic: Topic;
  /** How to go about it, as a key. */
  readonly how: string;
  readonly points: readonly Point[];
}

/** Two chances in three: from here on it is said that something is so. */
const CLEAR = 2 / 3;

/** More than this of one topic are not kept in mind, nor talked about in one conversation. */
const MOST = 3;

/** Questions about strengths, and about what is open: `MOST` of each, one after the other, so that a conversation does not repeat itself. */
const STRONG = ["guide.strengths.day", "guide.strengths.where", "guide.strengths.others"];
const OPEN = ["guide.explore.time", "guide.explore.easy", "guide.explore.alone"];

type Dimension = ScoreReport["dimensions"][number];

/** Which level is to be expected, from 0 for the lowest to 1 for the highest. */
const height = ({ levels }: Dimension): number => levels.reduce((sum, { probability }, k) => sum + probability * k, 0) / Math.max(1, levels.length - 1);

/** The conversation about a result. `care`: what the answers are to be read with care for. */
export const guide = (report: ScoreReport, bank: Pick<BankFile, "dimensions">, care: readonly Care[]): readonly Section[] => {
  const competenceOf = (id: string): About => ({ kind: "competence", id: bank.dimensions.find((one) => one.id === id)?.competence ?? id });
  const knowledge = bank.dimensions.filter(({ kind = "evaluation" }) => kind === "evaluation").map(({ id }) => id);
  // What nothing was answered about says nothing of the person.
  const known = report.dimensions.filter(({ dimension, answers }) => answers > 0 && knowledge.includes(dimension));
  const requirement = (dimension: string) => report.profile?.requirements.find((one) => one.dimension === dimension);
  const idOf = (one: Dimension, place: number): string => one.levels[place]!.id;

  const best = [...known].sort((a, b) => height(b) - height(a));
  const isStrong = (one: Dimension): boolean => {
    const asked = requirement(one.dimension);
    return asked ? asked.probability >= CLEAR : one.between === null && one.level > 0;
  };
  const strong = best.filter(isStrong).slice(0, MOST);
  const strengths = (strong.length ? strong : best.slice(0, 1)).map(
    (one, k): Point => {
      const about = competenceOf(one.dimension);
      return { about, level: one.between === null ? idOf(one, one.level) : null, say: null, ask: [{ key: STRONG[k]!, about }] };
    },
  );

  const gaps = (report.profile?.gaps ?? []).filter(({ dimension }) => known.some((one) => one.dimension === dimension));
  const undecided = best
    .filter((one) => !isStrong(one) && !gaps.some(({ dimension }) => dimension === one.dimension))
    .reverse();
  const open = [
    ...gaps.map(({ dimension, level, missing }) => ({ dimension, level, say: missing >= CLEAR ? "guide.explore.missing" : "guide.explore.perhaps", low: undefined, high: undefined })),
    ...undecided.map((one) => {
      const { dimension, level, between } = one;
      return between === null
        ? { dimension, level: idOf(one, level), say: "guide.explore.beginning", low: undefined, high: undefined }
        : { dimension, level: null, say: "guide.explore.between", low: idOf(one, Math.min(level, between)), high: idOf(one, Math.max(level, between)) };
    }),
  ].slice(0, MOST);
  const explore = open.map(({ dimension, low, high, ...rest }, k): Point => {
    const about = competenceOf(dimension);
    return { about, ...rest, ...(low !== undefined && high !== undefined && { low, high }), ask: [{ key: OPEN[k]!, about }] };
  });

  const confidence = (["underestimates", "overestimates"] as const).flatMap((verdict): Point[] => {
    // The largest differences.
    const found = report.compared.filter((one) => one.verdict === verdict).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
    const ask = found.slice(0, 2).map(({ competence }): Question => ({ key: `guide.confidence.ask-${verdict}`, about: { kind: "competence", id: competence } }));
    return ask.length ? [{ about: null, level: null, say: `guide.confidence.${verdict}`, ask }] : [];
  });

  const plain = (say: string | null, ...ask: string[]): Point => ({ about: null, level: null, say, ask: ask.map((key) => ({ key, about: null })) });
  const unusual = care.some((name) => name !== "fast");
  const careful = [...(care.includes("fast") ? [plain("guide.care.fast", "guide.care.ask-fast")] : []), ...(unusual ? [plain("guide.care.unusual", "guide.care.ask-unusual")] : [])];

  const steps = (report.steps?.modules ?? []).map(({ module, hours }): Point => ({ about: { kind: "module", id: module }, level: null, say: null, hours, ask: [] }));
  const earned = report.credentials.filter(({ awarded }) => awarded).map(({ id }): Point => ({ about: { kind: "credential", id }, level: null, say: "guide.next.earned", ask: [] }));
  const questions = [...(steps.length ? ["guide.next.fits"] : ["guide.next.wish"]), "guide.next.obstacles", "guide.next.first"];

  const sections: readonly Section[] = [
    { topic: "strengths", how: strong.length ? "guide.strengths.how" : "guide.strengths.how-best", points: strengths },
    { topic: "explore", how: "guide.explore.how", points: explore },
    { topic: "confidence", how: "guide.confidence.how", points: confidence },
    { topic: "care", how: "guide.care.how", points: careful },
    {
      topic: "unseen",
      how: "guide.unseen.how",
      points: [plain("guide.unseen.autonomy", "guide.unseen.ask-autonomy"), plain("guide.unseen.attitude", "guide.unseen.ask-attitude"), plain("guide.unseen.experience", "guide.unseen.ask-experience"), plain("guide.unseen.practice", "guide.unseen.ask-practice")],
    },
    { topic: "next", how: "guide.next.how", points: [...earned, ...steps, plain(null, ...questions)] },
  ];
  return sections.filter(({ points }) => points.length);
};
