/** A result as rows: one for each dimension of each competence, in the order of the bank, with everything that is known of it. */
import type { ScoreReport } from "../../score_report.js";
import type { BankFile } from "../bank/file.js";
import type { Fit } from "../../types.js";
import type { Cell } from "./csv.js";

/** Names in the language of whoever reads the table. */
export interface Names {
  competence(id: string): string;
  level(dimension: string, level: string): string;
}

export interface About {
  readonly bank: BankFile;
  readonly design: string;
  /** ISO 8601. */
  readonly when: string;
  readonly fit: Fit;
}

/** The table, its head first. Column names are English: programs read them. */
export const resultRows = (report: ScoreReport, { bank, design, when, fit }: About, names: Names): readonly (readonly Cell[])[] => {
  const most = Math.max(1, ...report.dimensions.map(({ levels }) => levels.length));
  const numbers = Array.from({ length: most }, (_, k) => k);
  const of = (id: string) => bank.dimensions.find((one) => one.id === id);
  const columns: readonly (readonly [string, (one: ScoreReport["dimensions"][number]) => Cell])[] = [
    ["bank", () => bank.id],
    ["version", () => bank.version],
    ["design", () => design],
    ["when", () => when],
    ["competence", ({ dimension }) => of(dimension)?.competence ?? dimension],
    ["dimension", ({ dimension }) => dimension],
    ["kind", ({ dimension }) => of(dimension)?.kind ?? "evaluation"],
    ["name", ({ dimension }) => names.competence(of(dimension)?.competence ?? dimension)],
    ["theta", ({ theta }) => theta],
    ["se", ({ se }) => se],
    ["answers", ({ answers }) => answers],
    ["level", ({ levels, level }) => levels[level]!.id],
    ["level_name", ({ dimension, levels, level }) => names.level(dimension, levels[level]!.id)],
    ["level_probability", ({ levels, level }) => levels[level]!.probability],
    ["between", ({ levels, between }) => (between === null ? null : levels[between]!.id)],
    ["eqf_indicative", ({ levels, level, between }) => (between === null ? levels[level]!.eqf : null)],
    ...numbers.flatMap((k): [string, (one: ScoreReport["dimensions"][number]) => Cell][] => [
      [`level_${k + 1}`, ({ levels }) => levels[k]?.id ?? null],
      [`level_${k + 1}_probability`, ({ levels }) => levels[k]?.probability ?? null],
    ]),
    ["profile", () => report.profile?.id ?? null],
    ["profile_probability", () => report.profile?.probability ?? null],
    ...(["level", "importance", "probability"] as const).map((name): [string, (one: ScoreReport["dimensions"][number]) => Cell] => [`required_${name}`, ({ dimension }) => report.profile?.requirements.find((one) => one.dimension === dimension)?.[name] ?? null]),
    ["gap_weight", ({ dimension }) => report.profile?.gaps.find((one) => one.dimension === dimension)?.weight ?? null],
    // Once for each competence: in the row of what it is, not in that of the confidence in it.
    ...(["difference", "error", "underestimates", "matches", "overestimates", "verdict"] as const).map((name): [string, (one: ScoreReport["dimensions"][number]) => Cell] => [
      `confidence_${name}`,
      ({ dimension }) => (of(dimension)?.kind === "confidence" ? null : (report.compared.find(({ competence }) => competence === (of(dimension)?.competence ?? dimension))?.[name] ?? null)),
    ]),
    ...(["before", "after", "difference", "error", "probability", "verdict"] as const).map((name): [string, (one: ScoreReport["dimensions"][number]) => Cell] => [`change_${name}`, ({ dimension }) => report.change?.find((one) => one.dimension === dimension)?.[name] ?? null]),
    ["fit_lz_star", () => fit.lzStar],
    ["fit_care", () => fit.care.join(" ")],
  ];
  return [columns.map(([name]) => name), ...report.dimensions.map((one) => columns.map(([, value]) => value(one)))];
};
