/**
 * A result as an Open Badges 3.0 credential (on the Verifiable Credentials Data Model 2.0), not signed yet. The program `thetis badge issue`
 * writes the same, byte for byte, by the same rules (engine/credential/src/build): members in this order, identifiers and words alike.
 */
import type { BankFile } from "../player/bank/file.js";
import type { BankTexts } from "../player/bank/texts.js";
import type { ScoreReport } from "../types.js";
import { urn } from "./identifiers.js";
import { hex } from "./multibase.js";
import { escoOf } from "./occupations.js";

/** Our own words in a credential, `{name}` and the like to be filled in: engine/credential/src/words.json. */
export type Words = Readonly<Record<"about" | "criteria" | "asked" | "level" | "probability" | "eqf" | "eqf-note" | "occupation" | "kind", string>>;

/** A result, with what it was computed from. */
export interface Result {
  readonly bank: BankFile;
  /** Names are those of its language. */
  readonly texts: Pick<BankTexts, "language" | "title" | "description" | "competence" | "level" | "profile" | "credential">;
  readonly words: Words;
  /** Name of the design. */
  readonly design: string;
  readonly log: Uint8Array;
  /** Questions answered or passed. */
  readonly answers: number;
  readonly report: ScoreReport;
}

/** Who says it; `null`: nobody, of a result that is not to be signed. */
export type Issuer = { readonly id: string; readonly name: string } | null;

/** What a credential says, and who says it. */
export interface Statement {
  readonly result: Result;
  /** Id of a micro-credential of the bank that was earned; empty for the result as a whole. */
  readonly about: string;
  readonly issuer: Issuer;
  /** Identifier of the person whose result it is, where there is one. */
  readonly subject: string | null;
  /** Only the day counts, in UTC. */
  readonly date: Date;
}

/** What pictures and tokens need of it. */
export interface Credential {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly issuer?: { readonly id: string; readonly type: readonly string[]; readonly name: string };
  readonly validFrom: string;
  readonly credentialSubject: {
    readonly id: string;
    readonly achievement: {
      readonly inLanguage: string;
      readonly resultDescription: readonly { readonly name: string; readonly rubricCriterionLevel?: readonly { readonly id: string; readonly name: string }[] }[];
    };
    readonly result: readonly { readonly achievedLevel?: string }[];
  };
}

/** What a self-test is, in the words of the Council Recommendation on micro-credentials (2022/C 243/02). English in every language, so that programs find it. */
const GENRE = "unsupervised self-assessment, no identity verification";

/** The hash of a log, by which credential and log belong together. */
export const hashOf = async (log: Uint8Array): Promise<string> => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", log as BufferSource)));

const fill = (text: string, values: Readonly<Record<string, string | number>>): string => text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

/** A whole number of per cent, never 0 or 100: no answer makes anything impossible or certain. */
const percent = (probability: number): string => String(Math.min(99, Math.max(1, Math.floor(probability * 100 + 0.5))));

/** A digest of the log's header, as it is written elsewhere: its bytes are little-endian. */
const digest = (log: Uint8Array, at: number): string => hex(log.slice(at, at + 8).reverse());

