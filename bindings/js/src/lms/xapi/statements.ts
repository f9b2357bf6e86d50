/** What is said of a test, as xAPI statements (xAPI 1.0.3, part 2). */
import type { Interaction, Objective } from "../host.js";
import { joined, typeOf } from "../patterns.js";
import { duration } from "../times.js";

/** Things that a statement stands beside, by id. */
type Activities = readonly { readonly id: string }[];
export interface Context {
  readonly language?: string;
  readonly registration?: string;
  readonly contextActivities?: Readonly<Record<string, Activities>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Statement {
  readonly id: string;
  readonly actor: unknown;
  readonly verb: { readonly id: string; readonly display: { readonly en: string } };
  readonly object: unknown;
  readonly result?: unknown;
  readonly context: Context;
  readonly timestamp: string;
}

const ADL = "http://adlnet.gov/expapi/";
/** Where ADL's verbs are not enough. */
const VERBS: Readonly<Record<string, string>> = { skipped: "http://id.tincanapi.com/verb/skipped" };
export const verb = (name: string): Statement["verb"] => ({ id: VERBS[name] ?? `${ADL}verbs/${name}`, display: { en: name } });

/** A score from 0 to 100; raw, min and max are whole numbers, as cmi5 asks. */
export const scored = (score: number) => ({ scaled: scaled(score), raw: Math.round(score), min: 0, max: 100 });
/** To four decimals, as cmi5 has its mastery score. */
export const scaled = (score: number): number => Math.round(score * 100) / 10000;

/** A context with more in it; nothing that is there is replaced. */
export function within(context: Context, activities: Readonly<Record<string, readonly string[]>>, extensions: Readonly<Record<string, unknown>> = {}): Context {
  const all: Record<string, Activities> = { ...context.contextActivities };
  for (const [relation, ids] of Object.entries(activities)) {
    if (!ids.length) continue;
    // One activity may stand there without a list (xAPI 1.0.3, part 2, 2.4.6.2).
    const there = ([] as Activities).concat(all[relation] ?? []);
    all[relation] = [...there, ...ids.filter((id) => !there.some((activity) => activity.id === id)).map((id) => ({ id }))];
  }
  const more = { ...extensions, ...context.extensions };
  return { ...context, ...(Object.keys(all).length && { contextActivities: all }), ...(Object.keys(more).length && { extensions: more }) };
}

/** An answer in the form of its interaction type (xAPI 1.0.3, part 2, appendix C); `null` where nothing was chosen. */
const pattern = (answer: Interaction["response"]): string | null => joined(answer, "[,]", "[.]", String);

/** What was answered: verb, object and result. Only of an answer that is right in part the share is given, as a score. */
export function answered(activity: string, interaction: Interaction): Pick<Statement, "verb" | "object" | "result"> {
  const { item, given, share, timeMs } = interaction;
  const response = pattern(interaction.response);
  const correct = pattern(interaction.correct);
  const definition = { type: `${ADL}activities/cmi.interaction`, interactionType: typeOf(interaction), ...(correct !== null && { correctResponsesPattern: [correct] }) };
  return {
    verb: verb(given === "answer" ? "answered" : "skipped"),
    object: { id: part(activity, "item", item), definition },
    result: {
      ...(response !== null && { response }),
      ...(share !== null && (share === 0 || share === 1 ? { success: share === 1 } : { score: { scaled: Math.round(share * 10000) / 10000 } })),
      duration: duration(timeMs),
    },
  };
}

/** The result in a dimension: its T score, and the likeliest level with its probability, such as `alone 0.83`. */
export function placed(activity: string, { dimension, score, level }: Objective): Pick<Statement, "verb" | "object" | "result"> {
  return {
    verb: verb("scored"),
    object: { id: part(activity, "dimension", dimension), definition: { type: `${ADL}activities/objective` } },
    result: { score: scored(score!), ...(level && { response: `${level.id} ${level.probability.toFixed(2)}` }) },
  };
}

/** Address of a part of an activity. */
const part = (activity: string, kind: string, id: string): string => `${activity.replace(/\/$/, "")}/${kind}/${encodeURIComponent(id)}`;