export const credentialOf = async ({ result, about, issuer, subject, date }: Statement): Promise<Credential> => {
  const { bank, texts, words, design, log, answers, report } = result;
  const declared = bank.credentials?.[about];
  if (about && !report.credentials.some(({ id, awarded }) => id === about && awarded)) throw Error(`${about} is not awarded`);

  const name = `thetis:achievement:${bank.id}:${bank.version}:${about || "result"}`;
  const achievement = urn(name);
  const fingerprint = await hashOf(log);
  const knowledge = bank.dimensions.some(({ kind = "evaluation" }) => kind === "evaluation");
  const dimensions = bank.dimensions.flatMap(({ id, kind = "evaluation", competence = id }, place) =>
    (declared ? id in declared.requires : !knowledge || kind === "evaluation") ? [{ id, competence, texts: texts.competence(competence), found: report.dimensions[place]! }] : [],
  );

  const resultDescription: unknown[] = [];
  const results: unknown[] = [];
  const eqf = new Set<number>();
  for (const { id, competence, texts: { name: called }, found } of dimensions) {
    const levels: unknown[] = [];
    const ids: string[] = [];
    const asked = declared?.requires[id];
    let required: string | undefined;
    for (const { id: level, eqf: framework } of found.levels) {
      const urnOf = urn(`${name}:${id}:level:${level}`);
      const { name: levelName, text } = texts.level(competence, level);
      ids.push(urnOf);
      levels.push({ id: urnOf, type: ["RubricCriterionLevel"], name: levelName?.text ?? level, ...(text.text && { description: text.text }), ...(framework !== null && { level: `EQF ${framework}` }) });
      if (level === asked) required = urnOf;
      if (framework !== null && (!asked || level === asked)) eqf.add(framework);
    }
    const [levelOf, probabilityOf] = [urn(`${name}:${id}:level`), urn(`${name}:${id}:probability`)];
    resultDescription.push(
      { id: levelOf, type: ["ResultDescription"], name: fill(words.level, { name: called.text }), resultType: "RubricCriterionLevel", ...(required && { requiredLevel: required }), rubricCriterionLevel: levels },
      { id: probabilityOf, type: ["ResultDescription"], name: fill(words.probability, { name: called.text }), resultType: "Percent", valueMax: "100", valueMin: "0" },
    );
    // In this order, from the level up: sums of doubles depend on it. Nobody is below the lowest.
    const atLeast = found.levels.slice(found.level).reduce((sum, { probability }) => sum + probability, 0);
    results.push({ type: ["Result"], resultDescription: levelOf, achievedLevel: ids[found.level] }, { type: ["Result"], resultDescription: probabilityOf, value: found.level ? percent(atLeast) : "100" });
  }

  const { id: profile = "" } = report.profile ?? {};
  const esco = escoOf(bank.profiles?.[profile]?.occupation ?? "");
  const aligned = (targetName: string, targetUrl: string, targetDescription: string, targetFramework: string, targetCode: string, targetType: string) => ({ type: ["Alignment"], targetName, targetUrl, targetDescription, targetFramework, targetCode, targetType });
  const alignment = [
    ...(esco ? [aligned(texts.profile(profile).text, esco.uri, words.occupation, "ESCO", esco.code, "ext:EscoOccupation")] : []),
    ...[...eqf]
      .sort((a, b) => a - b)
      .map((level) => aligned(fill(words.eqf, { level }), `http://data.europa.eu/snb/eqf/${level}`, words["eqf-note"], "European Qualifications Framework", String(level), "ext:EqfLevel")),
  ];

  const whole = { name: texts.title.text, description: texts.description?.text ?? "", narrative: words.criteria };
  const earned = declared && {
    name: texts.credential(about).name.text,
    description: dimensions.map(({ texts: { description } }) => description.text).join(" "),
    // As the engine's report takes it where the bank says nothing.
    narrative: `${texts.credential(about).criteria.text} ${fill(words.asked, { percent: percent(declared.probability ?? 0.8), answers: declared.minAnswers })}`,
  };
  const { name: title, description, narrative } = earned ?? whole;

  return {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    id: urn(`thetis:credential:${issuer?.id ?? ""}:${subject ?? ""}:${fingerprint}:${achievement}`),
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: title,
    description: words.about,
    ...(issuer && { issuer: { id: issuer.id, type: ["Profile"], name: issuer.name } }),
    validFrom: `${date.toISOString().slice(0, 10)}T00:00:00Z`,
    credentialSubject: {
      // Who gave the answers of a log has a name made of it, where there is no other.
      id: subject ?? urn(`thetis:subject:${fingerprint}`),
      type: ["AchievementSubject"],
      achievement: {
        id: achievement,
        type: ["Achievement"],
        achievementType: declared ? "MicroCredential" : "Assessment",
        name: title,
        description,
        criteria: { narrative },
        inLanguage: texts.language,
        version: bank.version,
        ...(alignment.length ? { alignment } : {}),
        resultDescription,
      },
      result: results,
    },
    evidence: [
      {
        type: ["Evidence"],
        name: "Session log",
        genre: GENRE,
        narrative: `Item bank ${bank.id} ${bank.version} (digest ${digest(log, 4)}), design ${design} (digest ${digest(log, 12)}), engine revision ${log[2]! + 256 * log[3]!}, answers ${answers}, log sha256:${fingerprint}`,
      },
    ],
  } as Credential;
};
